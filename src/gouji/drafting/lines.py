"""The one list that is the truth: budget lines (预算明细), and filters that say which of them a figure adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What a unit spends on what, paid by whom. `amount` in 元, exact to the cent.

    `agency`, `function`, `economic` (部门经济分类) and `government` (政府经济分类) are codes; `source` and `kind` keys of the
    template's drafting declaration; `carried`: left from last year (上年结转). `project` is the project's name, or for basic
    expenditure the item of the project library ("" where none is given). `transfer`: paid by a special transfer from above.
    """

    agency: str
    function: str
    economic: str
    government: str
    source: str
    kind: str
    amount: Decimal
    carried: bool = False
    project: str = ""
    transfer: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines count: None admits all; codes are compared by their beginning."""

    source: frozenset[str] | None = None
    kind: frozenset[str] | None = None
    economic: tuple[str, ...] | None = None
    government: tuple[str, ...] | None = None
    function: tuple[str, ...] | None = None
    agency: tuple[str, ...] | None = None
    project: str | None = None
    carried: bool | None = None
    transfer: bool | None = None

    def admits(self, line: BudgetLine) -> bool:
        """Whether the line counts."""
        return (
            (self.source is None or line.source in self.source)
            and (self.kind is None or line.kind in self.kind)
            and (self.carried is None or line.carried == self.carried)
            and (self.transfer is None or line.transfer == self.transfer)
            and (self.economic is None or line.economic.startswith(self.economic))
            and (self.function is None or line.function.startswith(self.function))
            and (self.government is None or line.government.startswith(self.government))
            and (self.agency is None or line.agency.startswith(self.agency))
            and (self.project is None or line.project == self.project)
        )


EVERYTHING = Filter()


def select(lines: Iterable[BudgetLine], admitted: Filter) -> tuple[BudgetLine, ...]:
    """The lines that the filter admits."""
    return tuple(line for line in lines if admitted.admits(line))


def total(lines: Iterable[BudgetLine]) -> Decimal:
    """The lines' sum in 元."""
    return sum((line.amount for line in lines), Decimal(0))


def merged(lines: Iterable[BudgetLine]) -> tuple[BudgetLine, ...]:
    """Lines that differ in nothing but the amount, added up; in the order of their first."""
    found: dict[BudgetLine, Decimal] = {}
    for line in lines:
        key = replace(line, amount=Decimal(0))
        found[key] = found.get(key, Decimal(0)) + line.amount
    return tuple(replace(key, amount=amount) for key, amount in found.items())
