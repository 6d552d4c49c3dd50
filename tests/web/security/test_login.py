"""Logging in: sessions that cannot be planted, cookies that scripts do not see, guessing that soon ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.web.people import NAMES, PASSWORDS, csrf
from tests.web.security.conftest import Place

from gouji.web.access import safe_next
from gouji.web.limits import network
from gouji.web.pages.login import BOTH
from gouji.web.people import People, sessions, tries
from gouji.web.people.models import Try, now
from gouji.web.people.words import folded


def _try(place: Place, role: str, password: str, cookies: str = "", **form: str) -> Any:
    """A try to log in, with the token of the form."""
    place.client.cookies.clear()
    page = place.client.get("/login", headers={"cookie": cookies} if cookies else {})
    visit = _cookies(page).get("gouji_visit", "")
    data = {"name": NAMES.get(role, role), "password": password, "csrf": csrf(page.text), **form}
    headers = {"cookie": f"gouji_visit={visit}; {cookies}"}
    place.client.cookies.clear()
    return place.client.post("/login", data=data, headers=headers, follow_redirects=False)


def _cookies(answer: Any) -> dict[str, str]:
    found: SimpleCookie = SimpleCookie()
    for header in answer.headers.get_list("set-cookie"):
        found.load(header)
    return {name: morsel.value for name, morsel in found.items()}


def _flags(answer: Any, name: str) -> set[str]:
    (header,) = [h for h in answer.headers.get_list("set-cookie") if h.startswith(f"{name}=")]
    return {part.strip().casefold() for part in header.split(";")[1:]}


def test_a_login_begins_a_session_of_its_own(make: Callable[..., Place]) -> None:
    """Whatever token the browser brings, also a valid one of somebody else, the new session has another."""
    place = make()
    planted = [sessions.token(), "x", "", place.token("viewer")]
    for token in planted:
        if token == planted[-1]:
            continue  # below: with a session the form is another
        answer = _try(place, "admin", PASSWORDS["admin"], f"gouji_session={token}")
        assert answer.status_code == 303
        new = _cookies(answer)["gouji_session"]
        assert new not in planted
        assert sessions.find(place.site.people, token, place.site.lasting) is None
        found = sessions.find(place.site.people, new, place.site.lasting)
        assert found is not None
        assert found.name == NAMES["admin"]


def test_logging_in_anew_ends_the_session_before(make: Callable[..., Place]) -> None:
    place = make()
    old = place.token("viewer")
    headers = {"cookie": f"gouji_session={old}", "x-csrf-token": sessions.csrf_of(old)}
    data = {"name": NAMES["admin"], "password": PASSWORDS["admin"]}
    place.client.cookies.clear()
    answer = place.client.post("/login", data=data, headers=headers, follow_redirects=False)
    new = _cookies(answer)["gouji_session"]
    assert new != old
    assert sessions.csrf_of(new) != sessions.csrf_of(old)
    assert sessions.find(place.site.people, old, place.site.lasting) is None


def test_logging_out_ends_the_session_at_the_server(make: Callable[..., Place]) -> None:
    place = make()
    token = place.token("viewer")
    headers = {"cookie": f"gouji_session={token}", "x-csrf-token": sessions.csrf_of(token)}
    assert place.client.post("/logout", headers=headers, follow_redirects=False).status_code == 303
    assert place.client.get("/account", headers=headers, follow_redirects=False).status_code == 303


def test_a_password_is_changed_by_who_knows_the_old_one(make: Callable[..., Place]) -> None:
    place = make()
    form = {"old": PASSWORDS["viewer"], "new": "一个全新的暗语 99", "again": "一个全新的暗语 99"}
    for wrong in ({"old": "x"}, {"again": "y"}, {"new": "short", "again": "short"}):
        assert place.ask("POST", "/account/password", "viewer", data={**form, **wrong}).status_code == 400
    other = place.token("viewer")
    assert place.ask("POST", "/account/password", "viewer", data=form).status_code == 303
    assert sessions.find(place.site.people, other, place.site.lasting) is None
    assert _try(place, "viewer", PASSWORDS["viewer"]).status_code == 400
    assert _try(place, "viewer", form["new"]).status_code == 303


@pytest.mark.parametrize("secure", [False, True])
def test_cookies_are_for_the_server_alone(make: Callable[..., Place], secure: bool) -> None:
    place = make(secure_cookies=secure)
    prefix = "__Host-" if secure else ""
    first = place.client.get("/login")
    for answer, name in ((first, f"{prefix}gouji_visit"), (_secure_login(place, first, prefix), f"{prefix}gouji_session")):
        flags = _flags(answer, name)
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert ("secure" in flags) is secure
        assert not any(f.startswith("domain") for f in flags)
        assert ("strict-transport-security" in answer.headers) is secure
    place.client.cookies.clear()
    lang = place.client.get("/login?lang=en")
    assert {"httponly", "samesite=lax"} <= _flags(lang, "lang")


def _secure_login(place: Place, form: Any, prefix: str) -> Any:
    visit = _cookies(form)[f"{prefix}gouji_visit"]
    data = {"name": NAMES["admin"], "password": PASSWORDS["admin"], "csrf": csrf(form.text)}
    place.client.cookies.clear()
    return place.client.post("/login", data=data, headers={"cookie": f"{prefix}gouji_visit={visit}"}, follow_redirects=False)


def test_a_visitors_token_is_his_own(open_site: Place) -> None:
    """Another site cannot log a visitor in under its own name: it knows no token that fits his cookie."""
    mine = open_site.client.get("/login")
    open_site.client.cookies.clear()
    yours = open_site.client.get("/login")
    assert csrf(mine.text) != csrf(yours.text)
    data = {"name": NAMES["admin"], "password": PASSWORDS["admin"], "csrf": csrf(mine.text)}
    open_site.client.cookies.clear()
    headers = {"cookie": f"gouji_visit={_cookies(yours)['gouji_visit']}"}
    assert open_site.client.post("/login", data=data, headers=headers).status_code == 403


def test_an_unknown_name_and_a_wrong_password_are_told_alike(make: Callable[..., Place]) -> None:
    place = make()
    told = []
    for role in ("admin", "没有这个人"):
        answer = _try(place, role, "wrong password")
        assert answer.status_code == 400
        value = f'value="{NAMES.get(role, role)}"'
        assert value in answer.text
        told.append(answer.text.replace(value, "").replace(csrf(answer.text), ""))
    assert told[0] == told[1]


def test_guessing_one_users_password_ends_soon(make: Callable[..., Place]) -> None:
    place = make()
    answers = [_try(place, "admin", f"guess number {n}").status_code for n in range(7)]
    assert answers == [400] * 5 + [429] * 2
    answer = _try(place, "admin", PASSWORDS["admin"])  # not even the right one, for a while
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60
    assert _try(place, "reviewer", PASSWORDS["reviewer"]).status_code == 303  # others go on


def test_guessing_from_one_address_ends_soon(make: Callable[..., Place]) -> None:
    place = make()
    answers = [_try(place, f"name{n}", "x").status_code for n in range(32)]
    assert answers == [400] * 30 + [429] * 2


def test_failed_logins_are_logged_and_what_is_refused_is_not(make: Callable[..., Place]) -> None:
    place = make()
    for _ in range(9):
        _try(place, "admin", "wrong password")
    text = place.ask("GET", "/admin/log", "admin", params={"kind": "login_failed"}).text
    assert text.count('<td class="nowrap">登录失败</td>') == 5
    assert "wrong password" not in text


def test_tries_are_forgotten_with_time_and_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = People(f"sqlite:///{tmp_path / 'p.sqlite'}")
    moment = [now()]
    slow = tries.Limit("slow", 2, 60)

    def take(key: str, limit: tries.Limit = slow) -> float:
        return tries.take(held, [(limit, key)], lambda: moment[0])

    assert [take("a") for _ in range(3)] == [0, 0, 60]
    moment[0] += timedelta(seconds=30)
    assert take("a") == 30
    assert take("b") == 0
    moment[0] += timedelta(seconds=31)
    assert take("a") == 0
    tries.forget(held, slow, "a")
    assert [take("a") for _ in range(2)] == [0, 0]
    assert take("a", tries.Limit("other", 2, 60)) == 0
    moment[0] += timedelta(seconds=tries.LONGEST + 1)
    take("z")
    monkeypatch.setattr(tries, "MOST_ROWS", 3)
    for n in range(10):
        take(f"k{n}")
    with held.read() as session:
        assert session.scalar(select(func.count()).select_from(Try)) == 4
    held.close()


def test_of_several_limits_none_is_counted_where_one_is_reached(tmp_path: Path) -> None:
    held = People(f"sqlite:///{tmp_path / 'p.sqlite'}")
    wide, narrow = tries.Limit("wide", 3, 60), tries.Limit("narrow", 1, 60)
    assert tries.take(held, [(wide, "a"), (narrow, "a")]) == 0
    assert tries.take(held, [(wide, "a"), (narrow, "a")]) > 59
    assert [tries.take(held, [(wide, "a")]) > 0 for _ in range(3)] == [False, False, True]
    held.close()


def test_a_restart_forgets_no_failed_login(make: Callable[..., Place]) -> None:
    place = make()
    assert [_try(place, "admin", f"guess number {n}").status_code for n in range(6)] == [400] * 5 + [429]
    other = People(place.site.settings.database_url)  # as another process, or the next, has it
    assert tries.take(other, [(BOTH, f"testclient {folded(NAMES['admin'])}")]) > 0
    other.close()


def test_who_knows_his_password_is_not_counted(make: Callable[..., Place]) -> None:
    place = make()
    assert {_try(place, "viewer", PASSWORDS["viewer"]).status_code for _ in range(6)} == {303}
    with place.site.people.read() as session:
        assert session.scalar(select(func.count()).select_from(Try)) == 0


def test_an_address_is_whose_network_it_is() -> None:
    assert network("192.0.2.1") == "192.0.2.1"
    assert network("2001:db8::1") == network("2001:db8::ffff:1") != network("2001:db8:0:1::1")
    assert network("::ffff:192.0.2.1") == "192.0.2.1"
    assert network("fe80::1%eth0") == "fe80::/64"
    assert network("unix") == "unix"


# Where a login leads.

ELSEWHERE = (
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)",
    "/a\r\nSet-Cookie: x=1", "evil.example", "", " /x", "/%0d%0aX: 1\r\n", "///evil.example", "/x\\y", "http:/evil.example",
)  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_login_leads_nowhere_else(open_site: Place, target: str) -> None:
    answer = _try(open_site, "admin", PASSWORDS["admin"], next=target)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith(("//", "/\\"))
    assert answer.headers.get_list("set-cookie") != []
    assert "x" not in _cookies(answer)
    answer = open_site.ask("GET", "/login", "admin", params={"next": target})
    assert answer.status_code == 303
    assert not urlsplit(answer.headers["location"]).netloc


@given(st.text())
def test_whatever_is_next_is_a_page_of_this_site(target: str) -> None:
    found = safe_next(target)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert found.isprintable()
    assert urlsplit(found).netloc == ""


def test_a_page_of_this_site_is_kept() -> None:
    assert safe_next("/findings?rule=A-1&page=2#x") == "/findings?rule=A-1&page=2#x"
    assert safe_next("/agency/3?年=2024") == "/agency/3?年=2024"
