"""Placement: the numbers of every row find their columns, by layout where it can be believed, by arithmetic elsewhere.

The numbers of a row keep their order. What all remaining possibilities agree on is certain; anything else is reported as
ambiguous with its alternatives, and nothing is ever forced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.model.amount import parse_number
from gouji.model.disclosure import Ambiguous, Cell, Damage, Form, Origin, Row
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow
from gouji.reconcile.lost import Lost, lost_cells
from gouji.reconcile.propagation import State
from gouji.reconcile.puzzle import Puzzle
from gouji.reconcile.readout import columns_left
from gouji.reconcile.repair import Repair, repairs
from gouji.reconcile.shapes import Shape
from gouji.reconcile.solver import solve
from gouji.standards.template import Template

UNKNOWN = "无法辨认"  # said once of a place: not again where the reader has said so already


@dataclass(frozen=True, slots=True)
class Placement:
    """The forms with their cells, and what of the source's damage was restored or had to be left."""

    forms: tuple[Form, ...]
    damage: tuple[Damage, ...] = ()
    shapes: tuple[Shape, ...] = ()  # the template's relations over the rows, which do not depend on the columns found


@dataclass(frozen=True, slots=True)
class _Solution:
    """Everything that was found out about the document's rows."""

    puzzle: Puzzle
    state: State
    restored: dict[tuple[int, int], Repair]
    lost: dict[int, Lost]


def place(forms: Sequence[LooseForm], template: Template) -> Placement:
    """Columns for all numbers of a document's forms, which are solved together: one form's sums settle another's rows."""
    puzzle = Puzzle(forms, template)
    state = solve(puzzle)
    solution = _Solution(puzzle, state, repairs(state), lost_cells(state))
    damage: list[Damage] = []
    placed = []
    for position, form in enumerate(forms):
        rows = tuple(_row(solution, position, number, row, damage) for number, row in enumerate(form.rows))
        placed.append(
            Form(
                kind=form.kind,
                title=form.title,
                number=form.number,
                unit=form.unit,
                status="present" if form.unread or any(r.numbers for r in form.rows) else "empty",
                note=form.note,
                place=form.place,
                rows=rows,
                number_printed=form.number_printed,
            )
        )
    told = {(d.place.line, d.place.cell) for form in forms for d in form.damage if d.place.line or d.place.cell}
    return Placement(
        tuple(placed),
        tuple(d for d in damage if not (UNKNOWN in d.says and (d.place.line, d.place.cell) in told)),
        puzzle.shapes,
    )


def _row(solution: _Solution, form: int, position: int, row: LooseRow, damage: list[Damage]) -> Row:
    """The row as the model has it; appends what could not be read to `damage`."""
    number = solution.puzzle.index.get((form, position))
    found = _Numbers.hinted(row) if number is None else _Numbers.solved(solution.state, number)
    draft = _Draft(damage)
    for i, loose in enumerate(row.numbers):
        paths = found.columns[i]
        if len(paths) == 1:
            repair = None if number is None else solution.restored.get((number, i))
            draft.settle(loose, paths[0], repair, found.only_column)
        else:
            draft.leave_open(loose, paths)
    gone = None if number is None else solution.lost.get(number)
    if gone is not None:
        draft.restore(gone, row)
    return Row(
        kind=row.kind,
        label=row.label,
        side=row.side,
        codes=row.codes,
        cells=draft.cells,
        texts=row.texts,
        item=row.item,
        place=row.place,
        ambiguous=tuple(draft.ambiguous),
        unreadable=tuple(dict.fromkeys(draft.unreadable)),
    )


@dataclass(slots=True)
class _Draft:
    """A row being filled; `damage` is the document's."""

    damage: list[Damage]
    cells: dict[str, Cell] = field(default_factory=dict)
    ambiguous: list[Ambiguous] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def settle(self, loose: LooseNumber, path: str, repair: Repair | None, only_column: bool) -> None:
        """Puts a number of a certain column into its cell: as it stands, restored, or as damage."""
        value = repair.value if repair is not None else None
        plain = value is not None and value == loose.amount == parse_number(loose.raw)  # unsure reading, now confirmed
        if repair is not None and value is not None and not plain and (value != loose.amount or loose.alternatives):
            self.cells[path] = Cell(value, Origin.REPAIRED, loose.place, loose.raw)
            self.damage.append(Damage(loose.place, f"“{loose.raw}”有损，依据“{repair.title}”恢复为{value}"))
            return
        if loose.amount is None or (repair is not None and value is None):
            self.unreadable.append(path)
            self.damage.append(Damage(loose.place, f"“{loose.raw}”{UNKNOWN}{_or(loose)}，现有勾稽关系不足以唯一恢复"))
        if loose.amount is not None:
            raw = loose.raw if loose.damaged else None
            self.cells[path] = Cell(loose.amount, _origin(loose, path, only_column), loose.place, raw)

    def leave_open(self, loose: LooseNumber, paths: tuple[str, ...]) -> None:
        """A number that several columns (or none) could hold."""
        if loose.amount is not None:
            self.ambiguous.append(Ambiguous(loose.amount, paths, loose.place))
        else:
            self.unreadable.extend(paths)
            self.damage.append(Damage(loose.place, f"“{loose.raw}”{UNKNOWN}，所在列也无法确定"))

    def restore(self, gone: Lost, row: LooseRow) -> None:
        """A cell that the source lost."""
        if gone.path not in self.cells:
            self.cells[gone.path] = Cell(gone.value, Origin.REPAIRED, row.place, "")
            says = f"“{row.label}”缺“{gone.path}”一格，依据“{gone.title}”等关系补出{gone.value}"
            self.damage.append(Damage(row.place, says))


def _or(loose: LooseNumber) -> str:
    """The other readings of a number, in words."""
    if loose.amount is None or not loose.alternatives:
        return ""
    return f"（也可能是{'、'.join(map(str, loose.alternatives[:4]))}）"


def _origin(loose: LooseNumber, path: str, only_column: bool) -> Origin:
    """Read where the layout says the same, or where there is only one column to take."""
    return Origin.READ if loose.hint == path or only_column else Origin.PLACED


@dataclass(frozen=True, slots=True)
class _Numbers:
    """For each number of a row, the columns that are left to it."""

    columns: tuple[tuple[str, ...], ...]
    only_column: bool = False

    @staticmethod
    def hinted(row: LooseRow) -> _Numbers:
        """A row of no known form: the layout is all there is."""
        hints = Counter(n.hint for n in row.numbers)
        return _Numbers(tuple((n.hint,) if n.hint is not None and hints[n.hint] == 1 else () for n in row.numbers))

    @staticmethod
    def solved(state: State, number: int) -> _Numbers:
        """What the solution leaves."""
        data = state.puzzle.rows[number]
        found = [sorted(columns) for columns in columns_left(state, number)]
        return _Numbers(tuple(tuple(data.columns[c] for c in columns) for columns in found), len(data.columns) == 1)
