"""Helpers that a clerk may choose: contributions from what is paid in wages, resident-insurance subsidies by the insured.

They are data (`standards/quotas.csv`) with their source and how certain it is. None is applied unless it is chosen, and a share
between levels of government has no value here: where no source is at hand the unit gives it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from gouji.drafting.lines import BudgetLine, total

FILE = Path(__file__).parents[1] / "standards" / "quotas.csv"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Quota:
    """A rate or a standard. `base`: departmental classes that a rate is taken of; `economic`: where its amount is booked."""

    name: str
    year: int | None
    value: Decimal
    unit: str
    base: tuple[str, ...]
    economic: str
    certainty: str
    source: str
    note: str


@cache
def quotas() -> tuple[Quota, ...]:
    """All of them, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Quota(
                row["name"],
                int(row["year"]) if row["year"] else None,
                Decimal(row["value"]),
                row["unit"],
                tuple(row["base"].split()),
                row["economic"],
                row["certainty"],
                row["source"],
                row["note"],
            )
            for row in csv.DictReader(file)
        )


def in_year(year: int) -> tuple[Quota, ...]:
    """Those that hold in a year."""
    return tuple(q for q in quotas() if q.year in (None, year))


def contribution(quota: Quota, lines: Sequence[BudgetLine]) -> Decimal:
    """A rate of what the lines pay in the classes of its base, in 元 to the cent."""
    if quota.unit != "%":
        raise ValueError(f"{quota.name} is no rate")
    base = total(line for line in lines if line.economic.startswith(quota.base))
    return (base * quota.value / 100).quantize(CENT, ROUND_HALF_UP)


def subsidy(insured: int, standard: Decimal, share: Decimal) -> Decimal:
    """What a level of government pays for insured residents: persons × 元 a person × its share in %, in 元 to the cent."""
    return (insured * standard * share / 100).quantize(CENT, ROUND_HALF_UP)
