"""An empty book: what `gouji draft --new` starts from."""

from __future__ import annotations

from gouji.drafting.book import Body, Book
from gouji.standards.loader import load


def blank(template: str, profile: str | None = None) -> Book:
    """The book of a unit that has entered nothing yet. Raises TemplateError for an unknown template or list of forms."""
    found = load(template, profile)
    return Book(found.id, found.profile, found.year, Body("", "", "", ""))
