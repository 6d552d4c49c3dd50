"""For administrators: users, the record of what was done, and whether that record is whole."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import select

from gouji.corpus.recheck import outdated
from gouji.web.access import Reader, people, requires
from gouji.web.people import PeopleError, log, states, users
from gouji.web.people.models import Entry
from gouji.web.site import page, site

router = APIRouter(include_in_schema=False, prefix="/admin")
Admin = Annotated[Reader, Depends(requires("admin"))]
SIZE = 50
KINDS = (
    "login", "login_failed", "logout", "session_ended", "upload", "state", "sheets",
    "user_added", "user_changed", "password_changed", "recheck",
)  # fmt: skip


@router.get("")
def overview(request: Request, reader: Admin) -> Response:
    """The users."""
    return _users(request)


@router.post("/users")
def add(
    request: Request,
    reader: Admin,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    role: Annotated[str, Form(max_length=16)] = "viewer",
) -> Response:
    """A new user."""
    try:
        users.add(people(request), name, password, role, reader.name)
    except PeopleError as error:
        return _users(request, (str(error), error.english), name)
    return RedirectResponse("/admin", 303)


@router.post("/users/change")
def change(
    request: Request,
    reader: Admin,
    name: Annotated[str, Form(max_length=200)],
    role: Annotated[str, Form(max_length=16)],
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Another role, or no login any more."""
    try:
        users.change(people(request), name, reader.name, role, active)
    except PeopleError as error:
        return _users(request, (str(error), error.english))
    return RedirectResponse("/admin", 303)


@router.post("/users/password")
def password(
    request: Request,
    reader: Admin,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """A new password for somebody who has lost his."""
    try:
        users.set_password(people(request), name, password, reader.name)
    except PeopleError as error:
        return _users(request, (str(error), error.english))
    return RedirectResponse("/admin", 303)


@router.get("/log")
def record(
    request: Request,
    reader: Admin,
    kind: Annotated[str, Query(max_length=32)] = "",
    who: Annotated[str, Query(max_length=40)] = "",
    before: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The log, newest first."""
    if before and not (before.isascii() and before.isdecimal() and int(before) < 1 << 31):
        raise PeopleError("序号认不出来", "the number is not understood")
    query = select(Entry).order_by(Entry.number.desc()).limit(SIZE + 1)
    if kind:
        query = query.where(Entry.kind == kind.replace("\0", ""))
    if who:
        query = query.where(Entry.who == who.replace("\0", ""))
    if before:
        query = query.where(Entry.number < int(before))
    with people(request).read() as session:
        entries = list(session.scalars(query))
    rows = [(e, json.loads(e.details)) for e in entries[:SIZE]]
    held = {"rows": rows, "more": len(entries) > SIZE, "kind": kind, "who": who, "kinds": KINDS, "before": before}
    return page(request, "log.html.j2", held)


@router.post("/log/verify")
def verify(request: Request, reader: Admin, expected: Annotated[str, Form(max_length=90)] = "") -> Response:
    """Whether the log is as it was written, and the states of findings are what it says."""
    with people(request).snapshot() as session:
        found = log.verify(session, expected)
        astray = states.disagreement(session) if found.problem is None else None
    return page(request, "verified.html.j2", {"found": found, "astray": astray, "expected": expected})


def _users(request: Request, problem: tuple[str, str] | None = None, name: str = "") -> Response:
    here = site(request)
    held: dict[str, Any] = {"users": users.listed(people(request)), "problem": problem, "name": name[:40], "roles": users.ROLES}
    held["old"] = here.memo("outdated", lambda: len(outdated(here.corpus)))
    return page(request, "admin.html.j2", held, 400 if problem else 200)
