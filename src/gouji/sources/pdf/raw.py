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
page_object = _direct(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
form_object = _direct(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, _INT)
object_type = _direct(pdfium.FPDFPageObj_GetType, _INT, _POINTER)


def address(handle: Any) -> int | None:
    """The address that a handle of pypdfium2 holds."""
    return handle if isinstance(handle, int) else ctypes.cast(handle, ctypes.c_void_p).value
