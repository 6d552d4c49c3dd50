"""What stands between the rows and is none: captions, page numbers, notes, and the header, wherever a page repeats it.

A header's words come glued, cut and out of order, so it is not read here; it is known by standing before the first row,
and its repetitions by being made of the same characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from gouji.recognition.fold import fold
from gouji.recognition.line_tokens import Kind, Line
from gouji.recognition.notes import begins_note
from gouji.standards.template import FormTemplate

_CAPTION = re.compile(
    r"(金额)?单位[:：]|(部门|单位|预算单位|编制单位|填报单位)(名称)?[:：]|(预算|公开|附)?\d{0,2}表\d{0,2}$|预算\d{1,2}(-\d)?表"
)
_PAGE_WORDS = re.compile(r"[-第·(\[~]?\d{1,4}[-页·)\]~]?((/|,|共)+\d{1,4}页?)?")
_FOLLOWS = 0.7  # share of the header's characters that its repetition must hold: pages cut off a word at most


def without_furniture(lines: Sequence[Line], form: FormTemplate) -> list[Line]:
    """The lines that can be header or rows: captions, the form's title, notes and page numbers left out."""
    titles = tuple(fold(t) for t in form.titles)
    out: list[Line] = []
    for position, line in enumerate(lines):
        if _is_furniture(line, titles) or _is_page_number(lines, position):
            continue
        out.append(line)
    return out


def _is_furniture(line: Line, titles: Sequence[str]) -> bool:
    if any(t.kind is Kind.AMOUNT for t in line.tokens):
        return False
    text = fold(line.text[:400])
    if begins_note(text) or _CAPTION.match(text) or "。" in text:
        return True
    if "第" not in text and "-" not in text and "页" not in text:
        return any(text.endswith(t) for t in titles) and len(text) > 4
    return (bool(_PAGE_WORDS.fullmatch(text)) and not text.isdigit()) or any(text.endswith(t) for t in titles)


def _is_page_number(lines: Sequence[Line], position: int) -> bool:
    """A bare number on the last or first line of a page, between two rows: no code begins or ends there."""
    line = lines[position]
    token = line.tokens[0] if len(line.tokens) == 1 else None
    if token is None or token.kind is not Kind.DIGITS or len(token.text) > 3 or token.text.startswith("0"):
        return False
    before = lines[position - 1].tokens if position else ()
    after = lines[position + 1] if position + 1 < len(lines) else None
    ends = after is None or after.page_start
    if not ends or (before and before[-1].kind is not Kind.AMOUNT):
        return False
    # A code's first part alone on the last line goes on with digits on the next page.
    return after is None or not after.tokens or after.tokens[0].kind is not Kind.DIGITS or len(after.tokens[0].text) > 2


def without_repeats(header: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """`lines` (from the first row on) without the repetitions of `header` (the lines before it)."""
    wanted = Counter(c for line in header for c in fold(line.text))
    size = sum(wanted.values())
    if size < 4:
        return list(lines)
    dropped: set[int] = set()
    for begin, end in _runs(lines, frozenset(wanted)):
        dropped.update(_repetition(header, lines, begin, end, wanted, size))
    return [line for n, line in enumerate(lines) if n not in dropped]


def _runs(lines: Sequence[Line], alphabet: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Stretches of lines without amounts that are made of the header's characters only."""
    begin = 0
    for position, line in enumerate(lines):
        plain = all(t.kind in (Kind.WORD, Kind.DASH) for t in line.tokens) and alphabet.issuperset(fold(line.text))
        if plain and (begin == position or not line.page_start):
            continue
        if begin < position:
            yield begin, position
        begin = position if plain else position + 1
    if begin < len(lines):
        yield begin, len(lines)


def _repetition(header: Sequence[Line], lines: Sequence[Line], begin: int, end: int, wanted: Counter[str], size: int) -> range:
    """The part of a run that repeats the header: from where it begins like the header to where nothing more is gained."""
    opening = fold(header[0].text)
    start = next((n for n in range(begin, end) if fold(lines[n].text) == opening), begin)
    left = Counter(wanted)
    met, best, stop = 0, 0, start
    for position in range(start, end):
        text = fold(lines[position].text)
        gained = 0
        for character in text:
            if left[character] > 0:
                left[character] -= 1
                gained += 1
        met += gained
        if gained * 2 > len(text) and met > best:
            best, stop = met, position + 1
    return range(start, stop) if best >= size * _FOLLOWS else range(0)
