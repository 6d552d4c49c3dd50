"""Cells that the source lost: a blank where the row and several sums all demand one and the same amount.

Only in forms whose source does not keep its cells (text, OCR), only in a row that contradicts itself as it stands, and only
where at least three relations give the same exact value: then the blank is the source's loss, not the issuer's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gouji.model.amount import FACTORS
from gouji.reconcile.propagation import State
from gouji.reconcile.puzzle import BLANK, usual_decimals
from gouji.reconcile.repair import Known, printed_as

LEAST_RELATIONS = 3  # the row's own and two sums that know nothing of each other


@dataclass(frozen=True, slots=True)
class Lost:
    """A restored cell: its column's path, its amount in the form's unit, and the relation that names it."""

    path: str
    value: Decimal
    title: str


def lost_cells(state: State) -> dict[int, Lost]:
    """For each row of the puzzle that lost a cell, the cell: only where a single column can have lost it."""
    known = Known(state)
    found = {}
    for number in sorted(state.found.contradictory):
        row = state.puzzle.rows[number]
        listed = state.lists[number]
        if row.exact or listed is None or len(listed) != 1:
            continue
        possible = list(_possible(state, known, number))
        if len(possible) == 1:
            found[number] = possible[0]
    return found


def _possible(state: State, known: Known, number: int) -> Iterator[Lost]:
    row = state.puzzle.rows[number]
    form = state.puzzle.forms[row.form]
    factor = int(FACTORS.get(form.unit, Decimal(1)) * state.puzzle.scale.factor)
    decimals = usual_decimals(form)
    for column, cell in enumerate(known.cells(number)):
        if cell != BLANK or column in row.barred:
            continue
        equations = list(known.equations(number, column, doubted=True))
        values = {e.value for e in equations}
        if len(equations) < LEAST_RELATIONS or len(values) != 1:
            continue
        value = printed_as(values.pop() / factor, decimals)
        if value > 0 and all(e.value == value * factor for e in equations):
            yield Lost(row.columns[column], value, equations[0].title)
