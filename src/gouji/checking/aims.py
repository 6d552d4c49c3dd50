"""The targets of projects as the rules see them: each indicator with its folded name, its project, its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from gouji.checking.legibility import is_overflow
from gouji.checking.registry import Subject
from gouji.checking.statements import once
from gouji.model.amount import FACTORS, Amount
from gouji.model.disclosure import Disclosure, Indicator, Project, Row, RowKind
from gouji.model.finding import Spot
from gouji.model.place import Place
from gouji.standards.fold import fold
from gouji.standards.review import review

PROJECTS, WHOLE = "project_performance", "department_performance"
COST, OUTPUT, BENEFIT, SATISFACTION = "成本指标", "产出指标", "效益指标", "满意度指标"


@dataclass(frozen=True, slots=True)
class Aim:
    """An indicator; `project` is None for one of the whole-department form. `name` is folded, as is `raw`."""

    indicator: Indicator
    project: Project | None
    name: str
    raw: str

    @property
    def level(self) -> str:
        """The first level; 成本指标 also where it stands as a second level, as until 2021."""
        second = self.indicator.level2 or ""
        return COST if self.indicator.level1 == COST or second == COST else self.indicator.level1

    @property
    def amount(self) -> Amount | None:
        """The target value where it is money, else None."""
        target = self.indicator.target
        unit = target.unit or ""
        return Amount(target.value, unit) if target.value is not None and unit in FACTORS else None

    @property
    def spot(self) -> Spot:
        """Where the indicator stands."""
        owner = self.project.name if self.project else (self.indicator.level2 or self.indicator.level1)
        form = PROJECTS if self.project else WHOLE
        return Spot(form, owner, self.indicator.name, self.indicator.target.raw, self.indicator.place)

    def told(self, subject: Subject) -> str:
        """The indicator in words: “项目”的“指标”（指标值）."""
        owner = self.project.name if self.project else subject.say("整体绩效目标", "the whole department")
        return subject.say(
            f"“{owner}”的“{self.indicator.name}”（{self.indicator.target.raw}）",
            f"“{self.indicator.name}” ({self.indicator.target.raw}) of “{owner}”",
        )


@once
def of_projects(disclosure: Disclosure) -> tuple[Aim, ...]:
    """The indicators of all projects, in the document's order."""
    return tuple(_aim(i, p) for p in disclosure.projects for i in p.indicators if i.name)


@once
def of_department(disclosure: Disclosure) -> tuple[Aim, ...]:
    """The indicators of the whole-department form."""
    whole = disclosure.department_performance
    return tuple(_aim(i, None) for i in whole.indicators if i.name) if whole else ()


def everywhere(disclosure: Disclosure) -> tuple[Aim, ...]:
    """All indicators: those of the projects, then those of the department."""
    return (*of_projects(disclosure), *of_department(disclosure))


def _aim(indicator: Indicator, project: Project | None) -> Aim:
    return Aim(indicator, project, fold(indicator.name), fold(indicator.target.raw))


def by_project(disclosure: Disclosure) -> Iterator[tuple[Project, tuple[Aim, ...]]]:
    """Each project with its indicators."""
    held: dict[int, list[Aim]] = {}
    for aim in of_projects(disclosure):
        held.setdefault(id(aim.project), []).append(aim)
    return ((p, tuple(held.get(id(p), ()))) for p in disclosure.projects)


def project_spot(project: Project, column: str = "") -> Spot:
    """Where a project stands."""
    return Spot(PROJECTS, project.name, column, place=project.place)


def amount_of(project: Project) -> Amount | None:
    """A project's amount as printed."""
    return None if project.amount is None else Amount(project.amount, project.unit)


@once
def _lost(disclosure: Disclosure) -> tuple[Place, ...]:
    """Where the source lost something; what was published as #### is the issuer's."""
    published = {(d.place.page, d.place.line) for d in disclosure.damage if is_overflow(d)}
    return tuple(d.place for d in disclosure.damage if (d.place.page, d.place.line) not in published)


def damaged(subject: Subject, place: Place) -> bool:
    """Whether the source lost or garbled something on these lines: what is missing there is no mistake of the issuer's."""
    last = place.to_line or place.line
    for lost in _lost(subject.disclosure):
        if place.line is not None and last is not None and lost.line is not None:
            if place.line <= (lost.to_line or lost.line) and lost.line <= last and (place.page == lost.page):
                return True
        elif place.line is None and place.page is not None and place.page == lost.page:
            return True
    return False


@once
def torn(disclosure: Disclosure) -> bool:
    """Whether the target forms as a whole are damaged: what is missing anywhere in them may be the source's loss."""
    forms = [f for f in disclosure.forms if f.kind == PROJECTS and f.place.line is not None]
    losses = [
        p for p in _lost(disclosure) if any((f.place.line or 0) <= (p.line or -1) <= (f.place.to_line or 0) for f in forms)
    ]
    return any(p.line is not None for p in losses) and len(losses) > len(disclosure.projects) // 4


def span(project: Project, aims: Iterable[Aim]) -> Place:
    """The lines from a project's own to its last indicator's."""
    lines = [n for a in aims for n in (a.indicator.place.line, a.indicator.place.to_line) if n is not None]
    first, last = project.place.line, max([*lines, project.place.to_line or project.place.line or 0], default=None)
    if first is None or last is None:
        return project.place
    return Place(page=project.place.page, line=min([first, *lines]), to_line=last)


def is_total_cost(aim: Aim) -> bool:
    """Whether an indicator is the cost of the whole project."""
    return aim.level == COST and review().has("total_cost", aim.name)


def listed(disclosure: Disclosure) -> tuple[Row, ...]:
    """The project rows of the project form."""
    form = disclosure.form("project_expenditure")
    return tuple(r for r in form.rows if r.kind is RowKind.PROJECT and r.label) if form else ()


def whole(row: Row) -> Decimal | None:
    """The total of a project's row: its first column."""
    return next((c.amount for c in row.cells.values()), None)


def key(text: str) -> str:
    """A project's name for comparing: folded, without brackets' contents marks and a final 项目."""
    return "".join(c for c in fold(text) if c.isalnum()).removesuffix("项目")
