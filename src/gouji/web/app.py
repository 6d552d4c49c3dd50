"""The application: pages and interface over one corpus, every answer with the headers that keep a browser safe."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles

from gouji import __version__
from gouji.corpus import CorpusError, open_corpus
from gouji.web import api
from gouji.web.settings import Settings
from gouji.web.site import FOLDER, Site, page

# Modules of gouji.web with a `router`: one kind of page each.
PAGES = ("api", "pages.home")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def create_app(settings: Settings) -> FastAPI:
    """A site over the corpus of `settings`. Raises CorpusError where that cannot be opened."""
    corpus = open_corpus(settings.corpus)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        corpus.close()

    app = FastAPI(
        title="勾稽 Gouji",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.site = Site(settings, corpus)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    for name in PAGES:
        app.include_router(importlib.import_module(f"gouji.web.{name}").router)

    @app.middleware("http")
    async def guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        return response

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
