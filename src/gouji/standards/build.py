"""A tree → the forms of a template: columns with their paths, sides, fixed lines."""

from __future__ import annotations

from collections.abc import Mapping

from gouji.standards.fold import fold
from gouji.standards.schema import Fields, mapping, texts
from gouji.standards.template import Column, FormTemplate, Line, Side
from gouji.standards.tree import Node, ordered

CODE_KINDS = ("function", "agency", "department_economic", "government_economic", "project")
ROLES = ("amount", "label", "text", *CODE_KINDS)
SIDED = "sides"
LINED = ("lines", "department_performance")
CODED = ("functions", "economics")  # rows by code, and lines that bear none (人员经费合计)
LAYOUTS = (SIDED, "agencies", *CODED, "single", "projects", "project_performance", *LINED)
SIDE_NAMES = {"revenue": "收入", "expenditure": "支出"}

_COLUMN = frozenset({"header", "path", "role", "part", "optional", "admits", "columns", "before", "after"})
_LINE = frozenset({"label", "ordinal", "function", "total", "part", "optional", "lines", "before", "after"})
_SIDE = frozenset({"name", "columns", "lines"})
_FORM = frozenset(
    {"titles", "layout", "columns", "sides", "lines", "kinds", "unit", "unit_in", "relations", "english", "before", "after"}
)


def _wordings(fields: Fields, key: str) -> tuple[tuple[str, ...], str]:
    """The alternatives of a pattern (folded, without repetition), and the official wording as written."""
    node = fields.require(key)
    written = fields.text(key).split("|")
    folded = tuple(dict.fromkeys(fold(w) for w in written))
    if "" in folded:
        raise node.error(f"{fields.what}的 {key} 有空的写法", f"{key} has an empty alternative")
    return folded, written[0].strip()


def _columns(node: Node, prefix: str, path: str, what: str) -> tuple[Column, ...]:
    return tuple(_column(name, child, prefix, path, what) for name, child in ordered(mapping(node, f"{what}的 columns")))


def _column(name: str, node: Node, prefix: str, above: str, what: str) -> Column:
    key = f"{prefix}{name}"
    fields = Fields(node, _COLUMN, f"{what}的列 {key}")
    headers, official = _wordings(fields, "header")
    own = fields.values.get("path")
    segment = official if own is None or not isinstance(own.value, str) else own.value
    path = "/".join(part for part in (above, segment) if part)
    inner = fields.get("columns")
    children = () if inner is None else _columns(inner, f"{key}.", path, what)
    if inner is not None and not children:
        raise inner.error(f"{fields.what}：columns 里没有列", "columns is empty")
    if not path and not children:
        raise node.error(f"{fields.what}：没有路径", "a leaf column needs a path")
    role = fields.choice("role", ROLES, "amount")
    return Column(key, path, headers, role, fields.flag("part"), fields.flag("optional"), _admits(fields), children)


def _admits(fields: Fields) -> Mapping[str, tuple[str, ...]]:
    node = fields.get("admits")
    if node is None:
        return {}
    out: dict[str, tuple[str, ...]] = {}
    for kind, codes in mapping(node, f"{fields.what}的 admits").items():
        if kind not in CODE_KINDS:
            raise codes.error(f"{fields.what}：没有“{kind}”这种编码", f"no code kind “{kind}”")
        out[kind] = texts(codes, f"{fields.what}的 admits")
        if not all(code.isdecimal() for code in out[kind]):
            raise codes.error(f"{fields.what}：编码应只有数字", "codes are digits")
    return out


def _lines(node: Node, prefix: str, side: str, parent: str | None, what: str) -> tuple[Line, ...]:
    """Fixed lines in printed order, each followed by the lines below it."""
    out: list[Line] = []
    for name, child in ordered(mapping(node, f"{what}的 lines")):
        key = f"{prefix}{name}"
        fields = Fields(child, _LINE, f"{what}的行 {key}")
        function = fields.text("function") or None
        if function is not None and not function.isdecimal():
            raise fields.require("function").error(f"{fields.what}：功能科目编码应只有数字", "a function code is digits")
        out.append(
            Line(
                key,
                side,
                _wordings(fields, "label")[0],
                fields.text("ordinal") or None,
                function,
                fields.flag("total"),
                fields.flag("part"),
                fields.flag("optional"),
                parent,
            )
        )
        inner = fields.get("lines")
        if inner is not None:
            out.extend(_lines(inner, f"{key}.", side, key, what))
    return tuple(out)


def _side(key: str, node: Node, shared: Node | None, what: str) -> Side:
    fields = Fields(node, _SIDE, f"{what}的 {key}")
    name = SIDE_NAMES.get(key)
    if name is None or fields.text("name", name) != name:
        raise node.error(f"{what}：sides 只能是 revenue（收入）和 expenditure（支出）", "sides are revenue and expenditure")
    columns = fields.get("columns") or shared
    if columns is None:
        raise node.error(f"{fields.what}：缺少“columns”", "“columns” is missing")
    return Side(
        key, name, _columns(columns, "", name, fields.what), _lines(fields.require("lines"), f"{key}.", name, None, fields.what)
    )


def build_form(kind: str, node: Node) -> FormTemplate:
    """One form without its number (the profile's order gives it) and its relations (which need all forms)."""
    what = f"表 {kind}"
    fields = Fields(node, _FORM, what)
    layout = fields.choice("layout", LAYOUTS, "")
    titles = fields.texts("titles")
    if not titles:
        raise node.error(f"{what}：缺少“titles”", "“titles” is missing")
    sides_node, lines_node, columns_node = fields.get("sides"), fields.get("lines"), fields.get("columns")
    if (sides_node is not None) != (layout == SIDED):
        raise (sides_node or node).error(f"{what}：layout: sides 与 sides 要同时有", "`layout: sides` and `sides` go together")
    if lines_node is not None and layout not in (*LINED, *CODED):
        raise lines_node.error(f"{what}：layout 是 {layout} 的表没有固定行", f"a form of layout {layout} has no fixed lines")
    sides: tuple[Side, ...] = ()
    if sides_node is not None:
        sides = tuple(_side(key, child, columns_node, what) for key, child in mapping(sides_node, f"{what}的 sides").items())
        columns = tuple(column for side in sides for column in side.columns)
    else:
        columns = _columns(fields.require("columns"), "", "", what)
    form = FormTemplate(
        kind=kind,
        number=None,
        titles=tuple(dict.fromkeys(fold(t) for t in titles)),
        layout=layout,
        columns=columns,
        sides=sides,
        lines=() if lines_node is None else _lines(lines_node, "", "", None, what),
        kinds=fields.texts("kinds"),
        unit=fields.text("unit", "万元"),
        unit_in=fields.text("unit_in") or None,
        english=fields.text("english"),
    )
    _check_paths(form, node)
    return form


def _check_paths(form: FormTemplate, node: Node) -> None:
    """No two leaves of a side may share a header path: a path must name one column."""
    seen: set[str] = set()
    for leaf in form.leaves():
        if leaf.role == "amount" and leaf.path in seen:
            raise node.error(f"表 {form.kind}：两列的路径都是“{leaf.path}”", f"two columns share the path “{leaf.path}”")
        seen.add(leaf.path)
    if not any(leaf.role == "amount" for leaf in form.leaves()):
        raise node.error(f"表 {form.kind}：没有金额列", "no column carries amounts")
