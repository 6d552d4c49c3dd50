"""Rows that a page break cuts, and words that did not fit into their cell."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from tests.sources.drawn import Cell, Drawing, pdf, plain, rule, stroke, write

from gouji.model.disclosure import Source
from gouji.sources.document import Grid
from gouji.sources.pdf.reader import read

HEADER = ("科目", "名称", "合计", "其中")
XS = (60.0, 100.0, 176.0, 212.0, 260.0)  # 名称: eight glyphs; 合计: 1,840.2 and no digit more


def grids(*pages: Drawing) -> list[list[list[str]]]:
    """The texts of the grids that are read from pages with one table each."""

    def draw(canvas: Canvas) -> None:
        for number, table in enumerate(pages):
            if number:
                canvas.showPage()
            rule(canvas, table, stroke)
            write(canvas, table)

    blocks = read(pdf(draw), Source("a.pdf")).blocks
    return [[[c.text.replace("\n", "") for c in row] for row in b.rows] for b in blocks if isinstance(b, Grid)]


def table(rows: Sequence[Sequence[str]], heights: Sequence[float] = ()) -> Drawing:
    drawn = plain(rows)
    tops = [100.0]
    for height in heights or [20.0] * len(rows):
        tops.append(tops[-1] + height)
    return Drawing(XS, tuple(tops), drawn.cells)


FIRST = table([HEADER, ("201", "行政运行", "12.50", "3.00"), ("208", "其他人力资源和社", "1,840.2", "7.10")])
ROW = ("210", "机关服务", "9.00", "")


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    first, second = grids(FIRST, table([HEADER, ("", "会保障支出", "4", ""), ROW]))
    assert first[-1] == ["208", "其他人力资源和社会保障支出", "1,840.24", "7.10"]
    assert second == [list(HEADER), list(ROW)]


def test_without_a_repeated_header_too() -> None:
    first, second = grids(FIRST, table([("", "", "4", ""), ROW]))
    assert first[-1][2] == "1,840.24"
    assert second == [list(ROW)]


def test_a_row_below_cells_with_room_is_a_row_of_its_own() -> None:
    roomy = table([HEADER, ("201", "行政运行", "12.50", "3.00"), ("208", "社会保障", "1,840.2", "7.10")])
    first, second = grids(roomy, table([HEADER, ("", "补助", "4", ""), ROW]))
    assert first[-1] == ["208", "社会保障", "1,840.2", "7.10"]
    assert second[1] == ["", "补助", "4", ""]


def test_a_row_with_a_figure_where_the_row_above_has_none_is_a_row_of_its_own() -> None:
    first, second = grids(
        table([HEADER, ("208", "其他人力资源和社", "1,840.2", "")]), table([HEADER, ("", "会保障支出", "4", "2.00"), ROW])
    )
    assert first[-1][2] == "1,840.2"
    assert second[1] == ["", "会保障支出", "4", "2.00"]


CODED = table([HEADER, ("2080501", "其他人力资源和社", "12.50", ""), ("2080502", "会保障和就业服务", "", "")])


def test_a_row_with_a_whole_code_is_a_row_of_its_own_though_it_has_no_amount() -> None:
    """Every cell above it is full, and it has no figure: but its code is as long as those above it."""
    first, second = grids(CODED, table([HEADER, ("2080503", "其他人力资源和社", "", ""), ROW]))
    assert first[-1] == ["2080502", "会保障和就业服务", "", ""]
    assert second[1] == ["2080503", "其他人力资源和社", "", ""]


def test_a_row_that_begins_a_line_of_the_outline_is_a_row_of_its_own_though_it_has_no_amount() -> None:
    first, second = grids(
        table([HEADER, ("", "（三）特别国债所", "", "")]),
        table([HEADER, ("", "二、年终结转", "", ""), ("", "合计", "4.00", "")]),
    )
    assert first[-1][1] == "（三）特别国债所"
    assert second[1][1] == "二、年终结转"


def test_the_end_of_a_line_of_the_outline_is_still_its_end() -> None:
    first, second = grids(table([HEADER, ("", "（三）特别国债所", "", "")]), table([HEADER, ("", "安排支出", "", ""), ROW]))
    assert first[-1][1] == "（三）特别国债所安排支出"
    assert second == [list(HEADER), list(ROW)]


def test_the_end_of_a_code_is_no_code() -> None:
    rows = [HEADER, ("2080501\n100", "其他人力资源和社", "12.50", ""), ("2080502", "会保障和就业服务", "", "")]
    torn = table(rows, heights=(20.0, 34.0, 20.0))
    first, second = grids(torn, table([HEADER, ("100", "支出", "", ""), ROW]))
    assert first[-1] == ["2080502100", "会保障和就业服务支出", "", ""]
    assert second == [list(HEADER), list(ROW)]


def test_other_columns_are_another_table() -> None:
    other = plain([("会保障支出", "4"), ("机关服务", "9.00")])
    first, second = grids(FIRST, other)
    assert first[-1][2] == "1,840.2"
    assert second[0] == ["会保障支出", "4"]


def test_words_that_did_not_fit_go_back_into_their_cell() -> None:
    drawn = table([HEADER, ("201", "行政运行", "12.50", "3.00"), ROW], heights=(30.0, 20.0, 20.0))
    cells = tuple(Cell("政府\n性基\n金", 0, 3) if (c.row, c.column) == (0, 3) else c for c in drawn.cells)
    (only,) = grids(Drawing(drawn.xs, drawn.ys, cells))
    assert only[0][3] == "政府性基金"
    assert only[1] == ["201", "行政运行", "12.50", "3.00"]


def test_words_of_the_row_below_stay_there() -> None:
    words = table([("科目", "名称", "政府\n基金", "其中"), ("201", "行政运行", "无", "3.00")], heights=(30.0, 20.0))
    (only,) = grids(words)
    assert only[1] == ["201", "行政运行", "无", "3.00"]
