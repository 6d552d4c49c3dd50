"""Segments for the tests of grids: from tab-separated text as a damaged source has it, and exact ones with spans."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.place import Place
from gouji.recognition.grid_rows import read
from gouji.recognition.segment import FormSegment
from gouji.reconcile.loose import LooseForm, LooseRow
from gouji.sources.document import Block, Grid, GridCell, Paragraph
from gouji.standards.loader import load

TEMPLATE = load("henan/2024")


def tabbed(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """Blocks of a tab-separated text: consecutive lines with tabs are a grid, other lines paragraphs, blank lines gaps."""
    blocks: list[Block] = []
    held: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], first_line):
        if "\t" in line:
            held.append((number, line))
            continue
        if held:
            blocks.append(_grid(held))
            held = []
        if line.strip():
            blocks.append(Paragraph(line, Place(line=number)))
    return tuple(blocks)


def _grid(lines: Sequence[tuple[int, str]]) -> Grid:
    rows, widths = [], []
    for number, line in lines:
        parts = line.split("\t")
        place = Place(line=number)
        rows.append(tuple(GridCell(t, len(rows), c, place=place) for c, t in enumerate(parts) if t.strip()))
        widths.append(len(parts))
    return Grid(tuple(rows), max(widths), False, Place(line=lines[0][0]), tuple(widths))


def exact(rows: Sequence[Sequence[object]]) -> Grid:
    """An exact grid. A cell is its text, or (text, row span, column span); covered positions are None."""
    out = []
    for r, row in enumerate(rows):
        cells = []
        for c, cell in enumerate(row):
            if cell is None:
                continue
            text, down, across = cell if isinstance(cell, tuple) else (str(cell), 1, 1)
            cells.append(GridCell(text, r, c, down, across, Place(page=1, table=1, row=r + 1)))
        out.append(tuple(cells))
    width = max(len(row) for row in rows)
    return Grid(tuple(out), width, True, Place(page=1, table=1), tuple(width for _ in rows))


def form(kind: str, blocks: Sequence[Block]) -> LooseForm:
    """The form of that kind read from blocks."""
    return read(FormSegment(TEMPLATE.forms[kind], kind, tuple(blocks)), TEMPLATE)


def hinted(row: LooseRow) -> dict[str | None, str]:
    """A row's amounts by the column that the layout suggests."""
    return {n.hint: str(n.amount) for n in row.numbers}


def labelled(found: LooseForm, label: str) -> LooseRow:
    """The only row with that label."""
    (row,) = [r for r in found.rows if r.label == label]
    return row


def says(found: LooseForm) -> str:
    """All damage in one string."""
    return "；".join(d.says for d in found.damage)
