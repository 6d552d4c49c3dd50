"""Tables printed in several columns side by side (科目名称 决算数 科目名称 决算数), and header words beside a total.

Both are put in order before anything is read: the columns below one another, a row that is header and total as two rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.recognition.grid_cells import RawCell, RawRow
from gouji.recognition.grid_numbers import read_amount
from gouji.recognition.grid_pages import TOTAL_WORDS
from gouji.recognition.grid_words import Leaf, Vocabulary
from gouji.standards.fold import fold

_HEADER = 12  # rows of a form in which its header stands


def below_one_another(rows: Sequence[RawRow], leaves: Sequence[Leaf]) -> list[RawRow]:
    """The rows of a form that is printed in several columns as those of one: first all of the first column, and so on.

    Only where the template has one amount column and its header, like that of the names, stands in a row several times.
    """
    amounts = [leaf for leaf in leaves if leaf.is_amount]
    names = [leaf for leaf in leaves if leaf.column.role == "label"]
    if len(amounts) != 1 or len(names) != 1:
        return list(rows)
    ends = _ends(rows, amounts[0], names[0])
    if len(ends) < 2:
        return list(rows)
    out: list[list[RawRow]] = [[] for _ in ends]
    for row in rows:
        if row.width <= ends[-1]:
            out[0].append(row)  # a line beside the table
            continue
        for number, cells in enumerate(_parts(row, ends)):
            start = ends[number - 1] + 1 if number else 0
            if cells:
                moved = tuple(_moved(c, start) for c in cells)
                out[number].append(replace(row, cells=moved, width=ends[number] - start + 1))
    return [row for column in out for row in column]


def _parts(row: RawRow, ends: Sequence[int]) -> list[list[RawCell]]:
    """A row's cells by the column of the table that they end in. A label without an amount goes with the amount without a
    label behind it (公用经费合计 over two columns)."""
    parts: list[list[RawCell]] = [[] for _ in ends]
    for cell in row.cells:
        parts[next((n for n, end in enumerate(ends) if _last(cell) <= end), len(ends) - 1)].append(cell)
    for n in range(len(parts) - 1):
        words = [c for c in parts[n] if read_amount(c.text) is None]
        bare = [c for c in parts[n + 1] if read_amount(c.text) is None]
        if words and len(words) == len(parts[n]) and parts[n + 1] and not bare:
            parts[n + 1][:0], parts[n] = parts[n], []
    return parts


def _ends(rows: Sequence[RawRow], amount: Leaf, name: Leaf) -> tuple[int, ...]:
    """The columns where the amounts of each printed column stand."""
    for row in rows[:_HEADER]:
        amounts = [_last(c) for c in row.cells if not c.carried and fold(c.text) in amount.own]
        names = [c for c in row.cells if not c.carried and fold(c.text) in name.own]
        if len(amounts) > 1 and len(amounts) == len(names):
            return tuple(amounts)
    return ()


def _last(cell: RawCell) -> int:
    return cell.column + cell.span - 1


def _moved(cell: RawCell, start: int) -> RawCell:
    column = max(0, cell.column - start)
    return replace(cell, column=column, span=_last(cell) - start - column + 1)


def parted(rows: Sequence[RawRow], vocabulary: Vocabulary) -> list[RawRow]:
    """The rows, each that is the header's last and the total's at once as two.

    Where the header's words stand in columns of amounts (合计 | 0 | 8.00 | 合计 | 基本支出 | 项目支出), the total is
    `squeezed`: it has no amounts there.
    """
    out = []
    for row in rows:
        found = _parted(row, vocabulary)
        out += found if found else [row]
    return out


def _parted(row: RawRow, vocabulary: Vocabulary) -> list[RawRow]:
    cells = [c for c in row.cells if not c.carried]
    numbers = [c for c in cells if read_amount(c.text) is not None]
    words = [c for c in cells if read_amount(c.text) is None]
    label = next((c for c in words if fold(c.text) in TOTAL_WORDS), None)
    others = [c for c in words if c is not label]
    if label is None or not numbers or len(others) < 2 or not all(vocabulary.has(c.text) for c in others):
        return []
    squeezed = any(c.column > label.column for c in others)
    header = replace(row, cells=tuple(others))
    return [header, replace(row, cells=tuple(c for c in cells if c is label or c in numbers), squeezed=squeezed)]
