"""Who is logged in. A session is a random token in the reader's cookie; the database holds only its hash.

A session ends when it has not been used for `idle`, at `most` after the login in any case, at logout, and with a new
password or role. Its CSRF token is derived from it, so that a new login has a new one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from gouji.web.people.database import People
from gouji.web.people.log import Deed, append
from gouji.web.people.models import Login, User, now
from gouji.web.people.words import plain

BYTES = 32
SEEN = timedelta(seconds=60)  # how exactly the last use is known
KEPT = 20  # sessions of one user at a time; the oldest ends


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session lasts: without use, and in all."""

    idle: timedelta = timedelta(hours=2)
    most: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is logged in. `session` is the hash of the token."""

    id: int
    name: str
    role: str
    session: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A session as its user sees it. `session` is the hash of the token."""

    session: str
    created_at: datetime
    seen_at: datetime
    address: str
    agent: str


def token() -> str:
    """A new one, which nobody guesses."""
    return secrets.token_urlsafe(BYTES)


def csrf_of(token: str) -> str:
    """The token that a form of this session (or of this visitor's login) must carry; it does not tell the session's."""
    return hmac.new(token.encode("utf-8", "surrogatepass"), b"gouji csrf", hashlib.sha256).hexdigest()


def start(people: People, user_id: int, name: str, address: str, agent: str) -> str:
    """Logs in; the new session's token."""
    made = token()
    at = now()
    address = plain(address, 64)
    with people.change() as session:
        held = session.scalars(select(Login).where(Login.user_id == user_id).order_by(Login.seen_at.desc()).offset(KEPT - 1))
        for old in held:
            session.delete(old)
        session.add(
            Login(token=_hash(made), user_id=user_id, created_at=at, seen_at=at, address=address, agent=plain(agent, 200))
        )
        append(session, [Deed(name, "login", name, {"address": address})])
    return made


def find(people: People, token: str, lasting: Lasting) -> Reader | None:
    """Who has that session, if it still lasts."""
    if not token or len(token) > 100:
        return None
    key, at = _hash(token), now()
    with people.read() as session:
        row = session.execute(
            select(User.id, User.name, User.role, Login.created_at, Login.seen_at)
            .join(User, User.id == Login.user_id)
            .where(Login.token == key, User.active)
        ).first()
    if row is None or at - row.seen_at > lasting.idle or at - row.created_at > lasting.most:
        return None
    if at - row.seen_at > SEEN:
        with people.change() as session:
            session.execute(update(Login).where(Login.token == key).values(seen_at=at))
    return Reader(row.id, row.name, row.role, key)


def end(people: People, reader: Reader) -> None:
    """Logs out."""
    with people.change() as session:
        session.execute(delete(Login).where(Login.token == reader.session))
        append(session, [Deed(reader.name, "logout", reader.name, {})])


def end_one(people: People, reader: Reader, key: str) -> None:
    """Ends one of the reader's own sessions; nothing where it is not his."""
    with people.change() as session:
        ended = session.execute(
            delete(Login).where(Login.token == key, Login.user_id == reader.id).returning(Login.token)
        ).all()
        if ended:
            append(session, [Deed(reader.name, "session_ended", reader.name, {})])


def of_user(people: People, user_id: int, lasting: Lasting) -> list[Shown]:
    """The user's sessions that still last, the one used last first."""
    at = now()
    with people.read() as session:
        rows = session.scalars(
            select(Login)
            .where(Login.user_id == user_id, Login.seen_at >= at - lasting.idle, Login.created_at >= at - lasting.most)
            .order_by(Login.seen_at.desc())
        )
        return [Shown(r.token, r.created_at, r.seen_at, r.address, r.agent) for r in rows]


def sweep(people: People, lasting: Lasting) -> None:
    """Forgets the sessions that have ended by themselves."""
    at = now()
    with people.change() as session:
        session.execute(delete(Login).where((Login.seen_at < at - lasting.idle) | (Login.created_at < at - lasting.most)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
