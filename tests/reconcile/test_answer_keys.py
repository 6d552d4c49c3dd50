"""Real forms whose blank cells are erased: placement must put every amount back where the answer key has it."""

from __future__ import annotations

import pytest
from tests.generate import erased
from tests.reconcile.keys import key

from gouji.model.finding import Outcome
from gouji.reconcile.binding import bind
from gouji.reconcile.evaluation import evaluate
from gouji.reconcile.placement import place
from gouji.standards.loader import load

TEMPLATE = load("henan/2024", "11")


@pytest.mark.parametrize("name", ["000", "001", "002"])
def test_every_amount_finds_its_column(name: str) -> None:
    whole = key(name, TEMPLATE)
    placed = place(erased(whole, TEMPLATE), TEMPLATE).forms
    for form, found in zip(whole.forms, placed, strict=True):
        for row, got in zip(form.rows, found.rows, strict=True):
            assert {p: c.amount for p, c in got.cells.items()} == {p: c.amount for p, c in row.cells.items()}


@pytest.mark.parametrize("name", ["000", "001", "002"])
def test_most_relations_hold(name: str) -> None:
    results = evaluate(bind(key(name, TEMPLATE), TEMPLATE))
    tested = [r for r in results if r.outcome is not Outcome.UNTESTABLE]
    broken = [r for r in tested if r.outcome is Outcome.BROKEN]
    assert tested
    assert len(broken) <= 0.02 * len(tested), [(r.relation.id, r.stated, r.expected) for r in broken]
