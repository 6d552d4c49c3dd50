"""A corpus of an older program: brought up to date as it is opened, and its documents checked anew by today's rules."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from gouji.checking.stamp import rules_stamp
from gouji.corpus import Corpus, CorpusError, browse, open_corpus
from gouji.corpus.recheck import outdated, recheck, replace
from gouji.corpus.schema import VERSION, VIEWS
from gouji.corpus.worker import checked
from gouji.corpus_command import app

NEW = {"documents": ["rules"], "findings": ["title_en", "message_en"], "joint_findings": ["title_en", "message_en"]}


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Path:
    """A corpus as version 2 made it."""
    path = tmp_path / "old.duckdb"
    shutil.copy(built / "example.duckdb", path)
    with duckdb.connect(str(path)) as connection:
        for table, columns in NEW.items():
            for column in columns:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        for name, query in VIEWS.items():
            connection.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")
        connection.execute("UPDATE meta SET version = 2")
    return path


@pytest.fixture
def old(path: Path) -> Iterator[Corpus]:
    with open_corpus(path) as corpus:
        yield corpus


def unchanged() -> None:
    """Skips the rest where somebody changes the rules while the test runs: the workers' are others than ours then."""
    if rules_stamp.__wrapped__() != rules_stamp():
        pytest.skip("the rules were changed while the test ran")


def everything(corpus: Corpus) -> dict[str, list[dict[str, Any]]]:
    tables = {"facts": "doc, form_position, row_position, path", "findings": "doc, position", "documents": "doc"}
    return {t: corpus.rows(f"SELECT * FROM {t} ORDER BY {order}") for t, order in tables.items()}


def test_it_is_brought_up_to_date_and_holds_what_it_held(built: Path, old: Corpus) -> None:
    with open_corpus(built / "example.duckdb", read_only=True) as today:
        want, got = everything(today), everything(old)
    assert old.rows("SELECT version FROM meta") == [{"version": VERSION}]
    for table, rows in want.items():
        empty = dict.fromkeys(NEW.get(table, ()))
        assert got[table] == [row | empty for row in rows]
    assert old.rows("SELECT count(message) AS zh, count(message_en) AS en FROM finding_list")[0]["en"] == 0


def test_one_that_is_opened_for_reading_only_says_how(path: Path) -> None:
    with pytest.raises(CorpusError, match="gouji corpus check --corpus") as told:
        open_corpus(path, read_only=True)
    assert "older corpus" in told.value.english


def test_a_version_of_the_future_is_left_alone(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET version = ?", [VERSION + 1])
    with pytest.raises(CorpusError, match="不是本版本"):
        open_corpus(path)


def test_checking_anew_gives_what_storing_gives(built: Path, old: Corpus) -> None:
    with open_corpus(built / "example.duckdb", read_only=True) as today:
        want = everything(today)
    old.cursor.execute("UPDATE facts SET vouched = vouched + 1 WHERE doc = 3")
    old.cursor.execute("UPDATE documents SET errors = 99, tested = 0 WHERE doc = 3")
    old.cursor.execute("DELETE FROM findings WHERE doc = 3")
    documents = outdated(old)
    assert len(documents) == len(want["documents"])
    assert all(fine for _, fine in recheck(old, documents, jobs=1))
    got = everything(old)
    assert got["facts"] == want["facts"]
    assert got["findings"] == want["findings"]
    assert [r | {"rules": None} for r in got["documents"]] == [r | {"rules": None} for r in want["documents"]]
    unchanged()
    assert {r["rules"] for r in got["documents"]} == {rules_stamp()}
    assert outdated(old) == []


def test_findings_are_stored_in_both_languages(built: Path) -> None:
    with open_corpus(built / "example.duckdb", read_only=True) as corpus:
        for row in browse.findings(corpus, size=1000):
            assert row["message_en"]
            assert row["message_en"] != row["message"]
            assert row["title_en"]
            assert not any("一" <= c <= "鿿" for c in row["title_en"])


def test_what_is_not_there_is_not_put_there(old: Corpus) -> None:
    parcel = checked(browse.document(old, outdated(old)[0]))
    before = old.rows("SELECT count(*) AS n FROM findings")
    replace(old, [])
    replace(old, [type(parcel)("f" * 64, parcel.head, parcel.tables, parcel.texts)])
    assert old.rows("SELECT count(*) AS n FROM findings") == before


def test_the_command_checks_anew_once(path: Path) -> None:
    first = CliRunner().invoke(app, ["check", "--corpus", str(path), "--jobs", "1", "--lang", "en"])
    assert "48 documents checked anew by today's rules" in first.stdout
    assert "19 findings over several documents" in first.stdout
    assert "department" in first.stdout
    unchanged()
    second = CliRunner().invoke(app, ["check", "--corpus", str(path)])
    assert "重新核对" not in second.stdout
    assert "互相核对：19处" in second.stdout
