"""A copy of the document with each finding marked at its place: PDF, Word and Excel. A text has no place for a comment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gouji.reporting.annotate.notes import Note, notes
from gouji.reporting.material import Material

MARK = ".annotated"  # stands before the suffix of the copy
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def annotated(material: Material, path: Path) -> list[tuple[str, bytes]]:
    """The marked copy with its suffix; nothing for a format that cannot carry comments."""
    maker = _maker(material.disclosure.source.media_type)
    if maker is None:
        return []
    suffix, make = maker
    return [(f"{MARK}{suffix}", make(path.read_bytes(), notes(material)))]


def _maker(media_type: str) -> tuple[str, Callable[[bytes, Sequence[Note]], bytes]] | None:
    if media_type == PDF:
        from gouji.reporting.annotate.pdf import mark_pdf

        return ".pdf", mark_pdf
    if media_type == DOCX:
        from gouji.reporting.annotate.word import mark_docx

        return ".docx", mark_docx
    if media_type == XLSX:
        from gouji.reporting.annotate.excel import mark_xlsx

        return ".xlsx", mark_xlsx
    return None


__all__ = ["MARK", "annotated"]
