"""All addresses of the site, and who may ask for them.

The list below is the policy; test_access holds every route of the application against it, so that a new route without an
entry here fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.routing import Mount

ANYONE, READ, VIEWER, REVIEWER, ADMIN = "anyone", "read", "viewer", "reviewer", "admin"


@dataclass(frozen=True)
class Entry:
    """Who may: ANYONE always, READ whoever may read (an open site: everybody, a closed one: a login), else that role on.

    `query` and `form` are what a harmless request carries.
    """

    least: str
    query: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None


POLICY: dict[tuple[str, str], Entry] = {
    ("GET", "/static"): Entry(ANYONE),
    ("GET", "/login"): Entry(ANYONE),
    ("POST", "/login"): Entry(ANYONE, form={"name": "niemand", "password": "x"}),
    ("GET", "/"): Entry(READ),
    ("GET", "/search"): Entry(READ, {"q": "医疗"}),
    ("GET", "/agencies"): Entry(READ),
    ("GET", "/agency/{body}"): Entry(READ),
    ("GET", "/compare"): Entry(READ),
    ("GET", "/targets"): Entry(READ),
    ("GET", "/words"): Entry(READ),
    ("GET", "/code/{code}"): Entry(READ),
    ("GET", "/document/{document}"): Entry(READ),
    ("GET", "/document/{document}/figure/{figure}"): Entry(READ),
    ("GET", "/document/{document}/original"): Entry(READ),
    ("GET", "/document/{document}/page/{number}.png"): Entry(READ),
    ("GET", "/document/{document}/file/{name}"): Entry(READ),
    ("GET", "/document/{document}/annotated"): Entry(READ),
    ("GET", "/document/{document}/original-file"): Entry(READ),
    ("GET", "/findings"): Entry(READ),
    ("GET", "/findings/history"): Entry(READ, {"document": "0" * 64, "key": "0"}),
    ("GET", "/findings/changes"): Entry(READ),
    ("GET", "/findings/changes/{document}"): Entry(READ),
    ("GET", "/api/openapi.json"): Entry(READ),
    ("GET", "/api/v1/facts"): Entry(READ),
    ("GET", "/api/v1/aggregate"): Entry(READ),
    ("GET", "/api/v1/members/{dimension}"): Entry(READ),
    ("GET", "/api/v1/search"): Entry(READ, {"q": "医疗"}),
    ("GET", "/api/v1/documents"): Entry(READ),
    ("GET", "/api/v1/documents/{document}"): Entry(READ),
    ("GET", "/api/v1/documents/{document}/findings"): Entry(READ),
    ("GET", "/account"): Entry(VIEWER),
    ("POST", "/account/password"): Entry(VIEWER, form={"old": "x", "new": "y", "again": "z"}),
    ("POST", "/account/sessions/end"): Entry(VIEWER, form={"session": "x"}),
    ("POST", "/logout"): Entry(VIEWER, form={}),
    ("GET", "/upload"): Entry(REVIEWER),
    ("POST", "/upload"): Entry(REVIEWER, form={}),
    ("GET", "/jobs/{key}"): Entry(REVIEWER),
    ("POST", "/document/{document}/recheck"): Entry(REVIEWER, form={}),
    ("POST", "/findings/state"): Entry(REVIEWER, form={"state": "open", "pick": "x"}),
    ("POST", "/findings/sheets"): Entry(REVIEWER, form={"document": "0" * 64}),
    ("GET", "/admin"): Entry(ADMIN),
    ("POST", "/admin/recheck"): Entry(ADMIN, form={}),
    ("POST", "/admin/users"): Entry(ADMIN, form={"name": "x y", "password": "x"}),
    ("POST", "/admin/users/change"): Entry(ADMIN, form={"name": "niemand", "role": "viewer"}),
    ("POST", "/admin/users/password"): Entry(ADMIN, form={"name": "niemand", "password": "x"}),
    ("GET", "/admin/log"): Entry(ADMIN),
    ("POST", "/admin/log/verify"): Entry(ADMIN, form={}),
}


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of every route; HEAD and OPTIONS go with GET."""
    for route in app.routes:
        inside: Any = getattr(route, "effective_route_contexts", None)
        for one in inside() if inside else [route]:
            if isinstance(one, Mount):
                yield "GET", one.path
                continue
            for method in sorted(set(one.methods) - {"HEAD", "OPTIONS"}):
                yield method, one.path


def parameters(app: FastAPI) -> dict[str, tuple[str, ...]]:
    """Path → the parameters that its address may carry, as the application itself declares them; and the language."""
    found: dict[str, tuple[str, ...]] = {}
    for route in app.routes:
        inside: Any = getattr(route, "effective_route_contexts", None)
        for one in inside() if inside else ():
            if "GET" in one.methods:
                found[one.path] = (*dict.fromkeys(_names(one.dependant)), "lang")
    return found


def _names(dependant: Any) -> Iterator[str]:
    for one in dependant.query_params:
        many = getattr(one.field_info.annotation, "model_fields", None)
        yield from ([f.alias or name for name, f in many.items()] if many else [one.alias])
    for other in dependant.dependencies:
        yield from _names(other)
