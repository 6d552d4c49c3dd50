"""Findings as comments in a copy of an Excel workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment

from gouji.reporting.annotate.notes import AUTHOR, Note

WIDTH, HEIGHT = 360, 160  # of a comment's box, in points
LONGEST = 30_000


def mark_xlsx(data: bytes, notes: Sequence[Note]) -> bytes:
    """The workbook with a comment at every cell that a finding is about; what has no cell is told at the first cell."""
    book = load_workbook(io.BytesIO(data), keep_links=False)
    told: dict[tuple[str, str], list[str]] = {}
    for note in notes:
        sheet, cell = note.place.sheet, note.place.cell
        if sheet in book.sheetnames and cell is not None:
            told.setdefault((sheet, cell), []).append(note.text)
        elif note.first:
            told.setdefault((sheet if sheet in book.sheetnames else book.sheetnames[0], "A1"), []).append(note.text)
    for (name, address), texts in told.items():
        found = book[name][address]
        if isinstance(found, Cell):
            already = [found.comment.text] if found.comment else []
            found.comment = Comment("\n\n".join([*already, *texts])[:LONGEST], AUTHOR, height=HEIGHT, width=WIDTH)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
