"""Which choices can take part in a sum that must be zero: the exact arithmetic under propagation.

Each group offers choices (value, half quantum), one of which it contributes. A choice is dropped only where no choice of
the other groups completes it within rounding; where the search would grow beyond its bound, bounds alone decide and
doubtful choices stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Choice = tuple[int, int]
MAX_STATES = 2000


@dataclass(slots=True)
class Budget:
    """How many partial sums may still be looked at; counted, not timed, so that every run ends alike."""

    left: int


def supported(base: Choice, groups: Sequence[frozenset[Choice]], compare: str, budget: Budget) -> list[set[Choice]]:
    """The choices of each group that some completion allows, the sum of all with `base` being 0 (or ≤ 0) within rounding."""
    if compare == "<=":
        return _at_most(base, groups)
    narrowed = _within_bounds(base, groups)
    if len(groups) == 1 or not all(narrowed):
        return narrowed
    exact = _reachable(base, [sorted(g) for g in narrowed], budget)
    return exact if exact is not None else narrowed


def _at_most(base: Choice, groups: Sequence[frozenset[Choice]]) -> list[set[Choice]]:
    """For ≤ the others' most favourable choices decide: least sum, or least sum after rounding is allowed for."""
    plain = [min(s for s, _ in g) for g in groups]
    slack = [min(s - h for s, h in g) for g in groups]
    sum_plain, sum_slack = base[0] + sum(plain), base[0] - base[1] + sum(slack)
    return [
        {(s, h) for s, h in g if sum_plain - plain[i] + s <= 0 or sum_slack - slack[i] + s - h < 0}
        for i, g in enumerate(groups)
    ]


def _within_bounds(base: Choice, groups: Sequence[frozenset[Choice]]) -> list[set[Choice]]:
    """Choices that the least and greatest of the others (rounding allowed for) leave possible; repeated until stable."""
    current = [set(g) for g in groups]
    while True:
        low = [min((s - h for s, h in g), default=0) for g in current]
        high = [max((s + h for s, h in g), default=0) for g in current]
        floor, ceiling = base[0] - base[1] + sum(low), base[0] + base[1] + sum(high)
        changed = False
        for i, group in enumerate(current):
            below, above = floor - low[i], ceiling - high[i]
            kept = {(s, h) for s, h in group if below + s - h <= 0 <= above + s + h}
            if len(kept) < len(group):
                current[i] = kept
                changed = True
                if not kept:
                    return current
        if not changed:
            return [_strict(base, current)] if len(current) == 1 else current


def _strict(base: Choice, groups: Sequence[set[Choice]]) -> set[Choice]:
    return {(s, h) for s, h in groups[0] if base[0] + s == 0 or abs(base[0] + s) < base[1] + h}


def _reachable(base: Choice, groups: list[list[Choice]], budget: Budget) -> list[set[Choice]] | None:
    """Forward over all partial sums that the rest can still bring to zero, then backward over those that it did.
    None where there are more partial sums than the bound, or the budget is used up."""
    groups_order = sorted(range(len(groups)), key=lambda i: len(groups[i]))
    ordered = [groups[i] for i in groups_order]
    rest_low, rest_high = _rests(ordered)
    layers: list[set[Choice]] = [{base}]
    for step, group in enumerate(ordered):
        low, high = rest_low[step + 1], rest_high[step + 1]
        layer = set()
        budget.left -= len(layers[-1]) * len(group)
        if budget.left < 0:
            return None
        for a, x in layers[-1]:
            for s, h in group:
                total, slack = a + s, x + h
                if total - slack + low <= 0 <= total + slack + high:
                    layer.add((total, slack))
        if len(layer) > MAX_STATES:
            return None
        layers.append(layer)
    alive = {(total, slack) for total, slack in layers[-1] if total == 0 or abs(total) < slack}
    kept: list[set[Choice]] = [set() for _ in ordered]
    for step in range(len(ordered) - 1, -1, -1):
        before = set()
        for a, x in layers[step]:
            for s, h in ordered[step]:
                if (a + s, x + h) in alive:
                    before.add((a, x))
                    kept[step].add((s, h))
        alive = before
    result: list[set[Choice]] = [set() for _ in groups]
    for place, i in enumerate(groups_order):
        result[i] = kept[place]
    return result


def _rests(groups: Sequence[Sequence[Choice]]) -> tuple[list[int], list[int]]:
    """For each position, the least and greatest that the groups from there on can add, rounding allowed for."""
    low, high = [0], [0]
    for group in reversed(groups):
        low.append(low[-1] + min(s - h for s, h in group))
        high.append(high[-1] + max(s + h for s, h in group))
    return low[::-1], high[::-1]
