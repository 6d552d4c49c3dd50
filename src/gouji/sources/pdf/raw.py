"""The few pdfium functions that are called for every glyph and object, without ctypes' conversion of arguments.

A call through ctypes costs more than what it calls: least without declared argument types, and with the places where
pdfium writes made once and used again.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

_POINTER, _INT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_double
_BYTES = ctypes.sizeof(_DOUBLE)


def _declared(function: Any, result: Any, *arguments: Any) -> Any:
    """The function with these argument types: pointers may be given as plain addresses."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, _POINTER).value)  # type: ignore[arg-type]


def _undeclared(function: Any, result: Any) -> Any:
    """The function without argument types: handles and references only, as they are."""
    out = _declared(function, result)
    out.argtypes = None
    return out


def as_argument(handle: Any) -> Any:
    """A handle of pdfium as what a call takes without converting it each time; for functions without argument types."""
    return _POINTER.from_param(ctypes.addressof(handle.contents))


glyphs_text = _declared(pdfium.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
glyph_angle = _undeclared(pdfium.FPDFText_GetCharAngle, ctypes.c_float)
page_object = _undeclared(pdfium.FPDFPage_GetObject, _POINTER)
form_object = _undeclared(pdfium.FPDFFormObj_GetObject, _POINTER)
object_type = _declared(pdfium.FPDFPageObj_GetType, _INT, _POINTER)
object_bounds = _declared(pdfium.FPDFPageObj_GetBounds, _INT, _POINTER, *[_POINTER] * 4)
object_matrix = _declared(pdfium.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
draw_mode = _declared(pdfium.FPDFPath_GetDrawMode, _INT, *[_POINTER] * 3)
segments = _declared(pdfium.FPDFPath_CountSegments, _INT, _POINTER)
segment = _declared(pdfium.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_point = _declared(pdfium.FPDFPathSegment_GetPoint, _INT, *[_POINTER] * 3)
segment_type = _declared(pdfium.FPDFPathSegment_GetType, _INT, _POINTER)
segment_closes = _declared(pdfium.FPDFPathSegment_GetClose, _INT, _POINTER)

Numbers = list[float]


class Written:
    """`count` rows of as many numbers, for pdfium to write into: `at` are the addresses, position by position."""

    def __init__(self, code: str, rows: int, columns: int) -> None:
        self._store = array(code, bytes(array(code).itemsize * rows * columns))
        start, size = self._store.buffer_info()[0], self._store.itemsize
        end = start + size * rows * columns
        self.at = [range(start + size * column, end, size * columns) for column in range(columns)]
        self._columns = columns

    @property
    def start(self) -> int:
        """The address of all."""
        return self._store.buffer_info()[0]

    def bytes(self) -> bytes:
        """All that was written."""
        return self._store.tobytes()

    def columns(self) -> list[Sequence[float]]:
        """What was written, by column."""
        return [self._store[column :: self._columns].tolist() for column in range(self._columns)]


class Places:
    """Where pdfium writes the places of up to SIZE glyphs: six rows of numbers, and a reference to each number."""

    SIZE = 1024
    ROWS = 6  # left, right, bottom and top of a glyph's box, x and y of its origin
    _box = staticmethod(_undeclared(pdfium.FPDFText_GetCharBox, None))
    _origin = staticmethod(_undeclared(pdfium.FPDFText_GetCharOrigin, None))

    def __init__(self) -> None:
        size = self.SIZE
        self._store = array("d", bytes(_BYTES * size * self.ROWS))
        numbers = [_DOUBLE.from_buffer(self._store, _BYTES * i) for i in range(size * self.ROWS)]
        self._at = [[ctypes.byref(n) for n in numbers[size * row : size * (row + 1)]] for row in range(self.ROWS)]

    def of(self, text: Any, glyphs: Sequence[int]) -> list[Numbers]:
        """The six rows for those glyphs of a text page; zeros for what pdfium does not know."""
        out: list[Numbers] = [[] for _ in range(self.ROWS)]
        text = as_argument(text)
        left, right, bottom, top, x, y = self._at
        for first in range(0, len(glyphs), self.SIZE):
            some = glyphs[first : first + self.SIZE]
            ctypes.memset(self._store.buffer_info()[0], 0, _BYTES * len(self._store))
            deque(map(self._box, repeat(text), some, left, right, bottom, top), 0)
            deque(map(self._origin, repeat(text), some, x, y), 0)
            for row, numbers in enumerate(out):
                numbers += self._store[row * self.SIZE : row * self.SIZE + len(some)].tolist()
        return out


@cache
def places() -> Places:
    """The one that is used again and again: pdfium is for one thread at a time."""
    return Places()
