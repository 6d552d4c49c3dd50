"""How a figure comes to be wrong: the slips of hand and spreadsheet, and how dear each is as an explanation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Slip:
    """A way of going wrong. `cost`: a cheaper slip is the likelier explanation (whole numbers that only rank)."""

    name: str
    english: str
    cost: int


DIGIT = Slip("一位数字写错", "one digit is wrong", 2)
SWAP = Slip("相邻两位数字颠倒", "two neighbouring digits are swapped", 1)
FAR_SWAP = Slip("两位数字颠倒", "two digits are swapped", 2)
POINT = Slip("小数点错位", "the decimal point is misplaced", 1)
UNIT = Slip("元与万元混淆", "元 and 万元 are mixed up", 1)
NEIGHBOUR = Slip("抄了相邻的数", "a neighbouring figure was copied", 2)
OMITTED = Slip("漏加或多加了相邻的一项", "a neighbouring figure was left out or added", 2)
LENGTH = Slip("多写或少写一位数字", "a digit too many or too few", 2)
SIGN = Slip("正负号写反", "the sign is wrong", 2)
LAST_YEAR = Slip("写成了上年的数", "last year's figure was left in", 2)
ROUND = Slip("尾数不符", "the last place differs", 3)
OTHER = Slip("数字不符", "the figure does not fit", 4)
BLANK = Slip("漏填", "the figure is missing", 4)
SPURIOUS = Slip("多填", "the cell should be blank", 5)
# Slips of more than one figure, each of them one act.
MOVED = Slip("填到了别的列", "the figure stands in the wrong column", 4)
EXCHANGED = Slip("两个数字的位置互换", "two figures have changed places", 4)
ROW_MISSING = Slip("漏了一行", "a row is missing", 5)
ROW_TWICE = Slip("多了一行", "a row is there twice", 4)
COLUMNS = Slip("两列互换", "two columns have changed places", 5)

_SHIFTS = {Decimal(10), Decimal(100), Decimal(1000), Decimal("0.1"), Decimal("0.01"), Decimal("0.001")}
_UNITS = {Decimal(10_000), Decimal("0.0001")}


def slip(stated: Decimal | None, right: Decimal, neighbours: Collection[Decimal] = ()) -> Slip:
    """The likeliest slip by which `stated` (None for a blank) stands where `right` should; `neighbours` are the figures
    that stand next to it in its row and column."""
    if stated is None or (stated == 0 and right != 0):
        return BLANK
    if right == 0:
        return SPURIOUS
    if stated == -right:
        return SIGN
    written, meant = _aligned(stated, right)
    kind = _digits(written, meant) if (stated < 0) == (right < 0) else None
    if kind is SWAP:
        return SWAP
    ratio = stated / right
    if ratio in _UNITS:
        return UNIT
    if ratio in _SHIFTS or _rounded_shift(stated, right):
        return POINT
    if stated in neighbours:
        return NEIGHBOUR
    if abs(stated - right) in neighbours:
        return OMITTED
    quantum = _quantum(stated)
    if abs(stated - right) <= 2 * quantum:
        return ROUND
    if kind is not None:
        return kind
    if abs(len(written) - len(meant)) == 1 and _one_more(written, meant):
        return LENGTH
    return OTHER


def _rounded_shift(stated: Decimal, right: Decimal) -> bool:
    """Whether a point or unit slip lost the digits that no longer fit: 0.32 for 316.39."""
    quantum = _quantum(stated)
    if abs(stated) < 10 * quantum:
        return False
    return any(abs(right * shift - stated) * 2 <= quantum for shift in (*_SHIFTS, *_UNITS))


def _quantum(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _aligned(a: Decimal, b: Decimal) -> tuple[str, str]:
    """Both as digits with the same number of decimals."""
    quantum = min(_quantum(a), _quantum(b))
    return str(int(abs(a) / quantum)), str(int(abs(b) / quantum))


def _digits(written: str, meant: str) -> Slip | None:
    if len(written) != len(meant):
        return None
    differ = [i for i, (x, y) in enumerate(zip(written, meant, strict=True)) if x != y]
    if len(differ) == 1:
        return DIGIT
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        i, j = differ
        if written[i] == meant[j] and written[j] == meant[i]:
            return SWAP
    if len(differ) == 2 and sorted(written) == sorted(meant):
        return FAR_SWAP
    return None


def _one_more(written: str, meant: str) -> bool:
    """Whether one of the two is the other with one digit left out."""
    longer, shorter = sorted((written, meant), key=len, reverse=True)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
