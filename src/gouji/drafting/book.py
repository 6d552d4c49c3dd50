"""What a unit says of itself: its budget lines, projects with targets, last year's figures, and the words around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gouji.drafting.lines import BudgetLine
from gouji.drafting.rounding import Rounding
from gouji.model.disclosure import DepartmentPerformance, Indicator


@dataclass(frozen=True, slots=True)
class Body:
    """The unit: names and codes; `type` is organ (行政、参公) or institution (事业); `staff` counts heads by their name."""

    name: str
    agency: str
    department: str
    department_name: str
    division: str | None = None
    level: str | None = None
    type: str = "organ"
    staff: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A project: its code, what it is for, and its targets; its money stands in the budget lines that bear its name."""

    agency: str
    name: str
    code: str | None = None
    goal: str = ""
    use: str = ""
    priority: bool = False
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A special transfer (专项转移支付) that the body manages; `amount` in 万元 as printed."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Book:
    """A unit's workbook, read. `last`: last year's published figures by quantity (万元); `reasons`: why they changed.

    `counts`, `procurement` (万元) and `assets` are by name as the sheets call them; `texts` by the name of the passage.
    """

    template: str
    profile: str
    year: int
    body: Body
    lines: tuple[BudgetLine, ...] = ()
    projects: tuple[Plan, ...] = ()
    performance: DepartmentPerformance | None = None
    last: Mapping[str, Decimal] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    uses: Mapping[str, str] = field(default_factory=dict)
    procurement: Mapping[str, Decimal] = field(default_factory=dict)
    assets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # 车辆, 设备
    transfers: tuple[Transfer, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    rounding: Rounding = Rounding.ADDITIVE
    performance_unit: str = "万元"
    agencies: Mapping[str, str] = field(default_factory=dict)  # of a department: all units by code

    names: Mapping[tuple[str, str], str] = field(
        default_factory=dict
    )  # of codes that the chart does not list, by kind and code

    @property
    def units(self) -> Mapping[str, str]:
        """The names of all agencies by code."""
        return self.agencies or {self.body.agency: self.body.name}
