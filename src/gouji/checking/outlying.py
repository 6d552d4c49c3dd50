"""Which of many values stands apart from the rest: robustly, so that the one that does cannot hide itself or accuse others."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

PEERS = 5  # values that are compared: with fewer, half of them may be wrong and nobody could tell
APART = Decimal(5)  # robust standard deviations (1.4826 × the median absolute deviation, of logarithms)
TIMES = Decimal(3)  # and so many times the median, or that part of it: what a reader calls far
SCALE = Decimal("1.4826")  # makes the median absolute deviation of a normal distribution its standard deviation


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value; of an even number the mean of the middle two. ValueError for none."""
    if not values:
        raise ValueError("no values")
    held = sorted(values)
    half = len(held) // 2
    return held[half] if len(held) % 2 else (held[half - 1] + held[half]) / 2


def outlying(values: Sequence[Decimal]) -> tuple[tuple[int, Decimal], ...]:
    """The positions of the values that stand apart, each with the median of all. Values are positive: ratios are compared."""
    if len(values) < PEERS:
        return ()
    middle = median(values)
    logs = [v.ln() for v in values]
    centre = median(logs)
    spread = SCALE * median([abs(x - centre) for x in logs])
    far = [
        abs(x - centre) > APART * spread and (v >= TIMES * middle or v * TIMES <= middle)
        for x, v in zip(logs, values, strict=True)
    ]
    return tuple((i, middle) for i, apart in enumerate(far) if apart)
