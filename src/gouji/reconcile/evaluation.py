"""Bound relations evaluated: held, held within rounding, broken, or untestable. Knows no particular rule.

A printed figure is an interval of half a unit in its last place to either side (XBRL Calculations 1.1); a blank cell is an
exact 0. Comparisons are comparisons of intervals, so there is no tolerance here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from gouji.model.amount import MONEY_UNITS
from gouji.model.finding import Outcome
from gouji.reconcile.bound import BoundRelation, BoundTerm, Result

ZERO = Decimal(0)
HUNDRED = Decimal(100)
PRECISION = 50  # digits carried by a quotient: far beyond any printed figure


def evaluate(relations: Iterable[BoundRelation]) -> tuple[Result, ...]:
    """How each relation ends, in the given order."""
    with localcontext() as context:
        context.prec = PRECISION
        return tuple(evaluate_one(relation) for relation in relations)


def evaluate_one(relation: BoundRelation) -> Result:
    """How one relation ends; `stated`, `expected` and `difference` in the left side's unit."""
    if relation.untestable:
        return Result(relation, Outcome.UNTESTABLE, reason=relation.untestable)
    if _mixed_units(relation):
        return Result(relation, Outcome.UNTESTABLE, reason="单位不同，无法比较")
    return _ratio(relation) if relation.ratio else _linear(relation)


def _mixed_units(relation: BoundRelation) -> bool:
    """Whether the added or compared figures are of different kinds (money with percent); a ratio's sides may differ."""
    for group in ((*relation.left, *relation.right) if not relation.ratio else relation.left, (*relation.right, *relation.by)):
        units = {t.figure.amount.unit for t in group if t.figure.amount is not None}
        if len(units) > 1 and len({"money" if u in MONEY_UNITS else u for u in units if u}) > 1:
            return True
    return False


def _nominal(terms: Sequence[BoundTerm]) -> Decimal:
    total = ZERO
    for factor, figure in terms:
        if figure.amount is not None:
            total += figure.amount.base if factor == 1 else factor * figure.amount.base
    return total


def _slack(terms: Iterable[BoundTerm]) -> Decimal:
    return sum((abs(t.factor) * t.figure.amount.half for t in terms if t.figure.amount is not None), ZERO)


def _unit_factor(relation: BoundRelation) -> Decimal:
    """Base units in one unit of the left side (of the right where the left is blank)."""
    amounts = (t.figure.amount for t in (*relation.left, *relation.right) if t.figure.amount is not None)
    first = next(amounts, None)
    return first.factor if first is not None else Decimal(1)


def _linear(relation: BoundRelation) -> Result:
    stated, expected = _nominal(relation.left), _nominal(relation.right)
    difference = stated - expected
    excess = {"=": abs(difference), "<=": difference, ">=": -difference}[relation.compare]
    if excess <= 0 or _is_rounded(relation, expected):
        outcome = Outcome.HELD
    elif excess < _slack((*relation.left, *relation.right)):
        outcome = Outcome.ROUNDING
    else:
        outcome = Outcome.BROKEN
    factor = _unit_factor(relation)
    told = _plain(stated / factor)
    if not difference:
        return Result(relation, outcome, told, told, ZERO)
    return Result(relation, outcome, told, _plain(expected / factor), _plain(difference / factor))


def _is_rounded(relation: BoundRelation, expected: Decimal) -> bool:
    """Whether the stated figure is what figures of finer print come to, rounded to its own (9,101.68万元 of 元)."""
    stated = relation.left[0].figure.amount if len(relation.left) == 1 else None
    if stated is None or relation.left[0].factor != 1 or not stated.half:
        return False
    finest = max((t.figure.amount.half for t in relation.right if t.figure.amount is not None), default=ZERO)
    unit = stated.quantum * stated.factor
    return finest < stated.half and (expected / unit).to_integral_value(ROUND_HALF_UP) * unit == stated.base


def _ratio(relation: BoundRelation) -> Result:
    """A printed percentage against 100·a÷b, recomputed from the intervals of a and b."""
    left = [t for t in relation.left if t.figure.amount is not None]
    of, by = _nominal(relation.right), _nominal(relation.by)
    spread_of, spread_by = _slack(relation.right), _slack(relation.by)
    divisor = by - of if relation.ratio == "rate" else by
    spread = spread_by + spread_of if relation.ratio == "rate" else spread_by
    if divisor - spread <= 0 <= divisor + spread:
        return Result(relation, Outcome.UNTESTABLE, reason="除数可能为零，无法计算百分比")
    stated, quotient = _nominal(relation.left), HUNDRED * of / divisor
    quantum = min((t.figure.amount.quantum for t in left if t.figure.amount), default=Decimal(1))
    expected = quotient.quantize(quantum, ROUND_HALF_UP)
    low, high = _corners(relation.ratio or "share", of, by, spread_of, spread_by)
    half = _slack(relation.left)
    outcome = _compared(relation.compare, stated, expected, (stated - half, stated + half), (low, high))
    return Result(relation, outcome, _plain(stated), _plain(expected), _plain(stated - expected))


def _compared(
    compare: str, stated: Decimal, expected: Decimal, printed: tuple[Decimal, Decimal], computed: tuple[Decimal, Decimal]
) -> Outcome:
    exact = {"=": stated == expected, "<=": stated <= expected, ">=": stated >= expected}[compare]
    if exact:
        return Outcome.HELD
    meets = {
        "=": printed[0] < computed[1] and computed[0] < printed[1],
        "<=": printed[0] < computed[1],
        ">=": computed[0] < printed[1],
    }[compare]
    return Outcome.ROUNDING if meets else Outcome.BROKEN


def _corners(kind: str, of: Decimal, by: Decimal, spread_of: Decimal, spread_by: Decimal) -> tuple[Decimal, Decimal]:
    """The least and the greatest quotient over the intervals: it is monotone in each, so the corners decide."""
    values = []
    for a in (of - spread_of, of + spread_of):
        for b in (by - spread_by, by + spread_by):
            divisor = b - a if kind == "rate" else b
            values.append(HUNDRED * a / divisor)
    return min(values), max(values)


def _plain(value: Decimal) -> Decimal:
    """`value` without needless zeros and without an exponent."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short
