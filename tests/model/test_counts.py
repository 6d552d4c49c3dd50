"""A count is exact, money and percentages are as exact as they are printed."""

from __future__ import annotations

from decimal import Decimal

from gouji.model.amount import Amount


def test_counts_have_no_rounding_money_and_percent_do() -> None:
    assert Amount(Decimal(2), "辆").half == 0
    assert Amount(Decimal(2), "台（套）").interval.low == 2
    assert Amount(Decimal(2), "万元").half == 5000
    assert Amount(Decimal(2), "%").half == Decimal("0.5")
    # An average of persons is no count.
    assert Amount(Decimal("2.5"), "人").half == Decimal("0.05")
