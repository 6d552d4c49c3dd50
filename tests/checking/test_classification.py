# ruff: noqa: E501  (a table of cases)
"""Codes against names, levels, years and budgets of the classification."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checking.budgets import budget, row, table
from tests.checking.made import found

from gouji.model.disclosure import Row, RowKind

GENERAL = "general_budget_expenditure"
BASIC = "general_budget_basic_expenditure"

# rule, form, a row that is wrong, a row that is right
CASES: tuple[tuple[str, str, Row, Row], ...] = (
    ("CODE-NAME", GENERAL, row("住房公积金", function="2080505"), row("机关事业单位基本养老保险缴费支出", function="2080505")),
    ("CODE-NAME", GENERAL, row("住房公积金", function="2080505"), row("机关事业单位基本养老保险缴费", function="2080505")),
    ("CODE-NAME", BASIC, row("差旅费", department_economic="30101"), row("基本工资", department_economic="30101")),
    ("CODE-NAME", BASIC, row("差旅费", department_economic="30201"), row("办公", department_economic="30201")),
    ("CODE-OLD-NAME", GENERAL, row("文化体育与传媒支出", function="207"), row("文化旅游体育与传媒支出", function="207")),
    ("CODE-FORMAT", GENERAL, row("行政运行", function="2101"), row("行政运行", function="2101501")),
    ("CODE-FORMAT", BASIC, row("基本工资", department_economic="50101"), row("基本工资", department_economic="30101")),
    ("CODE-UNLISTED", GENERAL, row("其他医疗保障管理事务支出", function="2101598"), row("其他", function="2120198")),
    ("CODE-UNLISTED", GENERAL, row("耕地保护考核奖惩基金支出", function="2200677"), row("耕地整备", function="2200677")),
    ("CODE-LEVEL-FUNCTION", GENERAL, row("医疗保障管理事务", function="21015"), row("行政运行", function="2101501")),
    ("CODE-LEVEL-ECONOMIC", BASIC, row("工资福利支出", department_economic="301"), row("基本工资", department_economic="30101")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "kind", "wrong"),
    [pytest.param(c[0], c[1], c[2], marks=pytest.mark.fires(c[0]), id=f"{c[0]}-{c[2].label}") for c in CASES],
)
def test_a_wrong_row(rule: str, kind: str, wrong: Row) -> None:
    (told,) = found(budget(table(kind, wrong)), rule)
    assert told.places[0].place.line == 12


@pytest.mark.parametrize(
    ("rule", "kind", "right"),
    [pytest.param(c[0], c[1], c[3], marks=pytest.mark.silent(c[0]), id=f"{c[0]}-{c[3].label}") for c in CASES],
)
def test_a_right_row(rule: str, kind: str, right: Row) -> None:
    assert found(budget(table(kind, right)), rule) == []


def test_the_name_that_the_code_has_and_the_code_that_the_name_has_are_told() -> None:
    (told,) = found(budget(table(GENERAL, row("住房公积金", function="2080505"))), "CODE-NAME")
    assert told.expected == "机关事业单位基本养老保险缴费支出"
    assert "2210201" in told.message


def test_the_government_class_is_judged_by_its_own_name() -> None:
    texts = {"政府预算支出经济分类科目编码/科目名称": "办公经费"}
    codes: dict[str, Any] = {"department_economic": "30101", "government_economic": "50101", "texts": texts}
    (told,) = found(budget(table(BASIC, row("基本工资", **codes))), "CODE-NAME")
    assert (told.stated, told.expected) == ("办公经费", "工资奖金津补贴")


def test_a_class_with_its_items_below_is_no_level_too_high() -> None:
    rows = (row("医疗保障管理事务", 12, function="21015"), row("行政运行", 13, function="2101501"))
    assert found(budget(table(GENERAL, *rows)), "CODE-LEVEL-FUNCTION") == []


@pytest.mark.fires("CODE-YEAR")
def test_a_subject_of_later_years(monkeypatch: pytest.MonkeyPatch) -> None:
    (told,) = found(budget(table(GENERAL, row("甲", function=_dated()))), "CODE-YEAR")
    assert "没有这个科目" in told.message


@pytest.mark.silent("CODE-YEAR")
def test_a_subject_of_the_year() -> None:
    assert found(budget(table(GENERAL, row("甲", function=_dated())), year=2026), "CODE-YEAR") == []


def _dated() -> str:
    """A functional code that the chart has from a year after 2024."""
    from gouji.standards.chart import _entries

    return next(e.code for held in _entries("function").values() for e in held if e.valid_from in (2025, 2026))


@pytest.mark.fires("CODE-BUDGET")
def test_a_subject_of_the_fund_budget() -> None:
    assert len(found(budget(table(GENERAL, row("土地开发支出", function=_of("基金")))), "CODE-BUDGET")) == 1


@pytest.mark.silent("CODE-BUDGET")
def test_a_subject_of_the_general_budget() -> None:
    assert found(budget(table(GENERAL, row("行政运行", function="2101501"))), "CODE-BUDGET") == []
    assert found(budget(table("government_fund_expenditure", row("土地开发支出", function=_of("基金")))), "CODE-BUDGET") == []


def _of(budget_name: str) -> str:
    from gouji.standards.chart import _entries

    held = [e for entries in _entries("function").values() for e in entries]
    return next(
        e.code
        for e in held
        if budget_name in e.detail and "一般" not in e.detail and e.certainty == "high" and len(e.code) >= 5
    )


ALL = "expenditure_summary"


def forms(*codes: str, last: str = "12.00") -> Any:
    """Forms with one subject each, of that code; the last with that amount."""
    kinds = (ALL, GENERAL, "fiscal_appropriation_summary")
    amounts = ["12.00"] * (len(codes) - 1) + [last]
    return budget(
        *(
            table(k, row("水文测报", 20 * i, amount=a, function=c), line=20 * i - 2)
            for i, (k, c, a) in enumerate(zip(kinds, codes, amounts, strict=False), 1)
        )
    )


@pytest.mark.fires("CODE-DIFFERS")
def test_one_subject_with_two_codes() -> None:
    (told,) = found(forms("2130313", "2130377"), "CODE-DIFFERS")
    assert "必有一处写错" in told.message
    assert {s.place.line for s in told.places} == {20, 40}
    (told,) = found(forms("2130313", "2130377", "2130313"), "CODE-DIFFERS")
    assert (told.stated, told.expected) == ("2130377", "2130313")
    assert told.places[0].place.line == 40


@pytest.mark.silent("CODE-DIFFERS")
def test_a_name_that_several_subjects_bear() -> None:
    assert found(forms("2130313", "2130313"), "CODE-DIFFERS") == []
    assert found(forms("2130313", "2130377", last="7.00"), "CODE-DIFFERS") == []
    rows = (row("行政运行", 12, function="2130301"), row("行政运行", 13, function="2080101"))
    both = budget(table(ALL, *rows), table(GENERAL, row("行政运行", 32, function="2080101"), line=30))
    assert found(both, "CODE-DIFFERS") == []


def called(*names: str, code: str = "2130314") -> Any:
    """Forms with one subject each, of that name."""
    kinds = (ALL, GENERAL, "fiscal_appropriation_summary")
    made = (
        table(k, row(n, 20 * i, function=code), line=20 * i - 2) for i, (k, n) in enumerate(zip(kinds, names, strict=False), 1)
    )
    return budget(*made)


@pytest.mark.fires("CODE-NAMES")
def test_one_code_with_two_names() -> None:
    (told,) = found(called("防汛", "抗旱救灾", "防汛"), "CODE-NAMES")
    assert (told.stated, told.expected) == ("抗旱救灾", "防汛")
    assert told.places[0].place.line == 40
    (told,) = found(called("防汛", "抗旱救灾"), "CODE-NAMES")
    assert told.expected is None


@pytest.mark.silent("CODE-NAMES")
def test_a_name_that_is_cut_or_former() -> None:
    assert found(called("防汛支出", "防汛", "防汛"), "CODE-NAMES") == []
    assert found(called("行政运行", "住房公积金", code="2101501"), "CODE-NAMES") == []  # CODE-NAME tells of it


@pytest.mark.fires("FORM-NUMBER-TWICE")
def test_two_forms_with_one_number() -> None:
    held = budget(table(ALL, number="预算09表"), table(GENERAL, number="预算09表", line=30))
    (told,) = found(held, "FORM-NUMBER-TWICE")
    assert told.places[0].place.line == 30


@pytest.mark.silent("FORM-NUMBER-TWICE")
def test_a_form_that_goes_on_and_numbers_that_are_not_printed() -> None:
    assert found(budget(table(ALL, number="预算09表"), table(ALL, number="预算09表", line=30)), "FORM-NUMBER-TWICE") == []
    plain = table(GENERAL, number="预算09表", line=30, number_printed=False)
    assert found(budget(table(ALL, number="预算09表"), plain), "FORM-NUMBER-TWICE") == []


@pytest.mark.fires("FORM-UNIT")
def test_a_form_in_another_unit() -> None:
    held = [table(k, row("水文测报", 12), unit=u) for k, u in ((ALL, "万元"), (GENERAL, "万元"), (BASIC, "元"))]
    (told,) = found(budget(*held), "FORM-UNIT")
    assert (told.places[0].form, told.stated, told.expected) == (BASIC, "元", "万元")


@pytest.mark.silent("FORM-UNIT")
def test_a_document_in_its_own_unit() -> None:
    held = [table(k, row("水文测报", 12), unit="元") for k in (ALL, GENERAL, BASIC)]
    assert found(budget(*held), "FORM-UNIT") == []


@pytest.mark.fires("ROW-TWICE")
def test_the_same_item_twice() -> None:
    rows = (row("行政运行", 12, function="2101501"), row("行政运行", 13, function="2101501"))
    (told,) = found(budget(table(GENERAL, *rows)), "ROW-TWICE")
    assert [s.place.line for s in told.places] == [13, 12]


@pytest.mark.silent("ROW-TWICE")
def test_the_same_item_under_two_agencies() -> None:
    rows = (
        row("甲", 11, RowKind.AGENCY, agency="126001"),
        row("行政运行", 12, function="2101501"),
        row("乙", 13, RowKind.AGENCY, agency="126002"),
        row("行政运行", 14, function="2101501"),
    )
    assert found(budget(table(GENERAL, *rows)), "ROW-TWICE") == []
