"""The tables of people. Times are UTC without a zone; hashes are hexadecimal SHA-256."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAME = 40  # characters of a user's name


class Base(DeclarativeBase):
    """All tables of one site's people."""


class User(Base):
    """Who may log in. `folded` tells names apart; `password` is an argon2 hash."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME))
    folded: Mapped[str] = mapped_column(String(4 * NAME), unique=True)
    password: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    active: Mapped[bool]
    created_at: Mapped[datetime]


class Login(Base):
    """A session. The token itself is only in the reader's cookie; here is its hash."""

    __tablename__ = "logins"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200))


class Entry(Base):
    """One line of the log. `hash` covers all other columns; `previous` is the hash of the entry before (see log)."""

    __tablename__ = "log"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    who: Mapped[str] = mapped_column(String(NAME))
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    __table_args__ = (Index("log_kind", "kind", "number"), Index("log_subject", "subject", "number"))


class Head(Base):
    """The one row that says where the log ends. Locked by whoever appends, so that the chain never forks."""

    __tablename__ = "log_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class FindingState(Base):
    """What a reviewer said last of a finding of a document. A finding without a row is open. `number`: its entry in the log."""

    __tablename__ = "finding_states"
    document: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(NAME))
    at: Mapped[datetime]
    number: Mapped[int] = mapped_column(index=True)


class Try(Base):
    """Something that may be tried only so often was tried (see tries)."""

    __tablename__ = "tries"
    id: Mapped[int] = mapped_column(primary_key=True)
    limit: Mapped[str] = mapped_column("limit_name", String(16))
    key: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(index=True)
    __table_args__ = (Index("tries_of", "limit_name", "key", "at"),)


def now() -> datetime:
    """This moment, UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
