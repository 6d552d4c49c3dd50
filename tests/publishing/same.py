"""What two disclosures say, figure by figure, and where they differ: the measure of the round trip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gouji.model.disclosure import Disclosure, Form, Indicator, Project, Row

Fact = tuple[object, ...]
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)])")


def differences(wanted: Disclosure, got: Disclosure) -> list[str]:
    """What one says and the other does not, in words; empty where both say the same."""
    left, right = Counter(facts(wanted)), Counter(facts(got))
    lost = [f"- {fact}" for fact in (left - right).elements()]
    return lost + [f"+ {fact}" for fact in (right - left).elements()]


def facts(disclosure: Disclosure) -> Iterator[Fact]:
    """Every fact of a disclosure that a reader of the published document can know."""
    yield ("year", disclosure.fiscal_year)
    yield ("kind", disclosure.kind)
    yield ("issuer", disclosure.issuer.name)
    yield ("template", disclosure.template, disclosure.profile)
    yield from (("damage", d.says) for d in disclosure.damage)
    for form in disclosure.forms:
        yield ("form", form.kind, form.title, form.number, form.status, "" if _targets(form) else form.unit)
        seen: Counter[str | None] = Counter()
        for row in form.rows:
            seen[row.side] += 1  # the two sides of a form stand beside each other: each has its own order
            yield from _row(form, seen[row.side], row)
    for project in disclosure.projects:
        yield from _project(project)
    whole = disclosure.department_performance
    if whole is not None:
        yield ("whole.goal", whole.goal)
        yield from (("task", t.name, t.content) for t in whole.tasks)
        yield from (("whole", *_indicator(i), i.level2, i.explanation or "") for i in whole.indicators)


def _targets(form: Form) -> bool:
    return form.kind == "project_performance"


def _row(form: Form, position: int, row: Row) -> Iterator[Fact]:
    texts = tuple(sorted((k, v) for k, v in row.texts.items() if v))
    codes = tuple(sorted((k, v) for k, v in row.codes.items() if v))
    where = (form.kind, position, row.side)
    label = _NUMBER.sub("", row.label) if row.item else row.label  # a fixed line's number is its place, not its name
    kind = row.item or (row.kind.value if label else "total")  # without labels a form has one row
    yield (*where, kind, label, codes, texts)
    yield from ((*where, path, str(cell.amount)) for path, cell in row.cells.items())
    yield from ((*where, "ambiguous", str(a.amount)) for a in row.ambiguous)
    yield from ((*where, "unreadable", u) for u in row.unreadable)


def _project(project: Project) -> Iterator[Fact]:
    amount = str(project.amount) if project.amount else None  # a blank total says nothing; a printed 0.00 is told below
    yield ("project", project.code, project.name, project.agency, amount, project.unit)
    yield from (("project", project.name, path, str(cell.amount)) for path, cell in project.amounts.items())
    yield from (("target", project.code, project.name, *_indicator(i)) for i in project.indicators)


def _indicator(indicator: Indicator) -> Fact:
    target = indicator.target
    value = (target.comparator, str(target.value), target.unit, str(target.upper), target.deadline)
    return (indicator.level1, indicator.name, target.raw, *value)
