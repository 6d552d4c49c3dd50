"""Marked copies: comments at the places of the findings, the document otherwise as it was."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from docx import Document as open_docx
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from tests.invented.forms import sheets
from tests.invented.station import STATION
from tests.reporting.material import material
from tests.sources import written

from gouji.model.finding import Severity
from gouji.model.place import Place
from gouji.reporting.annotate import annotated
from gouji.reporting.annotate.notes import AUTHOR, Note, notes
from gouji.reporting.annotate.pdf import mark_pdf, page_space
from gouji.reporting.material import Material
from gouji.sources import open_document


def blank(rotation: int = 0, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """A page of 200 by 300 points, turned and cropped."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 300))
    canvas.drawString(50, 250, "42.17")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(out.getvalue())))
    page = writer.pages[0]
    if crop:
        page.cropbox.lower_left, page.cropbox.upper_right = crop[:2], crop[2:]
    page.rotate(rotation)
    turned = io.BytesIO()
    writer.write(turned)
    return turned.getvalue()


def marks(data: bytes) -> list[dict[str, object]]:
    page = PdfReader(io.BytesIO(data)).pages[0]
    return [dict(a.get_object()) for a in page.get("/Annots", [])]


def test_a_figure_on_a_page_is_highlighted_with_its_comment() -> None:
    note = Note("1. 错误：合计不符", Severity.ERROR, Place(page=1, box=(50, 40, 80, 52)))
    (mark,) = marks(mark_pdf(blank(), [note]))
    assert mark["/Subtype"] == "/Highlight"
    assert mark["/Contents"] == "1. 错误：合计不符"
    assert mark["/T"] == AUTHOR
    assert [float(v) for v in mark["/Rect"]] == pytest.approx([48.5, 246.5, 81.5, 261.5])  # type: ignore[attr-defined]


def test_what_has_no_box_is_an_icon_on_its_page_and_other_places_are_left_out() -> None:
    found = [Note("甲", Severity.ERROR, Place(page=1)), Note("乙", Severity.INFO), Note("丙", Severity.INFO, first=False)]
    data = marks(mark_pdf(blank(), found))
    assert [(m["/Subtype"], m["/Contents"]) for m in data] == [("/Text", "甲"), ("/Text", "乙")]
    assert data[0]["/Rect"] != data[1]["/Rect"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (20.0, 30.0, 180.0, 290.0)])
def test_a_turned_page_is_marked_where_its_figure_is(
    rotation: int, crop: tuple[float, float, float, float] | None, tmp_path: Path
) -> None:
    """The place that the reader gives a figure, taken back to page space, is where the figure was drawn."""
    path = tmp_path / "a.pdf"
    path.write_bytes(blank(rotation, crop))
    box = open_document(path).blocks[0].place.box
    assert box is not None
    x0, y0, x1, y1 = page_space(PdfReader(path).pages[0], box)
    assert x0 == pytest.approx(50, abs=2)
    assert x1 == pytest.approx(50 + pdfmetrics.stringWidth("42.17", "Helvetica", 12), abs=2)
    assert 245 < y0 <= 250 < 256 < y1 < 264


@pytest.fixture(scope="module", params=["docx", "xlsx"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Material]:
    """The station as a Word or Excel file, with one amount of form 03 changed."""
    forms = sheets(STATION)
    made = getattr(written, request.param)(STATION, forms)
    path = tmp_path_factory.mktemp("office") / f"站.{request.param}"
    path.write_bytes(made)
    return path, material(path)


def test_the_copy_has_a_comment_for_every_note(office: tuple[Path, Material]) -> None:
    path, held = office
    told = notes(held)
    ((suffix, data),) = annotated(held, path)
    assert suffix == f".annotated{path.suffix}"
    if path.suffix == ".docx":
        comments = [c.text for c in open_docx(io.BytesIO(data)).comments]
        assert len(comments) == len([n for n in told if n.first]) > 0
        assert {c.author for c in open_docx(io.BytesIO(data)).comments} == {AUTHOR}
        assert [p.text for p in open_docx(io.BytesIO(data)).paragraphs] == [p.text for p in open_docx(str(path)).paragraphs]
    else:
        book = openpyxl.load_workbook(io.BytesIO(data))
        texts = [c.comment.text for s in book.worksheets for row in s.iter_rows() for c in row if c.comment]
        assert all(any(n.text in text for text in texts) for n in told if n.first)
        before = openpyxl.load_workbook(path)
        assert [c.value for s in book for r in s.iter_rows() for c in r] == [
            c.value for s in before for r in s.iter_rows() for c in r
        ]


def test_a_text_has_no_marked_copy(wrong: Material, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    assert annotated(wrong, path) == []


def test_a_finding_that_names_one_figure_is_marked_there_alone(wrong: Material) -> None:
    told = notes(wrong)
    assert [n.text.split(".")[0] for n in told if n.first] == [str(i + 1) for i in range(len(wrong.report.findings))]
    first = next(i for i, f in enumerate(wrong.report.findings) if f.suspect and f.suspect.spot.place == f.places[0].place)
    assert not [n for n in told if not n.first and n.text.startswith(f"{first + 1}. ")]
