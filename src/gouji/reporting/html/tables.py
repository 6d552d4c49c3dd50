"""A form of the reading as a table: header rows from the column paths, and its rows with their figures' ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Form, Row
from gouji.reconcile.bound import Key
from gouji.reporting.material import Material

CODES = ("function", "department_economic", "government_economic", "agency", "project")


@dataclass(frozen=True, slots=True)
class Head:
    """A header cell with its spans."""

    text: str
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row: `cells` are figure keys, or None where the cell is blank. `loose` are numbers whose column is uncertain."""

    row: Row
    code: str
    texts: tuple[str, ...]
    cells: tuple[Key | None, ...]
    loose: tuple[str, ...]

    @property
    def blank(self) -> bool:
        return not any(self.cells) and not self.loose


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a form (a side of a two-sided one). `unused` counts the form's columns that carry nothing here."""

    caption: str
    heads: tuple[tuple[Head, ...], ...]
    lines: tuple[Line, ...]
    coded: bool
    texts: tuple[str, ...]
    unused: int


def tables(material: Material, position: int) -> list[Table]:
    """The tables of the form at that position: one, or one a side."""
    form = material.disclosure.forms[position]
    sides = list(dict.fromkeys(row.side for row in form.rows))
    return [_table(material, form, position, side) for side in sides]


def _table(material: Material, form: Form, position: int, side: str | None) -> Table:
    rows = [(i, row) for i, row in enumerate(form.rows) if row.side == side]
    used = dict.fromkeys(column for _, row in rows for column in row.cells)
    declared = material.template.forms.get(form.kind)
    paths = [c.path for c in declared.amounts(side)] if declared else []
    columns = [p for p in paths if p in used] + [c for c in used if c not in paths]
    texts = tuple(dict.fromkeys(column for _, row in rows for column in row.texts))
    codes = [_code(row) for _, row in rows]
    lines = tuple(
        Line(
            row,
            code,
            tuple(row.texts.get(t, "") for t in texts),
            tuple(Key("form", position, i, c) if c in row.cells else None for c in columns),
            tuple(format(a.amount, "f") for a in row.ambiguous),
        )
        for (i, row), code in zip(rows, codes, strict=True)
    )
    named = [c.removeprefix(f"{side}/") for c in columns]
    return Table(side or "", heads(named), lines, any(codes), texts, sum(p not in used for p in paths))


def _code(row: Row) -> str:
    return " ".join(row.codes[kind] for kind in CODES if kind in row.codes)


def heads(paths: Sequence[str]) -> tuple[tuple[Head, ...], ...]:
    """The header rows of columns named by their paths: shared beginnings are one cell over several columns."""
    split = [path.split("/") for path in paths]
    depth = max((len(p) for p in split), default=0)
    rows: list[tuple[Head, ...]] = []
    for level in range(depth):
        row: list[Head] = []
        at = 0
        while at < len(split):
            here = split[at]
            if len(here) <= level:  # its own cell reaches down to here
                at += 1
                continue
            end = at + 1
            while end < len(split) and split[end][: level + 1] == here[: level + 1] and len(here) > level + 1:
                end += 1
            row.append(Head(here[level], end - at, depth - level if len(here) == level + 1 else 1))
            at = end
        rows.append(tuple(row))
    return tuple(rows)
