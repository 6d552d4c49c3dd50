"""Headings of the prose: 第一部分, 一、, （一）, 1.; told from list items and from lines that only begin like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.recognition.items import Item, tidy
from gouji.sources.document import Paragraph

MAX_HEADING = 45
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
PART = re.compile(rf"第(?:{_HAN_NUMBER}|\d{{1,2}})部分")
ANNEX = re.compile(r"附[件表]\d{0,2}(?:[:：]|$)|附[:：]")
_LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, PART),
    (1, ANNEX),
    (2, re.compile(rf"{_HAN_NUMBER}[、.]")),
    (3, re.compile(rf"\({_HAN_NUMBER}\)、?")),
    (4, re.compile(r"(?:\d{1,2}[、.](?:(?!\d)|(?=20\d\d年))|\(\d{1,2}\))")),
)
# How headings of these documents end; also what tells a heading that fills its line from a sentence that goes on.
_SUFFIX = re.compile(r"(?:说明|情况|职责|职能|构成|解释|概况|设置|公开表|预算表|报表|附表)[:：]?$")
_ITEM_SUFFIX = re.compile(r"(?:说明|情况|支出|经费|费用?|收入|预算)[:：]?$")
_SENTENCE = re.compile(r"[。；，;,!?]|:.|是指|\d(?:万|亿)?元")
_UNNUMBERED = re.compile(r"(?:说明|概况|职能|职责|名词解释)$")
_PART_PIECES = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading over items `begin` … `end`−1."""

    begin: int
    end: int
    level: int
    title: str


def level(folded: str) -> int | None:
    """The outline level that a line's beginning shows; None where it has no outline number."""
    return next((depth for depth, pattern in _LEVELS if pattern.match(folded)), None)


def names_section(folded: str) -> bool:
    """Whether a line could only be a part, an annex or an explanation: what contents lists hold beside forms."""
    return len(folded) <= MAX_HEADING and (
        level(folded) == 1 or (level(folded) is not None and _SUFFIX.search(folded) is not None)
    )


def line_width(found: Sequence[Item]) -> int:
    """The length that a full line of prose has in a text that is broken into lines; 0 where paragraphs are whole."""
    soft = [len(i.text) for i in found if isinstance(i.block, Paragraph) and len(i.text) >= 12]
    hard = sum(i.hard for i in found)
    if not soft or hard * 2 > len(soft):
        return 0
    return sorted(soft)[len(soft) * 9 // 10]


def read_heading(found: Sequence[Item], at: int, width: int) -> Heading | None:
    """The heading that begins at item `at`; `width` is the text's `line_width`."""
    text = found[at].text
    depth = level(text) if text else None
    if opens_page(found[at], width):
        return Heading(at, at + 1, 1, tidy(found[at].raw))
    if depth is None or len(text) > MAX_HEADING + 15:
        return None
    if depth == 1:
        return _part(found, at)
    if _is_heading(text, depth, found[at].hard, width):
        return Heading(at, at + 1, depth, tidy(found[at].raw))
    return _broken(found, at, depth, width)


def opens_page(item: Item, width: int = 0) -> bool:
    """Whether an item is a heading without a number, which begins a page: 2025年部门预算编制说明."""
    text = item.text
    if not item.block.page_start or not 4 <= len(text) <= MAX_HEADING or level(text) is not None:
        return False
    fills = width > 0 and len(text) * 5 > width * 4
    return _UNNUMBERED.search(text) is not None and not _SENTENCE.search(text) and not fills


def ends_form(text: str) -> bool:
    """Whether a line stands between forms: a part, an annex, or the heading of an explanation."""
    if len(text) > MAX_HEADING + 15:
        return False
    explains = level(text) == 2 and text.endswith("说明") and not _SENTENCE.search(text)
    return PART.match(text) is not None or ANNEX.match(text) is not None or explains


def _is_heading(text: str, depth: int, hard: bool, width: int) -> bool:
    if len(text) > MAX_HEADING or _SENTENCE.search(text):
        return False
    ends = _SUFFIX.search(text) is not None or _ITEM_SUFFIX.search(text) is not None
    if depth == 4 or (depth == 3 and not hard):
        return ends
    return hard or ends or len(text) * 5 <= width * 4


def _broken(found: Sequence[Item], at: int, depth: int, width: int) -> Heading | None:
    """A heading that fills its line and ends on the next."""
    first = found[at].text
    if depth == 4 or not width or _SENTENCE.search(first) or at + 1 >= len(found):
        return None
    second = found[at + 1].text
    if (
        not second
        or level(second) is not None
        or len(second) * 2 > width
        or not _SUFFIX.search(second)
        or _SENTENCE.search(second)
    ):
        return None
    return Heading(at, at + 2, depth, tidy(found[at].raw + found[at + 1].raw))


def _part(found: Sequence[Item], at: int) -> Heading:
    """第二部分, with its title, which stands on the same line or on the next few."""
    number = PART.match(found[at].text) or ANNEX.match(found[at].text)
    words, end = found[at].text[number.end() if number else 0 :], at + 1
    pieces = [found[at].raw]
    while end < len(found) and end - at < _PART_PIECES and not _SUFFIX.search(words):
        text = found[end].text
        if not text or level(text) is not None or len(text) > MAX_HEADING or _SENTENCE.search(text):
            break
        words += text
        pieces.append(found[end].raw)
        end += 1
    return Heading(at, end, 1, _spaced(tidy("".join(pieces))))


def _spaced(title: str) -> str:
    """第二部分 and its title with one blank between, however they were printed."""
    number = PART.match(title)
    return f"{number.group()} {title[number.end() :]}".strip() if number else title
