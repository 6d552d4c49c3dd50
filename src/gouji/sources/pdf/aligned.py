"""Tables without rules: lines whose words stand in columns, told by the gutters that no line of the table crosses.

Only what cannot be anything else is taken for a table: three or more neighbouring lines that end in amounts. Prose with
wide gaps, and contents lists, stay lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gouji.sources.pdf.lines import WIDE, Line

_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+|-?\d{4,}|0|-|—")
_LEADER = re.compile(r"[.·…⋯‥]{3,}")
GUTTER = 4.0  # points that stay white from the first to the last line
LEAST_LINES = 3  # with amounts
LEAST_COLUMNS = 3
NEAR = 3.2  # lines further apart than this many heights are not of one table


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a line between wide gaps."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Words in their columns: `row` and `column` from 0, and the box around them."""

    text: str
    row: int
    column: int
    column_span: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table without rules: which of the lines it takes (from `first`, before `end`), and its cells."""

    first: int
    end: int
    columns: int
    rows: int
    cells: tuple[Cell, ...]


def aligned(lines: Sequence[Line]) -> list[Aligned]:
    """The tables in the lines of a page that stand outside all ruled tables."""
    words = [_words(line) for line in lines]
    if sum(map(_tabular, words)) < LEAST_LINES:
        return []
    found = []
    for first, end in _stretches(lines, words):
        table = _table(lines, words, first, end)
        if table is not None:
            found.append(table)
    return found


def _words(line: Line) -> list[Word]:
    """The pieces of a line between its wide gaps."""
    text, xs, out, start = line.text, line.xs, [], 0
    if _LEADER.search(text):
        return [Word(text, line.x0, line.x1)]
    wide = WIDE * max(line.bottom - line.top, 1.0)
    for i, char in enumerate(text):
        if char == " " and i > start and xs[i + 1] - xs[i] > wide:
            out.append(Word(text[start:i], xs[start], xs[i]))
            start = i + 1
    out.append(Word(text[start:], xs[start], line.x1))
    return out


def _tabular(words: Sequence[Word]) -> bool:
    """Whether a line is a row with amounts: several words, the last of them an amount."""
    return len(words) > 1 and _AMOUNT.fullmatch(words[-1].text) is not None


def _stretches(lines: Sequence[Line], words: Sequence[Sequence[Word]]) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring lines from the header above the first amounts to the last line with amounts."""
    start, last, amounts = None, 0, 0
    for i, line in enumerate(lines):
        apart = i > 0 and line.top - lines[i - 1].bottom > NEAR * (line.bottom - line.top)
        lost = len(words[i]) < 2 and start is not None and i - last > 2  # three lines without columns end a table
        if start is not None and (apart or lost):
            if amounts >= LEAST_LINES:
                yield start, last + 1
            start, amounts = None, 0
        if len(words[i]) > 1:
            start = i if start is None else start
            if _tabular(words[i]):
                amounts, last = amounts + 1, i
            elif not amounts:
                last = i
    if start is not None and amounts >= LEAST_LINES:
        yield start, last + 1


def _table(lines: Sequence[Line], words: Sequence[Sequence[Word]], first: int, end: int) -> Aligned | None:
    rows = [i for i in range(first, end) if _tabular(words[i])]
    starts = _columns([w for i in rows for w in words[i]])
    if len(starts) < LEAST_COLUMNS:
        return None
    cells: list[Cell] = []
    for row, i in enumerate(range(first, end)):
        top, bottom = lines[i].top, lines[i].bottom
        taken = -1
        for word in words[i]:
            column = max(bisect_right(starts, word.x0 + GUTTER / 2) - 1, 0)
            upto = max(bisect_right(starts, word.x1 - GUTTER / 2) - 1, column)
            if column <= taken:
                if i in rows:  # two words of a row with amounts in one column: the columns are not what they seem
                    return None
                column = min(taken + 1, len(starts) - 1)
            upto = max(upto, column)
            taken = upto
            cells.append(Cell(word.text, row, column, upto - column + 1, (word.x0, top, word.x1, bottom)))
    return Aligned(first, end, len(starts), end - first, tuple(cells))


def _columns(words: Sequence[Word]) -> list[float]:
    """Where each column begins: the words of all rows with amounts laid over one another, parted by white gutters."""
    starts: list[float] = []
    reach = float("-inf")
    for word in sorted(words, key=lambda w: w.x0):
        if word.x0 > reach + GUTTER:
            starts.append(word.x0)
        reach = max(reach, word.x1)
    return starts
