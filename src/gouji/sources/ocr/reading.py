"""A picture of a page → its blocks with their places on the page as a viewer shows it, and how sure each cell is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from gouji.model.disclosure import Damage
from gouji.model.place import Place
from gouji.sources.document import Block, Grid, GridCell, Paragraph
from gouji.sources.ocr.engine import Picture, engine
from gouji.sources.ocr.page import GONE, POINTS, Piece, recognised
from gouji.sources.ocr.picture import Box, Scan, scan
from gouji.sources.ocr.spread import parts
from gouji.sources.pdf.blocks import page_blocks
from gouji.sources.pdf.page import Page
from gouji.sources.pdf.turn import Turn

Columns = tuple[float, ...]


def read_picture(picture: Picture, dpi: float, number: int, going_on: Columns) -> tuple[list[Block], Columns, list[Damage]]:
    """The blocks of page `number` from its picture at `dpi`, the column lines of the table that it ends with, and its damage.

    `going_on` are the column lines of the table that the page before ended with. Raises SourceError without an engine.
    """
    ready = scan(picture, dpi, engine())
    back = _back(ready, picture.shape, dpi)
    placed: list[Block] = []
    for part, left in parts(ready, dpi):
        found, going_on = _read_part(part, dpi, number, going_on)
        placed += [_put_back(block, partial(_shifted, back, left * POINTS / dpi)) for block in found]
    return placed, going_on, list(_unread(placed))


def _read_part(part: Scan, dpi: float, number: int, going_on: Columns) -> tuple[list[Block], Columns]:
    """The blocks of an upright page, and the column lines of the table that it ends with."""
    height, width = (side * POINTS / dpi for side in part.picture.shape[:2])
    page = Page(number, Turn((0.0, 0.0, width, height), 0, 0))
    found = recognised(part, dpi, page, engine())
    if not page.chars:
        return [], ()
    read = page_blocks(page, going_on)
    return [_with_confidence(block, found.pieces) for block in read.blocks], read.last.table.xs if read.last else ()


def _shifted(back: Callable[[Box], Box], left: float, box: Box) -> Box:
    return back((box[0] + left, box[1], box[2] + left, box[3]))


def _with_confidence(block: Block, pieces: Sequence[Piece]) -> Block:
    """The grid with what its cells' pieces say of themselves; a paragraph as it is."""
    if isinstance(block, Paragraph):
        return block
    return replace(block, rows=tuple(tuple(_sure(cell, pieces) for cell in row) for row in block.rows))


def _sure(cell: GridCell, pieces: Sequence[Piece]) -> GridCell:
    box = cell.place.box
    if box is None or not cell.text:
        return cell
    inside = [p for p in pieces if _middle_in(p.box, box)]
    if not inside:
        return cell
    readings = inside[0].readings if len(inside) == 1 else ()
    return replace(cell, confidence=round(min(p.sure for p in inside), 3), readings=readings)


def _middle_in(box: Box, around: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return around[0] <= x <= around[2] and around[1] <= y <= around[3]


def _back(ready: Scan, shape: tuple[int, ...], dpi: float) -> Callable[[Box], Box]:
    """From a box of the levelled page to the one of the page as a viewer shows it (points)."""
    scale = dpi / POINTS
    width, height = shape[1] / scale, shape[0] / scale
    frame = (0.0, 0.0, height, width) if ready.quarter % 2 else (0.0, 0.0, width, height)
    turn = Turn((0.0, 0.0, width, height), ready.quarter, 0)

    def back(box: Box) -> Box:
        x0, y0, x1, y1 = box
        corners = [ready.unlevelled(x * scale, y * scale) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [x / scale for x, _ in corners], [y / scale for _, y in corners]
        left, top = max(min(xs), frame[0]), max(min(ys), frame[1])
        return turn.viewed((left, top, max(min(max(xs), frame[2]), left), max(min(max(ys), frame[3]), top)))

    return back


def _put_back(block: Block, back: Callable[[Box], Box]) -> Block:
    if isinstance(block, Grid):
        rows = tuple(tuple(replace(c, place=_moved(c.place, back)) for c in row) for row in block.rows)
        return replace(block, place=_moved(block.place, back), rows=rows)
    return replace(block, place=_moved(block.place, back), xs=None)


def _moved(place: Place, back: Callable[[Box], Box]) -> Place:
    if place.box is None:
        return place
    x0, y0, x1, y1 = back(place.box)
    return replace(place, box=(round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)))


def _unread(blocks: Sequence[Block]) -> list[Damage]:
    """Lines of prose with a number that could not be read. (Cells are told of when the sums have had their say.)"""
    lines = (b for b in blocks if isinstance(b, Paragraph) and GONE in b.text)
    return [Damage(b.place, f"“{b.text[:40]}”中的数字辨认不清，没有采用") for b in lines]


__all__ = ["read_picture"]
