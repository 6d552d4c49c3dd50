"""Columns so narrow that numbers, codes and words are cut inside cells, as dumps print them: each mend with its neighbour."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.recognition.line_dumps import read_text
from tests.recognition.target_tools import lines, plain, read

HEAD = """单位编码（项目编码） 项目单位（项目名称）
项目金额（元）
绩效目标
成本指标 产出指标 效益指标 满意度指标
资金总额 政府预算资金
三级指标 指标值 三级指标 指标值 三级指标 指标值 三级指标 指标值
"""


@pytest.mark.parametrize(
    ("pieces", "amounts"),
    [
        ("14936\n.02\n14936\n.02", ["14936.02", "14936.02"]),
        ("1493\n6.02\n1493\n6.02", ["14936.02", "14936.02"]),
        ("16\n00\n6.\n56\n160\n06.\n56", ["16006.56", "16006.56"]),
        ("64\n71\n.8\n3\n647\n1.8\n3", ["6471.83", "6471.83"]),
        ("12.50\n12.50", ["12.50", "12.50"]),  # whole numbers below one another stay two
    ],
)
def test_numbers_cut_below_their_row(pieces: str, amounts: list[str]) -> None:
    found = read_text("revenue_summary", f"单位代码 单位名称 总计 合计\n合计 9.00 9.00\n098\n河湾镇\n水利站\n{pieces}\n")
    assert [n.raw for n in found.rows[1].numbers] == amounts
    assert found.rows[1].codes == {"agency": "098"}


def test_a_code_before_a_number_is_no_part_of_it() -> None:
    found = read_text(
        "revenue_summary", "单位代码 单位名称 总计\n合计 9.00\n098\n河湾镇\n水利站\n9.00\n098001\n水利站\n1200.00\n"
    )
    assert [r.codes.get("agency") for r in found.rows] == [None, "098", "098001"]
    assert [[n.raw for n in r.numbers] for r in found.rows] == [["9.00"], ["9.00"], ["1200.00"]]


MATRIX = """052 云溪县交通运输局
6,077.9
6
6,077.
96
052001 云溪县交通局
6,077.9
6
6,077.
96
4199012400000000
05123
农村公路养护 6,077.96 6,077.96 养护
成本
≤130 元/人·年
巡查次数 ≥8 次
"""


def test_the_end_of_an_amount_begins_no_code() -> None:
    found = read("project_performance", *lines(HEAD + MATRIX))
    rows = found.forms[0].rows
    assert [[n.amount for n in r.numbers] for r in rows] == [[Decimal("6077.96")] * 2] * 3
    assert [p.code for p in found.projects] == ["419901240000000005123"]
    assert plain(found.projects[0].indicators) == [("成本指标", "养护成本", "≤130元/人·年"), ("产出指标", "巡查次数", "≥8次")]


def test_a_header_that_a_page_repeats_without_a_mark_is_no_indicator() -> None:
    found = read("project_performance", *lines(HEAD + MATRIX + HEAD + "养护里程 ≥86公里\n"))
    assert [i.name for p in found.projects for i in p.indicators] == ["养护成本", "巡查次数", "养护里程"]


def test_an_explanation_is_no_part_of_the_next_name() -> None:
    rows = "投入管理指标 预算和财务管理 预算执行率 ≥96% 实际支出与预算之比\n资金使用合规性 合规 是否符合制度\n"
    listed = f"一级指标 二级指标 三级指标 指标值 指标值说明\n{rows}"
    text = f"年度履职目标 做好工作。\n预算情况 部门预算总额（万元） 9.00\n{listed}"
    found = read("department_performance", *lines(text)).department_performance
    assert found is not None
    assert [(i.name, i.explanation) for i in found.indicators] == [
        ("预算执行率", "实际支出与预算之比"),
        ("资金使用合规性", "是否符合制度"),
    ]


def test_a_total_below_itself_begins_the_rows() -> None:
    head = "单\n位\n代\n码\n单位名称 总计\n合\n计\n本年收入\n"
    found = read_text("revenue_summary", f"{head}合\n计\n38939.\n57\n2726\n8.27\n098 水利站 38939.\n57\n2726\n8.27\n")
    assert [(r.label, [n.raw for n in r.numbers]) for r in found.rows] == [
        ("合计", ["38939.57", "27268.27"]),
        ("水利站", ["38939.57", "27268.27"]),
    ]


def test_zeros_at_a_line_s_beginning_are_numbers_and_a_code_s_zero_is_none() -> None:
    text = "单位代码 单位名称 总计\n合计 9.00 9.00\n0 0 9.00\n0\n9\n8\n水利站\n9.00 9.00\n0 0 9.00\n"
    found = read_text("revenue_summary", text)
    assert [[n.raw for n in r.numbers] for r in found.rows] == [["9.00", "9.00", "0", "0", "9.00"]] * 2
    assert found.rows[1].codes == {"agency": "098"}


@pytest.mark.parametrize("text", ["14966.869479.5\n7", "14966.86 9479.5\n7", "14966.869479.57"])
def test_numbers_of_neighbouring_columns_without_a_blank(text: str) -> None:
    found = read_text("revenue_summary", f"单位代码 单位名称 总计\n合计 9.00 9.00\n098 水利站 {text}\n")
    assert [n.raw for n in found.rows[1].numbers] == ["14966.86", "9479.57"]


@pytest.mark.parametrize("mark", ["0", "—", "-"])
def test_what_stands_for_an_empty_cell_may_be_glued_to_its_label(mark: str) -> None:
    first = f"一、一般公共预算 9.00 一、一般公共服务支出{mark}\n"
    text = f"收入 支出\n项目 金额 项目 金额\n{first}二、政府性基金预算拨款收入{mark} 二、外交支出{mark}\n"
    found = read_text("revenue_expenditure_summary", text)
    labels = ["一、一般公共预算", "一、一般公共服务支出", "政府性基金预算拨款收入", "外交支出"]
    assert [r.label for r in found.rows] == labels


def test_a_year_that_begins_a_name_s_line_is_no_code_and_a_code_of_four_digits_cut_is_one() -> None:
    body = "4199012400000000\n05123\n提前下达\n2024 年困难\n群众补助资金\n610.6\n5\n610.\n65\n养护成本 ≤130万元\n"
    found = read("project_performance", *lines(HEAD + body))
    assert [(p.code, p.name, p.amount) for p in found.projects] == [
        ("419901240000000005123", "提前下达2024年困难群众补助资金", Decimal("610.65"))
    ]


def test_a_header_that_comes_again_in_other_pieces_is_no_indicator() -> None:
    again = "单位编码（项目编码） 项目单位（项目名称）\n项目金额（元） 绩效目标\n资金总额 政府预算资金\n"
    again += "成本指标产出指标 效益指标\n满意度指标\n三级指标 指标值 三级指标\n指标值三级指标 指标值 三级指标 指标值\n"
    found = read("project_performance", *lines(HEAD + MATRIX + again + "养护里程 ≥86公里\n"))
    assert [i.name for p in found.projects for i in p.indicators] == ["养护成本", "巡查次数", "养护里程"]
