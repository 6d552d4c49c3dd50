"""What every reader delivers, whatever the format: an ordered list of blocks, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gouji.model.disclosure import Damage, Source
from gouji.model.place import NOWHERE, Place, writers


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or one line of one where the source is broken into lines (`hard` is then False).

    `hard`: the source itself ends the paragraph here; False where the next block may go on with the sentence.
    `page_start`: the source begins a new page with this block. `heading`: the source's own heading level, if it has one.
    """

    text: str
    place: Place = NOWHERE
    hard: bool = False
    page_start: bool = False
    heading: int | None = None
    xs: tuple[float, ...] | None = None  # on a page: where each character begins, and where the last one ends

    def part(self, start: int, end: int) -> Place:
        """The place of text[start:end]: its columns in a text file, its own box on a page, else the paragraph's place."""
        place = self.place
        if self.xs is not None and place.box is not None and 0 <= start < end < len(self.xs):
            return replace(place, box=(round(self.xs[start], 1), place.box[1], round(self.xs[end], 1), place.box[3]))
        if place.line is not None:
            first = place.column or 1
            return replace(place, column=first + start, to_column=first + max(end - 1, start))
        return place


@dataclass(frozen=True, slots=True, init=False)
class GridCell:
    """A cell of a grid. `row` and `column` (from 0) are where it begins; spans count grid positions.

    `confidence` (0 to 1) is set where the text was recognised from an image; `readings` is what else it may say there.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = NOWHERE
    confidence: float | None = None
    readings: tuple[str, ...] = ()

    def __init__(
        self,
        text: str,
        row: int,
        column: int,
        row_span: int = 1,
        column_span: int = 1,
        place: Place = NOWHERE,
        confidence: float | None = None,
        readings: tuple[str, ...] = (),
    ) -> None:
        _set_text(self, text)
        _set_row(self, row)
        _set_column(self, column)
        _set_row_span(self, row_span)
        _set_column_span(self, column_span)
        _set_place(self, place)
        _set_confidence(self, confidence)
        _set_readings(self, readings)


(_set_text, _set_row, _set_column, _set_row_span, _set_column_span, _set_place, _set_confidence, _set_readings) = writers(
    GridCell
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `rows[r]` lists the cells that begin in row r, in column order; blank cells may be left out.

    `exact`: the positions are the source's own (ruled PDF, Word, Excel, HTML), so a number's column is where it stands.
    False for tab-separated text, Markdown or OCR text, where rows may be wider or narrower than their header.
    `widths[r]` is the number of cells that row r has in the source, blank ones included.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    width: int
    exact: bool
    place: Place = NOWHERE
    widths: tuple[int, ...] = ()
    page_start: bool = False


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A source read into blocks, in reading order. `damage` is what the reader itself saw to be lost or unreadable."""

    source: Source
    blocks: tuple[Block, ...]
    damage: tuple[Damage, ...] = ()
    empty_pages: tuple[int, ...] = ()
    image_pages: tuple[int, ...] = ()  # pages that are pictures without text and were not read (extra `gouji[ocr]`)
    scanned_pages: tuple[int, ...] = ()  # pages that are pictures and were read by recognition of characters


class SourceError(Exception):
    """A file that cannot be read: the message is one clear line for the user (Chinese), `english` the same in English."""

    def __init__(self, message: str, english: str) -> None:
        super().__init__(message)
        self.english = english
