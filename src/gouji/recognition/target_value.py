"""A target value (指标值) as printed → comparator, number, unit, range or deadline.

`≥1180000人`, `≤23.45万元`, `50-70%`, `不低于95%`, `12月底前`, `400元/人`; what is none of these stays words.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from gouji.model.amount import parse_number
from gouji.model.disclosure import Target

MAX_LENGTH = 400

_COMPARATORS: tuple[tuple[str, str], ...] = (
    ("大于或等于", ">="), ("小于或等于", "<="), ("大于等于", ">="), ("小于等于", "<="), ("不低于", ">="), ("不少于", ">="),
    ("不小于", ">="), ("不高于", "<="), ("不超过", "<="), ("不大于", "<="), ("不多于", "<="), ("不超出", "<="),
    ("控制在", "<="),
    ("至少", ">="), ("至多", "<="), ("最多", "<="), ("低于", "<"), ("少于", "<"), ("小于", "<"), ("高于", ">"), ("大于", ">"),
    ("多于", ">"), ("超过", ">"), ("等于", "="), (">=", ">="), ("<=", "<="), ("≥", ">="), ("≧", ">="), ("≤", "<="), ("≦", "<="),
    ("⩾", ">="), ("⩽", "<="), (">", ">"), ("<", "<"), ("=", "="),
)  # fmt: skip
_SIGNS = dict(_COMPARATORS)
_COMPARED = re.compile("|".join(re.escape(word) for word, _ in _COMPARATORS))
_SUFFIXES: tuple[tuple[str, str], ...] = (
    ("及以上", ">="),
    ("以上", ">="),
    ("及以下", "<="),
    ("以下", "<="),
    ("以内", "<="),
    ("之内", "<="),
)
_NUMBER = r"[-+]?\d[\d,]{0,30}(?:\.\d{1,12})?"
_UNIT = r"[^\d\s,.;:、。，；：()（）≥≤<>=~+-]{1,12}"
_PLAIN = re.compile(rf"({_NUMBER})({_UNIT})?")
_RANGE = re.compile(rf"({_NUMBER})((?:{_UNIT})?)(?:-|~|—|–|至|到|∼)({_NUMBER})({_UNIT})?")
_DATE = re.compile(r"(?:(20\d\d)年?[.\-/年]?)?(?:(\d{1,2})月(?:份)?)(?:(\d{1,2})[日号])?(底|末|初)?(之前|以前|前|内|完成)?")
_NO_UNIT = re.compile(r"[年月日].*[底末初前]")  # an impossible date is no number of months
_YEAR = re.compile(r"(20\d\d)年(底|末|内|度内|度)?(之前|以前|前|完成)?")


@lru_cache(maxsize=4096)  # a matrix without columns asks for the same words again and again
def parse_target(raw: str) -> Target:
    """The target that `raw` prints. Never raises; words have no comparator and no value.

    `raw` of the result has its inner blanks and line cuts removed. A bare number is “=”. A deadline is `2024-12-31`,
    `2024-12`, `2024`, or `--12` / `--12-31` where no year is printed.
    """
    text = "".join(raw.split())
    plain = _halved(text[:MAX_LENGTH])
    if not any(c.isdigit() for c in plain):
        return Target(text)
    comparator, rest = _comparator(plain)
    return _deadline(text, comparator, rest) or _range(text, rest) or _number(text, comparator, rest) or Target(text)


def _halved(text: str) -> str:
    """Half-width digits, signs and letters; nothing else is folded, lengths may change."""
    return unicodedata.normalize("NFKC", text.replace("﹥", ">").replace("﹤", "<"))


def _comparator(text: str) -> tuple[str | None, str]:
    found = _COMPARED.match(text)
    if found is not None:
        rest = text[found.end() :]
        # “控制在5%以内”, “≥95%以上”: the closing word only repeats the sign
        return _SIGNS[found[0]], next((rest[: -len(s)] for s, _ in _SUFFIXES if rest.endswith(s)), rest)
    for suffix, sign in _SUFFIXES:
        if text.endswith(suffix) and text[:1].isdigit():
            return sign, text[: -len(suffix)]
    return None, text


def _number(raw: str, comparator: str | None, text: str) -> Target | None:
    found = _PLAIN.fullmatch(text)
    value = parse_number(found[1]) if found else None
    if found is None or value is None or _NO_UNIT.match(found[2] or ""):
        return None
    return Target(raw, comparator or "=", value, found[2] or None)


def _range(raw: str, text: str) -> Target | None:
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    low, high = parse_number(found[1]), parse_number(found[3])
    if low is None or high is None or high < low or (found[2] and found[2] != found[4]):
        return None
    return Target(raw, "between", low, found[4] or found[2] or None, high)


def _deadline(raw: str, comparator: str | None, text: str) -> Target | None:
    found = _DATE.fullmatch(text)
    if found is not None:
        year, month, day = found[1], int(found[2]), int(found[3]) if found[3] else None
        # “≥2月”, “3月” as a number of months: a bare month with no year, day or word is no date
        if not (year or day or found[4] or found[5]) or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
            return None
        date = f"{year or '-'}-{month:02}" + (f"-{day:02}" if day else "")
        return Target(raw, comparator or ("<=" if found[4] or found[5] else "="), deadline=date)
    in_year = _YEAR.fullmatch(text)
    if in_year is None or not (in_year[2] or in_year[3]):
        return None
    return Target(raw, comparator or "<=", deadline=in_year[1])


def is_measured(target: Target) -> bool:
    """Whether the value is a number, a range or a date: such wording is a value wherever it stands."""
    return target.value is not None or target.deadline is not None


def number_of(target: Target) -> Decimal | None:
    """The value of a measured target, None for words and dates."""
    return target.value
