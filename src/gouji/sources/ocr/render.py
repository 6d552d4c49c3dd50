"""A page of a PDF → its picture, bounded in pixels; pictures inside it that are too large are not unpacked."""

from __future__ import annotations

import ctypes
from math import isfinite, sqrt
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from gouji.sources.limits import Limits, TooManyObjects
from gouji.sources.ocr.engine import Picture
from gouji.sources.ocr.page import POINTS

DPI = 200.0
_DEEP = 3  # forms in forms that are looked into for pictures
_LEAST = 8  # pixels of a side


def render(handle: Any, number: int, limits: Limits) -> tuple[Picture, float]:
    """The picture of page `number` (from 1) of pdfium's document, as a viewer shows it, and its dots per inch.

    Raises TooManyObjects where a picture on the page has more pixels than the limits allow, or the page no size.
    """
    page = pdfium.FPDF_LoadPage(handle, number - 1)
    if not page:
        raise TooManyObjects("page cannot be loaded")
    try:
        _check_pictures(page, limits, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, 0)
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if not (isfinite(width) and isfinite(height) and width > 0 and height > 0):
            raise TooManyObjects("page has no size")
        dpi = min(DPI, sqrt(limits.scan_pixels / (width * height)) * POINTS)
        across, down = max(round(width * dpi / POINTS), _LEAST), max(round(height * dpi / POINTS), _LEAST)
        if across * down > limits.scan_pixels + across + down:
            raise TooManyObjects("page too long")
        return _rendered(page, across, down), dpi
    finally:
        pdfium.FPDF_ClosePage(page)


def _rendered(page: Any, across: int, down: int) -> Picture:
    store = np.empty((down, across, 4), np.uint8)
    address = store.ctypes.data_as(ctypes.c_void_p)
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_BGRx, address, across * 4)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return np.ascontiguousarray(store[:, :, :3])


def _check_pictures(holder: Any, limits: Limits, count: Any, fetch: Any, depth: int) -> None:
    """Raises TooManyObjects where a picture would unpack to more pixels than the limits allow."""
    for index in range(min(count(holder), limits.page_objects)):
        item = fetch(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            width, height = ctypes.c_uint(), ctypes.c_uint()
            if pdfium.FPDFImageObj_GetImagePixelSize(item, width, height) and (
                width.value * height.value > limits.picture_pixels
            ):
                raise TooManyObjects(f"{width.value} × {height.value}")
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEP:
            _check_pictures(item, limits, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth + 1)
