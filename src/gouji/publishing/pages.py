"""A disclosure as a publication: cover, contents, prose by part, forms with their captions. Every writer prints this."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.model.disclosure import Disclosure, Form, Section
from gouji.publishing.grid import Table, table
from gouji.publishing.performance import matrix, whole
from gouji.standards.template import FormTemplate, Template

ATTACHMENT = "附件"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form with its captions. `index` is its position in the disclosure; `unit_line` the words beside the table."""

    index: int
    form: Form
    template: FormTemplate
    number: str
    title: str
    issuer_line: str
    unit_line: str
    subtitle: str
    table: Table
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """All that is printed. `contents` are (level, words) of the contents list."""

    title: str
    issuer: str
    year: int
    department: bool
    sections: tuple[Section, ...]
    attachment: str
    sheets: tuple[Sheet, ...]

    @property
    def contents(self) -> tuple[tuple[int, str], ...]:
        parts = [(s.level, s.title) for s in self.sections if s.level <= 2]
        forms = [(2, f"{_ordinal(n)}、{sheet.title}") for n, sheet in enumerate(self.sheets, 1)]
        return (*parts, (1, self.attachment), *forms)


def _ordinal(number: int) -> str:
    from gouji.publishing.grid import chinese

    return chinese(number)


def publication(disclosure: Disclosure, template: Template) -> Publication:
    """The disclosure as it is printed, forms in the template's order. ValueError where the year is not known."""
    if disclosure.fiscal_year is None:
        raise ValueError("a disclosure without a fiscal year cannot be published")
    department = disclosure.kind == "department_budget"
    word = "部门" if department else "单位"
    name, year = disclosure.issuer.name, disclosure.fiscal_year
    order = list(template.forms)
    known = [(i, f) for i, f in enumerate(disclosure.forms) if f.kind in template.forms and f.status != "missing"]
    known.sort(key=lambda entry: (order.index(entry[1].kind), entry[0]))
    sheets = tuple(_sheet(i, form, template.forms[form.kind], disclosure, word) for i, form in known)
    sections = tuple(s for s in disclosure.sections if not s.listed and not s.title.startswith(ATTACHMENT))
    return Publication(
        f"{name}{year}年{word}预算公开", name, year, department, sections, f"{ATTACHMENT}：{name}{year}年{word}预算表", sheets
    )


def _sheet(index: int, form: Form, template: FormTemplate, disclosure: Disclosure, word: str) -> Sheet:
    number = form.number or template.official
    notes = [line for line in (form.note or "").splitlines() if line.strip()]
    if form.kind == "project_performance":
        laid = matrix(form, template, disclosure.projects)
    elif form.kind == "department_performance" and disclosure.department_performance is not None:
        laid = whole(form, template, disclosure.department_performance)
    else:
        laid = table(form, template)
    performance = form.kind in ("project_performance", "department_performance")
    return Sheet(
        index,
        form,
        template,
        number,
        form.title,
        f"{word}名称：{disclosure.issuer.name}",
        "" if performance else f"单位：{form.unit}",
        f"（{disclosure.fiscal_year}年度）" if performance else "",
        laid,
        tuple(notes),
    )
