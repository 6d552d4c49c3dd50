"""Who may do what. Pages use `requires(role)` and `people(request)`; the rest is done at the door, for every request alike."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException

from gouji.web.people import People
from gouji.web.people.log import Deed, append
from gouji.web.people.sessions import Reader
from gouji.web.people.users import ROLES

__all__ = ["SAFE", "Reader", "address", "csrf_checked", "current", "people", "record", "requires", "safe_next"]

SAFE = ("GET", "HEAD", "OPTIONS")
FIELD = "csrf"


def people(request: Request) -> People:
    """The database of people."""
    found: People = request.app.state.site.people
    return found


def current(request: Request) -> Reader | None:
    """Who is logged in."""
    found: Reader | None = getattr(request.state, "reader", None)
    return found


def requires(role: str) -> Callable[[Request], Reader]:
    """A dependency: the reader, who has at least that role (viewer < reviewer < admin). 401 without a login, else 403."""
    least = ROLES.index(role)

    def reader(request: Request) -> Reader:
        found = current(request)
        if found is None:
            raise HTTPException(401)
        if ROLES.index(found.role) < least:
            raise HTTPException(403)
        return found

    return reader


async def csrf_checked(request: Request) -> None:
    """For all routes of the application: what changes something carries the session's token, in the header (which the door
    has looked at) or in the form's field `csrf`."""
    if request.method in SAFE or request.state.csrf_shown:
        return
    form = await request.form()
    shown = form.get(FIELD)
    if not isinstance(shown, str) or not matches(shown, request.state.csrf):
        raise HTTPException(403, "csrf")


def matches(shown: str, expected: str) -> bool:
    """Whether the token that was sent is the one that was given; none matches none."""
    return bool(expected) and hmac.compare_digest(shown.encode("utf-8", "replace"), expected.encode())


def record(request: Request, kind: str, subject: str, details: Mapping[str, Any] | None = None) -> None:
    """Logs that the reader did something: `kind` such as upload, `subject` such as a document. Nothing secret in `details`."""
    reader = current(request)
    told = {**(details or {}), "address": address(request)}
    with people(request).change() as session:
        append(session, [Deed(reader.name if reader else "", kind, subject, told)])


def address(request: Request) -> str:
    """Where the request comes from, as the server was told."""
    return request.client.host if request.client else ""


def safe_next(target: str) -> str:
    """A page of this site to go on to; the first page for anything else. Browsers read “/\\” and “//” as another site."""
    fine = target.startswith("/") and not target.startswith(("//", "/\\")) and len(target) <= 2000
    return target if fine and all(c.isprintable() and c != "\\" for c in target) else "/"
