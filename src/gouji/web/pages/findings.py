"""The findings board: what is wrong where, and what was decided on it."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from gouji.corpus import review
from gouji.corpus.browse import changed_findings, document_row
from gouji.corpus.error import CorpusError
from gouji.corpus.recheck import outdated
from gouji.web.access import Reader, people, requires, safe_next
from gouji.web.book.show import address as place_address
from gouji.web.people import PeopleError, states
from gouji.web.site import page, site
from gouji.web.versions import settle

router = APIRouter(include_in_schema=False, prefix="/findings")
Reviewer = Annotated[Reader, Depends(requires("reviewer"))]
SIZE = 50
SEVERITIES = ("error", "warning", "info")
FIELDS = ("agency", "body", "document", "year", "rule", "severity", "state", "versions")
SHOWN = 300  # findings of each kind on a page of changes


def wanted(
    agency: Annotated[str, Query(max_length=200)] = "",
    body: Annotated[str, Query(max_length=12)] = "",
    document: Annotated[str, Query(max_length=64)] = "",
    year: Annotated[str, Query(max_length=4)] = "",
    rule: Annotated[str, Query(max_length=80)] = "",
    severity: Annotated[str, Query(max_length=10)] = "",
    state: Annotated[str, Query(max_length=10)] = "",
    versions: Annotated[str, Query(max_length=10)] = "",
) -> review.Wanted:
    """The filter of an address. What is no year, state and so on finds nothing that it could not mean: it is refused."""
    return fit(agency, body, document, year, rule, severity, state, versions)


def fit(agency: str, body: str, document: str, year: str, rule: str, severity: str, state: str, versions: str) -> review.Wanted:
    """The filter of those words. Raises CorpusError for what is no year, body, severity, state or choice of versions."""
    known = (not severity or severity in SEVERITIES) and (not state or state in states.STATES) and versions in review.VERSIONS
    if not known or not all(not n or (n.isascii() and n.isdecimal() and int(n) < 1 << 31) for n in (year, body)):
        raise CorpusError("筛选条件认不出来", "the filter is not understood")
    numbers = {"body": int(body) if body else None, "year": int(year) if year else None}
    return review.Wanted(agency, document=document, rule=rule, severity=severity, state=state, versions=versions, **numbers)


def posted(
    agency: Annotated[str, Form(max_length=200)] = "",
    body: Annotated[str, Form(max_length=12)] = "",
    document: Annotated[str, Form(max_length=64)] = "",
    year: Annotated[str, Form(max_length=4)] = "",
    rule: Annotated[str, Form(max_length=80)] = "",
    severity: Annotated[str, Form(max_length=10)] = "",
    only: Annotated[str, Form(max_length=10)] = "",
    versions: Annotated[str, Form(max_length=10)] = "",
) -> review.Wanted:
    """The same filter as a form carries it; `only` is its state, since `state` is what findings are put into."""
    return fit(agency, body, document, year, rule, severity, only, versions)


Filter = Annotated[review.Wanted, Depends(wanted)]
Posted = Annotated[review.Wanted, Depends(posted)]


@router.get("")
def board(
    request: Request,
    wanted: Filter,
    order: Annotated[str, Query(max_length=20)] = "severity",
    page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
    done: Annotated[int | None, Query(ge=0, le=states.MOST)] = None,
) -> Response:
    """The board; of it only the list where a filter was changed."""
    here = site(request)
    settle(here)
    last, table = here.board.now()
    counts = here.memo(("board", last, wanted), lambda: review.counted(here.corpus, table, wanted))
    total = counts["all"][0]["findings"]
    pages = max(1, -(-total // SIZE))
    page_number = min(page_number, pages)
    chosen = ("board rows", last, wanted, order, page_number)
    rows = here.memo(chosen, lambda: review.listed(here.corpus, table, wanted, order, page_number, SIZE)) if total else []
    held = {
        "wanted": wanted,
        "order": order,
        "orders": tuple(review.ORDERS),
        "rows": [(r, place_address(json.loads(r["place"] or "{}"))) for r in rows],
        "counts": counts,
        "by_state": {r["value"]: r["findings"] for r in counts["state"]},
        "total": total,
        "documents": counts["all"][0]["documents"],
        "every": counts["every"][0]["findings"],
        "old": here.memo("outdated", lambda: len(outdated(here.corpus))),
        "page_number": page_number,
        "pages": pages,
        "states": states.STATES,
        "done": done,
        "most": states.MOST,
        "link": lambda **changed: link(wanted, order, **changed),
        "here": link(wanted, order, page=page_number),
    }
    return page(request, "findings.html.j2", held)


def link(wanted: review.Wanted, order: str, **changed: Any) -> str:
    """The address of the board with that filter, but for what is changed."""
    held = {name: getattr(wanted, name) for name in FIELDS}
    asked = {**held, "order": order if order != "severity" else "", **changed}
    told = {k: v for k, v in asked.items() if v not in ("", None) and (k, v) != ("page", 1)}
    return "/findings" + (f"?{urlencode(told)}" if told else "")


@router.post("/state")
def decide(
    request: Request,
    reader: Reviewer,
    filtered: Posted,
    state: Annotated[str, Form(max_length=10)],
    reason: Annotated[str, Form(max_length=2000)] = "",
    pick: Annotated[list[str] | None, Form(max_length=states.MOST)] = None,
    every: Annotated[bool, Form()] = False,
    next: Annotated[str, Form(max_length=2000)] = "/findings",
) -> Response:
    """Puts the picked findings (`document:key`), or every one of a filter (`only`: its state), into a state."""
    here = site(request)
    if every:
        rows = review.chosen(here.corpus, here.board.table(), filtered)
    else:
        pairs = [tuple(p.partition(":")[::2]) for p in dict.fromkeys(pick or ())]
        rows = review.named(here.corpus, [d for d, _ in pairs], [k for _, k in pairs])
    if not rows:
        raise PeopleError("没有选中任何问题", "no finding is chosen")
    told = [{n: r[n] for n in ("rule", "title", "issuer", "year")} for r in rows]
    decisions = [states.Decision((r["document"], r["key"]), state, reason, t) for r, t in zip(rows, told, strict=True)]
    changed = states.change(people(request), decisions, reader.name)
    target = safe_next(next)
    return RedirectResponse(f"{target}{'&' if '?' in target else '?'}done={changed}", 303)


@router.get("/history")
def history(
    request: Request, document: Annotated[str, Query(max_length=64)], key: Annotated[str, Query(max_length=64)]
) -> Response:
    """Who decided what on one finding, and when."""
    here = site(request)
    found = review.named(here.corpus, [document], [key])
    if not found:
        raise CorpusError("没有这条问题", "there is no such finding")
    entries = [(e, json.loads(e.details)) for e in states.history(people(request), document, key)]
    return page(request, "history.html.j2", {"finding": found[0], "entries": entries})


@router.get("/changes")
def changes(request: Request, page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1) -> Response:
    """The documents that were corrected, and what became of their findings."""
    here = site(request)
    settle(here)
    rows = review.corrections(here.corpus, page_number, SIZE + 1)
    held = {"rows": rows[:SIZE], "more": len(rows) > SIZE, "page_number": page_number}
    return page(request, "changes.html.j2", held)


@router.get("/changes/{document}")
def change(request: Request, document: str) -> Response:
    """What changed in one document since the version before."""
    here = site(request)
    row = document_row(here.corpus, document)
    settle(here)
    found = changed_findings(here.corpus, document)
    parts = [(kind, len(found[kind]), found[kind][:SHOWN]) for kind in ("gone", "kept", "new")]
    return page(request, "change.html.j2", {"row": row, "parts": parts})
