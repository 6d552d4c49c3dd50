"""Check sheets of many documents in one ZIP."""

from __future__ import annotations

from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from gouji.corpus import review
from gouji.web.access import Reader, people, record, requires
from gouji.web.pages.findings import Posted
from gouji.web.people import PeopleError, states
from gouji.web.sheets import Said, archive
from gouji.web.site import site

router = APIRouter(include_in_schema=False, prefix="/findings")
MOST = 500  # documents in one archive
_AT_ONCE = BoundedSemaphore(2)  # archives in the making


@router.post("/sheets")
def sheets(
    request: Request,
    reader: Annotated[Reader, Depends(requires("reviewer"))],
    wanted: Posted,
) -> Response:
    """The sheets of all documents that have such findings, sent while they are made."""
    here = site(request)
    rows = review.sheets(here.corpus, here.board.table(), wanted, MOST)
    if not rows:
        raise PeopleError("没有符合条件的文件", "no document has such findings")
    if len(rows) > MOST:
        raise PeopleError(f"一次最多{MOST}份文件，请再缩小范围", f"at most {MOST} documents at a time: narrow the filter")

    def said(key: str) -> Said:
        held = states.of(people(request), key)
        return {k: s.reason for k, s in held.items() if s.state == states.ACCEPTED}

    def pieces() -> Iterator[bytes]:
        if not _AT_ONCE.acquire(blocking=False):
            raise HTTPException(429, headers={"Retry-After": "60"})
        try:
            yield b""
            yield from archive(here.corpus, rows, said)
        finally:
            _AT_ONCE.release()

    made = pieces()
    next(made)  # begun here: only what has begun is sure to be ended, whether anybody fetches it or not
    record(request, "sheets", f"{len(rows)}", {"documents": [r["document"] for r in rows]})
    headers = {
        "Content-Disposition": "attachment; filename=\"check-sheets.zip\"; filename*=UTF-8''%E6%A3%80%E6%9F%A5%E8%A1%A8.zip"
    }
    return StreamingResponse(made, media_type="application/zip", headers=headers)
