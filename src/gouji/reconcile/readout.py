"""What a solution says: which columns are left to each number of a row."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.reconcile.propagation import State
from gouji.reconcile.puzzle import BLANK, Cells


def columns_left(state: State, number: int) -> list[set[int]]:
    """The columns that remaining candidates give to each number of a row."""
    data = state.puzzle.rows[number]
    listed = state.lists[number]
    if listed is None:
        return [set(allowed) for allowed in state.allowed[number]]
    left: list[set[int]] = [set() for _ in data.options]
    for cells in listed:
        for i, column in enumerate(taken(data.hinted, cells)):
            left[i].add(column)
    return left


def taken(hinted: tuple[int, ...] | None, cells: Cells) -> Sequence[int]:
    """The column of each number in an assignment; the layout may have numbers out of printed order."""
    columns = [c for c, cell in enumerate(cells) if cell != BLANK]
    if hinted is not None and sorted(hinted) == columns:
        return hinted
    return columns
