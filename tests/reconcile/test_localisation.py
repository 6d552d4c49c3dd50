"""The culprit is named: against brute force on random networks, and by example for each kind of slip."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.timing import cost

from gouji.model.amount import Amount
from gouji.model.finding import Spot
from gouji.model.place import Place
from gouji.reconcile.bound import BoundRelation, BoundTerm, Figure, Key, Result
from gouji.reconcile.evaluation import evaluate
from gouji.reconcile.localisation import Diagnosis, localise
from gouji.reconcile.slips import (
    BLANK,
    EXCHANGED,
    FAR_SWAP,
    MOVED,
    NEIGHBOUR,
    OMITTED,
    POINT,
    ROW_MISSING,
    ROW_TWICE,
    SWAP,
    UNIT,
    slip,
)

Factors = dict[int, int]


def cell(value: object, row: int, column: str = "合计", unit: str = "万元", form: int = 0, **more: object) -> Figure:
    """A cell of a form; each row stands on a line of its own."""
    amount = None if value is None else Amount(Decimal(str(value)), unit)
    place = Place(line=10 + row)
    spot = Spot(f"form{form}", f"行{row}", column, None if value is None else str(value), place)
    return Figure(Key("form", form, row, column), amount, spot, **more)  # type: ignore[arg-type]


def claim(value: str, number: int, unit: str = "万元") -> Figure:
    return Figure(Key("claim", number), Amount(Decimal(value), unit), Spot("", f"数{number}", "", value, Place(line=number)))


def relation(
    left: Figure, *right: Figure, compare: str = "=", by: tuple[Figure, ...] = (), ratio: str | None = None
) -> BoundRelation:
    terms = tuple(BoundTerm(1, f) for f in right)
    divisor = tuple(BoundTerm(1, f) for f in by)
    return BoundRelation("R", "说明", "算术", "error", compare, (BoundTerm(1, left),), terms, divisor, ratio)


def found(*relations: BoundRelation) -> tuple[Diagnosis, ...]:
    return localise(evaluate(relations))


# --- brute force: the least number of figures whose change lets every equation hold, by exact linear algebra


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[int], list[Factors]]:
    """Whole numbers and sums among them that hold, then one or two of the numbers changed."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    size = dice.randint(4, 9)
    values = [dice.randint(1, 60) for _ in range(size)]
    sums: list[Factors] = []
    for _ in range(dice.randint(2, 7)):
        parts = dice.sample(range(len(values)), dice.randint(1, 3))
        total = len(values)
        values.append(sum(values[p] for p in parts))
        sums.append({total: 1, **dict.fromkeys(parts, -1)})
        if dice.random() < 0.7:  # the same sum, stated elsewhere
            values.append(values[total])
            sums.append({total: 1, len(values) - 1: -1})
    for x in dice.sample(range(len(values)), draw(st.integers(1, 2))):
        values[x] += dice.choice((-7, 9, 31, 100))
    return values, sums


def least(values: list[int], sums: list[Factors], most: int) -> int | None:
    """The size of the smallest set of figures that can be changed so that all holds; None above `most`."""
    for size in range(most + 1):
        if any(_feasible(values, sums, chosen) for chosen in combinations(range(len(values)), size)):
            return size
    return None


def _feasible(values: list[int], sums: list[Factors], free: tuple[int, ...]) -> bool:
    """Whether the equations have a solution in the free figures, the others left as they are."""
    rows = []
    for factors in sums:
        constant = -sum(f * values[x] for x, f in factors.items() if x not in free)
        rows.append([*(Fraction(factors.get(x, 0)) for x in free), Fraction(constant)])
    at = 0
    for column in range(len(free)):
        pivot = next((r for r in range(at, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for r in range(len(rows)):
            if r != at and rows[r][column]:
                factor = rows[r][column] / rows[at][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[at], strict=True)]
        at += 1
    return all(any(row[:-1]) or not row[-1] for row in rows)


@settings(max_examples=150, deadline=None)
@given(networks())
def test_no_smaller_set_of_changes_would_do(network: tuple[list[int], list[Factors]]) -> None:
    values, sums = network
    figures = [cell(v, x, f"列{x}", unit="个") for x, v in enumerate(values)]  # counts are exact: no rounding
    relations = []
    for factors in sums:
        (left,) = (x for x, f in factors.items() if f > 0)
        relations.append(relation(figures[left], *(figures[x] for x, f in factors.items() if f < 0)))
    diagnoses = localise(evaluate(relations))
    smallest = least(values, sums, 2)
    changes = [d for d in diagnoses if d.act is None]
    if any(d.act for d in diagnoses) or smallest is None:
        return
    assert len(changes) == smallest
    right = list(values)
    for diagnosis in changes:
        first = diagnosis.changes[0]
        right[first.figure.key.row] = int(first.should_be)
    assert all(sum(f * right[x] for x, f in factors.items()) == 0 for factors in sums)


# --- by example


def test_where_row_and_column_meet_stands_the_culprit() -> None:
    """行运行316.39 for 316.93, seen by its row and its column."""
    total, wrong, other = cell("400.00", 0), cell("316.39", 1), cell("83.07", 2)
    parts = cell("300.00", 1, "基本"), cell("16.93", 1, "项目")
    (cause,) = found(relation(total, wrong, other), relation(wrong, *parts))
    first = cause.changes[0]
    assert (first.figure.key, first.should_be, first.slip) == (wrong.key, Decimal("316.93"), SWAP)
    assert len(cause.results) == 2
    assert len(cause.changes) == 1
    assert cause.confidence == 1


def test_five_broken_relations_of_one_cell_are_one_cause() -> None:
    wrong = cell("9.10", 0)
    others = [cell("91.00", n) for n in range(1, 6)]
    (cause,) = found(*(relation(wrong, other) for other in others))
    assert (cause.changes[0].should_be, cause.changes[0].slip, len(cause.results)) == (Decimal("91.00"), POINT, 5)


def test_a_cell_that_other_relations_vouch_for_is_not_blamed() -> None:
    stated, a, b = claim("12.00", 1), cell("7.00", 1), cell("5.50", 2)
    (cause,) = found(relation(stated, a, b), relation(a, cell("7.00", 3)), relation(b, cell("5.50", 4)))
    assert [c.figure.key for c in cause.changes] == [stated.key]


def test_a_wrong_share_is_named_with_the_right_one() -> None:
    share, part, whole = claim("48.06", 1, "%"), claim("46.08", 2), claim("100.00", 3)
    same = cell("46.08", 1), cell("100.00", 2)
    (cause,) = found(relation(share, part, by=(whole,), ratio="share"), relation(part, same[0]), relation(whole, same[1]))
    assert (cause.changes[0].figure.key, cause.changes[0].should_be) == (share.key, Decimal("46.08"))


def test_a_wrong_cell_that_breaks_the_share_too_is_named_itself() -> None:
    share, part, whole = claim("46.08", 1, "%"), cell("48.06", 1), claim("100.00", 3)
    again = cell("46.08", 5)
    (cause,) = found(
        relation(share, part, by=(whole,), ratio="share"),
        relation(part, again),
        relation(again, cell("46.08", 6)),
        relation(whole, cell("100.00", 7)),
    )
    assert cause.changes[0].figure.key == part.key
    assert len(cause.results) == 2


def test_a_fall_that_is_called_a_rise() -> None:
    rate, change, now = claim("2.53", 1, "%"), claim("-1.28", 2), claim("49.29", 3)
    (cause,) = found(
        relation(rate, change, by=(now,), ratio="rate"), relation(change, cell("-1.28", 2)), relation(now, cell("49.29", 1))
    )
    assert (cause.changes[0].figure.key, cause.changes[0].should_be) == (rate.key, Decimal("-2.53"))


def test_a_stated_amount_is_not_asked_to_be_less_than_nothing() -> None:
    whole, nothing, part = claim("37.35", 1), claim("0", 2), claim("1.53", 3)
    (cause,) = found(relation(whole, nothing, claim("37.35", 4), part))
    assert all(c.should_be >= 0 for c in cause.changes)
    assert (part.key, Decimal("0.00")) in {(c.figure.key, c.should_be) for c in cause.changes}


def test_two_faults_far_apart_and_two_in_one_sum() -> None:
    a, b, total = cell("10.00", 1), cell("20.00", 2), cell("77.00", 3)
    causes = found(
        relation(total, a, b), relation(a, cell("12.00", 4)), relation(b, cell("65.00", 5)),
        relation(cell("12.00", 4), cell("12.00", 6)), relation(cell("65.00", 5), cell("65.00", 7)),
        relation(total, cell("77.00", 8)),
    )  # fmt: skip
    assert {(c.changes[0].figure.key.row, c.changes[0].should_be) for c in causes} == {
        (1, Decimal("12.00")),
        (2, Decimal("65.00")),
    }


def test_a_garbled_figure_and_a_count_of_rows_are_never_blamed() -> None:
    damaged, number = cell("1.00", 1, damaged=True), Figure(Key("count", 0, 6), Amount(Decimal(6)), Spot("表"))
    stated = claim("5", 1, "个")
    (cause,) = found(relation(stated, number))
    assert [c.figure.key for c in cause.changes] == [stated.key]
    (cause,) = found(relation(cell("2.00", 2), damaged))
    assert [c.figure.key.row for c in cause.changes] == [2]


def test_spared_figures_are_not_blamed() -> None:
    one, other = cell("1.00", 1), cell("2.00", 2)
    (cause,) = localise(evaluate([relation(one, other)]), {one.key})
    assert [c.figure.key for c in cause.changes] == [other.key]
    (cause,) = localise(evaluate([relation(one, other)]), {one.key, other.key})
    assert cause.changes == ()


def sheet(rows: dict[int, tuple[object, object, object]], totals: tuple[str, str, str]) -> list[BoundRelation]:
    """A form of three columns, 合计 = 甲 + 乙 in each row, and a total row (0) for each column."""
    names = ("合计", "甲", "乙")
    cells = {(r, c): cell(v, r, c) for r, values in rows.items() for c, v in zip(names, values, strict=True)}
    heads = {c: cell(v, 0, c) for c, v in zip(names, totals, strict=True)}
    out = [relation(cells[r, "合计"], cells[r, "甲"], cells[r, "乙"]) for r in rows]
    out += [relation(heads[c], *(cells[r, c] for r in rows)) for c in names]
    return [*out, relation(heads["合计"], heads["甲"], heads["乙"])]


GOOD = {1: ("5.00", "2.00", "3.00"), 2: ("9.10", "4.10", "5.00"), 3: ("7.00", "6.50", "0.50")}
TOTALS = ("21.10", "12.60", "8.50")


def test_a_whole_sheet_holds() -> None:
    assert found(*sheet(GOOD, TOTALS)) == ()


def test_two_figures_of_a_row_exchanged() -> None:
    (cause,) = found(*sheet(GOOD | {2: ("9.10", "5.00", "4.10")}, TOTALS))
    assert cause.act is not None
    assert (cause.act.slip, {s.column for s in cause.act.spots}, cause.act.spots[0].row) == (EXCHANGED, {"甲", "乙"}, "行2")


def test_a_figure_in_the_wrong_column() -> None:
    rows = {1: ("5.00", "5.00", None), 2: GOOD[2], 3: ("7.00", None, "7.00")}
    (cause,) = found(*sheet(rows, ("21.10", "16.10", "5.00")))
    assert cause.act is not None
    assert (cause.act.slip, [(s.row, s.column) for s in cause.act.spots]) == (MOVED, [("行3", "乙"), ("行3", "甲")])


def test_a_missing_row_is_told_with_its_amounts() -> None:
    (cause,) = found(*sheet({1: GOOD[1], 3: GOOD[3]}, TOTALS))
    assert cause.act is not None
    assert (cause.act.slip, dict(cause.act.amounts)) == (
        ROW_MISSING,
        {"合计": Decimal("9.10"), "甲": Decimal("4.10"), "乙": Decimal("5.00")},
    )


def test_amounts_that_are_no_row_are_no_missing_row() -> None:
    """The columns lack 9.10, 4.10 and 6.00: no row of the form could be so."""
    causes = found(*sheet({1: GOOD[1], 3: GOOD[3]}, ("21.10", "12.60", "9.50")))
    assert all(c.act is None for c in causes)


def test_a_row_printed_twice() -> None:
    relations = sheet(GOOD | {4: GOOD[2]}, TOTALS)
    same = [replaced_label(r, 4, "行2") for r in relations]
    (cause,) = localise(evaluate(same))
    assert cause.act is not None
    assert (cause.act.slip, cause.act.spots[0].row, cause.act.spots[0].place.line) == (ROW_TWICE, "行2", 14)


def replaced_label(bound: BoundRelation, row: int, label: str) -> BoundRelation:
    from dataclasses import replace

    def terms(old: tuple[BoundTerm, ...]) -> tuple[BoundTerm, ...]:
        return tuple(
            t._replace(figure=replace(t.figure, spot=replace(t.figure.spot, row=label))) if t.figure.key.row == row else t
            for t in old
        )

    return bound._replace(left=terms(bound.left), right=terms(bound.right))


def test_a_projects_amount_is_the_cell_that_prints_it() -> None:
    """The same printed number as a cell and as the project's amount: one figure, one cause."""
    place = Place(line=30, column=5)
    amount = Amount(Decimal("60.00"), "万元")
    printed = Figure(Key("form", 3, 1, "资金总额"), amount, Spot("project_performance", "甲", "资金总额", "60.00", place))
    project = Figure(Key("project", 0, 0, "amount"), amount, Spot("project_performance", "甲", "amount", "60.00", place))
    causes = found(
        relation(project, cell("6.00", 1)), relation(printed, cell("6.00", 2)), relation(cell("6.00", 1), cell("6.00", 5))
    )
    assert len(causes) == 1
    assert (causes[0].changes[0].should_be, causes[0].changes[0].slip) == (Decimal("6.00"), POINT)


@pytest.mark.parametrize(
    ("stated", "right", "kind"),
    [
        ("316.39", "316.93", SWAP),
        ("8.00", "0.80", POINT),
        ("425000", "42.50", UNIT),
        (None, "3.00", BLANK),
        ("48.06", "46.08", FAR_SWAP),
    ],
)
def test_slips_have_names(stated: str | None, right: str, kind: object) -> None:
    assert slip(Decimal(stated) if stated else None, Decimal(right)) is kind


def test_a_total_that_leaves_out_its_neighbour() -> None:
    assert slip(Decimal("752.67"), Decimal("762.17"), {Decimal("9.50"), Decimal("752.67")}) is NEIGHBOUR
    assert slip(Decimal("742.60"), Decimal("762.17"), {Decimal("19.57")}) is OMITTED


def test_four_hundred_relations_take_no_time() -> None:
    """A form of 130 rows: 50 ms on an idle core; the bound leaves room for a slow or a busy one, bench/mutation measures."""
    rows: dict[int, tuple[object, object, object]] = {n: (f"{n + 1}.50", f"{n}.00", "1.50") for n in range(1, 391)}
    totals = tuple(str(sum(Decimal(str(v[i])) for v in rows.values())) for i in range(3))
    rows[200] = ("210.50", "200.00", "1.50")
    results: tuple[Result, ...] = evaluate(sheet(rows, totals))  # type: ignore[arg-type]
    (cause,) = localise(results)
    assert cost(lambda: localise(results)) < 1
    assert cause.changes[0].should_be == Decimal("201.50")
