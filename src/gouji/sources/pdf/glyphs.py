"""The glyphs of a page, fetched from pdfium in few steps: this is where most of a page's reading time goes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import pairwise, repeat
from math import isfinite, pi
from typing import Any

import pypdfium2.raw as pdfium

from gouji.sources.pdf import raw
from gouji.sources.pdf.page import Char, Page

_BLANK = "\r\n\x00 \t\u00a0\u3000\ufffe\uffff\u200b\ufeff"
Numbers = Sequence[float]


def text_angle(text: Any, count: int) -> int | None:
    """The quarter turns, counted clockwise, in which most of a sample of the characters are set; None without any."""
    turns = [0, 0, 0, 0]
    for angle in map(raw.glyph_angle, repeat(text), range(0, count, max(count // 60, 1))):
        if angle >= 0:
            turns[round(angle / (pi / 2)) % 4] += 1
    return max(range(4), key=lambda t: (turns[t], -t)) if any(turns) else None


def add_chars(text: Any, count: int, page: Page) -> None:
    """Append the visible glyphs to `page`, in the order of the source; blanks are noted at the glyph after them."""
    if count <= 0:
        return
    letters, blank = _letters(text, count), _BLANK
    shown = [i for i, letter in enumerate(letters) if letter not in blank]
    if not shown:
        return
    spaced = [after - before > 1 for before, after in pairwise((-1, *shown))]
    if len(shown) < count:
        letters = [letters[i] for i in shown]
    left, right, bottom, top, x, y = raw.places().of(text, shown)
    turn = page.turn
    if turn.quarter == 0:
        shift_x, shift_y = turn.shift
        if shift_x:
            left, right = [v - shift_x for v in left], [v - shift_x for v in right]
        base, upper, lower = [shift_y - v for v in y], [shift_y - v for v in top], [shift_y - v for v in bottom]
    else:
        turned = map(turn.char, left, right, bottom, top, x, y)
        left, right, base, upper, lower = map(list, zip(*turned, strict=True))
    # As Char(…) does, without a step of Python for each.
    chars = list(map(tuple.__new__, repeat(Char), zip(letters, left, right, base, upper, lower, spaced, strict=True)))
    if _on_page(page, left, right, base, upper, lower):
        page.chars = chars
    else:
        _sort_out(page, chars)


def _on_page(page: Page, left: Numbers, right: Numbers, base: Numbers, upper: Numbers, lower: Numbers) -> bool:
    """Whether all the glyphs stand on the page, told from all at once. A coordinate that is no number makes the sum none."""
    if not all(isfinite(sum(numbers)) for numbers in (left, right, base, upper, lower)):
        return False
    return min(right) >= 0 and max(left) <= page.width and min(lower) >= 0 and max(upper) <= page.height


def _sort_out(page: Page, chars: Sequence[Char]) -> None:
    """The glyphs on the page, and those off it."""
    width, height, outside, spaced = page.width, page.height, [], False
    for char in chars:
        text, x0, x1, base, upper, lower, blank = char
        spaced = spaced or blank
        # Written so that a coordinate that is no number counts as off the page.
        if x1 >= 0 and x0 <= width and lower >= 0 and upper <= height and isfinite(base):
            page.chars.append(char if spaced == blank else char._replace(spaced=True))
            spaced = False
        else:
            outside.append(text)
    page.outside = "".join(outside)


def _letters(text: Any, count: int) -> Sequence[str]:
    """The text of each character by index, fetched in one call where no character takes two code units."""
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    written = pdfium.FPDFText_GetText(text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    if written == count + 1:
        try:
            found = buffer.raw[:-2].decode("utf-16-le")
        except UnicodeDecodeError:  # half of a pair
            found = ""
        if len(found) == count:
            return found
    return [_letter(pdfium.FPDFText_GetUnicode(text, i)) for i in range(count)]


def _letter(code: int) -> str:
    """A character by its code; U+FFFD for what is none (half of a pair, or beyond Unicode)."""
    return chr(code) if 0 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
