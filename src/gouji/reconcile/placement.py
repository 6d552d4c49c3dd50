"""Placement: the numbers of every row find their columns, by layout where it can be believed, by arithmetic elsewhere.

The numbers of a row keep their order. What all remaining possibilities agree on is certain; anything else is reported as
ambiguous with its alternatives, and nothing is ever forced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Ambiguous, Cell, Damage, Form, Origin, Row
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow
from gouji.reconcile.propagation import State
from gouji.reconcile.puzzle import Puzzle
from gouji.reconcile.readout import columns_left
from gouji.reconcile.repair import Repair, repairs
from gouji.reconcile.solver import solve
from gouji.standards.template import Template


@dataclass(frozen=True, slots=True)
class Placement:
    """The forms with their cells, and what of the source's damage was restored or had to be left."""

    forms: tuple[Form, ...]
    damage: tuple[Damage, ...] = ()


def place(forms: Sequence[LooseForm], template: Template) -> Placement:
    """Columns for all numbers of a document's forms, which are solved together: one form's sums settle another's rows."""
    puzzle = Puzzle(forms, template)
    state = solve(puzzle)
    restored = repairs(state)
    damage: list[Damage] = []
    placed = []
    for position, form in enumerate(forms):
        rows = tuple(_row(puzzle, state, restored, position, number, row, damage) for number, row in enumerate(form.rows))
        placed.append(
            Form(
                kind=form.kind,
                title=form.title,
                number=form.number,
                unit=form.unit,
                status="present" if any(r.numbers for r in form.rows) else "empty",
                note=form.note,
                place=form.place,
                rows=rows,
                number_printed=form.number_printed,
            )
        )
    return Placement(tuple(placed), tuple(damage))


def _row(
    puzzle: Puzzle,
    state: State,
    restored: dict[tuple[int, int], Repair],
    form: int,
    position: int,
    row: LooseRow,
    damage: list[Damage],
) -> Row:
    """The row as the model has it; appends what could not be read to `damage`."""
    number = puzzle.index.get((form, position))
    found = _Numbers.hinted(row) if number is None else _Numbers.solved(state, number)
    cells: dict[str, Cell] = {}
    ambiguous: list[Ambiguous] = []
    unreadable: list[str] = []
    for i, loose in enumerate(row.numbers):
        paths = found.columns[i]
        if len(paths) == 1:
            _settle(
                loose, paths[0], found, i, restored.get((number, i)) if number is not None else None, cells, unreadable, damage
            )
        else:
            if loose.amount is not None:
                ambiguous.append(Ambiguous(loose.amount, paths, loose.place))
            else:
                unreadable.extend(paths)
                damage.append(Damage(loose.place, f"“{loose.raw}”无法辨认，所在列也无法确定"))
    return Row(
        kind=row.kind,
        label=row.label,
        side=row.side,
        codes=row.codes,
        cells=cells,
        texts=row.texts,
        item=row.item,
        place=row.place,
        ambiguous=tuple(ambiguous),
        unreadable=tuple(dict.fromkeys(unreadable)),
    )


def _settle(
    loose: LooseNumber,
    path: str,
    found: _Numbers,
    i: int,
    repair: Repair | None,
    cells: dict[str, Cell],
    unreadable: list[str],
    damage: list[Damage],
) -> None:
    """Puts a number of a certain column into its cell: as it stands, restored, or as damage."""
    if repair is not None and repair.value is not None:
        if repair.value == loose.amount and not loose.alternatives:
            cells[path] = Cell(repair.value, _origin(loose, path, found), loose.place, loose.raw if loose.damaged else None)
            return
        cells[path] = Cell(repair.value, Origin.REPAIRED, loose.place, loose.raw)
        damage.append(Damage(loose.place, f"“{loose.raw}”有损，依据“{repair.title}”恢复为{repair.value}"))
        return
    doubtful = repair is not None or loose.amount is None
    if doubtful:
        unreadable.append(path)
        damage.append(Damage(loose.place, f"“{loose.raw}”无法辨认，现有勾稽关系不足以唯一恢复"))
    if loose.amount is not None:
        cells[path] = Cell(loose.amount, _origin(loose, path, found), loose.place, loose.raw if loose.damaged else None)


def _origin(loose: LooseNumber, path: str, found: _Numbers) -> Origin:
    """Read where the layout says the same, or where there is only one column to take."""
    return Origin.READ if loose.hint == path or found.only_column else Origin.PLACED


@dataclass(frozen=True, slots=True)
class _Numbers:
    """For each number of a row, the columns that are left to it."""

    columns: tuple[tuple[str, ...], ...]
    only_column: bool = False

    @staticmethod
    def hinted(row: LooseRow) -> _Numbers:
        """A row of no known form: the layout is all there is."""
        hints = [n.hint for n in row.numbers]
        return _Numbers(tuple((h,) if h is not None and hints.count(h) == 1 else () for h in hints))

    @staticmethod
    def solved(state: State, number: int) -> _Numbers:
        """What the solution leaves."""
        data = state.puzzle.rows[number]
        found = [sorted(columns) for columns in columns_left(state, number)]
        return _Numbers(tuple(tuple(data.columns[c] for c in columns) for columns in found), len(data.columns) == 1)
