"""A page of a PDF as a picture, in the orientation in which it was read, so that places fit on it. Runs in a worker."""

from __future__ import annotations

import ctypes
import io
from math import isfinite, sqrt
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from gouji.sources.pdf.glyphs import text_angle
from gouji.sources.pdf.turn import Turn

WIDTH = 1100  # pixels across
PIXELS = 3_000_000  # of a picture
PAGES = 2000  # whose sizes are told
COLOURS = 64  # of the picture's palette: print needs few, and the file is small


class NoPage(Exception):
    """There is no such page, or it cannot be drawn."""


def picture(data: bytes, number: int) -> bytes:
    """The PNG of page `number` (from 1). Raises NoPage."""
    handle = _opened(data)
    try:
        page = pdfium.FPDF_LoadPage(handle, number - 1) if 0 < number <= pdfium.FPDF_GetPageCount(handle) else None
        if not page:
            raise NoPage(number)
        try:
            return _png(page)
        finally:
            pdfium.FPDF_ClosePage(page)
    finally:
        pdfium.FPDF_CloseDocument(handle)


def sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of the pages in points, as they are read; (0, 0) for one that cannot be drawn. Raises NoPage."""
    handle = _opened(data)
    try:
        return [_size(handle, n) for n in range(min(pdfium.FPDF_GetPageCount(handle), PAGES))]
    finally:
        pdfium.FPDF_CloseDocument(handle)


def _opened(data: bytes) -> Any:
    pdfium.FPDF_InitLibrary()
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        raise NoPage("not a PDF")
    return handle


def _size(handle: Any, n: int) -> tuple[float, float]:
    page = pdfium.FPDF_LoadPage(handle, n)
    if not page:
        return 0.0, 0.0
    try:
        turn = _turn(page)
    finally:
        pdfium.FPDF_ClosePage(page)
    return (round(turn.width, 1), round(turn.height, 1)) if _drawable(turn) else (0.0, 0.0)


def _turn(page: Any) -> Turn:
    text = pdfium.FPDFText_LoadPage(page)
    try:
        return Turn.of(page, text_angle(text, pdfium.FPDFText_CountChars(text) if text else 0))
    finally:
        pdfium.FPDFText_ClosePage(text)


def _drawable(turn: Turn) -> bool:
    return isfinite(turn.width) and isfinite(turn.height) and turn.width > 1 and turn.height > 1


def _png(page: Any) -> bytes:
    turn = _turn(page)
    if not _drawable(turn):
        raise NoPage("page has no size")
    scale = min(WIDTH / turn.width, sqrt(PIXELS / (turn.width * turn.height)))
    across, down = max(1, round(turn.width * scale)), max(1, round(turn.height * scale))
    store = ctypes.create_string_buffer(across * down * 4)
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_BGRx, store, across * 4)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        further = (turn.quarter - turn.seen) % 4  # clockwise, beyond the page's own rotation
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, further, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    drawn = Image.frombuffer("RGB", (across, down), bytearray(store), "raw", "BGRX", 0, 1)
    out = io.BytesIO()
    drawn.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
