"""Scans: pages drawn by the tests, made into pictures, tilted, turned and stamped, are read as the page itself says.

The body and its figures are invented. Needs the extra `gouji[ocr]`; without it the tests say so and skip.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.drawn import HEIGHT, SONG, WIDTH, Cell, Drawing, pdf, rule, stroke, write

from gouji.model.disclosure import Source
from gouji.recognition.grid_numbers import Reading, doubted, numeral, read_amount
from gouji.sources import Document, Grid, Limits, Paragraph, SourceError, open_document
from gouji.sources.ocr import available
from gouji.sources.ocr.scans import ranges
from gouji.sources.opening import read_bytes

needs_engine = pytest.mark.skipif(not available(), reason="the extra gouji[ocr] is not installed")
DPI = 200
TITLE = "平沙市雨情监测中心2024年收支预算"
SENTENCE = "平沙市雨情监测中心2024年支出预算1286.40万元，比上年增加35.17万元。"
TABLE = (
    ("项目", "预算数", "", "备注"),
    ("", "基本支出", "项目支出", ""),
    ("一、一般公共服务支出", "408.25", "66.10", ""),
    ("二、农林水支出", "1,530.07", "8.90", "站点"),
    ("合计", "1,938.32", "75.00", ""),
)


def drawing() -> Drawing:
    cells = [Cell(t, r, c) for r, line in enumerate(TABLE) for c, t in enumerate(line) if r > 1]
    head = [Cell("项目", 0, 0, 2, 1), Cell("预算数", 0, 1, 1, 2), Cell("备注", 0, 3, 2, 1)]
    head += [Cell("基本支出", 1, 1), Cell("项目支出", 1, 2)]
    return Drawing((60, 200, 300, 400, 480), tuple(200.0 + 22 * i for i in range(6)), tuple(head + cells))


def draw(canvas: Any, seal: bool = False) -> None:
    canvas.setFont(SONG, 16)
    canvas.drawString(150, HEIGHT - 80, TITLE)
    canvas.setFont(SONG, 11)
    canvas.drawString(60, HEIGHT - 130, SENTENCE)
    table = drawing()
    rule(canvas, table, stroke)
    write(canvas, table)
    if seal:
        canvas.setStrokeColorRGB(0.85, 0.1, 0.1)
        canvas.setLineWidth(3)
        canvas.circle(255, HEIGHT - 280, 58)
        canvas.setLineWidth(5)
        canvas.line(205, HEIGHT - 270, 300, HEIGHT - 262)


def picture(content: bytes, page: int = 0) -> Any:
    import numpy as np
    import pypdfium2

    return np.ascontiguousarray(pypdfium2.PdfDocument(content)[page].render(scale=DPI / 72).to_numpy()[:, :, :3])


def tilted(image: Any, degrees: float) -> Any:
    import cv2

    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def noisy(image: Any) -> Any:
    import numpy as np

    noise = np.random.default_rng(7).normal(0, 12, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def as_pdf(*images: Any) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    pages = [Image.fromarray(image[:, :, ::-1]) for image in images]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=85)
    return out.getvalue()


def opened(data: bytes, **limits: Any) -> Document:
    return read_bytes(data, Source("a.pdf"), Limits(**limits))


def grid(document: Document) -> Grid:
    (found,) = (b for b in document.blocks if isinstance(b, Grid))
    return found


def texts(found: Grid) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): c.text for row in found.rows for c in row if c.text}


WANTED = {(c.row, c.column): c.text for c in drawing().cells if c.text}


@needs_engine
def test_one_mark_of_ink_read_twice_is_one_mark() -> None:
    from gouji.sources.ocr.engine import Mark
    from gouji.sources.ocr.page import once

    def said(*marks: tuple[str, float, str]) -> str:
        return "".join(m.text for m in once(tuple(Mark(t, i / 9, sure, rival) for i, (t, sure, rival) in enumerate(marks))))

    assert said(("7", 1.0, ""), (":", 0.49, "."), (".", 0.6, ""), ("“", 1.0, "")) == "7.“"
    assert said(("7", 1.0, ""), (".", 0.6, ""), (",", 0.5, "."), ("3", 1.0, "")) == "7.3"
    for kept in (
        (("元", 1.0, ""), ("；", 0.95, ""), ("。", 0.6, "；")),  # the first one is sure
        (("元", 1.0, ""), (".", 0.6, ","), (".", 0.6, ",")),  # nothing says that they are the same
        (("1", 0.5, "7"), ("7", 0.5, "1")),  # digits are never taken away
    ):
        assert said(*kept) == "".join(t for t, _, _ in kept)


@needs_engine
def test_a_scan_says_what_its_page_says() -> None:
    """Two pages, the second tilted and noisy: words, amounts, spans, places and how sure each cell is."""
    clean = picture(pdf(draw))
    document = opened(as_pdf(clean, noisy(tilted(clean, 0.8))))
    assert document.scanned_pages == (1, 2)
    assert document.image_pages == ()
    assert any("第1–2页是图片" in d.says for d in document.damage)
    for page in (1, 2):
        blocks = [b for b in document.blocks if b.place.page == page]
        lines = [b.text.replace(" ", "") for b in blocks if isinstance(b, Paragraph)]
        assert lines == [TITLE, SENTENCE]
        (found,) = (b for b in blocks if isinstance(b, Grid))
        assert texts(found) == WANTED
        assert {
            (c.row, c.column): (c.row_span, c.column_span) for r in found.rows for c in r if c.row_span + c.column_span > 2
        } == {
            (0, 0): (2, 1),
            (0, 1): (1, 2),
            (0, 3): (2, 1),
        }
        assert all(c.confidence is not None and c.confidence > 0.9 for r in found.rows for c in r if read_amount(c.text))
        if page == 1:
            for cell in (c for row in found.rows for c in row):
                assert cell.place.box == pytest.approx(
                    drawing().box(Cell("", cell.row, cell.column, cell.row_span, cell.column_span)), abs=2
                )


@needs_engine
@pytest.mark.parametrize("quarters", [1, 2])
def test_a_page_scanned_sideways_or_upside_down_is_set_upright(quarters: int) -> None:
    import numpy as np

    document = opened(as_pdf(np.rot90(picture(pdf(draw)), quarters)))
    found = grid(document)
    assert texts(found) == WANTED
    x0, y0, x1, y1 = 60, 200, 480, 310  # the table on the upright page
    shown = (y0, WIDTH - x1, y1, WIDTH - x0) if quarters == 1 else (WIDTH - x1, HEIGHT - y1, WIDTH - x0, HEIGHT - y0)
    assert found.place.box == pytest.approx(shown, abs=4)


@needs_engine
@pytest.mark.parametrize("grey", [False, True], ids=["red", "photocopied"])
def test_a_figure_under_a_seal_is_right_or_in_doubt(grey: bool) -> None:
    """Never wrong without a word: what stands under the seal is read as printed, or its cell is not sure."""
    import cv2

    image = picture(pdf(lambda canvas: draw(canvas, seal=True)))
    if grey:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    found = grid(opened(as_pdf(image)))
    covered = [c for row in found.rows for c in row if c.column == 1 and c.row in (2, 3, 4)]
    assert len(covered) == 3
    for cell in covered:
        reading = read_amount(cell.text)
        assert cell.confidence is not None
        told = doubted(reading, cell.confidence, cell.readings) if reading else None
        assert cell.text == WANTED[cell.row, cell.column] or told is None or told.damaged
    if not grey:  # red ink is taken off: the figures are read
        assert [c.text for c in covered] == ["408.25", "1,530.07", "1,938.32"]


@needs_engine
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_picture_as_a_file_is_read(kind: str, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "a.dat"
    Image.fromarray(picture(pdf(draw))[:, :, ::-1]).save(path, kind, dpi=(DPI, DPI))
    document = open_document(path)
    assert texts(grid(document)) == WANTED
    assert document.source.media_type == f"image/{kind.lower()}"
    assert document.source.pages == 1


def test_without_the_extra_a_picture_says_what_reads_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("gouji.sources.ocr.images.available", lambda: False)
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(SourceError, match=r"pip install 'gouji\[ocr\]'") as error:
        open_document(path)
    assert "pip install" in error.value.english


def test_without_the_extra_pictures_among_pages_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    monkeypatch.setattr("gouji.sources.ocr.scans.available", lambda: False)

    def pages(canvas: Any) -> None:
        canvas.setFont(SONG, 12)
        canvas.drawString(60, 700, "2024年单位预算")
        for _ in range(3):
            canvas.showPage()
            canvas.drawImage(ImageReader(Image.new("RGB", (50, 50), "grey")), 0, 0, 595, 842)

    document = opened(pdf(pages))
    assert document.image_pages == (2, 3, 4)
    told = [d.says for d in document.damage]
    assert len(told) == 1
    assert "第2–4页是图片" in told[0]
    assert "pip install 'gouji[ocr]'" in told[0]


def test_a_disclosure_of_nothing_but_pictures_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from gouji.recognition import read

    monkeypatch.setattr("gouji.sources.ocr.scans.available", lambda: False)
    import numpy as np

    document = opened(as_pdf(np.full((300, 200, 3), 200, np.uint8)))
    with pytest.raises(SourceError, match=r"1页是图片.*gouji\[ocr\]"):
        read(document)


@needs_engine
def test_bounds_of_pixels_and_time() -> None:
    """A picture beyond the limit costs its own page; pages after the time limit are named, not waited for."""
    clean = picture(pdf(draw))
    document = opened(as_pdf(clean), picture_pixels=1_000_000)
    assert document.image_pages == (1,)
    assert any("图片过大" in d.says for d in document.damage)
    document = opened(as_pdf(clean, clean), scan_seconds=1e-9)
    assert document.image_pages[-1] == 2
    assert any("没有读" in d.says and "scan_seconds" in d.says for d in document.damage)


@needs_engine
@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("spoil", [lambda d: d[: len(d) // 3], lambda d: d[:12], lambda d: b"II*\x00" + b"\xff" * 400])
def test_a_damaged_picture_is_one_line(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "TIFF")
    path = tmp_path / "a.tif"
    path.write_bytes(spoil(out.getvalue()))
    with pytest.raises(SourceError, match="图片已损坏、不完整或过大"):
        open_document(path)


@needs_engine
def test_the_engine_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its models come with its package: no connection is opened, not even to look."""
    import socket

    from gouji.sources.ocr.engine import Engine

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert Engine().read([picture(pdf(draw))[200:250, 400:1200]])


def test_a_doubtful_digit_makes_a_number_one_that_sums_must_confirm() -> None:
    sure, unsure = Reading(read_amount("12.50").amount), 0.4  # type: ignore[union-attr]
    assert doubted(sure, None, ("72.50",)) == sure
    assert doubted(sure, 0.99, ("72.50",)) == sure
    found = doubted(sure, unsure, ("72.50", "12.50", "1A"))
    assert found.damaged
    assert [str(v) for v in found.others] == ["72.50"]


@needs_engine
def test_a_digit_of_a_sentence_that_cannot_be_told_is_no_number() -> None:
    """Nothing could confirm it, so no claim is read from it; full width or half is no doubt, and marks are set as typed."""
    from gouji.sources.ocr.engine import Mark
    from gouji.sources.ocr.page import _masked, _widened

    def said(words: str, doubtful: int | None) -> str:
        marks = tuple(Mark(c, 0.5, 0.4 if i == doubtful else 0.99, "6" if i == doubtful else "") for i, c in enumerate(words))
        return "".join(m.text for m in _masked(_widened(marks)))

    assert said("支出12.80万元,增加3.50万元", 4) == "支出〓〓〓〓〓万元，增加3.50万元"
    assert said("支出1,280.00万元", None) == "支出1,280.00万元"
    assert said("(六)基本支出", None) == "（六）基本支出"


@given(st.sets(st.integers(1, 40), min_size=1))
@settings(max_examples=50)
def test_ranges_name_each_page_once(pages: set[int]) -> None:
    named: list[int] = []
    for part in ranges(sorted(pages)).split("、"):
        first, _, last = part.partition("–")
        named += range(int(first), int(last or first) + 1)
    assert named == sorted(pages)


@pytest.mark.parametrize(
    ("text", "sure", "left"),
    [
        ("4,213/779.28", 0.5, "4,213779.28"),  # a stroke of a stamp across it
        ("A 3,807,295.58", 0.4, "3,807,295.58"),
        ("4,213/779.28", 0.97, "4,213/779.28"),  # not in doubt: it says what it says
        ("4,213/779.28", None, "4,213/779.28"),  # not from a picture
        ("行政运行 12.50", 0.5, "行政运行 12.50"),  # words with a number
        ("201", 0.5, "201"),
        ("A", 0.4, "A"),
        ("12345678901234.5/6", 0.4, "□"),  # digits that are no amount
    ],
)
def test_a_number_in_doubt_with_strokes_across_it_is_no_word(text: str, sure: float | None, left: str) -> None:
    assert numeral(text, sure) == left


@needs_engine
@pytest.mark.parametrize("at", [(255.0, 275.0), (340.0, 290.0)])
def test_a_black_stamp_makes_no_figure_wrong_or_blank_without_a_word(at: tuple[float, float]) -> None:
    """Its straight strokes are no rulings, what it covers is in doubt, and what cannot be read is no blank."""

    def stamped(canvas: Any) -> None:
        draw(canvas)
        canvas.setLineWidth(1.5)
        canvas.circle(at[0], HEIGHT - at[1], 56)
        for dx in (-22, 22):
            canvas.line(at[0] + dx / 2, HEIGHT - at[1] + 20, at[0], HEIGHT - at[1] - 24)
        canvas.line(at[0] - 22, HEIGHT - at[1] + 6, at[0] + 22, HEIGHT - at[1] + 6)

    found = grid(opened(as_pdf(picture(pdf(stamped)))))
    cells = {(c.row, c.column): c for row in found.rows for c in row}
    assert cells.keys() == {(c.row, c.column) for c in drawing().cells}
    for where, wanted in WANTED.items():
        cell = cells[where]
        assert cell.text, where
        assert cell.text == wanted or (cell.confidence is not None and cell.confidence < 0.9), (where, cell.text)


@needs_engine
def test_rulings_and_letters_are_no_stamp() -> None:
    from gouji.sources.ocr.picture import ink_of
    from gouji.sources.ocr.stamps import stamps

    clean = picture(pdf(draw))
    assert stamps(ink_of(clean), DPI) == ()
    assert stamps(ink_of(noisy(clean)), DPI) == ()
    (box,) = stamps(ink_of(picture(pdf(lambda canvas: (draw(canvas), canvas.circle(300, 500, 40))))), DPI)
    assert box == pytest.approx([v * DPI / 72 for v in (260, HEIGHT - 540, 340, HEIGHT - 460)], abs=25)


@needs_engine
def test_two_pages_copied_side_by_side_are_read_one_after_the_other() -> None:
    """Each with its title and table; the places are those on the sheet. One wide page is not cut."""
    import numpy as np

    one = picture(pdf(draw))
    document = opened(as_pdf(np.concatenate([one, one], axis=1)))
    blocks = [b.text.replace(" ", "") if isinstance(b, Paragraph) else texts(b) for b in document.blocks]
    assert blocks == [TITLE, SENTENCE, WANTED] * 2
    first, second = (b.place.box for b in document.blocks if isinstance(b, Grid))
    assert first is not None
    assert second == pytest.approx((first[0] + WIDTH, first[1], first[2] + WIDTH, first[3]), abs=2)


def test_a_wide_page_is_cut_only_where_nothing_is_printed_from_top_to_bottom() -> None:
    pytest.importorskip("cv2")
    import numpy as np

    from gouji.sources.ocr.picture import Scan
    from gouji.sources.ocr.spread import parts

    def scan(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (1000, 2000)) -> Scan:
        paper = np.full((*size, 3), 255, np.uint8)
        for x0, y0, x1, y1 in boxes:
            paper[y0:y1, x0:x1] = 0
        lines = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]] for x0, y0, x1, y1 in boxes], np.float32)
        return Scan(paper, lines, 0, np.eye(2, 3), ())

    both = [(x, y, x + 700, y + 20) for x in (100, 1200) for y in (100, 200, 300, 400)]
    assert [(p.picture.shape[1], len(p.lines), left) for p, left in parts(scan(*both), DPI)] == [(1000, 4, 0), (1000, 4, 1000)]
    assert len(parts(scan(*both, (750, 600, 1250, 620)), DPI)) == 1  # a line that goes across
    assert len(parts(scan(*both[:6]), DPI)) == 1  # hardly anything on the right
    assert len(parts(scan(*both, size=(1900, 2000)), DPI)) == 1  # not wide
