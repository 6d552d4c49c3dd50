"""Formulas against a template: every form, column, line, code kind and quantity that a relation names must exist.

Resolving also turns names into what binding needs: a bare name becomes form and column, a group of columns its own
subtotal or its parts, the header of a text column its path.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gouji.standards.build import CODE_KINDS, LINED, SIDED
from gouji.standards.fold import fold
from gouji.standards.formula import ClaimRef, Count, Linear, ProjectRef, Ratio, Ref, Scaled, Selector, Sum
from gouji.standards.formula_parser import Formula, FormulaError
from gouji.standards.template import Column, FormTemplate, Line

SCOPES = {
    "row": None,
    "column": None,
    "function": "function",
    "function_class": "function",
    "named_function": "function",
    "department_economic": "department_economic",
    "government_economic": "government_economic",
    "economic_pair": "pair",
    "agency": "agency",
    "project": "project",
}
KEYWORDS = ("total", "departments", "agencies", "items", "classes", "children", "this")
PROJECT_FIELDS = ("amount", "cost")
OWN_SUM = ("subtotal", "total")  # the child that is a group's own sum


def unknown(what: str, name: str, known: Collection[str], english: str) -> FormulaError:
    """“没有…”, with what there is, where that is a short list."""
    listed = f"（有：{'、'.join(known)}）" if 0 < len(known) <= 12 else ""
    return FormulaError(f"{what}“{name}”不存在{listed}", f"unknown {english} “{name}”")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a relation stands: what it runs over, the form that declares it, the side of a two-sided form."""

    forms: Mapping[str, FormTemplate]
    own: FormTemplate | None
    declared: bool = True  # `own` declares the relation; False where it is only the form that `of` names
    each: str | None = None
    side: str | None = None
    quantities: frozenset[str] | None = None

    def formula(self, formula: Formula) -> Formula:
        """The formula with every name resolved. Raises FormulaError for one that does not exist or makes no sense here."""
        right = formula.right
        if isinstance(right, Ratio):
            right = Ratio(right.kind, self._linear(right.of), self._linear(right.by))
        else:
            right = self._linear(right)
        return Formula(self._linear(formula.left), formula.compare, right)

    def _linear(self, linear: Linear) -> Linear:
        return Linear(tuple(term for scaled in linear.terms for term in self._scaled(scaled)))

    def _scaled(self, scaled: Scaled) -> list[Scaled]:
        term = scaled.term
        match term:
            case Ref():
                return [Scaled(scaled.factor, ref) for ref in self._ref(term)]
            case Sum(ref):
                return [Scaled(scaled.factor, Sum(one)) for one in self._ref(ref)]
            case Count(ref):
                return [Scaled(scaled.factor, Count(self._counted(ref)))]
            case ClaimRef(quantity):
                self._check_quantity(quantity)
            case ProjectRef(field):
                if self.each != "project":
                    raise FormulaError("project(each) 只能用在 each: project 的关系里", "project(each) needs each: project")
                if field not in PROJECT_FIELDS:
                    raise unknown("项目的字段", field, PROJECT_FIELDS, "project field")
        return [scaled]

    def _check_quantity(self, quantity: str) -> None:
        parts = quantity.split(".")
        if not all(parts) or parts.count("*") > 1:
            raise FormulaError(f"数量“{quantity}”的写法有误", f"“{quantity}” is no name of a quantity")
        if "each" in parts and self.each not in ("function_class", "named_function", "project"):
            raise FormulaError(
                "claim() 里的 each 只用于 each: function_class、named_function 或 project", "each in claim() needs that scope"
            )
        if self.quantities is not None and not {"*", "each"} & set(parts) and quantity not in self.quantities:
            raise unknown("说明文字中的数量", quantity, (), "quantity")

    def _counted(self, ref: Ref) -> Ref:
        if ref.rows is None:
            raise FormulaError("count() 里要写明哪些行，例如 count(表[items])", "count() needs rows")
        form = self._form(ref.form)
        return Ref(self._named(form), self._selectors(ref.rows, form), ref.column)

    def _named(self, form: FormTemplate) -> str | None:
        """None for the form that declares the relation, else the form's kind (also where `of` names the form)."""
        return None if form is self.own and self.declared else form.kind

    def _ref(self, ref: Ref) -> list[Ref]:
        if ref.rows is None and ref.form is None and ref.column is not None:
            head, _, rest = ref.column.partition(".")
            own = {} if self.own is None else self._known_columns(self.own, None)
            if head in self.forms and head not in own:
                ref = Ref(head, None, rest or None)
        form = self._form(ref.form)
        rows = None if ref.rows is None else self._selectors(ref.rows, form)
        if rows is None and self.each != "row":
            name = ref.column or form.kind
            raise FormulaError(f"“{name}”没有写明哪一行，例如 [total].{name}", f"“{name}” does not say which row")
        if ref.column is None:
            if self.each != "column":
                raise FormulaError("没有写明哪一列", "a reference does not say which column")
            return [Ref(self._named(form), rows, None)]
        return [Ref(self._named(form), rows, key) for key in self._column_keys(form, rows, ref.column)]

    def _form(self, name: str | None) -> FormTemplate:
        if name is None:
            if self.own is None:
                raise FormulaError("没有写明哪张表", "a reference does not say which form")
            return self.own
        if name not in self.forms:
            raise unknown("表", name, (), "form")
        return self.forms[name]

    def _known_columns(self, form: FormTemplate, rows: tuple[Selector, ...] | None) -> dict[str, Column]:
        """Every column and group by key; of a two-sided form those of the side that the rows stand on."""
        if not form.sides:
            return dict(_keyed(form.columns))
        sides = self._sides(form, rows)
        return {k: c for side in form.sides if side.key in sides for k, c in _keyed(side.columns).items()}

    def _sides(self, form: FormTemplate, rows: tuple[Selector, ...] | None) -> set[str]:
        for selector in rows or ():
            if selector.what == "line":
                return {str(selector.value).partition(".")[0]}
            if selector.what == "function":
                return {side.key for side in form.sides if any(line.function for line in side.lines)}
        return {side.key for side in form.sides if self.side in (None, side.key, side.name)}

    def _column_keys(self, form: FormTemplate, rows: tuple[Selector, ...] | None, name: str) -> list[str]:
        known = self._known_columns(form, rows)
        key = name.removesuffix(".*")
        column = known.get(key)
        if column is None:
            raise unknown(
                f"{form.kind} 的列", key, [k for k, c in known.items() if "." not in k and c.role == "amount"], "column"
            )
        if name != key:
            if not column.children:
                raise FormulaError(f"列“{key}”下面没有子列，不能写 .*", f"column “{key}” has no children")
            return _parts(column)
        if not column.children:
            if column.role != "amount":
                raise FormulaError(f"列“{key}”不是金额列", f"column “{key}” carries no amounts")
            return [key]
        return _whole(column)

    def _selectors(self, selectors: tuple[Selector, ...], form: FormTemplate) -> tuple[Selector, ...]:
        return tuple(self._selector(s, form) for s in selectors)

    def _selector(self, selector: Selector, form: FormTemplate) -> Selector:
        what, value = selector.what, selector.value
        if what == "line":
            keys = {line.key: line for line in fixed_lines(form)}
            if value not in keys:
                raise unknown(f"{form.kind} 的固定行", f"#{value}", (), "line")
            return selector
        if value is None:
            self._check_keyword(what, form)
            return selector
        if what in (*CODE_KINDS, "pair"):
            self._check_code(selector, form)
            return selector
        return Selector(_text_path(what, form), value)

    def _check_keyword(self, word: str, form: FormTemplate) -> None:
        if word not in KEYWORDS:
            raise unknown("行的选择词", word, KEYWORDS, "row selector")
        if form.layout in (SIDED, *LINED) and word != "this":
            raise FormulaError(f"{form.kind} 的行是固定的，用 #行名，不用“{word}”", f"{form.kind} has fixed lines: use #line")
        if word == "this" and self.each != "row":
            raise FormulaError("this 只能用在 each: row 的关系里", "`this` needs each: row")

    def _check_code(self, selector: Selector, form: FormTemplate) -> None:
        if selector.what not in code_kinds(form):
            raise FormulaError(f"{form.kind} 没有编码“{selector.what}”", f"{form.kind} has no codes of kind {selector.what}")
        if selector.value == "each":
            if self.each is None or SCOPES.get(self.each) != selector.what:
                raise FormulaError(
                    f"{selector.what}=each 要与关系的 each 相配，现在是“{self.each}”",
                    f"{selector.what}=each does not fit each: {self.each}",
                )
        elif selector.what == "pair" or (selector.value and not selector.value.isdecimal()):
            raise FormulaError(
                f"{selector.what}= 后面应是编码、编码*、* 或 each", f"{selector.what}= needs a code, code*, * or each"
            )


def _text_path(name: str, form: FormTemplate) -> str:
    """The path of the text column that is called so by key, header or path."""
    for leaf in form.leaves():
        if leaf.role == "text" and (name in (leaf.key, leaf.path) or fold(name) in leaf.headers):
            return leaf.path
    raise unknown(f"{form.kind} 的文字列", name, [c.path for c in form.leaves() if c.role == "text"], "text column")


def _keyed(columns: tuple[Column, ...]) -> dict[str, Column]:
    out: dict[str, Column] = {}
    for column in columns:
        out[column.key] = column
        out.update(_keyed(column.children))
    return out


def _is_own_sum(column: Column) -> bool:
    return column.key.rpartition(".")[2] in OWN_SUM and not column.children


def _parts(group: Column) -> list[str]:
    """The addends of a group: its children without its own sum and without “其中” columns; a child group as a whole."""
    addends = [c for c in group.children if c.role == "amount" and not c.part and not _is_own_sum(c)]
    return [key for child in addends for key in (_whole(child) if child.children else [child.key])]


def _whole(group: Column) -> list[str]:
    """A group as one figure: its own sum where the form prints one, else its addends."""
    return next(([c.key] for c in group.children if _is_own_sum(c)), None) or _parts(group)


def fixed_lines(form: FormTemplate) -> tuple[Line, ...]:
    """All fixed lines of a form, of both sides where it has two."""
    return tuple(line for side in form.sides for line in side.lines) or form.lines


def code_kinds(form: FormTemplate) -> set[str]:
    """The kinds of codes that rows of this form carry."""
    kinds = {leaf.role for leaf in form.leaves() if leaf.role in CODE_KINDS}
    if any(line.function for line in fixed_lines(form)):
        kinds.add("function")
    if form.layout in ("functions", "economics", "agencies", "projects", "project_performance"):
        kinds.add("agency")
    if form.layout in ("projects", "project_performance"):
        kinds.add("project")
    if {"department_economic", "government_economic"} <= kinds:
        kinds.add("pair")
    return kinds
