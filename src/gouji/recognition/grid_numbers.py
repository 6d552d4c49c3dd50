"""Amounts as they stand in table cells: clean ones, ones torn by blanks, and ones that the source has garbled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from gouji.model.amount import parse_number

# What a form prints where nothing stands.
BLANKS = frozenset({"", "-", "--", "---", "—", "——", "–", "/", "\\", "_", "|"})
_TIGHT = re.compile(r"\s*([.,])\s*")
_SPACED_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")
_LOST_POINT = re.compile(r"\d{1,9} \d{2}")
_STRAY = "()[]{}|'\"`‘’“”;:：；。、*~^_"
_UNREADABLE = re.compile(r"[·•.…#?？■□*]{1,12}")
_MARKS = re.compile(r"[-+]?[\d.,OolI|]{2,24}")
_LETTERS = str.maketrans("OolI|", "00111")
_SEVERAL = re.compile(r"(?<![\d.,])\d{1,3}(?:, ?\d{3})*(?: ?\. ?\d{2})(?!\d)|(?<![\d.,])\d+(?: ?\. ?\d{2})(?!\d)")
_LONG_CODE = re.compile(r"\d{13}")  # a project's code, not an amount
MAX_TEXT = 64
UNREAD = "□"  # stands for what could not be read
_DIGITS = 3  # an amount in doubt has so many at least
_POINT, _HAN = re.compile(r"\d[.,，]|[.,，]\d"), re.compile(r"[\u3400-\u9fff]")
SURE = 0.9  # a digit recognised from a picture with a lower score (of 1) may be another


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell may stand for: `amount` None where it cannot be read, `others` what it might be.

    `damaged` tells a garbled number from one that is only torn by blanks. `stray`: marks beside it were left out.
    """

    amount: Decimal | None
    damaged: bool = False
    others: tuple[Decimal, ...] = ()
    stray: bool = False


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, or a dash."""
    return text.strip() in BLANKS


def read_amount(text: str) -> Reading | None:
    """The amount that a cell states; None where the cell is no number at all (words, blank)."""
    return _reading(text) if len(text) <= MAX_TEXT else None


@lru_cache(maxsize=8192)  # amounts stand in several forms, and every cell is asked several times
def _reading(text: str) -> Reading | None:
    if is_blank(text) or _LONG_CODE.search(text):
        return None
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("万元").removesuffix("元").strip()
    clean = _clean(plain)
    if clean is not None:
        return Reading(clean)
    bare = plain.strip(_STRAY + " ")
    if bare and bare != plain and (clean := _clean(bare)) is not None:
        return Reading(clean, stray=True)
    if _UNREADABLE.fullmatch(plain):
        return Reading(None, damaged=True)
    return _garbled(bare)


def doubted(reading: Reading, sure: float | None, readings: Sequence[str]) -> Reading:
    """A number recognised from a picture with a digit in doubt counts as damaged: the sums must confirm it, or one of the
    other `readings` that the picture allows."""
    if sure is None or sure >= SURE:
        return reading
    others = (found.amount for text in readings if (found := read_amount(text)) is not None)
    values = dict.fromkeys(v for v in (*reading.others, *others) if v is not None and v != reading.amount)
    return replace(reading, damaged=True, others=tuple(values))


def numeral(text: str, sure: float | None) -> str:
    """The text of a cell; of one that was recognised in doubt, and is an amount but for a few strokes, what is left of that.

    A stroke across a figure (“4,213/779.28”) would make words of it, and its cell a blank one.
    """
    if sure is None or sure >= SURE or len(text) > MAX_TEXT or read_amount(text) is not None:
        return text
    marks = text.split()
    digits = sum(c.isdigit() for mark in marks for c in mark)
    if digits < _DIGITS or digits * 2 < sum(map(len, marks)) or not _POINT.search(text) or _HAN.search(text):
        return text
    left = "".join(c for c in text if c.isdigit() or c in ".,，")
    return left if read_amount(left) is not None else UNREAD


def _clean(text: str) -> Decimal | None:
    tight = _TIGHT.sub(r"\1", text)
    if _SPACED_GROUPS.fullmatch(tight):
        tight = tight.replace(" ", "")
    return parse_number(tight)


def _garbled(text: str) -> Reading | None:
    """A number that lost its point, has wrong separators or letters for digits; the likely values go into `others`."""
    tight = _TIGHT.sub(r"\1", text)
    if _LOST_POINT.fullmatch(tight):
        return Reading(None, damaged=True, others=(Decimal(tight.replace(" ", ".")),))
    joined = tight.replace(" ", "")
    if not _MARKS.fullmatch(joined) or sum(c.isdigit() for c in joined) * 2 < len(joined):
        return None
    if _SEVERAL.search(tight) and " " in tight:
        return None
    digits = joined.translate(_LETTERS)
    whole, point, cents = digits.rpartition("." if "." in digits else ",")
    as_point = point == "." or (point == "," and len(cents) == 2)
    plain = whole.replace(",", "").replace(".", "")
    value = parse_number(f"{plain}.{cents}" if as_point else plain + cents)
    return Reading(None, damaged=True, others=(value,) if value is not None else ())


def several(text: str) -> tuple[tuple[int, int, Decimal], ...]:
    """The amounts with two decimals inside a longer text, as (from, to, value): rows that were pasted into one cell."""
    found = []
    for match in _SEVERAL.finditer(text):
        value = parse_number(re.sub(r"\s", "", match.group()))
        if value is not None:
            found.append((match.start(), match.end(), value))
    return tuple(found)


def decimals(value: Decimal) -> int:
    """How many decimals are printed."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
