"""An honest document breaks no relation, whatever freedoms it takes; one wrong figure breaks some."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.standards.honest import Body
from tests.standards.honest_facts import facts

from gouji.model.disclosure import Cell, Disclosure
from gouji.model.finding import Outcome
from gouji.reconcile.binding import bind
from gouji.reconcile.evaluation import evaluate
from gouji.standards.loader import load
from gouji.standards.template import Template


def broken(document: Disclosure, template: Template) -> list[str]:
    """The broken relations, each with its severity, scope and figures."""
    results = evaluate(bind(document, template))
    assert sum(r.outcome in (Outcome.HELD, Outcome.ROUNDING) for r in results) > 50
    return [
        f"{r.relation.severity} {r.relation.id} {r.relation.scope}: {r.stated} {r.relation.compare} {r.expected}"
        for r in results
        if r.outcome is Outcome.BROKEN
    ]


@pytest.mark.parametrize("profile", ["11", "12", "15"])
@pytest.mark.parametrize("seed", range(12))
def test_honest_documents_break_nothing(profile: str, seed: int) -> None:
    template = load("henan/2024", profile)
    dice = random.Random(f"{profile}{seed}")
    body = Body(template, facts(dice), spends_carried=bool(seed % 2), general_carried=bool(seed // 2 % 2))
    assert broken(body.disclosure(), template) == []


@pytest.mark.parametrize("seed", range(40))
def test_one_wrong_amount_breaks_something(seed: int) -> None:
    template = load("henan/2024", "15")
    dice = random.Random(seed)
    document = Body(template, facts(dice), True, True).disclosure()
    spots = [(f, r, path) for f, form in enumerate(document.forms) for r, row in enumerate(form.rows) for path in row.cells]
    f, r, path = dice.choice(spots)
    form = document.forms[f]
    row = form.rows[r]
    wrong = Cell(row.cells[path].amount + Decimal(dice.choice((7, 90, 1234))))
    rows = (*form.rows[:r], replace(row, cells={**row.cells, path: wrong}), *form.rows[r + 1 :])
    forms = (*document.forms[:f], replace(form, rows=rows), *document.forms[f + 1 :])
    assert broken(replace(document, forms=forms), template), (form.kind, row.label, path)
