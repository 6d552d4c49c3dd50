"""What documents that nobody tuned for broke, small: each mend with its case and its nearest innocent neighbour."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from tests.recognition.grids import TEMPLATE, tabbed
from tests.recognition.grids import form as gridded
from tests.recognition.line_dumps import form, read_text

from gouji.model.disclosure import Damage, RowKind
from gouji.model.place import NOWHERE, Place
from gouji.recognition import bodies, grid_rows, targets_form
from gouji.recognition.grid_cells import unwrapped
from gouji.recognition.issuer import divisions
from gouji.recognition.items import Item
from gouji.recognition.line_short import in_order, whole_codes
from gouji.recognition.line_tokens import decimals_of
from gouji.recognition.line_unwrap import unwrap
from gouji.recognition.segment import FormSegment
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow
from gouji.reconcile.repair import _resembles
from gouji.sources import open_document
from gouji.sources.document import Grid, Paragraph
from gouji.standards.loader import load

NAMES = {("department_economic", "30217"): ("公务接待费",), ("department_economic", "30216"): ("培训费",)}


def names(kind: str, code: str) -> tuple[str, ...]:
    return NAMES.get((kind, code), ())


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1158\n0.25", "11580.25"),
        ("389\n39.5\n7", "38939.57"),
        ("12,99\n1.25", "12,991.25"),
        ("09800\n1", "098001"),
        ("9.00\n8.00", "9.00\n8.00"),  # two rows pasted into a cell
        ("9.00\n8", "9.00\n8"),  # three decimals: no amount
        ("水费\n12.00", "水费\n12.00"),
    ],
)
def test_a_number_that_a_narrow_cell_cut_is_one(text: str, read: str) -> None:
    assert unwrapped(text) == read


def test_division_codes_are_those_of_whole_project_codes() -> None:
    def counted(text: str) -> set[str]:
        return set(divisions([Item(Paragraph(text, Place(line=1)), text)]))

    assert counted("419900240000000010031") == {"419900"}
    assert counted("0" * 21) == set()
    assert counted("7419900240000000010031") == set()


def test_prose_of_a_workbook_is_prose_and_years_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("a")
        sheet.write_string(0, 0, "2024年收入总计12.30万元，支出总计12.30万元。")
        sheet.write_string(1, 0, "项目")
        sheet.write_string(1, 1, "金额")
        sheet.write_string(2, 0, "2080505")
        sheet.write_string(2, 1, "12.30")
    first, second = open_document(path).blocks
    assert isinstance(first, Paragraph)
    assert first.text.startswith("2024年")
    assert isinstance(second, Grid)
    assert len(second.rows) == 2


def test_a_lone_zero_behind_numbers_is_a_cell_and_a_code_s_zero_is_none() -> None:
    found = read_text("expenditure_summary", "208 05 05 养老缴费 15.30 15.30 15.30 0 0 0 0 0 0\n")
    (row,) = found.rows
    assert row.codes == {"function": "2080505"}
    assert [n.hint for n in row.numbers][:3] == ["合计", "基本支出/小计", "基本支出/人员经费/工资福利支出"]
    cut = read_text("economic_classification_summary", "302 0\n1\n办公费 502 0\n1\n办公经费 7.19 7.19 7.19\n").rows
    assert cut[0].codes == {"department_economic": "30201", "government_economic": "50201"}


def test_tails_of_numbers_cut_inside_a_line() -> None:
    found = read_text("expenditure_summary", "208 05 05 养老缴费 1,840.24 1,840.2 1,840.24\n4\n208 05 06 年金 2.00 2.00 2.00\n")
    assert [str(n.amount) for n in found.rows[0].numbers] == ["1840.24", "1840.24", "1840.24"]
    assert found.rows[1].codes == {"function": "2080506"}


def test_cut_codes_are_completed_by_their_name_or_left_out() -> None:
    assert whole_codes({"department_economic": "3021"}, "公务接待费", "", names)[0] == {"department_economic": "30217"}
    codes, says = whole_codes({"department_economic": "3021"}, "其他", "", names)
    assert codes == {}
    assert "残缺" in says[0]
    assert whole_codes({"agency": "4094002"}, "灌区服务中心", "", names)[0] == {}
    assert whole_codes({"agency": "094002"}, "灌区服务中心", "", names) == ({"agency": "094002"}, [])


def _project(label: str, unit: str = "") -> LooseRow:
    return LooseRow(RowKind.PROJECT, label, texts={"项目单位": unit} if unit else {}, numbers=(_number("1.00"),))


def _number(text: str) -> LooseNumber:
    return LooseNumber(Decimal(text), text)


@pytest.mark.parametrize(
    ("label", "unit", "name"),
    [
        ("监理服务项目岚川县种子管理站", "", "监理服务项目"),
        ("监理服务项目岚川县农业局", "（本级）", "监理服务项目"),
        ("支持种子管理站建设", "", "支持种子管理站建设"),
        ("岚川县种子管理站", "", "岚川县种子管理站"),
    ],
)
def test_units_are_taken_off_by_the_names_of_other_forms(label: str, unit: str, name: str) -> None:
    agencies = [
        LooseRow(RowKind.AGENCY, n, codes={"agency": c})
        for n, c in (("岚川县种子管理站", "099002"), ("岚川县农业局（本级）", "099001"))
    ]
    other = LooseForm("revenue_summary", "", tuple(agencies))
    found = bodies.part((other, LooseForm("project_expenditure", "", (_project(label, unit),))), TEMPLATE)[1]
    assert found.rows[0].label == name


def test_the_unit_stands_first_where_its_column_does() -> None:
    detail = LooseForm("general_budget_basic_detail", "", (LooseRow(RowKind.PROJECT, "岚川县种子管理站在职人员工资"),))
    assert bodies.part((detail,), load("henan/2025", "15"), "岚川县种子管理站")[0].rows[0].label == "在职人员工资"


ROWS = """科目编码\t科目名称\t科目编码\t科目名称\t合计\t人员经费\t公用经费
\t\t\t合计\t40.50\t30.20\t10.30
30101\t基本工资\t50101\t工资奖金津补贴\t30.20\t30.20\t
{}"""


def test_a_row_read_twice_with_one_digit_otherwise_is_one() -> None:
    twice = "30201\t办公费\t50201\t办公经费\t10.30\t\t10.30\n30201\t办公费\t50201\t办公经费\t70.30\t\t10.30\n"
    found = gridded("general_budget_basic_expenditure", tabbed(ROWS.format(twice)))
    assert [r.label for r in found.rows].count("办公费") == 1
    row = next(r for r in found.rows if r.label == "办公费")
    assert {row.numbers[0].amount, *row.numbers[0].alternatives} == {Decimal("10.30"), Decimal("70.30")}


def test_two_rows_that_differ_in_earnest_stay_two() -> None:
    two = "30201\t办公费\t50201\t办公经费\t10.30\t\t10.30\n30201\t办公费\t50201\t办公经费\t12.45\t\t12.45\n"
    found = gridded("general_budget_basic_expenditure", tabbed(ROWS.format(two)))
    assert [r.label for r in found.rows].count("办公费") == 2


def test_cut_decimals_are_told_by_the_whole_document() -> None:
    def made(*amounts: str) -> LooseForm:
        rows = tuple(LooseRow(RowKind.ITEM, f"第{n}项", numbers=(_number(a),)) for n, a in enumerate(amounts))
        return LooseForm("expenditure_summary", "", rows)

    few = made("3.25", "3.2", "3.25", "3.25")
    assert grid_rows.with_cuts((few, made("8.50")))[0].rows[1].numbers[0].damaged
    assert not grid_rows.with_cuts((few, made("8.5")))[0].rows[1].numbers[0].damaged  # it may drop zeros


@pytest.mark.parametrize(
    ("raw", "value", "held"),
    [
        ("107.4", "107.44", True),
        ("150106.42", "130168.42", True),
        (".46", "-144.11", False),
        ("####", "12.30", True),
        (".70", "3611.29", False),
    ],
)
def test_a_repair_resembles_its_print(raw: str, value: str, held: bool) -> None:
    assert _resembles(raw, Decimal(value)) is held


def test_a_project_s_head_that_a_page_repeats_is_one_project() -> None:
    head = "项目名称\n河道清淤\n单位名称\n岚川县河道管理所\n"
    body = "项目资金（万元） 年度资金总额 8.00\n年度目标 清淤三处\n一级指标 二级指标 三级指标 指标值 指标值说明\n"
    lists = "成本指标 经济成本指标 项目总成本 ≤8万元\n产出指标 数量指标 清淤处数 ≥3处\n"
    lines = tuple(Paragraph(t, Place(line=n)) for n, t in enumerate((head + body + head + lists).splitlines(), 1))
    found = targets_form.read(FormSegment(form("project_performance"), "项目绩效目标表", lines))
    (project,) = found.projects
    assert [(i.level1, i.name, i.target.raw) for i in project.indicators] == [
        ("成本指标", "项目总成本", "≤8万元"),
        ("产出指标", "清淤处数", "≥3处"),
    ]


def _lines(text: str) -> list[Paragraph]:
    return [Paragraph(t, Place(line=n)) for n, t in enumerate(text.splitlines(), 1)]


def test_cells_of_a_text_that_keeps_columns_by_blanks_are_whole() -> None:
    text = (
        "098     岚川县农业   24571.50   12991   9235.46\n"
        "        农村局                  .25\n"
        "09800   岚川县种子   24571.50   12991   9235.46\n"
        "1       管理站                  .25\n"
    )
    assert [p.text.split() for p in unwrap(_lines(text))] == [
        ["098", "岚川县农业农村局", "24571.50", "12991.25", "9235.46"],
        ["098001", "岚川县种子管理站", "24571.50", "12991.25", "9235.46"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "208 05 05 养老缴费 35.78 35.78\n其他说明\n",  # single blanks: no columns
        "098     农业局   24.50   12.25\n099     种子站   24.50   12.25\n",  # the next row
        "098     农业局   24.50   12.25\n                                   注：单位万元\n",  # under no cell
        "合计         24.50   12.25   3.00\n岚川县种子\n",  # above its own row, which comes next
    ],
)
def test_lines_that_are_rows_of_their_own_stay(text: str) -> None:
    assert unwrap(_lines(text)) == _lines(text)


FUNCTIONS = {("function", "2050399"): ("其他职业教育支出",), ("function", "2050802"): ("干部教育",)}


@pytest.mark.parametrize(
    ("pieces", "label", "code"),
    [
        (["205", "0", "93", "9"], "其他职业教育支出", "2050399"),  # 03 and 99, each cut after its first digit
        (["205", "09", "39"], "其他职业教育支出", None),  # whole cells: what the issuer printed
        (["2050939"], "其他职业教育支出", None),
        (["205", "0", "93", "9"], "机关服务", None),  # a name that the chart does not know
        (["205", "0", "8", "02"], "干部教育", None),  # a code of the chart as it stands
    ],
)
def test_pieces_of_a_code_that_came_in_another_order(pieces: list[str], label: str, code: str | None) -> None:
    assert in_order(pieces, label, lambda kind, c: FUNCTIONS.get((kind, c), ())) == code


def test_numbers_cut_all_over_do_not_make_a_form_of_other_decimals() -> None:
    whole = ["机关 38.76", "津贴 12.50", "奖金 9.00", "合计 60.26", "其他"]
    cut = ["38939. 30813. 1670", "57 76 6.10", "9312.7 9261.2 3650.9", "9 5 5"]
    assert decimals_of([*whole, *cut, ".57 .03"]) == 2
    assert decimals_of([*whole, "9312.7 9261.2 3650.9"]) is None  # 60.5 beside 100.25: printed so


@pytest.mark.parametrize(
    ("others", "code"), [(("126002",), "126002"), (("126",), "126"), (("126", "126002"), None), ((), None)]
)
def test_a_body_that_lost_its_code_takes_the_only_one_of_its_name_in_other_forms(
    others: tuple[str, ...], code: str | None
) -> None:
    name = "岚川县种子管理站"
    lost = LooseForm("revenue_summary", "", (LooseRow(RowKind.AGENCY, name),), damage=(Damage(NOWHERE, "单位代码缺失"),))
    rows = tuple(LooseRow(RowKind.AGENCY, name, codes={"agency": other}) for other in others)
    found = bodies.coded((lost, LooseForm("expenditure_summary", "", rows)))[0]
    assert found.rows[0].codes.get("agency") == code
    assert [d.says for d in found.damage] == ["单位代码缺失" + (f"，按其他表的“{name}”补出{code}" if code else "")]
