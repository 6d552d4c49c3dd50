"""How often something may be tried: counted in the database, so that a restart forgets nothing and processes count together.

A try is a row of which limit, whose (a hash: neither names nor addresses are kept here) and when. Rows that no limit looks at
any more are deleted as others come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from gouji.web.people.database import LOCK, People
from gouji.web.people.models import Try, now

LONGEST = 3600.0  # seconds that any limit looks back
MOST_ROWS = 200_000  # of all limits together: beyond it the oldest go, so that many addresses cannot fill the disk


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries of one key within `seconds`, which are LONGEST at most."""

    name: str
    most: int
    seconds: float


def take(people: People, asked: Sequence[tuple[Limit, str]], clock: Callable[[], datetime] = now) -> float:
    """Counts a try of each of these keys where all of their limits allow one: 0; else how many seconds to wait, and none is
    counted. Tries that come at the same time, from whichever process, follow one another."""
    with people.change() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK + 1})
        at = clock()
        waiting = max((_wait(session, limit, key, at) for limit, key in asked), default=0.0)
        if waiting:
            return waiting
        _sweep(session, at)
        session.add_all([Try(limit=limit.name, key=_hash(key), at=at) for limit, key in asked])
    return 0.0


def forget(people: People, limit: Limit, key: str) -> None:
    """As if it had never been tried."""
    with people.change() as session:
        session.execute(delete(Try).where(Try.limit == limit.name, Try.key == _hash(key)))


def undo(people: People, asked: Sequence[tuple[Limit, str]]) -> None:
    """Takes the latest try of each back."""
    with people.change() as session:
        for limit, key in asked:
            own = select(Try.id).where(Try.limit == limit.name, Try.key == _hash(key)).order_by(Try.id.desc()).limit(1)
            session.execute(delete(Try).where(Try.id == session.scalar(own)))


def _wait(session: Session, limit: Limit, key: str, at: datetime) -> float:
    """Seconds until the key may be tried again; 0 where it may now."""
    since = at - timedelta(seconds=limit.seconds)
    query = select(Try.at).where(Try.limit == limit.name, Try.key == _hash(key), Try.at > since)
    tries = session.scalars(query.order_by(Try.at.desc()).limit(limit.most)).all()
    if len(tries) < limit.most:
        return 0.0
    return max(0.001, (tries[-1] - since).total_seconds())


def _sweep(session: Session, at: datetime) -> None:
    session.execute(delete(Try).where(Try.at < at - timedelta(seconds=LONGEST)))
    over = session.scalar(select(Try.id).order_by(Try.id.desc()).offset(MOST_ROWS).limit(1))
    if over is not None:
        session.execute(delete(Try).where(Try.id <= over))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
