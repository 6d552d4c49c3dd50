"""Bringing a file, and watching how it fares."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from gouji.corpus import CorpusError, browse
from gouji.web.access import Reader, people, record, requires
from gouji.web.desk import Desk, Job, Refused
from gouji.web.pages.document import Key, known
from gouji.web.people import tries
from gouji.web.people.tries import Limit
from gouji.web.site import language, page, site

router = APIRouter(include_in_schema=False)
AT_ONCE = 20  # files in one form
RATE = Limit("upload", 60, 600)  # forms of one reader
Reviewer = Annotated[Reader, Depends(requires("reviewer"))]


@router.get("/upload")
def form(request: Request, reader: Reviewer) -> Response:
    """The form, and the files that the reader has brought."""
    return _form(request, reader)


@router.post("/upload")
def take(request: Request, reader: Reviewer, files: Annotated[list[UploadFile], File()]) -> Response:
    """Takes the files and leads to where their progress is seen."""
    if tries.take(people(request), [(RATE, reader.name)]):
        raise HTTPException(429)
    desk = site(request).desk
    chosen = [f for f in files if f.filename]
    if not chosen or len(chosen) > AT_ONCE:
        return _form(request, reader, ("请选1到20个文件", "choose 1 to 20 files"), 400)
    jobs: list[Job] = []
    for file in chosen:
        try:
            jobs.append(desk.take(file.file, file.filename or "", reader.name, language(request)))
        except Refused as error:
            return _form(request, reader, (str(error), error.english), 413 if "MB" in error.english else 400)
        record(request, "upload", jobs[-1].name, {"job": jobs[-1].id, "bytes": file.size})
    return RedirectResponse(f"/jobs/{jobs[0].id}" if len(jobs) == 1 else "/upload", 303)


@router.post("/document/{document}/recheck")
def again(request: Request, document: Key, reader: Reviewer) -> Response:
    """Checks a stored document by today's rules, and leads to where its progress is seen."""
    row = known(site(request), document)
    return _queued(request, reader, document, row["name"])


@router.post("/admin/recheck")
def everything(request: Request, reader: Annotated[Reader, Depends(requires("admin"))]) -> Response:
    """Checks what was checked by older rules anew, and then all documents against each other."""
    return _queued(request, reader, None, "全库核对" if language(request) == "zh" else "The whole corpus")


def _queued(request: Request, reader: Reader, document: str | None, name: str) -> Response:
    if tries.take(people(request), [(RATE, reader.name)]):
        raise HTTPException(429)
    try:
        job = site(request).desk.again(document, name, reader.name, language(request))
    except Refused as error:
        return _form(request, reader, (str(error), error.english), 400)
    record(request, "recheck", document or "", {"name": name})
    return RedirectResponse(f"/jobs/{job.id}", 303)


@router.get("/jobs/{key}")
def job(request: Request, key: str, reader: Reviewer) -> Response:
    """How one file fares; only that where the page asks."""
    found = _mine(site(request).desk, key, reader)
    if found is None:
        raise HTTPException(404)
    context = {"job": found, "row": _row(request, found)}
    return page(request, "job_state.html.j2" if "HX-Request" in request.headers else "job.html.j2", context)


def _mine(desk: Desk, key: str, reader: Reader) -> Job | None:
    found = desk.job(key)
    return found if found is not None and (found.owner == reader.name or reader.role == "admin") else None


def _form(request: Request, reader: Reader, problem: tuple[str, str] | None = None, status: int = 200) -> Response:
    here = site(request)
    jobs = [(j, _row(request, j)) for j in here.desk.of(reader.name)[:50]]
    context: dict[str, Any] = {"jobs": jobs, "problem": problem, "most": here.settings.upload_bytes // 2**20}
    return page(request, "upload.html.j2", context, status)


def _row(request: Request, job: Job) -> dict[str, Any] | None:
    """The stored document's row, once it is there."""
    if job.state not in ("stored", "known") or job.document is None:
        return None
    try:
        return browse.document_row(site(request).corpus, job.document)
    except CorpusError:
        return None
