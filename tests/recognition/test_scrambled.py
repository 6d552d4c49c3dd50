"""A form that its extraction scrambled claims no amounts; one with a mistake of the issuer keeps them all."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.generate import disclosure

from gouji.model.disclosure import Cell, Form
from gouji.recognition.scrambled import without_scrambled
from gouji.reconcile.binding import shapes_of
from gouji.standards.loader import load

TEMPLATE = load("henan/2024")
SEED = 7


def shuffled(form: Form) -> Form:
    """The form with its amounts dealt out to its cells anew."""
    cells = [cell for row in form.rows for cell in row.cells.values()]
    random.Random(1).shuffle(cells)
    dealt = iter(cells)
    return replace(form, rows=tuple(replace(row, cells={p: next(dealt) for p in row.cells}) for row in form.rows))


def forms() -> list[Form]:
    return list(disclosure(SEED, TEMPLATE).forms)


def longest(found: list[Form]) -> int:
    return max(range(len(found)), key=lambda i: sum(len({c.amount for c in r.cells.values()}) for r in found[i].rows))


def test_a_scrambled_form_claims_no_amount_and_says_so() -> None:
    found = forms()
    at = longest(found)
    found[at] = shuffled(found[at])
    told, damage = without_scrambled(found, [False] * len(found), TEMPLATE)
    assert sum(len(r.cells) for r in told[at].rows) == 0
    assert sum(len(r.ambiguous) for r in told[at].rows) == sum(len(r.cells) for r in found[at].rows)
    assert len(damage) == 1
    assert [f for i, f in enumerate(told) if i != at] == [f for i, f in enumerate(found) if i != at]


def test_relations_that_placement_has_named_already_say_the_same() -> None:
    found = forms()
    found[longest(found)] = shuffled(found[longest(found)])
    shapes = tuple(shapes_of(found, TEMPLATE))
    assert shapes
    exact = [False] * len(found)
    assert without_scrambled(found, exact, TEMPLATE, shapes) == without_scrambled(found, exact, TEMPLATE)


def test_a_mistake_of_the_issuer_is_no_scramble() -> None:
    found = forms()
    at = longest(found)
    row = found[at].rows[-1]
    path, cell = next(iter(row.cells.items()))
    wrong: dict[str, Cell] = {**row.cells, path: replace(cell, amount=cell.amount + 1)}
    found[at] = replace(found[at], rows=(*found[at].rows[:-1], replace(row, cells=wrong)))
    assert without_scrambled(found, [False] * len(found), TEMPLATE) == (tuple(found), [])


def test_of_a_document_scrambled_throughout_only_forms_that_sums_prove_are_believed() -> None:
    whole = forms()
    sizes = {i: sum(len(r.cells) for r in f.rows) for i, f in enumerate(whole)}
    mixed = sorted(sizes, key=lambda i: -sizes[i])[:4]
    found = [shuffled(f) if i in mixed else f for i, f in enumerate(whole)]
    told, damage = without_scrambled(found, [False] * len(found), TEMPLATE)
    assert all(not any(r.cells for r in told[i].rows) for i in mixed)
    kept = [i for i, f in enumerate(told) if any(r.cells for r in f.rows)]
    assert kept
    assert all(told[i] == whole[i] for i in kept)
    assert len(damage) == sum(1 for i, f in enumerate(whole) if sizes[i] and i not in kept)


def test_mistakes_in_three_forms_are_no_scramble() -> None:
    found = forms()
    for at in sorted(range(len(found)), key=lambda i: -sum(len(r.cells) for r in found[i].rows))[:3]:
        row = found[at].rows[-1]
        path, cell = next(iter(row.cells.items()))
        cells: dict[str, Cell] = {**row.cells, path: replace(cell, amount=cell.amount + 1)}
        found[at] = replace(found[at], rows=(*found[at].rows[:-1], replace(row, cells=cells)))
    assert without_scrambled(found, [False] * len(found), TEMPLATE) == (tuple(found), [])


def test_positions_of_the_source_itself_are_believed() -> None:
    found = forms()
    found[longest(found)] = shuffled(found[longest(found)])
    assert without_scrambled(found, [True] * len(found), TEMPLATE) == (tuple(found), [])
