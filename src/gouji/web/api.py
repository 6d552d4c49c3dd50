"""The corpus over HTTP, for programs: facts, members and aggregates, search, documents. Described at /api/openapi.json.

Amounts are exact and therefore strings. Every dimension is a parameter of its own (`year=2024`, `function=210*`: a code that
ends in * is a prefix); `by` drills down (`by=function:3&by=year`). `format=csv` gives a table for a spreadsheet.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, create_model

from gouji.corpus import Corpus
from gouji.corpus.browse import document as reading
from gouji.corpus.query import CODES, DIMENSIONS, MAX_PAGE, aggregate, facts, members
from gouji.corpus.search import KINDS, search
from gouji.model import serial
from gouji.web.site import site

if TYPE_CHECKING:
    import polars

router = APIRouter(prefix="/api/v1", tags=["corpus"])
BOM = "\ufeff"  # without it Excel takes UTF-8 for GBK
WHOLE = 2**31 - 1
_BEGUN = f"{time.time_ns():x}"


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"


class Problem(BaseModel):
    """What was wrong with the request, for people."""

    zh: str
    en: str


class Table(BaseModel):
    """Rows of a result. `sequence` grows whenever the corpus changes; `more`: whether there is a next page."""

    sequence: int
    page: int
    size: int
    more: bool
    rows: list[dict[str, Any]]


class Found(BaseModel):
    """Something that the search found; amounts in 元, as strings."""

    kind: str
    title: str
    issuer: str | None
    body: int | None
    year: int | None
    document: str | None
    detail: str
    yuan: str | None
    documents: int


def _cuts() -> type[BaseModel]:
    """One optional parameter a dimension; anything else is refused rather than silently left out."""
    fields: dict[str, Any] = {}
    for name in DIMENSIONS:
        if name in ("year", "body"):
            fields[name] = (int | None, Field(None, ge=0, le=WHOLE))
        elif name == "main":
            fields[name] = (bool | None, Field(None, description="only the forms' own total columns"))
        else:
            told = "a code; with * at the end a prefix" if name in CODES else None
            fields[name] = (str | None, Field(None, max_length=200, description=told))
    return create_model("Cuts", __config__=ConfigDict(extra="forbid"), **fields)


class Paging(_cuts()):  # type: ignore[misc]  # a model made of data
    """Which rows, and how many of them."""

    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(100, ge=1, le=MAX_PAGE)
    format: Format = Format.JSON

    def cut(self) -> dict[str, str | int]:
        """The dimensions that are held fast."""
        return {name: getattr(self, name) for name in DIMENSIONS if getattr(self, name) is not None}


class FactsQuery(Paging):
    order: str = Field("doc", max_length=40, description="a dimension, `yuan` or `doc`; with - before it descending")


class AggregateQuery(Paging):
    by: list[str] = Field([], max_length=6, description="dimensions; a code's level after a colon: function:3")
    per: str | None = Field(None, max_length=40, description="a measure of the reference table: 元 for each of it")
    order: str = Field(
        "-yuan", max_length=40, description="a dimension of `by`, `yuan` or `amounts`; with - before it descending"
    )


ERRORS: dict[int | str, dict[str, Any]] = {400: {"model": Problem, "description": "a request that cannot be answered"}}


@router.get("/facts", response_model=Table, responses=ERRORS, summary="Single amounts with all their dimensions")
def get_facts(request: Request, query: Annotated[FactsQuery, Query()]) -> Response:
    """One row an amount: document, form, row codes, column, amount in 元, printed precision, origin, place."""
    corpus = site(request).corpus
    return _table(request, corpus, query, lambda size: facts(corpus, query.cut(), query.order, query.page, size))


@router.get("/aggregate", response_model=Table, responses=ERRORS, summary="Sums by dimensions")
def get_aggregate(request: Request, query: Annotated[AggregateQuery, Query()]) -> Response:
    """Sums of 元 and counts of amounts. Hold `form` and `main=true` fast so that every amount counts once."""
    corpus = site(request).corpus
    return _table(
        request, corpus, query, lambda size: aggregate(corpus, query.by, query.cut(), query.order, query.page, size, query.per)
    )


@router.get("/members/{dimension}", response_model=Table, responses=ERRORS, summary="The values of a dimension")
def get_members(
    request: Request,
    dimension: Annotated[str, Path(max_length=40, examples=["function:3"])],
    query: Annotated[Paging, Query()],
) -> Response:
    """Every value of a dimension, and how many amounts each has."""
    corpus = site(request).corpus
    return _table(request, corpus, query, lambda size: members(corpus, dimension, query.cut(), query.page, size))


@router.get("/search", responses=ERRORS, summary="Names, indicator words, codes and amounts")
def get_search(
    request: Request,
    q: Annotated[str, Query(max_length=200, examples=["医疗救助", "23.45万元"])],
    kind: Annotated[list[str] | None, Query(description=f"some of {', '.join(KINDS)}", max_length=10)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[Found]:
    """What holds every word of `q`; the last word may be only begun."""
    hits = search(site(request).corpus, q, kind or KINDS, limit)
    return [
        Found(
            kind=h.kind,
            title=h.title,
            issuer=h.issuer,
            body=h.body,
            year=h.year,
            document=h.document,
            detail=h.detail,
            yuan=None if h.amount_yuan is None else plain(h.amount_yuan),
            documents=h.documents,
        )
        for h in hits
    ]


class DocumentsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    issuer: str | None = Field(None, max_length=200)
    division: str | None = Field(None, max_length=12, description="区划; with * at the end a prefix")
    year: int | None = Field(None, ge=0, le=WHOLE)
    superseded: bool = Field(False, description="also those that a later document corrects")
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(100, ge=1, le=MAX_PAGE)
    format: Format = Format.JSON


DOCUMENT = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the file")]


@router.get("/documents", response_model=Table, responses=ERRORS, summary="Documents")
def get_documents(request: Request, query: Annotated[DocumentsQuery, Query()]) -> Response:
    """What was stored, latest first."""
    conditions, values = ["TRUE" if query.superseded else "superseded_by IS NULL"], []
    for name in ("issuer", "division", "year"):
        value = getattr(query, name)
        if isinstance(value, str) and name == "division" and value.endswith("*"):
            conditions.append("starts_with(division, ?)")
            values.append(value[:-1])
        elif value is not None:
            conditions.append(f"{name} = ?")
            values.append(value)
    corpus = site(request).corpus
    return _table(
        request,
        corpus,
        query,
        lambda size: corpus.sql(
            f"SELECT * FROM documents WHERE {' AND '.join(conditions)} ORDER BY doc DESC LIMIT ? OFFSET ?",
            [*values, size, (query.page - 1) * (size - 1)],
        ),
        plus=True,
    )


@router.get("/documents/{document}", responses=ERRORS, summary="A document: its reading")
def get_document(request: Request, document: DOCUMENT) -> Response:
    """The reading (schema gouji/disclosure/1)."""
    return JSONResponse(serial.to_json(reading(site(request).corpus, document)))


@router.get("/documents/{document}/findings", responses=ERRORS, summary="A document: its findings")
def get_findings(request: Request, document: DOCUMENT) -> list[dict[str, Any]]:
    """The findings, worst first, as in gouji/findings/1; besides, `key`, and title and message in English (null where the
    document was checked by an older program)."""
    rows = site(request).corpus.rows(
        "SELECT f.details, f.key, f.title_en, f.message_en FROM findings f JOIN documents d USING (doc) WHERE d.document = ? "
        "ORDER BY f.position",
        [document],
    )
    return [json.loads(row["details"]) | {k: row[k] for k in ("key", "title_en", "message_en")} for row in rows]


def _table(request: Request, corpus: Corpus, query: Any, ask: Any, plus: bool = False) -> Response:
    """The answer in the format asked for, with an ETag that holds until the corpus changes. `ask(size)` gives a frame."""
    ((sequence,),) = corpus.cursor.execute("SELECT coalesce(max(doc), 0) FROM documents").fetchall()
    tag = f'"{sequence}.{corpus.commits}.{_BEGUN}"'  # documents may be checked anew, and counts of this process are its own
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    frame: polars.DataFrame = ask(query.size + 1 if plus else query.size)
    more = frame.height > query.size if plus else frame.height == query.size
    rows = frame.head(query.size)
    if query.format is Format.CSV:
        headers["Content-Disposition"] = 'attachment; filename="gouji.csv"'
        words = [name for name, kind in rows.schema.items() if kind == polars_string()]
        rows = rows.with_columns(**{name: rows[name].map_elements(harmless, polars_string()) for name in words})
        return Response(BOM + rows.write_csv(), media_type="text/csv; charset=utf-8", headers=headers)
    content = {"sequence": sequence, "page": query.page, "size": query.size, "more": more}
    return JSONResponse({**content, "rows": [_row(r) for r in rows.to_dicts()]}, headers=headers)


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def polars_string() -> Any:
    """The type of a column of words; polars is imported only where a table is made."""
    import polars

    return polars.String


def harmless(text: str) -> str:
    """A text that a spreadsheet would run as a formula is kept a text; a number stays one."""
    if text.startswith(("=", "+", "@", "\t", "\r")) or (text[:1] == "-" and not text[1:].replace(".", "", 1).isdecimal()):
        return f"'{text}"
    return text


def plain(amount: Decimal) -> str:
    """An amount without an exponent and without zeros that only its column's type has."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def problem(zh: str, en: str, status: int = 400) -> JSONResponse:
    """A request that cannot be answered, for people."""
    return JSONResponse({"zh": zh, "en": en}, status)


def malformed(error: RequestValidationError) -> JSONResponse:
    """Parameters that are not what the description says: each named."""
    told = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors()[:10])
    return problem(f"参数不对（{told}）", f"wrong parameters ({told})")
