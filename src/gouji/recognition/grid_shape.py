"""Where the numbers of each row begin and which leaf each of its cells belongs to, on one page of a form.

A row may be one cell wider or narrower than its header, so every row is anchored by its own first number, which is the
form's first amount column (合计, 总计). A cell gets a leaf where the header's map and the count of columns do not contradict
each other, and none where they do: a number without a leaf is left to arithmetic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from gouji.recognition.grid_cells import RawCell, RawRow
from gouji.recognition.grid_header import NO_HEADER, HeaderMap, align
from gouji.recognition.grid_numbers import Reading, decimals, doubted, read_amount, several
from gouji.recognition.grid_pages import Page
from gouji.recognition.grid_words import Leaf


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A number of a row with the leaf it belongs to (None: not known)."""

    cell: RawCell
    reading: Reading
    leaf: int | None


@dataclass(frozen=True, slots=True)
class ShapedRow:
    """A row told apart: the cells before its numbers with their leaves, its numbers, and words among the numbers."""

    raw: RawRow
    left: tuple[tuple[RawCell, int | None], ...]
    numbers: tuple[NumberCell, ...]
    stray: tuple[RawCell, ...]
    short: int = 0  # how many cells fewer than the rows around it: blank cells may be lost anywhere


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a page's columns. `first` is the position of the first amount leaf, `tail` how many follow it."""

    leaves: tuple[Leaf, ...]
    header: HeaderMap
    first: int
    tail: int  # cells from the first number to the row's end, in most rows; -1 where rows do not agree
    begins: Mapping[int, int]  # row width → column of the first amount leaf in rows of that width
    doubtful: frozenset[int] = frozenset()  # widths whose rows may as well be moved as begin with a blank


def shape(page: Page, leaves: tuple[Leaf, ...], before: HeaderMap = NO_HEADER) -> Shape:
    """The shape of a page; `before` is the header map of the page before, for a page that prints none."""
    header = align(page.header, leaves) if page.header else before
    if before.known and len(header.known) * 2 < len(before.known) and abs(before.width - header.width) <= 1:
        header = before
    first = next((i for i, leaf in enumerate(leaves) if leaf.is_amount), len(leaves))
    starts = [(row, at) for row in page.rows if (at := first_number(row, first, header)) is not None]
    tails = Counter(row.width - at for row, at in starts)
    tail = tails.most_common(1)[0][0] if tails else -1
    begins, doubtful = _begins(starts, header, header.column_of(first))
    return Shape(leaves, header, first, tail, begins, doubtful)


def _begins(
    starts: Sequence[tuple[RawRow, int]], header: HeaderMap, total: int | None
) -> tuple[dict[int, int], frozenset[int]]:
    """Row width → column of the first amount, and the widths for which that is in doubt.

    Rows that begin further right than others, without words that moved with their numbers, do not stand further right:
    their first amount is blank. In doubt where they are also wider by just as much, or where words moved but the first
    number does not follow on them.
    """
    widths: dict[int, Counter[int]] = {}
    for row, at in starts:
        widths.setdefault(row.width, Counter())[at] += 1
    usual = _leftmost(Counter(at for _, at in starts)) if starts else 0
    most = Counter(row.width for row, at in starts if at == usual)
    begins: dict[int, int] = {}
    doubtful: set[int] = set()
    for width, found in widths.items():
        own = _leftmost(found)
        bounds = [(usual, _leftmost(most)), *([(total, header.width)] if total is not None else [])]
        lower = [(b, w) for b, w in bounds if b < own and not _moved(starts, width, b)]
        begins[width] = min((b for b, _ in lower), default=own)
        moved = any(b < own for b, _ in bounds) and not lower
        if any(width - w == own - b for b, w in lower) or (moved and not _follows(starts, width, own)):
            doubtful.add(width)
    return begins, frozenset(doubtful)


def _leftmost(found: Counter[int]) -> int:
    """The most frequent column, the leftmost of several."""
    return max(found, key=lambda column: (found[column], -column))


def _moved(starts: Sequence[tuple[RawRow, int]], width: int, bound: int) -> bool:
    """Whether rows of a width stand further right than others: words, before their numbers, where others have amounts."""
    rows = ((row, at) for row, at in starts if row.width == width)
    return any(bound <= c.column < at and not _numeric(c.text) for row, at in rows for c in row.cells)


def _follows(starts: Sequence[tuple[RawRow, int]], width: int, own: int) -> bool:
    """Whether some row of a width has words right before its first number."""
    rows = [row for row, at in starts if row.width == width and at == own]
    return any((c := row.at(own - 1)) is not None and not _numeric(c.text) for row in rows)


def _numeric(text: str) -> bool:
    """A number, or several pasted together."""
    return read_amount(text) is not None or len(several(text)) > 1


def first_number(row: RawRow, first: int, header: HeaderMap) -> int | None:
    """The column of a row's first amount; None where the row has none. Codes before the label are no amounts."""
    total = header.column_of(first)
    if row.exact and total is not None:
        return next((c.column for c in row.cells if c.column >= total and not c.carried and read_amount(c.text)), None)
    floor = max(0, min(first, total if total is not None else first) - 1)
    cells = [(c, read_amount(c.text)) for c in row.cells if not c.carried]
    words = max((c.column for c, _ in cells if not _numeric(c.text)), default=-1)
    after = next((c.column for c, _ in cells if c.column > words and c.column >= floor), None)
    printed = (c.column for c, r in cells if r and r.amount is not None and decimals(r.amount) == 2 and c.column >= floor)
    sure = next(printed, None)
    return min((c for c in (after, sure) if c is not None), default=None)


def shaped(row: RawRow, on: Shape) -> ShapedRow:
    """A row of a page told apart."""
    begins = first_number(row, on.first, on.header)
    anchor = _anchor(row, begins, on)
    leaf_of = _leaf_of(row, anchor, on)
    cut = begins if begins is not None else _end_of_left(row, on)
    left = tuple((c, leaf_of(c.column)) for c in row.cells if c.column < cut)
    numbers: list[NumberCell] = []
    stray: list[RawCell] = []
    for cell in row.cells:
        if cell.column < cut or cell.carried:
            continue
        reading = read_amount(cell.text)
        leaf = leaf_of(cell.column)
        if reading is not None:
            reading = doubted(reading, cell.sure, cell.readings)
            numbers.append(NumberCell(cell, reading, leaf if leaf is not None and on.leaves[leaf].is_amount else None))
        elif inner := several(cell.text):
            # Which columns the further numbers of a pasted cell belong to, nothing here can tell.
            numbers += [NumberCell(cell, Reading(v), leaf if not i else None) for i, (_, _, v) in enumerate(inner)]
        else:
            stray.append(cell)
    return ShapedRow(row, left, tuple(numbers), tuple(stray), leaf_of.short)


def _anchor(row: RawRow, begins: int | None, on: Shape) -> int | None:
    """The column where the row's first amount leaf stands: its first number, or further left where that cell is blank."""
    usual = on.begins.get(row.width)
    if begins is None or usual is None or begins <= usual or row.exact:
        return begins if begins is not None else usual
    return usual if all(c.column < usual for c in row.cells if c.column < begins) else begins


def _end_of_left(row: RawRow, on: Shape) -> int:
    total = on.header.column_of(on.first)
    usual = on.begins.get(row.width, total if total is not None else on.first)
    return max(usual, on.first) if not row.exact else usual


class _Leaves:
    """Column → leaf for one row."""

    def __init__(self, row: RawRow, anchor: int | None, on: Shape) -> None:
        self.on = on
        self.row = row
        self.exact = row.exact
        self.anchor = anchor
        total = on.header.column_of(on.first)
        self.shift = (
            anchor - total if anchor is not None and total is not None and not row.exact else (0 if row.exact else None)
        )
        amounts = len(on.leaves) - on.first
        self.counted = not row.exact and anchor is not None and on.tail == amounts
        ends = max((c.column for c in row.cells if not c.carried), default=0)
        missing = on.tail - (row.width - anchor) if anchor is not None and not row.exact else 0
        self.short = missing if missing > 0 and ends < row.width - 1 else 0
        self.over = not row.exact and anchor is not None and ends - anchor >= amounts

    def __call__(self, column: int) -> int | None:
        by_header = self._by_header(column)
        if self.exact:
            return by_header
        if self.on.header.turned:
            return self.on.header.leaf.get(column) if self.row.width == self.on.header.width else None
        if self.anchor is not None and column < self.anchor:
            return column if self.anchor == self.on.first else by_header
        if self.row.width in self.on.doubtful:
            return None
        if self.over:
            return by_header if column == self.anchor else None
        if self.anchor is None or not self.counted:
            return by_header
        by_count = self.on.first + column - self.anchor
        if by_count >= len(self.on.leaves):
            return None
        return by_count if by_header in (None, by_count) else None

    def _by_header(self, column: int) -> int | None:
        if self.shift is None:
            return None
        at = column - self.shift
        leaf = self.on.header.leaf.get(at) if at in self.on.header.known else None
        if leaf is None or self.exact or self.anchor is None or column < self.anchor:
            return leaf
        skipped = (leaf - self.on.first) - (column - self.anchor)
        return leaf if not skipped or self._explained(skipped) else None

    def _explained(self, skipped: int) -> bool:
        """Whether columns may be missing (skipped > 0) or extra: header rows shifted against each other look the same, so
        header and row must stand on the same columns, and be as much narrower or wider than the template."""
        missing = len(self.on.leaves) - self.row.width
        return (
            self.shift == 0
            and self.row.width == self.on.header.width
            and 0 < skipped * (1 if missing > 0 else -1) <= abs(missing)
        )


def _leaf_of(row: RawRow, anchor: int | None, on: Shape) -> _Leaves:
    return _Leaves(row, anchor, on)


def page_rows(page: Page, on: Shape) -> list[ShapedRow]:
    """The rows of a page. In a row that lost cells, a number keeps its leaf only where whole rows fill that leaf and
    none of those that it could have slipped from."""
    rows = [shaped(row, on) for row in page.rows]
    whole = {n.leaf for row in rows if not row.short for n in row.numbers}
    return [_doubted(row, whole, on.first) if row.short else row for row in rows]


def _doubted(row: ShapedRow, whole: Set[int | None], first: int) -> ShapedRow:
    def sure(leaf: int | None) -> bool:
        if leaf is None or leaf == first:
            return leaf is not None
        return leaf in whole and not any(leaf + lost in whole for lost in range(1, row.short + 1))

    return replace(row, numbers=tuple(n if sure(n.leaf) else replace(n, leaf=None) for n in row.numbers))
