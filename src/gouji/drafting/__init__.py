"""A unit's own figures → a Disclosure, with its narrative. Forms and prose are computed from one list of budget lines."""

from __future__ import annotations

from pathlib import Path

from gouji.drafting.assemble import assemble
from gouji.drafting.book import Book
from gouji.model.disclosure import Disclosure

__all__ = ["Book", "assemble", "draft"]


def draft(workbook: Path) -> Disclosure:
    """The disclosure of a filled-in workbook. Raises `problems.WorkbookProblems` with everything that is wrong with it."""
    from gouji.drafting.reading import read

    return assemble(read(workbook))
