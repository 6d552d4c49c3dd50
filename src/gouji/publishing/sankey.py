"""The flow of the money as a drawing: sources → the whole → functions → uses, in SVG computed here.

Only what the forms print is drawn: the sources and functions of the summary of both sides, and, of the expenditure summary,
the columns (wages, operating, projects) of each function. A document that lacks them has no drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gouji.model.disclosure import Disclosure, Form, RowKind
from gouji.standards.template import FormTemplate, Template

WIDTH, GAP, BAR, TOP = 1040.0, 14.0, 14.0, 28.0
HEIGHT = 300.0  # of all the money together
LEAST = 1.5  # points that even the smallest flow is drawn with
CLASS_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Node:
    """A bar: its name, amount (in the form's unit) and place; `column` counts from the left."""

    name: str
    amount: Decimal
    x: float
    y: float
    height: float
    column: int


@dataclass(frozen=True, slots=True)
class Band:
    """A flow between two bars, as an SVG path, with what it says."""

    path: str
    column: int
    says: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole drawing, in SVG units."""

    width: float
    height: float
    unit: str
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]


Flows = dict[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Money:
    """What the forms print of the way of the money, in `unit`: by source, by functional class, and of each class by use."""

    unit: str
    sources: Mapping[str, Decimal]
    functions: Mapping[str, Decimal]
    uses: Flows  # (functional class, use) → amount


def money(disclosure: Disclosure, template: Template) -> Money | None:
    """The way of the money, or None where the forms do not give it."""
    both, uses = disclosure.form("revenue_expenditure_summary"), disclosure.form("expenditure_summary")
    if both is None or uses is None or both.unit != uses.unit:
        return None
    declared, leaves = template.forms.get(both.kind), template.forms.get(uses.kind)
    if declared is None or leaves is None:
        return None
    sources = _sources(both, declared)
    functions = _functions(uses, _names(both, declared), leaves)
    if not sources or not functions:
        return None
    spent: dict[str, Decimal] = {}
    for (function, _), amount in functions.items():
        spent[function] = spent.get(function, Decimal(0)) + amount
    return Money(both.unit, sources, spent, functions)


def sankey(disclosure: Disclosure, template: Template) -> Drawing | None:
    """The drawing, or None where the forms do not give it."""
    found = money(disclosure, template)
    if found is None:
        return None
    whole = "合计"
    first = {(name, whole): amount for name, amount in found.sources.items()}
    return _draw([first, {(whole, name): amount for name, amount in found.functions.items()}, found.uses], found.unit)


def _sources(form: Form, declared: FormTemplate) -> dict[str, Decimal]:
    lines = {line.key: line for side in declared.sides[:1] for line in side.lines}
    out: dict[str, Decimal] = {}
    for row in form.rows:
        line = lines.get(row.item or "")
        if line is None or line.total or line.part or line.parent is not None or row.side != line.side:
            continue
        amount = sum((c.amount for c in row.cells.values()), Decimal(0))
        if amount > 0:
            out[row.label] = out.get(row.label, Decimal(0)) + amount
    return out


def _names(form: Form, declared: FormTemplate) -> dict[str, str]:
    """What the document calls each functional class."""
    lines = {line.key: line for side in declared.sides for line in side.lines if line.function}
    return {str(lines[r.item].function): r.label for r in form.rows if r.item in lines}


def _functions(form: Form, names: Mapping[str, str], declared: FormTemplate) -> Flows:
    """Of each functional class what its items spend, by leaf column."""
    totals = {c.path for c in declared.amounts() if c.key.rpartition(".")[2] in ("total", "subtotal") or c.part}
    shown = [c.path for c in declared.amounts() if c.path not in totals]
    deepest = [r for r in form.rows if r.kind in (RowKind.ITEM, RowKind.CLASS) and r.codes.get("function")]
    codes = {r.codes["function"] for r in deepest}
    out: Flows = {}
    for row in deepest:
        code = row.codes["function"]
        if any(other != code and other.startswith(code) for other in codes):
            continue  # a subtotal: its deeper codes stand below
        name = names.get(code[:CLASS_DIGITS], code[:CLASS_DIGITS])
        for path in shown:
            cell = row.cells.get(path)
            if cell is not None and cell.amount > 0:
                key = (name, path.rpartition("/")[2])
                out[key] = out.get(key, Decimal(0)) + cell.amount
    return out


def _draw(stages: list[Flows], unit: str) -> Drawing:
    columns = [_amounts(stage, 0) for stage in stages]
    columns.append(_amounts(stages[-1], 1))
    whole = max(sum(c.values(), Decimal(0)) for c in columns)
    scale = HEIGHT / float(whole)
    height = max(sum(max(float(a) * scale, LEAST) + GAP for a in c.values()) for c in columns) + TOP
    step = (WIDTH - BAR) / (len(columns) - 1)
    nodes: dict[tuple[int, str], Node] = {}
    for i, amounts in enumerate(columns):
        y = TOP + (height - TOP - sum(max(float(a) * scale, LEAST) + GAP for a in amounts.values())) / 2
        for name, amount in sorted(amounts.items(), key=lambda item: -item[1]):
            size = max(float(amount) * scale, LEAST)
            nodes[i, name] = Node(name, amount, i * step, y, size, i)
            y += size + GAP
    return Drawing(WIDTH, height, unit, tuple(nodes.values()), tuple(_bands(stages, nodes, scale, unit)))


def _amounts(flows: Flows, end: int) -> dict[str, Decimal]:
    out: dict[str, Decimal] = {}
    for names, amount in flows.items():
        out[names[end]] = out.get(names[end], Decimal(0)) + amount
    return out


def _bands(stages: list[Flows], nodes: Mapping[tuple[int, str], Node], scale: float, unit: str) -> list[Band]:
    out: list[Band] = []
    for i, flows in enumerate(stages):
        leaving: dict[str, float] = {}
        coming: dict[str, float] = {}
        for (a, b), amount in sorted(flows.items(), key=lambda item: (nodes[i, item[0][0]].y, nodes[i + 1, item[0][1]].y)):
            start, end = nodes[i, a], nodes[i + 1, b]
            size = max(float(amount) * scale, LEAST)
            y0 = start.y + leaving.get(a, 0.0) + size / 2
            y1 = end.y + coming.get(b, 0.0) + size / 2
            leaving[a] = leaving.get(a, 0.0) + size
            coming[b] = coming.get(b, 0.0) + size
            path = _ribbon(start.x + BAR, y0, end.x, y1, size / 2)
            out.append(Band(path, i, f"{a} → {b}：{amount:,f}{unit}"))
    return out


def _ribbon(x0: float, y0: float, x1: float, y1: float, half: float) -> str:
    """An SVG path from one bar to the next, `half` a width to either side of its middle line."""
    bend = (x0 + x1) / 2
    there = f"M{x0:.1f},{y0 - half:.1f}C{bend:.1f},{y0 - half:.1f} {bend:.1f},{y1 - half:.1f} {x1:.1f},{y1 - half:.1f}"
    back = f"V{y1 + half:.1f}C{bend:.1f},{y1 + half:.1f} {bend:.1f},{y0 + half:.1f} {x0:.1f},{y0 + half:.1f}Z"
    return there + back
