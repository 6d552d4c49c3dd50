"""Two sites over the same documents, one open and one closed, and readers of every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.web.conftest import copied
from tests.web.people import NAMES, quick, staff

from gouji.web.app import create_app
from gouji.web.people import sessions, users
from gouji.web.settings import Settings
from gouji.web.site import Site

ROLES = ("anonymous", "viewer", "reviewer", "admin")


@dataclass(frozen=True)
class Place:
    """A running site."""

    app: FastAPI
    client: TestClient

    @property
    def site(self) -> Site:
        found: Site = self.app.state.site
        return found

    @property
    def document(self) -> str:
        """One of its documents."""
        return str(min(self.site.corpus.documents()))

    def ask(self, method: str, path: str, role: str = "anonymous", csrf: bool = True, **more: Any) -> Any:
        """A request of a reader of that role, who has just logged in; redirects are not followed."""
        self.client.cookies.clear()
        headers = dict(more.pop("headers", {}))
        if role != "anonymous":
            token = self.token(role)
            headers["cookie"] = f"gouji_session={token}"
            if csrf:
                headers.setdefault("x-csrf-token", sessions.csrf_of(token))
        return self.client.request(method, path, headers=headers, follow_redirects=False, **more)

    def token(self, role: str) -> str:
        """A new session's token."""
        account = next(u for u in users.listed(self.site.people) if u.name == NAMES[role])
        return sessions.start(self.site.people, account.id, account.name, "127.0.0.1", "test")


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    with quick():
        yield


@pytest.fixture(scope="session")
def make(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Place]]:
    """Makes sites; they end with the session."""
    made: list[TestClient] = []

    def site(**settings: Any) -> Place:
        corpus = copied(sample, tmp_path_factory.mktemp("site"))
        app = create_app(Settings(corpus, **settings))
        client = TestClient(app, raise_server_exceptions=False)
        client.__enter__()
        made.append(client)
        staff(app.state.site.people)
        return Place(app, client)

    yield site
    for client in made:
        client.__exit__(None, None, None)


@pytest.fixture(scope="session")
def open_site(make: Callable[..., Place]) -> Place:
    """Everybody may read."""
    return make()


@pytest.fixture(scope="session")
def closed_site(make: Callable[..., Place]) -> Place:
    """Reading needs a login."""
    return make(open_reading=False)
