"""A table whose columns are lost, as a stream of pieces: what stands between blanks, line after line, with its width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gouji.model.place import Place
from gouji.sources.document import Block, Grid

MAX_PIECES = 60_000
_WORD = re.compile(r"[^\s　]{1,2000}")  # bounded: a line of millions of glyphs is no cell
_LATIN = re.compile(r"[A-Za-z0-9.%+\-]+")

SAME_LINE, NEXT_LINE, AFTER_BLANK = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Words between blanks. `gap` is how it follows the piece before: SAME_LINE, NEXT_LINE or AFTER_BLANK (a blank line
    between); `page` where its line begins a page. `width` is in full-width glyphs (half-width ones count a half)."""

    text: str
    place: Place
    gap: int
    page: bool
    width: float
    digits: bool = False


def pieces(blocks: Iterable[Block]) -> list[Piece]:
    """The pieces of all blocks in order; cells of a grid count as pieces of one line."""
    out: list[Piece] = []
    last_line: int | None = None
    for block in blocks:
        if isinstance(block, Grid):
            lines = [(" ".join(c.text for c in row), row[0].place if row else block.place, False) for row in block.rows]
        else:
            lines = [(block.text, block.place, block.page_start)]
        for text, place, page in lines:
            first = True
            for found in _WORD.finditer(text):
                if len(out) >= MAX_PIECES:
                    return out
                gap = SAME_LINE if not first else _gap(last_line, place.line)
                word = found[0]
                where = Place(place.page, line=place.line, column=found.start() + 1, to_column=found.end(), file=place.file)
                out.append(Piece(word, where, gap, page and first, width(word), word.isdecimal()))
                first = False
            if not first:
                last_line = place.line
    return out


def _gap(last: int | None, line: int | None) -> int:
    return AFTER_BLANK if last is not None and line is not None and line - last > 1 else NEXT_LINE


@lru_cache(maxsize=4096)
def glyph(char: str) -> float:
    """How wide a glyph prints: 1 for a full-width one, a half for Latin letters and digits."""
    return 0.5 if char.isascii() else 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def width(text: str) -> float:
    """How wide `text` prints, in full-width glyphs."""
    return sum(glyph(c) for c in text)


def head_width(text: str) -> float:
    """The width of what cannot be broken at the start of `text`: one glyph, or a Latin word (digits break anywhere)."""
    found = _LATIN.match(text)
    return min(width(found[0]), 3.0) if found and not found[0][0].isdigit() else glyph(text[0]) if text else 0.0


def joined(parts: Sequence[Piece]) -> str:
    """The text of pieces that one cell was cut into."""
    return "".join(p.text for p in parts)


def span(parts: Sequence[Piece]) -> Place:
    """The place from the first to the last of `parts`."""
    first, last = parts[0].place, parts[-1].place
    if first.line == last.line:
        return Place(first.page, line=first.line, column=first.column, to_column=last.to_column, file=first.file)
    return Place(first.page, line=first.line, to_line=last.line, column=first.column, file=first.file)
