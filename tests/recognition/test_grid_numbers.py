"""Amounts as OCR and spreadsheets leave them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.recognition.grid_numbers import is_blank, read_amount, several


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("758.34", "758.34"),
        ("1, 147. 92", "1147.92"),
        ("132465. 29", "132465.29"),
        ("549 . 00", "549.00"),
        ("１２．５０", "12.50"),
        ("1 147.92", "1147.92"),
        ("131，610.83", "131610.83"),
        ("12.50万元", "12.50"),
        ("-4.20", "-4.20"),
        ("0", "0"),
    ],
)
def test_blanks_and_widths_are_no_damage(text: str, value: str) -> None:
    found = read_amount(text)
    assert found is not None
    assert (found.amount, found.damaged, found.stray) == (Decimal(value), False, False)
    assert str(found.amount) == value


@pytest.mark.parametrize(
    ("text", "others"), [("100 70", ("100.70",)), ("1O.50", ("10.50",)), ("1.147.92", ("1147.92",)), ("13,16", ("13.16",))]
)
def test_garbled_numbers_are_not_guessed_but_keep_what_they_may_be(text: str, others: tuple[str, ...]) -> None:
    found = read_amount(text)
    assert found is not None
    assert found.amount is None
    assert found.damaged
    assert tuple(map(str, found.others)) == others


@pytest.mark.parametrize("text", ["·", "####", "…"])
def test_unreadable_marks_are_damaged_numbers(text: str) -> None:
    found = read_amount(text)
    assert found is not None
    assert (found.amount, found.damaged) == (None, True)


def test_a_stray_bracket_is_left_out_and_said() -> None:
    found = read_amount("0.85)")
    assert found is not None
    assert (found.amount, found.stray) == (Decimal("0.85"), True)


@pytest.mark.parametrize("text", ["", "-", "—", "办公费", "合计", "2024年", "DIP系统", "12.50 13.60"])
def test_words_and_blanks_are_no_numbers(text: str) -> None:
    assert read_amount(text) is None


def test_a_dash_is_a_blank_and_a_zero_is_not() -> None:
    assert is_blank("—")
    assert not is_blank("0")


def test_amounts_inside_a_pasted_cell() -> None:
    found = several("一、甲 132, 372. 61 二、乙 8.50三、丙")
    assert [str(value) for _, _, value in found] == ["132372.61", "8.50"]


@given(st.text(alphabet="0123456789.,，。 OolI|·#()-—万元甲", max_size=40))
def test_never_raises_and_never_invents_digits(text: str) -> None:
    found = read_amount(text)
    if found is not None and found.amount is not None:
        digits = [c for c in str(abs(found.amount)) if c.isdigit()]
        assert [c for c in text if c.isdigit()][-len(digits) :] == digits or found.amount == 0
