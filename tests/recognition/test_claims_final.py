"""Sentences of final accounts, all of invented bodies, and what each number in them states."""

from __future__ import annotations

import pytest

from gouji.model.place import Place
from gouji.recognition.claims import read
from gouji.recognition.segment import ProseSection
from gouji.sources.document import Paragraph
from gouji.standards.loader import load

PART = "第三部分 河阳县供销社2025年度部门决算情况说明"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
PUBLIC = "七、财政拨款“三公”经费支出决算情况说明"
OTHER = "十、其他重要事项的情况说明"


def stated(heading: str | tuple[str, ...], text: str) -> list[tuple[str, str]]:
    """(quantity, number with unit, or the words) of each claim."""
    path = (PART, *((heading,) if isinstance(heading, str) else heading))
    paragraphs = tuple(Paragraph(line, Place(line=n, column=1)) for n, line in enumerate(text.split("\n"), 1))
    held = read([ProseSection(path, paragraphs)], load("national-final/2025-final"), 2025)
    return [(c.quantity, c.words or f"{c.amount}{c.unit}") for c in held]


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        (
            "一、收入支出决算总体情况说明",
            "2025年度收、支总计均为120.50万元。与上年度相比，收、支总计各增加20.50万元，增长20.50%。",
            [("收支总计", "120.50万元"), ("收支总计.较上年变动额", "20.50万元"), ("收支总计.较上年变动率", "20.50%")],
        ),
        (
            "二、收入决算情况说明",
            "本年收入合计120.50万元，其中：财政拨款收入100.00万元，占82.99%；其他收入20.50万元，占17.01%。",
            [
                ("本年收入", "120.50万元"),
                ("本年收入.财政拨款收入", "100.00万元"),
                ("本年收入.财政拨款收入.占比", "82.99%"),
                ("本年收入.其他收入", "20.50万元"),
                ("本年收入.其他收入.占比", "17.01%"),
            ],
        ),
        (
            "三、支出决算情况说明",
            "本年支出合计120.50万元，其中：基本支出80.50万元，占66.80%；项目支出40.00万元，占33.20%；经营支出0万元，占0%。",
            [
                ("本年支出", "120.50万元"),
                ("本年支出.基本支出", "80.50万元"),
                ("本年支出.基本支出.占比", "66.80%"),
                ("本年支出.项目支出", "40.00万元"),
                ("本年支出.项目支出.占比", "33.20%"),
                ("本年支出.经营支出", "0万元"),
                ("本年支出.经营支出.占比", "0%"),
            ],
        ),
        (
            "六、一般公共预算财政拨款基本支出决算情况说明",
            "2025年度一般公共预算财政拨款基本支出80.50万元，其中：人员经费60.50万元，主要包括：基本工资；公用经费20.00万元，主要包括：办公费。",
            [
                ("一般公共预算基本支出", "80.50万元"),
                ("一般公共预算基本支出.人员经费", "60.50万元"),
                ("一般公共预算基本支出.公用经费", "20.00万元"),
            ],
        ),
        (
            (OTHER, "（一）机关运行经费支出情况"),
            "2025年度机关运行经费支出20.00万元，比上年减少1.00万元，下降4.76%，主要原因是节约。",
            [("机关运行经费", "20.00万元"), ("机关运行经费.较上年变动额", "1.00万元"), ("机关运行经费.较上年变动率", "4.76%")],
        ),
        (
            (OTHER, "（二）政府采购支出情况"),
            "2025年度政府采购支出总额30.00万元，其中：政府采购货物支出10.00万元、政府采购工程支出0万元、政府采购服务支出20.00万元。"
            "授予中小企业合同金额24.00万元，占政府采购支出总额的80.00%。",
            [
                ("政府采购", "30.00万元"),
                ("政府采购.货物", "10.00万元"),
                ("政府采购.工程", "0万元"),
                ("政府采购.服务", "20.00万元"),
                ("中小企业合同", "24.00万元"),
            ],
        ),
    ],
)
def test_totals_and_parts(heading: str | tuple[str, ...], text: str, expected: list[tuple[str, str]]) -> None:
    found = stated(heading, text)
    assert [f for f in found if f in expected] == expected


ITEM = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）"
CODED = "社会保障和就业支出（208类）行政事业单位养老支出（05款）机关事业单位职业年金缴费支出（06项）"
PATH = "科目.社会保障和就业支出/行政事业单位养老支出/机关事业单位职业年金缴费支出"


@pytest.mark.parametrize(
    "text",
    [
        f"1.{ITEM}36.70万元，主要用于：缴纳职业年金。年初预算为37.60万元，支出决算为36.70万元，完成年初预算的97.61%。",
        f"1.{ITEM}。年初预算为37.60万元，支出决算为36.70万元，完成年初预算的97.61%，决算数小于年初预算数的主要原因是人员变动。",
        f"1.“{ITEM}”，年初预算37.60万元，支出决算36.70万元，完成年初预算的97.61%。",
        f"1.{CODED}36.70万元。预算数为37.60万元，决算数为36.70万元，完成预算的97.61%。",
    ],
)
def test_an_item_with_its_budget_and_its_completion_rate(text: str) -> None:
    found = stated((GENERAL, "（三）一般公共预算财政拨款支出决算具体情况"), text)
    assert {f for f in found if "年初预算" in f[0]} == {(f"{PATH}.年初预算", "37.60万元")}
    assert {f for f in found if "完成率" in f[0]} == {(f"{PATH}.完成率", "97.61%")}
    assert {f for f in found if f[0] == PATH} == {(PATH, "36.70万元")}
    assert not any(quantity for quantity, _ in found if quantity.startswith("一般公共预算支出"))


def test_the_public_expenses_their_budgets_and_what_changed() -> None:
    text = (
        "“三公”经费财政拨款支出预算为14.00万元，支出决算为10.30万元，完成预算的73.57%，其中：公务接待费预算为2.00万元，支出决算为1.50万元，"
        "完成预算的75.00%。决算数较年初预算数减少3.70万元，下降26.43%。\n"
        "“三公”经费支出决算数比2024年度减少2.20万元，下降17.60%，其中：公务接待费支出决算减少0.50万元；因公出国（境）费支出决算与2024年度持平。\n"
        "3.公务接待费支出1.50万元。国内公务接待12批次、106人次；接待外宾1批次、3人次。公务用车保有量4辆。"
    )
    assert [f for f in stated(PUBLIC, text) if f[0]] == [
        ("三公经费.年初预算", "14.00万元"),
        ("三公经费", "10.30万元"),
        ("三公经费.完成率", "73.57%"),
        ("三公经费.公务接待费.年初预算", "2.00万元"),
        ("三公经费.公务接待费", "1.50万元"),
        ("三公经费.公务接待费.完成率", "75.00%"),
        ("三公经费.较预算变动额", "3.70万元"),
        ("三公经费.较预算变动率", "26.43%"),
        ("三公经费.较上年变动额", "2.20万元"),
        ("三公经费.较上年变动率", "17.60%"),
        ("三公经费.公务接待费.较上年变动额", "0.50万元"),
        ("三公经费.因公出国（境）费.较上年", "持平"),
        ("三公经费.公务接待费", "1.50万元"),
        ("三公经费.国内接待批次", "12批次"),
        ("三公经费.国内接待人次", "106人次"),
        ("三公经费.外宾批次", "1批次"),
        ("三公经费.外宾人次", "3人次"),
        ("三公经费.保有量", "4辆"),
    ]


def test_a_budget_that_belongs_to_a_term_is_no_measure() -> None:
    text = "面向中小企业预留政府采购项目预算金额150.00万元，面向小微企业预留政府采购项目预算金额90.00万元。"
    found = stated((OTHER, "（二）政府采购支出情况"), text)
    assert found == [("中小企业预留", "150.00万元"), ("小微企业预留", "90.00万元")]
