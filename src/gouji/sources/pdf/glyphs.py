"""The glyphs of a page, fetched from pdfium in few steps: this is where most of a page's reading time goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, repeat, starmap
from math import isfinite, pi
from typing import Any

import pypdfium2.raw as pdfium

from gouji.sources.pdf import raw
from gouji.sources.pdf.page import Glyph, Page

_SHOWN = re.compile("[^\r\n\x00 \t\u00a0\u3000\ufffe\uffff\u200b\ufeff]+")
Numbers = Sequence[float]


def text_angle(text: Any, count: int) -> int | None:
    """The quarter turns, counted clockwise, in which most of a sample of the characters are set; None without any."""
    if count <= 0:
        return None
    turns = [0, 0, 0, 0]
    sample = range(0, count, max(count // 60, 1))
    most = len(sample) // 2
    for angle in map(raw.glyph_angle, repeat(raw.as_argument(text)), sample):
        if angle >= 0:
            turn: int = round(angle / (pi / 2)) % 4
            turns[turn] += 1
            if turns[turn] > most:
                return turn
    return max(range(4), key=lambda t: (turns[t], -t)) if any(turns) else None


def add_chars(text: Any, count: int, page: Page) -> None:
    """Append the visible glyphs to `page`, in the order of the source; blanks are noted at the glyph after them."""
    if count <= 0:
        return
    letters = _letters(text, count)
    runs = [found.span() for found in _SHOWN.finditer(letters)]
    if not runs:
        return
    left, right, bottom, top, x, y = raw.places().of(text, list(chain.from_iterable(starmap(range, runs))))
    turn = page.turn
    if turn.quarter == 0:
        shift_x, shift_y = turn.shift
        if shift_x:
            left, right = [v - shift_x for v in left], [v - shift_x for v in right]
        base, upper, lower = [shift_y - v for v in y], [shift_y - v for v in top], [shift_y - v for v in bottom]
    else:
        turned = map(turn.char, left, right, bottom, top, x, y)
        left, right, base, upper, lower = map(list, zip(*turned, strict=True))
    shown = "".join([letters[start:end] for start, end in runs])
    chars: list[Glyph] = list(zip(shown, left, right, base, upper, lower, _spaced(runs, len(left)), strict=True))
    page.chars = chars if _on_page(page, left, right, base, upper, lower) else _sorted_out(page, chars)


def _spaced(runs: Sequence[tuple[int, int]], count: int) -> list[bool]:
    """Which of the visible glyphs has a blank before it: the first of each run but one that begins the text."""
    out, at = [False] * count, 0
    for start, end in runs:
        out[at] = start > 0
        at += end - start
    return out


def _on_page(page: Page, left: Numbers, right: Numbers, base: Numbers, upper: Numbers, lower: Numbers) -> bool:
    """Whether all the glyphs stand on the page, told from all at once. A coordinate that is no number makes the sum none."""
    if not all(isfinite(sum(numbers)) for numbers in (left, right, base, upper, lower)):
        return False
    return min(right) >= 0 and max(left) <= page.width and min(lower) >= 0 and max(upper) <= page.height


def _sorted_out(page: Page, chars: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs on the page; those off it are noted."""
    width, height, outside, spaced = page.width, page.height, [], False
    out: list[Glyph] = []
    for char in chars:
        text, x0, x1, base, upper, lower, blank = char
        # Written so that a coordinate that is no number counts as off the page.
        if x1 >= 0 and x0 <= width and lower >= 0 and upper <= height and isfinite(base):
            out.append((text, x0, x1, base, upper, lower, True) if spaced else char)
            spaced = False
        else:
            outside.append(text)
            spaced = spaced or blank
    page.outside = "".join(outside)
    return out


def _letters(text: Any, count: int) -> str:
    """The text of each character by index, fetched in one call where no character takes two code units."""
    buffer = raw.Written("H", count + 1, 1)
    written = raw.glyphs_text(text, 0, count, buffer.start)
    if written == count + 1:
        try:
            found = buffer.bytes()[:-2].decode("utf-16-le")
        except UnicodeDecodeError:  # half of a pair
            found = ""
        if len(found) == count:
            return found
    return "".join([_letter(pdfium.FPDFText_GetUnicode(text, i)) for i in range(count)])


def _letter(code: int) -> str:
    """A character by its code; U+FFFD for what is none (half of a pair, or beyond Unicode)."""
    return chr(code) if 0 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
