"""Users, passwords, sessions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, update
from tests.timing import cost

from gouji.web.people import People, PeopleError, sessions, users
from gouji.web.people.models import Base, Entry, Login, User, now
from gouji.web.people.sessions import Lasting
from gouji.web.people.words import plain

WORD = "一个够长的暗语 2024"
LASTING = Lasting()


def test_a_user_is_known_by_name_and_password(people: People) -> None:
    made = users.add(people, "王芳", WORD, "reviewer", "system")
    assert (made.name, made.role, made.active) == ("王芳", "reviewer", True)
    assert users.authenticated(people, " 王芳 ", WORD) == made
    assert users.authenticated(people, "王芳", WORD + "8") is None
    assert users.authenticated(people, "王方", WORD) is None
    assert users.authenticated(people, "王芳\0", WORD) is None


@pytest.mark.usefixtures("real_hashes")
def test_only_an_argon2_hash_is_kept(people: People) -> None:
    users.add(people, "王芳", WORD, "viewer", "system")
    with people.read() as session:
        kept = session.scalars(select(User.password)).one()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,")
    assert WORD not in kept


@pytest.mark.parametrize("same", ["ANNA", "Ａｎｎａ", "anna "])
def test_names_that_look_the_same_are_the_same(people: People, same: str) -> None:
    users.add(people, "Anna", WORD, "viewer", "system")
    with pytest.raises(PeopleError, match="已经有用户"):
        users.add(people, same, WORD, "viewer", "system")


@pytest.mark.parametrize("name", ["", " ", "a b", "王\n芳", "<b>", "x" * 41, "system", "SYSTEM", "a/b", "‮anna", "a'b", "a\0b"])
def test_unfit_names(people: People, name: str) -> None:
    with pytest.raises(PeopleError):
        users.add(people, name, WORD, "viewer", "system")


@pytest.mark.parametrize(
    "password", ["", "short", "aaaaaaaaaaaa", "1234567890", "password12", "王芳王芳王芳王芳王芳1", "x1y" * 100]
)
def test_weak_passwords(people: People, password: str) -> None:
    with pytest.raises(PeopleError):
        users.add(people, "王芳", password, "viewer", "system")


def test_a_disabled_user_is_out_at_once(people: People) -> None:
    users.add(people, "甲", WORD, "admin", "system")
    made = users.add(people, "乙", WORD, "reviewer", "甲")
    token = sessions.start(people, made.id, made.name, "127.0.0.1", "test")
    assert sessions.find(people, token, LASTING) is not None
    users.change(people, "乙", "甲", active=False)
    assert sessions.find(people, token, LASTING) is None
    assert users.authenticated(people, "乙", WORD) is None


def test_the_last_administrator_stays(people: People) -> None:
    users.add(people, "甲", WORD, "admin", "system")
    for change in ({"role": "viewer"}, {"active": False}):
        with pytest.raises(PeopleError, match="管理员"):
            users.change(people, "甲", "甲", **change)  # type: ignore[arg-type]
    users.add(people, "乙", WORD, "admin", "甲")
    assert users.change(people, "甲", "乙", role="viewer").role == "viewer"


def test_a_new_password_ends_every_session(people: People) -> None:
    made = users.add(people, "甲", WORD, "viewer", "system")
    tokens = [sessions.start(people, made.id, made.name, "127.0.0.1", "test") for _ in range(2)]
    users.set_password(people, "甲", WORD + "新", "甲")
    assert [sessions.find(people, t, LASTING) for t in tokens] == [None, None]
    assert users.authenticated(people, "甲", WORD) is None
    assert users.authenticated(people, "甲", WORD + "新") is not None


def test_a_session_ends_by_itself(people: People) -> None:
    made = users.add(people, "甲", WORD, "viewer", "system")
    for idle, most, lasts in ((1, 1, True), (0, 1, False), (1, 0, False)):
        token = sessions.start(people, made.id, made.name, "127.0.0.1", "test")
        found = sessions.find(people, token, Lasting(timedelta(hours=idle), timedelta(hours=most)))
        assert (found is not None) is lasts


def test_use_keeps_a_session_but_not_beyond_its_whole_time(people: People) -> None:
    made = users.add(people, "甲", WORD, "viewer", "system")
    token = sessions.start(people, made.id, made.name, "127.0.0.1", "test")
    with people.change() as session:
        session.execute(update(Login).values(seen_at=now() - timedelta(hours=1)))
    assert sessions.find(people, token, LASTING) is not None
    with people.read() as session:
        assert now() - session.scalars(select(Login.seen_at)).one() < timedelta(minutes=1)
    with people.change() as session:
        session.execute(update(Login).values(created_at=now() - timedelta(hours=13)))
    assert sessions.find(people, token, LASTING) is None
    sessions.sweep(people, LASTING)
    with people.read() as session:
        assert session.scalars(select(Login)).all() == []


def test_the_token_itself_is_nowhere_kept(people: People, address: str) -> None:
    made = users.add(people, "甲", WORD, "viewer", "system")
    token = sessions.start(people, made.id, made.name, "127.0.0.1", "test")
    with people.read() as session:
        kept = [*session.scalars(select(Login.token)), *session.scalars(select(Entry.details))]
    assert all(token not in k for k in kept)
    assert sessions.find(people, kept[0], LASTING) is None  # what is kept does not log in


def test_a_user_has_so_many_sessions_and_the_oldest_ends(people: People) -> None:
    made = users.add(people, "甲", WORD, "viewer", "system")
    tokens = [sessions.start(people, made.id, made.name, "127.0.0.1", "test") for _ in range(sessions.KEPT + 2)]
    assert len(sessions.of_user(people, made.id, LASTING)) == sessions.KEPT
    assert sessions.find(people, tokens[0], LASTING) is None
    assert sessions.find(people, tokens[-1], LASTING) is not None


def test_nobody_ends_the_session_of_another(people: People) -> None:
    one = users.add(people, "甲", WORD, "viewer", "system")
    other = users.add(people, "乙", WORD, "viewer", "system")
    mine = sessions.find(people, sessions.start(people, one.id, one.name, "", ""), LASTING)
    yours = sessions.find(people, sessions.start(people, other.id, other.name, "", ""), LASTING)
    assert mine is not None
    assert yours is not None
    sessions.end_one(people, mine, yours.session)
    assert len(sessions.of_user(people, other.id, LASTING)) == 1
    sessions.end_one(people, yours, yours.session)
    assert sessions.of_user(people, other.id, LASTING) == []


@pytest.mark.usefixtures("real_hashes")
def test_an_unknown_name_takes_as_long_as_a_wrong_password(tmp_path: Path) -> None:
    people = People(f"sqlite:///{tmp_path / 'people.sqlite'}")
    users.add(people, "甲", WORD, "viewer", "system")
    users.authenticated(people, "乙", "wrong")  # whatever is made once

    assert users.authenticated(people, "甲", "wrong") is None
    assert users.authenticated(people, "没有这个人", "wrong") is None
    known, unknown = (cost(lambda n=n: users.authenticated(people, n, "wrong")) for n in ("甲", "没有这个人"))  # type: ignore[misc]
    assert 0.5 < unknown / known < 2.0
    people.close()


def test_everything_done_to_users_is_logged(people: People) -> None:
    users.add(people, "甲", WORD, "admin", "console:root")
    users.add(people, "乙", WORD, "viewer", "甲")
    users.change(people, "乙", "甲", role="reviewer")
    users.change(people, "乙", "甲", role="reviewer")  # nothing changes: nothing is logged
    users.set_password(people, "乙", WORD + "2", "甲")
    with people.read() as session:
        told = [(e.who, e.kind, e.subject, e.details) for e in session.scalars(select(Entry).order_by(Entry.number))]
    assert told == [
        ("console:root", "user_added", "甲", '{"role":"admin"}'),
        ("甲", "user_added", "乙", '{"role":"viewer"}'),
        ("甲", "user_changed", "乙", '{"new":{"active":true,"role":"reviewer"},"old":{"active":true,"role":"viewer"}}'),
        ("甲", "password_changed", "乙", "{}"),
    ]


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    People(f"sqlite:///{tmp_path / 'people.sqlite'}").close()
    assert (tmp_path / "people.sqlite").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("mysql://x/y", "postgresql://"),
        ("nonsense", "postgresql://"),
        ("sqlite:////no/such/folder/x", "打不开"),
        ("postgresql://u:secretword@127.0.0.1:1/x", "打不开"),
    ],
)
def test_what_is_no_database_is_one_line(address: str, says: str) -> None:
    with pytest.raises(PeopleError) as told:
        People(address)
    assert says in str(told.value)
    assert "\n" not in str(told.value) + told.value.english
    assert "secretword" not in str(told.value) + told.value.english


def test_opening_again_changes_nothing(people: People, address: str) -> None:
    users.add(people, "甲", WORD, "admin", "system")
    again = People(address)
    assert [u.name for u in users.listed(again)] == ["甲"]
    again.close()


def test_plain_words() -> None:
    assert plain("a\0b\r\nc\t d‮", 20) == "a b c d‮"
    assert plain("长" * 9, 4) == "长长长长"


def test_the_migrations_make_what_the_models_say(people: People) -> None:
    with people.engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert difference == []
