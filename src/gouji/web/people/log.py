"""The log: who did what, when. Append-only and hash-chained, so that a change of what was written shows.

An entry's hash is the SHA-256 of its canonical JSON — number, time, who, kind, subject, details, and the hash of the entry
before. Whoever changes, removes, inserts or reorders an entry breaks the chain there; whoever cuts the end off disagrees
with the stored head. Whoever may write to the whole database can compute a whole new chain: only a head noted elsewhere
(`expected`) tells that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gouji.web.people.database import PeopleError
from gouji.web.people.models import NAME, Entry, Head, now
from gouji.web.people.words import plain

FIRST = "0" * 64  # what the first entry calls the hash of the entry before it
SYSTEM = "system"  # who acts where no person does
PIECE = 2000  # entries held in memory at a time


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to be logged. `kind`: login, login_failed, logout, upload, state, user_added, … `subject`: whom or what."""

    who: str
    kind: str
    subject: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verified:
    """What verification came to. `broken`: the number of the first entry that is not as it was written, None where all are;
    `problem` says in Chinese and English what is wrong. `entries` were found whole, up to `head`, the hash of the last."""

    entries: int
    head: str
    broken: int | None = None
    problem: tuple[str, str] | None = None

    @property
    def anchor(self) -> str:
        """What to note elsewhere: it tells later whether anything up to here was rewritten."""
        return f"{self.entries}:{self.head}"


def canonical(value: object) -> str:
    """The one way in which a value is written as JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def append(session: Session, deeds: Iterable[Deed]) -> list[int]:
    """Writes entries in the transaction of `session`, which must be `People.change`; their numbers.

    Locks the head first, so that writers wait for one another until the transaction ends.
    """
    head = lock(session)
    number, previous = head.number, head.hash
    numbers = []
    for deed in deeds:
        number += 1
        entry = Entry(
            number=number,
            at=now().isoformat(timespec="microseconds") + "Z",
            who=plain(deed.who, NAME),
            kind=deed.kind,
            subject=plain(deed.subject, 200),
            details=canonical(deed.details).encode("utf-8", "replace").decode(),
            previous=previous,
            hash="",
        )
        entry.hash = previous = digest(entry)
        session.add(entry)
        numbers.append(number)
    session.flush()
    session.execute(update(Head).where(Head.id == 1).values(number=number, hash=previous))
    return numbers


def lock(session: Session) -> Head:
    """The head, held until the transaction ends: what is read after this is what the next entry follows."""
    return session.execute(
        select(Head).where(Head.id == 1).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()


def digest(entry: Entry) -> str:
    """The hash that belongs to the entry as it now is."""
    held = [entry.number, entry.at, entry.who, entry.kind, entry.subject, entry.details, entry.previous]
    return hashlib.sha256(canonical(held).encode("utf-8", "surrogatepass")).hexdigest()


def verify(session: Session, expected: str = "") -> Verified:
    """Goes through the whole log. `expected`: a head noted earlier, “number:hash”; where given, it must be on the chain."""
    anchor = _anchor(expected)
    number, previous = 0, FIRST
    for entry in _entries(session):
        wrong = _wrong(entry, number, previous)
        if wrong is None and anchor and anchor[0] == entry.number and anchor[1] != entry.hash:
            wrong = ("与另存的记录头不一致：此前的记录被重写过", "differs from the head noted elsewhere: rewritten up to here")
        if wrong:
            return Verified(number, previous, number + 1, wrong)
        number, previous = entry.number, entry.hash
    wrong = _end(session, number, previous, anchor)
    return Verified(number, previous, number + 1 if wrong else None, wrong)


def _anchor(expected: str) -> tuple[int, str] | None:
    if not expected:
        return None
    number, _, held = expected.strip().partition(":")
    if not number.isascii() or not number.isdecimal() or len(held) != 64:
        raise PeopleError("记录头应写作“序号:哈希”", "a head is written “number:hash”")
    return int(number), held.casefold()


def _entries(session: Session) -> Iterator[Entry]:
    """All entries in order, a piece at a time."""
    last: int | None = None
    while True:
        query = select(Entry).order_by(Entry.number).limit(PIECE)
        found = list(session.scalars(query if last is None else query.where(Entry.number > last)))
        yield from found
        if len(found) < PIECE:
            return
        last = found[-1].number
        session.expunge_all()


def _wrong(entry: Entry, number: int, previous: str) -> tuple[str, str] | None:
    """What is wrong with the entry that should come after `number`, whose hash is `previous`."""
    if entry.number != number + 1:
        return "这一条缺失", "is missing"
    if entry.hash != digest(entry):
        return "内容被改动过", "was changed"
    if entry.previous != previous:
        return "与上一条接不上：被调换、插入或重写过", "does not follow the entry before: moved, inserted or rewritten"
    return None


def _end(session: Session, number: int, previous: str, anchor: tuple[int, str] | None) -> tuple[str, str] | None:
    """What is wrong with the end of the log, all of which is whole up to `number`."""
    head = session.get(Head, 1)
    if head is None:
        return "记录头被删除", "the stored head is missing"
    if head.number > number:
        return f"末尾缺失：应有{head.number}条", f"the end is cut off: there were {head.number} entries"
    if (head.number, head.hash) != (number, previous):
        return "末尾与记录头不一致：有添加或改动", "the end differs from the stored head: added or changed"
    if anchor and anchor[0] > number:
        return f"比另存的记录头短：应有{anchor[0]}条", f"shorter than the head noted elsewhere: {anchor[0]} entries"
    if anchor and anchor[0] == 0 and anchor[1] != FIRST:
        return "另存的记录头不是这本记录的", "the head noted elsewhere is of another log"
    return None
