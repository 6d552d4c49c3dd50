"""The bound relations of a document as a network of whole numbers: figures, who takes part in what, and what breaks when a
figure changes. The ground that localisation searches; it knows no particular rule.

All money is scaled to integers, so that half a unit in the last printed place of any figure is whole: a change costs a few
additions, and is taken back by setting the old value again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from gouji.model.amount import COUNTERS, MONEY_UNITS, Amount
from gouji.model.finding import Outcome
from gouji.reconcile.bound import BoundTerm, Figure, Key, Result

RATES = ("率", "占比")  # how the names of quantities end that are no money
CENT = Decimal("0.01")
COARSE = 20  # a value of fewer units in the last printed place than this is asked for in a finer precision
MAX_SCALE = 12  # decimal places of 元 (or %) that are told apart


@dataclass(slots=True)
class Variable:
    """A figure: `value` None for a blank cell. `quantum` is one unit in the last printed place, `half` what rounding allows;
    both of a blank cell are those that it would be printed with. `unit` is an amount of that unit and precision."""

    figure: Figure
    unit: Amount
    value: int | None
    quantum: int
    half: int
    fixed: bool = False  # never a suspect: a count of rows, a figure that the source garbled
    touches: list[tuple[int, int, int]] = field(default_factory=list)  # relation, net factor, factor that rounding counts

    @property
    def slack(self) -> int:
        """What rounding allows to either side: nothing for a blank, which is an exact zero."""
        return 0 if self.value is None else self.half


@dataclass(slots=True)
class Equation:
    """A relation: the figures' net factors (left − right). `at_most` for an inequality: the sum must not exceed 0.
    A ratio has `parts` (left, of, by) instead and is evaluated whole."""

    result: Result
    factors: dict[int, int]
    at_most: bool = False
    ratio: str | None = None
    parts: tuple[tuple[tuple[int, int], ...], ...] = ()
    total: int = 0
    slack: int = 0
    bad: bool = False
    exact: bool = True


class Network:
    """The testable relations over their figures, with the state of a search in it."""

    def __init__(self, results: Iterable[Result], spared: Collection[Key] = ()) -> None:
        """`spared`: figures that are never suspects."""
        self._spared = frozenset(spared)
        tested = [r for r in results if r.outcome is not Outcome.UNTESTABLE]
        # binding makes one object of each figure: telling them apart by identity spares hashing every term
        figures = list({id(f): f for r in tested for f in r.relation.figures}.values())
        self._known: dict[int, int] = {}
        self._alias = _same_figures(figures)
        self.scale = _scale(figures)
        self._units = _units(figures)
        self._prose = _prose_unit(figures)
        self.index: dict[Key, int] = {}
        self.variables: list[Variable] = []
        self.equations: list[Equation] = []
        for result in tested:
            self._add(result)
        self.broken = {i for i, e in enumerate(self.equations) if e.bad}

    def _variable(self, figure: Figure) -> int:
        known = self._known.get(id(figure))
        if known is None:
            known = self._known[id(figure)] = self._new_variable(figure)
        return known

    def _new_variable(self, figure: Figure) -> int:
        key = self._alias.get(figure.key, figure.key)
        found = self.index.get(key)
        if found is None:
            found = self.index[key] = len(self.variables)
            unit = figure.amount or self._units.get((figure.key.owner, figure.key.index)) or self._unstated(figure)
            quantum = unit.quantum * unit.factor
            half = 0 if unit.unit in COUNTERS and not unit.half else self.whole(quantum / 2)
            self.variables.append(
                Variable(
                    figure,
                    unit,
                    None if figure.amount is None else self.whole(figure.amount.base),
                    max(1, self.whole(quantum)),
                    half,
                    fixed=figure.damaged or key.owner == "count" or key in self._spared,
                )
            )
        return found

    def _unstated(self, figure: Figure) -> Amount:
        """The unit of a figure that says nothing of it: a claim in words (没有) would be in the unit of most other claims."""
        share = figure.spot.row.endswith(RATES)
        return self._prose if figure.key.owner == "claim" and not share else Amount(Decimal("0.01"))

    def whole(self, base: Decimal) -> int:
        """A value in the base unit as a scaled integer."""
        return int(base.scaleb(self.scale))

    def printed(self, variable: int, value: int) -> Decimal:
        """A scaled value as the figure would be printed, in its own unit and precision (`wanted` may ask for a finer one)."""
        one = self.variables[variable]
        exact = Decimal(value).scaleb(-self.scale) / one.unit.factor
        if value % one.quantum == 0:
            return exact.quantize(one.unit.quantum)
        return exact.quantize(CENT) if exact == exact.quantize(CENT) else exact.normalize()

    def _add(self, result: Result) -> None:
        relation, index = result.relation, len(self.equations)
        sign = -1 if relation.compare == ">=" else 1
        factors: dict[int, int] = {}
        rounding: dict[int, int] = {}
        parts = tuple(self._terms(t) for t in (relation.left, relation.right, relation.by))
        for side, terms in zip((sign, -sign, 0), parts, strict=True):
            for factor, x in terms:
                factors[x] = factors.get(x, 0) + side * factor
                rounding[x] = rounding.get(x, 0) + abs(factor)
        equation = Equation(result, factors, relation.compare != "=", relation.ratio, parts if relation.ratio else ())
        self.equations.append(equation)
        for x, factor in factors.items():
            self.variables[x].touches.append((index, factor, rounding[x]))
            if not relation.ratio:
                equation.total += factor * (self.variables[x].value or 0)
                equation.slack += rounding[x] * self.variables[x].slack
        equation.bad = result.outcome is Outcome.BROKEN
        equation.exact = result.outcome is Outcome.HELD

    def _terms(self, terms: tuple[BoundTerm, ...]) -> tuple[tuple[int, int], ...]:
        return tuple((t.factor, self._variable(t.figure)) for t in terms)

    def set(self, variable: int, value: int | None) -> int | None:
        """Gives a figure another value and keeps `broken` up to date; the old value, with which to take it back."""
        one = self.variables[variable]
        old, before = one.value, one.slack
        one.value = value
        change, slack = (value or 0) - (old or 0), one.slack - before
        for index, factor, rounding in one.touches:
            equation = self.equations[index]
            if equation.ratio:
                equation.bad, equation.exact = self._ratio_bad(equation), False
            else:
                equation.total += factor * change
                equation.slack += rounding * slack
                excess = equation.total if equation.at_most else abs(equation.total)
                equation.bad = excess > 0 and excess >= equation.slack
                equation.exact = excess <= 0
            if equation.bad:
                self.broken.add(index)
            else:
                self.broken.discard(index)
        return old

    def inexact(self, variable: int) -> int:
        """How many relations around the figure hold by rounding only."""
        return sum(1 for i, _, _ in self.variables[variable].touches if not self.equations[i].exact)

    def wanted(self, variable: int, index: int) -> int | None:
        """The printable value that a relation asks of a figure, all others left as they are; None where it asks for none. A
        figure that was printed too coarsely for what it should be (45000 for 4.50) is asked for in the others' precision."""
        equation, one = self.equations[index], self.variables[variable]
        if equation.ratio:
            exact = self._solved(equation, variable)
        else:
            factor = equation.factors[variable]
            exact = Fraction((one.value or 0) * factor - equation.total, factor) if factor else None
        if exact is None:
            return None
        quantum = one.quantum
        if not equation.ratio and abs(exact) < COARSE * quantum:
            quantum = min(self.variables[x].quantum for x in equation.factors)
            quantum = quantum if one.quantum % quantum == 0 else one.quantum
        return quantum * int(exact / quantum + Fraction(1, 2) if exact >= 0 else exact / quantum - Fraction(1, 2))

    def _sum(self, terms: tuple[tuple[int, int], ...]) -> tuple[int, int]:
        nominal = sum(f * (self.variables[x].value or 0) for f, x in terms)
        return nominal, sum(abs(f) * self.variables[x].slack for f, x in terms)

    def _ratio_bad(self, equation: Equation) -> bool:
        """Whether the printed percentage misses what the intervals of the sums allow (a sum that may be 0 says nothing)."""
        (percent, half), (of, of_half), (by, by_half) = (self._sum(p) for p in equation.parts)
        quotients = []
        for a in (of - of_half, of + of_half):
            for b in (by - by_half, by + by_half):
                divisor = b - a if equation.ratio == "rate" else b
                quotients.append((a, divisor))
        if min(d for _, d in quotients) <= 0 <= max(d for _, d in quotients):
            return False
        values = [Fraction(100 * a, d) for a, d in quotients]
        one = 10**self.scale
        if equation.at_most:
            sign = -1 if equation.result.relation.compare == ">=" else 1
            return bool(sign * percent - half > max(sign * v for v in values) * one)
        return not (percent - half <= max(values) * one and min(values) * one <= percent + half)

    def _solved(self, equation: Equation, variable: int) -> Fraction | None:
        """The value at which the ratio is exactly as printed."""
        left, of_terms, by_terms = equation.parts
        of, by = self._sum(of_terms)[0], self._sum(by_terms)[0]
        if any(x == variable for _, x in left):
            divisor = by - of if equation.ratio == "rate" else by
            return Fraction(100 * of * 10**self.scale, divisor) if divisor else None
        now = self.variables[variable].value or 0
        f_of = sum(f for f, x in of_terms if x == variable)
        f_by = sum(f for f, x in by_terms if x == variable)
        of, by = of - f_of * now, by - f_by * now
        if equation.ratio == "rate":
            by, f_by = by - of, f_by - f_of
        percent = Fraction(self._sum(left)[0], 10**self.scale)
        slope = 100 * f_of - percent * f_by
        return (percent * by - 100 * of) / slope if slope else None


def _scale(figures: Iterable[Figure]) -> int:
    """How many decimal places make every figure and half of its last place whole."""
    kinds = {(f.amount.unit, f.amount.quantum): f.amount for f in figures if f.amount is not None}
    places = 0
    for amount in kinds.values():
        exponent = (amount.quantum * amount.factor / 2).as_tuple().exponent
        places = max(places, -exponent if isinstance(exponent, int) else 0)
    return min(places, MAX_SCALE)


def _units(figures: Iterable[Figure]) -> dict[tuple[str, int], Amount]:
    """What the blank cells of each form would be printed with: its unit and its finest precision."""
    units: dict[tuple[str, int], Amount] = {}
    for figure in figures:
        if figure.amount is not None:
            of = (figure.key.owner, figure.key.index)
            if of not in units or figure.amount.quantum < units[of].quantum:
                units[of] = figure.amount
    return units


def _prose_unit(figures: Iterable[Figure]) -> Amount:
    """What a claim that states no number would be printed in: the commonest unit of money of the others."""
    stated = Counter(f.amount.unit for f in figures if f.key.owner == "claim" and f.amount and f.amount.unit in MONEY_UNITS)
    common = stated.most_common(1)
    return Amount(Decimal("0.01"), common[0][0] if common else "")


def _same_figures(figures: Iterable[Figure]) -> dict[Key, Key]:
    """A project's amount that is printed in a row of the performance form is that cell, not a second figure."""

    def where(figure: Figure) -> object:
        at, amount = figure.spot, figure.amount
        printed = (at.place.page, at.place.line, at.place.column) if at.place.line is not None else (at.row,)
        return at.form, printed, amount.base if amount else None

    filled = [f for f in figures if f.amount is not None]
    projects = [f for f in filled if f.key.owner == "project"]
    forms = {f.spot.form for f in projects}
    cells: dict[object, Key] = {}
    for figure in filled:
        if figure.key.owner == "form" and figure.spot.form in forms:
            cells.setdefault(where(figure), figure.key)
    return {f.key: cells[at] for f in projects if (at := where(f)) in cells}
