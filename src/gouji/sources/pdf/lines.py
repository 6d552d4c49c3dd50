"""Characters → lines of text, each with its box and the place of every character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from gouji.sources.pdf.page import Glyph

SAME = 2.0  # baselines closer than this are one line
NARROW = 0.2  # a blank that the source has counts from this share of the glyph height on
LOWER = 0.6  # a part of a line may be set lower by this share of the glyph height
WIDE = 0.9  # a gap this wide parts two words whether the source has a blank there or not
NUMBER = frozenset("0123456789.,，%-")  # inside a number only a wide gap counts: its narrow glyphs leave room
DOUBLED = 1.2  # the same glyph twice at a smaller distance is one, set twice to look bold
DOUBLED_SHARE = 0.6  # … and at less than this share of its width, for narrow glyphs (“..”, “11”)

# Of a glyph: by number, which is quicker than by name.
text_of: Callable[[Glyph], str] = itemgetter(0)
x0_of: Callable[[Glyph], float] = itemgetter(1)
x1_of: Callable[[Glyph], float] = itemgetter(2)
base_of: Callable[[Glyph], float] = itemgetter(3)
top_of: Callable[[Glyph], float] = itemgetter(4)
bottom_of: Callable[[Glyph], float] = itemgetter(5)


class Line(NamedTuple):
    """A line of text. `xs`: where each character of `text` begins, and where the last ends."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    xs: tuple[float, ...]


def lines(chars: Iterable[Glyph]) -> list[Line]:
    """The characters as lines from top to bottom, each from left to right."""
    return [_line(row) for row in glyph_rows(list(chars))]


def cell_text(chars: list[Glyph]) -> str:
    """The text of a table's cell, a line feed between its lines; words set from top to bottom as they are read."""
    if not chars:
        return ""
    rows = glyph_rows(chars)
    if len(rows) == 1:
        return "".join(_letters(rows[0])[0])
    if len(rows) > 2 and (downwards := _downwards(chars, len(rows))):
        return downwards
    return "\n".join(["".join(_letters(row)[0]) for row in rows])


def glyph_rows(chars: list[Glyph]) -> list[list[Glyph]]:
    """The characters by baseline, from top to bottom."""
    if len(chars) < 2:
        return [chars[:]] if chars else []
    bases = list(map(base_of, chars))
    if max(bases) - min(bases) <= SAME:
        return [chars[:]]
    ordered = sorted(chars, key=base_of)
    bases.sort()
    rows, start = [], 0
    while start < len(bases):
        end = bisect_right(bases, SAME, start, key=bases[start].__rsub__)
        rows.append(ordered[start:end])
        start = end
    return _mended(rows)


def _mended(rows: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Rows whose glyphs stand in each other's gaps are one line: a number set lower than its sentence, in another font."""
    out: list[list[Glyph]] = []
    for row in rows:
        if out and _interleaved(out[-1], row):
            out[-1] = [*out[-1], *row]
        else:
            out.append(row)
    return out


def _interleaved(upper: Sequence[Glyph], lower: Sequence[Glyph]) -> bool:
    """Whether `lower` is a part of the line `upper`: about half a glyph below it, and nowhere on top of its glyphs."""
    if base_of(lower[0]) - base_of(upper[0]) > LOWER * height_of(upper) or min(map(top_of, lower)) > max(map(bottom_of, upper)):
        return False
    taken = sorted(zip(map(x0_of, upper), map(x1_of, upper), strict=True))
    index = 0
    for _, x0, x1, *_ in sorted(lower, key=x0_of):
        while index < len(taken) and taken[index][1] <= x0 + 0.5:
            index += 1
        if index < len(taken) and taken[index][0] < x1 - 0.5:
            return False
    return True


def height_of(row: Sequence[Glyph]) -> float:
    """Of the highest glyph."""
    return max([glyph[5] - glyph[4] for glyph in row])


def _line(row: list[Glyph]) -> Line:
    letters, xs = _letters(row)
    last = max(map(x1_of, row))
    return Line("".join(letters), x0_of(row[0]), min(map(top_of, row)), last, max(map(bottom_of, row)), (*xs, last))


def _letters(row: list[Glyph]) -> tuple[Sequence[str], Sequence[float]]:
    """The characters of a line from left to right with the blanks between them, and where each begins. Sorts `row`."""
    if len(row) == 1:
        return [text_of(row[0])], [x0_of(row[0])]
    row.sort(key=x0_of)
    height = max(height_of(row), 1.0)
    wide, narrow = WIDE * height, NARROW * height
    letters: list[str] = []
    xs: list[float] = []
    last, start, end = "", 0.0, x0_of(row[0])  # of the glyph before
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


def _downwards(chars: Sequence[Glyph], rows: int) -> str:
    """The words of a cell set from top to bottom (or turned by a quarter) in their order of reading; "" where they are not.

    The order of the source tells: each glyph stands below (or above) the one before, or begins another column. Digits are
    left as they stand: one below the other they may be numbers of different rows.
    """
    if any(map(str.isdigit, map(text_of, chars))):
        return ""
    height = height_of(chars)
    steps = [(b[1] + b[2] - a[1] - a[2], b[3] - a[3]) for a, b in pairwise(chars)]
    down = sum(1 for across, along in steps if abs(across) < height and abs(along) >= height / 2)
    if down < 2 or down < len(steps) - rows // 3 - 1 or down * 2 < len(steps):
        return ""
    return "".join(map(text_of, chars))
