"""What is published reads back as the same disclosure, cell for cell and target for target, and nothing is found in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from tests.drafting.books import book
from tests.invented.document import document
from tests.invented.station import STATION
from tests.publishing.same import differences

from gouji.checking import check
from gouji.drafting import assemble
from gouji.model.disclosure import Disclosure
from gouji.publishing import publish
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

READABLE = ("html", "xlsx", "docx", "pdf")
PROFILES = (("11", 2024), ("12", 2024), ("15", 2025))


@cache
def drafted(seed: int) -> Disclosure:
    return assemble(book(seed, *PROFILES[seed % len(PROFILES)], most=120))


def back(disclosure: Disclosure, kind: str, folder: Path) -> Disclosure:
    template = load(disclosure.template or "", disclosure.profile)
    (path,) = publish(disclosure, template, folder, [kind])
    return read(open_document(path))


@pytest.mark.parametrize("kind", READABLE)
@pytest.mark.parametrize("seed", [0, 2, 5, 7, 10, 12, 17, 23, 31, 40])
def test_a_drafted_disclosure_reads_back_the_same(seed: int, kind: str, tmp_path: Path) -> None:
    made = drafted(seed)
    again = back(made, kind, tmp_path)
    assert differences(made, again) == []
    assert [f.message for f in check(again, load(made.template or "", made.profile)).findings] == []


@pytest.mark.parametrize("kind", READABLE)
def test_a_document_that_was_read_is_published_the_same(kind: str, tmp_path: Path) -> None:
    text = tmp_path / "budget.txt"
    text.write_text(document(STATION), encoding="utf-8")
    first = read(open_document(text))
    assert differences(first, back(first, kind, tmp_path)) == []


def test_a_figure_changed_in_print_is_a_difference(tmp_path: Path) -> None:
    made = drafted(2)
    form = made.forms[1]
    path, cell = next(iter(form.rows[0].cells.items()))
    row = replace(form.rows[0], cells={**form.rows[0].cells, path: replace(cell, amount=cell.amount + Decimal("0.01"))})
    forms = (made.forms[0], replace(form, rows=(row, *form.rows[1:])), *made.forms[2:])
    again = back(replace(made, forms=forms), "html", tmp_path)
    assert len(differences(made, again)) == 2


def test_an_amount_of_ones_only_is_no_ruling(tmp_path: Path) -> None:
    one = next(b for b in (book(n) for n in range(100)) if len(b.projects) > 1 and not b.agencies)
    plan = one.projects[0]
    lines = tuple(
        replace(line, amount=Decimal("11100.00"), source="fiscal", carried=False) if n == 0 else line
        for n, line in enumerate(x for x in one.lines if x.project == plan.name)
    )
    rest = tuple(x for x in one.lines if x.project != plan.name)
    made = assemble(replace(one, lines=(*rest, *lines[:1], replace(lines[0], source="special_account"))))
    project = next(p for p in made.projects if p.name == plan.name)
    assert Decimal("1.11") in {c.amount for c in project.amounts.values()}
    assert differences(made, back(made, "html", tmp_path)) == []
