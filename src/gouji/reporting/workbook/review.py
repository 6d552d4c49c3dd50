"""The rows of the check sheet: which finding belongs to which, and what each row comes to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from gouji.model.disclosure import Section
from gouji.model.finding import Finding, Outcome, Severity, Spot
from gouji.reporting.material import Material
from gouji.reporting.order import Ordering
from gouji.standards.fold import fold
from gouji.standards.loader import common


class Meets(StrEnum):
    """Whether what a row inspects is as it should be (符合要求)."""

    YES = "是"
    NO = "否"
    UNCHECKED = "未检查"


@dataclass(slots=True)
class Item:
    """A row. `number` and `form` are set for a form's row; `findings` are numbers into the report's."""

    id: str
    title: str
    checks: str
    kind: str = ""
    sections: tuple[str, ...] = ()
    rules: str = ""
    why: str = ""
    form: str | None = None
    findings: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Review:
    """The filled sheet: `meets[i]` and `reasons[i]` belong to `items[i]`; a reason says why a row is unchecked."""

    items: tuple[Item, ...]
    meets: tuple[Meets, ...]
    reasons: tuple[str, ...]

    def row_of(self, number: int) -> Item:
        """The row that the finding of that number belongs to: exactly one."""
        return next(item for item in self.items if number in item.findings)


def review(material: Material) -> Review:
    """Every finding put into its row, and every row judged."""
    items = _items(material)
    where = _Where(material)
    for number, finding in enumerate(material.report.findings):
        _row(items, finding, where).findings.append(number)
    judged = [_judged(material, item, where) for item in items]
    return Review(tuple(items), tuple(m for m, _ in judged), tuple(r for _, r in judged))


def _items(material: Material) -> list[Item]:
    """The rows that the province's list names, a row for each of its forms among them."""
    listed = material.template.extra.get("check_sheet")
    rows = listed if isinstance(listed, Sequence) and listed else _default()
    out: list[Item] = []
    for row in rows:
        item = _item(row)
        out += _forms(material, item) if item.kind == "forms" else [item]
    if not any(item.kind == "rest" for item in out):
        out.append(Item("rest", "其他", "以上各项以外的问题", "rest"))
    return out


@cache
def _default() -> tuple[Mapping[str, object], ...]:
    rows = common("check_sheet").get("check_sheet")
    return tuple(row for row in rows if isinstance(row, Mapping)) if isinstance(rows, Sequence) else ()


def _item(row: Mapping[str, object]) -> Item:
    def text(key: str) -> str:
        return str(row.get(key) or "")

    words = tuple(fold(word) for word in text("sections").split("|") if word)
    return Item(text("id"), text("title"), text("checks"), text("kind"), words, text("rules"), text("why"))


def _forms(material: Material, item: Item) -> list[Item]:
    """A row for each form: those of the list in its order, then what else the document has."""
    printed = {f.kind: f for f in reversed(material.disclosure.forms) if f.status != "missing"}
    kinds = {kind: form.titles[0] for kind, form in material.template.forms.items()}
    for kind, form in printed.items():
        kinds.setdefault(kind, form.title)
    titles = {k: f"{printed[k].number or ''} {printed[k].title}".strip() if k in printed else t for k, t in kinds.items()}
    return [Item(kind, title, item.checks, "form", form=kind) for kind, title in titles.items()]


class _Where:
    """Under which heading a place stands."""

    def __init__(self, material: Material) -> None:
        self.order = Ordering(material.document)
        body = [s for s in material.disclosure.sections if not s.listed]
        self.sections = sorted(body, key=lambda s: self.order(s.place))
        self.listed = {s.place for s in material.disclosure.sections if s.listed}
        self.folded = {id(s): fold(s.title) for s in body}

    def headings(self, spot: Spot) -> list[str]:
        """The headings above a place, innermost first, folded; none where it has no place or stands before all."""
        here = self.order(spot.place)
        if not spot.place.to_json():
            return []
        path: dict[int, Section] = {}
        for section in self.sections:
            if self.order(section.place) > here:
                break
            path = {level: s for level, s in path.items() if level < section.level}
            path[section.level] = section
        return [self.folded[id(path[level])] for level in sorted(path, reverse=True)]

    def has(self, item: Item) -> bool:
        """Whether the body has a heading of the row."""
        return any(word in title for title in self.folded.values() for word in item.sections)


def _row(items: list[Item], finding: Finding, where: _Where) -> Item:
    """The row of a finding: by its form, its place, its rule, else the last row."""
    spot = finding.places[0] if finding.places else Spot()
    for item in items:
        if item.form is not None and item.form == spot.form:
            return item
    for item in items:
        if item.rules and re.fullmatch(item.rules, finding.rule):
            return item
    if spot.place in where.listed:
        found = next((item for item in items if item.kind == "contents"), None)
        if found:
            return found
    headings = [] if spot.form else where.headings(spot)
    for heading in headings or [fold(spot.row)] * bool(spot.row and not spot.form):
        for item in items:
            if any(word in heading for word in item.sections):
                return item
    if not spot.form and not headings and spot.place.to_json():
        found = next((item for item in items if item.kind == "cover"), None)
        if found:
            return found
    return next(item for item in items if item.kind == "rest")


def counts(finding: Finding) -> bool:
    """Whether something has to be corrected or looked at: no mere note, and not accepted."""
    return finding.severity is not Severity.INFO and finding.accepted is None


def _judged(material: Material, item: Item, where: _Where) -> tuple[Meets, str]:
    """What the row comes to. What was not looked at is never said to be right."""
    found = [material.report.findings[n] for n in item.findings]
    if any(counts(f) for f in found):
        return Meets.NO, ""
    if item.kind == "never":
        return Meets.UNCHECKED, item.why
    if item.form is not None:
        return _form(material, item.form)
    if item.kind == "contents":
        return (Meets.YES, "") if where.listed else (Meets.UNCHECKED, "没有找到目录")
    if item.kind == "rest" or item.kind == "cover" or (not item.sections):
        return Meets.YES, ""
    return (Meets.YES, "") if where.has(item) else (Meets.UNCHECKED, "没有找到这一部分的标题")


def _form(material: Material, kind: str) -> tuple[Meets, str]:
    """A form passes where it is there and some relation of its figures was tested; an empty one where it is there."""
    forms = [f for f in material.disclosure.forms if f.kind == kind and f.status != "missing"]
    if not forms:
        return Meets.UNCHECKED, "文件中没有这张表"
    if all(f.status == "empty" for f in forms):
        return Meets.YES, ""
    tested = any(
        figure.spot.form == kind
        for result in material.report.results
        if result.outcome is not Outcome.UNTESTABLE
        for figure in result.relation.figures
    )
    return (Meets.YES, "") if tested else (Meets.UNCHECKED, "没有能够检验的勾稽关系")
