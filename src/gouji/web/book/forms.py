"""A document's forms as an Excel workbook: a sheet for each, as wide as its columns. Runs in a worker."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gouji.model.disclosure import Form
from gouji.reporting.html.tables import Table, tables
from gouji.reporting.material import Material
from gouji.reporting.workbook.sheet import Value, printed, table

SHEETS = 200
ROWS = 5_000  # of one form
WIDTH, LABEL, CODE = 16.0, 34.0, 14.0
_UNFIT = re.compile(r"[\\/*?:\[\]']")


def forms(material: Material) -> bytes:
    """The workbook's bytes. Amounts are numbers with their printed decimals; words are words, whatever they begin with."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    book.remove(first)
    names: set[str] = set()
    for position, form in enumerate(material.disclosure.forms[:SHEETS]):
        for made in tables(material, position) if form.rows else ():
            sheet = book.create_sheet(_name(form, made.caption, names))
            _write(sheet, form, made)
    if not book.worksheets:
        book.create_sheet("没有表")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, form: Form, made: Table) -> None:
    columns = list(dict.fromkeys(key.column for line in made.lines for key in line.cells if key is not None))
    heads = [*(["编码"] if made.coded else []), "项目", *made.texts, *(f"{c}（{form.unit}）" for c in columns)]
    widths = [*([CODE] if made.coded else []), LABEL, *(WIDTH for _ in made.texts), *(WIDTH for _ in columns)]
    rows: list[list[Value]] = []
    for line in made.lines[:ROWS]:
        amounts: list[Value] = [line.row.cells[c].amount if c in line.row.cells else None for c in columns]
        rows.append([*([line.code] if made.coded else []), line.row.label, *line.texts, *amounts])
    table(sheet, 1, heads, widths, rows)
    sheet.freeze_panes = "A2"
    printed(sheet, landscape=True)


def _name(form: Form, side: str, taken: set[str]) -> str:
    """A sheet's name that Excel takes, each once."""
    plain = _UNFIT.sub("", f"{form.number or form.title}{side}")[:26] or "表"
    name, n = plain, 1
    while name in taken:
        n += 1
        name = f"{plain}-{n}"
    taken.add(name)
    return name
