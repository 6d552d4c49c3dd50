"""A document's files: its reading and findings as data, its forms as tables, its reports, the original."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from gouji.corpus import browse
from gouji.model.serial import to_json
from gouji.reporting.files import as_text
from gouji.reporting.reading_csv import reading_csv
from gouji.web.book.shelf import Unmade
from gouji.web.pages.document import Key, known
from gouji.web.site import Site, site

router = APIRouter(prefix="/document", include_in_schema=False)
SECONDS = 60.0
JSON, XLSX = "application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _reading(here: Site, row: dict[str, Any]) -> bytes:
    return as_text(to_json(browse.document(here.corpus, row["document"]))).encode("utf-8", "replace")


def _findings(here: Site, row: dict[str, Any]) -> bytes:
    told = [json.loads(f["details"]) | {"key": f["key"]} for f in _all(here, row["document"])]
    summary = {name: row[name] for name in ("errors", "warnings", "infos", "tested", "held", "untestable")}
    source = {"name": row["name"], "media_type": row["media_type"], "sha256": row["document"], "pages": row["pages"]}
    return as_text({"schema": "gouji/findings/1", "source": source, "summary": summary, "findings": told}).encode()


def _all(here: Site, document: str) -> Iterator[dict[str, Any]]:
    number, size = 1, 1000
    while found := browse.findings(here.corpus, {"document": document}, number, size):
        yield from found
        if len(found) < size:
            return
        number += 1


def _csv(here: Site, row: dict[str, Any]) -> bytes:
    return ("\ufeff" + reading_csv(browse.document(here.corpus, row["document"]))).encode("utf-8", "replace")


def _made(name: str) -> Callable[[Site, dict[str, Any]], bytes]:
    def make(here: Site, row: dict[str, Any]) -> bytes:
        try:
            made = here.shelf.report(row["document"], name, SECONDS)
        except Unmade as problem:
            raise HTTPException(503 if problem.busy else 404) from None
        if made is None:
            raise HTTPException(503)
        return made

    return make


# Name in the address → what makes it, its media type, what its file's name ends with.
FILES: dict[str, tuple[Callable[[Site, dict[str, Any]], bytes], str, str]] = {
    "reading.json": (_reading, JSON, ".reading.json"),
    "findings.json": (_findings, JSON, ".findings.json"),
    "forms.csv": (_csv, "text/csv; charset=utf-8", ".csv"),
    "forms.xlsx": (_made("forms"), XLSX, "各表.xlsx"),
    "check.xlsx": (_made("xlsx"), XLSX, "核对表.xlsx"),
    "report.html": (_made("html"), "text/html; charset=utf-8", "核对报告.html"),
}


@router.get("/{document}/file/{name}")
def file(request: Request, document: Key, name: Annotated[str, Path(max_length=20)]) -> Response:
    """A file made of the document, to be kept."""
    here = site(request)
    row = known(here, document)
    if name not in FILES:
        raise HTTPException(404)
    make, kind, ending = FILES[name]
    return Response(make(here, row), media_type=kind, headers=_named(PurePath(row["name"]).stem + ending))


@router.get("/{document}/annotated")
def annotated(request: Request, document: Key) -> Response:
    """A copy of the original with each finding marked in it; 404 for a format that cannot carry marks."""
    here = site(request)
    row = known(here, document)
    made = _made("annotate")(here, row) if row["original"] else b""
    if not made:
        raise HTTPException(404)
    name = PurePath(row["name"])
    return Response(made, media_type="application/octet-stream", headers=_named(f"{name.stem}（标注）{name.suffix}"))


@router.get("/{document}/original-file")
def original_file(request: Request, document: Key) -> Response:
    """The file as it was published. Never opened by the browser in this site's name."""
    here = site(request)
    row = known(here, document)
    if row["original"] is None:
        raise HTTPException(404)
    path = here.corpus.originals.path(document, row["original"])
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, media_type="application/octet-stream", headers=_named(row["name"]))


def _named(name: str) -> dict[str, str]:
    plain = "".join(c for c in name if c.isprintable())[-150:]
    return {"Content-Disposition": f"attachment; filename=\"document\"; filename*=UTF-8''{quote(plain, safe='')}"}
