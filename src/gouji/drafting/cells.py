"""Cells of an input workbook, each knowing where it stands, so that what is wrong with it can be told there."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from gouji.drafting import sheets
from gouji.drafting.problems import Problem, WorkbookProblems

MAX_ROWS, MAX_COLUMNS = 20_000, 20
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")  # what a formula that failed leaves

_UNCOMPUTED = (
    "公式还没有算出结果：用Excel或WPS打开工作簿，保存后再试，或直接填写数值",
    "a formula without a value: open the workbook in Excel or WPS and save it, or enter the value itself",
)
Spot = tuple[int, int]  # row and column of a cell, from 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its values by column key, and how to name its cells."""

    tables: Tables
    sheet: str
    number: int
    values: Mapping[str, object]
    letters: Mapping[str, str]
    uncomputed: Set[str] = frozenset()  # keys of cells whose formula has no value: told already

    def text(self, key: str) -> str:
        """The words of a cell; "" where it is empty. Numbers have the 15 digits that a spreadsheet itself holds to."""
        value = self.values.get(key)
        if value in ERRORS:
            self.wrong(key, "", "")
            return ""
        if isinstance(value, float):
            value = int(value) if value.is_integer() else format(value, ".15g")
        return "" if value is None else str(value).strip()

    def wrong(self, key: str, chinese: str, english: str) -> None:
        """Notes a problem with a cell; none with one whose formula has no value, of which nothing else is known."""
        failed = self.values.get(key)
        if failed in ERRORS:  # that is the problem, told once
            chinese, english = f"这一格的公式出错（{failed}）", f"the formula failed ({failed})"
        if key not in self.uncomputed:
            self.say_at(key, chinese, english)

    def say_at(self, key: str, chinese: str, english: str) -> None:
        """Notes a problem with a cell, whatever else was told of it."""
        self.tables.say(self.sheet, f"{self.letters.get(key, 'A')}{self.number}", chinese, english)

    def unknown(self, key: str, chinese: str, english: str) -> None:
        """Notes that a cell that picks from a list is empty, or names what is not in it."""
        text = self.text(key)[:30]
        if text:
            self.wrong(key, f"没有“{text}”这种{chinese}，请从列表中选", f"“{text}”: unknown {english}, choose from the list")
        else:
            self.wrong(key, f"没有写{chinese}", f"the {english} is missing")

    def flag(self, key: str) -> bool:
        """是 or 否 (empty counts as 否)."""
        text = self.text(key)
        if text not in ("", sheets.YES, sheets.NO):
            self.wrong(key, "只能写“是”或“否”", "must be 是 or 否")
        return text == sheets.YES

    def money(self, key: str, decimals: int, needed: bool = False) -> Decimal | None:
        """An exact amount with at most so many decimals; None where it is empty."""
        text = self.text(key).replace(",", "").replace("，", "")
        if not text:
            if needed:
                self.wrong(key, "没有写金额", "the amount is missing")
            return None
        try:
            found = Decimal(text)
        except InvalidOperation:
            self.wrong(key, f"“{text[:30]}”不是金额", f"“{text[:30]}” is no amount")
            return None
        if not found.is_finite() or abs(found) >= Decimal(10) ** 15:
            self.wrong(key, "金额太大", "the amount is too large")
            return None
        if found != found.quantize(Decimal(1).scaleb(-decimals)):
            self.wrong(key, f"金额多于{decimals}位小数：{text[:30]}", f"more than {decimals} decimals: {text[:30]}")
            return None
        return found.quantize(Decimal(1).scaleb(-decimals))

    def count(self, key: str) -> int | None:
        """A whole number that is not negative; None where it is empty."""
        text = self.text(key)
        if not text:
            return None
        if not text.isdecimal() or len(text) > 9:
            self.wrong(key, f"“{text[:30]}”不是数量", f"“{text[:30]}” is no count")
            return None
        return int(text)


class Tables:
    """The sheets of a workbook, and the problems found in them so far."""

    def __init__(self, path: Path) -> None:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

        self.problems: list[Problem] = []
        self._rows: dict[str, list[Row]] = {}
        try:
            book = load_workbook(path, read_only=True, data_only=True)
            formulas = load_workbook(path, read_only=True)
        except (InvalidFileException, KeyError, ValueError, SyntaxError, OSError):
            raise WorkbookProblems([Problem(path.name, "", "工作簿打不开", "the workbook cannot be opened")]) from None
        self._fields: dict[str, Row] = {}
        for name in (sheets.UNIT, *sheets.TABLES):
            if name not in book.sheetnames:
                self.say(name, "", "没有这张工作表", "this sheet is missing")
                continue
            grid, empty = _grid(book[name])
            uncomputed = empty & _formulas(formulas[name])
            if name == sheets.UNIT:
                self._read_fields(grid, uncomputed)
            else:
                self._rows[name] = self._table(name, grid, uncomputed)
        book.close()
        formulas.close()

    def say(self, sheet: str, cell: str, chinese: str, english: str) -> None:
        """Notes a problem."""
        problem = Problem(sheet, cell, chinese, english)
        if problem not in self.problems:
            self.problems.append(problem)

    def fields(self) -> Mapping[str, Row]:
        """The single values of the first sheet, by key; staff by what they are called. Each row's cell is `value`."""
        return self._fields

    def rows(self, name: str) -> list[Row]:
        """The rows of a table, examples and empty ones left out."""
        return self._rows.get(name, [])

    def _read_fields(self, grid: list[list[Any]], uncomputed: Set[Spot]) -> None:
        labels = {label: key for key, label, _ in sheets.FIELDS}
        for number, row in enumerate(grid, 1):
            label = str(row[0] or "").strip() if row else ""
            if number >= sheets.HEADER_ROW and label:
                key = labels.get(label, label.removesuffix("（人）"))
                value = row[1] if len(row) > 1 else None
                missing = frozenset({"value"} if (number, 2) in uncomputed else ())
                self._fields[key] = Row(self, sheets.UNIT, number, {"value": value}, {"value": "B"}, missing)
                _tell(self._fields[key])
        for key, label, _ in sheets.FIELDS:
            if key not in self._fields:
                self.say(sheets.UNIT, "", f"缺少“{label}”一行", f"the row “{label}” is missing")

    def _table(self, name: str, grid: list[list[Any]], uncomputed: Set[Spot]) -> list[Row]:
        from openpyxl.utils import get_column_letter

        columns = sheets.TABLES[name]
        titles = [str(v or "").strip() for v in grid[sheets.HEADER_ROW - 1]] if len(grid) >= sheets.HEADER_ROW else []
        at = {}
        for column in columns:
            if column.title in titles:
                at[column.key] = titles.index(column.title)
            elif not column.formula:
                self.say(name, "", f"缺少“{column.title}”一列", f"the column “{column.title}” is missing")
        letters = {key: get_column_letter(k + 1) for key, k in at.items()}
        asked = [c.key for c in columns if not c.formula and c.key != "mark"]
        out = []
        for number, row in enumerate(grid, 1):
            if number < sheets.FIRST_ROW:
                continue
            values = {key: row[k] if k < len(row) else None for key, k in at.items()}
            if str(values.get("mark") or "").strip() == sheets.MARK:
                continue
            missing = frozenset(key for key in asked if key in at and (number, at[key] + 1) in uncomputed)
            if missing or any(values.get(key) not in (None, "") for key in asked):
                out.append(Row(self, name, number, values, letters, missing))
                _tell(out[-1])
        return out


def _grid(sheet: Any) -> tuple[list[list[Any]], set[Spot]]:
    """The values of a sheet, and its cells without one. A formula whose value is no words ("") is not among these."""
    grid: list[list[Any]] = []
    empty: set[Spot] = set()
    for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=MAX_ROWS, max_col=MAX_COLUMNS), 1):
        grid.append([_shown(cell) for cell in row])
        empty |= {(number, k) for k, cell in enumerate(row, 1) if cell.value is None and cell.data_type != "str"}
    return grid, empty


def _formulas(sheet: Any) -> set[Spot]:
    """The cells of a sheet that hold a formula."""
    rows = enumerate(sheet.iter_rows(min_row=1, max_row=MAX_ROWS, max_col=MAX_COLUMNS), 1)
    return {(number, k) for number, row in rows for k, cell in enumerate(row, 1) if cell.data_type == "f"}


def _tell(row: Row) -> None:
    for key in sorted(row.uncomputed):
        row.say_at(key, *_UNCOMPUTED)


def _shown(cell: Any) -> Any:
    """A cell's value; a percentage as it is shown: a target that stands as 99% in its cell is the number 0.99."""
    value = cell.value
    if isinstance(value, float | int) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return f"{100 * value:.12g}%"
    return value
