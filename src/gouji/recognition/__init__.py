"""A source document → a Disclosure: outline, forms, claims, targets."""
