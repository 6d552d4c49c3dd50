"""The whole-department form: from lines whose cells follow each other, and from a grid whose cells are displaced."""

from __future__ import annotations

from decimal import Decimal

from tests.recognition.target_tools import grid, lines, plain, read

KIND = "department_performance"
LINES = """（2024年度）
部门名称：云溪县林业局
年度履职目标
完成国土绿化任务，守住森林防火底线，保护好古树名木，推进林长
制落地见效。
年度主要任务
任务名称 主要内容
（一）国土绿化 完成人工造林、封山育林和森林抚育任务
（二）森林防火和病虫害防治能
力提升工作
开展防火巡护，配齐扑火机具；组织飞防作业，做好疫木
清理
预算情况
部门预算总额（万元） 1,147.92
1、资金来源： （1）政府预算资金 1,100.00
（2）财政专户管理资金
（3）单位资金 47.92
2、资金结构： （1）基本支出 647.92
（2）项目支出 500.00
一级指标 二级指标 三级指标 指标值 指标值说明
投入管理指
标
工作目标管理
工作任务科学性 科学
1.工作任务是否有明确的绩效目标，绩
效目标是否与部门职责目标一致；2.工
作任务对应的预算项目是否合理。
预算和财务管理
预算执行率 ≥95%
预算执行率=（预算完成数/预算数）
×100%。
产出指标
重点工作任务完
成
人工造林完成面积 ≥2.3万亩
完成国土绿化任务
按计划全面
完成
效益指标
履职效益
森林覆盖率提高程度 有所提高
满意度
林农满意度 ≥90%
"""
WANTED = [
    ("投入管理指标", "工作任务科学性", "科学"),
    ("投入管理指标", "预算执行率", "≥95%"),
    ("产出指标", "人工造林完成面积", "≥2.3万亩"),
    ("产出指标", "完成国土绿化任务", "按计划全面完成"),
    ("效益指标", "森林覆盖率提高程度", "有所提高"),
    ("效益指标", "林农满意度", "≥90%"),
]


def test_lines() -> None:
    found = read(KIND, *lines(LINES))
    form = found.department_performance
    assert form is not None
    assert form.goal == "完成国土绿化任务，守住森林防火底线，保护好古树名木，推进林长制落地见效。"
    assert [(t.name, t.content) for t in form.tasks] == [
        ("（一）国土绿化", "完成人工造林、封山育林和森林抚育任务"),
        ("（二）森林防火和病虫害防治能力提升工作", "开展防火巡护，配齐扑火机具；组织飞防作业，做好疫木清理"),
    ]
    assert plain(form.indicators) == WANTED
    assert [i.level2 for i in form.indicators] == [
        "工作目标管理",
        "预算和财务管理",
        "重点工作任务完成",
        "重点工作任务完成",
        "履职效益",
        "满意度",
    ]
    assert form.indicators[1].explanation == "预算执行率=（预算完成数/预算数）×100%。"
    assert form.indicators[2].explanation is None


def test_the_budget_block_keeps_blank_lines_blank() -> None:
    (form,) = read(KIND, *lines(LINES)).forms
    amounts = {r.item: [n.amount for n in r.numbers] for r in form.rows}
    assert amounts == {
        "total": [Decimal("1147.92")],
        "sources": [],
        "sources.government": [Decimal("1100.00")],
        "sources.special_account": [],
        "sources.own": [Decimal("47.92")],
        "structure": [],
        "structure.basic": [Decimal("647.92")],
        "structure.project": [Decimal("500.00")],
    }


GRID = """部门名称||云溪县林业局|||
年度履职目标|完成国土绿化任务,守住森林防火底线。||||
||任务名称||主要内容|
年度主要任务|国土绿化||完成人工造林任务||
|森林防|火|开展防火巡护|,配齐机具|
|部|门预算总额(万元)||1147. 92|
1、资金来源:|(1) 政府预算资金||1147. 92||
|(2) 财|政专户管理资金|||
|(3)单|位资金|||
2、资金结构:|(1) 基本支出||647. 92||
|(2) 项|目支出||500. 00|
一级指标|二级指标|三级指标|指标值|指标值说明|
||工作任务科学性|科学|1.工作任务是否有明确的绩效目标;2.是否合理。|
|预算和财务管理|预算执行率|≥95%|预算执行率=(预算完成数/预算数)×100%。|"""
PAGE = """|预算调整率|≤10%|预算调整率=(预算调整数/年初预算数)×100%。
理|决算真实性|真实|反映本部门决算工作情况。
||森林抚育完成率|≥95%|反映重点工作任务进展情况
|重点工作任务完 成|人工造林完成面积|≥2.3万亩|反映重点工作任务进展情况
ア||古树名木保护率|100%|反映重点工作任务进展情况
效益指标|履职效益|森林覆盖率提高程度|有所提高|反映履职影响
|满意度|林农满意度|≥90%|反映满意程度"""


def test_a_recognised_grid_whose_levels_stand_in_the_middle() -> None:
    found = read(KIND, grid(GRID), grid(PAGE, first=40), *lines("投入管理指 标"))
    form = found.department_performance
    assert form is not None
    assert [(i.level1, i.level2, i.name) for i in form.indicators] == [
        ("投入管理指标", "工作目标管理", "工作任务科学性"),
        ("投入管理指标", "预算和财务管理", "预算执行率"),
        ("投入管理指标", "预算和财务管理", "预算调整率"),
        ("投入管理指标", "预算和财务管理", "决算真实性"),
        ("产出指标", "重点工作任务完成", "森林抚育完成率"),
        ("产出指标", "重点工作任务完成", "人工造林完成面积"),
        ("产出指标", "重点工作任务完成", "古树名木保护率"),
        ("效益指标", "履职效益", "森林覆盖率提高程度"),
        ("效益指标", "满意度", "林农满意度"),
    ]
    assert [(t.name, t.content) for t in form.tasks] == [
        ("国土绿化", "完成人工造林任务"),
        ("森林防火", "开展防火巡护,配齐机具"),
    ]
    assert form.goal == "完成国土绿化任务,守住森林防火底线。"
    assert {r.item: [n.amount for n in r.numbers] for r in found.forms[0].rows}["total"] == [Decimal("1147.92")]
    assert any("理" in d.says for d in found.damage)


def test_a_form_without_its_list_says_so() -> None:
    found = read(KIND, *lines(LINES.split("一级指标")[0]))
    assert found.department_performance is not None
    assert found.department_performance.indicators == ()
    assert any("绩效指标" in d.says for d in found.damage)
