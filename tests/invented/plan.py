"""What an invented body plans for a year: basic expenditure by code, projects, and last year's totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Basic:
    """A piece of basic expenditure: function, departmental and government economic code, amount in 万元."""

    function: str
    economic: str
    government: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Aim:
    """A performance target of a project; level is 成本, 产出, 效益 or 满意度."""

    level: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a project spends on one economic code, by source of funds, in 万元."""

    economic: str
    government: str
    general: Decimal = ZERO
    carried: Decimal = ZERO
    fund: Decimal = ZERO
    own: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.general + self.carried + self.fund + self.own


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan. `names` are the official names of the codes in use; `before` is last year's total in 万元."""

    department: tuple[str, str]
    agency: tuple[str, str]
    year: int
    basics: tuple[Basic, ...]
    projects: tuple[Project, ...]
    names: dict[str, str]
    before: Decimal
    operating_before: Decimal
    reception: Decimal
    cars: Decimal

    def basic(self, *economics: str, function: str = "") -> Decimal:
        """Basic expenditure on economic codes that begin so, of functions that begin so."""
        return total(b.amount for b in self.basics if b.economic.startswith(economics) and b.function.startswith(function))

    def project(self, kind: str = "", function: str = "", what: Callable[[Part], Decimal] = lambda p: p.total) -> Decimal:
        """Project expenditure of a kind and function; `what` picks the source of funds."""
        chosen = (p for p in self.projects if p.kind.startswith(kind) and p.function.startswith(function))
        return total(what(part) for p in chosen for part in p.parts)

    @property
    def functions(self) -> tuple[str, ...]:
        """The function codes in use, in order."""
        return tuple(sorted({b.function for b in self.basics} | {p.function for p in self.projects}))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs of departmental and government economic code in use, in order."""
        basics = {(b.economic, b.government) for b in self.basics}
        return tuple(sorted(basics | {(part.economic, part.government) for p in self.projects for part in p.parts}))

    @property
    def general(self) -> Decimal:
        """This year's general public budget."""
        return total(b.amount for b in self.basics) + self.project(what=lambda p: p.general)

    @property
    def carried(self) -> Decimal:
        return self.project(what=lambda p: p.carried)

    @property
    def fund(self) -> Decimal:
        return self.project(what=lambda p: p.fund)

    @property
    def own(self) -> Decimal:
        return self.project(what=lambda p: p.own)

    @property
    def total(self) -> Decimal:
        return self.general + self.carried + self.fund + self.own


@dataclass(frozen=True, slots=True)
class Project:
    """A project: code, name, kind (其他运转类 or 特定目标类), function, what it spends, what it aims at."""

    code: str
    name: str
    kind: str
    function: str
    parts: tuple[Part, ...]
    aims: tuple[Aim, ...]

    def of(self, what: Callable[[Part], Decimal] = lambda p: p.total) -> Decimal:
        return total(what(part) for part in self.parts)


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
