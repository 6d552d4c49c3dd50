"""One document: its original beside what was recognised; a figure's place, relations and other statements; its findings."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.exceptions import HTTPException

from gouji.checking.figures import at as in_words
from gouji.corpus import CorpusError, browse
from gouji.model.place import Place
from gouji.web.book.read import Book
from gouji.web.book.shelf import Unmade
from gouji.web.book.show import Shown, pane, wanted
from gouji.web.names import forms
from gouji.web.people import states
from gouji.web.site import Site, language, page, site

router = APIRouter(prefix="/document", include_in_schema=False)
FIRST = 0.08  # seconds that the first answer waits for a book that is being made
SECOND = 8.0  # that a part of the page waits
PICTURE = 25.0
LISTED = 40  # findings told above the parts
HASH = Path(pattern="[0-9a-f]{64}")
Key = Annotated[str, HASH]
Short = Annotated[str, Query(max_length=40)]
Number = Annotated[int, Query(ge=0, le=1_000_000)]


@router.get("/{document}")
def document(
    request: Request, document: Key, part: Short = "", figure: Short = "", at: Short = "", finding: Short = ""
) -> Response:
    """The page. While the book is being made it shows what the corpus has of the document, and asks again by itself."""
    here = site(request)
    row = known(here, document)
    try:
        book = here.shelf.book(document, FIRST)
    except Unmade as problem:
        return page(request, "document.html.j2", {**_head(here, row), "book": None, "problem": problem})
    if book is None:
        return page(request, "document.html.j2", {**_head(here, row), "book": None, "problem": None})
    shown = wanted(book, part, figure, at, finding)
    head = _head(here, row)
    context = {**head, "book": book, "problem": None, **_viewer(request, book, document, shown)}
    context |= {"apart": differing(book, head["kept"]), "lost": _lost(here, document, book, context["states"])}
    return page(request, "document.html.j2", context)


@router.get("/{document}/figure/{figure}")
def figure(request: Request, document: Key, figure: Annotated[str, Path(max_length=40)], part: Short = "") -> Response:
    """A figure's relations and other places, and the original where it stands: parts of the page."""
    book = _book(request, document)
    if figure not in book.figures:
        raise HTTPException(404)
    shown = Shown(book.parts.get(part) or book.parts.get(book.figures[figure]["part"]), figure)
    return page(
        request,
        "document_figure.html.j2",
        {"document": document, "row": known(site(request), document), **_viewer(request, book, document, shown), "swap": True},
    )


@router.get("/{document}/original")
def original(
    request: Request,
    document: Key,
    part: Short = "",
    figure: Short = "",
    number: Annotated[int, Query(alias="page", ge=0, le=100_000)] = 0,
    line: Number = 0,
) -> Response:
    """The original at another page or line: a part of the page, or a page of its own."""
    book = _book(request, document)
    shown = wanted(book, part, figure)
    row = known(site(request), document)
    context = {"document": document, "row": row, **_viewer(request, book, document, shown, number, line)}
    if "HX-Request" in request.headers:
        return page(request, "document_original.html.j2", context)
    head = _head(site(request), row)
    more = {"apart": differing(book, head["kept"]), "lost": _lost(site(request), document, book, context["states"])}
    return page(request, "document.html.j2", {**head, "book": book, "problem": None, **context, **more})


@router.get("/{document}/page/{number}.png")
def picture(request: Request, document: Key, number: Annotated[int, Path(ge=1, le=100_000)]) -> Response:
    """A page of a PDF as a picture."""
    here = site(request)
    known(here, document)
    try:
        made = here.shelf.picture(document, number, PICTURE)
    except Unmade as problem:
        raise HTTPException(503 if problem.busy else 404) from None
    if made is None:
        raise HTTPException(503)
    return Response(made, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


def known(here: Site, document: str) -> dict[str, Any]:
    """The document's row; 404 where there is none."""
    try:
        return here.memo(("row", document), lambda: browse.document_row(here.corpus, document))
    except CorpusError:
        raise HTTPException(404) from None


def _book(request: Request, document: str) -> Book:
    here = site(request)
    known(here, document)
    try:
        book = here.shelf.book(document, SECOND)
    except Unmade as problem:
        raise HTTPException(503 if problem.busy else 404) from None
    if book is None:
        raise HTTPException(503)
    return book


def _head(here: Site, row: dict[str, Any]) -> dict[str, Any]:
    """What the corpus itself knows of the document: its row, its versions, its findings."""
    document = row["document"]

    def told() -> dict[str, Any]:
        same = [
            v for v in browse.versions(here.corpus, row["body"])
            if row["year"] is not None and (v["year"], v["kind"]) == (row["year"], row["kind"])
        ]  # fmt: skip
        earlier = [v for v in same if v["superseded_by"] and v["doc"] < row["doc"]]
        changed = browse.changed_findings(here.corpus, document) if earlier else None
        listed = browse.findings(here.corpus, {"document": document}, 1, LISTED)
        newer = next((v for v in same if v["document"] == row["superseded_by"]), None)
        return {
            "newer": newer,
            "earlier": earlier[0] if earlier else None,
            "changed": {k: len(v) for k, v in changed.items()} if changed else None,
            "stored": listed,
            "kept": browse.finding_keys(here.corpus, document),
        }

    return {"row": row, "document": document, **here.memo(("head", document), told)}


def differing(book: Book, kept: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]] | None:
    """Where today's rules, by which the book is made, find something else than is stored: {"gone": stored findings that they
    do not have, "new": those of the book that are not stored}; None where they agree, or there are too many to say."""
    if book.index["more"]:
        return None
    now = {f["key"] for f in book.index["findings"]}
    then = {f["key"] for f in kept}
    gone = [f for f in kept if f["key"] not in now]
    new = [f for f in book.index["findings"] if f["key"] not in then]
    return {"gone": gone, "new": new} if gone or new else None


def _lost(here: Site, document: str, book: Book, said: dict[str, states.State]) -> list[dict[str, Any]]:
    """What was decided on findings that today's rules do not have any more: state, and the finding's title from the log."""
    if book.index["more"]:
        return []
    now = {f["key"] for f in book.index["findings"]}
    found = []
    for key in [k for k in said if k not in now][:LISTED]:
        entries = states.history(here.people, document, key)
        told = json.loads(entries[-1].details) if entries else {}
        found.append({"key": key, "state": said[key], "title": told.get("title", ""), "rule": told.get("rule", "")})
    return found


def _viewer(request: Request, book: Book, document: str, shown: Shown, number: int = 0, line: int = 0) -> dict[str, Any]:
    """The part, the figure and the original, as the templates want them."""
    lang = language(request)
    relations = book.relations(shown.figure) if shown.figure else []
    lit = sorted({t.figure for r in relations for t in r.terms if t.known} - {shown.figure})
    findings = book.index["findings"]
    return {
        "part": shown.part,
        "html": book.html(shown.part["id"], lang) if shown.part else "",
        "figure": shown.figure,
        "told": book.figures[shown.figure] if shown.figure else None,
        "where": in_words(Place.from_json(dict(book.figures[shown.figure]["place"])), lang) if shown.figure else "",
        "relations": relations,
        "same": [(name, book.figures.get(name), holds) for name, holds in book.same(shown.figure)] if shown.figure else [],
        "lit": lit,
        "pane": pane(book, shown, relations, number, line),
        "index": book.index,
        "states": states.of(site(request).people, document),
        "margin": [findings[n] for n in (shown.part["findings"] if shown.part else []) if n < len(findings)],
        "swap": False,
        "form_names": forms(),
    }
