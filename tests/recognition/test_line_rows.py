"""Rows of forms whose columns a dump has lost: what dumps do to cells, each with its nearest innocent neighbour."""

from __future__ import annotations

from decimal import Decimal

from tests.recognition.line_dumps import read_text

from gouji.model.disclosure import RowKind
from gouji.reconcile.loose import LooseRow

FUNCTIONS = """科目编码
单位代码 单位（科目名称） 合计
基本支出 项目支出
类 款 项 小计
人员经费 公用经费
小计 其他运转类特定目标类
"""
ECONOMIC = """部门预算经济分类 政府预算经济分类
总计
一般公共预算
政府性
基金
科目编码
科目名称 小计
其中：财
政拨款类 款 类 款
"""
SIDES = """收入 支出
项目 金额 项目 金额
"""
PROJECTS = """类型 项目名称 项目单位 合计
本年拨款 财政拨款结转结余
财政专户管
理资金
"""

Read = tuple[str, str, list[str]]


def rows(kind: str, text: str) -> list[Read]:
    """Label, code and printed numbers of every row."""
    return [(r.label, "/".join(r.codes.values()), [n.raw for n in r.numbers]) for r in read_text(kind, text).rows]


def one(kind: str, text: str) -> LooseRow:
    """The last row."""
    return read_text(kind, text).rows[-1]


def test_codes_with_and_without_blanks_and_over_lines() -> None:
    text = FUNCTIONS + "合计 9.00 9.00\n208 05 05 养老 1.00 1.00\n2080506 年金 2.00\n221\n02\n01\n公积金\n6.00\n6.00\n"
    assert rows("expenditure_summary", text) == [
        ("合计", "", ["9.00", "9.00"]),
        ("养老", "2080505", ["1.00", "1.00"]),
        ("年金", "2080506", ["2.00"]),
        ("公积金", "2210201", ["6.00", "6.00"]),
    ]


def test_departments_agencies_classes_and_items_are_told_apart() -> None:
    text = FUNCTIONS + (
        "合计 9.00\n208 临河市残疾人联合会 9.00\n208001 临河市残联本级 9.00\n"
        "208 社会保障和就业支出 9.00\n20811 残疾人事业 9.00\n2081101 行政运行 4.00\n208 11 99 208001 其他支出 5.00\n"
    )
    found = read_text("expenditure_summary", text).rows
    kinds = [RowKind.TOTAL, RowKind.DEPARTMENT, RowKind.AGENCY, RowKind.CLASS, RowKind.CLASS, RowKind.ITEM, RowKind.ITEM]
    assert [r.kind for r in found] == kinds
    assert found[1].codes == {"agency": "208"}
    assert found[3].codes == {"function": "208"}
    assert found[6].codes == {"function": "2081199", "agency": "208001"}


def test_labels_half_above_and_half_below_their_row() -> None:
    text = FUNCTIONS + (
        "合计 9.00\n机关事业单位基本养\n2080505 1.00 1.00\n老保险缴费支出\n2101101 行政单位医疗 2.00\n"
        "其他社会保障和就\n2089999 6.00\n业支出\n"
    )
    assert [r[0] for r in rows("expenditure_summary", text)][1:] == [
        "机关事业单位基本养老保险缴费支出",
        "行政单位医疗",
        "其他社会保障和就业支出",
    ]


def test_labels_that_go_on_below_their_row() -> None:
    text = FUNCTIONS + "合计 9.00\n2080505 机关事业单位基本养 1.00 1.00\n老保险缴费支出\n2101101 行政单位医疗 2.00\n"
    assert [r[0] for r in rows("expenditure_summary", text)][1:] == ["机关事业单位基本养老保险缴费支出", "行政单位医疗"]


def test_a_header_after_a_page_break_is_no_row_even_in_other_pieces() -> None:
    again = (
        "- 12 -\n\f单位：万元\n科目编码 单位代码 单位（科目名称）\n合计 基本支出\n项目支出 类 款 项 小计\n人员经费 公用经费\n"
    )
    text = FUNCTIONS + "合计 9.00\n2080505 养老 3.00\n" + again + "2210201 公积金 6.00\n第 13 页 共 20 页\n"
    assert [r[0] for r in rows("expenditure_summary", text)] == ["合计", "养老", "公积金"]
    assert read_text("expenditure_summary", text).damage == ()


def test_numbers_cut_over_lines_are_joined_with_their_place() -> None:
    row = one("expenditure_summary", FUNCTIONS + "合计 22,48\n0.92 22,480.\n92\n")
    assert [n.amount for n in row.numbers] == [Decimal("22480.92"), Decimal("22480.92")]
    assert (row.numbers[0].place.line, row.numbers[0].place.to_line, row.numbers[0].place.column) == (7, 8, 4)
    both = one("expenditure_summary", FUNCTIONS + "合计 22,48 11,24\n0.92 0.46\n")
    assert [str(n.amount) for n in both.numbers] == ["22480.92", "11240.46"]


def test_a_number_that_cannot_be_joined_is_damage_and_a_whole_one_is_not() -> None:
    found = read_text("expenditure_summary", FUNCTIONS + "合计 22,48 5.00\n2080505 养老 5.00 5.00\n")
    assert [(n.amount, n.damaged) for n in found.rows[0].numbers] == [(None, True), (Decimal("5.00"), False)]
    assert [d.place.line for d in found.damage] == [7]


def test_hashes_are_an_unreadable_number() -> None:
    found = read_text("expenditure_summary", FUNCTIONS + "合计 ######## 5.00\n")
    assert [(n.amount, n.raw) for n in found.rows[0].numbers] == [(None, "########"), (Decimal("5.00"), "5.00")]
    assert len(found.damage) == 1


def test_glued_numbers_codes_and_words_come_apart() -> None:
    assert rows("expenditure_summary", FUNCTIONS + "合计 9.00\n2210201住房公积金26.8326.83\n")[1] == (
        "住房公积金",
        "2210201",
        ["26.83", "26.83"],
    )
    text = ECONOMIC + "合计 9.00\n30101基本工资50101工资奖金津补贴 9.00\n"
    assert rows("economic_classification_summary", text)[1] == ("基本工资", "30101/50101", ["9.00"])


def test_integers_are_amounts_only_where_the_form_prints_them() -> None:
    assert rows("expenditure_summary", FUNCTIONS + "合计 100 60.5 39.25\n2080505 养老 100 60.5 39.25\n") == [
        ("合计", "", ["100", "60.5", "39.25"]),
        ("养老", "2080505", ["100", "60.5", "39.25"]),
    ]
    assert rows("revenue_summary", "单位代码 单位名称 总计\n045002 临河市第 2 水文站 3.00 3.00\n") == [
        ("临河市第2水文站", "045002", ["3.00", "3.00"])
    ]


def test_marks_for_blank_cells_give_columns_where_they_fill_the_row() -> None:
    full = one("expenditure_summary", FUNCTIONS + "合计 9.00\n2080505 养老 9.00 - - - - - 9.00 9.00 -\n")
    assert [n.hint for n in full.numbers] == ["合计", "项目支出/小计", "项目支出/其他运转类"]
    some = one("expenditure_summary", FUNCTIONS + "合计 9.00\n2080505 养老 9.00 - 9.00\n")
    assert [n.hint for n in some.numbers] == [None, None]


def test_economic_rows_whose_cells_are_cut() -> None:
    text = ECONOMIC + (
        "合计 9.00\n045\n临河市水\n利局\n9.00\n301 08\n机关事业单位\n基本养老保险缴\n费\n501 02 社会保障缴费 1.00\n"
        "302 99\n其他商品和服\n务支出\n505 02\n商品和服务支\n出\n8.00 8.00\n"
    )
    found = read_text("economic_classification_summary", text).rows
    assert [r.label for r in found] == ["合计", "临河市水利局", "机关事业单位基本养老保险缴费", "其他商品和服务支出"]
    assert [list(r.texts.values()) for r in found[2:]] == [["社会保障缴费"], ["商品和服务支出"]]


def test_economic_rows_printed_line_by_line() -> None:
    text = ECONOMIC + (
        "合计 9.00\n机关事业单位基\n301 08 501 02 社会保障缴费 1.00\n本养老保险缴费\n"
        "其他商品和服务 商品和服务支\n302 99 505 02 8.00 8.00\n支出 出\n"
    )
    found = read_text("economic_classification_summary", text).rows
    assert [r.label for r in found[1:]] == ["机关事业单位基本养老保险缴费", "其他商品和服务支出"]
    assert [list(r.texts.values()) for r in found[1:]] == [["社会保障缴费"], ["商品和服务支出"]]


def test_a_class_of_the_economic_chart_is_no_department() -> None:
    text = (
        ECONOMIC + "合计 9.00\n309 临河市水利局 9.00\n301 工资福利支出 501 机关工资福利支出 4.00\n"
        "30101 基本工资 50101 工资奖金津补贴 4.00\n"
    )
    text += "302 商品和服务支出 5.00\n30201 办公费 50201 办公经费 5.00\n"
    kinds = [r.kind for r in read_text("economic_classification_summary", text).rows]
    expected = [RowKind.TOTAL, RowKind.DEPARTMENT, RowKind.CLASS, RowKind.ITEM, RowKind.CLASS, RowKind.ITEM]
    assert kinds == expected


def test_either_half_of_a_two_sided_line_may_be_blank() -> None:
    text = SIDES + (
        "一、一般公共预算 9.00 一、一般公共服务 \u00a0\n其中：财政拨款 8.00 二、外交 \u00a0\n"
        "二、政府性基金预算拨款收入 \u00a0 三、国防 1.00\n"
        "十一、节能环保 8.00\n本 年 收 入 合 计 9.00 本 年 支 出 合 计 9.00\n上年结转结余 年终结转结余\n"
        "收 入 总 计 9.00 支 出 总 计 9.00\n"
    )
    found = [(r.side, r.item, [n.raw for n in r.numbers]) for r in read_text("revenue_expenditure_summary", text).rows]
    assert found == [
        ("收入", "revenue.general", ["9.00"]),
        ("支出", "expenditure.f201", []),
        ("收入", "revenue.general.fiscal", ["8.00"]),
        ("支出", "expenditure.f202", []),
        ("收入", "revenue.fund", []),
        ("支出", "expenditure.f203", ["1.00"]),
        ("支出", "expenditure.f211", ["8.00"]),
        ("收入", "revenue.this_year", ["9.00"]),
        ("支出", "expenditure.this_year", ["9.00"]),
        ("收入", "revenue.carried", []),
        ("支出", "expenditure.left", []),
        ("收入", "revenue.total", ["9.00"]),
        ("支出", "expenditure.total", ["9.00"]),
    ]


def test_the_same_words_under_two_parents_are_two_lines() -> None:
    text = SIDES + (
        "一、本年收入 9.00 一、本年支出 9.00 9.00\n（一）一般公共预算拨款 9.00 （一）一般公共服务支出 9.00 9.00\n"
        "二、上年结转 1.00 （二）外交支出\n（一）一般公共预算拨款 1.00 （三）国防支出\n收入合计 10.00 支出合计 9.00 9.00\n"
    )
    found = {r.item: len(r.numbers) for r in read_text("fiscal_appropriation_summary", text).rows if r.side == "收入"}
    assert found == {
        "revenue.year": 1,
        "revenue.year.general": 1,
        "revenue.carried": 1,
        "revenue.carried.general": 1,
        "revenue.total": 1,
    }


def test_halves_cut_over_lines_are_mended() -> None:
    text = SIDES + (
        "一、一般公共预算拨款收入 9.00 一、一般公共服务支出\n二、政府性基金预算拨款\n三、国防支出 1.00\n收入\n"
        "三、国有资本经营预算拨\n款收入 四、公共安全支出\n二十、自然资源海洋气象\n等支出 8.00\n"
    )
    found = {r.item: [n.raw for n in r.numbers] for r in read_text("revenue_expenditure_summary", text).rows}
    assert found["revenue.fund"] == []
    assert found["expenditure.f203"] == ["1.00"]
    assert found["revenue.capital"] == []
    assert found["expenditure.f220"] == ["8.00"]


def test_a_line_that_the_template_does_not_have_keeps_its_number() -> None:
    row = one("revenue_expenditure_summary", SIDES + "一、一般公共预算 9.00 一、一般公共服务\n十八、海洋开发支出 4.00\n")
    assert (row.item, row.side, row.label, [n.raw for n in row.numbers]) == (None, "支出", "海洋开发支出", ["4.00"])


def test_projects_cell_by_cell() -> None:
    text = PROJECTS + (
        "合计 9.00 9.00\n045\n临河市水\n利局\n9.00 9.00\n其他运\n转类\n2024 年离休干部医疗费\n临河市水\n利局本级\n5.00 5.00\n"
        "特定目标类 110指挥系统维护（2023） 临河市河道管理所 1.00 1.00\n其他运转类 水文监测二期项目 2 临河市河道管理所 3.00\n"
    )
    found = read_text("project_expenditure", text).rows
    assert [(r.label, list(r.texts.values())) for r in found[2:]] == [
        ("2024年离休干部医疗费", ["其他运转类", "临河市水利局本级"]),
        ("110指挥系统维护（2023）", ["特定目标类", "临河市河道管理所"]),
        ("水文监测二期项目2", ["其他运转类", "临河市河道管理所"]),
    ]
    assert [r.kind for r in found] == [RowKind.TOTAL, RowKind.DEPARTMENT, *[RowKind.PROJECT] * 3]


def test_projects_line_by_line() -> None:
    text = PROJECTS + (
        "合计 9.00 9.00\n045 临河市水利局 9.00\n其他运 临河市水\n河道清淤及水生态修复 5.00 5.00\n转类 利局本级\n"
        "特定目 提前下达2024年水利发展 临河市河\n标类 资金（中央） 道管理所 4.00 4.00\n"
    )
    found = read_text("project_expenditure", text).rows
    assert [(r.label, list(r.texts.values())) for r in found[2:]] == [
        ("河道清淤及水生态修复", ["其他运转类", "临河市水利局本级"]),
        ("提前下达2024年水利发展资金（中央）", ["特定目标类", "临河市河道管理所"]),
    ]


def test_the_form_of_one_row_and_of_several_units() -> None:
    head = "“三公”经费合计 因公出国（境）费\n小计 公务用车购置费 公务用车运行费\n"
    assert rows("three_public", head + "8.50 4.00\n4.00 4.50\n") == [("", "", ["8.50", "4.00", "4.00", "4.50"])]
    assert rows("three_public", head + "合计 8.50 4.00\n045 临河市水利局 8.50 4.00\n") == [
        ("合计", "", ["8.50", "4.00"]),
        ("临河市水利局", "045", ["8.50", "4.00"]),
    ]


def test_an_empty_form_has_its_total_row_only() -> None:
    text = (
        FUNCTIONS
        + "合计 \u00a0\n注：报表金额单位转换时可能存在尾数误差。\n本单位2024年度没有政府性基金预算支出，故本表无数据。\n"
    )
    assert rows("government_fund_expenditure", text) == [("合计", "", [])]
    assert rows("government_fund_expenditure", FUNCTIONS) == []
