"""Personal data, and the days between approval and disclosure. The numbers are made up."""

from __future__ import annotations

import pytest
from tests.checking.budgets import budget
from tests.checking.made import found, section

from gouji.checking.privacy import dates, valid

STEM = "99999919900307888"  # no such place
NUMBER = STEM + next(c for c in "0123456789X" if valid(STEM + c))


@pytest.mark.fires("PRIVACY-ID")
def test_an_identity_number_is_reported_and_not_repeated() -> None:
    (told,) = found(budget(section("一、说明", f"联系人证件{NUMBER}。")), "PRIVACY-ID")
    assert NUMBER not in told.message + str(told.stated) + str(told.places)
    assert "999***" in told.message


@pytest.mark.silent("PRIVACY-ID")
@pytest.mark.parametrize("text", [STEM + ("1" if NUMBER[-1] != "1" else "2"), "411900240000000000123", f"{NUMBER}77"])
def test_other_long_numbers(text: str) -> None:
    assert found(budget(section("一、说明", f"项目编码{text}。")), "PRIVACY-ID") == []


@pytest.mark.fires("DEADLINE")
def test_disclosed_too_late() -> None:
    (told,) = found(budget(section("一、说明", "批复日期：2024年2月1日；公开日期：2024年3月15日。")), "DEADLINE")
    assert "43日" in told.message


@pytest.mark.silent("DEADLINE")
@pytest.mark.parametrize(
    "text",
    [
        "批复日期：2024年2月1日；公开日期：2024年2月21日。",
        "公开日期：2024年3月15日。",
        "批复日期：2024年13月1日；公开日期：2024年3月5日。",
    ],
)
def test_in_time_or_not_known(text: str) -> None:
    assert found(budget(section("一、说明", text)), "DEADLINE") == []


def test_a_date_that_is_not_stated_is_not_checked() -> None:
    approved, published = dates(budget(section("一、说明", "公开日期：2024年3月15日。")))
    assert approved is None
    assert published is not None
