"""Forms from tab-separated and OCR text, one test a way of damage. All bodies and figures are invented."""

from __future__ import annotations

import pytest
from tests.recognition.grids import form, hinted, labelled, says, tabbed

from gouji.model.disclosure import RowKind

HEAD_03 = """科目编码\t\t\t单位代码\t单位（科目名称）\t合计\t基本支出\t\t\t\t项目支出\t\t\t
类\t款\t项\t\t\t\t小计\t人员经费\t\t公用经费\t\t小计\t其他运转类\t特定目标类
\t\t\t\t\t\t\t工资福利支出\t对个人和家庭的补助\t商品和服务支出\t资本性支出\t\t\t"""
ROWS_03 = """\t\t\t\t合计\t90.00\t60.00\t50.00\t\t10.00\t\t30.00\t\t30.00
\t\t\t123\t青石市图书局\t90.00\t60.00\t50.00\t\t10.00\t\t30.00\t\t30.00
207\t01\t04\t\t图书馆\t80.00\t50.00\t40.00\t\t10.00\t\t30.00\t\t30.00
221\t02\t01\t\t住房公积金\t10.00\t10.00\t10.00\t\t\t\t\t\t"""
WAGES = "基本支出/人员经费/工资福利支出"


def test_a_clean_table_gives_every_number_its_column() -> None:
    found = form("expenditure_summary", tabbed(f"{HEAD_03}\n{ROWS_03}"))
    assert [r.kind for r in found.rows] == [RowKind.TOTAL, RowKind.DEPARTMENT, RowKind.ITEM, RowKind.ITEM]
    assert found.rows[1].codes == {"agency": "123"}
    row = labelled(found, "图书馆")
    assert row.codes == {"function": "2070104"}
    assert hinted(row) == {
        "合计": "80.00",
        "基本支出/小计": "50.00",
        WAGES: "40.00",
        "基本支出/公用经费/商品和服务支出": "10.00",
        "项目支出/小计": "30.00",
        "项目支出/特定目标类": "30.00",
    }
    assert not found.damage
    assert not found.exact
    assert row.place.line == 6


def test_rows_one_cell_wider_than_their_header_are_anchored_by_their_total() -> None:
    wider = "\n".join("\t" + line if i > 1 else line for i, line in enumerate(ROWS_03.split("\n")))
    found = form("expenditure_summary", tabbed(f"{HEAD_03}\n{wider}"))
    assert hinted(labelled(found, "图书馆"))["项目支出/特定目标类"] == "30.00"
    assert hinted(labelled(found, "住房公积金")) == {"合计": "10.00", "基本支出/小计": "10.00", WAGES: "10.00"}


def test_without_any_header_words_the_count_of_columns_decides() -> None:
    found = form("expenditure_summary", tabbed("\n".join(["口\t" * 13] * 2) + "\n" + ROWS_03))
    assert hinted(labelled(found, "图书馆"))["项目支出/特定目标类"] == "30.00"


def test_without_header_words_and_with_another_count_no_column_is_claimed() -> None:
    rows = "\n".join(line + "\t" for line in ROWS_03.split("\n"))
    found = form("expenditure_summary", tabbed("\n".join(["口\t" * 14] * 2) + "\n" + rows))
    assert set(hinted(labelled(found, "图书馆"))) == {None}


def test_a_row_that_lost_a_blank_cell_claims_only_what_cannot_have_slipped() -> None:
    short = ROWS_03.replace(
        "221\t02\t01\t\t住房公积金\t10.00\t10.00\t10.00\t\t\t\t\t\t", "221\t02\t01\t\t住房公积金\t10.00\t\t10.00\t\t\t\t\t"
    )
    row = labelled(form("expenditure_summary", tabbed(f"{HEAD_03}\n{short}")), "住房公积金")
    assert [n.hint for n in row.numbers] == ["合计", WAGES]
    moved = ROWS_03.replace(
        "221\t02\t01\t\t住房公积金\t10.00\t10.00\t10.00\t\t\t\t\t\t", "221\t02\t01\t\t住房公积金\t10.00\t10.00\t\t\t\t\t\t"
    )
    row = labelled(form("expenditure_summary", tabbed(f"{HEAD_03}\n{moved}")), "住房公积金")
    assert [n.hint for n in row.numbers] == ["合计", None]


def test_repeated_headers_after_a_page_break_are_dropped_and_a_torn_label_is_joined() -> None:
    torn = "208\t05\t05\t\t机关事业单位基本养老保险缴费支\t1.00\t1.00\t1.00\t\t\t\t\t\t\n\t\t\t\t出"
    text = f"{HEAD_03}\n{ROWS_03}\n\n{HEAD_03}\n\t\t\t\t管理\n{torn}"
    found = form("expenditure_summary", tabbed(text))
    assert [r.label for r in found.rows][-2:] == ["住房公积金管理", "机关事业单位基本养老保险缴费支出"]


def test_a_row_read_twice_is_one_with_the_other_readings_kept() -> None:
    doubled = (
        "000\t0.5\t0.5\t\t机关事业单位基本养老保险缴\t100 70\t100.70\t100.70\t\t\t\t\t\t\n"
        "208\t05\t05\t\t费支出\t102.72\t102.72\t102.72\t\t\t\t\t\t"
    )
    found = form("expenditure_summary", tabbed(f"{HEAD_03}\n{ROWS_03}\n{doubled}"))
    row = labelled(found, "机关事业单位基本养老保险缴费支出")
    assert row.codes == {"function": "2080505"}
    assert [(str(n.amount), n.damaged, n.hint) for n in row.numbers][:2] == [
        ("102.72", True, "合计"),
        ("102.72", True, "基本支出/小计"),
    ]
    assert all("100.70" in map(str, n.alternatives) for n in row.numbers)
    assert "两次" in says(found)


def test_two_rows_with_like_figures_but_whole_names_stay_two() -> None:
    rows = "210\t11\t01\t\t行政单位医疗\t33.33\t33.33\t33.33\t\t\t\t\t\t\n"
    rows += "210\t11\t03\t\t公务员医疗补助\t33.35\t33.35\t33.35\t\t\t\t\t\t"
    found = form("expenditure_summary", tabbed(f"{HEAD_03}\n{ROWS_03}\n{rows}"))
    assert len(found.rows) == 6
    assert not found.damage


def test_a_code_lost_in_a_doubled_row_comes_back_by_its_name() -> None:
    rows = (
        "210\t12\t00\t\t财政对其他基本医疗保险基金\t549. 00\t\t\t\t\t\t549. 00\t\t549. 00\n"
        "<u> </u>\t12\t99\t\t的补助\t049 . 00\t\t\t\t\t\t049.00\t\t049 . 00"
    )
    row = labelled(form("expenditure_summary", tabbed(f"{HEAD_03}\n{ROWS_03}\n{rows}")), "财政对其他基本医疗保险基金的补助")
    assert row.codes == {"function": "2101299"}
    assert {str(n.amount) for n in row.numbers} == {"549.00"}


def test_cut_decimals_are_damage_only_where_the_form_prints_zeros() -> None:
    cut = ROWS_03.replace("\t10.00\t10.00\t10.00", "\t10.00\t10.0\t10.00")
    numbers = labelled(form("expenditure_summary", tabbed(f"{HEAD_03}\n{cut}")), "住房公积金").numbers
    assert [n.damaged for n in numbers] == [False, True, False]
    spare = "\n".join(line.replace(".00", ".25") for line in ROWS_03.split("\n")).replace(
        "\t10.25\t10.25\t10.25", "\t10.25\t10.2\t10.25"
    )
    numbers = labelled(form("expenditure_summary", tabbed(f"{HEAD_03}\n{spare}")), "住房公积金").numbers
    assert not any(n.damaged for n in numbers)


def test_an_unreadable_total_keeps_the_other_columns_in_place() -> None:
    row = labelled(form("expenditure_summary", tabbed(f"{HEAD_03}\n{ROWS_03}".replace("图书馆\t80.00", "图书馆\t·"))), "图书馆")
    assert (row.numbers[0].amount, row.numbers[0].hint) == (None, "合计")
    assert row.numbers[1].hint == "基本支出/小计"


def test_a_blank_total_does_not_move_the_row() -> None:
    row = labelled(form("expenditure_summary", tabbed(f"{HEAD_03}\n{ROWS_03}".replace("图书馆\t80.00", "图书馆\t"))), "图书馆")
    assert hinted(row)["基本支出/小计"] == "50.00"
    assert "合计" not in hinted(row)


def test_classes_are_told_from_items_and_from_agencies() -> None:
    rows = "207\t\t\t\t文化旅游体育与传媒支出\t80.00\t50.00\t40.00\t\t10.00\t\t30.00\t\t30.00\n" + ROWS_03.split("\n")[2]
    found = form("expenditure_summary", tabbed(f"{HEAD_03}\n{rows}"))
    assert [(r.kind, r.codes) for r in found.rows] == [
        (RowKind.CLASS, {"function": "207"}),
        (RowKind.ITEM, {"function": "2070104"}),
    ]


SOURCES = ["政府性基金", "国有资本经营预算", "上年结转结余", "财政专户管理资金收入", "事业收入"]
SOURCES += ["上级补助收入", "附属单位上缴收入", "事业单位经营收入", "其他收入", ""]
HEAD_07 = "\n".join(
    [
        "部门预算经济分类\t\t政府预算经济分类\t\t\t总计\t一般公共预算\t\t" + "\t".join(SOURCES),
        "科目编码\t\t科目编码\t\t科目名称\t\t小计\t其中：财政拨款" + "\t" * 10,
        "类\t款\t类\t款" + "\t" * 14,
    ]
)


def economic(*rows: str) -> str:
    return "\n".join([HEAD_07, *rows])


def detail(department: str, label: str, government: str, name: str, *amounts: str) -> str:
    return "\t".join([*department.split("/"), label, *government.split("/"), name, *amounts, *[""] * (12 - len(amounts))])


def test_economic_rows_one_cell_wider_than_the_header() -> None:
    text = economic(
        "\t".join(["", "", "", "", "合计", "30.00", "26.00", "26.00", "", "", "4.00", *[""] * 7]),
        "\t".join(["123", "", "青石市图书局", "", "", "30.00", "26.00", "26.00", "", "", "4.00", *[""] * 7]),
        detail("301/01", "基本工资", "501/01", "工资奖金津补贴", "20.00", "20.00", "20.00"),
        detail("302/01", "办公费", "502/01", "办公经费", "10.00", "6.00", "6.00", "", "", "4.00"),
    )
    found = form("economic_classification_summary", tabbed(text))
    assert [r.kind for r in found.rows] == [RowKind.TOTAL, RowKind.DEPARTMENT, RowKind.ITEM, RowKind.ITEM]
    assert found.rows[1].codes == {"agency": "123"}
    assert {hinted(r)["上年结转结余"] for r in found.rows if "上年结转结余" in hinted(r)} == {"4.00"}
    row = labelled(found, "办公费")
    assert row.codes == {"department_economic": "30201", "government_economic": "50201"}
    assert list(row.texts.values()) == ["办公经费"]


def test_codes_restored_by_name_are_said_and_those_that_cannot_be_are_left_out() -> None:
    text = economic(
        detail("301/l", "住房公积金", "501/03", "住房公积金", "5.00", "5.00"),
        detail("302/", "7 112 1", "502/", "办公经费", "2.00", "2.00"),
        detail("301/01", "基本工资", "501/01", "工资奖金津补贴", "20.00", "20.00"),
    )
    found = form("economic_classification_summary", tabbed(text))
    assert found.rows[0].codes == {"department_economic": "30113", "government_economic": "50103"}
    assert "按名称“住房公积金”补出30113" in says(found)
    assert "department_economic" not in found.rows[1].codes
    assert "编码不全" in says(found)
    assert [r.kind for r in found.rows] == [RowKind.ITEM] * 3


def test_a_department_whose_code_is_also_an_economic_class() -> None:
    text = economic(
        "\t".join(["309", "", "青石市图书 局", "", "", "", "46.00", "", "", "", "", "46.00", *[""] * 6]),
        detail("309/", "信息网络及软件购置更新", "504/04", "设备购置", "40.00", "", "", "", "", "40.00"),
        detail("310/02", "办公设备购置", "503/06", "设备购置", "6.00", "", "", "", "", "6.00"),
    )
    found = form("economic_classification_summary", tabbed(text))
    assert [(r.kind, r.label) for r in found.rows][:2] == [
        (RowKind.DEPARTMENT, "青石市图书局"),
        (RowKind.ITEM, "信息网络及软件购置更新"),
    ]
    assert found.rows[1].codes["department_economic"] == "30907"


def test_a_class_may_stand_below_its_items() -> None:
    rows = ROWS_03.split("\n")[2] + "\n207\t01\t\t\t文化和旅游\t80.00\t50.00\t40.00\t\t10.00\t\t30.00\t\t30.00"
    found = form("expenditure_summary", tabbed(f"{HEAD_03}\n{rows}"))
    assert [(r.kind, r.codes["function"]) for r in found.rows] == [(RowKind.ITEM, "2070104"), (RowKind.CLASS, "20701")]


def test_codes_in_one_cell_and_whole_amounts() -> None:
    head = "科目编码\t科目名称\t合计\t基本支出\t\t\t\t\t项目支出\t\t\n"
    head += "\t\t\t小计\t工资福利支出\t对个人和家庭的补助\t商品和服务支出\t资本性支出\t小计\t其他运转类\t特定目标类"
    found = form("expenditure_summary", tabbed(f"{head}\n2070104\t图书馆\t80\t50\t40\t\t10\t\t30\t\t30"))
    assert found.rows[0].codes == {"function": "2070104"}
    assert hinted(found.rows[0])["基本支出/公用经费/商品和服务支出"] == "10"
    assert hinted(found.rows[0])["项目支出/特定目标类"] == "30"


HEAD_10 = """类型\t项目名称\t项目单位\t合计\t本年拨款\t\t\t财政拨款结转结余\t\t\t财政专户管理资金\t单位资金
\t\t\t\t一般公共预算\t政府性基金预算\t国有资本经营预算\t一般公共预算\t政府性基金预算\t国有资本经营预算\t\t"""


def test_projects_with_a_name_that_goes_on_in_the_next_row_and_page() -> None:
    text = (
        f"{HEAD_10}\n\t\t合计\t9.00\t9.00\t\t\t\t\t\t\t\n\t123\t青石市图书局\t9.00\t9.00\t\t\t\t\t\t\t\n"
        f"特定目标类\t**古籍 修复**\t青石市图书 馆\t4.00\t4.00\t\t\t\t\t\t\t\n\n{HEAD_10}\n\t补助资金\t\t\t\t\t\t\t\t\t\t\n"
        "其他运转类\t书库搬迁\t青石市图书馆\t5.00\t\t\t\t5.00\t\t\t\t"
    )
    found = form("project_expenditure", tabbed(text))
    assert [(r.kind, r.label) for r in found.rows] == [
        (RowKind.TOTAL, "合计"),
        (RowKind.DEPARTMENT, "青石市图书局"),
        (RowKind.PROJECT, "古籍修复补助资金"),
        (RowKind.PROJECT, "书库搬迁"),
    ]
    assert found.rows[1].codes == {"agency": "123"}
    assert found.rows[2].texts == {"类型": "特定目标类", "项目单位": "青石市图书馆"}
    assert hinted(found.rows[3]) == {"合计": "5.00", "财政拨款结转结余/一般公共预算": "5.00"}


def test_agencies_by_the_length_of_their_codes_and_glyphs_one_a_line() -> None:
    columns = [
        "单位代码",
        "单位名称",
        "总计",
        "合计",
        "小计",
        "其中：财政拨款",
        "政府性基金",
        "国有资本经营预算",
        "财政专户管理资金收入",
    ]
    columns += ["事业收入", "事业单位经营收入", "上级补助收入", "附属单位上缴收入", "其他收入"]
    columns += ["合计", "一般公共预算", "政府性基金", "国有资本经营预算", "财政专户管理资金", "单位资金"]
    height = max(len(c) for c in columns)
    head = ["\t".join(c[i] if i < len(c) else "" for c in columns) for i in range(height)]
    amounts = "\t".join(["30.00", "26.00", "26.00", "26.00", *[""] * 8, "4.00", "4.00", *[""] * 4])
    rows = [
        "\t合计\t" + amounts,
        "123\t青石市图书局\t" + amounts,
        "123001\t青石市图书 馆\t" + amounts,
        "123002\t青石市\t" + amounts,
    ]
    rows.append("\t古籍院" + "\t" * 18)
    found = form("revenue_summary", tabbed("\n".join([*head, *rows])))
    assert [r.kind for r in found.rows] == [RowKind.TOTAL, RowKind.DEPARTMENT, RowKind.AGENCY, RowKind.AGENCY]
    assert [r.label for r in found.rows][2:] == ["青石市图书馆", "青石市古籍院"]
    assert hinted(found.rows[2])["上年结转结余/一般公共预算"] == "4.00"


def test_three_public_has_one_row_without_a_label() -> None:
    head = "“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n\t\t小计\t公务用车购置费\t公务用车运行费\t"
    found = form("three_public", tabbed(f"{head}\n6.50\t\t4.50\t\t4.50\t2.00"))
    (row,) = found.rows
    assert row.label == ""
    assert hinted(row)["公务用车购置及运行费/公务用车运行费"] == "4.50"
    assert not found.damage


def test_a_form_without_amounts_is_its_total_row() -> None:
    found = form("government_fund_expenditure", tabbed(f"{HEAD_03}\n\t\t\t\t合计\t\t\t\t\t\t\t\t\t"))
    assert [(r.kind, r.numbers) for r in found.rows] == [(RowKind.TOTAL, ())]


@pytest.mark.parametrize("text", ["", "\t\t\t", "合计", "一\t二\n三\t四\t五", "\t" * 5000 + "1.00"])
def test_nothing_to_read_is_no_error(text: str) -> None:
    for kind in ("expenditure_summary", "revenue_expenditure_summary", "three_public", "project_expenditure"):
        form(kind, tabbed(text))


def test_amounts_run_together_or_into_the_label() -> None:
    pasted = ROWS_03.replace("合计\t90.00\t60.00", "合计\t90.00 60.00\t").replace("图书馆\t80.00", "图书馆 80.00\t")
    found = form("expenditure_summary", tabbed(f"{HEAD_03}\n{pasted}"))
    assert [(str(n.amount), n.hint) for n in found.rows[0].numbers][:3] == [
        ("90.00", "合计"),
        ("60.00", None),
        ("50.00", WAGES),
    ]
    assert hinted(labelled(found, "图书馆"))["合计"] == "80.00"


def test_a_blank_first_amount_in_the_only_row() -> None:
    head = "“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n\t\t小计\t公务用车购置费\t公务用车运行费\t"
    (row,) = form("three_public", tabbed(f"{head}\n\t\t4.50\t\t4.50\t2.00")).rows
    assert hinted(row)["公务接待费"] == "2.00"
    assert "“三公”经费合计" not in hinted(row)


def test_a_project_code_in_its_own_column_and_a_note_below() -> None:
    head = HEAD_10.replace("项目单位\t", "项目单位\t项目编码\t").replace("\n\t\t\t\t", "\n\t\t\t\t\t")
    text = f"{head}\n特定目标类\t古籍修复\t青石市图书馆\t411599240000000000011\t4.00\t4.00" + "\t" * 7
    found = form("project_expenditure", tabbed(text))
    assert found.rows[0].codes == {"project": "411599240000000000011"}
    assert hinted(found.rows[0]) == {"合计": "4.00", "本年拨款/一般公共预算": "4.00"}
    noted = form("expenditure_summary", tabbed(f"{HEAD_03}\n{ROWS_03}\n报表金额有四舍五入误差"))
    assert noted.rows[-1].label == "住房公积金"
    assert "四舍五入" in says(noted)
