"""Bodies and years side by side: the same quantity of each in a column of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from gouji.corpus.error import CorpusError
from gouji.corpus.explore import reference_for
from gouji.corpus.store import Corpus
from gouji.standards.chart import lookup

COLUMNS = 12  # at most
ROWS = 300
TOTALS = {"revenue": "收入总计", "expenditure": "支出总计", "basic": "基本支出", "projects": "项目支出"}
CODED = {  # what is compared → its column of codes, digits, form
    "function:3": ("function", 3, "expenditure_summary"),
    "function:5": ("function", 5, "expenditure_summary"),
    "function:7": ("function", 7, "expenditure_summary"),
    "department_economic:3": ("department_economic", 3, "economic_classification_summary"),
    "department_economic:5": ("department_economic", 5, "economic_classification_summary"),
}
KINDS = ("total", *CODED, "form", "project", "indicator")


@dataclass(frozen=True, slots=True)
class Column:
    """One document: a body in a year. `heads`: what the amounts are divided by, None where that is not known."""

    body: int
    issuer: str
    year: int | None
    document: str
    heads: Decimal | None = None

    @property
    def name(self) -> str:
        """Body and year."""
        return f"{self.issuer} {self.year}" if self.year is not None else self.issuer


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity in every column, in 元 (each head's, to 分, where that was asked); None where the document has no such
    figure. `texts` instead where it is no amount (the targets of an indicator)."""

    code: str
    name: str
    amounts: tuple[Decimal | None, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison. `more`: lines that were left out because there are too many."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    more: int = 0


def beside(corpus: Corpus, bodies: Sequence[int], years: Sequence[int] = (), by: str = "total", per: str = "") -> Table:
    """Those bodies in those years (none: the latest of each) side by side; the largest lines first.

    `by`: one of KINDS. `per`: a measure of the reference table. Raises CorpusError for anything else.
    """
    if by not in KINDS:
        raise CorpusError(f"不能按“{by[:40]}”比较", f"cannot compare by “{by[:40]}”")
    columns = _columns(corpus, bodies, years, per)
    if not columns:
        return Table((), ())
    documents = [c.document for c in columns]
    if by == "indicator":
        lines = _indicators(corpus, documents)
    else:
        found = _totals(corpus, documents) if by == "total" else _sums(corpus, documents, by)
        lines = [Line(code, name, _divided(values, columns, per)) for (code, name), values in found.items()]
        if by != "total":
            lines.sort(key=lambda line: (-max((a for a in line.amounts if a is not None), default=Decimal(0)), line.code))
    return Table(columns, tuple(lines[:ROWS]), max(0, len(lines) - ROWS))


def _columns(corpus: Corpus, bodies: Sequence[int], years: Sequence[int], per: str) -> tuple[Column, ...]:
    rows = corpus.rows(
        "SELECT body, issuer, agency, division, year, document FROM current WHERE body IN (SELECT unnest(?::INTEGER[])) "
        "QUALIFY row_number() OVER (PARTITION BY body, year "
        "ORDER BY kind = 'unit_budget' DESC, kind LIKE '%budget' DESC, doc DESC) = 1 "
        "ORDER BY year, doc",
        [list(bodies)],
    )
    latest = {r["body"]: r["year"] for r in rows}
    chosen = [r for r in rows if (r["year"] in years if years else r["year"] == latest[r["body"]])]
    place = {body: n for n, body in enumerate(bodies)}
    chosen.sort(key=lambda r: (place[r["body"]], r["year"] or 0))
    return tuple(
        Column(r["body"], r["issuer"], r["year"], r["document"], _heads(corpus, r, per) if per else None)
        for r in chosen[:COLUMNS]
    )


def _heads(corpus: Corpus, row: Mapping[str, Any], per: str) -> Decimal | None:
    held = next((r["value"] for r in reference_for(corpus, row) if r["measure"] == per), None)
    return held if held is not None and held > 0 else None


def _divided(values: Sequence[Decimal | None], columns: Sequence[Column], per: str) -> tuple[Decimal | None, ...]:
    if not per:
        return tuple(values)
    cents = Decimal("0.01")
    return tuple(
        None if v is None or c.heads is None else (v / c.heads).quantize(cents, ROUND_HALF_UP)
        for v, c in zip(values, columns, strict=True)
    )


Found = dict[tuple[str, str], list[Decimal | None]]


def _totals(corpus: Corpus, documents: Sequence[str]) -> Found:
    rows = {
        r["document"]: r
        for r in corpus.rows(
            f"SELECT document, {', '.join(TOTALS)} FROM documents WHERE document IN (SELECT unnest(?))", [list(documents)]
        )
    }
    return {(key, name): [rows[d][key] for d in documents] for key, name in TOTALS.items()}


def _sums(corpus: Corpus, documents: Sequence[str], by: str) -> Found:
    values: list[object] = [list(documents)]
    if by == "project":
        query = "SELECT document, '' AS code, name, sum(yuan) AS yuan FROM project_list"
        condition = "yuan IS NOT NULL"
    elif by == "form":
        query = "SELECT document, form AS code, form AS name, max(yuan) AS yuan FROM amounts"
        condition = "main AND row_kind = 'total'"
    else:
        column, digits, form = CODED[by]
        query = (
            f"SELECT document, substr({column}, 1, {digits}) AS code, any_value(label) FILTER (length({column}) = {digits}) "
            "AS name, sum(yuan) FILTER (row_kind = 'item') AS yuan FROM amounts"
        )
        condition = f"form = ? AND main AND length({column}) >= {digits} AND row_kind IN ('item', 'class')"
        values.append(form)
    groups = "1, 2, 3" if by == "project" else "1, 2"
    rows = corpus.rows(f"{query} WHERE document IN (SELECT unnest(?)) AND {condition} GROUP BY {groups}", values)
    found: Found = {}
    names = {r["code"]: r["name"] for r in rows if r["name"]} if by in CODED else {}
    for row in rows:
        name = row["name"]
        if by in CODED:
            entry = lookup(CODED[by][0], row["code"])
            name = entry.name if entry else names.get(row["code"], row["code"])
        line = found.setdefault((row["code"], name or ""), [None] * len(documents))
        line[documents.index(row["document"])] = row["yuan"]
    return found


def _indicators(corpus: Corpus, documents: Sequence[str]) -> list[Line]:
    """The targets of indicators that more than one of the documents has; of one document alone where there is only one."""
    rows = corpus.rows(
        "SELECT document, name, string_agg(DISTINCT raw, '；' ORDER BY raw) AS raws FROM target_list "
        "WHERE document IN (SELECT unnest(?)) GROUP BY 1, 2",
        [list(documents)],
    )
    held: dict[str, list[str]] = {}
    for row in rows:
        held.setdefault(row["name"], [""] * len(documents))[documents.index(row["document"])] = row["raws"]
    shared = {n: t for n, t in held.items() if len(documents) == 1 or sum(map(bool, t)) > 1}
    ordered = sorted(shared.items(), key=lambda item: (-sum(map(bool, item[1])), item[0]))
    return [Line("", name, texts=tuple(texts)) for name, texts in ordered]
