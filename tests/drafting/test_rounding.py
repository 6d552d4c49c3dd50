"""Rounding once, on the list of lines: sums are exact, and no node of the tree is off by a step."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drafting.books import book

from gouji.drafting.lines import total
from gouji.drafting.rounding import LEVELS, STEP, largest_remainders, rounded


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=40), st.booleans())
def test_largest_remainders_keep_the_sum_and_stay_beside_the_exact_value(exact: list[Decimal], up: bool) -> None:
    whole = -int(-sum(exact) // 1) if up else int(sum(exact) // 1)
    parts = largest_remainders(exact, whole)
    assert sum(parts) == whole
    assert all(abs(p - e) < 1 for p, e in zip(parts, exact, strict=True))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_every_level_is_less_than_a_step_off(seed: int) -> None:
    lines = book(seed).lines
    steps = rounded(lines)
    assert all(n.amount % STEP == 0 for n in steps)
    keys = [lambda n: n.agency]
    for level in LEVELS:
        before = list(keys)
        keys = [lambda n, before=before, level=level: (before[-1](n), level(n))]  # type: ignore[misc]
        for key in {keys[0](n) for n in lines}:
            exact = total(n for n in lines if keys[0](n) == key)
            assert abs(total(n for n in steps if keys[0](n) == key) - exact) < STEP


def test_whole_steps_are_left_alone() -> None:
    lines = rounded(book(4).lines)
    assert rounded(lines) == lines
