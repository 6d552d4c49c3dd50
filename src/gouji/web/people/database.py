"""The database of people: SQLite beside the corpus for one machine, PostgreSQL for many reviewers. Migrated at start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

MIGRATIONS = Path(__file__).with_name("migrations")
WAIT_SECONDS = 20  # for another writer
LOCK = 6_750_001  # PostgreSQL's advisory lock under which the tables are made


class PeopleError(Exception):
    """One clear line in Chinese, `english` the same in English."""

    def __init__(self, message: str, english: str) -> None:
        super().__init__(message)
        self.english = english


class People:
    """The open database. May be shared by threads and, on PostgreSQL, by machines."""

    def __init__(self, address: str) -> None:
        """Opens and migrates the database at the SQLAlchemy address. Raises PeopleError where that fails."""
        url = _url(address)
        self.shown = url.render_as_string(hide_password=True)
        try:
            self.engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)
            self._migrate()
        except (SQLAlchemyError, OSError) as error:
            reason = str(getattr(error, "orig", None) or error).split("\n", 1)[0]
            raise PeopleError(
                f"{self.shown}：数据库打不开（{reason}）", f"{self.shown}: the database cannot be opened ({reason})"
            ) from None

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session for reading much: all of it as it was at one moment."""
        steady = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
        with Session(self.engine.execution_options(**steady), expire_on_commit=False) as session:
            yield session

    @contextmanager
    def change(self) -> Iterator[Session]:
        """A session whose changes are committed where the block ends, and undone where it raises."""
        writer = self.engine.execution_options(writes=True)
        with Session(writer, expire_on_commit=False) as session, session.begin():
            yield session

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self.engine.execution_options(writes=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _url(address: str) -> URL:
    """The address with its driver named. Raises PeopleError for another kind of database."""
    try:
        url = make_url(address)
        kind = url.get_backend_name()
    except ArgumentError:
        kind = ""
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+pg8000")
    if kind == "sqlite":
        return url
    raise PeopleError(
        "数据库地址应为 postgresql://用户@主机/库名 或 sqlite:///文件",
        "the database is postgresql://user@host/name or sqlite:///file",
    )


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        # Password hashes are in it: for its owner only, from the first byte on.
        os.close(os.open(url.database, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def prepared(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A writer takes the lock at once: two that read first and write later would end in a deadlock.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=30, connect_args={"timeout": WAIT_SECONDS})
