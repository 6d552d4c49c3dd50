"""The few pdfium functions that are called for every glyph and object, without ctypes' conversion of arguments.

Handles and out-parameters go in as plain addresses, so that `map` can call them without a step of Python in between.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium


def _direct(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value)  # type: ignore[arg-type]


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
glyph_box = _direct(pdfium.FPDFText_GetCharBox, _INT, _POINTER, _INT, *[_POINTER] * 4)
glyph_origin = _direct(pdfium.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, *[_POINTER] * 2)
glyph_angle = _direct(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _POINTER, _INT)
page_object = _direct(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
form_object = _direct(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, _INT)
object_type = _direct(pdfium.FPDFPageObj_GetType, _INT, _POINTER)
object_bounds = _direct(pdfium.FPDFPageObj_GetBounds, _INT, _POINTER, *[_POINTER] * 4)
object_matrix = _direct(pdfium.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
draw_mode = _direct(pdfium.FPDFPath_GetDrawMode, _INT, *[_POINTER] * 3)
segments = _direct(pdfium.FPDFPath_CountSegments, _INT, _POINTER)
segment = _direct(pdfium.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_point = _direct(pdfium.FPDFPathSegment_GetPoint, _INT, *[_POINTER] * 3)
segment_type = _direct(pdfium.FPDFPathSegment_GetType, _INT, _POINTER)
segment_closes = _direct(pdfium.FPDFPathSegment_GetClose, _INT, _POINTER)


def address(handle: Any) -> int | None:
    """The address that a handle of pypdfium2 holds."""
    return handle if isinstance(handle, int) else ctypes.cast(handle, ctypes.c_void_p).value
