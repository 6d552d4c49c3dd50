"""Writing a sheet that prints well: cells of plain text, columns that fit, rows as high as their text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from unicodedata import east_asian_width

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FONT = "宋体"
THIN = Side(style="thin", color="FF808080")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD = PatternFill("solid", fgColor="FFE8E8E3")
SIZE = 10.5
LINE = 15.0  # points of one line of text
LONGEST = 32_000  # characters of one cell, within what Excel allows

Value = str | int | Decimal | None


def put(
    sheet: Worksheet, row: int, column: int, value: Value, *, bold: bool = False, size: float = SIZE, align: str = "left"
) -> Cell:
    """A cell with a value. Text is text, whatever it begins with: a stranger's “=1+1” is no formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
        cell.data_type = "s"
    else:
        cell.value = value
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        cell.number_format = "#,##0" + ("." + "0" * places if places else "")
        align = "right"
    cell.font = Font(name=FONT, size=size, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=align, indent=1 if align == "left" else 0)
    return cell


def table(
    sheet: Worksheet,
    top: int,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[Value]],
    centred: Sequence[int] = (),
) -> None:
    """A bordered table from row `top` on, its head repeated on every printed page; `centred` are columns from 0."""
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        cell = put(sheet, top, column, head, bold=True, align="center")
        cell.fill, cell.border = HEAD, BORDER
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.row_dimensions[top].height = LINE * 1.6
    for number, values in enumerate(rows, start=top + 1):
        for column, value in enumerate(values, start=1):
            put(sheet, number, column, value, align="center" if column - 1 in centred else "left").border = BORDER
        deepest = max(lines(_shown(value), width) for value, width in zip(values, widths, strict=True))
        sheet.row_dimensions[number].height = min(409.0, LINE * deepest + 5)
    sheet.print_title_rows = f"{top}:{top}"


def _shown(value: Value) -> str:
    return format(value, ",f") if isinstance(value, Decimal) else str(value or "")


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width (in characters; a Chinese one counts two)."""
    room = max(2.0, width - 3)
    return sum(max(1, ceil(sum(2 if east_asian_width(c) in "WFA" else 1.05 for c in part) / room)) for part in text.split("\n"))


def printed(sheet: Worksheet, landscape: bool = False) -> None:
    """A4, as wide as the page, with page numbers."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.8
    sheet.print_options.horizontalCentered = True
    footer = sheet.oddFooter
    if footer is not None and footer.center is not None:
        footer.center.text = "第 &P 页 共 &N 页"
