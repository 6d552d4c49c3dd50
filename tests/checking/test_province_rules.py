"""Rules that rest on what a province prescribes: its parts, its names of items, its template."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.checking.budgets import budget, row, table
from tests.checking.made import found, section

from gouji.checking.registry import Subject
from gouji.model.disclosure import Claim
from gouji.model.place import Place
from gouji.standards.loader import load

SHANGHAI = load("shanghai-putuo/2025")
PARTS = ("主要职能", "机构设置", "名词解释", "预算编制说明", "预算表", "其他相关情况说明", "项目经费情况说明")


def there(given: Subject) -> Subject:
    """The disclosure held to a template that prescribes parts, bases and names of items."""
    return replace(given, template=SHANGHAI, disclosure=replace(given.disclosure, template=SHANGHAI.id, fiscal_year=2025))


def parts(*left_out: str) -> Subject:
    return there(budget(*(section(t, "文。") for t in PARTS if t not in left_out)))


def change(quote: str, line: int) -> Claim:
    return Claim("收入预算.较上年变动额", Decimal("3.00"), "万元", quote, "编制说明", Place(line=line))


def item(path: str) -> Subject:
    claims = SHANGHAI.extra["claims"]
    assert isinstance(claims, dict) or hasattr(claims, "get")
    prefix = claims["functions"]["quantity"]  # type: ignore[index]
    form = table(
        "general_budget_expenditure",
        row("卫生健康支出", 12, function="210"),
        row("医疗保障管理事务", 13, function="21015"),
        row("行政运行", 14, function="2101501"),
    )
    return there(budget(form, claims=(Claim(f"{prefix}.{path}", Decimal("5.00"), "元", path, place=Place(line=7)),)))


@pytest.mark.fires("SECTION-MISSING")
def test_a_part_that_the_province_prescribes() -> None:
    (told,) = found(parts("名词解释"), "SECTION-MISSING")
    assert "名词解释" in told.message


@pytest.mark.silent("SECTION-MISSING")
def test_all_parts_are_there() -> None:
    assert found(parts(), "SECTION-MISSING") == []


def test_one_missing_part_is_told_once() -> None:
    assert found(parts("名词解释"), "PART-GLOSSARY") == []


@pytest.mark.fires("BASIS-MIXED")
def test_changes_against_two_bases() -> None:
    claims = (change("比2024年预算执行数增加3.00万元", 7), change("比2024年预算增加3.00万元", 8))
    (told,) = found(there(budget(claims=claims)), "BASIS-MIXED")
    assert [s.place.line for s in told.places] == [7, 8]


@pytest.mark.silent("BASIS-MIXED")
def test_changes_against_one_basis() -> None:
    claims = (change("比2024年预算增加3.00万元", 7), change("比2024年预算增加3.00万元", 8))
    assert found(there(budget(claims=claims)), "BASIS-MIXED") == []


@pytest.mark.fires("FUNCTION-NAME")
def test_an_item_that_no_form_has() -> None:
    (told,) = found(item("卫生健康支出/卫生健康支出/行政运行"), "FUNCTION-NAME")
    assert told.places[0].place.line == 7


@pytest.mark.silent("FUNCTION-NAME")
def test_an_item_by_its_names() -> None:
    assert found(item("卫生健康支出/医疗保障管理事务/行政运行"), "FUNCTION-NAME") == []


@pytest.mark.fires("TEMPLATE-NONE")
def test_a_province_without_a_template() -> None:
    given = budget(table("three_public"))
    assert len(found(replace(given, disclosure=replace(given.disclosure, template=None)), "TEMPLATE-NONE")) == 1


@pytest.mark.silent("TEMPLATE-NONE")
def test_a_province_with_a_template() -> None:
    assert found(budget(), "TEMPLATE-NONE") == []


@pytest.mark.fires("TEMPLATE-NEAREST")
def test_a_year_without_a_template() -> None:
    assert len(found(budget(year=2023), "TEMPLATE-NEAREST")) == 1


@pytest.mark.silent("TEMPLATE-NEAREST")
def test_a_year_with_its_template() -> None:
    assert found(budget(), "TEMPLATE-NEAREST") == []
