"""Findings as comments in a copy of a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document as open_docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from gouji.model.place import Place
from gouji.reporting.annotate.notes import AUTHOR, Note
from gouji.sources.docx import places


def mark_docx(data: bytes, notes: Sequence[Note]) -> bytes:
    """The document with a comment for every note: at its paragraph or cell, else at the first words of the document."""
    word = open_docx(io.BytesIO(data))
    known = places(word.element.body)
    start = _first_runs(word)
    for note in notes:
        found = _element(known, note.place)
        runs = _runs(word, found) if found is not None else []
        if not runs and not note.first:
            continue
        runs = runs or start
        if runs:
            word.add_comment([runs[0], runs[-1]], text=note.text, author=AUTHOR, initials=AUTHOR[:1])
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _element(known: dict[Place, etree._Element], place: Place) -> etree._Element | None:
    """The paragraph or cell of a place, by the fields that name one."""
    if place.table is not None:
        return known.get(Place(table=place.table, row=place.row, column=place.column))
    return known.get(Place(paragraph=place.paragraph)) if place.paragraph is not None else None


def _runs(word: WordDocument, element: etree._Element) -> list[Run]:
    """The runs of a paragraph, or of the first paragraph of a cell that has any."""
    for paragraph in [element] if element.tag == qn("w:p") else element.iter(qn("w:p")):
        runs = Paragraph(paragraph, word._body).runs  # type: ignore[arg-type]
        if runs:
            return runs
    return []


def _first_runs(word: WordDocument) -> list[Run]:
    return next((p.runs for p in word.paragraphs if p.runs), [])
