"""A Disclosure → Findings: arithmetic, prose, law, wording, performance."""
