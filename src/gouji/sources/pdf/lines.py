"""Characters → lines of text, each with its box and the place of every character."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from gouji.sources.pdf.page import Char

SAME = 2.0  # baselines closer than this are one line
NARROW = 0.2  # a blank that the source has counts from this share of the glyph height on
WIDE = 0.9  # a gap this wide parts two words whether the source has a blank there or not
NUMBER = frozenset("0123456789.,，%-")  # inside a number only a wide gap counts: its narrow glyphs leave room

_base = attrgetter("base")
_x0 = attrgetter("x0")


class Line(NamedTuple):
    """A line of text. `xs`: where each character of `text` begins, and where the last ends."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    xs: tuple[float, ...]


def lines(chars: Iterable[Char]) -> list[Line]:
    """The characters as lines from top to bottom, each from left to right."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=_base):
        if rows and char.base - rows[-1][0].base <= SAME:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [_line(row) for row in _mended(rows)]


def _mended(rows: Sequence[list[Char]]) -> list[list[Char]]:
    """Rows whose glyphs stand in each other's gaps are one line: a number set lower than its sentence, in another font."""
    out: list[list[Char]] = []
    for row in rows:
        if out and _interleaved(out[-1], row):
            out[-1] = [*out[-1], *row]
        else:
            out.append(row)
    return out


def _interleaved(upper: Sequence[Char], lower: Sequence[Char]) -> bool:
    """Whether `lower` is a part of the line `upper`: less than half a glyph below it, and nowhere on top of its glyphs."""
    height = max(c.bottom - c.top for c in upper)
    if lower[0].base - upper[0].base > height / 2 or max(c.top for c in lower) > max(c.bottom for c in upper):
        return False
    taken = sorted((c.x0, c.x1) for c in upper)
    index = 0
    for char in sorted(lower, key=_x0):
        while index < len(taken) and taken[index][1] <= char.x0 + 0.5:
            index += 1
        if index < len(taken) and taken[index][0] < char.x1 - 0.5:
            return False
    return True


def _line(row: list[Char]) -> Line:
    row.sort(key=_x0)
    letters: list[str] = []
    xs: list[float] = []
    before: Char | None = None
    height = max(max(c.bottom - c.top for c in row), 1.0)
    for char in row:
        if before is not None and _parted(before, char, height):
            letters.append(" ")
            xs.append(before.x1)
        letters.append(char.text)
        xs.extend([char.x0] * len(char.text))
        before = char
    last = max(c.x1 for c in row)
    xs.append(last)
    return Line("".join(letters), row[0].x0, min(c.top for c in row), last, max(c.bottom for c in row), tuple(xs))


def _parted(before: Char, char: Char, height: float) -> bool:
    """Whether a blank stands between two neighbours of a line."""
    gap = char.x0 - before.x1
    if gap > WIDE * height:
        return True
    if gap < NARROW * height or not char.spaced:
        return False
    return not (before.text in NUMBER and char.text in NUMBER)
