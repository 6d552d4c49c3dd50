"""Placement as a puzzle in whole numbers: rows whose numbers look for columns, and the relations between them.

Every amount is an integer on one scale for the whole document, with half a unit in its last printed place beside it
(both exact), so that rounding is judged by intervals here as everywhere. A blank cell is (0, 0).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gouji.model.amount import Amount
from gouji.reconcile.binder import Binder
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow
from gouji.reconcile.shapes import Book, Shape
from gouji.standards.template import Column, Template

Option = tuple[int, int]  # value and half quantum, scaled
Cells = tuple[Option | None, ...]  # one a column; None for a number that cannot be read
ColumnTerm = tuple[int, int]  # factor, position of the column
BLANK: Option = (0, 0)


@dataclass(frozen=True, slots=True)
class RowRelation:
    """A relation among the columns of one row: the sum of the terms is 0 (`=`) or not above 0 (`<=`), within rounding."""

    terms: tuple[ColumnTerm, ...]
    compare: str
    title: str = ""

    def allows(self, cells: Sequence[Option | None]) -> bool:
        """Whether the row may stand so; a number that cannot be read allows everything."""
        total = slack = 0
        for factor, column in self.terms:
            cell = cells[column]
            if cell is None:
                return True
            total += factor * cell[0]
            slack += abs(factor) * cell[1]
        return holds(total, slack, self.compare)


def holds(total: int, slack: int, compare: str) -> bool:
    """Whether a sum is 0 (not above 0 for `<=`), or off by less than the half quanta of its figures."""
    return total == 0 or (total < slack if compare == "<=" else abs(total) < slack)


@dataclass(slots=True)
class PuzzleRow:
    """A row with numbers. `options[i]` are the values that number i may stand for (None: unreadable).

    `hinted` is the column of each number where the source's layout names one for all of them; `exact` means that it is
    the truth. `barred` are columns that the row's codes do not admit.
    """

    form: int
    row: int
    columns: tuple[str, ...]
    options: tuple[tuple[Option | None, ...], ...]
    hinted: tuple[int, ...] | None = None
    partial: tuple[int | None, ...] = ()
    exact: bool = False
    barred: frozenset[int] = frozenset()
    relations: list[RowRelation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """A relation that ties several rows together. `groups`: a row of the puzzle with its terms."""

    id: str
    compare: str
    groups: tuple[tuple[int, tuple[ColumnTerm, ...]], ...]
    soft: bool = False  # a relation of lesser weight gives way first
    title: str = ""


class Scale:
    """Turns printed numbers into integers: a common power of ten, doubled so that half quanta are whole."""

    def __init__(self, forms: Iterable[LooseForm]) -> None:
        kinds = {
            (Amount(value, form.unit).quantum, form.unit)
            for form in forms
            for row in form.rows
            for number in row.numbers
            for value in ((number.amount, *number.alternatives) if number.alternatives else (number.amount,))
            if value is not None
        }
        self.factor = 2 * 10 ** max((_decimals(quantum * Amount(quantum, unit).factor) for quantum, unit in kinds), default=0)

    def option(self, value: Decimal, unit: str) -> Option:
        """The scaled value and half quantum of a printed number."""
        amount = Amount(value, unit)
        return int(amount.base * self.factor), int(amount.half * self.factor)

    def cut(self, value: Decimal, unit: str) -> Option:
        """A number that lost its last digits: it stands for every number that begins with what is left."""
        base, half = self.option(value, unit)
        return (base - half if value < 0 else base + half), half


class Puzzle:
    """All rows and links of a document. `index` finds the puzzle row of a form's row."""

    def __init__(self, forms: Sequence[LooseForm], template: Template) -> None:
        self.forms = forms
        self.template = template
        self.scale = Scale(forms)
        self.rows: list[PuzzleRow] = []
        self.index: dict[tuple[int, int], int] = {}
        self.strange: set[tuple[int, int]] = set()
        self._positions: list[dict[str, int]] = []  # of each row: path → position of its column
        for position, form in enumerate(forms):
            self._add(position, form)
        self.links: list[Link] = []
        book = Book(template, [(f.kind, f.rows, not any(r.numbers for r in f.rows)) for f in forms])
        self.shapes = tuple(Binder(book).among_cells())
        for shape in self.shapes:
            self._bind(shape)
        self.touching: list[list[int]] = [[] for _ in self.rows]
        for number, link in enumerate(self.links):
            for row, _ in link.groups:
                self.touching[row].append(number)

    def _add(self, position: int, form: LooseForm) -> None:
        template = self.template.forms.get(form.kind)
        if template is None:
            return
        decimals = usual_decimals(form)
        by_side: dict[str | None, tuple[tuple[Column, ...], tuple[str, ...], dict[str, int]]] = {}
        for number, row in enumerate(form.rows):
            if not row.numbers:
                continue
            side = row.side if template.sides else None
            if side not in by_side:
                amounts = template.amounts(side)
                known_paths = tuple(c.path for c in amounts)
                by_side[side] = amounts, known_paths, {path: at for at, path in reversed(list(enumerate(known_paths)))}
            columns, paths, positions = by_side[side]
            if len(row.numbers) > len(columns):
                self.strange.add((position, number))  # no row of this form: its numbers stay without columns
                continue
            self.index[position, number] = len(self.rows)
            self._positions.append(positions)
            partial = tuple([None if n.hint is None else positions.get(n.hint) for n in row.numbers])
            known = tuple(c for c in partial if c is not None)
            complete = len(known) == len(partial) and len(set(known)) == len(known)
            self.rows.append(
                PuzzleRow(
                    form=position,
                    row=number,
                    columns=paths,
                    options=tuple(self._options(n, form.unit, decimals) for n in row.numbers),
                    hinted=known if complete else None,
                    partial=partial,
                    exact=form.exact,
                    barred=_barred(row, columns),
                )
            )

    def _options(self, number: LooseNumber, unit: str, decimals: int) -> tuple[Option | None, ...]:
        values = [v for v in (number.amount, *number.alternatives) if v is not None]
        if not values:
            return (None,)
        if number.damaged and not number.alternatives and _decimals(values[0]) < decimals:
            return (self.scale.cut(values[0], unit),)
        return tuple(dict.fromkeys(self.scale.option(v, unit) for v in values))

    def _bind(self, shape: Shape) -> None:
        """A shape as a row relation or as a link; shapes that lack something, and ratios, say nothing here."""
        if shape.missing or shape.by:
            return
        sign = -1 if shape.relation.compare == ">=" else 1
        terms: dict[int, dict[int, int]] = {}
        named: set[tuple[int, int]] = set()
        for side, terms_of in ((sign, shape.left), (-sign, shape.right)):
            for factor, (owner, form, at, path) in terms_of:
                where = (form, at)
                if owner != "form" or where in self.strange:
                    return
                named.add(where)
                row = self.index.get(where)
                column = None if row is None else self._positions[row].get(path)
                if row is not None and column is not None:
                    columns = terms.setdefault(row, {})
                    columns[column] = columns.get(column, 0) + side * factor
        compare = "=" if shape.relation.compare == "=" else "<="
        groups = tuple([(row, held) for row, columns in terms.items() if (held := _left_over(columns))])
        if len(groups) == 1 and len(named) == 1:
            self.rows[groups[0][0]].relations.append(RowRelation(groups[0][1], compare, shape.relation.title))
        elif groups:
            self.links.append(
                Link(shape.relation.id, compare, groups, shape.relation.severity != "error", shape.relation.title)
            )


def _left_over(columns: Mapping[int, int]) -> tuple[ColumnTerm, ...]:
    """The terms of a row whose factors do not cancel out."""
    return tuple([(factor, column) for column, factor in columns.items() if factor])


def _barred(row: LooseRow, columns: Sequence[Column]) -> frozenset[int]:
    """Columns that the row's codes do not admit."""
    barred = set()
    for position, column in enumerate(columns):
        for kind, prefixes in column.admits.items():
            code = row.codes.get(kind)
            if code and not code.startswith(tuple(prefixes)):
                barred.add(position)
    return frozenset(barred)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def usual_decimals(form: LooseForm) -> int:
    """How many decimals most of the form's undamaged numbers print."""
    counts: dict[int, int] = defaultdict(int)
    for row in form.rows:
        for number in row.numbers:
            if number.amount is not None and not number.damaged:
                counts[_decimals(number.amount)] += 1
    return max(counts, key=lambda d: counts[d], default=0)
