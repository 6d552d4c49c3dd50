"""How many independent relations vouch for a figure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.reconcile.small import bound, disclosure, figure, form

from gouji.model.disclosure import Cell, Row, RowKind
from gouji.reconcile.bound import Key
from gouji.reconcile.coverage import _rank, counts, coverage, unvouched
from gouji.reconcile.evaluation import evaluate

A, B, C, D = (figure(v, number=n) for n, v in enumerate(("5.00", "2.00", "3.00", "5.00")))


def test_each_relation_that_says_more_counts() -> None:
    vouched = coverage(evaluate([bound([A], [B, C]), bound([A], [D])]))
    assert [vouched[f.key] for f in (A, B, C, D)] == [2, 1, 1, 1]


def test_the_same_relation_twice_counts_once() -> None:
    vouched = coverage(evaluate([bound([A], [B, C]), bound([A], [C, B]), bound([B, C], [A])]))
    assert vouched[A.key] == 1


def test_of_relations_that_follow_from_each_other_only_the_independent_ones_count() -> None:
    """A = D, and twice A = D + D: three relations around A, of rank two."""
    relations = [bound([A], [B, C]), bound([A], [D]), bound([A, A], [B, C, D])]
    results = evaluate(relations)
    assert coverage(results)[A.key] == 2


def test_a_broken_relation_and_a_bound_vouch_for_nothing() -> None:
    wrong = figure("9.00", number=7)
    vouched = coverage(evaluate([bound([A], [wrong]), bound([B], [A], "<=")]))
    assert (vouched[A.key], vouched[wrong.key], vouched[B.key]) == (0, 0, 0)


def test_amounts_that_nothing_vouches_for_are_listed() -> None:
    cells = {"甲": Cell(Decimal("5.00")), "乙": Cell(Decimal("2.00")), "丙": Cell(Decimal("0.00"))}
    document = disclosure(form("one", Row(RowKind.ITEM, "行", cells=cells)))
    vouched = {Key("form", 0, 0, "甲"): 2}
    assert unvouched(document, vouched) == (Key("form", 0, 0, "乙"),)
    assert counts(document, vouched) == {0: 2, 2: 1}


@given(
    st.lists(
        st.dictionaries(st.integers(0, 7), st.sampled_from([-2, -1, 1, 2]), min_size=1, max_size=5),
        max_size=6,
        unique_by=lambda v: frozenset(v.items()),
    )
)
def test_relations_with_figures_of_their_own_are_counted_without_elimination(vectors: list[dict[int, int]]) -> None:
    assert _rank(vectors) == rank([[Fraction(v.get(x, 0)) for x in range(8)] for v in vectors])


def rank(rows: list[list[Fraction]]) -> int:
    """The rank by the textbook."""
    found = 0
    for column in range(8):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        rows[found + 1 :] = [
            [a - row[column] / pivot[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows[found + 1 :]
        ]
        found += 1
    return found
