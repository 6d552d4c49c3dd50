"""A province's template, loaded: forms, column trees, fixed lines and relations. Data only; `loader` reads and validates it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gouji.standards.formula import Relation


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf or group of a form's header tree.

    `key` is the dotted key (`basic.personnel.wages`), `path` the official header path (基本支出/人员经费/工资福利支出).
    `role`: amount, label, text, or a code kind (function, agency, department_economic, government_economic, project).
    `part`: an “其中” column, not an addend. `admits`: code kind → code prefixes that may carry an amount here ({} = all).
    `headers`: normalised wordings, the official one first.
    """

    key: str
    path: str
    headers: tuple[str, ...]
    role: str = "amount"
    part: bool = False
    optional: bool = False
    admits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    children: tuple[Column, ...] = ()

    def leaves(self) -> Iterator[Column]:
        """The leaf columns below (or this column itself), in printed order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True, slots=True)
class Line:
    """A fixed line of a form (一、一般公共预算). `key` is dotted with its side first (`revenue.general.fiscal`)."""

    key: str
    side: str  # 收入 | 支出 | "" for one-sided forms
    labels: tuple[str, ...]
    ordinal: str | None = None
    function: str | None = None
    total: bool = False
    part: bool = False
    optional: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a two-sided form: its own columns (paths begin with the side's name) and fixed lines in order."""

    key: str  # revenue | expenditure
    name: str  # 收入 | 支出
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """One form kind. `layout` says what rows it has: sides, agencies, functions, economics, single, projects, lines,
    project_performance, department_performance. `columns` are the header tree's roots in printed order."""

    kind: str
    number: int | None
    titles: tuple[str, ...]
    layout: str
    columns: tuple[Column, ...]
    sides: tuple[Side, ...] = ()
    lines: tuple[Line, ...] = ()
    kinds: tuple[str, ...] = ()
    unit: str = "万元"
    unit_in: str | None = None
    relations: tuple[Relation, ...] = ()
    english: str = ""
    series: str = "预算"  # how the forms' numbers begin: 预算01表, of final accounts 公开01表

    @property
    def official(self) -> str:
        """The form's number as officially written, 预算01表; "" where its place in the list is not known."""
        return f"{self.series}{self.number:02d}表" if self.number else ""

    def leaves(self, side: str | None = None) -> tuple[Column, ...]:
        """Leaf columns in printed order; for a two-sided form those of the side named 收入 or 支出."""
        if self.sides:
            roots = [c for s in self.sides if side in (None, s.name, s.key) for c in s.columns]
        else:
            roots = list(self.columns)
        return tuple(leaf for root in roots for leaf in root.leaves())

    def amounts(self, side: str | None = None) -> tuple[Column, ...]:
        """Leaf columns that carry amounts, in printed order."""
        return tuple(c for c in self.leaves(side) if c.role == "amount")


@dataclass(frozen=True, slots=True)
class Template:
    """A profile: province × year × list of forms. `id` is what a reading names (province/2024); `profile` tells lists apart.

    `forms` is in the order of the profile's list. `claims` and other rooms' data (`extra`) stay plain validated mappings.
    """

    id: str
    province: str
    name: str
    year: int
    profile: str
    unit: str
    divisions: tuple[str, ...]
    forms: Mapping[str, FormTemplate]
    relations: tuple[Relation, ...]
    extra: Mapping[str, object] = field(default_factory=dict)
    document: str = "budget"  # or final: accounts of a year that is over (决算)
    years: tuple[int, int] | None = None  # the first and the last year for which its format is known; None: its own year

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last year for which the format is known."""
        return self.years or (self.year, self.year)


NO_TEMPLATE = Template("", "", "", 0, "", "", (), {}, ())  # what is known of a province that no template covers: nothing
