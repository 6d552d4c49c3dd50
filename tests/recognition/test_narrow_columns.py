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
