"""Header rows told from data rows: a form's rows as pages, each with its own (repeated) header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.recognition.grid_cells import RawRow
from gouji.recognition.grid_numbers import decimals, read_amount, several
from gouji.recognition.grid_words import Vocabulary
from gouji.standards.fold import fold

TOTAL_WORDS = frozenset({"合计", "总计", "总合计"})
_ORDINAL = re.compile(r"[(]?[一二三四五六七八九十]{1,4}[)、.,]")
_CODE = re.compile(r"\d{2,21}")
_LOOK_AHEAD = 14


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a form under one header. `header` is empty where the page goes on without repeating it."""

    header: tuple[RawRow, ...]
    rows: tuple[RawRow, ...]


def pages(rows: Sequence[RawRow], vocabulary: Vocabulary, labels: frozenset[str]) -> list[Page]:
    """The pages of a form. `labels` are the folded labels of fixed lines, which are data though they look like headers."""
    kinds = [_kind(row, vocabulary, labels) for row in rows]
    found: list[Page] = []
    start = 0
    while start < len(rows):
        end = _header_end(rows, kinds, start, vocabulary, first=not found)
        data = end
        while data < len(rows) and not _header_begins(rows, kinds, data, vocabulary):
            data += 1
        if data == end and end == start:
            data += 1
        found.append(Page(tuple(rows[start:end]), tuple(rows[end:data])))
        start = data
    return found


def _kind(row: RawRow, vocabulary: Vocabulary, labels: frozenset[str]) -> str:
    """header | data | "" (neither says so: continuations, torn headers, stray cells)."""
    texts = [c.text for c in row.cells if not c.carried]
    if not texts:
        return ""
    folded = [fold(t) for t in texts]
    readings = [read_amount(t) for t in texts]
    amounts = sum(1 for r in readings if r and r.amount is not None and (decimals(r.amount) == 2 or r.amount >= 1000))
    words = [t for t, r in zip(texts, readings, strict=True) if r is None]
    like = sum(vocabulary.has(t) for t in words)
    if like >= 2 and 2 * like >= len(words) and (like >= 3 or not amounts) and not any(_ORDINAL.match(f) for f in folded):
        named = [f for f in folded if f in labels]
        if len(named) < len(words) or all(f in vocabulary.words for f in named):
            return "header"
    if amounts or any(_ORDINAL.match(f) or f in labels for f in folded):
        return "data"
    if like <= 1 and any(f in TOTAL_WORDS for f in folded):
        return "data"
    if any(several(t) for t, r in zip(texts, readings, strict=True) if r is None):
        return "data"
    if _CODE.fullmatch(folded[0]) and len(texts) > 1:
        return "data"
    return ""


def _header_end(rows: Sequence[RawRow], kinds: Sequence[str], start: int, vocabulary: Vocabulary, first: bool) -> int:
    """Where the header that begins at `start` ends (start itself if there is none)."""
    last = start - 1
    for position in range(start, min(len(rows), start + _LOOK_AHEAD)):
        if kinds[position] == "header":
            last = position
        elif kinds[position] == "data" and not _torn_header(rows, kinds, position):
            break
    if last < start and not first:
        return start
    end = last + 1
    while end < len(rows) and kinds[end] == "" and end < start + _LOOK_AHEAD:
        if not first and not all(vocabulary.covers(c.text) for c in rows[end].cells):
            break
        end += 1
    return end if end > start and (last >= start or end < len(rows)) else start


def _torn_header(rows: Sequence[RawRow], kinds: Sequence[str], at: int) -> bool:
    """Whether a row that looks like data (a digit among misread header words) stands above a header row of its block."""
    cells = rows[at].cells
    numbers = sum(1 for c in cells if (r := read_amount(c.text)) is not None and r.amount is not None)
    near = range(at + 1, min(len(rows), at + 3))
    below = any(kinds[p] == "header" and rows[p].block == rows[at].block for p in near)
    return below and numbers <= 1 and not any(_ORDINAL.match(fold(c.text)) or fold(c.text) in TOTAL_WORDS for c in cells)


def _header_begins(rows: Sequence[RawRow], kinds: Sequence[str], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a repeated header begins at a row: it says so, or a new block starts and a header stands among its first rows."""
    if kinds[at] == "header":
        return True
    if at == 0 or (rows[at].block == rows[at - 1].block and not rows[at].page_start):
        return False
    for position in range(at, min(len(rows), at + 4)):
        if kinds[position] == "header":
            return True
        if kinds[position] == "data" and all(
            read_amount(c.text) or not vocabulary.covers(c.text) for c in rows[position].cells
        ):
            return False
    return False
