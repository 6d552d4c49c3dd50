"""The application: pages and interface over one corpus, every answer with the headers that keep a browser safe."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException

from gouji import __version__
from gouji.corpus import CorpusError, open_corpus
from gouji.web import api, leftovers
from gouji.web.access import csrf_checked
from gouji.web.door import HEADERS, Door, told
from gouji.web.people import People, PeopleError, sessions
from gouji.web.settings import Settings
from gouji.web.site import FOLDER, Site, page

# Modules of gouji.web with a `router`: one kind of page each.
PAGES = (
    "api",
    "pages.account",
    "pages.admin",
    "pages.agencies",
    "pages.compare",
    "pages.document",
    "pages.downloads",
    "pages.findings",
    "pages.home",
    "pages.login",
    "pages.search",
    "pages.sheets",
    "pages.targets",
    "pages.upload",
    "pages.words",
)


def create_app(settings: Settings) -> FastAPI:
    """A site over the corpus of `settings`. Raises CorpusError or PeopleError where that cannot be opened."""
    corpus = open_corpus(settings.corpus)
    try:
        people = People(settings.database_url)
    except PeopleError:
        corpus.close()
        raise

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        sessions.sweep(people, app.state.site.lasting)
        leftovers.swept()
        yield
        app.state.site.close()
        corpus.close()
        people.close()

    app = FastAPI(
        title="勾稽 Gouji",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(csrf_checked)],
        openapi_url="/api/openapi.json",
    )
    app.state.site = Site(settings, corpus, people)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    for name in PAGES:
        app.include_router(importlib.import_module(f"gouji.web.{name}").router)

    app.add_middleware(Door, site=app.state.site)

    @app.exception_handler(StarletteHTTPException)
    async def turned_away(request: Request, error: StarletteHTTPException) -> Response:
        return told(request, error.status_code, dict(error.headers or {}))

    @app.exception_handler(PeopleError)
    async def unfit(request: Request, error: PeopleError) -> Response:
        return page(request, "problem.html.j2", {"zh": str(error), "en": error.english}, 400)

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        return told(request, 500, HEADERS)  # outside of the door, which puts the headers on everything else

    @app.exception_handler(CorpusError)
    async def refused(request: Request, error: CorpusError) -> Response:
        if request.url.path.startswith("/api/"):
            return api.problem(str(error), error.english)
        return page(request, "problem.html.j2", {"zh": str(error), "en": error.english}, 400)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> Response:
        if request.url.path.startswith("/api/"):
            return api.malformed(error)
        told = {"zh": "地址里的参数不对，或文件找不到。", "en": "The address has a wrong parameter, or nothing is there."}
        return page(request, "problem.html.j2", told, 400)

    return app
