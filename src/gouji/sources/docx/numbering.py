"""Numbers of headings and lists that Word counts by itself and that stand in no text: “一、”, “（一）”, “1.”."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MOST_DIGITS = 9
_LONGEST = 64  # characters around a number: they are repeated with every paragraph
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographDigital")
)


def whole(text: str | None) -> int | None:
    """A whole number as an attribute gives it; None for anything else. (Letters such as “²” are digits to Python, and no
    numbers; numbers of thousands of digits it refuses.)"""
    return int(text) if text and len(text) <= _MOST_DIGITS and text.isascii() and text.isdecimal() else None


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese (十二); digits above that."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def spelled(number: int, style: str) -> str:
    """A number in one of Word's number formats; "" for bullets."""
    if style in _CHINESE:
        return chinese(number)
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number <= 20:
        return _CIRCLED[number - 1]
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = chr(96 + number)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("bullet", "none"):
        return ""
    return str(number)


@dataclass(slots=True)
class Level:
    """One level of a list: its number format, the text around the number (`%1、`) and its first number."""

    style: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """All lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """From word/numbering.xml; none where the document has no such part."""
        if root is None:
            return cls()
        abstract = {a.get(f"{W}abstractNumId", ""): _levels(a) for a in root.iterfind(f"{W}abstractNum")}
        levels = {}
        for num in root.iterfind(f"{W}num"):
            ref = num.find(f"{W}abstractNumId")
            levels[num.get(f"{W}numId", "")] = abstract.get(ref.get(f"{W}val", "") if ref is not None else "", {})
        return cls(levels)

    def next(self, list_id: str, depth: int) -> str:
        """The printed number of the next paragraph at that depth of that list, counting it."""
        levels = self.levels.get(list_id)
        if not levels or depth not in levels:
            return ""
        counts = self.counts[list_id]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]

        def number(match: re.Match[str]) -> str:
            level = int(match.group(1)) - 1
            at = levels.get(level)
            return spelled(counts.get(level, at.start), at.style) if at else ""

        level = levels[depth]
        return "" if level.style in ("bullet", "none") else re.sub(r"%(\d)", number, level.text)


def _levels(abstract: etree._Element) -> dict[int, Level]:
    out = {}
    for level in abstract.iterfind(f"{W}lvl"):
        value = {
            tag: (found.get(f"{W}val", "") if (found := level.find(f"{W}{tag}")) is not None else "")
            for tag in ("numFmt", "lvlText", "start")
        }
        depth, start = level.get(f"{W}ilvl", "0"), value["start"]
        if (at := whole(depth)) is not None:
            first = whole(start)
            out[at] = Level(value["numFmt"] or "decimal", value["lvlText"][:_LONGEST], 1 if first is None else first)
    return out
