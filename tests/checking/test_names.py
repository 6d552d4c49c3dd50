# ruff: noqa: E501  (a table of cases)
"""Names and codes of bodies, names of functional classes, and the units that a department consists of."""

from __future__ import annotations

import pytest
from tests.checking.budgets import ISSUER, budget, row, table
from tests.checking.made import found, section

from gouji.model.disclosure import Form, Row, RowKind

REVENUE, SPENT, GENERAL = "revenue_summary", "expenditure_summary", "general_budget_expenditure"


def agency(label: str, code: str, line: int = 12) -> Row:
    return row(label, line, RowKind.AGENCY, agency=code)


def department(label: str, code: str, line: int = 11) -> Row:
    return row(label, line, RowKind.DEPARTMENT, agency=code)


def lines(kind: str, function: str, label: str, line: int) -> Form:
    key = {
        "revenue_expenditure_summary": f"expenditure.f{function}",
        "fiscal_appropriation_summary": f"expenditure.year.f{function}",
    }
    return table(kind, row(label, line, item=key[kind], side="支出"), line=line)


def classes(one: str, other: str, function: str = "207") -> tuple[Form, Form]:
    return (
        lines("revenue_expenditure_summary", function, one, 12),
        lines("fiscal_appropriation_summary", function, other, 40),
    )


TWO = table(REVENUE, agency(ISSUER, "126001"), agency("青禾市绿化站", "126002", 13))
# rule, what is wrong, what is right
CASES = (
    ("NAME-KIND", budget(table(REVENUE, title="部门收入总体情况表")), budget(table(REVENUE, title="单位收入总体情况表"))),
    ("NAME-KIND", budget(table(REVENUE, title="单位收入表"), kind="department_budget"), budget(table(REVENUE, title="基本支出部门预算支出经济分类表"))),
    ("NAME-AGENCY", budget(table(REVENUE, agency(ISSUER, "126001")), issuer=f"{ISSUER}（本级）"), budget(table(REVENUE, agency(ISSUER, "126001")))),
    ("NAME-AGENCY", budget(table(REVENUE, agency("青禾市绿化站", "126002")), table(SPENT, agency("青禾市绿化所", "126002", 40))), budget(TWO)),
    ("NAME-DEPARTMENT-ROW", budget(table(SPENT, department("青禾市建设局", "126"))), budget(table(SPENT, department("青禾市建设局", "126"), agency(ISSUER, "126001")))),
    ("CODE-AGENCY", budget(table(SPENT, department("甲局", "126"), agency("乙站", "162002"))), budget(table(SPENT, department("甲局", "126"), agency("乙站", "126002")))),
    ("CODE-AGENCY-TWO", budget(table(REVENUE, agency("乙站", "126002")), table(SPENT, agency("乙站", "126003", 40))), budget(TWO)),
    ("CLASS-NAME", budget(*classes("文化旅游体育与传媒", "文化体育旅游与传媒支出")), budget(*classes("文化旅游体育与传媒", "（七）文化旅游体育与传媒支出"))),
    ("CLASS-NAME", budget(*classes("社会保险基金支出", "医疗卫生与计划生育支出", "209")), budget(*classes("农林水事务", "农林水支出", "213"))),
    ("INSTITUTION-NONE", budget(section("二、机构设置", "本部门无二级预算单位。"), TWO, kind="department_budget"), budget(section("二、机构设置", "本部门无二级预算单位。"), table(REVENUE, agency(ISSUER, "126001")), kind="department_budget")),
    ("INSTITUTION-UNLISTED", budget(section("二、机构设置", "包括本级。"), TWO, kind="department_budget"), budget(section("二、机构设置", "包括本级和青禾市绿化站。"), TWO, kind="department_budget")),
    ("UNIT-SEVERAL", budget(TWO), budget(TWO, kind="department_budget")),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "wrong"), [pytest.param(c[0], c[1], marks=pytest.mark.fires(c[0])) for c in CASES])
def test_a_name_that_is_wrong(rule: str, wrong: object) -> None:
    told = found(wrong, rule)  # type: ignore[arg-type]
    assert len(told) == 1
    assert told[0].places


@pytest.mark.parametrize(("rule", "right"), [pytest.param(c[0], c[2], marks=pytest.mark.silent(c[0])) for c in CASES])
def test_a_name_that_is_right(rule: str, right: object) -> None:
    assert found(right, rule) == []  # type: ignore[arg-type]


def test_a_class_that_bears_anothers_former_name_is_told_so() -> None:
    (told,) = found(budget(*classes("社会保险基金支出", "医疗卫生与计划生育支出", "209")), "CLASS-NAME")
    assert "210“卫生健康支出”的旧名称" in told.message
    assert told.places[0].place.line == 40


def test_the_title_as_it_should_read() -> None:
    (told,) = found(budget(table(REVENUE, title="部门收入总体情况表")), "NAME-KIND")
    assert told.rewrite == "单位收入总体情况表"
