"""A source document → a Disclosure: outline, forms, claims, targets."""

from gouji.recognition.read import NotABudget, read

__all__ = ["NotABudget", "read"]
