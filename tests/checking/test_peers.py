"""Peers and years side by side: each rule fires on what differs and is silent on its nearest innocent neighbour."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.checking.outlying import median, outlying
from gouji.checking.together import check_together
from gouji.model.disclosure import Cell, Disclosure, Form, Issuer, Row, RowKind, Source
from gouji.model.finding import Finding, Severity
from gouji.model.place import Place

CODE = "2130399"
MEMBERS = list[tuple[str, Disclosure]]


def told(members: MEMBERS, rule: str, lang: str = "zh") -> list[Finding]:
    return [f for f in check_together(members, lang) if f.rule == rule]


def row(kind: RowKind, label: str, amounts: dict[str, str], code: str | None = None, line: int = 3) -> Row:
    cells = {c: Cell(Decimal(a), place=Place(line=line)) for c, a in amounts.items()}
    return Row(kind, label, codes={"function": code} if code else {}, cells=cells, place=Place(line=line))


def document(name: str, form: Form, year: int = 2024) -> Disclosure:
    return Disclosure(Source(f"{name}.txt"), Issuer(name, level="county"), year, "unit_budget", "x/2024", forms=(form,))


def spending(name: str, amount: str, year: int = 2024, total: str = "100.00") -> Disclosure:
    rest = str(Decimal(total) - Decimal(amount))
    rows = (
        row(RowKind.TOTAL, "合计", {"合计": total}),
        row(RowKind.ITEM, "其他水利支出", {"合计": amount}, CODE, 4),
        row(RowKind.ITEM, "住房公积金", {"合计": rest}, "2210201", 5),
    )
    return document(name, Form("expenditure_summary", "支出总体情况表", rows=rows), year)


def places(amounts: list[str], year: int = 2024) -> MEMBERS:
    return [(f"{n}.txt", spending(f"{'甲乙丙丁戊己庚'[n]}县水利局", a, year)) for n, a in enumerate(amounts)]


ODD = ["11.00", "12.00", "10.50", "11.50", "62.00"]


@pytest.mark.fires("TOGETHER-OUTLIER")
def test_a_share_far_from_its_peers_is_named_with_the_median() -> None:
    (found,) = told(places(ODD), "TOGETHER-OUTLIER")
    assert found.severity is Severity.INFO
    assert (found.stated, found.expected) == ("62.0%", "11.5%")
    assert "戊县水利局" in found.message or "4.txt" in found.message
    assert found.places[0].place == Place(line=4, file="4.txt")
    assert told(places(ODD), "TOGETHER-OUTLIER", "en")[0].message != found.message


@pytest.mark.silent("TOGETHER-OUTLIER")
@pytest.mark.parametrize(
    "members",
    [
        places(ODD[1:]),  # four are too few
        places([*ODD[:4], "25.00"]),  # not three times the median
        places(["4.00", "11.00", "30.00", "62.00", "20.00"]),  # all differ
        places(ODD[:4]) + places(["62.00"], 2023),  # of another year
    ],
)
def test_too_few_too_near_too_scattered_or_of_another_year(members: MEMBERS) -> None:
    assert told(members, "TOGETHER-OUTLIER") == []


@pytest.mark.silent("TOGETHER-OUTLIER")
def test_a_department_is_no_peer_of_units() -> None:
    members = places(ODD)
    members[4] = ("4.txt", replace(members[4][1], kind="department_budget"))
    assert told(members, "TOGETHER-OUTLIER") == []


def carried(year: int, now: str, last: str | None, column: str = "上年预算数", unit: str = "万元") -> Disclosure:
    amounts = {"本年预算数": now} | ({column: last} if last is not None else {})
    return document(
        "甲县水利局",
        Form("expenditure_summary", "支出总体情况表", unit=unit, rows=(row(RowKind.ITEM, "防汛", amounts, CODE),)),
        year,
    )


@pytest.mark.fires("TOGETHER-LAST-COLUMN")
@pytest.mark.parametrize("column", ["上年预算数", "2023年预算数", "去年"])
def test_last_years_column_is_held_to_last_years_document(column: str) -> None:
    members = [("今.txt", carried(2024, "60.00", "58.00", column)), ("昔.txt", carried(2023, "54.00", None))]
    (found,) = told(members, "TOGETHER-LAST-COLUMN")
    assert (found.stated, found.expected, found.difference) == (Decimal("58.00"), Decimal("54.00"), Decimal("4.00"))
    assert [s.place.file for s in found.places] == ["今.txt", "昔.txt"]
    assert told(members, "TOGETHER-LAST-COLUMN", "en")[0].message != found.message


@pytest.mark.silent("TOGETHER-LAST-COLUMN")
@pytest.mark.parametrize(
    ("now", "before"),
    [
        (carried(2024, "60.00", "54.00"), carried(2023, "54.00", None)),
        (carried(2024, "60.00", "54"), carried(2023, "54.40", None)),  # as far as it is printed
        (carried(2024, "60.00", "54.00"), carried(2023, "540000.00", None, unit="元")),
        (carried(2024, "60.00", "58.00", "上年执行数"), carried(2023, "54.00", None)),
        (carried(2024, "60.00", "58.00", "上年结转"), carried(2023, "54.00", None)),
        (carried(2024, "60.00", "58.00"), carried(2022, "54.00", None)),
    ],
)
def test_the_same_amount_other_columns_and_other_years_are_silent(now: Disclosure, before: Disclosure) -> None:
    assert told([("今.txt", now), ("昔.txt", before)], "TOGETHER-LAST-COLUMN") == []


VALUES = st.lists(st.decimals("0.01", "1000", places=2), min_size=1, max_size=30)


@given(VALUES)
def test_the_median_splits_its_values(values: list[Decimal]) -> None:
    middle = median(values)
    assert sum(v < middle for v in values) <= len(values) / 2
    assert sum(v > middle for v in values) <= len(values) / 2


@given(VALUES, st.decimals("0.01", "100", places=2))
def test_what_stands_apart_does_not_depend_on_unit_or_order(values: list[Decimal], factor: Decimal) -> None:
    named = sorted(values[i] for i, _ in outlying(values))
    assert len(named) <= len(values) / 2
    assert sorted(values[::-1][i] for i, _ in outlying(values[::-1])) == named


def test_values_that_are_all_the_same_but_one() -> None:
    same = [Decimal("0.10")] * 6
    assert outlying([*same, Decimal("0.11")]) == ()
    assert outlying([*same, Decimal("0.31")]) == ((6, Decimal("0.10")),)
    with pytest.raises(ValueError, match="no values"):
        median([])
