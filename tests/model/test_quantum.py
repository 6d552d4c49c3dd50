"""The printed precision of an amount, told without taking the number apart, is that of its last digit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.model.amount import Amount


@pytest.mark.parametrize(
    ("text", "quantum"), [("25.30", "0.01"), ("25", "1"), ("-0.5", "0.1"), ("0", "1"), ("1.250", "0.001"), ("1E+2", "1E+2")]
)
def test_one_unit_in_the_last_printed_place(text: str, quantum: str) -> None:
    assert str(Amount(Decimal(text)).quantum) == quantum


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_it_is_what_the_digits_say(value: Decimal) -> None:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    assert str(Amount(value).quantum) == str(Decimal(1).scaleb(exponent))
