"""People for the tests: made once, logged in as often as needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from gouji.web.people import People, users

PASSWORDS: Mapping[str, str] = {"viewer": "读者的暗语 2024", "reviewer": "审核的暗语 2024", "admin": "管理的暗语 2024"}
NAMES: Mapping[str, str] = {"viewer": "读者", "reviewer": "王审", "admin": "管理员"}
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_CSRF = re.compile(r'name="csrf" value="([^"]*)"')


@contextmanager
def quick() -> Iterator[None]:
    """Passwords are hashed with next to no work, for tests that are about something else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users, "_HASHER", QUICK)
        users._nobody.cache_clear()
        yield
    users._nobody.cache_clear()


def staff(people: People) -> None:
    """One user of each role, where there is none yet."""
    known = {u.name for u in users.listed(people)}
    for role, name in NAMES.items():
        if name not in known:
            users.add(people, name, PASSWORDS[role], role, "system")


def csrf(text: str) -> str:
    """The token of the first form of a page; "" where none has one."""
    found = _CSRF.search(text)
    return found[1] if found else ""


def login(client: TestClient, role: str) -> str:
    """Logs the client in as the user of that role; the token for its forms."""
    client.cookies.clear()
    token = csrf(client.get("/login").text)
    told = {"name": NAMES[role], "password": PASSWORDS[role], "csrf": token, "next": "/account"}
    answer = client.post("/login", data=told, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return csrf(client.get("/account").text)
