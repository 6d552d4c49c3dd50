"""Rows that count, lists printed side by side, totals beside header words: each with its nearest innocent neighbour."""

from __future__ import annotations

from gouji.model.place import NOWHERE
from gouji.recognition.grid_beside import below_one_another, parted
from gouji.recognition.grid_cells import RawCell, RawRow
from gouji.recognition.grid_counts import counts, without_counts
from gouji.recognition.grid_header import align
from gouji.recognition.grid_words import leaves, vocabulary
from gouji.standards.loader import load

FORMS = load("national-final/2025-final", "9b").forms


def row(*texts: str, exact: bool = True) -> RawRow:
    cells = tuple(RawCell(t, n, 1, NOWHERE) for n, t in enumerate(texts) if t)
    return RawRow(cells, len(texts), 0, exact, NOWHERE)


def words(rows: list[RawRow]) -> list[list[str]]:
    return [[c.text for c in r.cells] for r in rows]


def test_rows_and_columns_that_count_go_and_the_rest_moves_up() -> None:
    rows = [
        row("项目", "行次", "金额", "项目", "行次", "金额"),
        row("栏次", "", "1", "栏次", "", "2"),
        row("一、拨款", "1", "12.00", "一、教育支出", "31", "12.00"),
        row("", "2", "", "总计", "32", "12.00"),
    ]
    left = without_counts(rows)
    assert words(left) == [["项目", "金额", "项目", "金额"], ["一、拨款", "12.00", "一、教育支出", "12.00"], ["总计", "12.00"]]
    assert [c.column for c in left[1].cells] == [0, 1, 2, 3]
    assert {r.width for r in left} == {4}


def test_amounts_are_no_counts() -> None:
    assert counts(row("1", "2", "3"))
    assert counts(row("栏次", "1"))
    assert not counts(row("1", "2"))
    assert not counts(row("1", "3", "4"))
    assert not counts(row("1.00", "2.00", "3.00"))
    assert not counts(row("合计", "1", "2", "3"))
    plain = [row("项目", "金额"), row("一、拨款", "1")]
    assert without_counts(plain) == plain


def test_a_list_in_two_columns_is_one_below_the_other() -> None:
    form = leaves(FORMS["final_general_basic"])
    rows = [
        row("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"),
        row("301", "工资福利支出", "8.00", "302", "商品和服务支出", "2.00"),
        row("30101", "基本工资", "8.00", "", "", ""),
        row("人员经费合计", "", "8.00", "公用经费合计", "", "2.00"),
    ]
    assert words(below_one_another(rows, form)) == [
        ["科目编码", "科目名称", "决算数"],
        ["301", "工资福利支出", "8.00"],
        ["30101", "基本工资", "8.00"],
        ["人员经费合计", "8.00"],
        ["科目编码", "科目名称", "决算数"],
        ["302", "商品和服务支出", "2.00"],
        ["公用经费合计", "2.00"],
    ]
    alone = [row("科目编码", "科目名称", "决算数"), row("301", "工资福利支出", "8.00")]
    assert below_one_another(alone, form) == alone
    several = leaves(FORMS["final_expenditure"])
    assert below_one_another(rows, several) == rows


def test_a_total_beside_header_words_is_a_row_of_its_own() -> None:
    known = vocabulary(FORMS["final_fund"])
    header, total = parted([row("合计", "", "0", "8.00", "合计", "基本支出", "项目支出", "0")], known)
    assert words([header, total]) == [["合计", "基本支出", "项目支出"], ["合计", "0", "8.00", "0"]]
    assert total.squeezed
    header, total = parted([row("类", "款", "项", "合计", "", "8.00")], known)
    assert (words([header, total]), total.squeezed) == ([["类", "款", "项"], ["合计", "8.00"]], False)
    plain = row("合计", "", "0", "8.00", "8.00", "", "8.00", "0")
    assert parted([plain], known) == [plain]


def test_groups_in_another_order_are_told_by_the_words_over_each_column() -> None:
    form = leaves(FORMS["final_three_public"])
    names = ["合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行维护费", "公务接待费"]
    over = ["", "", *["公务用车购置及运行维护费"] * 3, ""]
    pairs = [
        row(*[w for o in over for w in (o, o)]),
        row(*[w for n in names for w in (n, n)]),
        row(*["预算数", "决算数"] * 6),
    ]
    found = align(pairs, form)
    assert found.turned
    assert [form[found.leaf[c]].column.path for c in (0, 1, 11)] == ["预算数/合计", "决算数/合计", "决算数/公务接待费"]
    grouped = [row(*["预算数"] * 6, *["决算数"] * 6), row(*over, *over), row(*names, *names)]
    assert not align(grouped, form).turned
