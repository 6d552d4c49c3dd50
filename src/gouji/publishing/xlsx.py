"""A workbook with a sheet a form: numbers as numbers, totals as live formulas whose cached values are right."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from gouji.model.disclosure import Disclosure
from gouji.publishing.fit import fit
from gouji.publishing.grid import Cell, Table
from gouji.publishing.pages import Publication, Sheet
from gouji.publishing.zipped import FIXED
from gouji.reconcile.binding import bind
from gouji.reconcile.bound import BoundRelation, Key
from gouji.standards.template import Template

WIDTH = 760.0  # points of a sheet's columns together, about a page on its side
Formulas = Mapping[Key, tuple[Key, ...]]


def xlsx(publication: Publication, disclosure: Disclosure, template: Template, draft: bool = False) -> bytes:
    """The workbook. Every form has its sheet; sums that the template declares within a form are formulas."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": publication.title, "author": publication.issuer, "created": FIXED})
    styles = _styles(book)
    sums = formulas(bind(disclosure, template))
    used: set[str] = set()
    for n, sheet in enumerate(publication.sheets, 1):
        page = book.add_worksheet(_name(n, sheet, used))
        _write(page, sheet, styles, sums, draft)
    book.close()
    return out.getvalue()


def formulas(relations: tuple[BoundRelation, ...]) -> Formulas:
    """Which figures are the exact sum of which others of the same form, by the template's own relations."""
    found: dict[Key, tuple[Key, ...]] = {}
    for relation in relations:
        if relation.compare != "=" or relation.ratio or relation.untestable or len(relation.left) != 1:
            continue
        total = relation.left[0]
        parts = [t for t in relation.right if t.figure.amount is not None]
        keys = tuple(t.figure.key for t in parts)
        inside = all(k.owner == "form" and k.index == total.figure.key.index for k in (total.figure.key, *keys))
        if not inside or not keys or total.factor != 1 or any(t.factor != 1 for t in parts) or total.figure.key in found:
            continue
        amount = total.figure.amount
        if amount is not None and amount.base == sum((t.figure.amount.base for t in parts if t.figure.amount), Decimal(0)):
            found[total.figure.key] = keys
    return found


def _styles(book: Any) -> dict[str, Any]:
    border = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 10, "text_wrap": True}
    made = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"}),
        "caption": book.add_format({"font_name": "宋体", "font_size": 10}),
        "right": book.add_format({"font_name": "宋体", "font_size": 10, "align": "right"}),
        "head": book.add_format({**border, "bold": True, "align": "center"}),
        "text": book.add_format(border),
        "draft": book.add_format({"bold": True, "font_color": "#B00020", "font_name": "黑体"}),
    }
    for decimals in range(7):
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        made[f"n{decimals}"] = book.add_format({**border, "num_format": pattern, "align": "right"})
    return made


def _name(n: int, sheet: Sheet, used: set[str]) -> str:
    """A sheet name that Excel accepts: at most 31 characters, none of []:*?/\\, each once."""
    bare = "".join(c for c in f"{n:02d} {sheet.title}" if c not in "[]:*?/\\'")[:31]
    while bare in used:
        bare = f"{bare[:28]}_{len(used)}"
    used.add(bare)
    return bare


def _write(page: Any, sheet: Sheet, styles: dict[str, Any], sums: Formulas, draft: bool) -> None:
    table, last = sheet.table, sheet.table.width - 1
    page.write_string(0, 0, sheet.number, styles["caption"])
    if draft:
        page.write_string(0, last, "草稿", styles["draft"])
    page.merge_range(1, 0, 1, last, sheet.title, styles["title"]) if last else page.write_string(
        1, 0, sheet.title, styles["title"]
    )
    top = 2
    if sheet.subtitle:
        page.write_string(top, 0, sheet.subtitle, styles["caption"])
        top += 1
    page.write_string(top, 0, sheet.issuer_line, styles["caption"])
    if sheet.unit_line and last:
        page.write_string(top, last, sheet.unit_line, styles["right"])
    top += 1
    where = _where(sheet, table, top)
    for index, row in enumerate(table.rows):
        for column, cell in row:
            _cell(page, top + index, column, cell, index < table.header_rows, sheet, styles, sums, where)
    bottom = top + len(table.rows)
    for offset, note in enumerate(sheet.notes):
        page.write_string(bottom + offset, 0, note, styles["caption"])
    size, widths = fit(table, WIDTH)
    for column, width in enumerate(widths):
        page.set_column(column, column, round(width / size * 2 + 1))  # a column's unit is a digit: half an em
    page.print_area(0, 0, bottom + len(sheet.notes), last)
    page.repeat_rows(top, top + max(table.header_rows, 1) - 1)
    page.fit_to_pages(1, 0)
    page.set_paper(9)
    if table.wide:
        page.set_landscape()


def _where(sheet: Sheet, table: Table, top: int) -> dict[Key, tuple[int, int]]:
    return {
        Key("form", sheet.index, cell.form_row, cell.path): (top + index, column)
        for index, row in enumerate(table.rows)
        for column, cell in row
        if cell.amount is not None and cell.form_row is not None
    }


def _cell(
    page: Any,
    row: int,
    column: int,
    cell: Cell,
    head: bool,
    sheet: Sheet,
    styles: dict[str, Any],
    sums: Formulas,
    where: Mapping[Key, tuple[int, int]],
) -> None:
    style = styles["head" if head else "text"]
    if cell.row_span > 1 or cell.column_span > 1:
        page.merge_range(row, column, row + cell.row_span - 1, column + cell.column_span - 1, "", style)
    if cell.amount is None:
        page.write_string(row, column, cell.text, style) if cell.text else page.write_blank(row, column, None, style)
        return
    exponent = cell.amount.as_tuple().exponent
    style = styles[f"n{min(max(-exponent, 0), 6) if isinstance(exponent, int) else 2}"]
    if cell.row_span > 1 or cell.column_span > 1:
        page.write_number(row, column, cell.amount, style)
        return
    parts = sums.get(Key("form", sheet.index, cell.form_row or 0, cell.path), ()) if cell.form_row is not None else ()
    cells = [xl_rowcol_to_cell(*where[k]) for k in parts if k in where]
    if cells and len(cells) == len(parts) and (row, column) not in [where[k] for k in parts]:
        page.write_formula(row, column, "=" + _sum(cells), style, cell.amount)
    else:
        page.write_number(row, column, cell.amount, style)


def _sum(cells: list[str]) -> str:
    return "+".join(cells) if len(cells) <= 6 else f"SUM({','.join(cells)})"
