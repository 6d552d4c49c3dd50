"""What reviewers decide on findings: open, sent back, corrected, accepted with a reason. Every change is an entry of the log,
written in the same transaction.

A finding is known by its document (SHA-256) and its lasting key (corpus.rows.finding_key). Findings of one document with one
key say the same of the same figures; they share a state.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from gouji.web.people.database import People, PeopleError
from gouji.web.people.log import Deed, append, lock
from gouji.web.people.models import Entry, FindingState, now
from gouji.web.people.words import plain

OPEN, SENT_BACK, CORRECTED, ACCEPTED = STATES = ("open", "sent_back", "corrected", "accepted")
KIND = "state"  # of the log's entries
REASON = 500  # characters
MOST = 5000  # findings changed in one go
_DOCUMENT, _KEY = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{1,64}")
ASKED = 400  # keys in one query


@dataclass(frozen=True, slots=True)
class State:
    """What was said last of a finding."""

    state: str
    reason: str
    who: str
    at: datetime


Finding = tuple[str, str]  # document, key


@dataclass(frozen=True, slots=True)
class Decision:
    """A finding shall be in that state. `told` is what the log keeps beside it, so that it can be read by itself.

    `only_from`: states in which it must be for that, others stay; none given: whatever it is.
    """

    finding: Finding
    state: str
    reason: str = ""
    told: Mapping[str, Any] | None = None
    only_from: tuple[str, ...] = ()


def change(people: People, decisions: Sequence[Decision], by: str) -> int:
    """Carries the decisions out, all or none; how many findings are now in another state or have another reason.

    Raises PeopleError for an unknown state, too many at once, or something accepted without a reason.
    """
    if len(decisions) > MOST:
        raise PeopleError(f"一次最多处理{MOST}条", f"at most {MOST} findings at a time")
    for decision in decisions:
        _fit(decision)
    if not decisions:
        return 0
    with people.change() as session:
        lock(session)  # what is read from here on is what these changes follow
        held = _held(session, [d.finding for d in decisions])
        last = {d.finding: d for d in decisions}
        todo = [d for d in last.values() if _differs(d, held.get(d.finding))]
        numbers = append(session, [_deed(d, held.get(d.finding), by) for d in todo])
        at = now()
        for decision, number in zip(todo, numbers, strict=True):
            row = held.get(decision.finding)
            if row is None:
                row = FindingState(document=decision.finding[0], key=decision.finding[1])
                session.add(row)
            row.state, row.reason, row.who, row.at, row.number = decision.state, _reason(decision), by, at, number
    return len(todo)


def of(people: People, document: str) -> dict[str, State]:
    """The findings of one document of which something was said, by key."""
    with people.read() as session:
        rows = session.scalars(select(FindingState).where(FindingState.document == document))
        return {r.key: State(r.state, r.reason, r.who, r.at) for r in rows}


def history(people: People, document: str, key: str) -> list[Entry]:
    """What the log says of a finding, oldest first."""
    with people.read() as session:
        subject = select(Entry).where(Entry.kind == KIND, Entry.subject == _subject((document, key)))
        return list(session.scalars(subject.order_by(Entry.number)))


def disagreement(session: Session) -> tuple[str, str] | None:
    """Where the states are not what the log says: the first such finding, in words; None where all agree."""
    last = select(func.max(Entry.number).label("number")).where(Entry.kind == KIND).group_by(Entry.subject).subquery()
    logged = session.scalar(select(func.count()).select_from(last)) or 0
    stored = session.scalar(select(func.count()).select_from(FindingState)) or 0
    rows = session.execute(
        select(FindingState, Entry)
        .outerjoin(last, last.c.number == FindingState.number)
        .outerjoin(Entry, Entry.number == last.c.number)
        .order_by(FindingState.number)
        .execution_options(yield_per=1000)
    )
    for row, entry in rows:
        if entry is None or entry.subject != _subject((row.document, row.key)) or not _says(entry, row):
            short = f"{row.document[:12]}… {row.key}"
            return f"{short}：现在的状态与记录不符", f"{short}: the state is not what the log says"
    if logged != stored:
        return f"记录中有{logged}条问题的状态，现存{stored}条", f"the log has states of {logged} findings, stored are {stored}"
    return None


def _says(entry: Entry, row: FindingState) -> bool:
    details = json.loads(entry.details)
    return (details.get("new"), details.get("reason"), entry.who) == (row.state, row.reason, row.who)


def _fit(decision: Decision) -> None:
    document, key = decision.finding
    if decision.state not in STATES:
        raise PeopleError("没有这种状态", "there is no such state")
    if not _DOCUMENT.fullmatch(document) or not _KEY.fullmatch(key):
        raise PeopleError("没有这条问题", "there is no such finding")
    if decision.state == ACCEPTED and not _reason(decision):
        raise PeopleError("标为“已说明”要写明理由", "accepting needs a reason")


def _reason(decision: Decision) -> str:
    return plain(decision.reason, REASON)


def _differs(decision: Decision, row: FindingState | None) -> bool:
    before = row.state if row else OPEN
    if decision.only_from and before not in decision.only_from:
        return False
    return (before, row.reason if row else "") != (decision.state, _reason(decision))


def _deed(decision: Decision, row: FindingState | None, by: str) -> Deed:
    changed = {"old": row.state if row else OPEN, "new": decision.state, "reason": _reason(decision)}
    return Deed(by, KIND, _subject(decision.finding), {**(decision.told or {}), **changed})


def _subject(finding: Finding) -> str:
    return f"{finding[0]}:{finding[1]}"


def _held(session: Session, findings: Sequence[Finding]) -> dict[Finding, FindingState]:
    return {(r.document, r.key): r for r in _rows(session, findings)}


def _rows(session: Session, findings: Iterable[Finding]) -> Iterator[FindingState]:
    distinct = list(dict.fromkeys(findings))
    for start in range(0, len(distinct), ASKED):
        some = distinct[start : start + ASKED]
        yield from session.scalars(select(FindingState).where(tuple_(FindingState.document, FindingState.key).in_(some)))


class Board:
    """All states as one table that the corpus can be joined with, brought up to date by what changed since it was asked."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._lock = threading.Lock()
        self._last = 0
        self._rows: dict[Finding, tuple[str, str, str, datetime]] = {}
        self._table: Any = None

    def table(self) -> Any:
        """An Arrow table: document, key, state, reason, who, at."""
        return self.now()[1]

    def now(self) -> tuple[int, Any]:
        """The log's number of the last change, and the table as of that."""
        with self._lock:
            if self._refresh() or self._table is None:
                self._table = self._made()
            return self._last, self._table

    def _refresh(self) -> bool:
        with self._people.read() as session:
            query = select(FindingState).where(FindingState.number > self._last).order_by(FindingState.number)
            changed = list(session.scalars(query))
        for row in changed:
            self._rows[row.document, row.key] = (row.state, row.reason, row.who, row.at)
        self._last = changed[-1].number if changed else self._last
        return bool(changed)

    def _made(self) -> Any:
        import pyarrow

        texts = {"document": 0, "key": 1, "state": 2, "reason": 3, "who": 4}
        rows = [(*finding, *held) for finding, held in self._rows.items()]
        columns: dict[str, Any] = {name: pyarrow.array([r[i] for r in rows], pyarrow.string()) for name, i in texts.items()}
        return pyarrow.table({**columns, "at": pyarrow.array([r[5] for r in rows], pyarrow.timestamp("us"))})
