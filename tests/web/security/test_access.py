"""Who may do what: every route, every kind of reader, an open and a closed site; and the token that every form needs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio
import pytest
from tests.web.security.conftest import ROLES, Place
from tests.web.security.routes import ANYONE, POLICY, READ, routes

from gouji.web.access import safe_next
from gouji.web.people import sessions

UNSAFE = [key for key in POLICY if key[0] != "GET"]


def _path(place: Place, pattern: str) -> str:
    """The pattern with something of this site in it."""
    path = "/static/style.css" if pattern == "/static" else pattern
    for name, value in {
        "document": place.document,
        "body": "1",
        "figure": "c0",
        "number": "1",
        "name": "reading.json",
        "dimension": "year",
        "key": "nosuch",
        "code": "213",
    }.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"{pattern}: say what stands for its parameter"
    return path


def _may(role: str, least: str, is_open: bool) -> bool:
    if least == ANYONE or (least == READ and is_open):
        return True
    if role == "anonymous":
        return False
    return least == READ or ROLES.index(role) >= ROLES.index(least)


def _refused(answer: Any) -> bool:
    """Whether the reader was turned away."""
    to_login = answer.status_code == 303 and answer.headers["location"].startswith("/login")
    return answer.status_code in (401, 403) or to_login


def test_every_route_has_an_entry(open_site: Place) -> None:
    known = set(routes(open_site.app))
    assert known - set(POLICY) == set(), "say in tests/web/security/routes.py who may ask for these"
    assert set(POLICY) - known == set(), "there are no such routes any more"


def test_what_changes_something_is_no_get(open_site: Place) -> None:
    assert {method for method, _ in routes(open_site.app)} == {"GET", "POST"}


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
@pytest.mark.parametrize("role", ROLES)
def test_the_matrix(open_site: Place, closed_site: Place, is_open: bool, role: str) -> None:
    """44 routes × 4 readers × 2 sites; all that is wrong at once."""
    place = open_site if is_open else closed_site
    wrong = []
    for (method, pattern), entry in POLICY.items():
        if (method, pattern) == ("POST", "/login"):
            continue  # below: it needs the token of its own page
        answer = place.ask(method, _path(place, pattern), role, params=entry.query, data=entry.form)
        may = _may(role, entry.least, is_open)
        # A new password sends on to the login: that is no refusal. None is set here.
        if _refused(answer) is may or answer.status_code >= 500:
            wrong.append(f"{role} {method} {pattern}: {answer.status_code}, may {may}")
    assert wrong == []


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_a_page_that_is_not_there_tells_a_closed_sites_visitor_nothing(
    open_site: Place, closed_site: Place, is_open: bool
) -> None:
    place = open_site if is_open else closed_site
    for path in ("/no/such/page", "/document/" + "0" * 64, "/login/../findings", "//findings", "/%2e%2e/etc/passwd"):
        answer = place.ask("GET", path)
        assert _refused(answer) or (is_open and answer.status_code in (200, 400, 404)), (path, answer.status_code)
        if not is_open:
            assert answer.headers["location"].startswith("/login?next=")


@pytest.mark.parametrize(
    "path", ["http://x/login", "@x/login", "x/login", "login", "/login?/../findings", "/login#/findings", ""]
)
def test_the_door_goes_by_the_path_that_is_routed(closed_site: Place, path: str) -> None:
    """What no browser sends: an address that looks like the login's to whoever takes it apart in another way."""
    told: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "scheme": "http", "http_version": "1.1", "headers": [(b"host", b"x")], "client": ("127.0.0.1", 1), "server": ("x", 80),
    }  # fmt: skip
    with ThreadPoolExecutor(1) as own:  # this thread may have a loop already: the browser's
        own.submit(anyio.run, closed_site.app, scope, receive, send).result()
    assert told in ([303], [404])


def test_a_page_comes_back_after_the_login(closed_site: Place) -> None:
    answer = closed_site.ask("GET", "/search", params={"q": "医疗 & 教育", "kind": "body"})
    there = parse_qs(urlsplit(answer.headers["location"]).query)["next"][0]
    assert parse_qs(urlsplit(there).query) == {"q": ["医疗 & 教育"], "kind": ["body"]}
    assert safe_next(there) == there


def test_a_closed_site_tells_programs_in_their_way(closed_site: Place) -> None:
    answer = closed_site.ask("GET", "/api/v1/facts")
    assert (answer.status_code, set(answer.json())) == (401, {"zh", "en"})
    answer = closed_site.ask("GET", "/findings", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login?next=%2Ffindings")


# Forgery.


@pytest.mark.parametrize(("method", "pattern"), UNSAFE)
def test_no_form_without_its_token(open_site: Place, method: str, pattern: str) -> None:
    """Without a token, with another session's, with the session's own cookie as token, with an empty one."""
    form = POLICY[method, pattern].form or {}
    path = _path(open_site, pattern)
    before = _log_length(open_site)
    other = sessions.csrf_of(open_site.token("admin"))
    sent = 1  # the token above was made by a login, which is logged
    for token in (None, other, "", "x", "é", "0" * 64):
        data = form if token is None else {**form, "csrf": token}
        for role in ("anonymous", "admin"):
            sent += role == "admin"
            answer = open_site.ask(method, path, role, csrf=False, data=data)
            assert answer.status_code in (401, 403), (token, role)
        answer = open_site.ask(method, path, "admin", csrf=False, data=form, headers={"x-csrf-token": (token or "").encode()})
        sent += 1
        assert answer.status_code == 403
    assert _log_length(open_site) == before + sent  # nothing but the logins of this test was done


@pytest.mark.parametrize(("method", "pattern"), UNSAFE)
def test_no_form_from_another_site(open_site: Place, method: str, pattern: str) -> None:
    path = _path(open_site, pattern)
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://[::1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        answer = open_site.ask(method, path, "admin", data=POLICY[method, pattern].form, headers=headers)
        assert answer.status_code == 403, headers


def test_a_form_of_this_site_goes_through(open_site: Place) -> None:
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert open_site.ask("POST", "/admin/log/verify", "admin", headers=headers).status_code == 200
    token = open_site.token("admin")
    data = {"csrf": sessions.csrf_of(token)}
    answer = open_site.client.post("/admin/log/verify", data=data, headers={"cookie": f"gouji_session={token}"})
    assert answer.status_code == 200


def test_a_token_in_the_address_or_in_json_is_none(open_site: Place) -> None:
    token = open_site.token("admin")
    headers = {"cookie": f"gouji_session={token}"}
    csrf = sessions.csrf_of(token)
    assert open_site.client.post(f"/admin/log/verify?csrf={csrf}", headers=headers).status_code == 403
    assert open_site.client.post("/admin/log/verify", json={"csrf": csrf}, headers=headers).status_code == 403


def test_a_method_is_what_it_is(open_site: Place) -> None:
    """No header or field makes a GET into something else, or a POST into less."""
    before = _log_length(open_site)
    for headers in ({"x-http-method-override": "POST"}, {"x-method-override": "POST"}, {"x-http-method": "POST"}):
        answer = open_site.ask("GET", "/findings/state", "admin", headers=headers, params={"state": "sent_back"})
        assert answer.status_code == 405
        data = {"_method": "GET"}
        assert open_site.ask("POST", "/admin/log/verify", "admin", csrf=False, data=data).status_code == 403
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
        assert open_site.ask(method, "/findings/state", "admin").status_code in (403, 405)
        assert open_site.ask(method, "/findings/state").status_code in (401, 405)
    logins = 3 * 2 + 5
    assert _log_length(open_site) == before + logins


def _log_length(place: Place) -> int:
    from gouji.web.people.log import verify

    with place.site.people.read() as session:
        return verify(session).entries
