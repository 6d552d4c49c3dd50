"""Evaluation: intervals from printed precision, and nothing else, decide between held, rounding and broken."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reconcile.small import bound, figure, terms

from gouji.model.finding import Outcome
from gouji.reconcile.evaluation import evaluate, evaluate_one

cents = st.integers(-2000, 2000).map(lambda n: Decimal(n).scaleb(-2))


def test_equal_figures_hold() -> None:
    assert evaluate_one(bound(["10.00"], ["4.00", "6.00"])).outcome is Outcome.HELD


def test_a_unit_in_the_last_place_is_rounding_where_three_figures_take_part() -> None:
    result = evaluate_one(bound(["10.01"], ["4.00", "6.00"]))
    assert (result.outcome, result.difference) == (Outcome.ROUNDING, Decimal("0.01"))


def test_the_same_unit_is_broken_where_only_two_do() -> None:
    assert evaluate_one(bound(["10.01"], ["10.00"])).outcome is Outcome.BROKEN


def test_just_at_the_sum_of_half_units_is_broken() -> None:
    assert evaluate_one(bound(["10.02"], ["4.00", "3.00", "3.00"])).outcome is Outcome.BROKEN
    assert evaluate_one(bound(["10.02"], ["4.00", "3.00", "2.00", "1.00"])).outcome is Outcome.ROUNDING


def test_a_blank_is_an_exact_zero_and_allows_no_rounding() -> None:
    assert evaluate_one(bound(["10.01"], ["10.00", None, None])).outcome is Outcome.BROKEN


def test_units_are_converted_and_told_in_the_left_sides() -> None:
    result = evaluate_one(bound(["42.50"], [figure("425000.0", "元")]))
    assert result.outcome is Outcome.HELD
    result = evaluate_one(bound(["42.50"], [figure("435000.0", "元")]))
    assert (result.outcome, result.stated, result.expected, result.difference) == (
        Outcome.BROKEN,
        Decimal("42.5"),
        Decimal("43.5"),
        Decimal("-1"),
    )


def test_a_coarsely_printed_figure_allows_what_its_digits_allow() -> None:
    assert evaluate_one(bound(["29.3"], ["29.31"])).outcome is Outcome.HELD  # 29.31, rounded to one decimal
    assert evaluate_one(bound(["29.3"], ["29.35"])).outcome is Outcome.ROUNDING  # rounded it is 29.4
    assert evaluate_one(bound(["29.3"], ["29.3", "0.02"])).outcome is Outcome.ROUNDING  # one addend is as coarse as the sum
    assert evaluate_one(bound(["29.3"], ["29.36"])).outcome is Outcome.BROKEN


@pytest.mark.parametrize(
    ("left", "compare", "right", "outcome"),
    [
        ("5.00", "<=", "5.00", Outcome.HELD),
        ("4.00", "<=", "5.00", Outcome.HELD),
        ("5.01", "<=", "5.00", Outcome.BROKEN),
        ("5.00", ">=", "4.00", Outcome.HELD),
        ("4.00", ">=", "5.00", Outcome.BROKEN),
    ],
)
def test_inequalities(left: str, compare: str, right: str, outcome: Outcome) -> None:
    assert evaluate_one(bound([left], [right], compare)).outcome is outcome


def test_money_is_not_compared_with_percent() -> None:
    assert evaluate_one(bound(["5.00"], [figure("5.00", "%")])).outcome is Outcome.UNTESTABLE


def test_what_binding_could_not_bind_is_never_held() -> None:
    result = evaluate_one(bound(["5.00"], ["5.00"], untestable="缺预算02表"))
    assert (result.outcome, result.reason) == (Outcome.UNTESTABLE, "缺预算02表")


def test_results_come_in_order() -> None:
    relations = [bound(["1"], ["1"]), bound(["1"], ["2"])]
    assert [r.relation for r in evaluate(relations)] == relations


@pytest.mark.parametrize(
    ("stated", "of", "by", "outcome"),
    [
        ("51.13", "395.26", "773.05", Outcome.HELD),
        ("51", "395.26", "773.05", Outcome.HELD),
        ("51.14", "395.26", "773.05", Outcome.BROKEN),
        ("33.4", "1", "3", Outcome.ROUNDING),  # 0.5 … 1.5 of 2.5 … 3.5
        ("80", "1", "3", Outcome.BROKEN),
    ],
)
def test_shares(stated: str, of: str, by: str, outcome: Outcome) -> None:
    result = evaluate_one(bound([figure(stated, "%")], [of], by=terms(by), ratio="share"))
    assert result.outcome is outcome


def test_growth_is_measured_against_last_year() -> None:
    assert evaluate_one(bound([figure("25", "%")], ["20.00"], by=terms("100.00"), ratio="rate")).outcome is Outcome.HELD
    assert evaluate_one(bound([figure("20", "%")], ["20.00"], by=terms("100.00"), ratio="rate")).outcome is Outcome.BROKEN


def test_a_divisor_that_may_be_zero_is_untestable() -> None:
    result = evaluate_one(bound([figure("100", "%")], ["0.3"], by=terms("0"), ratio="share"))
    assert result.outcome is Outcome.UNTESTABLE
    assert "除数" in (result.reason or "")
    assert evaluate_one(bound([figure("100", "%")], ["5.00"], by=terms("5.00"), ratio="rate")).outcome is Outcome.UNTESTABLE


@given(st.lists(cents, min_size=1, max_size=4), st.integers(-4, 4))
def test_linear_agrees_with_brute_force(parts: list[Decimal], off: int) -> None:
    """Some true values (hundredths of the last place inside each figure's interval) add up, or none do."""
    stated = sum(parts) + Decimal(off).scaleb(-2)
    count = len(parts) + 1
    possible = any(a == 100 * off for a in range(-49 * count, 49 * count + 1))
    outcome = evaluate_one(bound([str(stated)], [str(p) for p in parts])).outcome
    assert outcome is (Outcome.HELD if off == 0 else Outcome.ROUNDING if possible else Outcome.BROKEN)


@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 400))
def test_shares_agree_with_brute_force(of: int, by: int, stated: int) -> None:
    """A broken share has no true values of numerator, denominator and percentage that agree."""
    inside = [Decimal(n) / 10 for n in range(-4, 5)]
    possible = any(abs(100 * (of + x) / (by + y) - stated) < Decimal("0.5") for x, y in product(inside, inside))
    outcome = evaluate_one(bound([figure(str(stated), "%")], [str(of)], by=terms(str(by)), ratio="share")).outcome
    if possible:
        assert outcome in (Outcome.HELD, Outcome.ROUNDING)
    if outcome is Outcome.BROKEN:
        assert not possible
