"""Text that keeps its columns by blanks (pdftotext -layout): what a cell's second line holds goes back to its cell.

    098     云湖区教育   24571.50   12991
            体育局                  .25

A line of amounts is a row; the pieces of the lines below that stand under its cells, and hold no amount of their own, are
those cells' other lines. Text without such gaps is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gouji.recognition.fold import fold
from gouji.recognition.line_drafts import TOTALS
from gouji.sources.document import Paragraph

_PIECE = re.compile(r"\S+(?: \S+)*")  # a single blank does not end a cell
_AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")
_NUMERIC = re.compile(r"-?[\d,.]+")
_WHOLE = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?")
_MOST_LINES = 8  # lines of a cell
_GAPS = 2  # gaps of several blanks that a row of columns has
MAX_LINE = 2000


@dataclass(slots=True)
class _Cell:
    """A cell of a row: where it stands (from, to) and its words so far."""

    start: int
    end: int
    text: str


def unwrap(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines, each row with its cells whole. The places stay those of the row's first line."""
    out: list[Paragraph] = []
    at = 0
    while at < len(lines):
        row = _cells(lines[at])
        taken = 0
        if _is_row(row):
            for below in lines[at + 1 : at + _MOST_LINES]:
                if below.page_start or not _takes(row, _cells(below)):
                    break
                taken += 1
        out.append(replace(lines[at], text="  ".join(c.text for c in row)) if taken else lines[at])
        at += 1 + taken
    return out


def _cells(line: Paragraph) -> list[_Cell]:
    if len(line.text) > MAX_LINE or "\t" in line.text or "\n" in line.text:
        return []
    return [_Cell(m.start(), m.end(), m.group()) for m in _PIECE.finditer(line.text)]


def _is_row(cells: Sequence[_Cell]) -> bool:
    return len(cells) > _GAPS and any(_AMOUNT.fullmatch(c.text) for c in cells)


def _takes(row: Sequence[_Cell], below: Sequence[_Cell]) -> bool:
    """Gives the pieces of the line below to the cells above them, if every piece has its own and none is an amount."""
    pairs: list[tuple[_Cell, _Cell]] = []
    for piece in below:
        above = [c for c in row if c.start < piece.end and piece.start < c.end]
        if len(above) != 1 or any(cell is above[0] for cell, _ in pairs) or not _joins(above[0].text, piece.text):
            return False
        pairs.append((above[0], piece))
    for cell, piece in pairs:
        cell.text += piece.text
        cell.start, cell.end = min(cell.start, piece.start), max(cell.end, piece.end)
    return bool(pairs)


def _joins(above: str, below: str) -> bool:
    """Whether two pieces can be lines of one cell: words with words, or digits that make one number together.

    合计 is whole: what stands below it is the next row's."""
    if fold(above) in TOTALS:
        return False
    if _NUMERIC.fullmatch(above) or _NUMERIC.fullmatch(below):
        return not _AMOUNT.fullmatch(below) and _WHOLE.fullmatch(above + below) is not None
    return True


__all__ = ["unwrap"]
