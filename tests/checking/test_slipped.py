"""Amounts that slipped against a form's rows are one finding, not one for each relation that fails by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.invented.final import Account, Way
from tests.invented.final_written import WRITERS

from gouji.checking import check
from gouji.model.disclosure import Disclosure, Form
from gouji.model.finding import Finding, Severity
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

KIND = "final_general_expenditure"
FIRST, BY = 4, 2  # the row from which the amounts slip, and how far


@pytest.fixture
def honest(tmp_path: Path) -> Disclosure:
    """A final account of many items."""
    account = next(a for a in map(Account.drawn, range(50)) if len(a.spent) == 8)
    path = tmp_path / "a.html"
    path.write_bytes(WRITERS["html"](account, Way()))
    return read(open_document(path))


def slipped(form: Form, rows: int) -> Form:
    """The form with the amounts of rows further down in so many of its rows."""
    moved = [
        replace(row, cells=form.rows[n + BY].cells) if FIRST <= n < FIRST + rows else row for n, row in enumerate(form.rows)
    ]
    return replace(form, rows=tuple(moved))


def errors(held: Disclosure) -> list[Finding]:
    findings = check(held, load(held.template or "", held.profile)).findings
    return [f for f in findings if f.severity is Severity.ERROR]


def changed(held: Disclosure, rows: int) -> Disclosure:
    return replace(held, forms=tuple(slipped(f, rows) if f.kind == KIND else f for f in held.forms))


@pytest.mark.fires("ROWS-SLIPPED")
def test_slipped_rows_are_one_finding(honest: Disclosure) -> None:
    (told,) = errors(changed(honest, 7))
    assert told.rule == "ROWS-SLIPPED"
    assert "下面第2行" in told.message
    form = honest.form(KIND)
    assert form is not None
    assert (told.places[0].form, told.places[0].row) == (KIND, form.rows[FIRST].label)
    assert "FA-05-CLASSES" in told.relations


@pytest.mark.silent("ROWS-SLIPPED")
def test_a_few_rows_with_others_amounts_are_told_one_by_one(honest: Disclosure) -> None:
    rules = {f.rule for f in errors(changed(honest, 2))}
    assert rules
    assert "ROWS-SLIPPED" not in rules
    assert errors(honest) == []
