"""Exact grids (ruled PDF, Word, Excel, HTML): spans, tables over several grids, stray rows. Figures are invented."""

from __future__ import annotations

from tests.recognition.grids import TEMPLATE, exact, form, hinted, labelled, says

from gouji.model.disclosure import RowKind
from gouji.recognition.grid_rows import read
from gouji.recognition.segment import FormSegment

HEAD_05 = [
    [("科目编码", 1, 3), None, None, ("单位代码", 3, 1), ("单位（科目名称）", 3, 1), ("合计", 3, 1), ("基本支出", 1, 5)]
    + [None] * 4
    + [("项目支出", 1, 3), None, None],
    [
        ("类", 2, 1),
        ("款", 2, 1),
        ("项", 2, 1),
        None,
        None,
        None,
        ("小计", 2, 1),
        ("人员经费", 1, 2),
        None,
        ("公用经费", 1, 2),
        None,
        ("小计", 2, 1),
        ("其他运转类", 2, 1),
        ("特定目标类", 2, 1),
    ],
    [None] * 7 + ["工资福利支出", "对个人和家庭的补助", "商品和服务支出", "资本性支出"] + [None] * 3,
]


def row(codes: str, label: str, *amounts: str) -> list[object]:
    return [*codes.split("/"), label, *amounts]


TOTAL = row("///", "合计", "90.00", "60.00", "50.00", "", "10.00", "", "30.00", "", "30.00")
ITEM = row("207/01/04/", "图书馆", "80.00", "50.00", "40.00", "", "10.00", "", "30.00", "", "30.00")
OTHER = row("221/02/01/", "住房公积金", "10.00", "10.00", "", "10.00", "", "", "", "", "")


def test_merged_headers_give_every_number_its_column() -> None:
    found = form("expenditure_summary", [exact([*HEAD_05, TOTAL, ITEM, OTHER])])
    assert found.exact
    assert hinted(labelled(found, "图书馆")) == {
        "合计": "80.00",
        "基本支出/小计": "50.00",
        "基本支出/人员经费/工资福利支出": "40.00",
        "基本支出/公用经费/商品和服务支出": "10.00",
        "项目支出/小计": "30.00",
        "项目支出/特定目标类": "30.00",
    }
    assert hinted(labelled(found, "住房公积金"))["基本支出/人员经费/对个人和家庭的补助"] == "10.00"
    assert found.rows[1].codes == {"function": "2070104"}
    assert not found.damage


def test_a_table_over_several_grids_with_repeated_and_with_missing_headers() -> None:
    found = form("expenditure_summary", [exact([*HEAD_05, TOTAL]), exact([*HEAD_05, ITEM]), exact([OTHER])])
    assert [r.label for r in found.rows] == ["合计", "图书馆", "住房公积金"]
    assert hinted(found.rows[2])["基本支出/人员经费/对个人和家庭的补助"] == "10.00"


def test_columns_in_another_order_are_read_where_they_stand_or_not_at_all() -> None:
    head = [["单位代码", "单位名称", "总计", "上年结转结余", "本年收入"]]
    found = form("revenue_summary", [exact([*head, ["123", "青石市图书局", "9.00", "1.00", "8.00"]])])
    right = {"总计": "9.00", "本年收入/合计": "8.00", "上年结转结余/合计": "1.00"}
    assert all(hint is None or right.get(hint) == amount for hint, amount in hinted(found.rows[0]).items())


def test_a_column_that_the_template_lacks_gets_no_hint() -> None:
    head = [r + ([("预备", 3, 1)] if i == 0 else [None]) for i, r in enumerate(HEAD_05)]
    found = form("expenditure_summary", [exact([*head, [*TOTAL, ""], [*ITEM, "7.77"]])])
    assert hinted(labelled(found, "图书馆"))[None] == "7.77"
    assert hinted(labelled(found, "图书馆"))["项目支出/特定目标类"] == "30.00"


def test_a_column_of_the_template_that_the_source_lacks() -> None:
    head = [[c for j, c in enumerate(r) if j != 3] for r in HEAD_05]
    found = form("expenditure_summary", [exact([*head, *([c for j, c in enumerate(r) if j != 3] for r in (TOTAL, ITEM))])])
    assert hinted(labelled(found, "图书馆"))["项目支出/特定目标类"] == "30.00"
    assert labelled(found, "图书馆").codes == {"function": "2070104"}


def test_words_among_amounts_are_damage() -> None:
    found = form("expenditure_summary", [exact([*HEAD_05, TOTAL, [*ITEM[:6], "见附表", *ITEM[7:]]])])
    assert "见附表" in says(found)
    assert "基本支出/小计" not in hinted(labelled(found, "图书馆"))


def test_text_cells_merged_downwards_hold_for_all_their_rows() -> None:
    head = [
        [
            ("类型", 2, 1),
            ("项目名称", 2, 1),
            ("项目单位", 2, 1),
            ("合计", 2, 1),
            ("本年拨款", 1, 3),
            None,
            None,
            ("财政拨款结转结余", 1, 3),
            None,
            None,
            ("财政专户管理资金", 2, 1),
            ("单位资金", 2, 1),
        ],
        [None] * 4 + ["一般公共预算", "政府性基金预算", "国有资本经营预算"] * 2 + [None, None],
    ]
    body = [
        [("特定目标类", 2, 1), "古籍修复", ("青石市图书馆", 2, 1), "4.00", "4.00", *[""] * 7],
        [None, "书库搬迁", None, "5.00", "", "", "", "5.00", *[""] * 4],
    ]
    found = form("project_expenditure", [exact([*head, *body])])
    assert [(r.kind, r.label) for r in found.rows] == [(RowKind.PROJECT, "古籍修复"), (RowKind.PROJECT, "书库搬迁")]
    assert found.rows[1].texts == {"类型": "特定目标类", "项目单位": "青石市图书馆"}
    assert hinted(found.rows[1])["财政拨款结转结余/一般公共预算"] == "5.00"


def test_two_sides_in_an_exact_grid() -> None:
    head = [
        [("收入", 1, 2), None, ("支出", 1, 6), None, None, None, None, None],
        [
            ("项目", 2, 1),
            ("金额", 2, 1),
            ("项目", 2, 1),
            ("合计", 2, 1),
            ("一般公共预算", 1, 2),
            None,
            ("政府性基金", 2, 1),
            ("国有资本经营预算", 2, 1),
        ],
        [None] * 4 + ["小计", "其中：财政拨款", None, None],
    ]
    body = [["一、本年收入", "70.00", "一、本年支出", "74.00", "70.00", "66.00", "4.00", ""]]
    found = form("fiscal_appropriation_summary", [exact([*head, *body])])
    assert found.exact
    assert {n.hint: str(n.amount) for n in found.rows[1].numbers} == {
        "支出/合计": "74.00",
        "支出/一般公共预算/小计": "70.00",
        "支出/一般公共预算/其中：财政拨款": "66.00",
        "支出/政府性基金": "4.00",
    }


def test_a_table_of_no_form_keeps_its_rows_without_columns() -> None:
    found = read(FormSegment(None, "其他表", (exact([["名称", "数量"], ["图书", "12.50"]]),)), TEMPLATE)
    assert found.kind == "unknown"
    assert [n.hint for r in found.rows for n in r.numbers] == [None]


HEAD_06 = [
    ["科目编码", "科目名称", "科目编码", "科目名称", ("本年一般公共预算基本支出", 1, 3), None, None],
    [None] * 4 + ["合计", "人员经费", "公用经费"],
]


def test_a_row_that_a_page_cuts_through_its_cells_is_whole_again() -> None:
    above = ["3023", "公务用", "505", "其他对事业", "113.", "", "113."]
    below = ["1", "车运行维护费", "99", "单位补助", "62", "", "62"]
    whole = ["30201", "办公费", "50201", "办公经费", "9.80", "", "9.80"]
    found = form("general_budget_basic_expenditure", [exact([*HEAD_06, whole, above]), exact([*HEAD_06, below])])
    row = labelled(found, "公务用车运行维护费")
    assert row.codes == {"department_economic": "30231", "government_economic": "50599"}
    assert hinted(row) == {"合计": "113.62", "公用经费": "113.62"}
    assert len(found.rows) == 2
    assert not found.damage


def test_two_rows_with_whole_numbers_or_names_of_their_own_are_no_torn_row() -> None:
    first = ["30201", "办公费", "50201", "办公经费", "9.80", "", "9.80"]
    second = ["30202", "印刷费", "50201", "办公经费", "1.20", "", "1.20"]
    found = form("general_budget_basic_expenditure", [exact([*HEAD_06, first]), exact([*HEAD_06, second])])
    assert [str(n.amount) for row in found.rows for n in row.numbers] == ["9.80", "9.80", "1.20", "1.20"]
    bare = ["30202", "印刷费", "50201", "办公经费", "12", "", "12"]
    found = form("general_budget_basic_expenditure", [exact([*HEAD_06, [*first[:4], "9.", "", "9."]]), exact([*HEAD_06, bare])])
    assert [row.label for row in found.rows] == ["办公费", "印刷费"]
