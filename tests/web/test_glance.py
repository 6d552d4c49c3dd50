"""What is told in plain words is what the figures say, and nothing where they say nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.web.glance import Part, _sentences, amount, change, plain, share
from gouji.web.site import grouped

YUAN = st.decimals(0, 10**10, places=2)
ROW: dict[str, Any] = {
    "year": 2024,
    "expenditure": Decimal(1_000_000),
    "basic": Decimal(600_000),
    "projects": Decimal(400_000),
    "errors": 0,
    "warnings": 0,
    "tested": 10,
    "untestable": 0,
}


def told(row: dict[str, Any], before: dict[str, Any] | None = None, three: dict[str, Decimal] | None = None) -> str:
    return "".join(zh for zh, _ in _sentences({**ROW, **row}, before, (), (), three))


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (110_000, 100_000, "增加1.00万元（增长10.0%）"),
        (90_000, 100_000, "减少1.00万元（下降10.0%）"),
        (100_000, 100_000, "持平"),
        (100_000, 0, "增加10.00万元"),  # no percent of nothing
        (0, 0, "持平"),
        (0, 100_000, "减少10.00万元（下降100.0%）"),
    ],
)
def test_a_change_in_words(now: int, then: int, words: str) -> None:
    assert change(Decimal(now), Decimal(then))[0] == words


@given(now=YUAN, then=YUAN)
def test_a_change_never_has_a_percent_of_nothing_and_its_direction_is_right(now: Decimal, then: Decimal) -> None:
    zh, en = change(now, then)
    assert ("%" in zh) == ("%" in en) == (then > 0 and now != then)
    assert ("增加" in zh) == (now > then)
    assert ("减少" in zh) == (now < then)


@given(parts=st.lists(YUAN, min_size=1, max_size=6))
def test_shares_are_of_the_whole(parts: list[Decimal]) -> None:
    whole = sum(parts, Decimal(0))
    shares = [share(p, whole) for p in parts]
    if whole == 0:
        assert shares == [None] * len(parts)
        return
    for part, found in zip(parts, shares, strict=True):
        assert found is not None
        assert abs(found - 100 * part / whole) <= Decimal("0.05")


def test_a_year_before_is_compared_only_where_it_is_known() -> None:
    assert "比" not in told({})
    assert "比2023年增加" in told({}, {"year": 2023, "expenditure": Decimal(900_000)})
    assert "比" not in told({}, {"year": 2023, "expenditure": None})


def test_basic_and_projects_add_up_to_a_hundred() -> None:
    assert "其中60.0%用于人员和日常运转（基本支出），40.0%用于专门的项目" in told({})
    assert "用于人员" not in told({"basic": None})
    assert "用于人员" not in told({"basic": Decimal(0), "projects": Decimal(0)})


def test_an_empty_form_of_the_three_public_expenses_is_not_told_as_nothing_spent() -> None:
    assert "没有填数字" in told({}, three={})
    assert "没有安排" in told({}, three={"total": Decimal(0)})
    assert "三公" not in told({}, three=None)
    assert "“三公”经费3.00万元：公务接待3.00万元" in told({}, three={"total": Decimal(30_000), "reception": Decimal(30_000)})


def test_not_checked_is_not_told_as_passed() -> None:
    assert "不等于没有问题" in told({"tested": 0})
    assert "另有7条无法核对" in told({"untestable": 7})
    assert "无法核对" not in told({})


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("123456789", "1.23亿元", "123.46 million yuan"),
        ("12345", "1.23万元", "12,345 yuan"),
        ("0", "0.00万元", "0 yuan"),
        ("-50000", "-5.00万元", "-50,000 yuan"),
    ],
)
def test_an_amount_as_people_say_it(yuan: str, zh: str, en: str) -> None:
    assert (amount(Decimal(yuan)), amount(Decimal(yuan), "en")) == (zh, en)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("一、一般公共预算", "一般公共预算"),
        ("（二）事业收入", "事业收入"),
        ("1.资金", "资金"),
        ("一般公共预算", "一般公共预算"),
        ("一、", "一、"),
    ],
)
def test_an_outline_number_is_no_part_of_a_name(name: str, shown: str) -> None:
    assert plain(name) == shown


def test_parts_are_told_largest_first() -> None:
    parts = (Part("教育支出", Decimal(800_000), Decimal("80.0")), Part("住房保障支出", Decimal(200_000), Decimal("20.0")))
    sentences = "".join(zh for zh, _ in _sentences(ROW, None, (), parts, None))
    assert "花得最多的是教育支出，80.00万元，占80.0%；其次是住房保障支出，20.00万元" in sentences


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ("5561.90", "5,561.90"),
        ("-1234567", "-1,234,567"),
        ("0.27", "0.27"),
        ("12", "12"),
        ("一二", "一二"),
        ("1e9", "1e9"),
        ("", ""),
    ],
)
def test_a_figure_is_grouped_and_keeps_its_decimals(figure: str, shown: str) -> None:
    assert grouped(figure) == shown
