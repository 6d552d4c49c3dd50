"""Changes of a disclosure, each a new one: a cell, a row, a form, a claim, a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gouji.model.disclosure import Cell, Claim, Disclosure, Form, Indicator, Project, Row, Target
from gouji.model.finding import Spot

At = tuple[int, int, str]  # form, row, column


def set_form(found: Disclosure, index: int, form: Form) -> Disclosure:
    return replace(found, forms=(*found.forms[:index], form, *found.forms[index + 1 :]))


def set_rows(found: Disclosure, index: int, rows: Sequence[Row]) -> Disclosure:
    return set_form(found, index, replace(found.forms[index], rows=tuple(rows)))


def set_row(found: Disclosure, index: int, position: int, row: Row) -> Disclosure:
    rows = found.forms[index].rows
    return set_rows(found, index, (*rows[:position], row, *rows[position + 1 :]))


def set_cell(found: Disclosure, at: At, value: Decimal | None) -> Disclosure:
    """A cell with another amount (None: blank); a project's amount that is printed in it follows."""
    index, position, column = at
    row = found.forms[index].rows[position]
    cells = dict(row.cells)
    old = cells.get(column)
    if value is None:
        cells.pop(column, None)
    else:
        cells[column] = replace(old, amount=value) if old else Cell(value, place=row.place)
    changed = set_row(found, index, position, replace(row, cells=cells))
    if old is None or value is None or found.forms[index].kind != "project_performance" or not column.endswith("资金总额"):
        return changed
    projects = tuple(replace(p, amount=value) if _is(p, old) else p for p in changed.projects)
    return replace(changed, projects=tuple(_with_part(p, old, value) for p in projects))


def _is(project: Project, cell: Cell) -> bool:
    printed = project.amounts.get("资金总额")
    return printed is not None and printed.place == cell.place and project.amount == cell.amount


def _with_part(project: Project, old: Cell, value: Decimal) -> Project:
    amounts = {
        k: replace(c, amount=value) if c.place == old.place and k == "资金总额" else c for k, c in project.amounts.items()
    }
    return replace(project, amounts=amounts)


def reworded(found: Disclosure, position: int, new: Decimal) -> Disclosure:
    """A claim with another number: in itself, in its quote (the last place where it stands) and in its section's text."""
    claim = found.claims[position]
    head, number, tail = claim.quote.rpartition(str(claim.amount))
    quote = f"{head}{new}{tail}" if number else claim.quote
    printed = re.compile(r"\s*".join(map(re.escape, claim.quote.replace(" ", ""))))
    sections = list(found.sections)
    for i, section in enumerate(sections):
        if number and not section.listed and claim.section.endswith(section.title) and printed.search(section.text):
            sections[i] = replace(section, text=printed.sub(lambda m: quote, section.text, count=1))
            break
    changed = set_claims(found, position, replace(claim, amount=new, quote=quote))
    return replace(changed, sections=tuple(sections))


def set_claims(found: Disclosure, position: int, claim: Claim) -> Disclosure:
    return replace(found, claims=(*found.claims[:position], claim, *found.claims[position + 1 :]))


def set_project(found: Disclosure, position: int, project: Project) -> Disclosure:
    return replace(found, projects=(*found.projects[:position], project, *found.projects[position + 1 :]))


def set_target(found: Disclosure, project: int, position: int, target: Target) -> Disclosure:
    indicators = found.projects[project].indicators
    changed: Indicator = replace(indicators[position], target=target)
    return set_project(
        found,
        project,
        replace(found.projects[project], indicators=(*indicators[:position], changed, *indicators[position + 1 :])),
    )


def set_figure(found: Disclosure, spot: Spot, value: Decimal | None) -> Disclosure:
    """The figure that stands at a spot, changed: a cell, or a claim of the prose."""
    if not spot.form:
        return found if value is None else set_claim(found, spot, value)
    for index, form in enumerate(found.forms):
        if form.kind != spot.form:
            continue
        for position, row in enumerate(form.rows):
            cell = row.cells.get(spot.column)
            if row.label == spot.row and (cell.place if cell else row.place) == spot.place:
                return set_cell(found, (index, position, spot.column), value)
    return found


def set_claim(found: Disclosure, spot: Spot, value: Decimal) -> Disclosure:
    for position, claim in enumerate(found.claims):
        if claim.quantity == spot.row and claim.place == spot.place:
            return set_claims(found, position, replace(claim, amount=abs(value) if claim.direction else value))
    return found
