"""Forms that the numbering, the contents list or the prescribed list lets expect."""

from __future__ import annotations

from tests.checking.made import form, subject

from gouji.checking.registry import Subject, checks
from gouji.model.finding import Finding, Severity


def run(given: Subject) -> list[Finding]:
    return [f for c in checks() if c.id == "FORM-MISSING" for f in c.findings(given)]


def test_a_gap_in_the_printed_numbers_is_an_error_that_names_the_form() -> None:
    (found,) = run(subject((form("one", "预算01表"), form("three", "预算03表"))))
    assert found.severity is Severity.ERROR
    assert found.message == "文件中没有收入总体情况表：表号缺02。"


def test_all_forms_there_is_silent() -> None:
    assert run(subject((form("one", "预算01表"), form("two", "预算02表"), form("three", "预算03表")))) == []


def test_a_form_without_its_number_fills_the_gap() -> None:
    assert run(subject((form("one", "预算01表"), form("two"), form("three", "预算03表")))) == []


def test_an_empty_form_is_not_missing() -> None:
    assert run(subject((form("one", "01"), form("two", "02", status="empty"), form("three", "03")))) == []


def test_numbers_by_the_templates_order_prove_no_gap() -> None:
    """Numbers that the document does not print say nothing about what it should hold."""
    (found,) = run(subject((form("one", "01", number_printed=False), form("three", "03", number_printed=False))))
    assert found.severity is Severity.WARNING


def test_the_contents_list_announces_a_form() -> None:
    (found,) = run(
        subject(
            (form("one"), form("two")), contents=("一、收支总体情况表", "二、收入总体情况表", "三、财政拨款收支 总体情况表")
        )
    )
    assert found.severity is Severity.ERROR
    assert "目录第5行" in found.message
    assert found.places[0].form == "three"


def test_a_title_inside_another_title_is_not_taken_for_it() -> None:
    """财政拨款收支总体情况表 contains 收支总体情况表: only the former is announced."""
    (found,) = run(subject((form("two"), form("three")), contents=("三、财政拨款收支总体情况表",)))
    assert (found.places[0].form, found.severity) == ("one", Severity.WARNING)


def test_a_foreign_numbering_names_the_number_only() -> None:
    (found,) = run(subject((form("two", "01"), form("three", "03"), form("one", "04"))))
    assert (found.severity, found.message) == (Severity.ERROR, "预算表的表号缺02。")


def test_a_document_without_forms_is_not_accused_of_each() -> None:
    assert run(subject()) == []
