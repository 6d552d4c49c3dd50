"""Documents that nobody tuned for: random invented disclosures, printed with the freedoms that bodies take, with their keys."""
