"""Several documents together: each rule fires on a family that disagrees and is silent on one that agrees."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.checking.told import both, project, prose

from gouji.checking.family import joint_checks
from gouji.checking.together import check_together
from gouji.model.disclosure import Cell, Disclosure, Form, Issuer, Row, RowKind, Source
from gouji.model.finding import Finding, Severity
from gouji.model.place import Place

Member = tuple[str, Disclosure]
DEPARTMENT, CENTRE, STATION = "禾川市水利局", "禾川市水文中心", "禾川市泵站"


def form(rows: dict[str, str], agencies: dict[str, str] | None = None) -> Form:
    """Form 02 with its total, its functions and, in a department's, its agencies."""
    total = str(sum(map(Decimal, rows.values())))
    made = [row(RowKind.TOTAL, "合计", total, 3)]
    made += [row(RowKind.AGENCY, name, amount, 5 + i) for i, (name, amount) in enumerate((agencies or {}).items())]
    made += [row(RowKind.ITEM, code, amount, 20 + i, code) for i, (code, amount) in enumerate(rows.items())]
    return Form("two", "收入总体情况表", "预算02表", place=Place(line=2, to_line=40), rows=tuple(made))


def row(kind: RowKind, label: str, amount: str, line: int, code: str | None = None) -> Row:
    cells = {"合计": Cell(Decimal(amount), place=Place(line=line))}
    return Row(kind, label, codes={"function": code} if code else {}, cells=cells, place=Place(line=line))


def body(name: str, rows: dict[str, str], year: int = 2024, **agencies: str) -> Disclosure:
    kind = "department_budget" if name == DEPARTMENT else "unit_budget"
    held = form(rows, agencies or None)
    return Disclosure(Source(f"{name}.txt"), Issuer(name), year, kind, "x/2024", forms=(held,))


def family(whole: dict[str, str], **agencies: str) -> list[Member]:
    """A department with its two units: the centre has 30.00 and 12.50, the station 20.00."""
    units = agencies or {CENTRE: "42.50", STATION: "20.00"}
    centre, station = body(CENTRE, {"2130306": "30.00", "2130399": "12.50"}), body(STATION, {"2130306": "20.00"})
    return [("局.txt", body(DEPARTMENT, whole, **units)), ("中心.txt", centre), ("泵站.txt", station)]


def yearly(now: str, change: str | None, before: str, year: int = 2023) -> list[Member]:
    """A body's revenue of this year with its change, and that of its document of the year before."""
    kind = "较上年变动额" if change else "较上年"
    said = prose((f"收入总计{now}万元", "收入总计"), "，", (change or "与上年持平", f"收入总计.{kind}"), "。")
    old = replace(prose((f"收入总计{before}万元", "收入总计")), fiscal_year=year)
    return [("今年.txt", said), ("上年.txt", old)]


def sisters(one: str, other: str) -> list[Member]:
    """Two units with a project each, by their codes."""
    made = [replace(body(n, {}), projects=(project("水尺更新", "9.00", code=c),)) for n, c in ((CENTRE, one), (STATION, other))]
    return [("中心.txt", made[0]), ("泵站.txt", made[1])]


def twice(first: str, second: str, name: str = CENTRE) -> list[Member]:
    one = prose((f"收入总计{first}万元", "收入总计"))
    other = replace(prose((f"收入总计{second}万元", "收入总计")), issuer=Issuer(name))
    return [("甲.txt", one), ("乙.txt", other)]


def by_rate(now: str, rate: str) -> list[Member]:
    """This year's revenue with its rate of growth, where last year's document says 54.00."""
    said = prose((f"收入总计{now}万元", "收入总计"), "，", (f"比上年增长{rate}", "收入总计.较上年变动率"), "。")
    return [("今年.txt", said), ("上年.txt", replace(prose(("收入总计54.00万元", "收入总计")), fiscal_year=2023))]


def noted(rows: dict[str, str], whole: str) -> list[Member]:
    """A department that agrees with its two units, who have two and three people; it says how many it has."""
    made = zip(family(rows), (whole, "2", "3"), strict=True)
    return [(name, replace(d, claims=prose((f"在职职工{n}人", "人员.在职职工")).claims)) for (name, d), n in made]


def blocks(amount: str, code: str) -> list[Member]:
    """A department of one unit, its rows below the unit's own: one row of `code`. The unit has 30.00 of 2130306."""
    centre = body(CENTRE, {"2130306": "30.00"})
    below = row(RowKind.ITEM, "水文", amount, 5, code)
    rows = (row(RowKind.TOTAL, "合计", "30.00", 3), row(RowKind.AGENCY, CENTRE, "30.00", 4), below)
    whole = replace(body(DEPARTMENT, {}), forms=(Form("two", "收入总体情况表", "预算02表", rows=rows),))
    return [("局.txt", whole), ("中心.txt", centre)]


def listed(*projects: str) -> list[Member]:
    """A department's form of projects, of the unit's two: 水尺更新 alone is the unit's own."""

    def form_of(*names: str) -> Form:
        rows = [row(RowKind.AGENCY, CENTRE, "9.00", 4)] + [row(RowKind.PROJECT, n, "9.00", 5 + i) for i, n in enumerate(names)]
        return Form("ten", "项目支出表", "预算10表", place=Place(line=2, to_line=40), rows=tuple(rows))

    centre = replace(body(CENTRE, {}), forms=(form_of("旧站房拆除", "水尺更新"),))
    whole = replace(body(DEPARTMENT, {}), forms=(form_of("旧站房拆除", *projects),))
    return [("局.txt", whole), ("中心.txt", centre)]


GOOD = {"2130306": "50.00", "2130399": "12.50"}
CODES = ("411500240000000001234", "411500240000000005678")
CASES: tuple[tuple[str, list[Member], list[Member]], ...] = (
    ("TOGETHER-SUM", family({"2130306": "50.00", "2130399": "12.00"}), family(GOOD)),
    ("TOGETHER-SUM", family({"2130306": "29.00"})[:2], family(GOOD)[:2]),
    ("TOGETHER-AGENCY", family(GOOD, **{CENTRE: "41.50", STATION: "21.00"})[:2], family(GOOD)),
    ("TOGETHER-LAST-YEAR", yearly("60.00", "增加6.00万元", "58.00"), yearly("60.00", "增加6.00万元", "54.0")),
    ("TOGETHER-LAST-YEAR", yearly("60.00", None, "58.00"), yearly("60.00", None, "58.00", 2022)),
    ("TOGETHER-LAST-YEAR", by_rate("60.00", "20.0%"), by_rate("60.00", "11.1%")),
    ("TOGETHER-SUM", noted(GOOD, "6"), noted(GOOD, "5")),
    ("TOGETHER-SUM", listed("水尺更新", "泵房照明"), listed("水尺更新")),
    ("TOGETHER-AGENCY", listed(), listed("水尺更新")),
    ("TOGETHER-AGENCY", blocks("12.50", "2130306"), blocks("30.00", "2130306")),
    ("TOGETHER-AGENCY", blocks("30.00", "2130399"), blocks("30.00", "2130306")[:2]),
    ("TOGETHER-PROJECT", sisters(CODES[0], CODES[0]), sisters(*CODES)[:1]),
    ("TOGETHER-SAME", twice("60.00", "61.00"), twice("60.00", "61.00", STATION)),
    ("TOGETHER-MISSING-UNIT", family(GOOD)[:2], family(GOOD)),
)


def told(members: list[Member], rule: str, lang: str = "zh") -> list[Finding]:
    return [f for f in check_together(members, lang) if f.rule == rule]


@pytest.mark.parametrize(
    ("rule", "wrong"), [pytest.param(r, w, marks=pytest.mark.fires(r), id=f"{i}-{r}") for i, (r, w, _) in enumerate(CASES)]
)
def test_a_disagreement_is_told_with_the_document_that_it_stands_in(rule: str, wrong: list[Member]) -> None:
    (found,) = told(wrong, rule)
    assert found.places[0].place.file in [name for name, _ in wrong]
    assert found.title
    assert told(wrong, rule, "en")[0].message != found.message


@pytest.mark.parametrize(
    ("rule", "right"), [pytest.param(r, s, marks=pytest.mark.silent(r), id=f"{i}-{r}") for i, (r, _, s) in enumerate(CASES)]
)
def test_documents_that_agree_are_silent(rule: str, right: list[Member]) -> None:
    assert told(right, rule) == []


def test_a_sum_names_row_amounts_and_difference() -> None:
    (found,) = told(family({"2130306": "50.00", "2130399": "12.00"}), "TOGETHER-SUM")
    assert "12.00万元" in found.message
    assert (found.stated, found.expected, found.difference) == (Decimal("12.00"), Decimal("12.50"), Decimal("-0.50"))
    assert [s.place.file for s in found.places] == ["局.txt", "中心.txt"]


def test_a_change_against_what_was_executed_is_for_a_person_to_look_at() -> None:
    now, before = yearly("60.00", "比2023年执行数增加6.00万元", "58.00")
    assert [f.severity for f in told([now, before], "TOGETHER-LAST-YEAR")] == [Severity.WARNING]


def test_every_rule_says_itself_and_unrelated_documents_are_silent() -> None:
    assert all(r.text and all(r.title) and all(r.basis) and r.example for r in joint_checks())
    others = [("甲.txt", body(CENTRE, {"2130306": "1.00"})), ("乙.txt", body("青禾县图书馆", {"2070104": "2.00"}))]
    assert check_together(others) == ()
    assert check_together([("甲.txt", both())]) == ()
