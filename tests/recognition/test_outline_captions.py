"""Captions of forms and titles: what is one, and the nearest thing that is none."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.timing import cost

from gouji.recognition.captions import Caption, official_number, parse
from gouji.recognition.fold import fold
from gouji.recognition.issuer import Names, issuer
from gouji.recognition.notes import begins_note, goes_on
from gouji.recognition.profile import every_form
from gouji.recognition.titles import Titles, looks_like_title

TITLES = Titles(every_form())


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("预算01表", Caption(number="预算01表")),
        ("预算 3 表", Caption(number="预算3表")),
        ("单位：万元", Caption(unit="万元")),
        ("金额单位: 元", Caption(unit="元")),
        ("（单位：万元）", Caption(unit="万元")),
        ("单位名称：青禾市园林局", Caption(name="青禾市园林局")),
        ("部门（单位）名称：青禾市园林局", Caption(name="青禾市园林局")),
        ("单位：万元单位名称：青禾市园林局（本级）", Caption(unit="万元", name="青禾市园林局(本级)")),
        ("部门名称：青禾市园林局 单位：万元", Caption(unit="万元", name="青禾市园林局")),
        ("单位：万元单位名称：青禾市园林局预算01表", Caption("预算01表", "万元", "青禾市园林局")),
        ("（2024 年度）", Caption(year=2024)),
        ("预算02表单位收入总体情况表单位：元", Caption("预算02表", "元", rest="单位收入总体情况表")),
    ],
)
def test_captions(line: str, caption: Caption) -> None:
    assert parse(fold(line)) == caption


@pytest.mark.parametrize(
    "line",
    [
        "",
        "一、一般公共预算 120.50",
        "项目单位",
        "单位代码 单位名称 总计",
        "我单位没有下属单位",
        "类 款 项 小计",
        "208 05 05 养老保险缴费 35.78",
    ],
)
def test_what_is_no_caption(line: str) -> None:
    found = parse(fold(line))
    assert found is None or (found.is_empty and found.rest) or found.rest


def test_numbers_as_the_trade_writes_them() -> None:
    assert official_number("预算3表") == "预算03表"
    assert official_number("预算(12)表") == "预算12表"
    assert official_number("公开05表") == "公开05表"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("单位收支总体情况表", "revenue_expenditure_summary"),
        ("2024 年部门收支总体情况表", "revenue_expenditure_summary"),
        ("**2025年部门收入预算表**", "revenue_summary"),
        ("青禾市园林局2024年单位支出总体情况表", "expenditure_summary"),
        ("一般公共预算支出情况表", "general_budget_expenditure"),
        ("一般公共预算基本支出情况表（续表）", "general_budget_basic_expenditure"),
        ('一般公共预算"三公"经费支出情况表', "three_public"),
        ("2024年度部门预算项目绩效目标表", "project_performance"),
        ("本级部门（单位）整体绩效目标表（2024年度）", "department_performance"),
        ("附表3：部门支出总体情况表", "expenditure_summary"),
        ("项 目 支 出 预 算 表", "project_expenditure"),
    ],
)
def test_titles(line: str, kind: str) -> None:
    found = TITLES.match(fold(line))
    assert found is not None
    assert found.form.kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "一、收入支出预算总体情况说明",
        "具体见单位收支总体情况表。",
        "收支总体情况表、收入总体情况表",
        "青禾市园林局2024年单位预算表",
        "非财政拨款收支总体情况表",
        "（一）机关（机构）运行经费支出情况",
        "项目支出",
        "表",
    ],
)
def test_what_is_no_title(line: str) -> None:
    assert TITLES.match(fold(line)) is None


def test_a_name_before_a_title_must_be_known_or_dated() -> None:
    line = fold("青禾市园林局收支总体情况表")
    assert TITLES.match(line) is None
    assert TITLES.match(line, frozenset({"青禾市园林局"})) is not None


def test_one_garbled_character() -> None:
    near = TITLES.near(fold("2025年政府性墓金预算支出情况表"))
    assert near is not None
    assert near.form.kind == "government_fund_expenditure"
    assert TITLES.near(fold("一般公共预算基本收入情况表")) is None  # two characters: another form
    assert TITLES.near("收入预箕表") is None  # too short to be sure


def test_unknown_titles() -> None:
    assert looks_like_title("2024年政府购买服务预算表")
    assert not looks_like_title("见下表：")
    assert not looks_like_title("情况如下，详见附表")


def test_notes() -> None:
    for line in (
        "注：报表金额单位转换时可能存在四舍五入尾数误差。",
        "本表仅含当年财政拨款安排的支出。",
        "我单位没有国有资本经营预算安排的支出，故本表无数据",
        "备注：按批复填列",
    ):
        assert begins_note(fold(line)), line
    for line in ("合计", "一、本年收入 12.00", "208 05 05 养老保险缴费 35.78", "反映本部门决算工作情况", "注射药品采购 12.00"):
        assert not begins_note(fold(line)), line
    assert goes_on("注:报表金额单位转换时可能存在四舍五入尾", "数误差。")
    assert goes_on("注:1.有尾差。", "2.按规定填列。")
    assert not goes_on("注:有尾差。", "合计 12.00")
    assert not goes_on("注:报表金额单位", "12.00")


@pytest.mark.parametrize("piece", ["单位:", "预算1", "单位名称:", "2024年", "表", "-1-", "(单位"])
def test_hostile_lines_cost_little(piece: str) -> None:
    def all_lengths() -> None:
        for length in (10, 40, 159, 10_000):
            line = (piece * length)[:length]
            parse(line)
            TITLES.match(line)
            TITLES.near(line)
            begins_note(line)

    assert cost(all_lengths, runs=3) < 1


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("青禾市园林管理局", "city"),
        ("青禾市东原区园林管理局", "county"),
        ("白石县水利局", "county"),
        ("青禾市园区管理中心", "city"),
        ("云岭省水利厅", "province"),
        ("云岭省青禾市水利局", "city"),
        ("水利局", None),
    ],
)
def test_level_by_name(name: str, level: str | None) -> None:
    names = Names(Counter({name: 1}), Counter(), Counter())
    assert issuer(names, "unit_budget", Counter()).level == level
