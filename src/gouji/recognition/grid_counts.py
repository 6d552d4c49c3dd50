"""Rows and columns that only count: 行次 (the number of a line) and 栏次 (the number of a column), which are no amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.recognition.grid_cells import RawCell, RawRow
from gouji.standards.fold import fold

_LINE = "行次"
_INDEX = frozenset({"栏次", "行次", "列次", "序号"})
_DIGITS = 3  # of a column's number
_LEAST = 3  # so many counts, with or without a word before them, are no amounts


def without_counts(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows without counting ones, and without counting columns: the columns behind them move up."""
    kept = [row for row in rows if not counts(row)]
    if not any(fold(cell.text) == _LINE for row in kept for cell in row.cells if not cell.text.isascii()):
        return kept
    columns: tuple[int, ...] = ()
    wide = 0
    out = []
    for row in kept:
        named = tuple(c.column for c in row.cells if fold(c.text) == _LINE and not c.carried)
        if named:
            columns, wide = named, row.width
        out.append(_without(row, columns) if columns and row.width == wide else row)
    return [row for row in out if row.cells]


def counts(row: RawRow) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 …, with 栏次 perhaps (栏次, 1, 2 then)."""
    texts: list[str] = []
    for cell in row.cells:
        text = fold(cell.text)
        if text in _INDEX:
            continue
        if not text.isdecimal() or len(text) > _DIGITS:
            return False
        texts.append(text)
    if not texts or len(texts[0]) > 2:
        return False
    enough = len(texts) >= _LEAST or (len(texts) < len(row.cells) and texts[0] == "1")
    return enough and texts == [str(n) for n in range(int(texts[0]), int(texts[0]) + len(texts))]


def _without(row: RawRow, columns: Sequence[int]) -> RawRow:
    """A row without the cells of some columns."""
    cells = []
    for cell in row.cells:
        text = fold(cell.text)
        if cell.column in columns and cell.span == 1 and (text.isdecimal() or text in _INDEX):
            continue
        cells.append(_moved(cell, columns))
    return replace(row, cells=tuple(cells), width=row.width - len(columns))


def _moved(cell: RawCell, columns: Sequence[int]) -> RawCell:
    before = sum(c < cell.column for c in columns)
    inside = sum(cell.column <= c < cell.column + cell.span for c in columns)
    return replace(cell, column=cell.column - before, span=max(1, cell.span - inside))
