"""A book, opened: its parts as they are shown, its figures with their relations, and the original's lines or pages."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gouji.web.book import LANGS

SAME = 40  # places told where the same fact stands
OUTCOMES = {"b": "broken", "r": "rounding", "h": "held", "u": "untestable"}


@dataclass(frozen=True, slots=True)
class Term:
    """A figure in a relation. `known` where the page shows it; `me` where it is the one that was asked for."""

    sign: str
    factor: int
    figure: str
    known: bool
    me: bool
    form: str
    row: str
    column: str
    value: str
    where: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that a figure takes part in: its terms in the order of the formula."""

    id: str
    title: str
    outcome: str  # held | rounding | broken | untestable
    terms: tuple[Term, ...]
    ratio: str  # share | rate | ""
    stated: str
    expected: str
    difference: str  # without its sign
    basis: str
    scope: str
    reason: str
    english: str = ""  # the title in English, where it has one


def alike(*figures: str) -> list[str]:
    """The figures with as many decimals as the one that has most: 30.03 and 30.30, not 30.3."""
    most = max(len(f.partition(".")[2]) for f in figures)
    return [f + "." * ("." not in f) + "0" * (most - len(f.partition(".")[2])) if f and most else f for f in figures]


class Book:
    """May be shared by threads."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lock = threading.Lock()
        self.index: dict[str, Any] = self._json("index.json")
        self.parts: dict[str, dict[str, Any]] = {part["id"]: part for part in self.index["parts"]}

    def _read(self, name: str) -> str | None:
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            try:
                return archive.read(name).decode()
            except KeyError:
                return None

    def _json(self, name: str) -> Any:
        return json.loads(self._read(name) or "null")

    def html(self, part: str, lang: str) -> str:
        """A part's recognised content."""
        return self._read(f"parts/{part}.{lang if lang in LANGS else LANGS[0]}.html") or ""

    @cached_property
    def figures(self) -> Mapping[str, Mapping[str, Any]]:
        """Every printed figure by its id: part, form, row, column, value, place, vouched, findings."""
        found: dict[str, dict[str, Any]] = self._evidence["known"]
        return found

    @cached_property
    def lines(self) -> list[str] | None:
        """The lines of a text; None for other formats."""
        found: list[str] | None = self._json("lines.json")
        return found

    @cached_property
    def sizes(self) -> list[tuple[float, float]] | None:
        """Width and height of a PDF's pages in points; None for other formats."""
        found: list[tuple[float, float]] | None = self._json("sizes.json")
        return found

    @cached_property
    def _evidence(self) -> dict[str, Any]:
        with self._lock:
            found: dict[str, Any] = self._json("evidence.json")
            return found

    @cached_property
    def _uses(self) -> dict[str, list[int]]:
        """Figure → the relations that it takes part in."""
        uses: dict[str, list[int]] = {}
        for n, relation in enumerate(self._evidence["relations"]):
            for figure in dict.fromkeys(term[1] for side in relation[4:7] for term in side):
                uses.setdefault(figure, []).append(n)
        return uses

    @cached_property
    def _by_page(self) -> dict[int, list[str]]:
        pages: dict[int, list[str]] = {}
        for name, figure in self.figures.items():
            place = figure["place"]
            if "page" in place and "box" in place and not place.get("file"):
                pages.setdefault(place["page"], []).append(name)
        return pages

    def on_page(self, page: int) -> list[str]:
        """The figures that stand on a page of the original."""
        return self._by_page.get(page, [])

    def relations(self, figure: str) -> list[Relation]:
        """The relations of a figure, worst first."""
        return [self._relation(self._evidence["relations"][n], figure) for n in self._uses.get(figure, ())]

    def same(self, figure: str) -> list[tuple[str, bool]]:
        """Where else the same fact stands: figures that a relation makes equal to this one, and whether that holds.

        What held equalities connect counts; a broken one leads to its other side and no further.
        """
        found: dict[str, bool] = {figure: True}
        queue = [figure]
        for at in queue:
            for n in self._uses.get(at, ()):
                relation = self._evidence["relations"][n]
                left, right = relation[4], relation[5]
                if relation[3] != "=" or relation[7] or relation[2] == "u" or len(left) != 1 or len(right) != 1:
                    continue
                if left[0][0] != right[0][0]:
                    continue
                other = right[0][1] if left[0][1] == at else left[0][1]
                holds = relation[2] != "b"
                if other not in found and (holds or at == figure):
                    found[other] = holds
                    if holds and len(queue) < SAME:
                        queue.append(other)
        del found[figure]
        return list(found.items())[:SAME]

    def _relation(self, told: list[Any], me: str) -> Relation:
        terms: list[Term] = []
        for side, lead in ((told[4], ""), (told[5], {"=": "＝", "<=": "≤", ">=": "≥"}[told[3]]), (told[6], "÷")):
            for n, (factor, figure) in enumerate(side):
                sign = (lead if not n else "") + ("－" if factor < 0 else "＋" if n else "")
                terms.append(self._term(sign, abs(factor), figure, me))
        ratio, stated, expected, difference, basis, scope, reason = told[7:]
        stated, expected, difference = alike(stated, expected, difference.lstrip("-"))
        return Relation(
            id=told[0],
            title=told[1],
            outcome=OUTCOMES[told[2]],
            terms=tuple(terms),
            ratio=ratio,
            stated=stated,
            expected=expected,
            difference=difference,
            basis=basis,
            scope=scope,
            reason=reason,
            english=self._evidence["english"].get(told[1], ""),
        )

    def _term(self, sign: str, factor: int, figure: str, me: str) -> Term:
        form, row, column, value, zh, en, _ = self._evidence["figures"][figure]
        known = figure in self.figures and self.figures[figure]["part"] is not None
        return Term(sign, factor, figure, known, figure == me, form, row, column, value, (zh, en))
