"""The door: every request passes here before a page sees it, and every answer on its way out.

It says who is logged in, refuses what nobody may do (another site's forms, bodies beyond bounds, malformed hosts, writing
without a login, reading a closed site), and puts on every answer the headers that keep a browser safe.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gouji.web.access import SAFE, matches
from gouji.web.people import sessions
from gouji.web.site import Site, page

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
FORM_BYTES = 1 << 20  # of a body that is no upload
LOGIN, STATIC = "/login", "/static/"  # what a closed site shows to everybody
UPLOAD = "/upload"
_HOST = re.compile(r"([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")

# status → what is said.
WORDS: dict[int, tuple[str, str]] = {
    400: ("请求写得不对", "The request is malformed"),
    401: ("请先登录", "Please log in"),
    403: ("您不能做这件事；如果页面放得太久了，请刷新后再试", "You may not do this; reload the page if it is stale"),
    404: ("没有这个页面", "There is no such page"),
    405: ("这个页面不能这样用", "This page cannot be used this way"),
    413: ("文件或表单太大", "The file or form is too large"),
    422: ("地址或表单里有认不出的内容", "Something in the address or form is not understood"),
    429: ("尝试太频繁，请稍后再试", "Too many tries; please wait"),
    500: ("出错了，已经记在服务器上", "Something went wrong; the server has noted it"),
    503: ("正忙或还没有准备好，请稍后再试", "Busy or not ready yet: try again in a moment"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cookies:
    """Their names. Over HTTPS the browser itself keeps them to this host."""

    session: str
    visit: str

    @classmethod
    def of(cls, secure: bool) -> Cookies:
        prefix = "__Host-" if secure else ""
        return cls(f"{prefix}gouji_session", f"{prefix}gouji_visit")


class Door:
    """ASGI middleware. Sets on request.state: reader, csrf, csrf_shown, visit (the token of a visitor who is not logged in)."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site
        self.cookies = Cookies.of(site.settings.secure_cookies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope)
        scope.setdefault("state", {})
        request.state.reader, request.state.csrf, request.state.csrf_shown = None, "", False
        outward = self._outward(request, send)
        refused = await self._refused(request)
        if refused is not None:
            await refused(scope, receive, outward)
        else:
            await self.app(scope, self._bounded(request, receive), outward)

    async def _refused(self, request: Request) -> Response | None:
        """The refusal; None where the request may go in."""
        hosts = request.headers.getlist("host")
        if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]) or not self._known(hosts[0]):
            request.scope["headers"] = [(k, v) for k, v in request.scope["headers"] if k != b"host"]
            return Response("400", 400, media_type="text/plain")
        await self._recognise(request)
        state, path = request.state, request.scope["path"]
        safe = request.method in SAFE
        open_path = path == LOGIN or path.startswith(STATIC)
        if not safe:
            if not _same_site(request):
                return told(request, 403)
            if _length(request) > self._most(path):
                return told(request, 413)
        if state.reader is None and not open_path and not (safe and self.site.settings.open_reading):
            return told(request, 401)
        state.csrf_shown = matches(request.headers.get("x-csrf-token", ""), state.csrf)
        return None

    def _known(self, host: str) -> bool:
        hosts = self.site.settings.hosts
        return not hosts or host.rsplit(":", 1)[0].casefold() in hosts or host.casefold() in hosts

    async def _recognise(self, request: Request) -> None:
        """Who it is, and which token his forms carry."""
        token = request.cookies.get(self.cookies.session, "")
        state = request.state
        if token:
            state.reader = await run_in_threadpool(sessions.find, self.site.people, token, self.site.lasting)
        state.visit = request.cookies.get(self.cookies.visit, "") if state.reader is None else ""
        if state.reader is not None:
            state.csrf = sessions.csrf_of(token)
        elif state.visit:
            state.csrf = sessions.csrf_of(state.visit)

    def _most(self, path: str) -> int:
        return self.site.settings.upload_bytes + FORM_BYTES if path.startswith(UPLOAD) else FORM_BYTES

    def _bounded(self, request: Request, receive: Receive) -> Receive:
        """The body, which ends the request where it grows beyond bounds whatever its length was said to be."""
        most, seen = self._most(request.scope["path"]), 0

        async def bounded() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413)
            return message

        return bounded

    def _outward(self, request: Request, send: Send) -> Send:
        settings = self.site.settings

        async def outward(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if settings.secure_cookies:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
                if not request.scope["path"].startswith(STATIC):
                    headers.add_vary_header("Cookie")
                    private = request.state.reader is not None or not settings.open_reading or "set-cookie" in headers
                    if private or message["status"] in (303, 401, 403):
                        headers["Cache-Control"] = "no-store"
                    else:
                        headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        return outward


def told(request: Request, status: int, headers: dict[str, str] | None = None) -> Response:
    """A refusal as who asks can read it: a page, JSON for a program, the way to the login where that would help."""
    if request.scope["path"].startswith("/api/"):
        zh, en = WORDS.get(status, WORDS[400])
        return JSONResponse({"zh": zh, "en": en}, status, headers)
    if status == 401 and request.method in SAFE:
        there = f"/login?next={quote(_here(request), safe='')}"
        if "hx-request" in request.headers:
            return Response(status_code=401, headers={"HX-Redirect": there})
        return RedirectResponse(there, 303)
    zh, en = WORDS.get(status, WORDS[400])
    return page(request, "problem.html.j2", {"zh": zh, "en": en}, status, headers)


def _here(request: Request) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return quote(request.scope["path"]) + (f"?{query}" if query else "")


def _same_site(request: Request) -> bool:
    """Whether a form was sent from a page of this site, as far as the browser says. Programs say nothing."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.casefold() == request.headers["host"].casefold()
    except ValueError:
        return False


def _length(request: Request) -> int:
    """What the body's length is said to be; more than anything for nonsense."""
    said = request.headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else 1 << 62
