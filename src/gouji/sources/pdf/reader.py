"""A PDF file → a Document: prose lines and grids of every page in reading order, each with page and box."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from dataclasses import replace
from operator import itemgetter
from typing import Any

import pypdfium2.raw as pdfium

from gouji.model.disclosure import Damage, Source
from gouji.model.place import Place
from gouji.sources.document import Block, Document, Grid, GridCell, Paragraph, SourceError
from gouji.sources.limits import LIMITS, Limits
from gouji.sources.pdf.aligned import Aligned, aligned
from gouji.sources.pdf.grid import Table, fitted, tables
from gouji.sources.pdf.lines import Line, cell_text, lines
from gouji.sources.pdf.page import Char, Page, TooManyObjects, read_page

_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(第\s*)?\d{1,4}(\s*页)?([\s/／共]*\d{1,4}\s*页?)?[-—–－·\s]*")
_ERRORS = {
    pdfium.FPDF_ERR_PASSWORD: ("这个PDF有密码，读不了；请先去掉密码", "the PDF is protected by a password; remove it first"),
    pdfium.FPDF_ERR_FORMAT: ("这个PDF已损坏或不完整", "the PDF is damaged or cut off"),
}


def read(data: bytes, source: Source, limits: Limits = LIMITS) -> Document:
    """The document in a PDF. Raises SourceError for a protected, damaged or oversized file; a page that cannot be read
    costs only itself and is noted as damage."""
    _start()
    buffer = ctypes.create_string_buffer(data, len(data))
    handle = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not handle:
        zh, en = _ERRORS.get(pdfium.FPDF_GetLastError(), _ERRORS[pdfium.FPDF_ERR_FORMAT])
        raise SourceError(f"{source.name}：{zh}", f"{source.name}: {en}")
    try:
        return _document(handle, source, limits)
    finally:
        pdfium.FPDF_CloseDocument(handle)
        del buffer


_started = False


def _start() -> None:
    global _started
    if not _started:
        pdfium.FPDF_InitLibrary()
        _started = True


def _document(handle: Any, source: Source, limits: Limits) -> Document:
    count, name = pdfium.FPDF_GetPageCount(handle), source.name
    if count > limits.pages:
        raise SourceError(
            f"{name}：共{count}页，超过上限{limits.pages}页", f"{name}: {count} pages, more than the limit of {limits.pages}"
        )
    blocks: list[Block] = []
    damage: list[Damage] = []
    empty: list[int] = []
    images: list[int] = []
    going_on: tuple[float, ...] = ()  # the column lines of the table that the page before ends with
    room = limits.cells
    for number in range(1, count + 1):
        try:
            page = read_page(handle, number, limits.page_chars, limits.page_objects)
        except TooManyObjects as reason:
            damage.append(Damage(Place(page=number), f"第{number}页内容过多，没有读（{reason}）"))
            continue
        damage.extend(_unseen(page))
        if not page.chars:
            (images if page.images else empty).append(number)
            continue
        found, going_on = _blocks(page, going_on)
        room -= sum(len(row) for block in found if isinstance(block, Grid) for row in block.rows)
        if room < 0:
            damage.append(Damage(Place(page=number), f"单元格过多，从第{number}页起没有读"))
            break
        blocks.extend(found)
    return Document(replace(source, pages=count), tuple(blocks), tuple(damage), tuple(empty), tuple(images))


def _unseen(page: Page) -> list[Damage]:
    """What no reader of the page sees, or this reader cannot read."""
    out, number = [], page.number
    if not page.readable:
        out.append(Damage(Place(page=number), f"第{number}页已损坏，读不了"))
    elif page.outside:
        out.append(Damage(Place(page=number), f"第{number}页版心之外有看不见的文字：{page.outside[:60]}"))
    if page.images and not page.chars:
        says = f"第{number}页是图片，没有文字，要用文字识别才能读（pip install gouji[ocr]）"
        out.append(Damage(Place(page=number), says))
    return out


def _blocks(page: Page, going_on: tuple[float, ...]) -> tuple[list[Block], tuple[float, ...]]:
    """The blocks of a page from top to bottom, and the column lines of the table that it ends with (() if none).

    `going_on` are those of the page before: a table at the top of this page goes on with that table's columns.
    """
    found = tables(page.horizontal, page.vertical) if page.horizontal and page.vertical else []
    loose, cells = _sorted_into(page.chars, found)
    texts = [line for line in lines(loose) if not _is_page_number(line, page)]
    bare = {table.first: table for table in aligned(texts)}
    inside = {i for table in bare.values() for i in range(table.first + 1, table.end)}
    items: list[tuple[float, float, Line | int | Aligned]] = [
        (line.top, line.x0, bare.get(i, line)) for i, line in enumerate(texts) if i not in inside
    ]
    items += [(found[i].ys[0], found[i].xs[0], i) for i in range(len(found)) if any(cells[i])]
    items.sort(key=itemgetter(0, 1))
    margin = max((line.x1 for line in texts), default=page.width)
    out: list[Block] = []
    ends: tuple[float, ...] = ()
    for _, _, item in items:
        first = not out
        if isinstance(item, int):
            table = fitted(found[item], going_on) if first and going_on else found[item]
            out.append(replace(_grid(page, table, cells[item]), page_start=first))
            ends = table.xs
        elif isinstance(item, Aligned):
            out.append(replace(_aligned_grid(page, item), page_start=first))
            ends = ()
        else:
            hard = item.x1 < margin - 2 * (item.bottom - item.top)
            place = _place(page, (item.x0, item.top, item.x1, item.bottom))
            out.append(Paragraph(item.text, place, hard, first, xs=item.xs if _as_seen(page) else None))
            ends = ()
    return out, ends


def _as_seen(page: Page) -> bool:
    return page.turn.quarter == page.turn.seen


def _is_page_number(line: Line, page: Page) -> bool:
    at_edge = line.top > page.height * 0.9 or line.bottom < page.height * 0.07
    return at_edge and len(line.text) < 24 and _PAGE_NUMBER.fullmatch(line.text) is not None


def _place(page: Page, box: tuple[float, float, float, float]) -> Place:
    """The place of a box of the page as it is read, where a viewer shows it."""
    x0, y0, x1, y1 = box if _as_seen(page) else page.turn.viewed(box)
    return Place(page=page.number, box=(round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)))


def _sorted_into(chars: list[Char], found: list[Table]) -> tuple[list[Char], list[list[list[Char]]]]:
    """The characters outside every table, and for each table those of each of its cells.

    Of tables one inside the other the inner one has them.
    """
    cells: list[list[list[Char]]] = [[[] for _ in table.cells] for table in found]
    for table, boxes in sorted(zip(found, cells, strict=True), key=lambda pair: pair[0].area):
        xs, ys, lookup = table.xs, table.ys, _lookup(table)
        left, right, upper, lower = xs[0], xs[-1], ys[0], ys[-1]
        loose: list[Char] = []
        for char in chars:
            _, x0, x1, _, top, bottom, _ = char
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if left <= x < right and upper <= y < lower:
                boxes[lookup[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]].append(char)
            else:
                loose.append(char)
        chars = loose
    return chars, cells


def _lookup(table: Table) -> list[list[int]]:
    """Which cell covers each base position of the table."""
    out = [[0] * (len(table.xs) - 1) for _ in range(len(table.ys) - 1)]
    for index, cell in enumerate(table.cells):
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                out[r][c] = index
    return out


def _grid(page: Page, table: Table, chars: list[list[Char]]) -> Grid:
    rows: list[list[GridCell]] = [[] for _ in range(len(table.ys) - 1)]
    for cell, inside in zip(table.cells, chars, strict=True):
        place = _place(page, (cell.x0, cell.y0, cell.x1, cell.y1))
        rows[cell.row].append(GridCell(cell_text(inside), cell.row, cell.column, cell.row_span, cell.column_span, place))
    width = len(table.xs) - 1
    place = _place(page, table.box)
    return Grid(tuple(map(tuple, rows)), width, True, place, (width,) * len(rows))


def _aligned_grid(page: Page, table: Aligned) -> Grid:
    rows: list[list[GridCell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        place = _place(page, cell.box)
        rows[cell.row].append(GridCell(cell.text, cell.row, cell.column, 1, cell.column_span, place))
    boxes = [cell.box for cell in table.cells]
    around = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    return Grid(tuple(map(tuple, rows)), table.columns, True, _place(page, around), (table.columns,) * table.rows)
