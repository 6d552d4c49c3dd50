"""Findings as highlights with comments in a copy of a PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Highlight, Text
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from gouji.model.finding import Severity
from gouji.model.place import Box
from gouji.reporting.annotate.notes import AUTHOR, Note

COLOURS = {Severity.ERROR: "ff8a80", Severity.WARNING: "ffd54f", Severity.INFO: "81d4fa"}
ICON = 18.0  # points of a comment's icon, for a finding that has a page but no box
MARGIN = 1.5  # points that a mark is wider than its figure


def mark_pdf(data: bytes, notes: Sequence[Note]) -> bytes:
    """The PDF with every note: a highlight where the figure stands, an icon in the page's corner where it has no box."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    corner: dict[int, int] = {}
    for note in notes:
        page = (note.place.page or 1) - 1
        if not 0 <= page < len(writer.pages):
            page = 0
        if note.place.page is not None and note.place.box is not None:
            _highlight(writer, page, note, note.place.box)
        elif note.first:
            _icon(writer, page, note, corner.setdefault(page, 0))
            corner[page] += 1
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _highlight(writer: PdfWriter, page: int, note: Note, box: Box) -> None:
    x0, y0, x1, y1 = page_space(writer.pages[page], box)
    x0, y0, x1, y1 = x0 - MARGIN, y0 - MARGIN, x1 + MARGIN, y1 + MARGIN
    corners = ArrayObject([FloatObject(v) for v in (x0, y1, x1, y1, x0, y0, x1, y0)])
    mark = Highlight(rect=(x0, y0, x1, y1), quad_points=corners, highlight_color=COLOURS[note.severity], printing=True)
    _sign(mark, note)
    writer.add_annotation(page, mark)


def _icon(writer: PdfWriter, page: int, note: Note, count: int) -> None:
    left, _, _, top = _shown(writer.pages[page])
    x, y = left + 6 + count * ICON * 1.2, top - 6 - ICON
    mark = Text(rect=(x, y, x + ICON, y + ICON), text=note.text, open=False)
    _sign(mark, note)
    writer.add_annotation(page, mark)


def _sign(mark: Highlight | Text, note: Note) -> None:
    mark[NameObject("/Contents")] = TextStringObject(note.text)
    mark[NameObject("/T")] = TextStringObject(AUTHOR)


def _shown(page: PageObject) -> Box:
    """The part of page space that a viewer shows."""
    crop, media = page.cropbox, page.mediabox
    return (
        max(float(crop.left), float(media.left)),
        max(float(crop.bottom), float(media.bottom)),
        min(float(crop.right), float(media.right)),
        min(float(crop.top), float(media.top)),
    )


def page_space(page: PageObject, box: Box) -> Box:
    """A box on the page as it is shown (y from the top) in page space: the page's rotation and crop box undone."""
    x0, y0, x1, y1 = _shown(page)
    quarter = page.rotation // 90 % 4

    def back(x: float, y: float) -> tuple[float, float]:
        if quarter == 0:
            return x0 + x, y1 - y
        if quarter == 1:
            return x0 + y, y0 + x
        if quarter == 2:
            return x1 - x, y0 + y
        return x1 - y, y1 - x

    (ax, ay), (bx, by) = back(box[0], box[1]), back(box[2], box[3])
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
