"""What stands on a page: its characters and its ruling lines, in points from the top left of the page as it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from gouji.sources.limits import TooManyObjects
from gouji.sources.pdf.turn import UPRIGHT, Turn


class Char(NamedTuple):
    """A glyph: its text, where it begins and ends, and its baseline (y grows downwards).

    `spaced`: the source has a blank before it, or pdfium saw one from the glyph widths.
    """

    text: str
    x0: float
    x1: float
    base: float
    top: float
    bottom: float
    spaced: bool


Glyph = tuple[str, float, float, float, float, float, bool]  # a Char as it is made by the thousand: without names


class Edge(NamedTuple):
    """A ruling line: at `at` across, from `low` to `high` along."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class Page:
    """A page in its reading orientation. `outside` are the characters that stand off the page, which no reader sees."""

    number: int
    turn: Turn = UPRIGHT
    chars: list[Glyph] = field(default_factory=list)
    horizontal: list[Edge] = field(default_factory=list)
    vertical: list[Edge] = field(default_factory=list)
    outside: str = ""
    images: int = 0
    readable: bool = True

    @property
    def width(self) -> float:
        return self.turn.width

    @property
    def height(self) -> float:
        return self.turn.height


def read_page(handle: Any, number: int, max_chars: int, max_objects: int) -> Page:
    """The page's characters and lines. `handle` is pdfium's document; `number` counts from 1. Raises TooManyObjects."""
    from gouji.sources.pdf.glyphs import add_chars, text_angle
    from gouji.sources.pdf.rulings import add_rulings

    page = pdfium.FPDF_LoadPage(handle, number - 1)
    if not page:
        return Page(number, readable=False)
    try:
        text = pdfium.FPDFText_LoadPage(page)
        try:
            count = pdfium.FPDFText_CountChars(text) if text else 0
            if count > max_chars:
                raise TooManyObjects(f"{count} characters")
            found = Page(number, Turn.of(page, text_angle(text, count)))
            add_chars(text, count, found)
            add_rulings(page, max_objects, found)
            return found
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)
