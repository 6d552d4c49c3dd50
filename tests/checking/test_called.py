# ruff: noqa: E501  (a table of sentences)
"""What the prose calls the body and its projects."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checking.budgets import ISSUER, budget, row, table
from tests.checking.made import found, section

from gouji.checking.registry import Subject
from gouji.model.disclosure import Owner, RowKind
from gouji.model.finding import Severity
from gouji.model.place import Place


def said(text: str, title: str = "一、说明", **more: str) -> Subject:
    agency = row("青禾市植物园", 11, RowKind.AGENCY, agency="126002")
    project = row("行道树更新", 32, RowKind.PROJECT)
    forms = (table("expenditure_summary", agency), table("project_expenditure", project, line=30))
    return budget(section(title, text), *forms, **more)


def owned(*names: str, caption: str = "单位名称") -> Subject:
    owners = tuple(Owner(caption, n, Place(line=6)) for n in (ISSUER, ISSUER, *names))
    made = said("无。")
    return replace(made, disclosure=replace(made.disclosure, owners=owners))


CASES = (
    ("PROJECT-COUNT-WORDS", said("涉及项目五个。"), said("涉及项目一个，其中三个项目组。")),
    ("PROJECT-COUNT-WORDS", said("纳入预算绩效管理的有十二个项目。"), said("包括道路养护等三个项目。")),
    ("NAME-FORM-OWNER", owned("青石县教育局"), owned("青禾市植物园")),
    ("NAME-FORM-OWNER", owned("青石县教育局", caption="部门名称"), owned("青石县教育局", "青石县教育局")),
    ("KIND-WORD", said("本部门共有车辆2辆，我部门收入5.00万元。"), said("本单位共有车辆2辆，承担本部门职责，主管部门收入。")),
    ("KIND-WORD", said("无。", f"{ISSUER}2024年部门预算情况说明"), said("无。", "部门预算支出经济分类情况")),
    ("KIND-WORD", said("无。", "2024年单位预算情况说明", kind="department_budget"), said("本部门5辆。", kind="department_budget")),
    ("NAME-OTHER-BODY", said("青石县教育局2024年支出合计5.00万元。"), said(f"{ISSUER}2024年支出合计5.00万元。")),
    ("NAME-OTHER-BODY", said("收入5.00万元。青石县教育局2024年支出5.00万元。"), said("青禾市植物园2024年支出合计5.00万元。")),
    ("NAME-OTHER-BODY", said("无。", "青石县教育局2024年部门预算"), said("根据青石县教育局2024年通知，收入5.00万元。")),
    ("QUOTED-PROJECT", said("重点项目：行道更新项目，年初预算2.00万元。"), said("重点项目：行道树更新项目，年初预算2.00万元。")),
    ("QUOTED-PROJECT", said("重点项目一：湖面清淤，年初预算2.00万元。"), said("重点项目支出2.00万元。")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "wrong"), [pytest.param(r, w, marks=pytest.mark.fires(r), id=f"{i}-{r}") for i, (r, w, _) in enumerate(CASES)]
)
def test_a_wrong_name(rule: str, wrong: Subject) -> None:
    (told,) = found(wrong, rule)
    assert told.places[0].place.line in (5, 6)


@pytest.mark.parametrize(
    ("rule", "right"), [pytest.param(r, s, marks=pytest.mark.silent(r), id=f"{i}-{r}") for i, (r, _, s) in enumerate(CASES)]
)
def test_the_nearest_right_name(rule: str, right: Subject) -> None:
    assert found(right, rule) == []


def test_the_name_that_is_meant_is_told() -> None:
    (told,) = found(said("青石县教育局2024年支出合计5.00万元。"), "NAME-OTHER-BODY")
    assert (told.severity, told.expected) == (Severity.WARNING, ISSUER)
    assert told.rewrite == f"{ISSUER}2024年支出合计5.00万元。"
    (told,) = found(said("重点项目：行道更新项目，年初预算2.00万元。"), "QUOTED-PROJECT")
    assert told.expected == "行道树更新"
    (told,) = found(said("本部门共有车辆2辆，我部门收入5.00万元。"), "KIND-WORD")
    assert len(told.places) == 2


def test_nothing_is_compared_where_the_issuer_is_not_known() -> None:
    assert found(said("青石县教育局2024年支出合计5.00万元。", issuer=""), "NAME-OTHER-BODY") == []
