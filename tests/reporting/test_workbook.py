"""The check sheet: each finding in exactly one row, nothing unchecked said to be right, no trace of a maker."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from gouji.model.finding import Finding, Severity, Spot
from gouji.model.place import Place
from gouji.reporting.material import Material
from gouji.reporting.workbook import workbook
from gouji.reporting.workbook.review import Meets, review
from gouji.standards.template import NO_TEMPLATE


@pytest.fixture(scope="module")
def book(wrong: Material) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(wrong)))


def only(wrong: Material, *findings: Finding) -> Material:
    return replace(wrong, report=replace(wrong.report, findings=findings))


def finding(place: Place, form: str = "", rule: str = "X", severity: Severity = Severity.ERROR) -> Finding:
    return Finding(rule, severity, "题", "不对。", (Spot(form, "行", "列", "1", place),))


def row_of(wrong: Material, found: Finding) -> str:
    return review(only(wrong, found)).row_of(0).id


def test_each_finding_is_in_exactly_one_row(wrong: Material) -> None:
    filled = review(wrong)
    numbers = sorted(n for item in filled.items for n in item.findings)
    assert numbers == list(range(len(wrong.report.findings)))


def test_a_finding_goes_where_it_stands(wrong: Material) -> None:
    glossary = next(s for s in wrong.disclosure.sections if not s.listed and "名词解释" in s.title).place
    three = next(c for c in wrong.disclosure.claims if c.quantity.startswith("三公")).place
    listed = next(s for s in wrong.disclosure.sections if s.listed).place
    assert row_of(wrong, finding(glossary)) == "terms"
    assert row_of(wrong, finding(three)) == "three_public"
    assert row_of(wrong, finding(listed)) == "contents"
    assert row_of(wrong, finding(Place(line=1))) == "cover"
    assert row_of(wrong, finding(three, form="three_public")) == "three_public"
    assert row_of(wrong, finding(Place(), form="revenue_summary")) == "revenue_summary"
    assert row_of(wrong, finding(Place(), rule="PART-GLOSSARY")) == "terms"
    assert row_of(wrong, finding(Place())) == "rest"


def test_a_row_fails_for_what_must_be_corrected_only(wrong: Material) -> None:
    def meets(found: Finding) -> Meets:
        filled = review(only(wrong, found))
        return filled.meets[[item.id for item in filled.items].index("revenue_summary")]

    place = Place(line=9)
    assert meets(finding(place, "revenue_summary")) is Meets.NO
    assert meets(finding(place, "revenue_summary", severity=Severity.WARNING)) is Meets.NO
    assert meets(finding(place, "revenue_summary", severity=Severity.INFO)) is Meets.YES
    assert meets(replace(finding(place, "revenue_summary"), accepted="复函")) is Meets.YES


def test_what_was_not_looked_at_is_not_said_to_be_right(wrong: Material) -> None:
    def meets(material: Material) -> dict[str, Meets]:
        filled = review(material)
        return {item.id: m for item, m in zip(filled.items, filled.meets, strict=True)}

    assert meets(wrong)["timeliness"] is Meets.UNCHECKED
    assert meets(only(wrong))["revenue_summary"] is Meets.YES
    untested = replace(wrong, report=replace(wrong.report, findings=(), results=()))
    assert meets(untested)["revenue_summary"] is Meets.UNCHECKED
    bare = replace(untested, disclosure=replace(wrong.disclosure, forms=(), sections=()))
    assert meets(bare)["revenue_summary"] is Meets.UNCHECKED
    assert meets(bare)["terms"] is Meets.UNCHECKED


def test_a_province_without_a_list_has_the_common_one(wrong: Material) -> None:
    items = review(replace(wrong, template=NO_TEMPLATE)).items
    assert [i.id for i in items][:3] == ["timeliness", "cover", "contents"]
    assert any(i.form == "revenue_summary" for i in items)
    assert items[-1].kind == "rest"


def test_the_sheet_says_what_is_wrong_and_where(wrong: Material, book: openpyxl.Workbook) -> None:
    sheet = book["检查表"]
    assert [c.value for c in sheet[6]] == ["序号", "检查内容", "检查要点", "符合要求", "问题", "整改情况"]
    rows = {row[1]: row for row in sheet.iter_rows(min_row=7, values_only=True) if row[1]}
    assert {row[3] for row in rows.values()} <= {"是", "否", "未检查"}
    wrong_row = next(row for name, row in rows.items() if "财政拨款收支总体情况表" in str(name))
    assert wrong_row[3] == "否"
    assert "应为762.17万元" in str(wrong_row[4])
    assert "行" in str(wrong_row[4])


def test_the_list_has_every_finding(wrong: Material, book: openpyxl.Workbook) -> None:
    rows = list(book["问题清单"].iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == [f.rule for f in wrong.report.findings]
    stated = next(row for row in rows if row[2] == "HN-04-REVENUE-TOTAL" or "762.17" in str(row[5]))
    assert (stated[6], stated[7], stated[8]) == (752.67, 762.17, -9.5)


def test_nobody_is_named_and_the_bytes_are_always_the_same(wrong: Material) -> None:
    data = workbook(wrong)
    assert data == workbook(wrong)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"creator" not in parts.read("docProps/core.xml")
        assert b"openpyxl" not in b"".join(parts.read(n) for n in parts.namelist())
        assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["检查表", "问题清单", "未检验的勾稽关系"]


def test_a_strangers_formula_stays_text(wrong: Material) -> None:
    evil = Finding("X", Severity.ERROR, "=1+1", '=HYPERLINK("http://x")\x07', stated="=2", basis="+1")
    book = openpyxl.load_workbook(io.BytesIO(workbook(only(wrong, evil))))
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert book["问题清单"]["F2"].value == '=HYPERLINK("http://x")'
