"""A Disclosure → Findings: the arithmetic of its relations, what it must contain, what can be read of it."""

from gouji.checking.report import Report, check

__all__ = ["Report", "check"]
