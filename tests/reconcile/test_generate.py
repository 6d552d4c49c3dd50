"""The generator's promise: what it makes contradicts no relation of the template."""

from __future__ import annotations

import pytest
from tests.generate import disclosure, erased

from gouji.model.finding import Outcome
from gouji.reconcile.binding import bind
from gouji.reconcile.evaluation import evaluate
from gouji.standards.loader import load


@pytest.mark.parametrize(("name", "profile"), [("henan/2024", "11"), ("henan/2024", "12"), ("henan/2025", "15")])
def test_made_disclosures_are_consistent(name: str, profile: str) -> None:
    made = load(name, profile)
    for seed in range(20):
        results = evaluate(bind(disclosure(seed, made), made))
        wrong = [(r.relation.id, r.relation.scope, r.stated, r.expected) for r in results if r.outcome is Outcome.BROKEN]
        assert not wrong, f"seed {seed}: {wrong[:3]}"
        assert len(results) > 50


def test_the_same_seed_makes_the_same() -> None:
    made = load("henan/2024", "11")
    assert disclosure(5, made) == disclosure(5, made)
    assert disclosure(5, made) != disclosure(6, made)


def test_erasing_keeps_every_number_and_its_order() -> None:
    made = load("henan/2024", "11")
    whole = disclosure(3, made)
    for form, loose in zip(whole.forms, erased(whole, made), strict=True):
        for row, kept in zip(form.rows, loose.rows, strict=True):
            paths = [c.path for c in made.forms[form.kind].amounts(row.side) if c.path in row.cells]
            assert [n.amount for n in kept.numbers] == [row.cells[p].amount for p in paths]
            assert all(n.hint is None for n in kept.numbers)
