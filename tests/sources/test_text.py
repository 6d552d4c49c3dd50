"""Text as paragraphs and grids: places, pages, rows, limits."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.timing import cost

from gouji.model.disclosure import Source
from gouji.sources import LIMITS, Document, Grid, Limits, Paragraph
from gouji.sources.text import read


def document(text: str, limits: Limits = LIMITS) -> Document:
    return read(text.encode(), Source("a.txt"), limits)


def test_paragraphs_keep_line_and_raw_text() -> None:
    blocks = document("\n　　一、主要职责\n\n收入 　1.00万元\n").blocks
    assert [(b.text, b.place.line, b.place.column, b.place.to_column) for b in blocks if isinstance(b, Paragraph)] == [
        ("　　一、主要职责", 2, 1, 8),
        ("收入 　1.00万元", 4, 1, 10),
    ]


def test_tabs_make_a_grid_with_places_and_widths() -> None:
    text = "项目\t金额\t\n一、 收入\t\t 12.50 \n\n说明一句话。\n"
    grid, paragraph = document(text).blocks
    assert isinstance(grid, Grid)
    assert isinstance(paragraph, Paragraph)
    assert not grid.exact
    assert (grid.width, grid.widths) == (3, (3, 3))
    assert [(c.text, c.column, c.place.line, c.place.column, c.place.to_column) for c in grid.rows[1]] == [
        ("一、 收入", 0, 2, 1, 5),
        ("12.50", 2, 2, 9, 13),
    ]
    row = text.splitlines()[1]
    for cell in grid.rows[1]:
        assert cell.place.column is not None
        assert row[cell.place.column - 1 : cell.place.to_column] == cell.text
    assert (grid.place.line, grid.place.to_line) == (1, 2)


def test_rows_may_differ_in_width_and_a_blank_line_ends_a_grid() -> None:
    grids = [b for b in document("a\tb\nc\td\te\n\nf\tg\n").blocks if isinstance(b, Grid)]
    assert [g.widths for g in grids] == [(2, 3), (2,)]


def test_markdown_rows() -> None:
    (grid,) = document("| 项目 | 金额 |\n|---|---:|\n| 收入 | 1.5 |\n").blocks
    assert isinstance(grid, Grid)
    assert [[c.text for c in row] for row in grid.rows] == [["项目", "金额"], ["收入", "1.5"]]
    assert grid.rows[1][1].place.line == 3
    assert grid.rows[1][1].row == 1
    assert grid.widths == (2, 2)


def test_a_bar_in_prose_is_no_table() -> None:
    assert all(isinstance(b, Paragraph) for b in document("收入|支出|结余\n|只有一格|\n").blocks)


def test_lines_that_tabs_only_indent_are_paragraphs() -> None:
    assert all(isinstance(b, Paragraph) for b in document("\t一、主要职责\n\t（一）贯彻法律。\n").blocks)


def test_form_feeds_begin_pages() -> None:
    found = document("第一页\n\f第二页\n内容\n第三\f第四\n")
    assert [(b.place.line, b.place.column, b.page_start) for b in found.blocks] == [
        (1, 1, False),
        (2, 2, True),
        (3, 1, False),
        (4, 1, False),
        (4, 4, True),
    ]
    assert found.source.pages == 2


DUMP = """ 第一部分

青禾市园林管理局负责全市公园和绿地的养护工作，拟订养护标准

和年度计划，核定各养护站点的人员与经费，会同规划部门确定公

园用地的范围，受理市民对古树名木移植与砍伐的申请，依法查处

毁坏绿地的行为，组织花卉展览，推广节水灌溉与乡土树种的应用

研究，编制园林绿化的统计报表，承担全市义务植树活动的组织协

并组织实施，指导各区绿化工程的设计、施工与验收，管理古树名

木，承担城市湿地的保护。
 第二部分

 4万元以内的工程由各科室自行组织，超过的由局办公会研究决定

后报市财政部门审核，具体办法由局财务科会同工程科另行制定。
"""


def test_pages_of_a_dump_begin_with_a_single_blank() -> None:
    found = document(DUMP)
    assert [b.place.line for b in found.blocks if b.page_start] == [1, 16]  # not line 18: a blank line stands before it
    assert not any(b.hard for b in found.blocks if isinstance(b, Paragraph))


def test_a_blank_before_a_paragraph_begins_no_page_elsewhere() -> None:
    text = "标题\n\n第一段话说得很完整也很清楚明白，到此为止。\n 缩进一格的第二段话同样说得很完整清楚。\n - 列表一\n"
    assert not any(b.page_start for b in document(text).blocks)


def test_paragraphs_end_at_blank_lines_where_sentences_do() -> None:
    text = (
        "第一段话说得很完整也很清楚明白，到此为止。\n\n第二段话同样说得很完整也很清楚明白。\n第三段接着第二段，中间没有空行。\n"
    )
    assert [b.hard for b in document(text).blocks if isinstance(b, Paragraph)] == [True, False, True]


@pytest.mark.parametrize("char", ["字", "\t", "|", "9", " ", "\f", "| "])
def test_a_line_of_a_million_columns_is_bounded(char: str) -> None:
    started = time.process_time()
    found = document("收入\n" + char * 1_000_000 + "\n支出\n")
    assert time.process_time() - started < 5
    assert any(d.place.line == 2 for d in found.damage)
    assert [b.place.line for b in found.blocks][-1] == 3
    assert sum(len(row) for b in found.blocks if isinstance(b, Grid) for row in b.rows) <= LIMITS.columns


def test_too_many_lines_cells_or_numbers_are_cut_off_and_named() -> None:
    small = replace(LIMITS, lines=10, cells=20, numbers=20)
    assert document("话\n" * 11, small).damage[0].place.line == 11
    assert len(document("话\n" * 10, small).blocks) == 10
    assert document("a\tb\n\n" * 4, small).damage == ()
    row = "\t".join("abcdefghijk")
    part = document(f"{row}\n{row}\n终", small)  # the first row fits and is delivered
    assert [len(b.rows) for b in part.blocks if isinstance(b, Grid)] == [1]
    assert [d.place.line for d in part.damage] == [2]
    assert document("1 2 3 4 5 6 7 8 9 10\n" * 3, small).damage[0].place.line == 2 + 1


@given(st.text(alphabet=st.sampled_from("收支表 \t|\n\r\f12.-：\u2028-"), max_size=300))
@settings(max_examples=300, deadline=None)
def test_every_cell_and_paragraph_stands_where_its_place_says(text: str) -> None:
    try:
        found = document(text + "\n终")
    except Exception as error:  # pragma: no cover
        raise AssertionError(repr(text)) from error
    lines = (text + "\n终").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for block in found.blocks:
        cells = [c for row in block.rows for c in row] if isinstance(block, Grid) else [block]
        for cell in cells:
            place = cell.place
            assert place.line is not None
            assert place.column is not None
            stands = lines[place.line - 1][place.column - 1 : place.to_column]
            assert stands.replace("\u2028", " ").strip() == cell.text.strip()


def test_time_grows_linearly() -> None:
    line = "一、一般公共预算 1,234.50 一、一般公共服务\t12\n"

    def seconds(lines: int) -> float:
        data = (line * lines).encode()
        return cost(lambda: read(data, Source("a"), LIMITS), runs=3)

    assert seconds(16_000) < 24 * seconds(2_000) + 0.05  # eight times the lines; quadratic would be 64 times
