"""One form a project: captions and an indicator list, in a grid whose cells are shifted, and in lines without columns."""

from __future__ import annotations

from decimal import Decimal

from tests.recognition.target_tools import grid, lines, plain, read

KIND = "project_performance"
GRID = """项目名称|农村公路日常养护|||
部门名称|云溪县交通运输局|||
单位名称|云溪县公路服务中心|||
项目资金（万元）|年度资金总额||128.5|
|其中：政府预算资金||120.0|
|财政专户管理资金|||
|单位资金||8.5|
年度目标|全县农村公路路面整洁、排水畅通。|||
分解目标||||
一级指标|二级指标|三级指标|指标值|指标值说明
成本指标|经济成本指标|养护总成本|≤128.5万元|
|社会成本指标|||
产出指标|数量指标|养护公路里程|≥860公里|按台账
|数量指标|桥梁检测座数|45座|
|质量指标|好路率|≥90%|
|时效指标|完成时限|12月底前|
效益指标|社会效益指标|改善群众出行条件|有效改善|
|生态效益指标|||
满意度指标|服务对象满意度指标|满意度|≥92%|"""
WANTED = [
    ("成本指标", "养护总成本", "≤128.5万元"),
    ("产出指标", "养护公路里程", "≥860公里"),
    ("产出指标", "桥梁检测座数", "45座"),
    ("产出指标", "好路率", "≥90%"),
    ("产出指标", "完成时限", "12月底前"),
    ("效益指标", "改善群众出行条件", "有效改善"),
    ("满意度指标", "满意度", "≥92%"),
]


def test_a_form_with_everything() -> None:
    found = read(KIND, grid(GRID))
    (project,) = found.projects
    assert (project.name, project.amount, project.unit) == ("农村公路日常养护", Decimal("128.5"), "万元")
    assert {k: c.amount for k, c in project.amounts.items()} == {
        "资金总额": Decimal("128.5"),
        "政府预算资金": Decimal("120.0"),
        "单位资金": Decimal("8.5"),
    }
    assert project.goal == "全县农村公路路面整洁、排水畅通。"
    assert plain(project.indicators) == WANTED
    assert [i.level2 for i in project.indicators][:3] == ["经济成本指标", "数量指标", "数量指标"]
    assert project.indicators[1].explanation == "按台账"
    assert found.damage == ()
    assert [n.hint for n in found.forms[0].rows[0].numbers] == [
        "项目金额/资金总额",
        "项目金额/政府预算资金",
        "项目金额/单位资金",
    ]


def test_shifted_cells_a_stray_one_and_a_page_break() -> None:
    text = GRID.replace("项目名称|", "项目名称||").replace("|财政专户", "万元)|财政专户").replace("|质量指标|", "||质量指标|")
    first, second = text.split("时效指标")
    blocks = (grid(first + "时效指标|完成时限|12月底前|"), grid("\n".join(second.splitlines()[1:]), first=30))
    (project,) = read(KIND, *blocks).projects
    assert project.name == "农村公路日常养护"
    assert plain(project.indicators) == WANTED


def test_a_table_without_its_end() -> None:
    text = "\n".join(GRID.splitlines()[:14])
    (project,) = read(KIND, grid(text)).projects
    assert plain(project.indicators) == WANTED[:3]


def test_a_project_without_indicators_has_none() -> None:
    text = GRID.replace("养护总成本|≤128.5万元", "|").split("产出指标")[0]
    (project,) = read(KIND, grid(text)).projects
    assert project.indicators == ()
    assert project.amount == Decimal("128.5")


def test_cost_as_a_second_level_of_output() -> None:
    text = GRID.replace("|时效指标|完成时限|12月底前|", "|成本指标|养护单价|≤1500元/公里|")
    (project,) = read(KIND, grid(text)).projects
    assert ("产出指标", "养护单价", "≤1500元/公里") in plain(project.indicators)


def test_the_same_form_in_lines() -> None:
    text = "\n".join(" ".join(c for c in row.split("|") if c) for row in GRID.splitlines())
    (project,) = read(KIND, *lines(text)).projects
    assert (project.name, project.amount) == ("农村公路日常养护", Decimal("128.5"))
    assert project.goal == "全县农村公路路面整洁、排水畅通。"
    assert plain(project.indicators) == WANTED


def test_the_same_form_one_cell_a_line_and_cut() -> None:
    text = "\n\n".join(c for row in GRID.splitlines() for c in row.split("|") if c)
    text = text.replace("服务对象满意度指标", "服务对象满意度指\n\n标").replace("改善群众出行条件", "改善群众出行条\n\n件")
    (project,) = read(KIND, *lines(text)).projects
    assert plain(project.indicators) == WANTED


def test_two_forms_in_one_segment() -> None:
    found = read(KIND, grid(GRID), grid(GRID.replace("农村公路日常养护", "桥梁检测"), first=40))
    assert [p.name for p in found.projects] == ["农村公路日常养护", "桥梁检测"]
    assert [len(p.indicators) for p in found.projects] == [7, 7]
