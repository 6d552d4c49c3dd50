"""Functional items by the names of their levels, from the forms' own labels and from the chart of accounts."""

from __future__ import annotations

import pytest

from gouji.model.disclosure import Row, RowKind
from gouji.reconcile.names import Names
from gouji.reconcile.rows import FormRows
from gouji.standards.loader import load

FORM = load("shanghai-putuo/2025").forms["general_budget_expenditure"]


def names(*rows: tuple[str, str]) -> Names:
    made = [Row(RowKind.ITEM, label, codes={"function": code}) for code, label in rows]
    return Names([FormRows(0, FORM, made)], 2025)


FULL = names(("205", "教育支出"), ("20508", "进修及培训"), ("2050803", "培训支出"), ("2050899", "其他进修及培训"))


def test_the_printed_names_of_the_levels_are_a_path() -> None:
    assert FULL.path("2050803") == ("教育支出", "进修及培训", "培训支出")
    assert FULL.code(("教育支出", "进修及培训", "培训支出")) == "2050803"
    assert FULL.code(("教育支出", "进修及培训")) == "20508"


def test_a_form_that_lists_the_deepest_codes_only_takes_the_names_above_from_the_chart() -> None:
    assert names(("2050803", "培训支出")).code(("教育支出", "进修及培训", "培训支出")) == "2050803"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (("教育支出", "进修及培训支出", "培训"), "2050803"),  # 支出 more or less
        (("教育支出", "教育支出", "培训支出"), None),  # another group
        (("教育支出", "进修及培训", "培训费"), None),
        (("科学技术支出", "进修及培训", "培训支出"), None),
    ],
)
def test_names_are_the_same_but_for_a_final_word(path: tuple[str, ...], code: str | None) -> None:
    assert FULL.code(path) == code


def test_two_codes_of_one_name_are_no_answer() -> None:
    assert names(("2050803", "培训支出"), ("2050899", "培训支出")).code(("教育支出", "进修及培训", "培训支出")) is None


def test_what_may_have_been_meant_shares_a_name() -> None:
    assert FULL.near(("教育支出", "教育支出", "培训支出")) == ("2050803",)
    assert FULL.near(("教育支出", "别的", "没有的")) == ()
