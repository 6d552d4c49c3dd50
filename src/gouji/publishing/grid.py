"""A form laid out as a printed table: merged header rows, body rows, what each cell holds. Every writer draws from this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model.disclosure import Form, Row, RowKind
from gouji.standards.template import Column, FormTemplate, Line

WIDE = 8  # a table with more columns than this is printed across the page
TOGETHER = 3  # a form's last rows that stand on one page
CLOSING = ("carried", "left", "made_up")  # the last part of the keys of lines that stand between a form's totals
CODE_SPLIT = {"function": (3, 2, 2), "department_economic": (3, 2), "government_economic": (3, 2)}
Placed = tuple[int, Row]  # a row with its position in the form
_WIDE = str.maketrans({":": "：", "(": "（", ")": "）"})  # wordings are kept folded: as printed they are full-width
NUMERALS = "零一二三四五六七八九十"
_NUMBERED = re.compile(rf"[{NUMERALS}]+、")


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell. `amount` is set where it holds a number; `row` (of the form) and `path` then name the figure."""

    text: str
    row_span: int = 1
    column_span: int = 1
    amount: Decimal | None = None
    form_row: int | None = None
    path: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be drawn. `rows[i]` lists the cells that begin in row i with their grid columns; the first
    `header_rows` are the header."""

    width: int
    header_rows: int
    rows: tuple[tuple[tuple[int, Cell], ...], ...]

    @property
    def wide(self) -> bool:
        """Whether the table wants a page turned on its side."""
        return self.width > WIDE


def money(amount: Decimal) -> str:
    """An amount as printed: thousands separators, its own decimals."""
    return f"{amount:,}"


def header(columns: Sequence[Column], top: Sequence[tuple[str, int]] = ()) -> tuple[int, list[list[tuple[int, Cell]]]]:
    """The header rows of a column tree (number of leaves, rows); `top` is a row of (words, leaves) above it."""
    depth = max((_depth(c) for c in columns), default=1)
    rows: list[list[tuple[int, Cell]]] = [[] for _ in range(depth + bool(top))]
    at = 0
    for words, leaves in top:
        rows[0].append((at, Cell(words, column_span=leaves)))
        at += leaves
    width = _place(columns, rows, bool(top), 0, depth + bool(top))
    return width, rows


def _depth(column: Column) -> int:
    return 1 + max((_depth(c) for c in column.children), default=0)


def _place(columns: Iterable[Column], rows: list[list[tuple[int, Cell]]], level: int, at: int, depth: int) -> int:
    for column in columns:
        leaves = sum(1 for _ in column.leaves())
        span = depth - level if not column.children else 1
        words = column.path.rpartition("/")[2] or column.headers[0].translate(_WIDE)  # a heading may be no part of its paths
        rows[level].append((at, Cell(words, row_span=span, column_span=leaves)))
        if column.children:
            _place(column.children, rows, level + 1, at, depth)
        at += leaves
    return at


def table(form: Form, template: FormTemplate) -> Table:
    """The form as its template prints it."""
    if template.layout == "sides":
        return _sides(form, template)
    if template.layout == "department_performance":
        raise ValueError("the whole-department form is laid out by `performance`")
    leaves = template.leaves()
    width, head = header(template.columns)
    body = [_row(row, index, leaves, template.layout) for index, row in enumerate(form.rows)]
    return Table(width, len(head), tuple(map(tuple, (*head, *body))))


def _row(row: Row, index: int, leaves: Sequence[Column], layout: str) -> list[tuple[int, Cell]]:
    kinds = [c.role for c in leaves]
    cells = [(at, _cell(row, index, column, kinds, at, layout)) for at, column in enumerate(leaves)]
    owner = row.codes.get("agency") if row.kind in (RowKind.DEPARTMENT, RowKind.AGENCY) else None
    if not owner or "agency" in kinds or "project" in kinds:
        return cells
    coded = next((at for at, kind in enumerate(kinds) if kind in CODE_SPLIT), None)
    first = coded if coded is not None else kinds.index("text") if "text" in kinds else None
    if first is None:
        return cells
    last = first  # a body's code stands across the columns of the first code where it has none of its own
    while coded is not None and last + 1 < len(kinds) and kinds[last + 1] == kinds[first]:
        last += 1
    return [*cells[:first], (first, Cell(owner, column_span=last - first + 1)), *cells[last + 1 :]]


def _cell(row: Row, index: int, column: Column, kinds: Sequence[str], at: int, layout: str) -> Cell:
    if column.role == "amount":
        return _amount(row, index, column.path)
    if column.role == "label":
        return Cell(row.label)
    if column.role == "text":
        if layout == "projects" and row.kind in (RowKind.DEPARTMENT, RowKind.AGENCY):
            return Cell(row.texts.get(column.path, ""))
        return Cell(row.texts.get(column.path, "") or row.texts.get(column.path.rpartition("/")[2], ""))
    if column.role == "project":
        return Cell(row.codes.get("project") or row.codes.get("agency", ""))
    code = row.codes.get(column.role, "")
    same = [i for i, kind in enumerate(kinds) if kind == column.role]
    return Cell(_piece(code, column.role, same.index(at), len(same)))


def _piece(code: str, kind: str, position: int, pieces: int) -> str:
    """The part of a code that one of several code columns (类 款 项) carries."""
    if pieces == 1:
        return code
    sizes = CODE_SPLIT.get(kind, (len(code),))
    start = sum(sizes[:position])
    return code[start : start + sizes[position]] if position < len(sizes) else ""


def _amount(row: Row, index: int, path: str) -> Cell:
    cell = row.cells.get(path)
    if cell is None:
        return Cell("", form_row=index, path=path)
    return Cell(money(cell.amount), amount=cell.amount, form_row=index, path=path)


def _sides(form: Form, template: FormTemplate) -> Table:
    """Both sides of a two-sided form next to each other, the shorter one filled up with blanks."""
    columns = [c for side in template.sides for c in side.columns]
    counts = [sum(1 for c in side.columns for _ in c.leaves()) for side in template.sides]
    width, head = header(columns, [(side.name, n) for side, n in zip(template.sides, counts, strict=True)])
    sides = [[(i, r) for i, r in enumerate(form.rows) if r.side == side.name] for side in template.sides]
    laid = _aligned(sides, template)
    body: list[list[tuple[int, Cell]]] = []
    for line in range(max(map(len, laid), default=0)):
        cells: list[tuple[int, Cell]] = []
        at = 0
        for side, rows, count in zip(template.sides, laid, counts, strict=True):
            leaves = [leaf for c in side.columns for leaf in c.leaves()]
            placed = rows[line] if line < len(rows) else None
            if placed is not None:
                index, row = placed
                lines = {entry.key: entry for entry in side.lines}
                for offset, column in enumerate(leaves):
                    made = _amount(row, index, column.path) if column.role == "amount" else _outlined(row, lines, side.lines)
                    cells.append((at + offset, made))
            else:
                cells.extend((at + offset, Cell("")) for offset in range(count))
            at += count
        body.append(cells)
    return Table(width, len(head), tuple(map(tuple, (*head, *body))))


def _aligned(sides: list[list[Placed]], template: FormTemplate) -> list[list[Placed | None]]:
    """The closing totals of both sides on the same lines: blanks stand before the totals of the shorter side."""
    tails = []
    for side, rows in zip(template.sides, sides, strict=True):
        totals = {entry.key for entry in side.lines if entry.total} | {
            e.key for e in side.lines if "." in e.key and e.key.split(".")[-1] in CLOSING and e.parent is None
        }
        tail = 0
        while tail < len(rows) and rows[-1 - tail][1].item in totals:
            tail += 1
        tails.append(tail)
    height = max((len(rows) for rows in sides), default=0)
    common = min(tails, default=0)
    out: list[list[Placed | None]] = []
    for rows in sides:
        cut = len(rows) - common
        out.append([*rows[:cut], *[None] * (height - len(rows)), *rows[cut:]])
    return out


def _outlined(row: Row, lines: dict[str, Line], ordered: Sequence[Line]) -> Cell:
    """A fixed line's wording with its outline number (一、 or （一）), as forms print it."""
    entry = lines.get(row.item or "")
    if entry is None or entry.total or row.label[:2] in ("其中",) or row.label[:1] in "（(":
        return Cell(row.label, indent=2 if row.label.startswith("其中") else 0)
    if _NUMBERED.match(row.label):
        return Cell(row.label)
    number = ordinal(entry, ordered)
    inner = entry.parent is not None
    return (
        Cell(f"（{number}）{row.label}" if inner else f"{number}、{row.label}", indent=1 if inner else 0)
        if number
        else Cell(row.label)
    )


def ordinal(entry: Line, ordered: Sequence[Line]) -> str:
    """The outline number of a fixed line that is no total and no part; "" for what was carried over or is left, beside lines
    that have none below them: forms print such lines after the total, without a number."""
    siblings = [e for e in ordered if e.parent == entry.parent and not e.total and not e.part]
    keys = {e.key for e in siblings}
    nested = any(e.parent in keys and not e.part for e in ordered)
    if entry.key.split(".")[-1] in CLOSING and entry.parent is None and not nested:
        return ""
    return entry.ordinal or chinese(siblings.index(entry) + 1)


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十"
    return head + (NUMERALS[ones] if ones or not tens else "")
