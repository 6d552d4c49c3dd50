"""A unit's own figures → a Disclosure, with its narrative. Forms and prose are computed from one list of budget lines."""

from gouji.drafting.assemble import assemble

__all__ = ["assemble"]
