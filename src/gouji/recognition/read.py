"""The whole way from a Document to a Disclosure: outline, rows, placement, claims, targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gouji.model.disclosure import Claim, Damage, Disclosure, Form, Issuer, RowKind
from gouji.recognition import bodies, claims, grid_rows, grid_unknown, line_rows, targets
from gouji.recognition.attach import attach
from gouji.recognition.grid_intact import as_they_stand
from gouji.recognition.outline import looks_like_budget, outline
from gouji.recognition.relabel import relabelled
from gouji.recognition.scrambled import without_scrambled
from gouji.recognition.segment import FormSegment, Outline
from gouji.reconcile.loose import LooseForm
from gouji.reconcile.placement import place
from gouji.sources.document import Document, Grid, SourceError
from gouji.standards.template import Template

PERFORMANCE = ("project_performance", "department_performance")
_AMOUNT = re.compile(r"(?<![\d.])\d[\d,]*\.\d\d(?![\d.])")
_SOME = 2  # amounts that a form must hold to be one that was not read


class NotABudget(SourceError):
    """A document that could be read but is no budget disclosure."""


def read(document: Document) -> Disclosure:
    """The budget that a document publishes.

    A document of a province without a template still gets its outline and its tables as they are ruled (forms of kind
    `unknown`); its `template` is None. Tables whose columns the source has lost are told as damage then.
    Raises NotABudget where nothing in it looks like a budget.
    """
    if not looks_like_budget(document):
        if document.image_pages:
            raise _only_pictures(document)
        unread, unread_english = _unread(document)
        raise NotABudget(
            f"{document.source.name}：没有找到预算公开的内容（没有预算表，也没有收支说明）{unread}",
            f"{document.source.name}: nothing here looks like a budget disclosure (no forms, no account of the budget)"
            f"{unread_english}",
        )
    found = outline(document)
    if found.template is None:
        return _without_template(document, found)
    return _with_template(document, found, found.template)


def _unread(document: Document) -> tuple[str, str]:
    """What of a document was not read, in Chinese and English: the budget may stand there. Its first place only."""
    lost = next(iter(document.damage), None)
    if lost is None:
        return "", ""
    place, line = lost.place, lost.place.line
    where = f"第{line}行，" if line else f"第{place.page}页，" if place.page else ""
    english = f"line {line}: " if line else f"page {place.page}: " if place.page else ""
    return f"；没有读全：{where}{lost.says}", f"; not all was read: {english}{lost.english or lost.says}"


def _only_pictures(document: Document) -> NotABudget:
    """What is told of a document whose pages that matter are pictures which were not read."""
    name, count = document.source.name, len(document.image_pages)
    return NotABudget(
        f"{name}：有{count}页是图片，没有文字可读；安装文字识别后可读：pip install 'gouji[ocr]'",
        f"{name}: {count} page(s) are pictures without text; pip install 'gouji[ocr]' reads them",
    )


def _with_template(document: Document, found: Outline, template: Template) -> Disclosure:
    if found.fiscal_year not in (None, template.year):  # the chart of accounts is that of the document's year
        template = replace(template, year=found.fiscal_year or template.year)
    segments = [s for s in found.forms if s.template is not None]
    aims = targets.read([s for s in segments if s.template and s.template.layout in PERFORMANCE], template)
    tables = [s for s in segments if s.template and s.template.layout not in PERFORMANCE]
    rows = as_they_stand(tables, template, lambda s: _rows(s, template))
    whole = bodies.coded(bodies.part(grid_rows.with_cuts(rows), template, found.issuer.name))
    loose = attach(relabelled(whole, line_rows.chart(template.year)), template)
    placement = place((*loose, *aims.forms), template)
    forms, mixed = without_scrambled(placement.forms, [f.exact for f in (*loose, *aims.forms)], template, placement.shapes)
    stated = claims.read(found.prose, template, found.fiscal_year)
    lost = [d for form in (*loose, *aims.forms) for d in form.damage]
    return _disclosure(document, found, forms, stated, aims, (*lost, *placement.damage, *mixed))


def _without_template(document: Document, found: Outline) -> Disclosure:
    """The disclosure of a province that no template covers: every table by its own header."""
    ruled = [s for s in found.forms if any(isinstance(b, Grid) for b in s.blocks)]
    return _disclosure(document, found, [grid_unknown.read(s) for s in ruled], (), targets.Targets(), ())


def _rows(segment: FormSegment, template: Template) -> LooseForm:
    """The rows of a segment, by the reader that fits what the source kept of its table."""
    gridded = sum(len(row) for b in segment.blocks if isinstance(b, Grid) for row in b.rows)
    written = sum(1 for b in segment.blocks if not isinstance(b, Grid))
    if gridded > written:
        return grid_rows.read(segment, template)
    form = line_rows.read(segment, template)
    if any(row.numbers for row in form.rows):
        return form
    bare = grid_rows.read(segment, template)  # lines of nothing but amounts: a table that lost all its words
    return bare if any(row.numbers for row in bare.rows) else _unread_form(form, segment)


def _unread_form(form: LooseForm, segment: FormSegment) -> LooseForm:
    """A form of which no amount was read; where its text holds amounts it is not empty, and the reader must know."""
    amounts = sum(len(_AMOUNT.findall(b.text)) for b in segment.blocks if not isinstance(b, Grid))
    if amounts < _SOME:
        return form
    says = f"“{segment.title}”有金额，但分不清各行各列，没有读入"
    return replace(form, unread=True, damage=(*form.damage, Damage(segment.place, says)))


def _disclosure(
    document: Document,
    found: Outline,
    forms: Sequence[Form],
    stated: Sequence[Claim],
    aims: targets.Targets,
    lost: Sequence[Damage],
) -> Disclosure:
    damage = (*document.damage, *found.damage, *aims.damage, *lost)
    return Disclosure(
        source=document.source,
        issuer=_with_codes(found.issuer, forms),
        fiscal_year=found.fiscal_year,
        kind=found.kind,
        template=found.template.id if found.template else None,
        profile=found.template.profile if found.template else None,
        forms=tuple(sorted(forms, key=lambda f: (f.place.page or 0, f.place.line or 0))),
        claims=tuple(stated),
        projects=aims.projects,
        department_performance=aims.department_performance,
        sections=(*found.contents, *found.sections),
        damage=tuple(dict.fromkeys(damage)),
        owners=found.owners,
    )


def _with_codes(issuer: Issuer, forms: Sequence[Form]) -> Issuer:
    """The issuer with the budget codes that the forms print: the only department, and the only agency, of form 02."""
    rows = [row for form in forms for row in form.rows]
    departments = {r.codes["agency"] for r in rows if r.kind is RowKind.DEPARTMENT and "agency" in r.codes}
    agencies = {r.codes["agency"] for r in rows if r.kind is RowKind.AGENCY and "agency" in r.codes}
    projects = {r.codes["project"][:6] for r in rows if len(r.codes.get("project", "")) >= 20}
    return replace(
        issuer,
        department=issuer.department or (departments.pop() if len(departments) == 1 else None),
        agency=issuer.agency or (agencies.pop() if len(agencies) == 1 else None),
        division=issuer.division or (projects.pop() if len(projects) == 1 else None),
    )


__all__ = ["NotABudget", "read"]
