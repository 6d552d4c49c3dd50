"""The last page of a form: never a note alone, nor a row or two, though only few rows are too many for one page less."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pdfplumber
import pytest
from tests.drafting.books import book

from gouji.drafting import assemble
from gouji.publishing.grid import TOGETHER
from gouji.publishing.pages import Publication, publication
from gouji.publishing.pdf import pdf
from gouji.standards.loader import load

ONE, FORM = (7, "12", 2024, 150), "预算07表"


@cache
def drafted(seed: int, profile: str, year: int, most: int) -> tuple[Publication, bytes]:
    made = assemble(book(seed, profile, year, most))
    printed = publication(made, load(made.template or "", made.profile))
    return printed, pdf(printed)


def rows_by_page(printed: Publication, made: bytes) -> dict[str, list[int]]:
    """Of every form, by its number: how many rows of its body stand on each of its pages."""
    found: dict[str, list[int]] = {}
    heads = {sheet.number: sheet.table.header_rows for sheet in printed.sheets}
    with pdfplumber.open(io.BytesIO(made)) as document:
        number = ""
        for page in document.pages:
            top = [line.replace(" ", "") for line in (page.extract_text() or "").split("\n")[:2]]
            number = next((n for n in heads if n in top), number)
            if number:
                tables = page.find_tables()
                found.setdefault(number, []).append(len(tables[0].rows) - heads[number] if tables else 0)
    return found


def alone(pages: dict[str, list[int]]) -> dict[str, list[int]]:
    return {number: rows for number, rows in pages.items() if len(rows) > 1 and rows[-1] < TOGETHER}


def long(rows: int, notes: tuple[str, ...]) -> Publication:
    """A publication of one form with so many rows."""
    printed, _ = drafted(*ONE)
    sheet = next(s for s in printed.sheets if s.number == FORM)
    head, body = sheet.table.rows[: sheet.table.header_rows], sheet.table.rows[sheet.table.header_rows :]
    table = replace(sheet.table, rows=(*head, *(body * rows)[:rows]))
    return replace(printed, sections=(), sheets=(replace(sheet, table=table, notes=notes),))


@pytest.mark.parametrize("notes", [(), ("注：本表为虚构。",)])
def test_rows_that_would_be_alone_are_fitted_on_one_page_less(notes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = range(24, 29, 2)
    found = [rows_by_page(long(n, notes), pdf(long(n, notes)))[FORM] for n in sizes]
    assert [sum(rows) for rows in found] == list(sizes)
    assert [rows for rows in found if len(rows) > 1 and rows[-1] < TOGETHER] == []
    monkeypatch.setattr("gouji.publishing.pdf.TIGHTER", ())  # as it would be
    monkeypatch.setattr("gouji.publishing.pdf.LOOSER", ())
    usual = [rows_by_page(long(n, notes), pdf(long(n, notes)))[FORM] for n in sizes]
    tightened = [rows for rows, before in zip(found, usual, strict=True) if len(rows) < len(before)]
    assert tightened
    assert any(len(rows) > 1 and rows[-1] < TOGETHER for rows in usual)


def test_where_they_do_not_fit_others_go_over_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.publishing.pdf.TIGHTER", ())
    found = [rows_by_page(long(n, ()), pdf(long(n, ())))[FORM] for n in (24, 25, 28)]
    assert all(rows[-1] >= TOGETHER for rows in found)
    assert any(len(rows) > 1 for rows in found)


@pytest.mark.parametrize("seed", [11])
def test_no_form_ends_with_a_row_or_two_on_a_page_of_their_own(seed: int) -> None:
    pages = rows_by_page(*drafted(seed, "15", 2025, 150))
    assert any(len(rows) > 1 for rows in pages.values())  # else this tests nothing
    assert alone(pages) == {}


def test_all_rows_are_printed_once() -> None:
    printed, made = drafted(*ONE)
    pages = rows_by_page(printed, made)
    for sheet in printed.sheets:
        if sheet.form.kind not in ("project_performance", "department_performance") and sheet.table.header_rows:
            assert sum(pages[sheet.number]) == len(sheet.table.rows) - sheet.table.header_rows, sheet.number
