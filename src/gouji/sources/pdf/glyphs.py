"""The glyphs of a page, fetched from pdfium in few steps: this is where most of a page's reading time goes."""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from itertools import repeat
from math import isfinite, pi
from typing import Any

import pypdfium2.raw as pdfium

from gouji.sources.pdf import raw
from gouji.sources.pdf.page import Char, Page

_BOX = struct.Struct("6d")  # left, right, bottom, top of a glyph, and x, y of its origin
_BLANK = "\r\n\x00 \t\u00a0\u3000\ufffe\uffff\u200b\ufeff"


def text_angle(text: Any, count: int) -> int | None:
    """The quarter turns, counted clockwise, in which most of a sample of the characters are set; None without any."""
    turns = [0, 0, 0, 0]
    for index in range(0, count, max(count // 60, 1)):
        angle = pdfium.FPDFText_GetCharAngle(text, index)
        if angle >= 0:
            turns[round(angle / (pi / 2)) % 4] += 1
    return max(range(4), key=lambda t: (turns[t], -t)) if any(turns) else None


def add_chars(text: Any, count: int, page: Page) -> None:
    """Append the visible glyphs to `page`, in the order of the source; blanks are noted at the glyph after them."""
    if count <= 0:
        return
    letters = _letters(text, count)
    store = bytearray(_BOX.size * count)
    keep = (ctypes.c_char * len(store)).from_buffer(store)  # holds the buffer in place while pdfium writes into it
    start, text_at, size = ctypes.addressof(keep), raw.address(text), _BOX.size
    left, right, bottom, top, x, y = (range(start + 8 * i, start + len(store), size) for i in range(6))
    deque(map(raw.glyph_box, repeat(text_at), range(count), left, right, bottom, top), 0)
    deque(map(raw.glyph_origin, repeat(text_at), range(count), x, y), 0)
    turn = page.turn
    width, height, upright = turn.width, turn.height, turn.quarter == 0
    shift_x, shift_y = turn.shift
    spaced, outside, blank, append, make = False, [], _BLANK, page.chars.append, Char
    for letter, (x0, x1, low, high, ox, oy) in zip(letters, _BOX.iter_unpack(store), strict=True):
        if letter in blank:
            spaced = True
            continue
        if upright:
            x0 -= shift_x
            x1 -= shift_x
            base, upper, lower = shift_y - oy, shift_y - high, shift_y - low
        else:
            x0, x1, base, upper, lower = turn.char(x0, x1, low, high, ox, oy)
        # Written so that a coordinate that is no number counts as off the page.
        if x1 >= 0 and x0 <= width and lower >= 0 and upper <= height and isfinite(base):
            append(make(letter, x0, x1, base, upper, lower, spaced))
            spaced = False
        else:
            outside.append(letter)
    page.outside = "".join(outside)


def _letters(text: Any, count: int) -> list[str]:
    """The text of each character by index, fetched in one call where no character takes two code units."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer)
    units = list(buffer[:count])
    if written == count + 1 and not any(0xD800 <= u < 0xE000 for u in units):
        return list(map(chr, units))
    return [_letter(pdfium.FPDFText_GetUnicode(text, i)) for i in range(count)]


def _letter(code: int) -> str:
    """A character by its code; U+FFFD for what is none (half of a pair, or beyond Unicode)."""
    return chr(code) if 0 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
