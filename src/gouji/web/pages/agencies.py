"""The list of bodies, and one body: its year at a glance, where its money comes from and goes, over the years."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from gouji.corpus import Corpus, CorpusError, browse
from gouji.corpus.checks import stored
from gouji.corpus.explore import items_of, project_targets, reference_for
from gouji.corpus.tables import lineage_of
from gouji.standards.loader import load
from gouji.standards.template import Template
from gouji.web import charts
from gouji.web.glance import THREE_PUBLIC, Glance, glance, three_public
from gouji.web.glossary import glossary
from gouji.web.paging import Pager
from gouji.web.site import language, page, site

router = APIRouter(include_in_schema=False)
SIZE = 50
ORDERS = ("-expenditure", "issuer", "-errors", "-year")
Whole = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("/agencies")
def agencies(
    request: Request,
    q: Annotated[str, Query(max_length=100)] = "",
    division: Annotated[str, Query(max_length=12)] = "",
    level: Annotated[str, Query(max_length=20)] = "",
    year: Annotated[str, Query(max_length=4)] = "",
    order: Annotated[str, Query(max_length=20)] = ORDERS[0],
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Bodies with their latest year; filtered by place, level, year and part of the name."""
    held = site(request)
    cut: dict[str, str | int] = {}
    if division:
        cut["division"] = f"{division}*"
    if level:
        cut["level"] = level
    if year.isdecimal():
        cut["year"] = int(year)
    order = order if order in ORDERS else ORDERS[0]
    key = ("agencies", tuple(cut.items()), order, number, q.strip())
    rows = held.memo(key, lambda: browse.bodies(held.corpus, cut, order, number, SIZE + 1, q.strip()))
    return page(
        request,
        "agencies.html.j2",
        {
            "rows": rows[:SIZE],
            "pager": Pager(request, number, len(rows) > SIZE),
            "chosen": {"q": q, "division": division, "level": level, "year": year, "order": order},
            "orders": ORDERS,
            "choices": held.memo("agencies.choices", lambda: _choices(held.corpus)),
        },
    )


def _choices(corpus: Corpus) -> dict[str, list[Any]]:
    return {
        name: [
            r["value"] for r in corpus.rows(f"SELECT DISTINCT {name} AS value FROM current WHERE {name} IS NOT NULL ORDER BY 1")
        ]
        for name in ("division", "level", "year")
    }


@router.get("/agency/{body}")
def agency(
    request: Request,
    body: Annotated[int, Path(ge=0, le=2**31 - 1)],
    year: Annotated[str, Query(max_length=4)] = "",
    document: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """A body in one of its years."""
    held = site(request)
    years = held.memo(("agency years", body), lambda: browse.agency_years(held.corpus, body))
    if not years:
        raise CorpusError("没有这个单位", "no such body")
    row = next((r for r in years if r["document"] == document or (year and str(r["year"]) == year)), years[0])
    before = next((r for r in years if r["year"] == (row["year"] or 0) - 1 and r["kind"] == row["kind"]), None)
    lang = language(request)
    context = held.memo(("agency", body, row["document"], lang), lambda: _agency(held.corpus, body, years, row, before, lang))
    return page(request, "agency.html.j2", {"row": row, "before": before, "years": years, "words": glossary(), **context})


def _agency(
    corpus: Corpus,
    body: int,
    years: list[dict[str, Any]],
    row: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    lang: str,
) -> dict[str, Any]:
    """Everything of the page that depends on no reader but for his language."""
    seen = _glance(corpus, row, before)
    same = [r for r in reversed(years) if r["kind"] == row["kind"] and r["year"] is not None]
    cells = items_of(corpus, [r["doc"] for r in same], "three_public")
    three = {r["year"]: three_public(cells[r["doc"]], _template(r)) if r["doc"] in cells else None for r in same}
    return {
        "glance": seen,
        "flow": charts.sankey(seen, lang),
        "tree_chart": charts.treemap(seen.functions, lang),
        "history": charts.history(same),
        "three": charts.three_public(three),
        "three_years": three,
        "three_words": {k: w for k, w in THREE_PUBLIC.items() if k == "total" or any(h and k in h for h in three.values())},
        "projects": project_targets(corpus, row["document"]),
        "findings": browse.findings(corpus, {"document": row["document"]}, size=8),
        "joint": [f for f in stored(corpus, body, size=200) if f["year"] in (None, row["year"])],
        "per_head": _per_head(corpus, row),
        "names": browse.former_names(corpus, body),
        "lineage": lineage_of(corpus, body),
        "versions": browse.versions(corpus, body),
    }


def _glance(corpus: Corpus, row: Mapping[str, Any], before: Mapping[str, Any] | None) -> Glance:
    return glance(browse.document(corpus, row["document"]), _template(row), row, before)


def _template(row: Mapping[str, Any]) -> Template | None:
    return load(row["template"], row["profile"]) if row["template"] else None


def _per_head(corpus: Corpus, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The year's expenditure for each of what the reference table counts for this body or its place."""
    spent: Decimal | None = row["expenditure"]
    if spent is None:
        return []
    return [
        {**known, "count": f"{plain(known['value']):,}", "yuan": spent / known["value"]}
        for known in reference_for(corpus, row)
        if known["value"] > 0
    ]


def plain(number: Decimal) -> Decimal | int:
    """A count without the zeros of its column's type."""
    return int(number) if number == number.to_integral_value() else number.normalize()
