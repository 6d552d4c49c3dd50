"""The relations as data for the page: which figures each has, how it ended, and which relations a figure takes part in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from gouji.checking.figures import at, number
from gouji.model.finding import Outcome
from gouji.reconcile.bound import BoundTerm, Figure, Key, Result
from gouji.reporting.material import Material

OUTCOMES = {Outcome.BROKEN: 0, Outcome.ROUNDING: 1, Outcome.HELD: 2, Outcome.UNTESTABLE: 3}
MAX_TERMS = 400  # of one relation that are shown; the rest is counted
MAX_RELATIONS = 6000  # in one page


class Ids:
    """Short ids of figures for the page, the same for the same document."""

    def __init__(self) -> None:
        self._ids: dict[Key, str] = {}

    def __call__(self, key: Key) -> str:
        return self._ids.setdefault(key, f"f{len(self._ids)}")


def relations_json(material: Material, ids: Callable[[Key], str]) -> str:
    """JSON that is safe inside a script element: `figures` by id, `relations` worst first, each once."""
    figures: dict[str, list[str]] = {}
    known = material.figures
    results = sorted(material.report.results, key=lambda r: OUTCOMES[r.outcome])[:MAX_RELATIONS]

    def term(term: BoundTerm) -> list[Any]:
        key = term.figure.key
        name = ids(key)
        if name not in figures:
            figures[name] = _figure(material, term.figure, linked=key in known)
        return [term.factor, name]

    def side(terms: Iterable[BoundTerm]) -> list[Any]:
        filled = [t for t in terms if t.figure.amount is not None or t.figure.damaged]
        return [term(t) for t in filled[:MAX_TERMS]]

    told = [_relation(result, side, material.lang) for result in results]
    text = json.dumps({"figures": figures, "relations": told}, ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", " ")
        .replace("\u2029", " ")
    )


def _relation(result: Result, side: Any, lang: str) -> list[Any]:
    relation = result.relation
    return [
        relation.id,
        relation.named(lang),
        result.outcome.value[0],
        relation.compare,
        side(relation.left),
        side(relation.right),
        side(relation.by),
        relation.ratio or "",
        _plain(result.stated),
        _plain(result.expected),
        _plain(result.difference),
        relation.basis,
        relation.scope,
        result.reason or "",
    ]


def _figure(material: Material, figure: Figure, linked: bool) -> list[str]:
    """[where (form's number or “”), row, column, value, place in Chinese, place in English, "1" where the page has it]"""
    spot = figure.spot
    value = f"{number(figure.amount.value)}{figure.amount.unit}" if figure.amount else ""
    form = material.disclosure.forms[figure.key.index] if figure.key.owner in ("form", "count") else None
    name = (form.number or form.title) if form else ""
    column = spot.column if spot.form else ""
    return [name, spot.row.replace(".", "·"), column, value, at(spot.place), at(spot.place, "en"), "1" if linked else ""]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else number(value.normalize() if value == value.to_integral_value() else value)
