"""A PDF file → a Document: prose lines and grids of every page in reading order, each with page and box."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from gouji.model.disclosure import Damage, Source
from gouji.model.place import Box, Place
from gouji.sources.document import Block, Document, Grid, GridCell, Paragraph, SourceError
from gouji.sources.limits import LIMITS, Limits
from gouji.sources.pdf.grid import Table, fitted, tables
from gouji.sources.pdf.lines import Line, lines
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
    for number in range(1, count + 1):
        try:
            page = read_page(handle, number, limits.page_chars, limits.page_objects)
        except TooManyObjects as reason:
            damage.append(Damage(Place(page=number), f"第{number}页内容过多，没有读（{reason}）"))
            continue
        if page.outside:
            says = f"第{number}页版心之外有看不见的文字：{page.outside[:60]}"
            damage.append(Damage(Place(page=number), says))
        if not page.chars:
            (images if page.images else empty).append(number)
            continue
        found, going_on = _blocks(page, going_on)
        blocks.extend(found)
    return Document(replace(source, pages=count), tuple(blocks), tuple(damage), tuple(empty), tuple(images))


def _blocks(page: Page, going_on: tuple[float, ...]) -> tuple[list[Block], tuple[float, ...]]:
    """The blocks of a page from top to bottom, and the column lines of the table that it ends with (() if none).

    `going_on` are those of the page before: a table at the top of this page goes on with that table's columns.
    """
    found = tables(page.horizontal, page.vertical) if page.horizontal and page.vertical else []
    loose, cells = _sorted_into(page.chars, found)
    texts = [line for line in lines(loose) if not _is_page_number(line, page)]
    shown = [i for i in range(len(found)) if any(cells[i])]
    items: list[tuple[float, float, Line | int]] = [(line.top, line.x0, line) for line in texts]
    items += [(found[i].ys[0], found[i].xs[0], i) for i in shown]
    items.sort(key=lambda item: item[:2])
    margin = max((line.x1 for line in texts), default=page.width)
    out: list[Block] = []
    ends: tuple[float, ...] = ()
    for _, _, item in items:
        first = not out
        if isinstance(item, int):
            table = fitted(found[item], going_on) if first and going_on else found[item]
            out.append(replace(_grid(page.number, table, cells[item]), page_start=first))
            ends = table.xs
        else:
            hard = item.x1 < margin - 2 * (item.bottom - item.top)
            out.append(Paragraph(item.text, _place(page.number, item), hard, first, xs=_rounded(item.xs)))
            ends = ()
    return out, ends


def _rounded(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(v, 1) for v in values)


def _is_page_number(line: Line, page: Page) -> bool:
    at_edge = line.top > page.height * 0.9 or line.bottom < page.height * 0.07
    return at_edge and _PAGE_NUMBER.fullmatch(line.text) is not None


def _place(number: int, line: Line) -> Place:
    return Place(page=number, box=_box(line.x0, line.top, line.x1, line.bottom))


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return (round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))


def _sorted_into(chars: list[Char], found: list[Table]) -> tuple[list[Char], list[list[list[Char]]]]:
    """The characters outside every table, and for each table those of each of its cells."""
    cells: list[list[list[Char]]] = [[[] for _ in table.cells] for table in found]
    if not found:
        return chars, cells
    lookups = [_lookup(table) for table in found]
    loose: list[Char] = []
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        for table, lookup, boxes in zip(found, lookups, cells, strict=True):
            if table.ys[0] <= y < table.ys[-1] and table.xs[0] <= x < table.xs[-1]:
                boxes[lookup[bisect_right(table.ys, y) - 1][bisect_right(table.xs, x) - 1]].append(char)
                break
        else:
            loose.append(char)
    return loose, cells


def _lookup(table: Table) -> list[list[int]]:
    """Which cell covers each base position of the table."""
    out = [[0] * (len(table.xs) - 1) for _ in range(len(table.ys) - 1)]
    for index, cell in enumerate(table.cells):
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                out[r][c] = index
    return out


def _grid(number: int, table: Table, chars: list[list[Char]]) -> Grid:
    rows: list[list[GridCell]] = [[] for _ in range(len(table.ys) - 1)]
    for cell, inside in zip(table.cells, chars, strict=True):
        text = "\n".join(line.text for line in lines(inside)) if inside else ""
        place = Place(page=number, box=_box(cell.x0, cell.y0, cell.x1, cell.y1))
        rows[cell.row].append(GridCell(text, cell.row, cell.column, cell.row_span, cell.column_span, place))
    width = len(table.xs) - 1
    return Grid(
        tuple(tuple(sorted(row, key=lambda c: c.column)) for row in rows),
        width,
        exact=True,
        place=Place(page=number, box=_box(*table.box)),
        widths=(width,) * len(rows),
    )
