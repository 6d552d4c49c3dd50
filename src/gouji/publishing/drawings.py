"""The charts of the published page as SVG: the way of the money, basic and project expenditure, the three public expenses.

Every number is one that the forms print, or a sum of such. The words stand inside the drawings, so that a reader of the
page finds the document's own words only, and each drawing tells a screen reader in a sentence what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape

from gouji.model.disclosure import Disclosure, Form, RowKind
from gouji.publishing.grid import NUMERALS
from gouji.publishing.sankey import Drawing, Node, sankey
from gouji.standards.template import Column, Template

STYLE = """
.charts{margin:1.5rem 0}.charts svg{display:block;width:100%;height:auto;margin:0 0 1.2rem}
.charts .bars{max-width:36rem}.charts .flow{min-width:46rem}.charts text{font-size:15px;fill:var(--ink)}
.charts .flow text{font-size:13px;
paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
.charts .t{font-weight:600;font-size:17px}.charts .m{fill:var(--faint)}.band{opacity:.3}
.k0{fill:#4f86ad}.k1{fill:#7d8891}.k2{fill:#a8823c}.k3{fill:#669460}.rest{fill:var(--soft)}
@media print{.charts svg{break-inside:avoid}.charts .flow{min-width:0}}
"""
WIDTH, STEP, HEAD, BAR = 420, 46, 52, 12  # of a chart of bars, in its own units: a phone shows it nearly as it is
LONGEST = 14  # characters of a name in the drawing of the flow
NUMBERED = re.compile(rf"[{NUMERALS}]+、")  # a form's outline number
NOTHING = Decimal("0.00")
Part = tuple[str, Decimal]


def charts(disclosure: Disclosure, template: Template) -> Iterator[str]:
    """The charts that the forms give, as HTML; nothing where they give none."""
    drawn = list(_drawn(disclosure, template))
    if drawn:
        yield '<section class="charts" aria-label="图解">'
        yield from drawn
        yield "</section>"


def _drawn(disclosure: Disclosure, template: Template) -> Iterator[str]:
    flow = sankey(disclosure, template)
    if flow is not None:
        yield f'<div class="scroll" tabindex="0" role="group" aria-label="收支流向图">{_flow(flow)}</div>'
    for kind, title in (("expenditure_summary", "基本支出与项目支出"), ("three_public", "“三公”经费")):
        form = disclosure.form(kind)
        parts = _parts(form, template) if form is not None else []
        if form is not None and any(amount for _, amount in parts):
            yield _bars(title, parts, form.unit)


def _parts(form: Form, template: Template) -> list[Part]:
    """What the first row of a form (its total) is made of: the columns below the topmost headings, totals left out."""
    declared = template.forms.get(form.kind)
    row = next((r for r in form.rows if r.kind is RowKind.TOTAL), None)
    if declared is None or row is None:
        return []
    columns = [c for c in declared.amounts() if not _is_total(c)]
    heads = [c.path.split("/") for c in columns]
    while len({h[0] for h in heads}) == 1 and all(len(h) > 1 for h in heads):
        heads = [h[1:] for h in heads]  # a heading over all columns tells nothing
    found: dict[str, Decimal] = {}
    for head, column in zip(heads, columns, strict=True):
        cell = row.cells.get(column.path)
        found[head[0]] = found.get(head[0], NOTHING) + (cell.amount if cell else NOTHING)
    return list(found.items())


def _is_total(column: Column) -> bool:
    return column.key.rpartition(".")[2] in ("total", "subtotal") or bool(column.part)


def _said(parts: Sequence[Part], unit: str) -> str:
    return "；".join(f"{name}{amount:,f}{unit}" for name, amount in parts)


def _bars(title: str, parts: Sequence[Part], unit: str) -> str:
    """Bars one below the other, each with its name, amount and share of them all."""
    whole = sum((amount for _, amount in parts), Decimal(0))
    most = max(amount for _, amount in parts)
    height = HEAD + STEP * len(parts) - 20
    out = [_open(title, _said(parts, unit), WIDTH, height), f'<text class="t" x="0" y="16">{escape(title)}（{unit}）</text>']
    for n, (name, amount) in enumerate(parts):
        y = HEAD + STEP * n
        long = float(WIDTH * amount / most)
        share = f"{100 * amount / whole:.2f}%"
        out.append(
            f'<text x="0" y="{y}">{escape(name)}</text><text x="{WIDTH}" y="{y}" text-anchor="end">{amount:,f}'
            f' <tspan class="m">{share}</tspan></text><rect class="rest" x="0" y="{y + 6}" width="{WIDTH}" height="{BAR}"/>'
            f'<rect class="k{n % 4}" x="0" y="{y + 6}" width="{long:.1f}" height="{BAR}"/>'
        )
    return "".join([*out, "</svg>"])


def _flow(drawing: Drawing) -> str:
    title = "收入来源、功能分类、支出性质"
    said = "；".join(_said([(n.name, n.amount)], drawing.unit) for n in drawing.nodes)
    out = [_open(title, said, drawing.width, drawing.height, "flow")]
    out.append(f'<text class="t" x="0" y="14">{title}（{drawing.unit}）</text>')
    out += [f'<path class="band k{b.column}" d="{b.path}"><title>{escape(b.says)}</title></path>' for b in drawing.bands]
    out += [_node(n, drawing.unit) for n in drawing.nodes]
    return "".join([*out, "</svg>"])


def _node(node: Node, unit: str) -> str:
    last = node.column == 3
    x, anchor = (node.x - 6, ' text-anchor="end"') if last else (node.x + 20, "")
    amount = f"{node.amount:,f}"
    name = NUMBERED.sub("", node.name)
    return (
        f'<rect class="k{node.column}" x="{node.x:.1f}" y="{node.y:.1f}" width="14" height="{node.height:.1f}">'
        f"<title>{escape(node.name)} {amount}{unit}</title></rect>"
        f'<text x="{x:.1f}" y="{node.y + node.height / 2:.1f}"{anchor} dominant-baseline="central">{escape(name[:LONGEST])} '
        f'<tspan class="m">{amount}</tspan></text>'
    )


def _open(title: str, said: str, width: float, height: float, kind: str = "bars") -> str:
    label = escape(f"{title}：{said}")
    return f'<svg class="{kind}" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{label}">'
