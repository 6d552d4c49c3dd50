"""Text that kept all cells of its tables: what an issuer put in the wrong place is told; what a converter moved is put back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.invented.document import document
from tests.invented.station import STATION

from gouji.checking import check
from gouji.model.disclosure import Disclosure, Form, Origin
from gouji.recognition import grid_rows, read
from gouji.recognition.grid_intact import as_they_stand
from gouji.recognition.outline import outline
from gouji.recognition.read import PERFORMANCE
from gouji.recognition.segment import FormSegment
from gouji.reconcile.loose import LooseForm
from gouji.sources import open_document
from gouji.standards.loader import load

CLEAN = document(STATION)
HOUSING = "221\t02\t01\t\t住房公积金\t29.04\t29.04\t29.04\t\t\t\t\t\t"
MOVED = "221\t02\t01\t\t住房公积金\t29.04\t29.04\t\t29.04\t\t\t\t\t"
PUMPS = "特定目标类\t汛期应急值守\t禾川市雨情监测中心\t60.00\t60.00\t\t\t\t\t\t\t"
WAGES, PEOPLE = "基本支出/人员经费/工资福利支出", "基本支出/人员经费/对个人和家庭的补助"


def reading(folder: Path, text: str) -> Disclosure:
    path = folder / "公开.txt"
    path.write_text(text, encoding="utf-8")
    return read(open_document(path))


def form(found: Disclosure, kind: str) -> Form:
    return next(f for f in found.forms if f.kind == kind)


def cells(found: Disclosure, kind: str, label: str) -> dict[str, str]:
    rows = [row for row in form(found, kind).rows if row.label == label]
    assert len(rows) == 1
    assert not rows[0].ambiguous
    return {path: str(cell.amount) for path, cell in rows[0].cells.items()}


def said(found: Disclosure, word: str) -> list[str]:
    report = check(found, load(found.template or "", found.profile))
    return [f.message for f in report.findings if word in f.message or any(word in (s.row or "") for s in f.places)]


def test_a_figure_in_the_wrong_column_stays_there_and_is_told(tmp_path: Path) -> None:
    assert not said(reading(tmp_path, CLEAN), "住房公积金")
    found = reading(tmp_path, CLEAN.replace(HOUSING, MOVED, 1))
    assert cells(found, "expenditure_summary", "住房公积金") == {
        "合计": "29.04",
        "基本支出/小计": "29.04",
        PEOPLE: "29.04",
    }
    assert cells(found, "general_budget_expenditure", "住房公积金")[WAGES] == "29.04"
    assert said(found, "住房公积金")


def test_where_cells_were_lost_a_figure_in_the_wrong_column_is_the_sources(tmp_path: Path) -> None:
    """The neighbour: one row of another table is narrower than its header, so cells of this document may be anywhere."""
    text = CLEAN.replace(HOUSING, MOVED, 1)
    torn = text.replace("水利工程运行与维护\t85.00\t\t\t\t\t\t", "水利工程运行与维护\t85.00\t\t\t\t\t", 1)
    assert torn != text
    assert cells(reading(tmp_path, torn), "expenditure_summary", "住房公积金")[WAGES] == "29.04"


def test_a_table_moved_against_its_header_is_put_back_though_no_row_is_wider(tmp_path: Path) -> None:
    lines = CLEAN.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("126002\t禾川市雨情监测中心\t780.17"))
    for row in range(at - 2, at + 1):
        first, second, total, *rest = lines[row].split("\t")
        assert rest[-1] == ""
        lines[row] = "\t".join([first, second, total, "", *rest[:-1]])
    found = reading(tmp_path, "\n".join(lines))
    right = cells(reading(tmp_path, CLEAN), "revenue_summary", "禾川市雨情监测中心")
    assert cells(found, "revenue_summary", "禾川市雨情监测中心") == right


def test_a_wrong_code_in_one_form_leaves_the_rows_of_the_others_as_they_stand(tmp_path: Path) -> None:
    found = reading(tmp_path, CLEAN.replace("213\t03\t14\t", "213\t03\t41\t", 1))
    rows = [row for row in form(found, "general_budget_expenditure").rows if row.label == "防汛"]
    assert [len(row.ambiguous) for row in rows] == [0]
    assert all(cell.origin is Origin.READ for row in rows for cell in row.cells.values())


@pytest.mark.parametrize("again", [PUMPS, PUMPS.replace("60.00\t60.00", "60.00\t66.00")])
def test_a_row_that_stands_twice_is_read_twice_and_told(tmp_path: Path, again: str) -> None:
    found = reading(tmp_path, CLEAN.replace(PUMPS, f"{PUMPS}\n{again}"))
    rows = [row for row in form(found, "project_expenditure").rows if row.label == "汛期应急值守"]
    assert len(rows) == 2
    assert not found.damage
    assert said(found, "汛期应急值守")


def test_forms_that_stand_as_they_are_printed_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "公开.txt").write_text(CLEAN, encoding="utf-8")
    found = outline(open_document(tmp_path / "公开.txt"))
    assert found.template is not None
    tables = [s for s in found.forms if s.template is not None and s.template.layout not in PERFORMANCE]
    again: list[FormSegment] = []

    def loosely(segment: FormSegment) -> LooseForm:
        again.append(segment)
        return grid_rows.read(segment, found.template)

    assert all(form.exact for form in as_they_stand(tables, found.template, loosely))
    assert not again
    lost = replace(tables[0], blocks=tables[0].blocks[:0])
    assert not any(form.exact for form in as_they_stand([lost, *tables[1:]], found.template, loosely))
    assert again == [lost, *tables[1:]]
