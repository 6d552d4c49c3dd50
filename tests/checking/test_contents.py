"""The contents list against the body; the numbers of headings."""

from __future__ import annotations

import pytest
from tests.checking.budgets import budget, entry, row, table
from tests.checking.made import found, section

from gouji.checking.contents import alike, ordinal
from gouji.model.disclosure import Damage
from gouji.model.finding import Severity
from gouji.model.place import Place

TITLES = ("一、单位收支总体情况表", "二、单位收入总体情况表")
FORMS = (table("revenue_expenditure_summary", row("a")), table("revenue_summary", row("b"), line=40))


@pytest.mark.fires("CONTENTS-MISSING")
def test_no_contents_list() -> None:
    (told,) = found(budget(section("一、主要职责", "负责。")), "CONTENTS-MISSING")
    assert told.severity is Severity.INFO


@pytest.mark.silent("CONTENTS-MISSING")
def test_a_contents_list() -> None:
    assert found(budget(entry("一、主要职责"), section("一、主要职责", "负责。")), "CONTENTS-MISSING") == []


@pytest.mark.fires("CONTENTS-FORM")
def test_a_form_that_is_not_listed() -> None:
    (told,) = found(budget(*map(entry, TITLES), *FORMS, table("three_public", row("c"), line=60)), "CONTENTS-FORM")
    assert told.places[0].place.line == 60


@pytest.mark.silent("CONTENTS-FORM")
def test_all_forms_listed_and_a_list_of_parts_alone() -> None:
    assert found(budget(*map(entry, TITLES), *FORMS), "CONTENTS-FORM") == []
    assert found(budget(entry("第一部分 概况"), *FORMS), "CONTENTS-FORM") == []


@pytest.mark.fires("CONTENTS-TITLE")
def test_a_form_named_differently() -> None:
    given = budget(entry("一、单位预算项目绩效目标表"), table("project_performance", title="本级部门预算项目绩效目标表"))
    (told,) = found(given, "CONTENTS-TITLE")
    assert (told.severity, told.expected) == (Severity.WARNING, "一、单位预算项目绩效目标表")


@pytest.mark.silent("CONTENTS-TITLE")
def test_year_and_brackets_do_not_matter() -> None:
    given = budget(entry("一、部门整体绩效目标表"), table("department_performance", title="2024年度部门(单位)整体绩效目标表"))
    assert found(given, "CONTENTS-TITLE") == []


@pytest.mark.fires("CONTENTS-ORDER")
def test_forms_in_another_order() -> None:
    (told,) = found(budget(*map(entry, TITLES), FORMS[1], FORMS[0]), "CONTENTS-ORDER")
    assert told.severity is Severity.WARNING


@pytest.mark.silent("CONTENTS-ORDER")
def test_forms_in_order_or_mixed_up_by_the_source() -> None:
    assert found(budget(*map(entry, TITLES), *FORMS), "CONTENTS-ORDER") == []
    lost = (Damage(Place(line=9), "文字次序错乱"),)
    assert found(budget(*map(entry, TITLES), FORMS[1], FORMS[0], damage=lost), "CONTENTS-ORDER") == []


@pytest.mark.fires("CONTENTS-SECTION")
def test_a_listed_part_that_is_not_there() -> None:
    given = budget(entry("三、专项转移支付情况", 4), section("一、主要职责", "负责绿化。"))
    (told,) = found(given, "CONTENTS-SECTION")
    assert told.places[0].place.line == 4


@pytest.mark.silent("CONTENTS-SECTION")
def test_a_listed_part_under_a_longer_heading() -> None:
    given = budget(entry("三、项目经费情况说明", 4), section("三、某专项经费情况说明", "安排5.00万元。"))
    assert found(given, "CONTENTS-SECTION") == []


@pytest.mark.fires("SECTION-NUMBER")
def test_a_number_that_skips_and_one_that_repeats() -> None:
    skips = budget(section("一、甲", "文。"), section("二、乙", "文。", 8), section("四、丙", "文。", 11))
    assert [f.expected for f in found(skips, "SECTION-NUMBER")] == ["3"]
    assert (
        len(found(budget(section("一、甲", "文。"), section("二、乙", "文。"), section("二、丙", "文。")), "SECTION-NUMBER"))
        == 1
    )


@pytest.mark.silent("SECTION-NUMBER")
def test_numbers_begin_anew_under_another_heading() -> None:
    given = budget(
        section("第一部分 甲", level=1),
        section("一、乙", "文。", level=2),
        section("二、丙", "文。", level=2),
        section("第二部分 丁", level=1),
        section("一、戊", "文。", level=2),
        section("（一）己", "文。", level=3),
        section("（二）庚", "文。", level=3),
        section("二、辛", "文。", level=2),
    )
    assert found(given, "SECTION-NUMBER") == []


@pytest.mark.fires("SECTION-EMPTY")
def test_nothing_under_a_heading() -> None:
    given = budget(section("五、采购", level=2), section("六、资产", "车辆0辆。", 9, level=2))
    assert len(found(given, "SECTION-EMPTY")) == 1


@pytest.mark.fires("SECTION-EMPTY")
def test_a_glossary_of_nothing() -> None:
    given = budget(section("第三部分 名词解释", level=1), section("附件：预算表", "另附。", 9, level=1))
    assert len(found(given, "SECTION-EMPTY")) == 1
    other = budget(section("第三部分 预算表", level=1), section("附件：预算表", "另附。", 9, level=1))
    assert found(other, "SECTION-EMPTY") == []


@pytest.mark.silent("SECTION-EMPTY")
def test_deeper_headings_or_a_form_stand_under_it() -> None:
    deeper = budget(section("五、其他", level=2), section("（一）资产", "车辆0辆。", 9, level=3))
    assert found(deeper, "SECTION-EMPTY") == []
    formed = budget(
        section("五、预算", level=2), section("六、资产", "车辆0辆。", 30, level=2), table("three_public", row("a"))
    )
    assert found(formed, "SECTION-EMPTY") == []


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("三、甲", 3),
        ("（十二）乙", 12),
        ("第二部分 丙", 2),
        ("二十一、丁", 21),
        ("4．戊", 4),
        ("2024年预算", None),
        ("概况", None),
    ],
)
def test_numbers_of_headings(title: str, number: int | None) -> None:
    assert ordinal(title) == number


def test_headings_that_are_alike() -> None:
    assert alike("部门主要职能", "某局主要职能")
    assert not alike("政府采购情况", "国有资产占用")
