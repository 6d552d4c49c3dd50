"""The pages: over a small corpus of bodies that do not exist."""
