"""The chart of accounts: what is in our list, what is not, and which classes correspond."""

from __future__ import annotations

import csv

import pytest

from gouji.standards import chart


def test_lookup_and_classes() -> None:
    entry = chart.lookup("function", "2101501")
    assert entry is not None
    assert (entry.name, entry.level) == ("行政运行", "项")
    assert chart.class_of("2101501") == "210"
    wages = chart.lookup("department_economic", "30101")
    assert wages is not None
    assert (wages.name, wages.detail) == ("基本工资", "人员经费")


def test_what_we_do_not_know_is_none_and_no_error() -> None:
    assert chart.lookup("function", "2999999") is None
    assert chart.lookup("function", "") is None
    assert chart.correspondence("39999999") == ()
    with pytest.raises(ValueError, match="no chart"):
        chart.lookup("colour", "201")


def test_years_of_validity() -> None:
    assert chart.lookup("department_economic", "39906", 2020) is not None
    assert chart.lookup("department_economic", "39906", 2024) is None
    assert chart.lookup("department_economic", "39909", 2024) is not None
    assert chart.lookup("department_economic", "39909", 2020) is None
    assert chart.lookup("function", "23107", 2025) is not None
    assert chart.lookup("function", "23107", 2024) is None
    assert chart.lookup("function", "23107") is not None


def test_former_names_are_found_and_reused_codes_are_not() -> None:
    assert [e.code for e in chart.find("function", "医疗卫生与计划生育支出")] == ["210"]
    assert [e.code for e in chart.find("department_economic", "因公出国(境) 费用")] == ["30212"]
    assert "2100401" not in [e.code for e in chart.find("function", "行政单位医疗")]
    assert chart.find("function", "没有这个科目") == ()


def test_correspondence_by_kind_of_body() -> None:
    assert [m.government for m in chart.correspondence("30211", "organ")] == ["50201"]
    assert [m.government for m in chart.correspondence("30211", "institution")] == ["50502"]
    assert {m.government for m in chart.correspondence("30211")} == {"50201", "50502"}
    assert [m.government for m in chart.correspondence("30302", "organ")] == ["50905"]


@pytest.mark.parametrize("kind", chart.KINDS)
def test_data_is_sound(kind: str) -> None:
    with (chart.FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lengths = {"function": {"类": 3, "款": 5, "项": 7}}.get(kind, {"类": 3, "款": 5})
    codes = {row["code"] for row in rows}
    for row in rows:
        assert row["code"].isdecimal()
        assert len(row["code"]) == lengths[row["level"]], row
        assert row["certainty"] in ("high", "medium", "low")
        assert row["source"]
        assert len(row["code"]) == 3 or row["code"][:3] in codes
        if row["valid_from"] and row["valid_to"]:
            assert int(row["valid_from"]) <= int(row["valid_to"])
        assert chart.lookup(kind, row["code"]) is not None


def test_mapping_speaks_of_listed_classes() -> None:
    with (chart.FOLDER / "economic_mapping.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert chart.lookup("department_economic", row["department_economic"]) is not None
            assert chart.lookup("government_economic", row["government_economic"]) is not None
            assert row["unit"] in ("organ", "institution", "any")
