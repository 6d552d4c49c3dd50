"""The log: whatever is done to it shows, as far as it can show at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from gouji.web.people import People, PeopleError, states
from gouji.web.people.log import FIRST, Deed, Verified, append, digest, verify
from gouji.web.people.models import Entry
from gouji.web.people.states import ACCEPTED, CORRECTED, OPEN, SENT_BACK, Board, Decision

DOCUMENT = "ab" * 32
COUNT = 8


def checked(people: People, expected: str = "") -> Verified:
    with people.snapshot() as session:
        return verify(session, expected)


def write(people: People, count: int = 1) -> None:
    with people.change() as session:
        append(session, [Deed("王审", "upload", f"文件{n}", {"n": n}) for n in range(count)])


@pytest.fixture
def written(people: People) -> People:
    """Eight entries."""
    write(people, 3)
    write(people, COUNT - 3)
    return people


@pytest.fixture
def tampering(written: People) -> Callable[..., None]:
    """What the owner of the database can do once he has put the guards away."""
    with written.engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in ("log_no_update", "log_no_delete"):
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("DROP TRIGGER log_append_only ON log"))

    def run(statement: str, **values: object) -> None:
        with written.engine.execution_options(writes=True).begin() as connection:
            connection.execute(text(statement), values)

    return run


def test_an_empty_log_is_whole(people: People) -> None:
    assert checked(people) == Verified(0, FIRST)


def test_a_log_is_whole(written: People) -> None:
    found = checked(written)
    assert (found.entries, found.broken, found.problem) == (COUNT, None, None)
    with written.read() as session:
        last = session.get(Entry, COUNT)
        assert last is not None
        assert found.head == last.hash == digest(last)
        assert session.get(Entry, 1).previous == FIRST  # type: ignore[union-attr]


@pytest.mark.parametrize("statement", ["UPDATE log SET who = 'x' WHERE number = 3", "DELETE FROM log WHERE number = 3"])
def test_the_database_itself_refuses(written: People, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        written.engine.execution_options(writes=True).begin() as connection,
    ):
        connection.execute(text(statement))
    assert checked(written).problem is None


@pytest.mark.parametrize("column", ["at", "who", "kind", "subject", "details", "previous", "hash"])
def test_a_changed_column_shows(written: People, tampering: Callable[..., None], column: str) -> None:
    tampering(f'UPDATE log SET "{column}" = :value WHERE number = 5', value="0" * 30)
    found = checked(written)
    assert (found.entries, found.broken) == (4, 5)


def test_a_removed_entry_shows(written: People, tampering: Callable[..., None]) -> None:
    tampering("DELETE FROM log WHERE number = 5")
    assert checked(written).broken == 5


def test_a_removed_entry_with_the_later_ones_moved_up_shows(written: People, tampering: Callable[..., None]) -> None:
    tampering("DELETE FROM log WHERE number = 5")
    for number in range(6, COUNT + 1):
        tampering("UPDATE log SET number = number - 1 WHERE number = :n", n=number)
    assert checked(written).broken == 5


def test_two_entries_put_in_another_order_show(written: People, tampering: Callable[..., None]) -> None:
    for old, new in ((4, 99), (5, 4), (99, 5)):
        tampering("UPDATE log SET number = :new WHERE number = :old", old=old, new=new)
    assert checked(written).broken == 4


def test_a_changed_entry_with_its_hash_computed_anew_shows_at_the_next(written: People, tampering: Callable[..., None]) -> None:
    with written.read() as session:
        entry = session.get(Entry, 5)
        assert entry is not None
        entry.who = "别人"
        new = digest(entry)
        session.rollback()
    tampering("UPDATE log SET who = '别人', hash = :hash WHERE number = 5", hash=new)
    assert checked(written).broken == 6


def test_a_cut_off_end_shows_by_the_stored_head(written: People, tampering: Callable[..., None]) -> None:
    tampering("DELETE FROM log WHERE number > 6")
    found = checked(written)
    assert (found.entries, found.broken) == (6, 7)
    assert found.problem is not None
    assert "截" in found.problem[0] or "缺失" in found.problem[0]


def test_an_entry_added_past_the_head_shows(written: People, tampering: Callable[..., None]) -> None:
    with written.read() as session:
        last = session.get(Entry, COUNT)
        assert last is not None
        more = Entry(number=9, at=last.at, who="x", kind="login", subject="x", details="{}", previous=last.hash, hash="")
        more.hash = digest(more)
    told = {"h": more.hash, "p": more.previous, "at": more.at}
    tampering("INSERT INTO log VALUES (9, :at, 'x', 'login', 'x', '{}', :p, :h)", **told)
    assert checked(written).broken == 10


def _cut_with_its_head(tampering: Callable[..., None], keep: int) -> None:
    tampering("DELETE FROM log WHERE number > :keep", keep=keep)
    tampering("UPDATE log_head SET number = :keep, hash = (SELECT hash FROM log WHERE number = :keep)", keep=keep)


def test_an_end_cut_off_with_the_head_shows_only_by_a_head_noted_elsewhere(
    written: People, tampering: Callable[..., None]
) -> None:
    noted = checked(written).anchor
    _cut_with_its_head(tampering, 6)
    assert checked(written).problem is None  # what a chain alone cannot tell: docs/SECURITY.md says so
    assert checked(written, noted).broken == 7


def test_a_log_written_wholly_anew_shows_only_by_a_head_noted_elsewhere(
    written: People, tampering: Callable[..., None]
) -> None:
    noted = checked(written).anchor
    tampering("DELETE FROM log")
    tampering("UPDATE log_head SET number = 0, hash = :first", first=FIRST)
    write(written, COUNT + 2)
    assert checked(written).problem is None
    assert checked(written, noted).broken == COUNT


def test_a_head_noted_earlier_stays_true(written: People) -> None:
    noted = checked(written).anchor
    write(written, 2)
    assert checked(written, noted).problem is None
    assert checked(written, f"0:{FIRST}").problem is None
    assert checked(written, f"0:{'1' * 64}").problem is not None


@pytest.mark.parametrize("expected", ["x", "1", ":", "1:2", "²:" + "a" * 64, "-1:" + "a" * 64])
def test_what_is_no_head_is_said(written: People, expected: str) -> None:
    with pytest.raises(PeopleError):
        checked(written, expected)


def test_a_removed_head_shows(written: People, tampering: Callable[..., None]) -> None:
    tampering("DELETE FROM log_head")
    assert checked(written).problem is not None


def test_what_fails_halfway_leaves_no_entry(people: People) -> None:
    def fail() -> None:
        with people.change() as session:
            append(session, [Deed("x", "login", "x", {})])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert checked(people) == Verified(0, FIRST)


def test_a_log_longer_than_a_piece(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.web.people.log.PIECE", 4)
    write(people, 8)
    assert checked(people).entries == 8
    write(people, 3)
    assert checked(people).entries == 11


def test_strange_words_are_logged_and_verified(people: People) -> None:
    with people.change() as session:
        append(session, [Deed("a\0b", "login_failed", "‮\ud800<script>" + "长" * 400, {"x": "\ud83d\ude00 ' \" \\ \u2028"})])
    assert checked(people).problem is None


# States of findings.


def test_a_state_and_its_entry(people: People) -> None:
    finding = (DOCUMENT, "0a" * 8)
    assert states.change(people, [Decision(finding, SENT_BACK, " 请\n核对 ", {"rule": "R1"})], "王审") == 1
    assert states.change(people, [Decision(finding, SENT_BACK, "请 核对")], "李审") == 0  # it is so already
    assert states.change(people, [Decision(finding, ACCEPTED, "已说明")], "李审") == 1
    now = states.of(people, DOCUMENT)["0a" * 8]
    assert (now.state, now.reason, now.who) == (ACCEPTED, "已说明", "李审")
    told = [(e.who, e.details) for e in states.history(people, *finding)]
    assert told == [
        ("王审", '{"new":"sent_back","old":"open","reason":"请 核对","rule":"R1"}'),
        ("李审", '{"new":"accepted","old":"sent_back","reason":"已说明"}'),
    ]
    with people.read() as session:
        assert states.disagreement(session) is None


@pytest.mark.parametrize(
    "decision",
    [
        Decision((DOCUMENT, "0a"), "gone"),
        Decision((DOCUMENT, "0a"), ACCEPTED, "  "),
        Decision(("x", "0a"), OPEN),
        Decision((DOCUMENT, "'; DROP TABLE log; --"), OPEN),
    ],
)
def test_unfit_decisions_change_nothing(people: People, decision: Decision) -> None:
    with pytest.raises(PeopleError):
        states.change(people, [Decision((DOCUMENT, "0b"), SENT_BACK), decision], "王审")
    assert states.of(people, DOCUMENT) == {}
    assert checked(people).entries == 0


def test_a_decision_only_from_some_states(people: People) -> None:
    finding = (DOCUMENT, "0a")
    states.change(people, [Decision(finding, ACCEPTED, "已说明")], "王审")
    assert states.change(people, [Decision(finding, CORRECTED, "", only_from=(OPEN, SENT_BACK))], "system") == 0
    assert states.change(people, [Decision(finding, CORRECTED, "", only_from=(ACCEPTED,))], "system") == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE finding_states SET state = 'corrected' WHERE key = '0a'",
        "UPDATE finding_states SET reason = '另一个理由' WHERE key = '0a'",
        "UPDATE finding_states SET who = '别人' WHERE key = '0a'",
        "UPDATE finding_states SET key = '0c' WHERE key = '0a'",
        "DELETE FROM finding_states WHERE key = '0a'",
    ],
)
def test_a_state_that_the_log_does_not_say_shows(people: People, statement: str) -> None:
    states.change(people, [Decision((DOCUMENT, k), ACCEPTED, "已说明") for k in ("0a", "0b")], "王审")
    with people.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(statement))
    with people.read() as session:
        assert states.disagreement(session) is not None


def test_the_board_follows_what_is_decided(people: People) -> None:
    board = Board(people)
    assert board.table().num_rows == 0
    states.change(people, [Decision((DOCUMENT, k), SENT_BACK) for k in ("0a", "0b")], "王审")
    assert sorted(board.table()["key"].to_pylist()) == ["0a", "0b"]
    states.change(people, [Decision((DOCUMENT, "0a"), OPEN)], "王审")
    rows = {r["key"]: r["state"] for r in board.table().to_pylist()}
    assert rows == {"0a": OPEN, "0b": SENT_BACK}
    assert board.table() is board.table()  # nothing changed: nothing is made anew


def test_eight_reviewers_at_once(people: People) -> None:
    """They change the same findings and others at the same time: the chain does not fork, nothing is lost, old → new fits."""
    errors: list[BaseException] = []
    rounds, start = 6, threading.Barrier(8)

    def review(who: str) -> None:
        try:
            start.wait(30)
            for n in range(rounds):
                shared = Decision((DOCUMENT, "ff"), (OPEN, SENT_BACK, CORRECTED)[n % 3], f"{who} {n}")
                own = Decision((DOCUMENT, f"{int(who):02x}{n:02x}"), SENT_BACK, "退回")
                states.change(people, [shared, own], who)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=review, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    found = checked(people)
    assert (found.entries, found.problem) == (8 * rounds * 2, None)
    with people.read() as session:
        assert states.disagreement(session) is None
    steps = [e.details for e in states.history(people, DOCUMENT, "ff")]
    state = OPEN
    for step in steps:
        told = json.loads(step)
        assert told["old"] == state
        state = told["new"]
    assert len(states.of(people, DOCUMENT)) == 8 * rounds + 1
