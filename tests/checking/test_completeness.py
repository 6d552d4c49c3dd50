"""Parts that the law wants, what each must tell, and the glossary."""

from __future__ import annotations

import pytest
from tests.checking.budgets import budget, entry, instead, table, whole, without
from tests.checking.made import found, section

from gouji.checking.registry import Subject, checks
from gouji.model.finding import Severity
from gouji.standards.law import law

# part, the words of its heading in `whole`
PARTS = {
    "DUTIES": "主要职责",
    "INSTITUTIONS": "机构设置",
    "CHANGES": "收支总体",
    "THREE-PUBLIC": "三公",
    "OPERATING-COST": "运行经费",
    "PROCUREMENT": "政府采购",
    "ASSETS": "国有资产",
    "PERFORMANCE": "绩效",
    "GLOSSARY": "名词解释",
    "FUND": "政府性基金",
    "STATE-CAPITAL": "国有资本",
}
# rule, heading, a text that lacks something, what is named
LACKS = (
    ("THREE-PUBLIC-ITEMS", "三公", "因公出国（境）费0万元；公务接待费1.00万元；公务用车购置费0万元。", "公务用车运行费"),
    ("PROCUREMENT-PARTS", "政府采购", "政府采购预算5.00万元，其中货物5.00万元。", "政府采购工程预算、政府采购服务预算"),
    ("OPERATING-COST-FIGURE", "运行经费", "机关运行经费主要用于办公费。", "金额"),
    ("ASSETS-PARTS", "国有资产", "共有车辆2辆。", "单价较高的设备"),
    ("PERFORMANCE-FIGURE", "绩效", "我单位设置了绩效目标。", "金额"),
)


def of_this_module() -> list[str]:
    return [c.id for c in checks() if c.run.__module__ == "gouji.checking.completeness"]


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.fires(f"PART-{n}")) for n in PARTS])
def test_a_part_that_is_missing_is_named_with_the_provision(name: str) -> None:
    given = without(whole(), PARTS[name])
    if name == "STATE-CAPITAL":
        given = instead(given, "机构", "内设机构2个。")
    (told,) = found(given, f"PART-{name}")
    assert law()["parts"][name]["zh"] in told.message
    assert told.severity == law()["parts"][name]["severity"]


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.silent(f"PART-{n}")) for n in PARTS])
def test_a_part_that_is_there_is_not(name: str) -> None:
    assert found(whole(), f"PART-{name}") == []


def test_the_whole_disclosure_lacks_nothing() -> None:
    assert [(i, f.message) for i in of_this_module() for f in found(whole(), i)] == []


def test_a_part_that_the_contents_list_announces_is_an_error() -> None:
    given = without(whole(), "名词解释").disclosure.sections
    (told,) = found(budget(entry("第三部分 名词解释"), *given), "PART-GLOSSARY")
    assert told.severity is Severity.ERROR
    assert told.places[0].place.line == 2


def test_a_sentence_does_for_a_heading() -> None:
    given = budget(section("二、其他", "政府采购预算5.00万元：货物、工程、服务。"))
    assert found(given, "PART-PROCUREMENT") == []


def test_a_document_of_forms_alone_is_not_accused_of_each_part() -> None:
    given = budget(table("three_public"))
    assert [f for i in of_this_module() for f in found(given, i)] == []


@pytest.mark.parametrize(
    ("rule", "title", "text", "lacks"), [pytest.param(*c, marks=pytest.mark.fires(c[0]), id=c[0]) for c in LACKS]
)
def test_what_a_part_does_not_tell(rule: str, title: str, text: str, lacks: str) -> None:
    (told,) = found(instead(whole(), title, text), rule)
    assert told.expected == lacks


@pytest.mark.parametrize("rule", [pytest.param(c[0], marks=pytest.mark.silent(c[0])) for c in LACKS])
def test_a_part_that_tells_all(rule: str) -> None:
    assert found(whole(), rule) == []


@pytest.mark.silent("PROCUREMENT-PARTS")
def test_where_there_is_no_procurement_its_parts_are_not_asked_for() -> None:
    assert found(instead(whole(), "政府采购", "我单位无政府采购预算。"), "PROCUREMENT-PARTS") == []


@pytest.mark.fires("PLAN-AMOUNT")
def test_a_plan_without_an_amount() -> None:
    (told,) = found(budget(section("六、年度预算安排", "根据合同条款，按时拨付资金。")), "PLAN-AMOUNT")
    assert told.places[0].place.line == 6


@pytest.mark.silent("PLAN-AMOUNT")
def test_a_plan_with_an_amount() -> None:
    assert found(budget(section("六、年度预算安排", "2024年安排170.00万元。")), "PLAN-AMOUNT") == []


@pytest.mark.fires("PLAN-BODY")
def test_a_task_is_no_body() -> None:
    assert len(found(budget(section("三、实施主体", "主要完成任务书印制工作。")), "PLAN-BODY")) == 1


@pytest.mark.silent("PLAN-BODY")
def test_a_body_is_one() -> None:
    assert found(budget(section("三、实施主体", "青禾市园林管理局")), "PLAN-BODY") == []


@pytest.mark.fires("GLOSSARY-TERM")
def test_a_term_that_is_used_and_not_explained() -> None:
    (told,) = found(instead(whole(), "名词", "“三公”经费：……。基本支出：……。项目支出：……。"), "GLOSSARY-TERM")
    assert told.expected == "“机关运行经费”"


@pytest.mark.silent("GLOSSARY-TERM")
def test_terms_that_are_explained() -> None:
    assert found(whole(), "GLOSSARY-TERM") == []


def test_english() -> None:
    given: Subject = budget(section("一、主要职责", "负责绿化。"), lang="en")
    assert "says nothing of glossary" in found(given, "PART-GLOSSARY")[0].message


def test_every_provision_is_known_and_named() -> None:
    for rule in checks():
        assert rule.basis[0], rule.id
    assert all(p["says"] for p in law()["provisions"].values())
