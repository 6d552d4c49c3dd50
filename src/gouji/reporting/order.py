"""Where things stand in a document, as an order, whatever the format's places are made of."""

from __future__ import annotations

import re

from gouji.model.place import Place
from gouji.sources.document import Document

Order = tuple[int, int, float]
_WIDEST = 10**7  # columns of a line that are told apart: a page written by a program may be one line
_CELL_ROW = re.compile(r"\d+$")


class Ordering:
    """The order of the places of one document."""

    def __init__(self, document: Document) -> None:
        self._paragraphs: dict[tuple[str | None, int], int] = {}
        self._tables: dict[tuple[str | None, int], int] = {}
        self._files: dict[str | None, int] = {}
        self._sheets: dict[tuple[str | None, str], int] = {}
        for i, block in enumerate(document.blocks):
            place = block.place
            self._files.setdefault(place.file, len(self._files))
            if place.paragraph is not None:
                self._paragraphs.setdefault((place.file, place.paragraph), i)
            if place.table is not None:
                self._tables.setdefault((place.file, place.table), i)
            if place.sheet is not None:
                self._sheets.setdefault((place.file, place.sheet), len(self._sheets))

    def __call__(self, place: Place) -> Order:
        """Sorts as the document reads; what has no place comes last."""
        file = self._files.get(place.file, 0)
        if place.sheet is not None:
            row = _CELL_ROW.search(place.cell or "")
            return file, self._sheets.get((place.file, place.sheet), 0), float(row[0]) if row else 0.0
        if place.page is not None:
            return file, place.page, place.box[1] if place.box else 0.0
        if place.line is not None:
            return file, 0, place.line + min(place.column or 0, _WIDEST) / (_WIDEST + 1)
        if place.paragraph is not None:
            return file, 0, float(self._paragraphs.get((place.file, place.paragraph), place.paragraph))
        if place.table is not None:
            return file, 0, self._tables.get((place.file, place.table), 0) + (place.row or 0) / 10_000
        return file, 10**9, 0.0
