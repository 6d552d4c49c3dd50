# ruff: noqa: E501  (a table of cases)
"""Separators, ends of sections, brackets that close, numbers of forms, years of titles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checking.budgets import budget, table
from tests.checking.made import found, section

from gouji.checking.registry import Subject
from gouji.model.disclosure import Damage
from gouji.model.place import Place


def text(words: str, title: str = "一、说明") -> Subject:
    return budget(section(title, words))


# rule, a text that it reports with the words it quotes, a text that it must let pass
CASES = (
    ("SEPARATOR-MIXED", "收入18,976.76万元，支出18,976.76万元，采购1788.77万元。", "1788.77", "收入18,976.76万元，项目788.77万元，2024年。"),
    ("STOP-MISSING", "青禾市园林管理局2024年机关运行经费预算为464.64万元", "元", "青禾市园林管理局2024年机关运行经费预算为464.64万元。"),
    ("STOP-MISSING", "制定实施流程，组织审核、评估，按程序落实专项资金拨付", "付", "青禾市园林管理局"),
    ("BRACKET-OPEN", "三公经费（含出国费支出预算为5.00万元。", "（", "三公经费（含出国费）支出预算(含结转)为5.00万元。"),
    ("BRACKET-OPEN", "（一）因公出国（境费0万元。（二）公务接待费1.00万元。", "（", "（一）因公出国（境）费0万元。（二）公务接待费1.00万元。"),
    ("BRACKET-OPEN", "共4个（优3个）。均已整改）。", "）", "平均96分（其中，“优”3个；“良”1个（均已公示）。共发现问题2个，已经完成整改的1个，正在整改的1个）。"),
    ("BRACKET-OPEN", "2024年三公”经费5.00万元。", "”", "所称“三公经费。含接待费”5.00万元。"),
    ("STOP-MISSING", "（一）出国费0万元，与上年持平\n（二）接待费1.00万元，与上年持平。", "平", "（一）出国费0万元，与上年持平。\n（二）接待费1.00万元，与上年\n持平。"),
    ("BRACKET-OPEN", "依据《园林条例，编制预算。", "《", "依据《园林条例》，编制预算：1)甲；2)乙。"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "wrong", "quoted"), [pytest.param(*c[:3], marks=pytest.mark.fires(c[0]), id=f"{c[0]}-{c[1][:6]}") for c in CASES]
)
def test_a_slip(rule: str, wrong: str, quoted: str) -> None:
    (told,) = found(text(wrong), rule)
    assert told.stated == quoted
    assert told.places[0].place.line == 6


@pytest.mark.parametrize(("rule", "right"), [pytest.param(c[0], c[3], marks=pytest.mark.silent(c[0])) for c in CASES])
def test_the_nearest_right_text(rule: str, right: str) -> None:
    assert found(text(right), rule) == []


@pytest.mark.silent("STOP-MISSING")
def test_a_text_that_the_source_cut_is_passed_over() -> None:
    cut = replace(text(CASES[1][1]).disclosure, damage=(Damage(Place(line=6), "断行"),))
    assert found(replace(text(""), disclosure=cut), "STOP-MISSING") == []


@pytest.mark.fires("FORM-NUMBER")
def test_forms_without_their_numbers_are_told_once() -> None:
    given = budget(table("revenue_summary", number_printed=False), table("three_public", number_printed=False))
    (told,) = found(given, "FORM-NUMBER")
    assert len(told.places) == 2
    assert "共2张表" in told.message


@pytest.mark.silent("FORM-NUMBER")
def test_forms_with_numbers_or_of_a_place_that_has_none() -> None:
    assert found(budget(table("revenue_summary")), "FORM-NUMBER") == []
    bare = budget(table("revenue_summary", number_printed=False))
    unnumbered = replace(bare.template, extra={**bare.template.extra, "numbered": "false"})
    assert found(replace(bare, template=unnumbered), "FORM-NUMBER") == []


@pytest.mark.fires("YEAR-TITLE")
@pytest.mark.parametrize("title", ["2023年项目支出预算表", "2025年度单位收入预算表"])
def test_a_title_of_another_year(title: str) -> None:
    (told,) = found(budget(table("revenue_summary", title=title)), "YEAR-TITLE")
    assert told.expected == "2024"
    assert told.rewrite is not None
    assert told.rewrite.startswith("2024年")


@pytest.mark.silent("YEAR-TITLE")
@pytest.mark.parametrize(
    "title", ["2024年项目支出预算表", "2023年结转到2024年预算支出表", "财规〔2021〕9号预算表", "2006年部门"]
)
def test_a_title_of_the_year(title: str) -> None:
    assert found(budget(table("revenue_summary", title=title)), "YEAR-TITLE") == []
