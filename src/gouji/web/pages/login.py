"""Logging in and out."""

from __future__ import annotations

import math
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from gouji.web.access import address, current, people, safe_next
from gouji.web.door import Cookies
from gouji.web.limits import network
from gouji.web.people import sessions, tries, users
from gouji.web.people.log import Deed, append
from gouji.web.people.models import NAME
from gouji.web.people.tries import Limit
from gouji.web.people.words import folded
from gouji.web.site import page, site

router = APIRouter(include_in_schema=False)
MINUTE = 60.0


# Failed logins: by who is tried and from where, by who is tried, and by where it comes from.
BOTH = Limit("login", 5, 15 * MINUTE)
NAMED = Limit("login name", 50, 60 * MINUTE)  # loose: else anybody could lock a known name out
ADDRESS = Limit("login address", 30, 15 * MINUTE)


@router.get("/login")
def form(request: Request, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """The form; whoever is logged in goes on."""
    if current(request):
        return RedirectResponse(safe_next(next), 303)
    return _form(request, next)


@router.post("/login")
def login(
    request: Request,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Logs in under a new session, whatever the browser brought along."""
    where, who = network(address(request)), folded(name.strip())[:200]
    pair = f"{where} {who}"
    # Counted before the password is looked at: tries that run at the same time must not pass together.
    waiting = tries.take(people(request), [(BOTH, pair), (NAMED, who), (ADDRESS, where)])
    if waiting:
        minutes = math.ceil(waiting / MINUTE)
        zh, en = f"密码错了太多次，请{minutes}分钟后再试。", f"Too many wrong passwords: try again in {minutes} minutes."
        return _form(request, next, name, (zh, en), 429, {"Retry-After": str(math.ceil(waiting))})
    account = users.authenticated(people(request), name, password)
    if account is None:
        with people(request).change() as session:
            append(session, [Deed("", "login_failed", name, {"address": address(request)})])
        return _form(request, next, name, ("用户名或密码不对。", "The name or the password is wrong."), 400)
    tries.forget(people(request), BOTH, pair)
    tries.undo(people(request), [(NAMED, who), (ADDRESS, where)])
    old = current(request)
    if old:
        sessions.end(people(request), old)
    token = sessions.start(people(request), account.id, account.name, address(request), request.headers.get("user-agent", ""))
    response = RedirectResponse(safe_next(next), 303)
    cookies = _cookies(request)
    response.set_cookie(cookies.session, token, **_flags(request))
    response.delete_cookie(cookies.visit, **_flags(request))
    return response


@router.post("/logout")
def logout(request: Request) -> Response:
    """Ends the session."""
    reader = current(request)
    if reader:
        sessions.end(people(request), reader)
    response = RedirectResponse("/", 303)
    response.delete_cookie(_cookies(request).session, **_flags(request))
    return response


def _form(
    request: Request,
    next: str,
    name: str = "",
    problem: tuple[str, str] | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """The page. A visitor without a token is given one, so that another site cannot log him in under its own name."""
    visit = request.state.visit
    if not 40 <= len(visit) <= 100:
        visit = sessions.token()
    request.state.csrf = sessions.csrf_of(visit)
    held: dict[str, Any] = {"next": safe_next(next), "name": name[:NAME], "problem": problem}
    response = page(request, "login.html.j2", held, status, headers)
    response.set_cookie(_cookies(request).visit, visit, max_age=3600, **_flags(request))
    return response


def _cookies(request: Request) -> Cookies:
    return Cookies.of(site(request).settings.secure_cookies)


def _flags(request: Request) -> dict[str, Any]:
    return {"httponly": True, "samesite": "lax", "secure": site(request).settings.secure_cookies, "path": "/"}
