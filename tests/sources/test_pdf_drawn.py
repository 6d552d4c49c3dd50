"""Tables and lines drawn in the ways of many producers are read back as they were meant."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas
from tests.sources.drawn import HEIGHT, SONG, STYLES, WIDTH, Cell, Drawing, Line, pdf, plain, rule, stroke, write

from gouji.model.disclosure import Source
from gouji.sources import Document, Grid, Paragraph
from gouji.sources.pdf import read

TEXTS = (("科目", "合计", "基本支出"), ("行政运行", "1,234.50", "34.50"), ("住房公积金", "88", ""))
MERGED = Drawing(
    (60, 140, 220, 300, 380),
    (100, 120, 140, 160, 180),
    (
        Cell("科目", 0, 0, 2, 1), Cell("支出预算", 0, 1, 1, 3), Cell("合计", 1, 1),
        Cell("基本支出", 1, 2), Cell("项目支出", 1, 3),
        Cell("行政运行", 2, 0), Cell("100.00", 2, 1), Cell("60.00", 2, 2), Cell("40.00", 2, 3),
        Cell("注：无", 3, 0, 1, 4),
    ),
)  # fmt: skip


def opened(data: bytes) -> Document:
    return read(data, Source("drawn.pdf"))


def grids(document: Document) -> list[Grid]:
    return [b for b in document.blocks if isinstance(b, Grid)]


def words(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def cells(grid: Grid) -> set[tuple[str, int, int, int, int]]:
    return {(c.text, c.row, c.column, c.row_span, c.column_span) for row in grid.rows for c in row}


def wanted(table: Drawing) -> set[tuple[str, int, int, int, int]]:
    return {(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells}


def ruled(canvas: Canvas, table: Drawing, line: Line = stroke, open_sides: bool = False, shift: float = 0.0) -> None:
    rule(canvas, table, line, open_sides, shift)
    write(canvas, table)


@pytest.mark.parametrize("line", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("table", [plain(TEXTS), MERGED], ids=["plain", "merged"])
@pytest.mark.parametrize("open_sides", [False, True], ids=["closed", "open sides"])
def test_every_style_of_lines(line: Line, table: Drawing, open_sides: bool) -> None:
    if open_sides and table is MERGED:  # a row without any line across it would be words below the table
        table = Drawing(table.xs, table.ys[:-1], table.cells[:-1])
    (grid,) = grids(opened(pdf(partial(ruled, table=table, line=line, open_sides=open_sides))))
    assert cells(grid) == wanted(table)
    assert grid.exact
    for row in grid.rows:
        for cell in row:
            meant = next(c for c in table.cells if (c.row, c.column) == (cell.row, cell.column))
            assert cell.place.box == pytest.approx(table.box(meant), abs=2.5)


def test_borders_of_neighbours_that_do_not_quite_meet() -> None:
    table = plain(TEXTS)
    (grid,) = grids(opened(pdf(partial(ruled, table=table, shift=1.2))))
    assert cells(grid) == wanted(table)


amounts = st.integers(0, 10**10).map(lambda n: f"{n / 100:,.2f}")
labels = st.text("行政运行事务支出住房公积金离退休费", min_size=0, max_size=7)


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Tables of random widths and heights with random merged cells that do not overlap."""
    columns, rows = draw(st.integers(2, 6)), draw(st.integers(2, 9))
    xs, ys = [40.0], [80.0]
    for _ in range(columns):
        xs.append(xs[-1] + draw(st.sampled_from((76.0, 80.5, 84.0))))
    for _ in range(rows):
        ys.append(ys[-1] + draw(st.sampled_from((14.0, 18.3, 33.0))))
    taken: set[tuple[int, int]] = set()
    made = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) in taken:
                continue
            down, across = draw(st.sampled_from(((1, 1),) * 6 + ((1, 2), (2, 1), (2, 2))))
            cover = {(i, j) for i in range(r, r + down) for j in range(c, c + across)}
            if r + down > rows or c + across > columns or cover & taken:
                cover, down, across = {(r, c)}, 1, 1
            taken |= cover
            made.append(Cell(draw(st.one_of(amounts, labels)), r, c, down, across))
    # A grid line inside of which every cell is merged over leaves no trace on paper: give each one a cell that needs it.
    starts_r, starts_c = {c.row for c in made}, {c.column for c in made}
    if len(starts_r) < rows or len(starts_c) < columns or not any(c.text for c in made):
        made = [Cell("1.00", r, c) for r in range(rows) for c in range(columns)]
    return Drawing(tuple(xs), tuple(ys), tuple(made))


@given(drawings(), st.sampled_from(sorted(STYLES)), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_tables(table: Drawing, style: str, open_sides: bool) -> None:
    wide = any(c.column == 0 and c.column_span == len(table.xs) - 1 for c in table.cells)
    found = grids(opened(pdf(partial(ruled, table=table, line=STYLES[style], open_sides=open_sides and not wide))))
    assert len(found) == 1
    assert cells(found[0]) == wanted(table)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_turned_pages_and_sideways_text(rotation: int, angle: int) -> None:
    """The table is read as its text runs; its boxes are where a viewer of the page shows them."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)  # which swaps the sides of the page for 90 and 270
        middle = (WIDTH / 2, HEIGHT / 2) if rotation % 180 == 0 else (HEIGHT / 2, WIDTH / 2)
        canvas.translate(*middle)
        canvas.rotate(angle)
        canvas.scale(0.75, 0.75)
        canvas.translate(-WIDTH / 2, -HEIGHT / 2)
        ruled(canvas, MERGED)

    document = opened(pdf(draw))
    (grid,) = grids(document)
    assert cells(grid) == wanted(MERGED)
    box = next(c for row in grid.rows for c in row if c.text == "100.00").place.box
    assert box is not None
    x0, y0, x1, y1 = box
    sideways = (angle + rotation) % 180 == 90
    assert (x1 - x0, y1 - y0) == pytest.approx((15, 60) if sideways else (60, 15), abs=1)
    if angle == rotation:  # a viewer sees the table upright
        width, height = (WIDTH, HEIGHT) if rotation % 180 == 0 else (HEIGHT, WIDTH)
        turned_width, turned_height = (width, height) if rotation % 180 == 0 else (height, width)
        meant = ((140 - WIDTH / 2) * 0.75 + turned_width / 2, (140 - HEIGHT / 2) * 0.75 + turned_height / 2)
        assert (x0, y0) == pytest.approx(meant, abs=1)


def test_a_sideways_table_is_placed_where_a_viewer_shows_it() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(500, 100)
        canvas.rotate(90)  # what was right is now up, what was down is now right
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 20, "100.00 and words of a sideways page")

    (line,) = opened(pdf(draw)).blocks
    assert isinstance(line, Paragraph)
    assert line.text.startswith("100.00 and words")
    assert line.place.box is not None
    x0, y0, x1, y1 = line.place.box
    assert 470 < x0 < x1 < 483  # the line runs upwards 20 points left of x = 500
    assert y1 == pytest.approx(HEIGHT - 150, abs=2)
    assert y0 < HEIGHT - 200


@pytest.mark.parametrize("crop", [(50, 40, 560, 800), (-20, -20, 700, 900), (0, 400, 595, 842)])
def test_page_boxes(crop: tuple[float, float, float, float]) -> None:
    """Places count from the top left of what is shown; what is cut off is reported and not read."""

    def draw(canvas: Canvas) -> None:
        canvas.setCropBox(crop)
        ruled(canvas, plain(TEXTS))
        canvas.setFont(SONG, 12)
        canvas.drawString(100, 100, "页脚的一句话")

    document = opened(pdf(draw))
    (grid,) = grids(document)
    left, top = max(crop[0], 0), max(HEIGHT - crop[3], 0)
    assert grid.rows[0][0].place.box == pytest.approx((60 - left, 100 - top, 140 - left, 120 - top), abs=1)
    seen = crop[1] < 100
    assert ("页脚的一句话" in words(document)) == seen
    assert any("页脚的一句话" in d.says for d in document.damage) == (not seen)


def test_two_tables_on_a_page_with_words_between() -> None:
    first, second = plain(TEXTS), plain((("甲", "1.00"), ("乙", "2.00")), top=300, left=100)

    def draw(canvas: Canvas) -> None:
        canvas.setFont(SONG, 12)
        canvas.drawString(60, HEIGHT - 80, "第一张表")
        canvas.drawString(60, HEIGHT - 250, "第二张表")
        ruled(canvas, first)
        ruled(canvas, second)

    document = opened(pdf(draw))
    kinds = [b.text if isinstance(b, Paragraph) else cells(b) for b in document.blocks]
    assert kinds == ["第一张表", wanted(first), "第二张表", wanted(second)]


def test_two_tables_side_by_side() -> None:
    first, second = plain((("甲", "1.00"), ("乙", "2.00"))), plain((("丙", "3.00"), ("丁", "4.00")), left=300)

    def draw(canvas: Canvas) -> None:
        ruled(canvas, first)
        ruled(canvas, second)

    assert [cells(g) for g in grids(opened(pdf(draw)))] == [wanted(first), wanted(second)]


def test_a_table_in_a_cell_of_another_and_a_frame_around_the_page() -> None:
    outer = Drawing((50, 100, 500), (100, 300, 320), (Cell("外", 0, 0), Cell("", 0, 1), Cell("下", 1, 0), Cell("1.00", 1, 1)))
    inner = plain((("甲", "5.00"), ("乙", "6.00")), left=150, top=150)

    def draw(canvas: Canvas) -> None:
        canvas.rect(20, 20, WIDTH - 40, HEIGHT - 40)
        ruled(canvas, outer)
        ruled(canvas, inner)

    assert [cells(g) for g in grids(opened(pdf(draw)))] == [wanted(outer), wanted(inner)]


def test_a_table_over_pages_goes_on_with_the_same_columns() -> None:
    """The last page holds only merged cells: fewer lines, the same columns."""
    last = Drawing((60, 220, 300, 380), (60, 80), (Cell("合计", 0, 0), Cell("7.00", 0, 1), Cell("", 0, 2)))

    def draw(canvas: Canvas) -> None:
        ruled(canvas, MERGED)
        canvas.showPage()
        ruled(canvas, last)

    first, second = grids(opened(pdf(draw)))
    assert second.width == first.width == 4
    assert cells(second) == {("合计", 0, 0, 1, 2), ("7.00", 0, 2, 1, 1), ("", 0, 3, 1, 1)}
    assert (first.page_start, second.page_start) == (True, True)


def test_another_table_on_the_next_page_keeps_its_own_columns() -> None:
    other = plain((("甲", "1.00"), ("乙", "2.00")), left=75)

    def draw(canvas: Canvas) -> None:
        ruled(canvas, MERGED)
        canvas.showPage()
        ruled(canvas, other)

    assert cells(grids(opened(pdf(draw)))[1]) == wanted(other)


@pytest.mark.parametrize("shift", [0.2, 0.5])
def test_doubled_glyphs_are_one(shift: float) -> None:
    """Words set twice to look bold; true repetitions stay."""

    def draw(canvas: Canvas) -> None:
        for dx in (0, shift):
            canvas.setFont(SONG, 12)
            canvas.drawString(60 + dx, 700, "收入总计")
            canvas.setFont("Helvetica", 12)
            canvas.drawString(160 + dx, 700, "1,100.00...77ll")

    assert [line.replace(" ", "") for line in words(opened(pdf(draw)))] == ["收入总计1,100.00...77ll"]


def test_a_number_set_lower_than_its_sentence() -> None:
    def draw(canvas: Canvas) -> None:
        for y, words_, number in ((700, "收入总计", "120.50"), (676, "支出总计", "98.20")):
            canvas.setFont(SONG, 12)
            canvas.drawString(60, y, words_)
            canvas.drawString(60 + 48 + 45, y, "万元。")
            canvas.setFont("Helvetica", 12)
            canvas.drawString(60 + 48 + 2, y - 5, number)

    assert [w.replace(" ", "") for w in words(opened(pdf(draw)))] == ["收入总计120.50万元。", "支出总计98.20万元。"]


def test_two_lines_stay_two() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(SONG, 10)
        canvas.drawString(60, 700, "上面一行")
        canvas.drawString(200, 694, "下面一行")
        canvas.drawString(60, 688, "再下一行")

    assert len(words(opened(pdf(draw)))) >= 2


def test_a_header_from_top_to_bottom() -> None:
    table = Drawing((60, 80, 200), (100, 200, 220), (Cell("", 0, 0), Cell("预算数", 0, 1), Cell("1", 1, 0), Cell("2.00", 1, 1)))

    def stacked(canvas: Canvas) -> None:
        ruled(canvas, table)
        canvas.setFont(SONG, 9)
        for i, char in enumerate("一般公共预算"):
            canvas.drawString(65, HEIGHT - 115 - 12 * i, char)

    def turned(canvas: Canvas) -> None:
        ruled(canvas, table)
        canvas.saveState()
        canvas.translate(74, HEIGHT - 190)
        canvas.rotate(90)
        canvas.setFont(SONG, 9)
        canvas.drawString(0, 0, "一般公共预算")
        canvas.restoreState()

    for draw in (stacked, turned):
        (grid,) = grids(opened(pdf(draw)))
        assert grid.rows[0][0].text == "一般公共预算"


def test_digits_below_each_other_stay_apart() -> None:
    table = Drawing(
        (60, 100, 200), (100, 160, 180), (Cell("1\n2\n3", 0, 0), Cell("甲", 0, 1), Cell("4", 1, 0), Cell("乙", 1, 1))
    )
    (grid,) = grids(opened(pdf(partial(ruled, table=table))))
    assert grid.rows[0][0].text == "1\n2\n3"


BARE = (
    ("科目", "合计", "基本支出", "项目支出"),
    ("行政运行", "1,300.00", "1,000.00", "300.00"),
    ("事业运行", "20.00", "20.00", ""),
    ("住房公积金", "5,000.25", "", "5,000.25"),
    ("合计", "6,320.25", "1,020.00", "5,300.25"),
)


def test_a_table_without_rules() -> None:
    table = plain(BARE, column=110)

    def draw(canvas: Canvas) -> None:
        canvas.setFont(SONG, 12)
        canvas.drawString(60, HEIGHT - 60, "支出预算表，下面没有一条线。")
        write(canvas, table)

    document = opened(pdf(draw))
    (grid,) = grids(document)
    assert {c[:3] for c in cells(grid)} == {c[:3] for c in wanted(table) if c[0]}
    assert words(document) == ["支出预算表，下面没有一条线。"]


def test_prose_and_contents_are_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(SONG, 12)
        for i, line in enumerate(("一、主要职能", "二、机构设置", "三、预算说明", "四、预算表", "五、其他")):
            canvas.drawString(60, 700 - 20 * i, line + " " + "." * 40 + f" {i + 3}")
        for i in range(5):
            canvas.drawString(60, 500 - 20 * i, f"2024年支出{i}20.50万元，比上年增加{i}.20万元，")
            canvas.drawString(400, 500 - 20 * i, f"下降{i}.50%")

    assert grids(opened(pdf(draw))) == []


def test_empty_pages_and_pictures_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.sources.ocr.scans.available", lambda: False)
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(canvas: Canvas) -> None:
        canvas.setFont(SONG, 12)
        canvas.drawString(60, 700, "第一页")
        canvas.showPage()
        canvas.setFont(SONG, 12)
        canvas.showPage()
        canvas.drawImage(ImageReader(Image.new("RGB", (50, 50), "grey")), 0, 0, 595, 842)

    document = opened(pdf(draw))
    assert document.source.pages == 3
    assert (document.empty_pages, document.image_pages) == ((2,), (3,))
    assert any("第3页是图片" in d.says and "gouji[ocr]" in d.says for d in document.damage)
