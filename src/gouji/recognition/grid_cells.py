"""A segment's blocks as plain rows of non-blank cells, whatever the grid: spans spread out, marks of the source removed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gouji.model.place import Place
from gouji.recognition.grid_numbers import is_blank, numeral
from gouji.sources.document import Block, Grid, GridCell, Paragraph

MAX_COLUMNS = 96
MAX_CELL = 6000
_TAGS = re.compile(r"<[^<>]{0,24}>")
_BLANKS = re.compile(r"\s+")
_PLAIN = re.compile(r"[^\s<*]*")  # nothing to clean
_GLUED = re.compile(r"(.*[\u3400-\u9fff)）]) ?(\d[\d, ]*\. ?\d{2})")
_CJK = re.compile(r"[\u3400-\u9fff]")
_PIECE = re.compile(r"-?[\d.,]{1,20}")
_WHOLE = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell with words or a number. `column` counts from 0; `carried`: it began in a row above (merged downwards)."""

    text: str
    column: int
    span: int
    place: Place
    carried: bool = False
    sure: float | None = None  # of a cell that was recognised from a picture, as in sources.GridCell
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the source has it. `width`: its cells, blank ones included; `block`: which block of the segment it is in."""

    cells: tuple[RawCell, ...]
    width: int
    block: int
    exact: bool
    place: Place
    page_start: bool = False
    squeezed: bool = False  # a total row beside which header words stand: it has no amounts in their columns

    def at(self, column: int) -> RawCell | None:
        """The cell that covers a column."""
        return next((c for c in self.cells if c.column <= column < c.column + c.span), None)


def clean(text: str) -> str:
    """A cell's words without bold marks, tags and runs of blanks."""
    if len(text) <= MAX_CELL and _PLAIN.fullmatch(text):
        return text
    return _BLANKS.sub(" ", _TAGS.sub(" ", text[:MAX_CELL]).replace("**", "").replace("\u00a0", " ")).strip()


def unwrapped(text: str) -> str:
    """A cell's text; pieces of digits on several lines that make one number together are the number that a narrow column
    cut. Pieces that are numbers each (rows pasted together: 9.00⏎8.00) make none."""
    if "\n" not in text:
        return text
    lines = text.split("\n", 12)
    if len(lines) < 2 or not all(_PIECE.fullmatch(line.strip()) for line in lines):
        return text
    joined = "".join(line.strip() for line in lines)
    return joined if _WHOLE.fullmatch(joined) else text


def wording(text: str) -> str:
    """Words as they read: blanks inside are the layout's where the words are Chinese."""
    return _BLANKS.sub("", text) if _CJK.search(text) else text.strip()


def peeled(row: RawRow, before: int) -> RawRow:
    """A row whose label ran into the amount behind it, apart again: only in front of a blank cell, left of `before`."""
    if row.exact:
        return row
    cells: list[RawCell] = []
    for cell in row.cells:
        found = _GLUED.fullmatch(cell.text) if cell.column < before and len(cell.text) <= 80 else None
        if found and row.at(cell.column + 1) is None and cell.column + 1 < row.width:
            cells.append(replace(cell, text=found.group(1)))
            cells.append(replace(cell, text=found.group(2), column=cell.column + 1))
        else:
            cells.append(cell)
    return replace(row, cells=tuple(cells)) if len(cells) > len(row.cells) else row


def raw_rows(blocks: Sequence[Block]) -> list[RawRow]:
    """The rows of all blocks in order; a line outside any grid is a row of one cell. Blank rows are left out."""
    rows: list[RawRow] = []
    for number, block in enumerate(blocks):
        found = _grid_rows(block, number) if isinstance(block, Grid) else _line_row(block, number)
        rows.extend(row for row in found if row.cells)
    return rows


def _line_row(line: Paragraph, block: int) -> Iterator[RawRow]:
    text = clean(line.text)
    cells = () if is_blank(text) else (RawCell(text, 0, 1, line.place),)
    yield RawRow(cells, 1, block, False, line.place, line.page_start)


def _grid_rows(grid: Grid, block: int) -> Iterator[RawRow]:
    hanging: list[tuple[int, RawCell]] = []  # (first row no longer covered, cell)
    for number, cells in enumerate(grid.rows):
        own = [(cell, _raw(cell)) for cell in cells if cell.column < MAX_COLUMNS]
        shown = [c for _, c in own if not is_blank(c.text)]
        if hanging:
            hanging = [(end, c) for end, c in hanging if number < end]
            taken = {column for _, c in own for column in range(c.column, c.column + c.span)}
            shown += [c for _, c in hanging if c.column not in taken] if grid.exact else []
        hanging += [(number + min(g.row_span, 1000), replace(c, carried=True)) for g, c in own if g.row_span > 1 and c.text]
        width = grid.widths[number] if number < len(grid.widths) else grid.width
        yield RawRow(
            tuple(sorted(shown, key=lambda c: c.column)),
            min(width, MAX_COLUMNS),
            block,
            grid.exact,
            _row_place(grid, cells),
            grid.page_start and number == 0,
        )


def _raw(cell: GridCell) -> RawCell:
    span = max(1, min(cell.column_span, MAX_COLUMNS))
    return RawCell(
        numeral(clean(unwrapped(cell.text)), cell.confidence),
        cell.column,
        span,
        cell.place,
        False,
        cell.confidence,
        cell.readings,
    )


def _row_place(grid: Grid, cells: Sequence[GridCell]) -> Place:
    """A row's place: that of its first cell, without the cell's own columns."""
    first = next(
        (c.place for c in cells if c.place.line is not None or c.place.page is not None or c.place.row is not None), None
    )
    return first.of_row() if first else grid.place
