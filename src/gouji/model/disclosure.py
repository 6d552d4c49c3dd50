"""A published budget, typed: forms of rows of cells, claims of the prose, projects with their targets (绩效目标)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from gouji.model.place import NOWHERE, Place

SCHEMA = "gouji/disclosure/1"


class Origin(StrEnum):
    """How a cell's column or amount is known."""

    READ = "read"  # the source gives the column
    PLACED = "placed"  # arithmetic decided the column
    REPAIRED = "repaired"  # a damaged number, restored by arithmetic; `raw` keeps what stood there


class RowKind(StrEnum):
    """What a row of a form is."""

    TOTAL = "total"  # 合计
    DEPARTMENT = "department"  # 部门
    AGENCY = "agency"  # 预算单位
    CLASS = "class"  # a subtotal by a shorter code: its deeper codes stand in the same form
    ITEM = "item"
    PROJECT = "project"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount of a form, in the form's unit and with the printed decimals."""

    amount: Decimal
    origin: Origin = Origin.READ
    place: Place = NOWHERE
    raw: str | None = None  # what stood there, where `amount` is not simply it


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A printed number that several columns could hold: reported with its alternatives, never forced into one."""

    amount: Decimal
    columns: tuple[str, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a form. `cells` is keyed by header path; a blank cell is absent, never 0.

    `codes`: function, department_economic, government_economic, agency, project → digits only.
    `item` is the template's key of this line where the form has fixed lines (forms 01, 04, 整体绩效), else None.
    `texts` keeps the columns that carry words (类型, 项目单位, the government class's name …) by header path.
    `unreadable` names columns where something stands that the source garbled: a blank there is no zero, a number no fact.
    """

    kind: RowKind
    label: str
    side: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Cell] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    item: str | None = None
    place: Place = NOWHERE
    ambiguous: tuple[Ambiguous, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One form (表). `kind` is a form kind of the template, or "unknown"; `number` as printed or by the template's order.

    `status`: present | empty (a form with no amounts) | missing (announced by contents or numbering, not found).
    """

    kind: str
    title: str
    number: str | None = None
    unit: str = "万元"
    status: str = "present"
    note: str | None = None
    place: Place = NOWHERE
    rows: tuple[Row, ...] = ()
    number_printed: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A number stated in prose, bound to the quantity that it states (收入总计, 支出合计.基本支出.占比 …).

    `quantity` is "" where the number was read but what it states is not known. `amount` is None for a statement in
    words (持平, 无), which `words` then keeps. `direction` is 增加 | 减少 | 持平 for a change.
    """

    quantity: str
    amount: Decimal | None
    unit: str | None
    quote: str
    section: str = ""
    place: Place = NOWHERE
    direction: str | None = None
    base_year: int | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A target value (指标值) as typed: `comparator` is one of >=, <=, >, <, =, between, or None for words.

    `value` and `unit` are None for words; `upper` is set for a range; `deadline` (ISO date or year-month) for a date.
    """

    raw: str
    comparator: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    upper: Decimal | None = None
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A performance indicator (绩效指标) with its target; level2 and explanation where the layout has them."""

    level1: str
    name: str
    target: Target
    level2: str | None = None
    explanation: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the performance forms. `amount` in `unit` as printed, None where it is missing or unreadable."""

    name: str
    code: str | None = None
    agency: str | None = None
    amount: Decimal | None = None
    unit: str = "万元"
    indicators: tuple[Indicator, ...] = ()
    goal: str | None = None
    place: Place = NOWHERE
    amounts: Mapping[str, Cell] = field(default_factory=dict)  # 资金总额, 政府预算资金, …


@dataclass(frozen=True, slots=True)
class Task:
    """A yearly main task (年度主要任务) of the whole-department form."""

    name: str
    content: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class DepartmentPerformance:
    """The whole-department performance form (部门整体绩效目标表) without its amounts, which stand in the form's rows."""

    goal: str = ""
    tasks: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a stretch of a section's text stands: text[at:], up to the next piece, begins at `place`."""

    at: int
    place: Place


@dataclass(frozen=True, slots=True)
class Owner:
    """The body that a form's caption names: `caption` is 单位名称 or 部门名称, `name` as printed there, folded."""

    caption: str
    name: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the document, with the outline level (1 = 第一部分) and the text that stands under it.

    `listed` tells an entry of the contents list (目录) from a heading in the body. `pieces`, in the text's order, say where
    its characters stand; empty where only the section's place is known.
    """

    title: str
    level: int = 1
    place: Place = NOWHERE
    listed: bool = False
    text: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Damage:
    """What the source lost or garbled, as opposed to what the issuer wrote. Never a finding against the issuer.

    `english` says the same in English, where that is known.
    """

    place: Place
    says: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read. `empty_pages` (from 1) have neither text nor picture; `unread_pages` have what was not read
    (pictures without the extra, damaged pages, pages beyond a limit)."""

    name: str
    media_type: str = "text/plain"
    sha256: str = ""
    pages: int | None = None
    empty_pages: tuple[int, ...] = ()
    unread_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body that published. `agency` and `department` are budget codes, `division` the six-digit 区划 code."""

    name: str = ""
    agency: str | None = None
    department: str | None = None
    division: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One published budget or final account. `kind` is unit_budget, department_budget, unit_final or department_final;
    `template` and `profile` those it was read with."""

    source: Source
    issuer: Issuer
    fiscal_year: int | None
    kind: str
    template: str | None
    forms: tuple[Form, ...] = ()
    claims: tuple[Claim, ...] = ()
    projects: tuple[Project, ...] = ()
    department_performance: DepartmentPerformance | None = None
    sections: tuple[Section, ...] = ()
    damage: tuple[Damage, ...] = ()
    profile: str | None = None
    owners: tuple[Owner, ...] = ()

    @property
    def sort(self) -> str:
        """What the document is called: 预算, or 决算 for the account of a year that is over."""
        return "决算" if self.kind.endswith("_final") else "预算"

    def form(self, kind: str) -> Form | None:
        """The first form of that kind that is not missing, or None."""
        return next((f for f in self.forms if f.kind == kind and f.status != "missing"), None)
