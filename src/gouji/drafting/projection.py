"""Forms as projections of the budget lines: declared cells are sums of lines, the others follow from the forms' relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from gouji.drafting.declaration import Declaration, Projection
from gouji.drafting.lines import BudgetLine, Filter, select
from gouji.model.amount import FACTORS
from gouji.model.disclosure import Cell, Form, Row, RowKind
from gouji.publishing.grid import ordinal
from gouji.standards.chart import lookup
from gouji.standards.formula import Linear, Ref, Relation, Sum
from gouji.standards.template import Column, FormTemplate, Line, Template

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Bodies:
    """Whose lines they are: the department's code and name, the agencies' names by code, project codes by agency and name."""

    department: str
    department_name: str
    agencies: Mapping[str, str]
    projects: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)  # of codes that the chart does not list

    @property
    def what(self) -> str:
        """部门 where several units are consolidated, else 单位."""
        return "部门" if len(self.agencies) > 1 else "单位"


def forms(
    lines: Sequence[BudgetLine], bodies: Bodies, template: Template, declared: Declaration, units: Mapping[str, str]
) -> tuple[Form, ...]:
    """Every form of the profile, in its order. `units` gives the unit of forms that are not printed in the template's own."""
    return tuple(
        _Sheet(form, declared.forms[kind], declared, lines, bodies, template, units.get(kind, template.unit)).form()
        for kind, form in template.forms.items()
    )


@dataclass(slots=True)
class _Sheet:
    """One form being filled in."""

    template: FormTemplate
    how: Projection
    declared: Declaration
    lines: Sequence[BudgetLine]
    bodies: Bodies
    whole: Template
    unit: str
    _amounts: dict[tuple[str, str], Decimal] = field(default_factory=dict)  # of the row, or the form with fixed lines, at hand
    _rules: dict[tuple[str, str], Relation | None] = field(default_factory=dict)
    _below: dict[str, Sequence[BudgetLine] | None] = field(default_factory=dict)  # the budget lines that a fixed line adds up
    _columns: tuple[Column, ...] = ()

    def form(self) -> Form:
        self.lines = select(self.lines, self.how.only)
        self._columns = self.template.amounts()
        rows = tuple(self._fixed() if self.template.sides or self.template.lines else self._rows())
        printed = any(row.cells for row in rows)
        if not printed and not (self.template.sides or self.template.lines):
            rows = ()
        number = f"预算{self.template.number or 0:02d}表"
        note = self.how.note if printed else self.how.empty or self.how.note
        note = note.replace("{what}", self.bodies.what) if note else None
        status = "present" if printed else "empty"
        return Form(
            self.template.kind, self.how.title.replace("{what}", self.bodies.what), number, self.unit, status, note, rows=rows
        )

    # the rows that the lines themselves make up

    def _rows(self) -> Iterator[Row]:
        heads = [h for h in self.how.rows if h in ("total", "department", "agencies", "several_agencies")]
        items = next((r for r in self.how.rows if r not in heads), None)
        agencies = sorted({line.agency for line in self.lines} | ({*self.bodies.agencies} if "agencies" in heads else set()))
        if "total" in heads:
            yield self._row(RowKind.TOTAL, self.how.total, self.lines)
        if "department" in heads:
            code = {"agency": self.bodies.department} if self.bodies.department else {}
            yield self._row(RowKind.DEPARTMENT, self.bodies.department_name, self.lines, codes=code)
        if "agencies" not in heads and ("several_agencies" not in heads or len(self.bodies.agencies) < 2):
            yield from self._items(items, self.lines)
            return
        for agency in agencies:
            own = select(self.lines, Filter(agency=(agency,)))
            yield self._row(RowKind.AGENCY, self.bodies.agencies.get(agency, agency), own, codes={"agency": agency})
            yield from self._items(items, own)

    def _items(self, items: str | None, lines: Sequence[BudgetLine]) -> Iterator[Row]:
        match items:
            case "functions":
                for code in sorted({line.function for line in lines}):
                    below = [line for line in lines if line.function == code]
                    row = self._row(RowKind.ITEM, self._name("function", code), below, codes={"function": code})
                    if row.cells:  # what rounding left nothing of is no row
                        yield row
            case "economics" | "departmental":
                yield from self._economics(lines, items == "economics")
            case "projects" | "basic_items":
                yield from self._projects(lines, items == "projects")

    def _economics(self, lines: Sequence[BudgetLine], pairs: bool) -> Iterator[Row]:
        text = next((c.path for c in self.template.leaves() if c.role == "text"), None)
        for economic, government in sorted({(line.economic, line.government if pairs else "") for line in lines}):
            below = [n for n in lines if n.economic == economic and (not pairs or n.government == government)]
            codes, texts = {"department_economic": economic}, {}
            if pairs:
                codes["government_economic"] = government
                if text is not None:
                    texts[text] = self._name("government_economic", government)
            row = self._row(RowKind.ITEM, self._name("department_economic", economic), below, codes=codes, texts=texts)
            if row.cells:
                yield row

    def _projects(self, lines: Sequence[BudgetLine], code: bool) -> Iterator[Row]:
        texts = {c.headers[0]: c.path for c in self.template.leaves() if c.role == "text"}
        seen: dict[tuple[str, str, str], list[BudgetLine]] = {}
        for line in lines:
            name = line.project or self._name("department_economic", line.economic[:3])
            seen.setdefault((line.agency, name, line.kind), []).append(line)
        for (agency, name, kind), below in sorted(seen.items(), key=lambda item: item[0][0]):
            words = {
                "类型": self.how.kinds.get(kind, self.declared.kinds[kind].name),
                "项目单位": self.bodies.agencies.get(agency, agency),
            }
            shown = {path: words[key] for key, path in texts.items() if key in words}
            coded = any(c.role == "project" for c in self.template.leaves())
            project = self.bodies.projects.get((agency, name)) if code and coded else None
            yield self._row(RowKind.PROJECT, name, below, codes={"project": project} if project else {}, texts=shown)

    def _row(
        self,
        kind: RowKind,
        label: str,
        lines: Sequence[BudgetLine],
        codes: Mapping[str, str] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> Row:
        cells: dict[str, Cell] = {}
        self._amounts = {}
        for column in self._columns:
            value = self._amount("", column.key, lines)
            self._put(cells, column.path, value)
        return Row(kind, label, codes=codes or {}, cells=cells, texts=texts or {})

    def _put(self, cells: dict[str, Cell], path: str, value: Decimal) -> None:
        printed = (value / FACTORS[self.unit]).quantize(HUNDREDTH, ROUND_HALF_UP)
        if value:  # what is too small to print is 0.00, not a blank, which would be nothing at all
            cells[path] = Cell(printed)

    # the fixed lines of forms that have them

    def _fixed(self) -> Iterator[Row]:
        sides: list[tuple[str | None, tuple[Line, ...]]] = [(side.name, side.lines) for side in self.template.sides]
        sides = sides or [(None, self.template.lines)]
        for side, lines in sides:
            columns = self.template.amounts(side)
            for line in lines:
                cells: dict[str, Cell] = {}
                for column in columns:
                    self._put(cells, column.path, self._amount(line.key, column.key, self.lines))
                if line.optional and not cells:
                    continue
                label = _label(line, lines) if side else line.labels[0].translate(_WIDE)
                yield Row(self._kind(line, lines), label, side, cells=cells, item=line.key)

    @staticmethod
    def _kind(line: Line, lines: Sequence[Line]) -> RowKind:
        if line.total:
            return RowKind.TOTAL
        inner = any(other.parent == line.key and not other.part for other in lines)
        return RowKind.CLASS if inner else RowKind.ITEM

    # amounts: declared ones are sums, the others follow from a relation

    def _amount(self, line: str, column: str, lines: Sequence[BudgetLine]) -> Decimal:
        """An amount in 元: the sum of its lines where both its row and its column are declared, else by the relation."""
        known = self._amounts.get((line, column))
        if known is None:
            known = self._amounts[line, column] = self._sum(line, column, lines)
        return known

    def _sum(self, line: str, column: str, lines: Sequence[BudgetLine]) -> Decimal:
        below = self._covered(line) if line else lines
        of_column = self.how.columns.get(column)
        if below is not None and of_column is not None:
            return sum((n.amount for n in below if of_column.admits(n)), Decimal(0))
        if (line, column) not in self._rules:
            self._rules[line, column] = self._rule(line, column)
        rule = self._rules[line, column]
        return Decimal(0) if rule is None else self._follow(rule, line, column, lines)

    def _covered(self, line: str) -> Sequence[BudgetLine] | None:
        """The budget lines that a fixed line adds up; None where it is not declared which."""
        if line not in self._below:
            admitted = self._of_line(line)
            self._below[line] = None if admitted is None else select(self.lines, admitted)
        return self._below[line]

    def _of_line(self, key: str) -> Filter | None:
        declared = self.how.lines.get(key)
        if declared is not None:
            return declared
        function = next((n.function for s in self.template.sides for n in s.lines if n.key == key), None)
        return Filter(function=(function,)) if function else None

    def _rule(self, line: str, column: str) -> Relation | None:
        """The first relation that gives this amount: by the row where the column is not declared, else by the column."""
        by_column = column not in self.how.columns
        for relation in self.template.relations:
            left = relation.left.terms[0].term
            if relation.compare != "=" or len(relation.left.terms) != 1 or not isinstance(left, Ref):
                continue
            if by_column:
                if relation.each == "row" and left.column == column and isinstance(relation.right, Linear):
                    return relation
            elif left.rows and left.rows[0].what == "line" and left.rows[0].value == line and left.column in (None, column):
                return relation
        return None

    def _follow(self, rule: Relation, line: str, column: str, lines: Sequence[BudgetLine]) -> Decimal:
        assert isinstance(rule.right, Linear)
        out = Decimal(0)
        for scaled in rule.right.terms:
            term = scaled.term
            ref = term.ref if isinstance(term, Sum) else term
            assert isinstance(ref, Ref)
            for key in self._lines_of(ref, line):
                out += scaled.factor * self._amount(key, ref.column or column, lines)
        return out

    def _lines_of(self, ref: Ref, line: str) -> list[str]:
        """The fixed lines that a reference names; the current row where it names none."""
        if not ref.rows:
            return [line]
        selector = ref.rows[0]
        if selector.what == "line":
            return [str(selector.value)]
        side = line.partition(".")[0]
        return [n.key for s in self.template.sides if s.key == side for n in s.lines if n.function]

    def _name(self, kind: str, code: str) -> str:
        entry = lookup(kind, code, self.whole.year) or lookup(kind, code)
        return str(entry.name) if entry else self.bodies.names.get((kind, code), code)


_WIDE = str.maketrans({":": "：", "(": "（", ")": "）"})  # templates keep labels folded: as printed they are full-width


def _label(line: Line, lines: Sequence[Line]) -> str:
    """The line as printed, with its outline number: 一、 or （一） where it stands below another."""
    label = line.labels[0].translate(_WIDE)
    if line.total or line.part:
        return label if not line.part or "其中" in label else f"其中：{label}"
    number = ordinal(line, lines)
    return f"（{number}）{label}" if line.parent else f"{number}、{label}" if number else label
