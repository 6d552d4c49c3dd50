"""From exact 元 to the hundredths of 万元 that forms print, so that printed parts add up to printed totals everywhere.

The rounding is done once, on the list of budget lines, and every form adds rounded lines: the same fact prints alike in
all forms, and all sums are exact. A unit's total is rounded half up; it is handed down a tree (kind and project,
economic class, line) by largest remainders, so that every node is its exact amount rounded up or down: it deviates
by less than 0.01万元, at every level of the tree. The other choice, `EACH`, rounds each printed figure by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from gouji.drafting.lines import BudgetLine, total

STEP = Decimal(100)  # 元 in a hundredth of 万元


class Rounding(StrEnum):
    """additive: parts add up to totals in all forms; each: every figure is its own exact sum, rounded half up."""

    ADDITIVE = "additive"
    EACH = "each"


Level = Callable[[BudgetLine], object]
LEVELS: tuple[Level, ...] = (
    lambda line: (line.kind, line.project),
    lambda line: line.economic[:3],
    lambda line: (line.function, line.source, line.carried),
)


def rounded(lines: Sequence[BudgetLine]) -> tuple[BudgetLine, ...]:
    """The lines of all agencies in whole steps of 100元, each agency's total rounded half up. Order is kept."""
    out = list(lines)
    for where in _groups(lines, range(len(lines)), lambda line: line.agency):
        exact = total(lines[i] for i in where)
        _share(lines, where, int((exact / STEP).quantize(Decimal(1), ROUND_HALF_UP)), LEVELS, out)
    return tuple(out)


def _groups(lines: Sequence[BudgetLine], where: Sequence[int], level: Level) -> list[list[int]]:
    found: dict[object, list[int]] = {}
    for i in where:
        found.setdefault(level(lines[i]), []).append(i)
    return list(found.values())


def _share(
    lines: Sequence[BudgetLine], where: Sequence[int], steps: int, levels: Sequence[Level], out: list[BudgetLine]
) -> None:
    """Gives `steps` to the lines `where`, level by level."""
    if not levels:
        for i, part in zip(where, largest_remainders([lines[i].amount / STEP for i in where], steps), strict=True):
            out[i] = replace(lines[i], amount=part * STEP)
        return
    groups = _groups(lines, where, levels[0])
    exact = [total(lines[i] for i in group) / STEP for group in groups]
    for group, part in zip(groups, largest_remainders(exact, steps), strict=True):
        _share(lines, group, part, levels[1:], out)


def largest_remainders(exact: Sequence[Decimal], whole: int) -> list[int]:
    """Whole numbers that sum to `whole`, each `exact` one rounded down or up; those with the largest remainders go up.

    `whole` must lie between the sum of those rounded down and of those rounded up.
    """
    out = [int(value // 1) for value in exact]
    rest = whole - sum(out)
    order = sorted(range(len(out)), key=lambda i: (-(exact[i] - out[i]), i))
    for i in order[:rest]:
        out[i] += 1
    return out
