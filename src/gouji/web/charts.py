"""Figures as the charts of static/charts.js take them. Beside every chart stands a table with the same figures.

Numbers for drawing may be floats: a pixel is no amount. What is shown as text is formatted from the exact amount.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from gouji.web.glance import THREE_PUBLIC, Glance, Part
from gouji.web.names import named

Chart = dict[str, Any]
MOST = 12  # branches of one level that a treemap names


def wan(yuan: Decimal) -> float:
    """万元, for drawing."""
    return float(yuan / 10_000)


def sankey(glance: Glance, lang: str = "zh") -> Chart | None:
    """Sources → functional classes → uses. None where the forms do not give the way of the money."""
    if not glance.sources or not glance.uses:
        return None
    whole = "All expenditure" if lang == "en" else "全部支出"
    links = [{"source": f"来源·{p.name}", "target": whole, "value": wan(p.yuan)} for p in glance.sources]
    spent: dict[str, Decimal] = {}
    for function, _, yuan in glance.uses:
        spent[function] = spent.get(function, Decimal(0)) + yuan
    links += [{"source": whole, "target": f"功能·{name}", "value": wan(yuan)} for name, yuan in spent.items()]
    links += [{"source": f"功能·{f}", "target": f"用途·{use}", "value": wan(yuan)} for f, use, yuan in glance.uses]
    names = dict.fromkeys(end for link in links for end in (str(link["source"]), str(link["target"])))
    return {
        "kind": "sankey",
        "nodes": [{"name": n, "label": named(n.partition("·")[2] or n, lang)} for n in names],
        "links": links,
    }


def treemap(parts: Sequence[Part], lang: str = "zh") -> Chart | None:
    """A tree of parts."""
    return {"kind": "treemap", "data": [_branch(p, lang) for p in parts]} if parts else None


def _branch(part: Part, lang: str) -> Chart:
    made: Chart = {"name": named(part.name, lang), "value": wan(part.yuan), "code": part.code}
    if part.parts:
        made["children"] = [_branch(p, lang) for p in part.parts[:MOST]]
        rest = sum((p.yuan for p in part.parts[MOST:]), Decimal(0))
        if rest:
            made["children"].append({"name": "Other" if lang == "en" else "其他", "value": wan(rest), "code": ""})
    return made


def history(rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    """Basic and project expenditure over the years, oldest first; the whole where a year does not tell them apart."""
    known = [r for r in rows if r["expenditure"] is not None]
    if len(known) < 2:
        return None
    series = [
        _series("基本支出", "Basic", [r["basic"] if _split(r) else None for r in known]),
        _series("项目支出", "Projects", [r["projects"] if _split(r) else None for r in known]),
        _series("支出合计", "Whole", [None if _split(r) else r["expenditure"] for r in known]),
    ]
    return {
        "kind": "bars",
        "years": [str(r["year"]) for r in known],
        "series": [s for s in series if any(v is not None for v in s["values"])],
    }


def _split(row: Mapping[str, Any]) -> bool:
    return row["basic"] is not None and row["projects"] is not None


def three_public(years: Mapping[int, Mapping[str, Decimal] | None]) -> Chart | None:
    """The three public expenses over the years. A year without the form has a gap; a form without that figure has 0."""
    if not any(years.values()):
        return None
    series = [
        _series(zh, en, [None if held is None else held.get(key, Decimal(0)) for held in years.values()])
        for key, (zh, en) in THREE_PUBLIC.items()
        if key != "total" and any(held and held.get(key) for held in years.values())
    ]
    return {"kind": "bars", "years": [str(y) for y in years], "series": series} if series else None


def side_by_side(
    names: Sequence[str], rows: Sequence[tuple[str, Sequence[Decimal | None]]], yuan: bool = False
) -> Chart | None:
    """Columns of a comparison as groups of bars: one series a column, one group a row; in 元 where `yuan`, else in 万元."""
    if not rows or not names:
        return None
    values = [[cells[i] for _, cells in rows] for i in range(len(names))]
    return {
        "kind": "groups",
        "unit": "元" if yuan else "万元",
        "rows": [name for name, _ in rows],
        "series": [_series(name, name, column, yuan) for name, column in zip(names, values, strict=True)],
    }


def _series(zh: str, en: str, values: Sequence[Decimal | None], yuan: bool = False) -> Chart:
    return {"zh": zh, "en": en, "values": [None if v is None else float(v) if yuan else wan(v) for v in values]}
