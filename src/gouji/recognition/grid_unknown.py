"""Tables that no template knows: column paths from the grid's own header rows, rows with labels, codes and amounts.

Nothing is guessed from what a province usually prints: a column is what its header says, and whether it carries words, codes
or amounts is told by what stands in it. A table that is printed as two sides is read as two blocks of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Cell, Form, Row, RowKind
from gouji.recognition.grid_cells import RawRow, raw_rows, wording
from gouji.recognition.grid_counts import counts
from gouji.recognition.grid_numbers import SURE, read_amount
from gouji.recognition.segment import FormSegment
from gouji.sources.document import Grid
from gouji.standards.fold import fold

UNKNOWN = "unknown"
MAX_HEADER = 6  # rows that a header may have
TOTALS = frozenset({"合计", "总计", "共计", "合计数"})
_CODE = re.compile(r"\d{2,21}")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])")
_LEVELS = ("类", "款", "项")
_CODED = ("编码", "代码", "科目号")
_INDEX = ("序号", "行次", "栏次")
_ECONOMIC = "经济"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the grid: its header path, and what it carries: label | code | amount | index."""

    at: int
    path: str
    role: str


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that describe one thing: a label with its codes and amounts. A two-sided table has two."""

    columns: tuple[Column, ...]
    side: str | None


def read(segment: FormSegment) -> Form:
    """The form of a segment whose title no template has; `empty` where it prints no amount."""
    rows = [r for r in raw_rows([b for b in segment.blocks if isinstance(b, Grid)]) if r.cells]
    header, body = _apart(rows)
    columns = _columns(header, body)
    blocks = _blocks(columns)
    out = [row for raw in body for row in _read_row(raw, blocks)]
    out = _classes(out)
    return Form(
        kind=UNKNOWN,
        title=segment.title,
        number=segment.number,
        unit=segment.unit,
        status="present" if any(row.cells for row in out) else "empty",
        note=segment.note,
        place=segment.place,
        rows=tuple(out),
        number_printed=segment.number_printed,
    )


def header_rows(rows: Sequence[RawRow]) -> list[RawRow]:
    """The rows above the first one that belongs to the table's body."""
    return list(rows[: _header_end(rows)]) if rows else []


def _apart(rows: Sequence[RawRow]) -> tuple[list[RawRow], list[RawRow]]:
    """The header rows, and the rows below them; a header that a later page prints again is left out."""
    least = _header_end(rows)
    header = list(rows[:least])
    printed = {_words(row) for row in header}
    return header, [row for row in rows[least:] if _words(row) not in printed and not counts(row)]


def _header_end(rows: Sequence[RawRow]) -> int:
    """Where the body begins: at the first row with a number; in a table without any, where no header cell goes on below."""
    for index, row in enumerate(rows[: MAX_HEADER + 1]):
        if any(read_amount(c.text) is not None and not c.carried for c in row.cells) and not counts(row):
            return index
    end = 1
    while end < min(len(rows), MAX_HEADER):
        parted = any(c.span > 1 for c in rows[end - 1].cells)  # a cell over several columns has theirs below it
        if not parted and not any(c.carried for c in rows[end].cells):
            break
        end += 1
    return min(end, len(rows))


def _words(row: RawRow) -> tuple[str, ...]:
    return tuple(fold(c.text) for c in row.cells)


def _columns(header: Sequence[RawRow], body: Sequence[RawRow]) -> list[Column]:
    width = max((c.column + c.span for row in (*header, *body) for c in row.cells), default=0)
    paths = [_path(header, at, width) for at in range(width)]
    seen: dict[str, int] = {}
    out = []
    for at, path in enumerate(paths):
        seen[path] = seen.get(path, 0) + 1
        name = path if seen[path] == 1 else f"{path}#{seen[path]}"
        role = _role(path, [c.text for row in body for c in row.cells if c.column == at and c.span == 1 and not c.carried])
        out.append(Column(at, name, role))
    return _codes_first(out)


def _path(header: Sequence[RawRow], at: int, width: int) -> str:
    """The header's words over a column from the top down; a row that is one cell over everything is a caption."""
    words: list[str] = []
    for row in header:
        cell = row.at(at)
        if cell is None or (cell.span >= width > 1):
            continue
        text = wording(cell.text).replace("/", "／")
        if text and (not words or words[-1] != text):
            words.append(text)
    return "/".join(words)


def _role(path: str, texts: Sequence[str]) -> str:
    """What a column carries, by its header and by what stands in it."""
    last = path.rsplit("/", 1)[-1]
    filled = [t for t in texts if t]
    numbers = sum(read_amount(t) is not None for t in filled)
    digits = sum(_CODE.fullmatch(fold(t)) is not None for t in filled)
    if last in _INDEX:
        return "index"
    if filled and digits == len(filled) and (last in _LEVELS or any(word in path for word in _CODED)):
        return "code"
    if filled and digits == len(filled) and any(t.startswith("0") and len(t) > 1 for t in filled):
        return "code"
    if not filled:
        return "code" if last in _LEVELS or any(word in last for word in _CODED) else "amount"
    return "amount" if numbers * 2 > len(filled) else "label"


def _codes_first(columns: list[Column]) -> list[Column]:
    """Columns without anything in them before the first label carry no amounts."""
    first = next((i for i, c in enumerate(columns) if c.role == "label"), 0)
    return [Column(c.at, c.path, "index" if i < first and c.role == "amount" else c.role) for i, c in enumerate(columns)]


def _blocks(columns: Sequence[Column]) -> list[Block]:
    """The columns by what they describe: words that follow amounts begin the next block."""
    blocks: list[list[Column]] = [[]]
    for column in columns:
        begins = column.role in ("label", "code", "index") and any(c.role == "amount" for c in blocks[-1])
        if begins and any(c.role == "label" and c.at >= column.at for c in columns):
            blocks.append([])
        blocks[-1].append(column)
    if len(blocks) > 1 and not all(any(c.role == "label" for c in b) and any(c.role == "amount" for c in b) for b in blocks):
        blocks = [list(columns)]
    if len(blocks) != 2:  # words to the right are remarks; only two sides are a layout that is known
        blocks = [list(columns)]
    sides = [_side(b) if len(blocks) > 1 else None for b in blocks]
    return [Block(tuple(b), side) for b, side in zip(blocks, sides, strict=True)]


def _side(columns: Sequence[Column]) -> str | None:
    top = columns[0].path
    return "收入" if "收入" in top else "支出" if "支出" in top else None


def _read_row(raw: RawRow, blocks: Sequence[Block]) -> Iterator[Row]:
    above = {column: c for c in raw.cells for column in range(c.column, c.column + c.span)}
    for block in blocks:
        label, texts, cells, codes = "", dict[str, str](), dict[str, Cell](), list[tuple[str, str]]()
        unreadable: list[str] = []
        for column in block.columns:
            cell = above.get(column.at)
            if cell is None or (cell.carried and column.role != "label"):
                continue
            merged = cell.column != column.at  # 合计 over the code columns is their row's label
            amount = read_amount(cell.text) if column.role == "amount" and not merged else None
            unsure = cell.sure is not None and cell.sure < SURE  # and no relation here could confirm it
            if amount is not None and amount.amount is not None and not unsure:
                cells[column.path] = Cell(amount.amount, place=cell.place)
            elif amount is not None:
                unreadable.append(column.path)
            elif merged:
                continue
            elif column.role == "code" and _CODE.fullmatch(fold(cell.text)):
                codes.append((column.path, fold(cell.text)))
            elif not label and column.role != "index":
                label = wording(cell.text)
            elif column.role != "index":
                texts[column.path] = wording(cell.text)
        if not (label or cells or codes):
            continue
        kind = RowKind.TOTAL if _is_total(label, block.side) else RowKind.ITEM
        code = "".join(c for _, c in codes)
        yield Row(
            kind,
            _ORDINAL.sub("", label),
            block.side,
            {_kind(codes[0][0], code): code} if codes else {},
            cells,
            texts | ({"序": found.group()} if (found := _ORDINAL.match(fold(label))) else {}),
            place=raw.place,
            unreadable=tuple(unreadable),
        )


def _is_total(label: str, side: str | None) -> bool:
    words = fold(label)
    return words in TOTALS or (side is not None and words.endswith(("总计", "合计")))


def _kind(path: str, code: str) -> str:
    """The classification that a code belongs to: economic where its header says so, by its first digit else."""
    economic = _ECONOMIC in path or code[:1] in ("3", "5")
    return ("government_economic" if "政府" in path or code[:1] == "5" else "department_economic") if economic else "function"


def _classes(rows: Sequence[Row]) -> list[Row]:
    """Rows whose deeper codes stand in the same table are classes."""
    codes = {code for row in rows for code in row.codes.values()}
    upper = {code[:n] for code in codes for n in range(3, len(code))} & codes
    return [
        Row(RowKind.CLASS, r.label, r.side, r.codes, r.cells, r.texts, r.item, r.place, (), r.unreadable)
        if r.kind is RowKind.ITEM and set(r.codes.values()) & upper
        else r
        for r in rows
    ]


__all__ = ["UNKNOWN", "read"]
