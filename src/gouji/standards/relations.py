"""Relations read from a tree: parsed, resolved against all forms, their ids told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from gouji.standards.formula import ClaimRef, Count, Linear, ProjectRef, Ratio, Relation, Sum
from gouji.standards.formula_parser import Formula, FormulaError, parse
from gouji.standards.resolve import SCOPES, Scope
from gouji.standards.schema import Fields, items
from gouji.standards.template import FormTemplate
from gouji.standards.tree import Node

SEVERITIES = ("error", "warning", "info")
WHEN = ("total", "agencies", "departments", "classes", "items")  # or the kind of a form that must be there
_RELATION = frozenset({"id", "each", "of", "side", "holds", "title", "severity", "basis", "when", "english", "drop", "unless"})

_parse = lru_cache(maxsize=4096)(parse)


class RelationReader:
    """Reads relations of one template; remembers ids, so that none is declared twice."""

    def __init__(self, forms: Mapping[str, FormTemplate], quantities: frozenset[str] | None) -> None:
        self.forms = forms
        self.quantities = quantities
        self.seen: dict[str, Node] = {}

    def read(self, node: Node | None, own: FormTemplate | None) -> tuple[Relation, ...]:
        """The relations of a list; none where there is no list."""
        where = "relations" if own is None else f"表 {own.kind} 的 relations"
        return () if node is None else tuple(self._relation(n, own) for n in items(node, where))

    def _relation(self, node: Node, own: FormTemplate | None) -> Relation:
        name = Fields(node, _RELATION, "关系").text("id") or "?"
        fields = Fields(node, _RELATION, f"关系 {name}")
        fields.require("id")
        fields.require("title")
        if name in self.seen:
            first = self.seen[name].line
            raise node.error(f"关系编号“{name}”重复（第 {first} 行已有）", f"relation id “{name}” is used twice (line {first})")
        self.seen[name] = node
        each = fields.choice("each", ("", *SCOPES), "") or None
        side = fields.choice("side", ("", "revenue", "expenditure"), "") or None
        of = fields.text("of") or None
        if of is not None and of not in self.forms:
            raise fields.require("of").error(f"关系 {name}：表“{of}”不存在", f"relation {name}: unknown form “{of}”")
        if each in ("row", "column") and own is None and of is None:
            raise node.error(f"关系 {name}：each: {each} 要用 of 写明是哪张表", f"relation {name}: each: {each} needs `of`")
        holds = fields.require("holds")
        scope = Scope(self.forms, self.forms[of] if own is None and of else own, own is not None, each, side, self.quantities)
        formula = self._formula(fields.text("holds"), name, holds, scope)
        return Relation(
            id=name,
            holds=fields.text("holds"),
            left=formula.left,
            compare=formula.compare,
            right=formula.right,
            title=fields.text("title"),
            each=each,
            of=of,
            side=side,
            form=None if own is None else own.kind,
            severity=fields.choice("severity", SEVERITIES, "error"),
            basis=fields.text("basis", "算术"),
            when=fields.choice("when", ("", *WHEN, *self.forms), "") or None,
            english=fields.text("english"),
            unless=self._unless(fields, name, scope),
        )

    def _unless(self, fields: Fields, name: str, scope: Scope) -> Linear | None:
        """The figures of `unless`: a side of a formula, read as both sides of one."""
        text = fields.text("unless")
        return self._formula(f"{text} = {text}", name, fields.require("unless"), scope).left if text else None

    def _formula(self, text: str, name: str, node: Node, scope: Scope) -> Formula:
        try:
            return scope.formula(_parse(text))
        except FormulaError as error:
            raise node.error(f"关系 {name}：{error}", f"relation {name}: {error.english}") from None


def forms_of(relation: Relation) -> Iterator[str]:
    """The kinds of form that a relation needs."""
    if relation.form is not None:
        yield relation.form
    if relation.of is not None:
        yield relation.of
    right = relation.right
    linears = (relation.left, right.of, right.by) if isinstance(right, Ratio) else (relation.left, right)
    for linear in linears:
        yield from _forms(linear)


def _forms(linear: Linear) -> Iterator[str]:
    for scaled in linear.terms:
        term = scaled.term
        if isinstance(term, ClaimRef | ProjectRef):
            continue
        ref = term.ref if isinstance(term, Sum | Count) else term
        if ref.form is not None:
            yield ref.form
