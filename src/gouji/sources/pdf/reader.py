"""A PDF file → a Document: prose lines and grids of every page in reading order, each with page and box."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from gouji.model.disclosure import Damage, Source
from gouji.model.place import Place
from gouji.sources.document import Block, Document, Grid, SourceError
from gouji.sources.limits import LIMITS, Limits, TooManyObjects
from gouji.sources.ocr.scans import Scans
from gouji.sources.pdf.blocks import page_blocks
from gouji.sources.pdf.page import Page, read_page
from gouji.sources.pdf.torn import Drawn, mended

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
    pages = _Pages(handle, limits, count)
    for number in range(1, count + 1):
        if not pages.add(number):
            break
    return pages.document(replace(source, pages=count))


class _Pages:
    """The pages read so far. `going_on` are the column lines of the table that the last one ends with, `last` that table."""

    def __init__(self, handle: Any, limits: Limits, count: int) -> None:
        self.handle, self.limits = handle, limits
        self.room = limits.cells
        self.blocks: list[Block] = []
        self.damage: list[Damage] = []
        self.empty: list[int] = []
        self.lost: list[int] = []  # pages that were not read, but for pictures
        self.scans = Scans(limits, count)
        self.going_on: tuple[float, ...] = ()
        self.last: Drawn | None = None

    def add(self, number: int) -> bool:
        """Reads a page; whether there is room for more."""
        try:
            page = read_page(self.handle, number, self.limits.page_chars, self.limits.page_objects)
        except TooManyObjects as reason:
            self.damage.append(Damage(Place(page=number), f"第{number}页内容过多，没有读（{reason}）"))
            self.lost.append(number)
            return True
        self.damage.extend(_unseen(page))
        if page.chars:
            found = self._drawn(page)
        elif page.images:
            found, self.going_on = self.scans.page(self.handle, number, self.going_on)
            self.last = None
        else:
            (self.empty if page.readable else self.lost).append(number)
            return True
        self.room -= sum(len(row) for block in found if isinstance(block, Grid) for row in block.rows)
        if self.room < 0:
            self.damage.append(Damage(Place(page=number), f"单元格过多，从第{number}页起没有读"))
            self.lost.extend(range(number, self.scans.pages + 1))
            return False
        self.blocks.extend(found)
        return True

    def _drawn(self, page: Page) -> list[Block]:
        """The blocks of a page with text; a row that the break before it tears is made whole."""
        read = page_blocks(page, self.going_on)
        before = self.blocks[-1] if self.blocks else None
        if self.last and read.first and isinstance(before, Grid) and isinstance(read.blocks[0], Grid):
            whole = mended(before, read.blocks[0], self.last, read.first)
            if whole is not None:
                self.blocks[-1], read.blocks[0] = whole
        self.last = read.last
        self.going_on = read.last.table.xs if read.last else ()
        return read.blocks

    def document(self, source: Source) -> Document:
        damage = (*self.damage, *self.scans.told())
        unread, read, empty = tuple(self.scans.unread), tuple(self.scans.read), tuple(self.empty)
        source = replace(source, empty_pages=empty, unread_pages=tuple(sorted({*self.lost, *self.scans.lost()})))
        return Document(source, tuple(self.blocks), damage, empty, unread, read)


def _unseen(page: Page) -> list[Damage]:
    """What no reader of the page sees, or this reader cannot read."""
    number = page.number
    if not page.readable:
        return [Damage(Place(page=number), f"第{number}页已损坏，读不了")]
    if page.outside:
        return [Damage(Place(page=number), f"第{number}页版心之外有看不见的文字：{page.outside[:60]}")]
    return []
