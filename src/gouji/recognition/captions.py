"""Captions of a form: its number, its unit of money, the body's name, the year. They stand above or below the title, in any
order, glued to one another and to the title, or cut over lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MAX_CAPTION = 160  # folded characters; a longer line is no caption

_NUMBER = r"(?:(?:部门|单位)?预算|公开|附)(?:表)?\(?\d{1,2}\)?表?|表\d{1,2}(?:-\d{1,2})?|\d{1,2}表"
_UNIT = r"(?:金额)?单位[:：]?\(?(?:人民币)?(?P<unit>百万元|亿元|万元|千元|百元|元)\)?|\((?:金额)?单位:(?P<unit2>万元|千元|元)\)"
_WHO = r"(?:(?:编制|填报|预算|公开|主管|申报)?(?:单位|部门)(?:[(/](?:单位|部门)\)?)?(?:名称)?|单位(?:\(盖章\)|\(公章\)))[:]"
_YEAR = r"\(?(?P<year>20\d\d)(?:年度?)\)?"
_OTHER = (
    r"(?:编制|填报|填表|公开|报表)?日期:?(?:20\d\d[-年./]\d{1,2}[-月./]\d{1,2}日?)?|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|-?\d{1,3}-"
)

_HINT = re.compile(r"表|单位|部门|20\d\d|页|日期|-")  # every token holds one of these
_TOKEN = re.compile(f"(?P<number>{_NUMBER})|{_UNIT}|(?P<who>{_WHO})|{_YEAR}|(?P<other>{_OTHER})")
# Where the value of 单位名称： ends: at the next caption.
_VALUE_END = re.compile(
    f"(?=(?:金额)?单位:\\(?(?:人民币)?(?:百万|亿|万|千|百)?元|{_WHO}|(?:单位|部门)?预算\\(?\\d{{1,2}}\\)?表|20\\d\\d年|填报日期|编制日期)|$"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What a caption line states; `rest` is what of the line is no caption (a title that is glued to it), folded."""

    number: str | None = None
    unit: str | None = None
    name: str | None = None
    year: int | None = None
    rest: str = ""

    @property
    def is_empty(self) -> bool:
        return self.number is None and self.unit is None and self.name is None and self.year is None


@lru_cache(4096)  # every line is asked several times, and captions come again above every form
def parse(folded: str) -> Caption | None:
    """The captions that a folded line consists of; None where it holds anything else beyond one stretch, kept as `rest`.

    `单位:万元单位名称:某某局预算01表` → number, unit and name, no rest. `预算01表某某表单位:元` → rest 某某表.
    """
    if len(folded) > MAX_CAPTION or not _HINT.search(folded):
        return None
    found: dict[str, str] = {}
    at = _consume(folded, 0, found)
    if at == len(folded):
        return _caption(found, "")
    end = _tail(folded, at, found)
    return _caption(found, folded[at:end]) if found else None


def _consume(text: str, at: int, found: dict[str, str]) -> int:
    """Takes caption tokens from `at` on into `found`; the position where they end."""
    while at < len(text) and (match := _TOKEN.match(text, at)):
        if match["who"]:
            end = _VALUE_END.search(text, match.end())
            stop = end.start() if end else len(text)
            found.setdefault("name", text[match.end() : stop])
            at = stop
            continue
        for key, value in match.groupdict().items():
            if value and key != "who":
                found.setdefault(key.rstrip("2"), value)
        at = match.end()
    return at


def _tail(text: str, start: int, found: dict[str, str]) -> int:
    """Where the captions at the end of a line begin: the first token from which on nothing else stands."""
    for match in _TOKEN.finditer(text, start + 1):
        here: dict[str, str] = {}
        if (match["number"] is None or match["number"].endswith("表")) and _consume(text, match.start(), here) == len(text):
            found.update({k: v for k, v in here.items() if k not in found})
            return match.start()
    return len(text)


def _caption(found: dict[str, str], rest: str) -> Caption:
    year = found.get("year")
    return Caption(found.get("number"), found.get("unit"), found.get("name"), int(year) if year else None, rest)


_DIGITS = re.compile(r"\d{1,2}")


def official_number(printed: str) -> str:
    """A form's number as the trade writes it: 预算(3)表, 表3 → 预算03表."""
    digits = _DIGITS.search(printed)
    return f"预算{int(digits.group()):02d}表" if digits and "公开" not in printed and "附" not in printed else printed


NUMBERED = re.compile(r"(?:预算|公开)(?:表)?\(?(\d{1,2})")  # a number that counts the forms of the whole disclosure
