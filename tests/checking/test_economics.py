"""Departmental and government economic classes, the kind of body, and the columns that admit a class."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checking.budgets import budget, row, table
from tests.checking.made import found

from gouji.model.disclosure import Cell, Form, Origin, Row

BASIC = "general_budget_basic_expenditure"
SUMMARY = "economic_classification_summary"
ORGAN = table("general_budget_expenditure", row("行政运行", function="2101501"), line=40)


def pair(label: str, department: str, government: str, line: int = 12, **more: object) -> Row:
    return row(label, line, department_economic=department, government_economic=government, **more)


def wages(*governments: str) -> Form:
    return table(BASIC, *(pair(f"工资{i}", f"3010{i + 1}", g, 12 + i) for i, g in enumerate(governments)))


@pytest.mark.fires("ECONOMIC-PAIR")
def test_classes_that_do_not_correspond() -> None:
    (told,) = found(budget(table(BASIC, pair("基本工资", "30101", "50201"))), "ECONOMIC-PAIR")
    assert told.stated == "50201"
    assert "50101" in str(told.expected)


@pytest.mark.silent("ECONOMIC-PAIR")
def test_classes_that_correspond_for_one_kind_of_body() -> None:
    rows = (pair("基本工资", "30101", "50101"), pair("基本工资", "30101", "50501"), pair("甲", "30398", "50101"))
    assert found(budget(table(BASIC, *rows)), "ECONOMIC-PAIR") == []


@pytest.mark.fires("ECONOMIC-BODY")
def test_an_organ_with_a_class_of_institutions() -> None:
    given = budget(ORGAN, table(SUMMARY, pair("差旅费", "30211", "50502"), pair("办公费", "30201", "50201", 13)))
    (told,) = found(given, "ECONOMIC-BODY")
    assert [s.place.line for s in told.places] == [12]


@pytest.mark.silent("ECONOMIC-BODY")
def test_an_organ_with_its_own_classes_and_a_department_of_both_kinds() -> None:
    own = table(SUMMARY, pair("差旅费", "30211", "50201"))
    assert found(budget(ORGAN, own), "ECONOMIC-BODY") == []
    both = replace(ORGAN, rows=(*ORGAN.rows, row("事业运行", 13, function="2101550")))
    assert found(budget(both, table(SUMMARY, pair("差旅费", "30211", "50502"))), "ECONOMIC-BODY") == []


def held(code: str, column: str, origin: Origin = Origin.READ) -> Form:
    made = row("甲", amount=None, department_economic=code)
    return table(BASIC, replace(made, cells={column: replace(_cell(), origin=origin)}))


def _cell() -> Cell:
    return next(iter(row("甲").cells.values()))


@pytest.mark.fires("ECONOMIC-COLUMN")
def test_wages_among_operating_cost() -> None:
    (told,) = found(budget(held("30101", "公用经费")), "ECONOMIC-COLUMN")
    assert told.places[0].column == "公用经费"


@pytest.mark.silent("ECONOMIC-COLUMN")
def test_wages_among_personnel_cost_or_in_a_column_that_was_only_supposed() -> None:
    assert found(budget(held("30101", "人员经费")), "ECONOMIC-COLUMN") == []
    assert found(budget(held("30201", "公用经费")), "ECONOMIC-COLUMN") == []
    assert found(budget(held("30101", "公用经费", Origin.PLACED)), "ECONOMIC-COLUMN") == []


@pytest.mark.fires("ECONOMIC-WAGES")
def test_one_wage_under_another_class() -> None:
    (told,) = found(budget(wages("50101", "50101", "50102", "50501")), "ECONOMIC-WAGES")
    assert told.stated == "50501"


@pytest.mark.silent("ECONOMIC-WAGES")
def test_all_wages_under_one_class_or_several_agencies() -> None:
    assert found(budget(wages("50501", "50501", "50501", "50501")), "ECONOMIC-WAGES") == []
    two = table("revenue_summary", row("甲", agency="126001"), row("乙", 13, agency="126002"), line=50)
    assert found(budget(wages("50101", "50101", "50102", "50501"), two), "ECONOMIC-WAGES") == []
