"""Which leaf column of the template each grid column is: header rows aligned with the template's leaves, in order.

The rows of a header may be shifted, torn over lines, written one glyph a line or misread, so the alignment is a monotone
matching of likeness, and a column counts as known only where its own words say so, or where it stands between two known
columns with as many columns as leaves in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from gouji.recognition.grid_cells import RawCell, RawRow
from gouji.recognition.grid_words import Leaf, likeness
from gouji.standards.fold import fold

# Scores of the alignment, in hundredths (whole numbers: no amounts, but no floats to reason about either).
KNOWN = 62  # likeness from which a column's own words name its leaf
_UNSAID = 12  # a column without words can be any leaf
_UNLIKE = 15  # taken off where the words speak against it
_MISSING_LEAF = 30
_MISSING_OPTIONAL = 4
_EXTRA_BLANK = 8
_EXTRA_WORDS = 30
_REMEMBERED = 4000  # characters of a header: longer ones are aligned anew each time

Words = tuple[tuple[str, ...], str]  # over a column: the candidates for its own words, lowest part first; everything together


@dataclass(frozen=True, slots=True)
class HeaderMap:
    """Grid column → position of its leaf. `known` are the columns that can be trusted; `width` the header's columns."""

    leaf: Mapping[int, int]
    known: frozenset[int]
    width: int
    turned: bool = False  # the columns stand in another order than the template's

    def column_of(self, leaf: int) -> int | None:
        """The known grid column of a leaf."""
        return next((c for c, found in self.leaf.items() if found == leaf and c in self.known), None)


NO_HEADER = HeaderMap({}, frozenset(), 0)


def align(rows: Sequence[RawRow], leaves: Sequence[Leaf]) -> HeaderMap:
    """The map of a header; an empty one where there is nothing to align."""
    width = max((row.width for row in rows), default=0)
    width = max([width, *(c.column + c.span for row in rows for c in row.cells)])
    if not width or not leaves:
        return NO_HEADER
    words = tuple(_words(rows, column) for column in range(width))
    short = sum(len(together) for _, together in words) <= _REMEMBERED
    pairs, certain, found = (_remembered if short else _aligned)(words, tuple(leaves))
    if turned := _in_any_order(rows, leaves, width, certain):
        others = {c: leaf for c, leaf in pairs.items() if c not in turned and not leaves[leaf].is_amount}
        return HeaderMap({**others, **turned}, frozenset({*turned, *(others.keys() & certain.keys())}), width, True)
    return found


def _aligned(words: tuple[Words, ...], leaves: tuple[Leaf, ...]) -> tuple[Mapping[int, int], Mapping[int, int], HeaderMap]:
    """The best pairs of columns and leaves; those of them that the words themselves tell; and the map that follows."""
    width = len(words)
    scores = [[_score(w, leaf) for leaf in leaves] for w in words]
    pairs = _best(words, scores, leaves)
    certain = {c: leaf for c, leaf in pairs.items() if scores[c][leaf] >= KNOWN}
    known = dict(certain)
    _between(known, pairs, width, len(leaves), words)
    return pairs, certain, HeaderMap({**pairs, **known}, frozenset(known), width)


_remembered = lru_cache(512)(_aligned)  # a header comes again on page after page, and in document after document


def _in_any_order(
    rows: Sequence[RawRow], leaves: Sequence[Leaf], width: int, certain: Mapping[int, int]
) -> dict[int, int] | None:
    """Column → leaf of a header whose columns stand in another order than the template's (预算数 and 决算数 in pairs, or
    one group behind the other): where the words over each column are those of one amount leaf and its groups, and every
    amount leaf has a column. None where that is not so, or where the order is the template's."""
    amounts = [n for n, leaf in enumerate(leaves) if leaf.is_amount]
    if set(amounts) <= set(certain.values()):
        return None
    found: dict[int, int] = {}
    for column in range(width):
        over = {fold(cell.text) for cell in _over(rows, column)}
        fitting = [n for n in amounts if all(over & set(words) for words in (leaves[n].own, *leaves[n].above))]
        if len(fitting) == 1:
            found[column] = fitting[0]
    return found if sorted(found.values()) == amounts else None


def _over(rows: Sequence[RawRow], column: int) -> Iterator[RawCell]:
    """The header cells over a column. Where the source has lost what cells span, a cell goes on to the right up to the next
    of its row, or of a row above."""
    borders: set[int] = set()
    for row in rows:
        cell = row.at(column)
        if cell is None and not row.exact:
            left = max((c for c in row.cells if c.column < column), key=lambda c: c.column, default=None)
            cell = left if left is not None and not any(left.column < b <= column for b in borders) else None
        if cell is not None:
            yield cell
        borders |= {c.column for c in row.cells}


def _words(rows: Sequence[RawRow], column: int) -> Words:
    """What stands over a column."""
    cells: list[RawCell] = []
    for row in rows:
        cell = row.at(column)
        if cell is not None and not cell.carried:
            cells.append(cell)
    texts = [fold(c.text) for c in cells]
    tails = ["".join(texts[i:]) for i in range(len(texts))]
    return tuple(dict.fromkeys(t for t in [*texts[::-1], *tails[::-1]] if t)), "".join(texts)


def _score(words: Words, leaf: Leaf) -> int:
    """How well a column's words name a leaf, 0 to about 110."""
    candidates, together = words
    best = max((_alike(text, own) for text in candidates for own in leaf.own), default=0)
    if best >= KNOWN and leaf.above and any(g and g in together for g in leaf.above[-1]):
        best += 8
    return best


def _alike(text: str, own: str) -> int:
    if text == own:
        return 100
    if own in text and len(own) >= 3:
        return max(70, int(100 * likeness(text, own)))
    return int(100 * likeness(text, own)) if len(own) > 1 and len(text) > 1 else 0


def _best(words: Sequence[Words], scores: Sequence[Sequence[int]], leaves: Sequence[Leaf]) -> dict[int, int]:
    """The best monotone matching of columns and leaves (column → leaf)."""
    width, count = len(words), len(leaves)
    skip_leaf = [_MISSING_OPTIONAL if leaf.column.optional else _MISSING_LEAF for leaf in leaves]
    skip_column = [_EXTRA_WORDS if w[0] else _EXTRA_BLANK for w in words]
    total = [[0] * (count + 1) for _ in range(width + 1)]
    step = [[""] * (count + 1) for _ in range(width + 1)]
    for j in range(1, count + 1):
        total[0][j], step[0][j] = total[0][j - 1] - skip_leaf[j - 1], "leaf"
    for i in range(1, width + 1):
        total[i][0], step[i][0] = total[i - 1][0] - skip_column[i - 1], "column"
        for j in range(1, count + 1):
            said = bool(words[i - 1][0])
            score = scores[i - 1][j - 1]
            gain = score if score >= KNOWN else (score // 3 - _UNLIKE if said else _UNSAID)
            options = (
                (total[i - 1][j - 1] + gain, "pair"),
                (total[i][j - 1] - skip_leaf[j - 1], "leaf"),
                (total[i - 1][j] - skip_column[i - 1], "column"),
            )
            total[i][j], step[i][j] = max(options, key=lambda o: o[0])
    pairs: dict[int, int] = {}
    i, j = width, count
    while i or j:
        if step[i][j] == "pair":
            i, j = i - 1, j - 1
            pairs[i] = j
        elif step[i][j] == "leaf":
            j -= 1
        else:
            i -= 1
    return pairs


def _between(known: dict[int, int], pairs: Mapping[int, int], width: int, count: int, words: Sequence[Words]) -> None:
    """Columns between two known ones become known where columns and leaves are as many; also at both ends."""
    anchors = sorted(known.items())
    if not anchors:
        return
    last = max((c for c in range(width) if words[c][0]), default=width - 1)
    ends = [
        (-1, -1),
        *anchors,
        *([(width, count)] if width - anchors[-1][0] == count - anchors[-1][1] else [(last + 1, count)]),
    ]
    for (c0, l0), (c1, l1) in pairwise(ends):
        if c1 - c0 == l1 - l0:
            known.update({c: l0 + c - c0 for c in range(c0 + 1, c1)})
