"""Target values: every way of printing one, and the words next to them that are none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.recognition.target_value import parse_target


@pytest.mark.parametrize(
    ("raw", "comparator", "value", "unit"),
    [
        ("≥860公里", ">=", "860", "公里"),
        ("≤128.5万元", "<=", "128.5", "万元"),
        ("100%", "=", "100", "%"),
        ("=1层", "=", "1", "层"),
        ("﹥50%", ">", "50", "%"),
        ("<3次", "<", "3", "次"),
        ("400元/人", "=", "400", "元/人"),
        ("不低于95%", ">=", "95", "%"),
        ("控制在5%以内", "<=", "5", "%"),
        ("90%以上", ">=", "90", "%"),
        ("≤15个工作日", "<=", "15", "个工作日"),
        ("≥1,200人次", ">=", "1200", "人次"),
        ("≥２０人", ">=", "20", "人"),
        ("≥ 118⏎0000 人".replace("⏎", "\n"), ">=", "1180000", "人"),
        ("≤25", "<=", "25", None),
    ],
)
def test_measured(raw: str, comparator: str, value: str, unit: str | None) -> None:
    target = parse_target(raw)
    assert (target.comparator, target.value, target.unit) == (comparator, Decimal(value), unit)
    assert target.upper is None
    assert target.deadline is None


def test_range_needs_two_numbers_in_order() -> None:
    target = parse_target("50-70%")
    assert (target.comparator, target.value, target.upper, target.unit) == ("between", Decimal(50), Decimal(70), "%")
    assert parse_target("3至5天").upper == 5
    assert parse_target("70-50%").value is None


@pytest.mark.parametrize(
    ("raw", "deadline"),
    [
        ("2024年12月底前", "2024-12"),
        ("12月底前", "--12"),
        ("6月底", "--06"),
        ("2024年11月30日前", "2024-11-30"),
        ("2024年底", "2024"),
        ("12月31日之前", "--12-31"),
    ],
)
def test_deadlines(raw: str, deadline: str) -> None:
    target = parse_target(raw)
    assert (target.comparator, target.deadline, target.value) == ("<=", deadline, None)


def test_months_are_a_number_where_nothing_says_date() -> None:
    assert parse_target("≥2月").value == 2
    assert parse_target("≥2月").deadline is None


@pytest.mark.parametrize("raw", ["及时", "明显提高", "小于", "≥", "1:2", "", "一年内", "13月底前", "较上年增长"])
def test_words_stay_words(raw: str) -> None:
    target = parse_target(raw)
    assert (target.raw, target.comparator, target.value, target.deadline) == (raw, None, None, None)


@given(st.text(max_size=60))
def test_never_raises_and_keeps_what_was_printed(raw: str) -> None:
    target = parse_target(raw)
    assert target.raw == "".join(raw.split())
    if target.value is not None:
        assert target.comparator is not None


@given(
    st.sampled_from([("≥", ">="), ("≤", "<="), ("", "="), (">", ">"), ("不少于", ">=")]),
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["元", "万元", "%", "人次", "个工作日", "元/平方米", ""]),
)
def test_what_was_written_is_read(sign: tuple[str, str], value: Decimal, unit: str) -> None:
    target = parse_target(f"{sign[0]}{value:,}{unit}")
    assert (target.comparator, target.value, target.unit) == (sign[1], value, unit or None)
