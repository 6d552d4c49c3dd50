"""Look-alikes, cut phrases, the issuer's name, and names spelled in two ways."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checking.budgets import ISSUER, budget
from tests.checking.made import found, section

from gouji.checking.registry import Subject
from gouji.checking.spelling import _nearly
from gouji.model.disclosure import Indicator, Project, Target
from gouji.model.finding import Severity
from gouji.model.place import Place


def targets(*names: str, prose: str = "") -> Subject:
    """One project for each indicator's name, in lines 20, 21 …"""
    projects = tuple(
        Project(
            f"项目{i}",
            indicators=(Indicator("产出指标", name, Target("≥1次"), place=Place(line=20 + i)),),
            place=Place(line=20 + i),
        )
        for i, name in enumerate(names)
    )
    return budget(section("一、说明", prose), projects=projects) if prose else budget(projects=projects)


CASES = (
    ("LOOK-ALIKE", "组织园林苗木的集中釆购。", "采", "组织园林苗木的集中采购，上巳节活动。"),
    ("LOOK-ALIKE", "做好社区事物受理工作。", "社区事务", "做好社区事务受理工作，清点社区的物品。"),
    ("PHRASE-CUT", "拟订绿化规划并组织施，建立评价体系。", "并组织实施", "拟订绿化规划并组织实施，并组织施工。"),
    ("PHRASE-CUT", "推动公共服务体和信息化建设。", "公共服务体系", "推动公共服务体系和信息化建设，改善公共服务体验。"),
    ("NAME-ISSUER", "青禾市园管理局负责绿化。", ISSUER, "青禾市园林管理局负责绿化，青禾县园林管理局协助。"),
)


@pytest.mark.parametrize(("rule", "wrong", "right"), [pytest.param(*c[:3], marks=pytest.mark.fires(c[0])) for c in CASES])
def test_a_slip_of_the_pen(rule: str, wrong: str, right: str) -> None:
    (told,) = found(budget(section("一、说明", wrong)), rule)
    assert told.expected == right
    assert told.rewrite is not None
    assert right in told.rewrite


@pytest.mark.parametrize(("rule", "innocent"), [pytest.param(c[0], c[3], marks=pytest.mark.silent(c[0])) for c in CASES])
def test_what_is_no_slip(rule: str, innocent: str) -> None:
    assert found(budget(section("一、说明", innocent)), rule) == []


MANY = "定点苗圃机构名录；苗圃机构甲；苗圃机构乙；苗圃机构丙；苗圃机构丁；苗圃机构戊。"


@pytest.mark.fires("NAME-SPELLED-TWO-WAYS")
def test_a_character_that_is_strange_to_the_document() -> None:
    (told,) = found(targets("定点苗圃机柜满意度", prose=MANY), "NAME-SPELLED-TWO-WAYS")
    assert (told.severity, told.places[0].place.line) == (Severity.WARNING, 20)
    assert told.rewrite == "定点苗圃机构满意度"


@pytest.mark.fires("NAME-SPELLED-TWO-WAYS")
def test_a_rare_word_between_the_same_neighbours() -> None:
    (told,) = found(targets("做好苗木价格检测", prose="苗木价格监测工作；病害监测制度；监测点。"), "NAME-SPELLED-TWO-WAYS")
    assert told.severity is Severity.INFO


@pytest.mark.silent("NAME-SPELLED-TWO-WAYS")
def test_another_word_that_the_document_uses_too() -> None:
    assert found(targets("定点苗圃机柜满意度", "机柜数量", prose=MANY), "NAME-SPELLED-TWO-WAYS") == []
    assert found(targets("做好苗木价格检测", "病害检测次数", prose="苗木价格监测工作；监测点。"), "NAME-SPELLED-TWO-WAYS") == []
    assert found(targets("第一季度园区苗木数", "第二季度园区苗木数"), "NAME-SPELLED-TWO-WAYS") == []


@pytest.mark.fires("NAME-VARIANT")
def test_an_indicator_that_lacks_a_word_of_its_sisters() -> None:
    given = targets("灌溉信息系统运行维护响应时间", "灌溉信息系统运行维护响应时间", "灌溉信息系统运行维护时间")
    (told,) = found(given, "NAME-VARIANT")
    assert (told.places[0].place.line, told.expected) == (22, "灌溉信息系统运行维护响应时间")


@pytest.mark.silent("NAME-VARIANT")
def test_two_indicators_of_which_neither_is_the_usual_one() -> None:
    assert found(targets("灌溉信息系统运行维护响应时间", "灌溉信息系统运行维护时间"), "NAME-VARIANT") == []
    assert found(targets("上半年苗木养护面积", "苗木养护面积", "苗木养护面积"), "NAME-VARIANT") == []


OWN = "青禾市园林1局"
PIECES = [
    OWN,
    *(OWN[:i] + c + OWN[i + 1 :] for i in range(len(OWN)) for c in ("", "木", "x")),
    OWN[:4],
    OWN[3:],
    "青",
    "局",
    "的",
]


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_a_name_but_for_one_character_is_found_where_a_pattern_would_find_it(text: str) -> None:
    away = (f"{re.escape(OWN[:i])}(?:[\u4e00-\u9fff])?{re.escape(OWN[i + 1 :])}" for i in range(1, len(OWN) - 1))
    assert list(_nearly(OWN, text)) == [m.span() for m in re.finditer("|".join(away), text)]
