"""Spreadsheets (XLSX, XLS, ODS) → Document: a grid a sheet, with merged cells, as a reader of the printed sheet sees it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from gouji.model.disclosure import Damage, Source
from gouji.model.place import Place
from gouji.sources.archive import Container
from gouji.sources.document import Block, Document, Grid, GridCell, Paragraph, SourceError
from gouji.sources.limits import LIMITS, Limits

_DECIMALS = re.compile(r"0\.(0+)")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STORED = 4  # so many times the cells that are read may be stored: blank ones that only have a format
_CELL = re.compile(rb"<(?:\w{1,9}:)?c[ >/]")
_FORMULA = re.compile(rb"<(?:\w{1,9}:)?f[ >/]")
_RANGE = re.compile(
    rb"""<(?:\w{1,9}:)?(?:mergeCell|hyperlink)\s[^>]{0,200}?ref=["']\$?([A-Za-z]{1,9})\$?(\d{1,9}):\$?([A-Za-z]{1,9})\$?(\d{1,9})"""
)

Text = Callable[[Any, int, int], str]  # a cell's value, row and column (from 0) → what is printed there
Merges = Iterable[tuple[int, int, int, int]]  # first row, first column, last row, last column


def read_xlsx(data: bytes, source: Source, limits: Limits = LIMITS) -> Document:
    """The visible sheets of an XLSX file, formulas by their cached values. Raises SourceError for damaged or huge ones."""
    import openpyxl

    has_formulas = _within_bounds(Container(data, source.name, limits), source, limits)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(io.BytesIO(data), keep_links=False) if has_formulas else None
    except Exception as error:  # the library raises nearly anything on damaged files
        raise _damaged(source, error) from None
    damage: list[Damage] = []
    blocks: list[Block] = []
    budget = limits.cells
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            damage.append(Damage(Place(sheet=sheet.title), f"工作表“{sheet.title}”是隐藏的，没有读"))
            continue
        height, width = min(sheet.max_row, limits.lines), min(sheet.max_column, limits.columns)
        if height * width > 4 * limits.cells:
            damage.append(Damage(Place(sheet=sheet.title), f"工作表“{sheet.title}”范围过大（{height}行{width}列），没有读"))
            continue
        rows = [[c.value for c in row] for row in sheet.iter_rows(max_row=height, max_col=width)]
        formats = [[c.number_format for c in row] for row in sheet.iter_rows(max_row=height, max_col=width)]
        lost = _uncached(rows, formulas[sheet.title], width) if formulas is not None else []
        damage += [Damage(_cell_place(sheet.title, r, c), "公式没有计算结果，读不到数") for r, c in lost[:20]]

        decimals = _column_decimals(rows)

        def text(value: Any, r: int, c: int, formats: list[list[str]] = formats, decimals: list[int] = decimals) -> str:
            own = formats[r][c] if r < len(formats) and c < len(formats[r]) else "General"
            return _as_stored(value, decimals[c]) if own == "General" else printed(value, own)

        merges = [(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges]
        budget -= sum(1 for row in rows for v in row if v is not None)
        if budget < 0:
            damage.append(Damage(Place(sheet=sheet.title), "单元格过多，从这张工作表起没有读"))
            break
        blocks += _sheet(sheet.title, rows, merges, text)
    return Document(source, tuple(blocks), tuple(damage))


def _within_bounds(container: Container, source: Source, limits: Limits) -> bool:
    """Whether any sheet has formulas. Raises SourceError where the library, which knows no bounds, must not read the file."""
    cells = merged = 0
    formulas = False
    for name in container.names():
        if not name.endswith((".xml", ".rels")):
            continue
        data = container.read(name)  # what it really unpacks to is bounded here
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise SourceError(
                f"{source.name}：XML里有文档类型声明，不读", f"{source.name}: the XML declares a document type; not read"
            )
        if name.startswith("xl/worksheets/"):
            cells += len(_CELL.findall(data))
            merged += sum(_area(*match.groups()) for match in _RANGE.finditer(data))
            formulas = formulas or _FORMULA.search(data) is not None
        if cells > _STORED * limits.cells or merged > _STORED * limits.cells:
            raise SourceError(f"{source.name}：工作表过大，没有读", f"{source.name}: a sheet is too large; not read")
    return formulas


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    """How many cells a range like A1:C5 covers."""
    width = abs(_column(right) - _column(left)) + 1
    return width * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    out = 0
    for letter in letters[:3].upper():
        out = out * 26 + letter - 64
    return out


def read_calamine(data: bytes, source: Source, limits: Limits = LIMITS) -> Document:
    """The visible sheets of an XLS or ODS file. These keep no number formats here: decimals are those of the column."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        blocks: list[Block] = []
        damage: list[Damage] = []
        budget = limits.cells
        for meta in book.sheets_metadata:
            if meta.visible != python_calamine.SheetVisibleEnum.Visible or meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                damage.append(Damage(Place(sheet=meta.name), f"工作表“{meta.name}”是隐藏的，没有读"))
                continue
            sheet = book.get_sheet_by_name(meta.name)
            rows = sheet.to_python(skip_empty_area=False, nrows=limits.lines)
            budget -= sum(1 for row in rows for v in row if v != "")
            if budget < 0:
                damage.append(Damage(Place(sheet=meta.name), "单元格过多，从这张工作表起没有读"))
                break
            merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            decimals = _column_decimals(rows)

            def text(value: Any, r: int, c: int, decimals: Sequence[int] = decimals) -> str:
                return _as_stored(value, decimals[c])

            blocks += _sheet(meta.name, [[None if v == "" else v for v in row] for row in rows], merges, text)
    except python_calamine.PasswordError:
        raise SourceError(f"{source.name}：表格文件有密码，读不了", f"{source.name}: protected by a password") from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # on damaged files the library raises nearly anything; a panic of Rust is no Exception
        raise _damaged(source, error) from None
    return Document(source, tuple(blocks), tuple(damage))


def _damaged(source: Source, error: BaseException) -> SourceError:
    reason = str(error).split("\n", 1)[0][:120] or type(error).__name__
    return SourceError(
        f"{source.name}：表格文件已损坏或有密码（{reason}）", f"{source.name}: a damaged or protected workbook ({reason})"
    )


def printed(value: Any, number_format: str) -> str:
    """A cell's value as its sheet prints it: numbers with the decimals that the format gives, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return _number(value, number_format)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).strip()


def _number(value: int | float | Decimal, number_format: str) -> str:
    exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return "####"
    percent = "%" in number_format
    exact = exact * 100 if percent else exact
    decimals = _DECIMALS.search(number_format)
    if decimals:
        shown = format(round(exact, len(decimals.group(1))), "f")
    elif re.fullmatch(r"[#,]*0(_.*|;.*|%)?", number_format):
        shown = format(round(exact), "f") if number_format != "0" or exact == exact.to_integral() else format(exact, "f")
    else:
        shown = format(exact.normalize(), "f")
    return shown + "%" if percent else shown


def _column_decimals(rows: Sequence[Sequence[Any]]) -> list[int]:
    """The decimals that a column is printed with where no format says so: the most that any of its numbers has, at least
    two where any has some. 0 for a column that is mostly whole numbers (codes, counts), whose few fractions keep theirs."""
    width = max((len(r) for r in rows), default=0)
    out, parts, wholes = [0] * width, [0] * width, [0] * width
    for row in rows:
        for c, value in enumerate(row):
            if isinstance(value, float | int) and not isinstance(value, bool):
                decimals = _decimals(value)
                if decimals:
                    out[c], parts[c] = max(out[c], decimals, 2), parts[c] + 1
                else:
                    wholes[c] += 1
    return [most if part >= whole else 0 for most, part, whole in zip(out, parts, wholes, strict=True)]


def _decimals(value: float | int) -> int:
    """How many decimals a stored number has; 0 for more than any printed amount has."""
    exponent = Decimal(format(value, ".15g")).normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and -6 <= exponent < 0 else 0


def _as_stored(value: Any, decimals: int) -> str:
    """A value without a format of its own: in the decimals of its column, money never with one decimal only."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return printed(value, "0." + "0" * max(decimals, 2)) if decimals or _decimals(value) == 1 else printed(value, "General")
    return printed(value, "General")


def _uncached(rows: Sequence[Sequence[Any]], formulas: Any, width: int) -> list[tuple[int, int]]:
    """Cells whose formula was saved without a value."""
    out = []
    for r, row in enumerate(formulas.iter_rows(max_row=len(rows), max_col=width)):
        for c, cell in enumerate(row):
            if cell.data_type == "f" and c < len(rows[r]) and rows[r][c] is None:
                out.append((r, c))
    return out


def _cell_place(sheet: str, row: int, column: int) -> Place:
    letters = ""
    at = column + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = _LETTERS[rest] + letters
    return Place(sheet=sheet, cell=f"{letters}{row + 1}")


def _sheet(name: str, rows: Sequence[Sequence[Any]], merges: Merges, text: Text) -> list[Block]:
    """A sheet as grids and lines: a row with a single cell of words is a line (a title, a caption, a note)."""
    spans = {(r0, c0): (r1 - r0 + 1, c1 - c0 + 1) for r0, c0, r1, c1 in merges}
    blocks: list[Block] = []
    table: list[list[GridCell]] = []
    first = True

    def flush() -> None:
        nonlocal table, first
        if any(table):
            width = max(c.column + c.column_span for row in table for c in row)
            place = next(c.place for row in table for c in row)
            blocks.append(Grid(tuple(map(tuple, table)), width, True, place, (width,) * len(table), page_start=first))
            first = False
        table = []

    below = 0  # the row below which a cell of the row above reaches
    for r, values in enumerate(rows):
        filled = [(c, shown) for c, v in enumerate(values) if v is not None and (shown := text(v, r, c))]
        cells = [GridCell(shown, len(table), c, *spans.get((r, c), (1, 1)), _cell_place(name, r, c)) for c, shown in filled]
        if _is_line(cells, r < below, len(values)):
            flush()
            for c, cell in enumerate(cells):
                blocks.append(Paragraph(cell.text, cell.place, hard=True, page_start=first and c == 0))
                first = False
            continue
        below = max([below, *(r + cell.row_span for cell in cells)])
        table.append([replace(cell, row=len(table)) for cell in cells])
    flush()
    return blocks


_SENTENCE = re.compile(r"[\u3400-\u9fff]{2}|[，。；：]")  # “2024年收入总计…” begins with a digit and is no number


def _is_line(cells: Sequence[GridCell], inside: bool, width: int) -> bool:
    """Whether a row of a sheet is a line of text rather than a row of a table: its only cell, not a number."""
    if not cells:
        return not inside
    if inside or len(cells) > 2 or any(c.row_span > 1 for c in cells):
        return False
    if len(cells) == 2:  # “单位名称：…” on the left and “单位：万元” on the right
        return all("：" in c.text or ":" in c.text for c in cells)
    text = cells[0].text
    if text[0].isdigit() and not _SENTENCE.search(text):
        return False
    return len(text) > 2 and (cells[0].column_span > 1 or cells[0].column == 0)
