"""A prose section as one text: hard-wrapped lines rejoined, marks of layout away, every character with its place.

The flow's text is folded for matching (half-width digits and brackets, no blanks, no quotes, no `**`), and remembers for each
character where it stands, so that a claim's quote and place are exact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gouji.model.place import NOWHERE, Place
from gouji.sources.document import Paragraph

BREAK = "\n"  # stands where a new item or paragraph certainly begins
MAX_LINE = 20_000  # characters of one source line that are read as prose

_DROPPED = frozenset("“”‘’「」『』«»〝〞＂＇\"'`*#\u200b\u200c\u200d\u2060\ufeff\u00ad")
_DASHES = frozenset("‐‑‒–—―−─")
_ITEM = re.compile(
    r"[ \t\u3000]*(?:[-*•·●◆■]\s*)*"
    r"(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[（(]\d{1,2}[)）]|\d{1,2}、|\d{1,2}[.．](?=\s*[^\d\s]|\s*\d{4}\s*年)"
    r"|[A-Ha-h][.．、]|[①②③④⑤⑥⑦⑧⑨⑩]|第[一二三四五六七八九十]{1,3}部分)"
)
_BULLET = re.compile(r"[ \t\u3000]*[-•·●◆■][ \t\u3000]")
_WIDE_COMMA = re.compile(r"(?<![\d.])\d{1,3}(?:，\d{3})+(?!\d)")  # 1，234.50: a thousands separator printed full-width
_AMOUNT = re.compile(r"\s*(?!(?:19|20)\d\d\s*年)\d[\d,]*(?:\.\d+)?\s*[百千亿万]?元?(?![\d.、])")
_ENDS = frozenset("。；;：:！!？?\n")
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页.{0,12})\s*")
_BARE_NUMBER = re.compile(r"\s*\d{1,3}\s*")


@dataclass(frozen=True, slots=True)
class Flow:
    """Joined prose. `text` is folded; `marks[i]` says which paragraph and which character of it text[i] came from."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    marks: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> Place:
        """Where text[start:end] stands: its first line, with its columns there; `to_line` where it is cut over lines."""
        if not 0 <= start < end <= len(self.marks):
            return NOWHERE
        first, column = self.marks[start]
        last = self.marks[end - 1][0]
        upto = max(c for p, c in self.marks[start:end] if p == first)
        place = self.paragraphs[first].part(column, upto + 1)
        line = self.paragraphs[last].place.line
        return place if last == first or line is None else replace(place, to_line=line)

    def quote(self, start: int, end: int) -> str:
        """The words of text[start:end] as the source prints them, lines joined; blanks between words are kept."""
        if not 0 <= start < end <= len(self.marks):
            return ""
        (first, begin), (last, final) = self.marks[start], self.marks[end - 1]
        out = []
        for index in range(first, last + 1):
            text = self.paragraphs[index].text
            out.append(text[begin if index == first else 0 : final + 1 if index == last else len(text)].strip())
        return "".join(out).replace("**", "").strip()


def join(paragraphs: Sequence[Paragraph]) -> Flow:
    """The flow of a section's paragraphs, in linear time. Page numbers between lines are left out."""
    kept = tuple(p for i, p in enumerate(paragraphs) if not _is_page_number(paragraphs, i))
    text: list[str] = []
    marks: list[tuple[int, int]] = []
    for index, paragraph in enumerate(kept):
        broken = kept[index - 1].hard and not _goes_on(text, paragraph.text) if text else False
        if text and (broken or is_item(paragraph.text)):
            text.append(BREAK)
            marks.append((index, 0))
        _add(paragraph.text[:MAX_LINE], index, text, marks)
    joined = _WIDE_COMMA.sub(lambda m: m.group().replace("，", ","), "".join(text))
    return Flow(joined, kept, tuple(marks))


def _goes_on(before: Sequence[str], line: str) -> bool:
    """Whether a line goes on with the sentence before it, though that line ended short: an amount alone cannot begin one."""
    return before[-1] not in _ENDS and _AMOUNT.match(line) is not None


def is_item(line: str) -> bool:
    """Whether a line begins a new item: an outline number or a bullet."""
    return bool(_ITEM.match(line) or _BULLET.match(line))


def _is_page_number(paragraphs: Sequence[Paragraph], index: int) -> bool:
    text = paragraphs[index].text
    if _PAGE_NUMBER.fullmatch(text):
        return True
    follows = index + 1 < len(paragraphs) and paragraphs[index + 1].page_start
    return bool(_BARE_NUMBER.fullmatch(text)) and (follows or paragraphs[index].page_start)


def _add(line: str, index: int, text: list[str], marks: list[tuple[int, int]]) -> None:
    """Append the folded characters of one line. A blank stays only where it keeps two numbers apart."""
    bullet = _BULLET.match(line)
    start = bullet.end() if bullet else 0
    blank = False
    fresh = True  # nothing of this line yet: a wrapped number goes on without a blank
    for column in range(start, len(line)):
        char = line[column]
        if char in _DROPPED:
            continue
        if char.isspace():
            blank = True
            continue
        folded = _fold(char)
        if blank and not fresh and folded.isdigit() and text and text[-1].isdigit():
            text.append(" ")
            marks.append((index, column))
        text.append(folded)
        marks.append((index, column))
        blank = fresh = False


def _fold(char: str) -> str:
    """One character, half-width; a full-width comma stays apart from the thousands separator."""
    code = ord(char)
    if char in _DASHES:
        return "-"
    if char == "，":
        return char
    return chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else char


def fold(text: str) -> str:
    """Wording folded as a flow folds it, so that patterns and text compare."""
    return "".join(_fold(c) for c in text if c not in _DROPPED and not c.isspace())
