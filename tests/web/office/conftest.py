"""Databases of people: SQLite, and a PostgreSQL server of its own in a temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pg8000.dbapi
import pytest
from tests.web.people import quick

from gouji.web.people import People

WORD = "test server 7"


def _programs() -> Path | None:
    """Where the newest server's programs are."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name) if p.parent.name.isdecimal() else 0
    )
    return found[-1] if found and (found[-1] / "initdb").exists() else None


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest) -> Iterator[None]:
    """Cheap hashes, but where a test is about them."""
    with nullcontext() if "real_hashes" in request.fixturenames else quick():
        yield


@pytest.fixture
def real_hashes() -> None:
    """For tests of the hashes themselves."""


@pytest.fixture(scope="session")
def server() -> Iterator[int]:
    """The port of a PostgreSQL server that this session started, at this machine's own address only."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="gouji-postgresql-"))
    first: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        first = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    secret = folder / "word"
    secret.write_text(WORD)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*first, str(programs / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    try:
        run("initdb", "-D", str(data), "-U", "gouji", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=60"
        run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield port
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty(server: int) -> str:
    """The address of an empty database on the server, as a user would give it."""
    with pg8000.dbapi.connect("gouji", host="127.0.0.1", port=server, password=WORD, database="postgres") as connection:
        connection.autocommit = True
        # Much faster than a database for every test.
        connection.cursor().execute("DROP SCHEMA public CASCADE")
        connection.cursor().execute("CREATE SCHEMA public")
    return f"postgresql://gouji:{WORD.replace(' ', '%20')}@127.0.0.1:{server}/postgres"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'people.sqlite'}"
    made: str = request.getfixturevalue("empty")
    return made


@pytest.fixture
def people(address: str) -> Iterator[People]:
    """An empty database of people of either kind."""
    opened = People(address)
    yield opened
    opened.close()
