"""Characters → lines of text, each with its box and the place of every character."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from gouji.sources.pdf.page import Char

SAME = 2.0  # baselines closer than this are one line
NARROW = 0.2  # a blank that the source has counts from this share of the glyph height on
LOWER = 0.6  # a part of a line may be set lower by this share of the glyph height
WIDE = 0.9  # a gap this wide parts two words whether the source has a blank there or not
NUMBER = frozenset("0123456789.,，%-")  # inside a number only a wide gap counts: its narrow glyphs leave room
DOUBLED = 1.2  # the same glyph twice at a smaller distance is one, set twice to look bold
DOUBLED_SHARE = 0.6  # … and at less than this share of its width, for narrow glyphs (“..”, “11”)

_x0, _base = itemgetter(1), itemgetter(3)  # of a Char: by number, which is quicker than by name


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
    return [_line(row) for row in glyph_rows(list(chars))]


def cell_text(chars: list[Char]) -> str:
    """The text of a table's cell, a line feed between its lines; words set from top to bottom as they are read."""
    if not chars:
        return ""
    rows = glyph_rows(chars)
    if len(rows) > 2 and (downwards := _downwards(chars, len(rows))):
        return downwards
    return "\n".join("".join(_letters(row)[0]) for row in rows)


def glyph_rows(chars: list[Char]) -> list[list[Char]]:
    """The characters by baseline, from top to bottom."""
    bases = list(map(_base, chars))
    if not bases or max(bases) - min(bases) <= SAME:
        return [chars[:]] if bases else []
    rows: list[list[Char]] = []
    for char in sorted(chars, key=_base):
        if rows and char[3] - rows[-1][0][3] <= SAME:
            rows[-1].append(char)
        else:
            rows.append([char])
    return _mended(rows)


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
    """Whether `lower` is a part of the line `upper`: about half a glyph below it, and nowhere on top of its glyphs."""
    height = max([c.bottom - c.top for c in upper])
    if lower[0].base - upper[0].base > LOWER * height or min(c.top for c in lower) > max(c.bottom for c in upper):
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
    letters, xs = _letters(row)
    _, _, ends, _, tops, bottoms, _ = zip(*row, strict=True)
    last = max(ends)
    xs.append(last)
    return Line("".join(letters), row[0].x0, min(tops), last, max(bottoms), tuple(xs))


def _letters(row: list[Char]) -> tuple[list[str], list[float]]:
    """The characters of a line from left to right with the blanks between them, and where each begins. Sorts `row`."""
    row.sort(key=_x0)
    letters: list[str] = []
    xs: list[float] = []
    height = max([bottom - top for _, _, _, _, top, bottom, _ in row])
    wide, narrow = WIDE * max(height, 1.0), NARROW * max(height, 1.0)
    last, start, end = "", 0.0, row[0].x0  # of the glyph before
    for text, x0, x1, _, _, _, spaced in row:
        gap = x0 - end
        if gap >= narrow:
            if gap > wide or (spaced and not (last in NUMBER and text in NUMBER)):
                letters.append(" ")
                xs.append(end)
        elif text == last and x0 - start < min(DOUBLED, DOUBLED_SHARE * (x1 - x0)):
            continue
        letters.append(text)
        xs.append(x0)
        last, start, end = text, x0, x1
    return letters, xs


def _downwards(chars: Sequence[Char], rows: int) -> str:
    """The words of a cell set from top to bottom (or turned by a quarter) in their order of reading; "" where they are not.

    The order of the source tells: each glyph stands below (or above) the one before, or begins another column. Digits are
    left as they stand: one below the other they may be numbers of different rows.
    """
    if any(c.text.isdigit() for c in chars):
        return ""
    height = max([c.bottom - c.top for c in chars])
    steps = [(b.x0 + b.x1 - a.x0 - a.x1, b.base - a.base) for a, b in pairwise(chars)]
    down = sum(1 for across, along in steps if abs(across) < height and abs(along) >= height / 2)
    if down < 2 or down < len(steps) - rows // 3 - 1 or down * 2 < len(steps):
        return ""
    return "".join(c.text for c in chars)
