"""The rows of one form, indexed once: who is the total, who stands under whom, which rows carry a code.

Works on anything that looks like a row (`model.Row` or `LooseRow`), so that placement can bind relations before the
numbers have columns. Rows are named by their position in the form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

from gouji.model.disclosure import RowKind
from gouji.standards.fold import fold
from gouji.standards.template import FormTemplate

# The code that nests rows; a row of the economic forms carries two, the departmental one decides.
_NESTING = ("function", "department_economic", "government_economic")
Rows = tuple[int, ...]


class RowLike(Protocol):
    """What `model.Row` and `LooseRow` have in common."""

    @property
    def kind(self) -> RowKind: ...
    @property
    def label(self) -> str: ...
    @property
    def side(self) -> str | None: ...
    @property
    def codes(self) -> Mapping[str, str]: ...
    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def item(self) -> str | None: ...


class FormRows:
    """One form's rows with their structure. `position` is the form's place among the document's forms."""

    def __init__(self, position: int, template: FormTemplate, rows: Sequence[RowLike], empty: bool = False) -> None:
        self.position = position
        self.template = template
        self.rows = rows
        self.empty = empty
        self._prefixed: dict[tuple[str, str], Rows] = {}
        lines = {line.key: line for line in template.lines}
        for side in template.sides:
            lines |= {line.key: line for line in side.lines}
        self.functions = [self._function(row, lines) for row in rows]
        self.sides = [_side(template, row) for row in rows]
        self._arrange()

    @staticmethod
    def _function(row: RowLike, lines: Mapping[str, object]) -> str | None:
        """The function code of a row: its own, or the one that its fixed line stands for."""
        code = row.codes.get("function")
        return code or getattr(lines.get(row.item or ""), "function", None)

    def code(self, row: int, kind: str) -> str | None:
        """The code of that kind that a row carries."""
        return self.functions[row] if kind == "function" else self.rows[row].codes.get(kind)

    def _nesting_code(self, row: int) -> tuple[str, str] | None:
        for kind in _NESTING:
            code = self.code(row, kind)
            if code:
                return kind, code
        return None

    def _arrange(self) -> None:
        """Blocks (the rows below one department or agency), then parents by code inside each block."""
        self.department: list[int | None] = []
        self.unit: list[int | None] = []
        department = unit = None
        for position, row in enumerate(self.rows):
            if row.kind is RowKind.TOTAL and not row.item:
                department = unit = None
            elif row.kind is RowKind.DEPARTMENT:
                department, unit = position, position
            elif row.kind is RowKind.AGENCY:
                unit = position
            self.department.append(department)
            self.unit.append(unit)
        seen: dict[tuple[int | None, str], dict[str, int]] = defaultdict(dict)
        self.parent: list[int | None] = [None] * len(self.rows)
        bodies = [p for p, r in enumerate(self.rows) if r.kind in (RowKind.ITEM, RowKind.CLASS, RowKind.PROJECT)]
        nesting = {p: self._nesting_code(p) for p in bodies}
        for position in bodies:
            found = nesting[position]
            if found:
                seen[self.unit[position], found[0]].setdefault(found[1], position)
        for position in bodies:
            found = nesting[position]
            if found:
                codes = seen[self.unit[position], found[0]]
                above = (codes.get(found[1][:length]) for length in range(len(found[1]) - 1, 0, -1))
                self.parent[position] = next((p for p in above if p is not None), None)
        parents = {p for p in self.parent if p is not None}
        self.leaves: Rows = tuple(p for p in bodies if p not in parents)
        self.classes: Rows = tuple(p for p in bodies if p in parents)

    @cached_property
    def totals(self) -> Rows:
        """The form's total row (合计): at most one."""
        if self.template.layout == "single":
            return (0,) if self.rows else ()
        return tuple(p for p, r in enumerate(self.rows) if r.kind is RowKind.TOTAL)[:1]

    @cached_property
    def departments(self) -> Rows:
        return tuple(p for p, r in enumerate(self.rows) if r.kind is RowKind.DEPARTMENT)

    @cached_property
    def agencies(self) -> Rows:
        return tuple(p for p, r in enumerate(self.rows) if r.kind is RowKind.AGENCY)

    @cached_property
    def units(self) -> Rows:
        """The rows that items stand under: agencies, and departments that have no agency of their own."""
        with_agencies = {self.department[p] for p in self.agencies}
        bare = (p for p in self.departments if p not in with_agencies)
        return tuple(sorted((*self.agencies, *bare)))

    @cached_property
    def by_item(self) -> dict[str, Rows]:
        """Rows of a fixed line, by the line's key."""
        found: dict[str, list[int]] = defaultdict(list)
        for position, row in enumerate(self.rows):
            if row.item:
                found[row.item].append(position)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def child_rows(self) -> dict[int, Rows]:
        """Rows directly below a row: of a class by code, of an agency its leaves, of a department its agencies."""
        found: dict[int, list[int]] = defaultdict(list)
        for position in (*self.leaves, *self.classes):
            above = self.parent[position]
            if above is not None:
                found[above].append(position)
        for position in self.leaves:
            below = self.unit[position]
            if below is not None:
                found[below].append(position)
        with_agencies: dict[int, list[int]] = defaultdict(list)
        for position in self.agencies:
            over = self.department[position]
            if over is not None:
                with_agencies[over].append(position)
        found |= with_agencies
        return {key: tuple(sorted(rows)) for key, rows in found.items()}

    def under(self, row: int | None, candidates: Rows) -> Rows:
        """Those candidates that stand in the block of a department or agency row; all of them for any other row."""
        kind = self.rows[row].kind if row is not None else None
        if kind is RowKind.DEPARTMENT:
            return tuple(p for p in candidates if self.department[p] == row and p != row)
        if kind is RowKind.AGENCY:
            return tuple(p for p in candidates if self.unit[p] == row and p != row)
        return candidates

    def coded(self, kind: str, code: str, prefix: bool) -> Rows:
        """Leaf rows whose code is `code`, or begins with it; an exact code of a class row names that row."""
        key = (kind, code + ("*" if prefix else ""))
        if key not in self._prefixed:
            rows = tuple(p for p in self.leaves if (c := self.code(p, kind)) and (c.startswith(code) if prefix else c == code))
            if not rows and not prefix:
                rows = tuple(p for p in self.classes if self.code(p, kind) == code)
            self._prefixed[key] = rows
        return self._prefixed[key]

    def with_code(self, kind: str) -> Rows:
        """Leaf rows that carry a code of that kind."""
        if kind == "agency":
            return tuple(p for p, r in enumerate(self.rows) if r.codes.get("agency"))
        return tuple(p for p in self.leaves if self.code(p, kind))

    @cached_property
    def pairs(self) -> dict[tuple[str, str], Rows]:
        """Leaf rows by departmental and government economic code."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for position in self.leaves:
            codes = self.rows[position].codes
            if codes.get("department_economic") and codes.get("government_economic"):
                found[codes["department_economic"], codes["government_economic"]].append(position)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def by_name(self) -> dict[str, Rows]:
        """Leaf rows by their folded label: projects are matched by name where codes are not printed."""
        found: dict[str, list[int]] = defaultdict(list)
        for position in self.leaves:
            found[fold(self.rows[position].label)].append(position)
        return {key: tuple(rows) for key, rows in found.items()}

    def with_text(self, column: str, words: str) -> Rows:
        """Leaf rows whose text column (by its path or the last part of it) has these words."""
        wanted = fold(words)
        found = []
        for position in self.leaves:
            for path, text in self.rows[position].texts.items():
                if path in (column,) or path.rsplit("/", 1)[-1] == column:
                    if fold(text) == wanted:
                        found.append(position)
                    break
        return tuple(found)


def _side(template: FormTemplate, row: RowLike) -> str | None:
    """The name of the side (收入, 支出) that a row of a two-sided form stands on, from the row or from its line's key."""
    if not template.sides:
        return None
    if row.side:
        return next((s.name for s in template.sides if row.side in (s.name, s.key)), row.side)
    return next((s.name for s in template.sides if (row.item or "").startswith(f"{s.key}.")), None)
