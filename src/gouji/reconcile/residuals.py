"""What each relation demands of each of its figures: the values that it lets the figure have, the others left as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model.amount import Amount
from gouji.model.finding import Outcome
from gouji.reconcile.bound import BoundRelation, BoundTerm, Key

ZERO = Decimal(0)
HUNDRED = Decimal(100)
Values = Mapping[Key, Amount | None]


@dataclass(frozen=True, slots=True)
class Demand:
    """A figure's values in the base unit that satisfy a relation: from `low` to `high` (None: unbounded), ends left out
    unless `exact` itself; `exact` is the value at which it holds to the last digit (None for an inequality or ratio)."""

    low: Decimal | None
    high: Decimal | None
    exact: Decimal | None

    def allows(self, value: Decimal) -> bool:
        """Whether the figure may have this value."""
        if self.exact is not None and value == self.exact:
            return True
        return (self.low is None or value > self.low) and (self.high is None or value < self.high)


def amount_of(term: BoundTerm, values: Values) -> Amount | None:
    """The figure's amount, or the one that `values` puts in its place."""
    key = term.figure.key
    return values.get(key, term.figure.amount)


def total(terms: Sequence[BoundTerm], values: Values) -> tuple[Decimal, Decimal]:
    """The sum of the terms in the base unit, and what rounding allows to either side."""
    nominal, slack = ZERO, ZERO
    for term in terms:
        amount = amount_of(term, values)
        if amount is not None:
            nominal += term.factor * amount.base
            slack += abs(term.factor) * amount.half
    return nominal, slack


def demand(relation: BoundRelation, key: Key, unit: Amount, values: Values) -> Demand | None:
    """What `relation` demands of the figure `key`; None where it demands nothing that can be said (a ratio by zero).

    `unit` is an amount of the unit and precision that the figure would be printed with.
    """
    return _ratio(relation, key, unit, values) if relation.ratio else _linear(relation, key, unit, values)


def _linear(relation: BoundRelation, key: Key, unit: Amount, values: Values) -> Demand | None:
    factor, rest, slack = 0, ZERO, ZERO
    for sign, terms in ((1, relation.left), (-1, relation.right)):
        for term in terms:
            if term.figure.key == key:
                factor += sign * term.factor
                continue
            amount = amount_of(term, values)
            if amount is not None:
                rest += sign * term.factor * amount.base
                slack += abs(term.factor) * amount.half
    if factor == 0:
        return None
    exact = -rest / factor
    room = slack / abs(factor) + unit.half
    upper = (relation.compare == "<=") == (factor > 0)
    if relation.compare == "=":
        return Demand(exact - room, exact + room, exact)
    return Demand(None, exact + room, None) if upper else Demand(exact - room, None, None)


def _ratio(relation: BoundRelation, key: Key, unit: Amount, values: Values) -> Demand | None:
    """From the printed percentage p ± h: share is of ÷ by, rate is of ÷ (by − of)."""
    percent, half = total(relation.left, values)
    of, of_slack = _without(relation.right, key, values)
    by, by_slack = _without(relation.by, key, values)
    in_left = any(t.figure.key == key for t in relation.left)
    if in_left:
        base = by - of if relation.ratio == "rate" else by
        if base == 0:
            return None
        quotient = HUNDRED * of / base
        room = unit.half + abs(quotient) * (of_slack / abs(of) if of else ZERO) + abs(quotient) * by_slack / abs(base)
        return Demand(quotient - room, quotient + room, None)
    ends = [_solved(relation, key, p, of, by) for p in (percent - half, percent + half)]
    if any(e is None for e in ends):
        return None
    low, high = sorted(e for e in ends if e is not None)
    room = of_slack + by_slack + unit.half
    return Demand(low - room, high + room, None)


def _solved(relation: BoundRelation, key: Key, percent: Decimal, of: Decimal, by: Decimal) -> Decimal | None:
    """The value of the figure at which the ratio is exactly `percent`; `of` and `by` are the sums without it."""
    f_of = sum(t.factor for t in relation.right if t.figure.key == key)
    f_by = sum(t.factor for t in relation.by if t.figure.key == key)
    if relation.ratio == "rate":
        by, f_by = by - of, f_by - f_of
    divisor = HUNDRED * f_of - percent * f_by
    return (percent * by - HUNDRED * of) / divisor if divisor else None


def _without(terms: Sequence[BoundTerm], key: Key, values: Values) -> tuple[Decimal, Decimal]:
    return total([t for t in terms if t.figure.key != key], values)


def holds(outcome: Outcome) -> bool:
    """Whether a relation with this outcome is satisfied."""
    return outcome in (Outcome.HELD, Outcome.ROUNDING)
