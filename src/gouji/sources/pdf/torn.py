"""Rows that a page break cuts: the lines of a row's cells that had no room go on at the top of the next page.

Three facts tell such a rest from a row of its own: each of its words stands below a cell of the row above that is full (its
last line had no room for one glyph more), it comes first on its page, after the header that is repeated there, and it has no
code of its own (one with as many digits as the codes of its column have) and no outline number of its own (二、, （三）).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gouji.sources.document import Grid, GridCell
from gouji.sources.pdf.grid import GAP, CellBox, Table
from gouji.sources.pdf.lines import base_of, glyph_rows, height_of, text_of, x0_of, x1_of
from gouji.sources.pdf.page import Glyph

SLACK = 0.3  # of a glyph's height: what the white at a glyph's sides may hide
ALIKE = 0.6  # points between baselines that are meant to be the same
_CODE = re.compile(r"\d{2,}(?!\d)")  # what a cell of codes begins with
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十]{1,4}[）)])")
_WIDEST = 9.0  # points: wider than any padding, as the distance of a column's text from its ruling


@dataclass(frozen=True, slots=True)
class Drawn:
    """A ruled table of a page with the glyphs of each of its cells."""

    table: Table
    chars: Sequence[Sequence[Glyph]]

    def last(self) -> dict[int, tuple[CellBox, list[Glyph]]]:
        """The last row's cells that hold words, by column: the box and the last line's glyphs."""
        row = len(self.table.ys) - 2
        return {c.column: (c, glyph_rows(list(g))[-1]) for c, g in self._filled() if c.row + c.row_span - 1 == row}

    def first(self, row: int) -> dict[int, tuple[CellBox, Glyph]]:
        """A row's cells that hold words, by column: the box and the first glyph."""
        found = {c.column: (c, glyph_rows(list(g))[0]) for c, g in self._filled() if c.row == row}
        return {column: (c, min(glyphs, key=x0_of)) for column, (c, glyphs) in found.items()}

    def padding(self, column: int) -> float:
        """How far the widest cells of a column keep from its left ruling; words of a neighbour that stand over it aside."""
        gaps = [min(map(x0_of, glyphs)) - c.x0 for c, glyphs in self._filled() if c.column == column]
        return min((*(gap for gap in gaps if gap >= 0), _WIDEST))

    def _filled(self) -> list[tuple[CellBox, Sequence[Glyph]]]:
        return [(c, glyphs) for c, glyphs in zip(self.table.cells, self.chars, strict=True) if glyphs]


def mended(before: Grid, after: Grid, above: Drawn, below: Drawn) -> tuple[Grid, Grid] | None:
    """The two grids with the rest of the torn row moved back to it; None where no row is torn between them."""
    if not _same_columns(above.table, below.table):
        return None
    heads = _repeated(before, after)
    if heads >= len(after.rows) or not before.rows:
        return None
    rest = below.first(heads)
    if not rest or not all(_goes_on(column, cell, above) for column, cell in rest.items()):
        return None
    more = {cell.column: cell.text for cell in after.rows[heads] if cell.text}
    if any(_coded(column, text, before, after, heads) for column, text in more.items()):
        return None
    if any(_numbered(column, text, before) for column, text in more.items()):
        return None
    last = tuple(replace(c, text=f"{c.text}\n{more[c.column]}") if c.column in more else c for c in before.rows[-1])
    if {c.column for c in last if c.text} < more.keys():
        return None
    return replace(before, rows=(*before.rows[:-1], last)), _without(after, heads)


def _coded(column: int, text: str, before: Grid, after: Grid, heads: int) -> bool:
    """Whether the first cell of a page begins with a whole code: as long as others of its column, where it and the one above
    it together are not."""
    own = _code(text)
    over = next((_code(c.text) for c in before.rows[-1] if c.column == column), "")
    if not own or not over:
        return False
    others = [row for i, row in enumerate((*before.rows, *after.rows)) if i != len(before.rows) + heads]
    lengths = {len(_code(c.text)) for row in others for c in row if c.column == column}
    return len(own) in lengths and len(over) + len(own) not in lengths


def _numbered(column: int, text: str, before: Grid) -> bool:
    """Whether the first cell of a page begins a line of an outline, as the one above it does."""
    over = next((c.text for c in before.rows[-1] if c.column == column), "")
    return bool(_NUMBERED.match(text.strip()) and _NUMBERED.match(over.strip()))


def _code(text: str) -> str:
    """The code that a cell begins with; "" where it begins with none."""
    found = _CODE.match("".join(text.split()))
    return found.group() if found else ""


def _same_columns(above: Table, below: Table) -> bool:
    return len(above.xs) == len(below.xs) and all(abs(a - b) <= GAP for a, b in zip(above.xs, below.xs, strict=True))


def _repeated(before: Grid, after: Grid) -> int:
    """How many rows at the top of a page are the header of the page before."""
    same = 0
    for upper, lower in zip(before.rows[:-1], after.rows, strict=False):
        if not any(c.text for c in lower) or [_words(c) for c in upper] != [_words(c) for c in lower]:
            break
        same += 1
    return same


def _words(cell: GridCell) -> tuple[int, int, str]:
    return cell.column, cell.column_span, "".join(cell.text.split())


def _goes_on(column: int, cell: tuple[CellBox, Glyph], above: Drawn) -> bool:
    """Whether a glyph had no room at the end of the last line of the cell above, so that it stands on the next page."""
    box, glyph = cell
    over = above.last().get(column)
    if over is None or over[0].column_span != box.column_span or over[0].row_span != 1:
        return False
    line = over[1]
    width = max(map(x1_of, line)) - min(map(x0_of, line))
    room = (over[0].x1 - over[0].x0) - 2 * above.padding(column) - width
    return room < (x1_of(glyph) - x0_of(glyph)) + SLACK * height_of([*line, glyph])


def _without(grid: Grid, row: int) -> Grid:
    """The grid without one of its rows."""
    rows = tuple(tuple(replace(c, row=c.row - (c.row > row)) for c in cells) for i, cells in enumerate(grid.rows) if i != row)
    widths = tuple(w for i, w in enumerate(grid.widths) if i != row)
    return replace(grid, rows=rows, widths=widths)


def overflowing(table: Table, chars: Sequence[list[Glyph]]) -> None:
    """Puts words that a cell had no room for, and that were set over the cell below, back (in place).

    They go on at the distance of the cell's own lines, and so begin nearer to the ruling than any line of a cell does.
    Only words: digits stay where they stand.
    """
    below = {(c.row, c.column): i for i, c in enumerate(table.cells)}
    found: list[tuple[int, int, list[Glyph]]] = []  # the cell that they come from, the cell that they stand in
    for above, cell in enumerate(table.cells):
        if len(chars[above]) < 2:
            continue
        index = below.get((cell.row + cell.row_span, cell.column))
        if index is not None and table.cells[index].column_span == cell.column_span:
            lost = _going_on(chars[above], chars[index])
            found += [(above, index, lost)] if lost else []
    if not found:
        return
    highest = _highest(table, chars, {index: lost for _, index, lost in found})
    for above, index, lost in found:
        if base_of(lost[0]) - table.cells[index].y0 < highest - ALIKE:
            chars[above].extend(lost)
            chars[index][:] = [g for g in chars[index] if g not in lost]


def _going_on(above: Sequence[Glyph], below: Sequence[Glyph]) -> list[Glyph]:
    """The words of a cell that stand where the next line of the cell above it would."""
    if not below:
        return []
    rows = glyph_rows(list(above))
    if len(rows) < 2 or any(map(str.isdigit, map(text_of, above))):
        return []
    following = 2 * base_of(rows[-1][0]) - base_of(rows[-2][0])
    return [g for g in below if text_of(g).isalpha() and abs(base_of(g) - following) <= ALIKE]


def _highest(table: Table, chars: Sequence[Sequence[Glyph]], without: dict[int, list[Glyph]]) -> float:
    """How far below its upper ruling the first line of a cell stands, in those of the table's cells where that is least."""
    offsets = []
    for index, cell in enumerate(table.cells):
        own = [base_of(g) for g in chars[index] if g not in without.get(index, ())]
        offsets += [min(own) - cell.y0] if own else []
    return sorted(offsets)[len(offsets) // 20] if offsets else 0.0
