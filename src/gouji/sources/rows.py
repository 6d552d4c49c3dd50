"""Lines of a text that are rows of a table: tab-separated ones, and Markdown's `| a | b |`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gouji.model.place import Place
from gouji.sources.document import Grid, GridCell

_RULE = re.compile(r"\s*\|?(\s*:?-{2,}:?\s*\|)+(\s*:?-{2,}:?)?\s*")  # |---|:--:|
_PIPES = re.compile(r"\s*\|.*\|\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line: its number from 1, its text, the column at which the text begins, and whether a page begins here."""

    number: int
    text: str
    column: int = 1
    page_start: bool = False


def is_row(text: str) -> bool:
    """Whether a line is a row of a table."""
    return "\t" in text or is_piped(text)


def is_piped(text: str) -> bool:
    """Whether a line is a row of a Markdown table."""
    return text.count("|") >= 3 and _PIPES.fullmatch(text) is not None


def is_indented(lines: Sequence[Line]) -> bool:
    """Whether lines that contain tabs are only indented by them: no line has words after a tab that follows words."""
    return all("\t" not in line.text.strip() and line.text.strip() and line.text.startswith("\t") for line in lines) or all(
        not line.text.strip("\t ") for line in lines
    )


def grid(lines: Sequence[Line], columns: int) -> Grid:
    """The rows that `lines` hold; of each at most `columns` cells."""
    rows: list[tuple[GridCell, ...]] = []
    widths: list[int] = []
    for line in lines:
        pieces = list(_piped(line.text)) if is_piped(line.text) else list(_tabbed(line.text))
        if _RULE.fullmatch(line.text):
            continue
        said = ((index, start, text) for index, (start, text) in enumerate(pieces[:columns]) if text and not text.isspace())
        rows.append(tuple([_cell(text, line, start, len(rows), index) for index, start, text in said]))
        widths.append(min(len(pieces), columns))
    place = Place(line=lines[0].number, to_line=lines[-1].number)
    return Grid(tuple(rows), max(widths, default=0), False, place, tuple(widths), lines[0].page_start)


def _tabbed(text: str) -> Iterator[tuple[int, str]]:
    """Each cell's offset in the line and its raw text."""
    at = 0
    for piece in text.split("\t"):
        yield at, piece
        at += len(piece) + 1


def _piped(text: str) -> Iterator[tuple[int, str]]:
    start = text.index("|") + 1
    for piece in text[start : text.rindex("|")].split("|"):
        yield start, piece
        start += len(piece) + 1


def _cell(raw: str, line: Line, start: int, row: int, column: int) -> GridCell:
    text = raw.strip()
    first = line.column + start + (len(raw) - len(raw.lstrip()))
    return GridCell(text, row, column, place=Place(line=line.number, column=first, to_column=first + len(text) - 1))
