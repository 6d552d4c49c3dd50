"""Damaged numbers restored, where the relations leave exactly one value: never a guess, never an undamaged figure.

A relation whose other figures are all known gives the damaged one an exact value, and an interval for rounding. The value is
taken where no other is possible, where two relations agree on it, or where what is left of the print agrees with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gouji.model.amount import FACTORS
from gouji.reconcile.loose import LooseNumber
from gouji.reconcile.propagation import State
from gouji.reconcile.puzzle import ColumnTerm, Option, usual_decimals
from gouji.reconcile.readout import columns_left

MAX_PASSES = 4
MAX_VALUES = 50


@dataclass(frozen=True, slots=True)
class Repair:
    """What a damaged number was: `value` in the form's unit (None where it cannot be known), and by which relation."""

    value: Decimal | None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Equation:
    """What a relation says of one figure: its exact value, and how far rounding may move it (scaled)."""

    title: str
    value: Fraction
    slack: Fraction

    def allows(self, value: Fraction, half: Fraction) -> bool:
        """Whether a figure of that value and half quantum satisfies the relation within rounding."""
        return value == self.value or abs(value - self.value) < self.slack + half


def repairs(state: State) -> dict[tuple[int, int], Repair]:
    """For each damaged number (puzzle row, position in the row) what it was; several passes, as one restored helps another."""
    known = Known(state)
    found: dict[tuple[int, int], Repair] = {}
    doubtful = list(_doubtful(state))
    for _ in range(MAX_PASSES if doubtful else 0):
        before = len(found)
        for row, i in doubtful:
            if (row, i) not in found:
                repair = _repair(state, known, row, i)
                if repair is not None and repair.value is not None:
                    found[row, i] = repair
                    known.settle(row, i, repair.value)
        if len(found) == before:
            break
    return {where: found.get(where, Repair(None)) for where in doubtful}


def _doubtful(state: State) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(state.puzzle.rows):
        loose = state.puzzle.forms[row.form].rows[row.row].numbers
        for i, one in enumerate(loose):
            if one.damaged or one.amount is None or one.alternatives:
                yield number, i


class Known:
    """The cells of the solution: an option where it is certain, None where it is not."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._cells: dict[int, list[Option | None]] = {}
        self._suspects = set(_doubtful(state))

    def columns(self, row: int) -> list[int | None]:
        """The certain column of each number."""
        return [next(iter(c)) if len(c) == 1 else None for c in columns_left(self.state, row)]

    def cells(self, row: int) -> list[Option | None]:
        """The row's cells by column; a damaged number is unknown until it is settled."""
        if row not in self._cells:
            listed = self.state.lists[row]
            if listed is None:
                self._cells[row] = [None] * len(self.state.puzzle.rows[row].columns)
            else:
                by_column = [set(options) for options in zip(*listed, strict=True)]
                cells = [next(iter(o)) if len(o) == 1 else None for o in by_column]
                for i, column in enumerate(self.columns(row)):
                    if column is not None and (row, i) in self._suspects and not self._chosen(row, i):
                        cells[column] = None
                self._cells[row] = cells
        return self._cells[row]

    def _chosen(self, row: int, i: int) -> bool:
        """Whether the source offered several readings of the number: the solution has then chosen among them."""
        return len(self.state.puzzle.rows[row].options[i]) > 1

    def chosen(self, row: int, i: int, column: int) -> Decimal | None:
        """The reading that the solution left of those that the source offers; None while there are several."""
        puzzle = self.state.puzzle
        form = puzzle.forms[puzzle.rows[row].form]
        loose = form.rows[puzzle.rows[row].row].numbers[i]
        option = self.cells(row)[column] if self._chosen(row, i) else None
        readings = (v for v in (loose.amount, *loose.alternatives) if v is not None)
        return next((v for v in readings if puzzle.scale.option(v, form.unit) == option), None)

    def title(self, row: int) -> str:
        """The relation that narrowed a row first, in words."""
        puzzle = self.state.puzzle
        titles = [puzzle.links[n].title for n in self.state.reasons[row]]
        return next(iter((*titles, *(r.title for r in puzzle.rows[row].relations))), "")

    def settle(self, row: int, i: int, value: Decimal) -> None:
        """A damaged number is known from here on."""
        column = self.columns(row)[i]
        if column is not None:
            puzzle = self.state.puzzle
            self.cells(row)[column] = puzzle.scale.option(value, puzzle.forms[puzzle.rows[row].form].unit)

    def equations(self, row: int, column: int, doubted: bool = False) -> Iterator[Equation]:
        """What every relation whose other figures are known says of one cell; `doubted`: those set aside too."""
        puzzle = self.state.puzzle
        for relation in puzzle.rows[row].relations:
            if relation.compare == "=":
                yield from self._solve(relation.title, ((row, relation.terms),), row, column)
        for number in puzzle.touching[row]:
            link = puzzle.links[number]
            if link.compare == "=" and (doubted or ("link", number) not in self.state.dropped):
                yield from self._solve(link.title, link.groups, row, column)

    def _solve(
        self, title: str, groups: tuple[tuple[int, tuple[ColumnTerm, ...]], ...], row: int, column: int
    ) -> Iterator[Equation]:
        own = total = slack = 0
        for other, terms in groups:
            cells = self.cells(other)
            for factor, place in terms:
                if (other, place) == (row, column):
                    own += factor
                    continue
                cell = cells[place]
                if cell is None:
                    return
                total += factor * cell[0]
                slack += abs(factor) * cell[1]
        if own:
            yield Equation(title, Fraction(-total, own), Fraction(slack, abs(own)))


def _repair(state: State, known: Known, row: int, i: int) -> Repair | None:
    """The value of one damaged number, if its column is certain and the relations leave one value."""
    column = known.columns(row)[i]
    if column is None:
        return None
    chosen = known.chosen(row, i, column)
    if chosen is not None:
        return Repair(chosen, known.title(row))
    data = state.puzzle.rows[row]
    form = state.puzzle.forms[data.form]
    loose = form.rows[data.row].numbers[i]
    equations = list(known.equations(row, column))
    decimals = max(usual_decimals(form), -int(loose.amount.as_tuple().exponent) if loose.amount is not None else 0)
    quantum = Fraction(10) ** -decimals * int(FACTORS.get(form.unit, Decimal(1)) * state.puzzle.scale.factor)

    def fits(value: Decimal) -> bool:
        option = state.puzzle.scale.option(value, form.unit)
        return all(e.allows(Fraction(option[0]), Fraction(option[1])) for e in equations)

    if loose.alternatives:
        return _choose(loose, equations, fits)
    if loose.amount is not None and equations and not _cut(loose, decimals) and fits(loose.amount):
        return Repair(loose.amount, equations[0].title)
    values = _possible(equations, quantum)
    scaled = Fraction(int(FACTORS.get(form.unit, Decimal(1)) * state.puzzle.scale.factor))
    printed = {value: shown for value in values if _resembles(loose.raw, shown := printed_as(value / scaled, decimals))}
    values = [value for value in values if value in printed]
    exact = {e.value for e in equations}
    if len(exact) == 1:
        value = exact.pop()
        if value in printed and _believable(loose, printed[value], len(equations), len(values), _cut(loose, decimals)):
            return Repair(printed[value], equations[0].title)
        return None
    if len(values) == 1 and (not _cut(loose, decimals) or _extends(loose.raw, printed[values[0]])):
        return Repair(printed[values[0]], equations[0].title)
    return None


def _choose(loose: LooseNumber, equations: list[Equation], fits: object) -> Repair | None:
    """Of the readings that the source offers, the only one that every relation allows."""
    values = [v for v in dict.fromkeys((loose.amount, *loose.alternatives)) if v is not None]
    possible = [v for v in values if callable(fits) and fits(v)]
    if equations and len(possible) == 1:
        return Repair(possible[0], equations[0].title)
    return None


def _possible(equations: list[Equation], quantum: Fraction) -> list[Fraction]:
    """All multiples of the quantum that every relation allows (within rounding); empty where there are none or too many."""
    if not equations:
        return []
    half = quantum / 2
    low = max(e.value - e.slack - half for e in equations)
    high = min(e.value + e.slack + half for e in equations)
    first = -(-low // quantum)
    count = (high - low) / quantum
    if count > MAX_VALUES:
        return [e.value for e in equations[:1] if e.value % quantum == 0]
    steps = (first + k for k in range(int(count) + 2))
    return [v for step in steps if all(e.allows(v := step * quantum, half) for e in equations)]


def _believable(loose: LooseNumber, value: Decimal, relations: int, possible: int, cut: bool) -> bool:
    """Whether an exact value may be taken: no other is possible, several relations agree, or the print's rest agrees."""
    if cut:
        return _extends(loose.raw, value)
    return possible == 1 or relations > 1 or _similar(loose.raw, value)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _cut(loose: LooseNumber, decimals: int) -> bool:
    """Whether a damaged number prints fewer decimals than its form does."""
    exponent = loose.amount.as_tuple().exponent if loose.amount is not None else 0
    return loose.damaged and loose.amount is not None and isinstance(exponent, int) and -exponent < decimals


def _extends(raw: str, value: Decimal) -> bool:
    """Whether the value begins with the digits that are left."""
    return _digits(str(value)).startswith(_digits(raw))


def _similar(raw: str, value: Decimal) -> bool:
    """Whether the value differs from what is left of the print by one digit, or by a lost part of it."""
    old, new = _digits(raw), _digits(str(value))
    if len(old) == len(new):
        return sum(a != b for a, b in zip(old, new, strict=True)) <= 1
    return len(old) >= 2 and old in new


def _resembles(raw: str, value: Decimal) -> bool:
    """Whether damage can have made the print of the value: a sign is not lost with nothing else, digits keep their order."""
    if value < 0 and "-" not in raw:
        return False
    old, new = _digits(raw), _digits(str(value))
    if len(old) == len(new):
        return sum(a != b for a, b in zip(old, new, strict=True)) * 2 <= len(old)
    short, long = sorted((old, new), key=len)
    rest = iter(long)
    return all(digit in rest for digit in short)


def printed_as(value: Fraction, decimals: int) -> Decimal:
    """A value in the form's unit with that many decimals."""
    scaled = value * 10**decimals
    return Decimal(int(scaled)).scaleb(-decimals)
