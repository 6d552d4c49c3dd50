"""One's own account: password and sessions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from gouji.web.access import Reader, people, requires
from gouji.web.people import PeopleError, sessions, tries, users
from gouji.web.people.tries import Limit
from gouji.web.site import page, site

router = APIRouter(include_in_schema=False, prefix="/account")
Self = Annotated[Reader, Depends(requires("viewer"))]
OLD = Limit("password", 10, 15 * 60)  # tries of the old password


@router.get("")
def account(request: Request, reader: Self) -> Response:
    """The page."""
    return _account(request, reader)


@router.post("/password")
def password(
    request: Request,
    reader: Self,
    old: Annotated[str, Form(max_length=1000)] = "",
    new: Annotated[str, Form(max_length=1000)] = "",
    again: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """A new password: the old one must be known, and every session ends."""
    if tries.take(people(request), [(OLD, reader.name)]):
        return _account(request, reader, ("尝试太频繁，请稍后再试。", "Too many tries; please wait."), 429)
    if users.authenticated(people(request), reader.name, old) is None:
        return _account(request, reader, ("现在的密码不对。", "The present password is wrong."), 400)
    if new != again:
        return _account(request, reader, ("两次输入的新密码不一样。", "The new passwords differ."), 400)
    try:
        users.set_password(people(request), reader.name, new, reader.name)
    except PeopleError as error:
        return _account(request, reader, (str(error), error.english), 400)
    tries.forget(people(request), OLD, reader.name)
    return RedirectResponse("/login?next=/account", 303)


@router.post("/sessions/end")
def end(request: Request, reader: Self, session: Annotated[str, Form(max_length=100)]) -> Response:
    """Ends one of one's own sessions."""
    sessions.end_one(people(request), reader, session)
    return RedirectResponse("/account", 303)


def _account(request: Request, reader: Reader, problem: tuple[str, str] | None = None, status: int = 200) -> Response:
    held = [(s, device(s.agent)) for s in sessions.of_user(people(request), reader.id, site(request).lasting)]
    return page(request, "account.html.j2", {"sessions": held, "problem": problem, "least": users.LEAST}, status)


def device(agent: str) -> str:
    """The browser and system of a User-Agent, as far as their names stand in it; else its beginning."""
    browsers = ("Edg", "OPR", "Firefox", "MicroMessenger", "Chrome", "Safari", "curl")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    names = {"Edg": "Edge", "OPR": "Opera", "MicroMessenger": "微信", "Mac OS": "macOS"}
    found = [next((names.get(w, w) for w in words if w in agent), "") for words in (browsers, systems)]
    return " · ".join(w for w in found if w) or agent[:40] or "—"
