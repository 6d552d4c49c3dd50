"""Sentences of budget explanations, all of invented bodies, and what each number in them states."""

from __future__ import annotations

import pytest

from gouji.model.disclosure import Claim
from gouji.model.place import Place
from gouji.recognition.claims import read
from gouji.recognition.segment import ProseSection
from gouji.sources.document import Paragraph
from gouji.standards.loader import load

PART = "第二部分 河阳县供销社2024年部门预算情况说明"
TOTALS = "一、收入支出预算总体情况说明"
REVENUE = "二、收入预算总体情况说明"
SPENDING = "三、支出预算总体情况说明"
APPROPRIATION = "四、财政拨款收入支出总体情况说明"
GENERAL = "五、一般公共预算支出情况说明"
BASIC = "六、一般公共预算基本支出情况说明"
PUBLIC = "七、“三公”经费支出情况说明"
FUND = "八、政府性基金预算支出情况说明"
OTHER = "九、其他重要事项情况说明"


def claims(heading: str | tuple[str, ...], text: str, year: int | None = 2024) -> list[Claim]:
    path = (PART, *((heading,) if isinstance(heading, str) else heading))
    paragraphs = tuple(Paragraph(line, Place(line=n, column=1)) for n, line in enumerate(text.split("\n"), 1))
    return list(read([ProseSection(path, paragraphs)], load("henan/2024"), year))


def stated(heading: str | tuple[str, ...], text: str) -> list[tuple[str, str]]:
    """(quantity, number with unit, or the words) of each claim."""
    return [(c.quantity, c.words or f"{c.amount}{c.unit}") for c in claims(heading, text)]


def test_totals_and_their_changes() -> None:
    text = (
        "河阳县供销社2024年收入总计1,234.50万元，支出总计1,234.50万元，与2023年预算相比，收入减少100.20万元，"
        "下降7.51%；支出减少100.20万元，下降7.51%。"
    )
    found = claims(TOTALS, text)
    assert [c.quantity for c in found] == [
        "收入总计",
        "支出总计",
        "收入总计.较上年变动额",
        "收入总计.较上年变动率",
        "支出总计.较上年变动额",
        "支出总计.较上年变动率",
    ]
    assert [str(c.amount) for c in found[:3]] == ["1234.50", "1234.50", "100.20"]
    assert found[0].direction is None
    assert found[0].base_year is None
    assert all((c.direction, c.base_year) == ("减少", 2023) for c in found[2:])
    assert found[2].quote == "收入减少100.20万元"
    assert found[0].section == TOTALS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收、支总计各增加6.5万元，增长4.2%。", [("收支总计.较上年变动额", "6.5万元"), ("收支总计.较上年变动率", "4.2%")]),
        (
            "2024年收入、支出总计分别为70万元、60万元，比上年分别增加5万元和4万元。",
            [
                ("收入总计", "70万元"),
                ("支出总计", "60万元"),
                ("收入总计.较上年变动额", "5万元"),
                ("支出总计.较上年变动额", "4万元"),
            ],
        ),
        (
            "2024年收支总预算90万元，较2023年80万元增加10万元，增幅12.5%。",
            [
                ("收支总计", "90万元"),
                ("收支总计.上年数", "80万元"),
                ("收支总计.较上年变动额", "10万元"),
                ("收支总计.较上年变动率", "12.5%"),
            ],
        ),
    ],
)
def test_both_totals_at_once(text: str, expected: list[tuple[str, str]]) -> None:
    assert stated(TOTALS, text) == expected


def test_reasons_hold_numbers_of_no_known_quantity_until_the_next_statement() -> None:
    text = (
        "收入增加9万元，增长3%，主要原因：新增人员4名，项目支出增加5万元；支出增加9万元，增长3%，主要原因是调资2万元。"
        "2024年支出总计300万元。"
    )
    assert stated(TOTALS, text) == [
        ("收入总计.较上年变动额", "9万元"),
        ("收入总计.较上年变动率", "3%"),
        ("", "4名"),
        ("", "5万元"),
        ("支出总计.较上年变动额", "9万元"),
        ("支出总计.较上年变动率", "3%"),
        ("", "2万元"),
        ("支出总计", "300万元"),
    ]


def test_parts_of_revenue_in_any_wording() -> None:
    text = (
        "2024年收入合计100万元，其中：一般公共预算拨款收入90万元（其中：财政拨款80万元），占90%;政府性基金收入0元；"
        "事业单位经营收入3万元；事业收入4万元，上年结转3万元。"
    )
    assert stated(REVENUE, text) == [
        ("收入合计", "100万元"),
        ("收入合计.一般公共预算", "90万元"),
        ("收入合计.一般公共预算.财政拨款", "80万元"),
        ("收入合计.一般公共预算.占比", "90%"),
        ("收入合计.政府性基金预算拨款收入", "0元"),
        ("收入合计.事业单位经营收入", "3万元"),
        ("收入合计.事业收入", "4万元"),
        ("收入合计.上年结转结余", "3万元"),
    ]


def test_spending_with_shares_and_parts_of_parts() -> None:
    text = (
        "2024年支出合计100万元，其中：基本支出60万元，占60%，其中：人员经费50万元，公用经费10万元；项目支出40万元，"
        "占支出合计的40%，主要用于冷库改造30万元、仓房租金10万元。"
    )
    assert stated(SPENDING, text) == [
        ("支出合计", "100万元"),
        ("支出合计.基本支出", "60万元"),
        ("支出合计.基本支出.占比", "60%"),
        ("支出合计.基本支出.人员经费", "50万元"),
        ("支出合计.基本支出.公用经费", "10万元"),
        ("支出合计.项目支出", "40万元"),
        ("支出合计.项目支出.占比", "40%"),
        ("支出合计.项目支出.冷库改造", "30万元"),
        ("支出合计.项目支出.仓房租金", "10万元"),
    ]


def test_functional_classes_by_the_names_of_the_forms_and_the_whole_after_them() -> None:
    text = (
        "2024年一般公共预算支出年初预算为100万元。主要用于以下方面：社会保障和就业（类）支出30万元，占30%；"
        "商业服务业等支出70万元，占70%。与上年相比增加2万元。"
    )
    assert stated(GENERAL, text) == [
        ("一般公共预算支出", "100万元"),
        ("一般公共预算支出.社会保障和就业支出", "30万元"),
        ("一般公共预算支出.社会保障和就业支出.占比", "30%"),
        ("一般公共预算支出.商业服务业等支出", "70万元"),
        ("一般公共预算支出.商业服务业等支出.占比", "70%"),
        ("一般公共预算支出.较上年变动额", "2万元"),
    ]


def test_a_qualified_noun_is_not_the_plain_one() -> None:
    assert stated(SPENDING, "2024年支出合计9万元，其中：政府性基金项目支出2万元。")[1][0] != "支出合计.项目支出"
    assert stated(TOTALS, "财政拨款收入5万元。") != [("收入总计", "5万元")]


def test_words_for_no_change_and_for_nothing() -> None:
    text = (
        "（一）公务接待费 2万元，用于公务接待支出。预算数与2023年持平，无增减变动。\n（二）因公出国（境）费用0万元，"
        "较上年无变化"
    )
    found = claims(PUBLIC, text)
    assert [(c.quantity, c.words, c.amount) for c in found if c.words] == [
        ("三公经费.公务接待费.较上年", "持平", None),
        ("三公经费.因公出国（境）费.较上年", "持平", None),
    ]
    assert next(c.quote for c in found if c.words) == "预算数与2023年持平，无增减变动"
    assert stated(FUND, "我单位2024年没有使用政府性基金预算拨款安排的支出。") == [("政府性基金预算支出", "无")]
    assert stated(FUND, "2024年政府性基金预算支出年初预算为0万元。") == [("政府性基金预算支出", "0万元")]


def test_cars_receptions_and_travel_in_money_and_in_counts() -> None:
    text = (
        "2024年“三公”经费预算为10.5万元，比2023增加2万元。\n（一）因公出国（境）费0万元，安排团组0个，0人次。\n"
        "（二）公务用车购置及公车运行维护费8.5万元。其中：公务用车购置费0万元；公务用车运行费8.5万元，保有量3辆。"
        "比上年减少1.5万元。\n"
        "（三）公务接待费2万元，国内公务接待20批次、200人次。"
    )
    assert stated(PUBLIC, text) == [
        ("三公经费", "10.5万元"),
        ("三公经费.较上年变动额", "2万元"),
        ("三公经费.因公出国（境）费", "0万元"),
        ("三公经费.出国（境）团组数", "0个"),
        ("三公经费.出国（境）人次", "0人次"),
        ("三公经费.公务用车购置及运行费", "8.5万元"),
        ("三公经费.公务用车购置费", "0万元"),
        ("三公经费.公务用车运行维护费", "8.5万元"),
        ("三公经费.公务用车保有量", "3辆"),
        ("三公经费.公务用车购置及运行费.较上年变动额", "1.5万元"),
        ("三公经费.公务接待费", "2万元"),
        ("三公经费.公务接待批次", "20批次"),
        ("三公经费.公务接待人次", "200人次"),
    ]


def test_bold_words_that_landed_elsewhere_in_their_line() -> None:
    text = (
        "（三）公务用车购置及运行费6万元，其中，公务用车运行\n 6万元，主要用于燃料费、维修维护费\n费、保险费等支出。"
        "与2023年持\n平，无增减变动；  0万元，与2023年持平，无增公务用车购置费\n减变动。"
    )
    assert stated(PUBLIC, text) == [
        ("三公经费.公务用车购置及运行费", "6万元"),
        ("三公经费.公务用车运行维护费", "6万元"),
        ("三公经费.公务用车运行维护费.较上年", "持平"),
        ("三公经费.公务用车购置费", "0万元"),
        ("三公经费.公务用车购置费.较上年", "持平"),
    ]


def test_a_number_without_a_noun_is_not_given_one_that_stands_in_its_own_right() -> None:
    text = "（三）公务用车购置及运行费6万元；0万元，与2023年持平。公务用车购置费0万元。"
    assert stated(PUBLIC, text)[1] == ("", "0万元")


def test_two_displaced_terms_are_not_chosen_between() -> None:
    text = "（三）“三公”经费6万元；0万元，与2023年持平，无增公务用车购置费减公务接待费变动。"
    assert stated(PUBLIC, text)[1] == ("", "0万元")


def test_procurement_performance_assets_and_transfers() -> None:
    assert stated(
        (OTHER, "（二）政府采购支出情况"),
        "2024年政府采购预算安排6万元，其中：政府采购货物预算6万元、工程类0万元、政府采购服务预算0万元。",
    ) == [
        ("政府采购", "6万元"),
        ("政府采购.货物", "6万元"),
        ("政府采购.工程", "0万元"),
        ("政府采购.服务", "0万元"),
    ]
    text = (
        "我单位纳入预算绩效管理的项目支出40万元，涉及项目2个。\n重点项目一：冷库改造项目，年初预算安排30万元，"
        "用于制冷。重点项目二：仓房租金项目，年初预算安排10万元。"
    )
    assert stated((OTHER, "（三）预算绩效情况说明"), text) == [
        ("预算绩效.项目支出", "40万元"),
        ("预算绩效.项目数", "2个"),
        ("重点项目.冷库改造", "30万元"),
        ("重点项目.仓房租金", "10万元"),
    ]
    text = (
        "2023年期末，本单位共有车辆3辆，其中：一般公务用车2辆，洒水车1辆；单价50万元以上通用设备0台（套），"
        "单位价值100万元以上专用设备1台(套)。"
    )
    assert stated((OTHER, "（四）国有资产占用情况"), text) == [
        ("国有资产.车辆", "3辆"),
        ("国有资产.车辆.一般公务用车", "2辆"),
        ("国有资产.车辆.洒水车", "1辆"),
        ("国有资产.单价50万元以上通用设备", "0台（套）"),
        ("国有资产.单价100万元以上专用设备", "1台（套）"),
    ]
    text = (
        "我单位负责参与管理的专项转移支付项目共2项，涉及30万元，主要包括：\n1、2024年农产品流通补助项目25万元。"
        "\n2、网点建设资金5万元。"
    )
    assert stated((OTHER, "（五）专项转移支付项目情况"), text) == [
        ("专项转移支付.项数", "2项"),
        ("专项转移支付.金额", "30万元"),
        ("专项转移支付.2024年农产品流通补助", "25万元"),
        ("专项转移支付.网点建设资金", "5万元"),
    ]


def test_what_a_bracket_holds_is_part_of_what_stands_before_it() -> None:
    text = "2024年收入合计100万元，其中：一般公共预算收入90万元（含上年结转4万元），占90%；事业收入10万元。"
    assert stated(REVENUE, text) == [
        ("收入合计", "100万元"),
        ("收入合计.一般公共预算", "90万元"),
        ("收入合计.一般公共预算.含上年结转", "4万元"),
        ("收入合计.一般公共预算.占比", "90%"),
        ("收入合计.事业收入", "10万元"),
    ]


def test_a_plain_noun_after_the_count_of_projects_speaks_of_them() -> None:
    text = "我部门纳入预算绩效管理的支出总额为90万元，其中人员经费支出50万元，支出项目共3个，支出总额40万元。"
    assert stated((OTHER, "（三）预算绩效管理工作开展情况说明"), text) == [
        ("预算绩效.支出总额", "90万元"),
        ("预算绩效.支出总额.人员经费支出", "50万元"),
        ("预算绩效.项目数", "3个"),
        ("预算绩效.项目支出", "40万元"),
    ]
    # Some of the projects are not all of them.
    text = "共3个项目，金额共计40万元，其中：重点项目1个，一级项目2个。"
    found = stated((OTHER, "（三）绩效目标设置情况"), text)
    assert found[:2] == [("预算绩效.项目数", "3个"), ("预算绩效.项目支出", "40万元")]
    assert "预算绩效.项目数" not in [q for q, _ in found[2:]]


def test_both_words_of_change_left_in_say_no_direction() -> None:
    found = claims(PUBLIC, "（三）公务接待费2万元。预算数比2023年增加/减少0万元。")
    assert [(c.quantity, c.direction) for c in found] == [
        ("三公经费.公务接待费", None),
        ("三公经费.公务接待费.较上年变动额", None),
    ]


def test_vehicles_counted_as_sets_and_a_fund_without_spending() -> None:
    text = "共有车辆2台，其中一般公务用车2台；单价50万元以上的通用设备1台。"
    assert [q for q, _ in stated((OTHER, "（四）国有资产占用情况"), text)] == [
        "国有资产.车辆",
        "国有资产.车辆.一般公务用车",
        "国有资产.单价50万元以上通用设备",
    ]
    assert stated(FUND, "2024年政府性基金预算收入0万元，支出0万元。") == [
        ("政府性基金预算收入", "0万元"),
        ("政府性基金预算支出", "0万元"),
    ]


def test_running_costs_under_each_of_their_names() -> None:
    for name in ("机构运转经费", "机关运行经费", "机关（机构）运行经费"):
        text = f"2024{name}支出预算20万元，主要保障办公费支出。比上年减少5万元，下降20%。"
        assert stated((OTHER, f"（一）{name}"), text) == [
            ("机构运转经费", "20万元"),
            ("机构运转经费.较上年变动额", "5万元"),
            ("机构运转经费.较上年变动率", "20%"),
        ]


@pytest.mark.parametrize(
    "text",
    [
        "根据豫财〔2021〕29号，于2024年3月底前完成，电话0390-6512345。",
        "第5次会议，2023年期末，2024收支，12个月，3个工作日。",
        "单价50万元以上设备，10万元（含）以下，编号003项，2023—2025年。",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert stated("十、其他说明", text) == []


def test_terms_of_the_glossary_and_duties_are_silent() -> None:
    assert claims("第三部分 名词解释", "一、单价10万元的设备。") == []
    assert claims("一、主要职责", "（一）管理3家企业。") == []


def test_a_lost_heading_is_made_good_by_the_sentence() -> None:
    text = (
        "河阳县供销社2024年收入合计9万元，其中：一般公共预算9万元。\n2024年一般公共预算基本支出年初预算为5万元，"
        "其中：人员经费支出4万元，占80%。"
    )
    assert [q for q, _ in stated((), text)] == [
        "收入合计",
        "收入合计.一般公共预算",
        "一般公共预算基本支出",
        "一般公共预算基本支出.人员经费",
        "一般公共预算基本支出.人员经费.占比",
    ]


def test_a_heading_among_the_lines_changes_the_subject() -> None:
    text = "（一）政府采购支出情况\n2024年政府采购预算安排6万元。\n（二）国有资产占用情况\n共有车辆1辆。"
    found = claims(OTHER, text)
    assert [c.quantity for c in found] == ["政府采购", "国有资产.车辆"]
    assert found[1].section == f"{OTHER}/（二）国有资产占用情况"
    assert found[1].place.line == 4


def test_units_as_printed_and_ocr_blanks() -> None:
    found = claims(SPENDING, "2025年支出合计1147. 92万元, 其中: 基本支出1000. 00 万元, 占87. 12％。", 2025)
    assert [(str(c.amount), c.unit) for c in found] == [("1147.92", "万元"), ("1000.00", "万元"), ("87.12", "%")]


def test_without_a_known_year_nothing_is_last_years() -> None:
    found = claims(TOTALS, "2023年收入总计5万元，比上年增加1万元。", None)
    assert [(c.quantity, c.base_year) for c in found] == [("收入总计", None), ("收入总计.较上年变动额", None)]
