"""The sentence as it should read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gouji.checking.rewrite import rewritten
from gouji.model.disclosure import Claim


@pytest.mark.parametrize(
    ("quote", "amount", "direction", "right", "reads"),
    [
        ("项目支出268.00万元，占48.06%", "48.06", None, "46.08", "项目支出268.00万元，占46.08%"),
        ("收入总计1,147.92万元", "1147.92", None, "11479.20", "收入总计11,479.20万元"),
        ("增加1.28万元，增长2.52%", "2.52", "增加", "2.53", "增加1.28万元，增长2.53%"),
        ("下降8%", "8", "减少", "5", "增长5%"),
        ("比上年增加3.00万元", "3.00", "增加", "-3.00", "比上年减少3.00万元"),
    ],
)
def test_the_number_is_replaced_and_nothing_else(
    quote: str, amount: str, direction: str | None, right: str, reads: str
) -> None:
    claim = Claim("某数", Decimal(amount), "万元", quote, direction=direction)
    assert rewritten(claim, Decimal(right)) == reads


@pytest.mark.parametrize("quote", ["涉及5个，共5个", "没有这个数", ""])
def test_a_number_that_is_not_there_exactly_once_is_not_replaced(quote: str) -> None:
    assert rewritten(Claim("某数", Decimal(5), "个", quote), Decimal(6)) is None
