"""Money and measures as printed: an exact decimal that carries its printed precision, and the interval that it stands for.

A printed amount says no more than its digits: 25.3万元 stands for every amount in [25.25, 25.35) 万元, as in
XBRL Calculations 1.1. Comparisons between amounts are comparisons of such intervals, so no tolerance exists anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# Factor to the base unit of the same dimension. A unit that is not here compares only with itself.
FACTORS: dict[str, Decimal] = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
MONEY_UNITS = frozenset(FACTORS)
_ONE = Decimal(1)

# What is counted in whole things is exact: 2辆 is two, not something between 1.5 and 2.5.
COUNTERS = frozenset({*"个项辆台套人名位家户所批次件份间处", "台（套）", "人次", "批次"})

_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of exact decimals, in the base unit (元 for money); `low` belongs to it, `high` does not.

    A width of zero (low == high) is the exact value itself.
    """

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def meets(self, other: Interval) -> bool:
        """Whether some value can lie in both intervals (ends count only where one of the two is exact)."""
        if self.low == self.high or other.low == other.high:
            return self.low <= other.high and other.low <= self.high
        return self.low < other.high and other.low < self.high


_QUANTA = (Decimal("0.01"), Decimal(1), Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, exactly as printed: Decimal keeps the trailing zeros, hence the printed precision.

    `value` is in `unit`; `unit` is the printed word (元, 万元, %, 人, …) or "" where none is stated.
    """

    value: Decimal
    unit: str = ""

    @property
    def quantum(self) -> Decimal:
        """One unit in the last printed place, in `unit`: 0.01 for 25.30, 1 for 25."""
        for usual in _QUANTA:  # as_tuple() takes the number apart digit by digit
            if self.value.same_quantum(usual):
                return usual
        exponent = self.value.as_tuple().exponent
        return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)

    @property
    def factor(self) -> Decimal:
        """How many base units one `unit` is (10 000 for 万元; 1 for a unit that is not money)."""
        return FACTORS.get(self.unit, _ONE)

    @property
    def base(self) -> Decimal:
        """The value in the base unit (元 for money)."""
        return self.value * self.factor

    @property
    def half(self) -> Decimal:
        """Half a unit in the last printed place, in the base unit: what rounding allows to either side; 0 for a count."""
        if self.unit in COUNTERS and self.value == self.value.to_integral_value():
            return Decimal(0)
        return self.quantum * self.factor / 2

    @property
    def interval(self) -> Interval:
        """The values that the printed digits can stand for, in the base unit."""
        return Interval(self.base - self.half, self.base + self.half)

    def __str__(self) -> str:
        return f"{self.value}{self.unit}"


def parse_number(text: str) -> Decimal | None:
    """The decimal that `text` spells, thousands separators removed and trailing zeros kept; None where it is no number.

    Only a whole, well-formed number counts (`1,147.92`, `0.5`, `-3`); damaged ones are the reader's business.
    """
    folded = text.strip().replace("，", ",").replace("−", "-").replace("－", "-")
    if not _NUMBER.fullmatch(folded) or sum(c.isdigit() for c in folded) > MAX_DIGITS:
        return None
    return Decimal(folded.replace(",", ""))
