"""Search as one types: names, projects, indicators, amounts; each kind with its share of the list."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from gouji.corpus.query import aggregate
from gouji.corpus.search import KINDS, MOST_TYPED, Hit, search
from gouji.web.book.show import address
from gouji.web.names import forms
from gouji.web.site import language, page, site

router = APIRouter(include_in_schema=False)
SHORT, LONG = 18, 60  # hits while one types, and on the page of one search
SPENDERS = 200
# First digit of a code → its dimension, and the form that lists amounts by it (the classification's own numbering).
FORMS = {
    "2": ("function", "expenditure_summary"),
    "3": ("department_economic", "economic_classification_summary"),
    "5": ("government_economic", "economic_classification_summary"),
}
KIND_NAMES = {
    "body": ("单位", "Agencies"),
    "project": ("项目", "Projects"),
    "indicator": ("绩效指标", "Performance indicators"),
    "item": ("科目", "Codes"),
    "amount": ("表中的金额", "Amounts in forms"),
    "claim": ("正文的金额", "Amounts in the text"),
}


@router.get("/search")
def results(
    request: Request,
    q: Annotated[str, Query(max_length=MOST_TYPED * 4)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """What was found, grouped by kind; only the list where the page asks while one types."""
    here = site(request)
    typed = q.strip()[:MOST_TYPED]
    short = "HX-Request" in request.headers
    kinds = (kind,) if kind in KINDS else KINDS
    limit = SHORT if short else LONG
    found = here.memo(("search", typed, kinds, limit), lambda: search(here.corpus, typed, kinds, limit)) if typed else ()
    groups: dict[str, list[dict[str, Any]]] = {}
    for hit in found:
        groups.setdefault(hit.kind, []).append(_told(hit, language(request)))
    context = {"query": typed, "groups": groups, "names": KIND_NAMES, "found": len(found), "short": short, "kind": kind}
    context["near"] = bool(found) and all(hit.near for hit in found)
    return page(request, "hits.html.j2" if short else "search.html.j2", context)


@router.get("/code/{code}")
def code(
    request: Request,
    code: Annotated[str, Path(pattern="^[0-9]{3,7}$")],
    year: Annotated[str, Query(pattern="^([0-9]{4})?$")] = "",
) -> Response:
    """Who spends how much on a code of the classification, in one year: the main amounts of the form that is by such codes."""
    here = site(request)
    dimension, form = FORMS.get(code[0], FORMS["2"])
    cut: dict[str, str | int] = {dimension: f"{code}*", "form": form, "main": True, "row_kind": "item"}

    def found() -> tuple[str, list[int], list[dict[str, Any]]]:
        names = search(here.corpus, code, ("item",), 5)
        name = next((h.title for h in names if h.detail == code), "")
        years = [r["year"] for r in aggregate(here.corpus, ["year"], cut, "-year").to_dicts() if r["year"] is not None]
        chosen = int(year) if year else max(years, default=0)
        rows = aggregate(here.corpus, ["body", "issuer", "document", "kind"], {**cut, "year": chosen}, size=SPENDERS).to_dicts()
        return name, years, rows

    name, years, rows = here.memo(("code", code, year), found)
    chosen = int(year) if year else max(years, default=0)
    context = {"code": code, "name": name, "years": years, "year": chosen, "rows": rows, "most": SPENDERS}
    return page(request, "code.html.j2", context, 200 if rows or name else 404)


def _told(hit: Hit, lang: str) -> dict[str, Any]:
    """A hit with where it leads: an agency's page, a document at the figure's place, a comparison of a code."""
    if hit.kind == "body":
        target = f"/agency/{hit.body}"
    elif hit.kind == "item":
        target = f"/code/{hit.detail}"
    else:
        target = f"/document/{hit.document}?at={address(json.loads(hit.place) if hit.place else {})}"
    form, _, column = hit.detail.partition("/") if hit.kind == "amount" else ("", "", "")
    where = " · ".join(filter(None, (forms().get(form, (form, form))[lang == "en"], column)))
    return {"hit": hit, "target": target, "where": where}
