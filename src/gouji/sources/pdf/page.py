"""What stands on a page: its characters and its ruling lines, in points from the top left of the page as one sees it.

Only this file and `handle` speak to pdfium. The raw calls are used because they are several times faster than any wrapper;
coordinates are floats (geometry, not money).
"""

from __future__ import annotations

import ctypes
import struct
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from gouji.sources.pdf.turn import Turn

_BOX = struct.Struct("6d")  # left, right, bottom, top of a glyph, and x, y of its origin


def _direct(function: Any, result: Any, *arguments: Any) -> Any:
    """The pdfium function without ctypes' conversion of arguments: called for every glyph and object, it costs half."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value)  # type: ignore[arg-type]


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_glyph_box = _direct(pdfium.FPDFText_GetCharBox, _INT, _POINTER, _INT, *[_POINTER] * 4)
_glyph_origin = _direct(pdfium.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, *[_POINTER] * 2)
_page_object = _direct(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
_form_object = _direct(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, _INT)
_object_type = _direct(pdfium.FPDFPageObj_GetType, _INT, _POINTER)


def _address(handle: Any) -> int | None:
    return handle if isinstance(handle, int) else ctypes.cast(handle, ctypes.c_void_p).value


THIN = 3.0  # a filled rectangle thinner than this is a ruling line, not a background
MAX_DEPTH = 6  # nesting of form objects that is followed


class Char(NamedTuple):
    """A glyph: its text, where it begins and ends, and its baseline (y grows downwards).

    `spaced`: the source has a blank before it, or pdfium saw one from the glyph widths.
    """

    text: str
    x0: float
    x1: float
    base: float
    top: float
    bottom: float
    spaced: bool


class Edge(NamedTuple):
    """A ruling line: at `at` across, from `low` to `high` along."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class Page:
    """A page in its reading orientation. `outside` counts the characters that stand off the page, which no reader sees."""

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    horizontal: list[Edge] = field(default_factory=list)
    vertical: list[Edge] = field(default_factory=list)
    outside: str = ""
    images: int = 0
    objects: int = 0


class TooManyObjects(Exception):
    """A page with more objects or characters than the limits allow."""


def read_page(handle: Any, number: int, max_chars: int, max_objects: int) -> Page:
    """The page's characters and lines. `handle` is pdfium's document; `number` counts from 1. Raises TooManyObjects."""
    page = pdfium.FPDF_LoadPage(handle, number - 1)
    if not page:
        return Page(number, 0.0, 0.0)
    try:
        text = pdfium.FPDFText_LoadPage(page)
        try:
            return _read(page, text, number, max_chars, max_objects)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _read(page: Any, text: Any, number: int, max_chars: int, max_objects: int) -> Page:
    count = pdfium.FPDFText_CountChars(text)
    if count > max_chars:
        raise TooManyObjects(f"{count} characters")
    turn = Turn.of(page, _text_angle(text, count))
    found = Page(number, turn.width, turn.height)
    _chars(text, count, turn, found)
    budget = [max_objects]
    _objects(page, turn, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0, budget, found)
    found.objects = max_objects - budget[0]
    return found


def _text_angle(text: Any, count: int) -> int:
    """The quarter turn (0–3) in which most of the first characters are set: a table printed sideways on an upright page."""
    turns = [0, 0, 0, 0]
    for index in range(0, min(count, 400), 7):
        angle = pdfium.FPDFText_GetCharAngle(text, index)
        if angle >= 0:
            turns[round(angle / 1.5707963) % 4] += 1
    return max(range(4), key=lambda t: (turns[t], -t))


def _chars(text: Any, count: int, turn: Turn, page: Page) -> None:
    """Append the visible glyphs to `page`; blanks that pdfium made up and doubled glyphs (fake bold) are left out."""
    letters = _letters(text, count)
    store = bytearray(_BOX.size)
    keep = ctypes.c_char.from_buffer(store)  # holds the buffer in place while pdfium writes into it
    left, right, bottom, top, x, y = (ctypes.addressof(keep) + 8 * i for i in range(6))
    box, origin, unpack, page_text = _glyph_box, _glyph_origin, _BOX.unpack_from, _address(text)
    width, height = turn.width, turn.height
    upright = turn.upright
    shift_x, shift_y = turn.shift
    last = ("", -9.0, -9.0)
    spaced = False
    outside = []
    append, make = page.chars.append, Char._make
    for index, letter in enumerate(letters):
        if letter in "\r\n\x00 \t\u00a0\u3000\ufffe\uffff":
            spaced = True
            continue
        box(page_text, index, left, right, bottom, top)
        origin(page_text, index, x, y)
        if upright:
            x0, x1, low, high, _, oy = unpack(store)
            x0, x1, base, upper, lower = x0 - shift_x, x1 - shift_x, shift_y - oy, shift_y - high, shift_y - low
        else:
            x0, x1, base, upper, lower = turn.char(*unpack(store))
        if x1 < 0 or x0 > width or lower < 0 or upper > height:
            outside.append(letter)
            continue
        if last[0] == letter and abs(last[1] - x0) < 1.2 and abs(last[2] - base) < 1.2:
            continue
        last = (letter, x0, base)
        append(make((letter, x0, x1, base, upper, lower, spaced)))
        spaced = False
    page.outside = "".join(outside)


def _letters(text: Any, count: int) -> list[str]:
    """The text of each character by index, fetched in one call where no character takes two code units."""
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer)
    units = list(buffer[:count])
    if written == count + 1 and not any(0xD800 <= u < 0xE000 for u in units):
        return [chr(u) for u in units]
    return [chr(min(pdfium.FPDFText_GetUnicode(text, i), 0x10FFFF)) for i in range(count)]


Matrix = tuple[float, float, float, float, float, float]


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    a, b, c, d, e, f = m
    g, h, i, j, k, l = n  # noqa: E741
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)


def _matrix(item: Any) -> Matrix:
    raw = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, raw)
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _objects(holder: Any, turn: Turn, matrix: Matrix, depth: int, budget: list[int], page: Page) -> None:
    """Walk the objects of a page or form and note the lines and images in them."""
    inner = depth > 0
    count = (pdfium.FPDFFormObj_CountObjects if inner else pdfium.FPDFPage_CountObjects)(holder)
    fetch, address = _form_object if inner else _page_object, _address(holder)
    budget[0] -= max(count, 0)
    if budget[0] < 0:
        raise TooManyObjects("objects")
    kind_of, path, image, form = (
        _object_type,
        pdfium.FPDF_PAGEOBJ_PATH,
        pdfium.FPDF_PAGEOBJ_IMAGE,
        pdfium.FPDF_PAGEOBJ_FORM,
    )
    for index in range(count):
        found = fetch(address, index)
        kind = kind_of(found)
        if kind not in (path, image, form):
            continue
        item = ctypes.cast(found, pdfium.FPDF_PAGEOBJECT)
        if kind == path:
            _path(item, turn, matrix, budget, page)
        elif kind == image:
            page.images += 1
        elif depth < MAX_DEPTH:
            _objects(item, turn, _multiply(_matrix(item), matrix), depth + 1, budget, page)


def _path(item: Any, turn: Turn, outer: Matrix, budget: list[int], page: Page) -> None:
    """The ruling lines in a path: strokes along an axis, and filled rectangles thin enough to be lines."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    count = pdfium.FPDFPath_CountSegments(item)
    budget[0] -= count
    if budget[0] < 0:
        raise TooManyObjects("path segments")
    a, b, c, d, e, f = _multiply(_matrix(item), outer)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            _lines(points, bool(stroke.value), page)
            points = []
        points.append(turn.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    _lines(points, bool(stroke.value), page)


def _lines(points: list[tuple[float, float]], stroked: bool, page: Page) -> None:
    """Note the lines of one subpath. A thin shape is one line along its middle, filled or stroked."""
    if len(points) < 2:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= THIN or x1 - x0 <= THIN:
        # A dot (thin both ways) may belong to a dotted line of either direction.
        if x1 - x0 >= y1 - y0 or x1 - x0 > THIN / 3:
            page.horizontal.append(Edge((y0 + y1) / 2, x0, x1))
        if y1 - y0 >= x1 - x0 or y1 - y0 > THIN / 3:
            page.vertical.append(Edge((x0 + x1) / 2, y0, y1))
    elif stroked:
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ay - by) < 0.5:
                page.horizontal.append(Edge((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) < 0.5:
                page.vertical.append(Edge((ax + bx) / 2, min(ay, by), max(ay, by)))
