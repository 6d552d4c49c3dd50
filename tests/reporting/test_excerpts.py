"""Excerpts: the source's line or the form's row, with the figure of the finding marked in it."""

from __future__ import annotations

from dataclasses import replace

from gouji.model.finding import Finding, Severity, Spot
from gouji.model.place import Place
from gouji.reporting.excerpts import excerpt
from gouji.reporting.material import Material


def test_what_is_marked_is_what_the_finding_states(wrong: Material) -> None:
    marked = 0
    for finding in wrong.report.findings:
        found = excerpt(wrong, finding)
        if found is not None and finding.suspect is not None and finding.places[0].stated:
            marked += 1
            shown = found.text[found.start : found.end].replace(",", "")
            assert finding.places[0].stated.lstrip("-").rstrip("0").rstrip(".") in shown
    assert marked >= 5


def test_a_row_begins_with_its_label_however_many_amounts_it_has(wrong: Material) -> None:
    form = next(f for f in wrong.disclosure.forms if f.kind == "expenditure_summary")
    row = max(form.rows, key=lambda r: len(r.cells))
    column, cell = list(row.cells.items())[-1]
    spot = Spot(form.kind, row.label, column, str(cell.amount), cell.place)
    found = excerpt(wrong, Finding("X", Severity.ERROR, "", "", (spot,)))
    assert found is not None
    assert found.text.startswith(f"{row.label}  …")
    assert found.text[found.start : found.end] == format(cell.amount, ",f")


def test_a_finding_without_a_figure_has_none(wrong: Material) -> None:
    assert excerpt(wrong, Finding("X", Severity.ERROR, "", "")) is None
    nowhere = Finding("X", Severity.ERROR, "", "", (Spot("", "x", place=Place(line=10**6)),))
    assert excerpt(wrong, nowhere) is None
    assert excerpt(replace(wrong, lang="en"), nowhere) is None
