"""A reading's amounts as CSV: one line an amount, ready for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from gouji.model.disclosure import Disclosure, Form, Row

HEADER = (
    "form", "number", "side", "kind", "label", "function", "department_economic", "government_economic",
    "agency", "project", "column", "amount", "unit", "origin", "page", "line",
)  # fmt: skip
CODES = ("function", "department_economic", "government_economic", "agency", "project")


def reading_csv(disclosure: Disclosure) -> str:
    """Every amount of the forms, in document order; words that a spreadsheet would run are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for form in disclosure.forms:
        for row in form.rows:
            writer.writerows(_lines(form, row))
    return out.getvalue()


def _lines(form: Form, row: Row) -> Iterator[tuple[str | int | None, ...]]:
    codes = tuple(row.codes.get(kind) for kind in CODES)
    for column, cell in row.cells.items():
        yield (
            form.kind,
            _safe(form.number),
            row.side,
            row.kind.value,
            _safe(row.label),
            *codes,
            column,
            format(cell.amount, "f"),
            form.unit,
            cell.origin.value,
            cell.place.page,
            cell.place.line,
        )


def _safe(text: str | None) -> str | None:
    """Words of a stranger's document that a spreadsheet would run as a formula, made plain text."""
    return f"'{text}" if text and text[0] in "=+-@\t\r" else text
