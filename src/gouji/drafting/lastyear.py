"""Last year's published document → this year's starting workbook: figures to compare with; projects as suggestions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from gouji.drafting.book import Body, Book, Plan
from gouji.drafting.declaration import Declaration, declaration
from gouji.drafting.figures import Figures
from gouji.model.disclosure import Disclosure, RowKind
from gouji.standards.error import TemplateError
from gouji.standards.loader import available, load

_SPACED = re.compile(r"(?<=[一-鿿，。；：（）、]) +(?=\d)|(?<=[\d%]) +(?=[一-鿿])")  # set apart in type, not written


def carried_over(reading: Disclosure, profile: str | None = None) -> Book:
    """The book of the year after a reading. Budget lines are not guessed: they have to be entered anew.

    Raises TemplateError where the province has no template for the next year, or the reading names none.
    """
    if reading.template is None or reading.fiscal_year is None:
        raise TemplateError("这份公开文件没有认出模板或年度", "the reading names no template or year")
    province, year = reading.template.partition("/")[0], reading.fiscal_year + 1
    offered = [p for p in available() if p.id == f"{province}/{year}"]
    if not offered:
        raise TemplateError(f"还没有{year}年的模板“{province}/{year}”", f"no template “{province}/{year}” yet")
    wanted = profile or reading.profile
    template = load(offered[0].id, wanted if any(p.profile == wanted for p in offered) else None)
    declared = declaration(template)
    texts, staff = {}, dict[str, int]()
    for key, title in declared.inputs.passages.items():
        text = next((s.text for s in reading.sections if title in s.title and s.text), "")
        texts[key], counted = _staff_apart(_SPACED.sub("", text), reading.issuer.name, declared.inputs.staff)
        staff |= counted
    issuer = reading.issuer
    return Book(
        template=template.id,
        profile=template.profile,
        year=year,
        body=Body(
            issuer.name,
            issuer.agency or "",
            issuer.department or "",
            _department(reading),
            issuer.division,
            issuer.level,
            staff=staff,
        ),
        projects=_plans(reading),
        performance=reading.department_performance,
        last=published(reading, declared),
        texts=texts,
    )


def published(reading: Disclosure, declared: Declaration) -> dict[str, Decimal]:
    """What a reading says of the quantities that the document of the year after compares with: from its forms, else from its
    prose; in 万元. Quantities of which it says nothing are left out."""
    figures = Figures(reading.forms, load(reading.template or "", reading.profile), read=True)
    stated = {c.quantity: c.amount for c in reading.claims if c.amount is not None and c.unit == "万元"}
    found: dict[str, Decimal] = {}
    for quantity in (*declared.inputs.last_year, *declared.inputs.public):
        value = figures.value(quantity)
        value = stated.get(quantity) if value is None else value
        if value is not None:
            found[quantity] = value.quantize(Decimal("0.01"))
    return found


def _staff_apart(text: str, name: str, kinds: Sequence[str]) -> tuple[str, dict[str, int]]:
    """A passage without the paragraphs that tell the numbers of staff and nothing else, and those numbers: they are entered
    apart, and the passage is printed with a sentence made of them."""
    kept, staff = [], dict[str, int]()
    counted = re.compile(f"({'|'.join(map(re.escape, kinds))})(\\d{{1,6}})人")
    for paragraph in text.split("\n"):
        found = counted.findall(paragraph)
        if found and not counted.sub("", paragraph.replace(name, "")).strip("，、；。 "):
            staff |= {kind: int(number) for kind, number in found}
        else:
            kept.append(paragraph)
    return "\n".join(kept), staff


def _plans(reading: Disclosure) -> tuple[Plan, ...]:
    """Last year's projects, one of each name: a document may print one project in several rows."""
    agency, found = reading.issuer.agency, dict[tuple[str, str], Plan]()
    for p in reading.projects:
        plan = Plan(agency or p.agency or "", p.name, p.code, p.goal or "", indicators=p.indicators)
        found.setdefault((plan.agency, plan.name), plan)
    return tuple(found.values())


def _department(reading: Disclosure) -> str:
    """The department's name as the forms print it."""
    rows = (row for form in reading.forms for row in form.rows if row.kind is RowKind.DEPARTMENT)
    return next((row.label for row in rows if row.label), "")
