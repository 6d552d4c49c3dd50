"""A unit's book → its complete disclosure: forms, prose, claims, projects with targets, whole-department performance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from gouji.drafting.book import Book, Plan
from gouji.drafting.declaration import Declaration, declaration
from gouji.drafting.projection import Bodies, forms
from gouji.drafting.prose import write
from gouji.drafting.rounding import Rounding, rounded
from gouji.model.disclosure import Cell, Disclosure, Form, Issuer, Project, RowKind, Section, Source
from gouji.model.finding import Outcome
from gouji.publishing.grid import chinese
from gouji.reconcile.binding import bind
from gouji.reconcile.evaluation import evaluate
from gouji.standards.loader import load
from gouji.standards.template import Template

PERFORMANCE = "project_performance"


def assemble(book: Book, claims: bool = True) -> Disclosure:
    """The disclosure of one unit, or of a department whose units were consolidated into one book.

    `claims`: whether its prose is read for what it claims, which is half of the work and which who only prints it can spare.
    """
    template = load(book.template, book.profile)
    declared = declaration(template)
    lines = rounded(book.lines) if book.rounding is Rounding.ADDITIVE else book.lines
    bodies = Bodies(
        book.body.department,
        book.body.department_name,
        book.units,
        {(p.agency, p.name): p.code for p in book.projects if p.code},
        book.names,
    )
    made = forms(lines, bodies, template, declared, {PERFORMANCE: book.performance_unit})
    written = write(book, lines, made, template, declared, claims)
    whole = Disclosure(
        source=Source(f"{book.body.name}{book.year}年预算", "application/vnd.gouji.draft"),
        issuer=_issuer(book),
        fiscal_year=book.year,
        kind="department_budget" if len(book.units) > 1 else "unit_budget",
        template=template.id,
        forms=made,
        claims=written.claims,
        projects=_projects(book, made, template, declared),
        department_performance=book.performance if "department_performance" in template.forms else None,
        sections=(*_contents(book, made, written.sections), *written.sections),
        profile=template.profile,
    )
    return _noted(whole, template, declared.rounding_note) if book.rounding is Rounding.EACH else whole


def _noted(whole: Disclosure, template: Template, note: str) -> Disclosure:
    """The disclosure in which the forms whose printed parts miss their totals, and only they, say so."""
    ended = evaluate(bind(whole, template))
    off = [{f.key.index for f in r.relation.figures if f.key.owner == "form"} for r in ended if r.outcome is Outcome.ROUNDING]
    unlike = {n for forms in off if len(forms) == 1 for n in forms}  # a figure of another form is not seen beside its parts
    told = (replace(f, note="\n".join(n for n in (f.note, note) if n)) if i in unlike else f for i, f in enumerate(whole.forms))
    return replace(whole, forms=tuple(told))


def _contents(book: Book, made: Sequence[Form], sections: Sequence[Section]) -> Iterator[Section]:
    """The contents list (目录): parts and their sections, then the forms of the attachment."""
    for section in sections:
        if section.level <= 2:
            yield Section(section.title, section.level, listed=True)
    what = "部门" if len(book.units) > 1 else "单位"
    yield Section(f"附件：{book.body.name}{book.year}年{what}预算表", listed=True)
    for n, form in enumerate(made, 1):
        yield Section(f"{chinese(n)}、{form.title}", 2, listed=True)


def _issuer(book: Book) -> Issuer:
    body = book.body
    agency = None if len(book.units) > 1 else body.agency
    return Issuer(body.name, agency, body.department or None, body.division, body.level)


def _projects(book: Book, made: Sequence[Form], template: Template, declared: Declaration) -> tuple[Project, ...]:
    """The projects in the order of the performance form, with its amounts; from the plans what is no money."""
    if PERFORMANCE not in template.forms:
        return ()
    form = next(f for f in made if f.kind == PERFORMANCE)
    plans = {(p.agency, p.name): p for p in book.projects}
    total = next(c for c in template.forms[PERFORMANCE].amounts() if c.key == "amount.total")
    out, agency = [], book.body.agency
    for row in form.rows:
        if row.kind is RowKind.AGENCY:
            agency = row.codes["agency"]
        if row.kind is not RowKind.PROJECT:
            continue
        plan = plans.get((agency, row.label), Plan(agency, row.label))
        held = row.cells.get(total.path)
        out.append(
            Project(
                name=row.label,
                code=plan.code,
                agency=agency,
                amount=held.amount if held else Decimal(0),
                unit=form.unit,
                indicators=plan.indicators,
                goal=plan.goal or None,
                amounts={path.rpartition("/")[2]: Cell(cell.amount) for path, cell in row.cells.items()},
            )
        )
    return tuple(out)
