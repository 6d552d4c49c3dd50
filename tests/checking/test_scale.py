"""A form whose header states the wrong unit is one finding, not one for each relation that it breaks."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from bench.clean import with_places
from tests.standards.honest import Body
from tests.standards.honest_facts import facts

from gouji.checking import check
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Severity
from gouji.standards.loader import load

KIND = "expenditure_summary"


def honest() -> Disclosure:
    return with_places(Body(load("henan/2024"), facts(random.Random(7)), False, True).disclosure())


def errors(held: Disclosure) -> list[Finding]:
    return [f for f in check(held, load("henan/2024")).findings if f.severity is Severity.ERROR]


def in_yuan(held: Disclosure) -> Disclosure:
    return replace(held, forms=tuple(replace(f, unit="元") if f.kind == KIND else f for f in held.forms))


@pytest.mark.fires("UNIT-OF-FORM")
def test_a_wrong_unit_is_one_finding() -> None:
    found = errors(in_yuan(honest()))
    assert [f.rule for f in found] == ["UNIT-OF-FORM"]
    assert (found[0].stated, found[0].expected) == ("元", "万元")
    assert found[0].places[0].form == KIND
    assert len(found[0].relations) >= 3


@pytest.mark.silent("UNIT-OF-FORM")
def test_a_form_in_its_unit_and_one_with_other_mistakes() -> None:
    assert errors(honest()) == []
    held = in_yuan(honest())
    index = next(i for i, f in enumerate(held.forms) if f.kind == KIND)
    rows = tuple(
        replace(r, cells={p: replace(c, amount=c.amount * 10_000) for p, c in r.cells.items()}) for r in held.forms[index].rows
    )
    right = replace(held, forms=(*held.forms[:index], replace(held.forms[index], rows=rows), *held.forms[index + 1 :]))
    assert [f for f in errors(right) if f.rule == "UNIT-OF-FORM"] == []
