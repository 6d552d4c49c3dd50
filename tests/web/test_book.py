"""Books and what is remembered: made once, kept, thrown away when corpus or program change; what fails, fails alone."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.web.conftest import copied

from gouji.corpus import Corpus, CorpusError, open_corpus
from gouji.web.book import shelf as shelves
from gouji.web.book.read import Book, alike
from gouji.web.book.shelf import Shelf, Unmade
from gouji.web.book.show import wanted
from gouji.web.memo import Memo


@pytest.fixture(scope="module")
def corpus(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with open_corpus(copied(sample, tmp_path_factory.mktemp("book"))) as made:
        yield made


@pytest.fixture(scope="module")
def shelf(corpus: Corpus) -> Iterator[Shelf]:
    made = Shelf(corpus)
    yield made
    made.close()


@pytest.fixture(scope="module")
def wrong(corpus: Corpus) -> str:
    """The document with planted mistakes."""
    (row,) = corpus.rows("SELECT document FROM current WHERE errors = 6")
    return str(row["document"])


@pytest.fixture(scope="module")
def book(shelf: Shelf, wrong: str) -> Book:
    made = shelf.book(wrong, 120.0)
    assert made is not None
    return made


def test_a_book_is_made_once(shelf: Shelf, book: Book, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_asked", lambda message: pytest.fail("made again"))
    assert shelf.book(wrong, 1.0) is book
    shelf._books.clear()
    again = shelf.book(wrong, 1.0)
    assert again is not None
    assert again.index == book.index


def test_every_amount_of_the_reading_is_shown_once_and_has_its_place(book: Book, corpus: Corpus, wrong: str) -> None:
    ((amounts,),) = corpus.cursor.execute(
        "SELECT count(*) FROM facts JOIN documents USING (doc) WHERE document = ?", [wrong]
    ).fetchall()
    cells = {k: f for k, f in book.figures.items() if k.startswith("t")}
    assert len(cells) == amounts
    for name, figure in cells.items():
        assert figure["place"]["line"] > 0
        html = book.html(figure["part"], "zh")
        assert html.count(f'id="{name}"') == 1, name
        assert book.lines is not None
        assert figure["value"].removesuffix("万元").removesuffix("元") in book.lines[figure["place"]["line"] - 1]


def test_coverage_and_findings_are_the_corpus_own(book: Book, corpus: Corpus, wrong: str) -> None:
    rows = corpus.rows("SELECT key FROM findings JOIN documents USING (doc) WHERE document = ? ORDER BY position", [wrong])
    assert [f["key"] for f in book.index["findings"]] == [r["key"] for r in rows]
    ((none,),) = corpus.cursor.execute(
        "SELECT count(*) FROM facts JOIN documents USING (doc) WHERE document = ? AND vouched = 0", [wrong]
    ).fetchall()
    assert sum(f["vouched"] == 0 for k, f in book.figures.items() if k.startswith("t")) == none


def test_a_wrong_figure_has_a_broken_relation_and_differs_where_the_same_is_stated(book: Book) -> None:
    shown = wanted(book)
    assert shown.part is not None
    assert shown.part["worst"] == "error"
    name = next(k for k, f in book.figures.items() if f["value"] == "752.67万元")
    relations = book.relations(name)
    assert relations[0].outcome == "broken"
    assert [t.me for t in relations[0].terms].count(True) == 1
    total = next(k for k, f in book.figures.items() if (f["form"], f["row"], f["column"]) == ("预算03表", "合计", "合计"))
    others = {book.figures[k]["value"] for k, holds in book.same(total) if holds and k in book.figures}
    assert others == {"780.17万元"}
    assert len(book.same(total)) >= 5


def test_a_document_without_its_original_is_shown_as_recognised(shelf: Shelf, corpus: Corpus, wrong: str) -> None:
    from gouji.web.book.make import book as make

    bare = Book(make(shelf.kept(wrong).reading, None))
    assert bare.lines is None
    assert bare.sizes is None
    assert any(p["kind"] == "form" for p in bare.index["parts"])


def test_what_is_no_document_is_told(shelf: Shelf) -> None:
    with pytest.raises(CorpusError):
        shelf.book("0" * 64, 1.0)
    with pytest.raises(CorpusError):
        shelf.book("../../etc/passwd", 1.0)


def test_a_file_that_hangs_its_process_is_ended_and_not_tried_again(corpus: Corpus, wrong: str) -> None:
    hasty = Shelf(corpus, replace(shelves.LIMIT, file_seconds=0.2))
    try:
        with pytest.raises(Unmade, match="已停止") as first:
            hasty.report(wrong, "html", 60.0)
        with pytest.raises(Unmade, match="已停止") as again:
            hasty.report(wrong, "html", 60.0)
        assert again.value is first.value  # a second try would have ended with an exception of its own
    finally:
        hasty.close()


def test_too_many_at_once_are_asked_to_come_again(shelf: Shelf, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "WAITING", 0)
    with pytest.raises(Unmade) as refused:
        shelf.report(wrong, "sarif", 1.0)
    assert refused.value.busy


def test_what_lies_longest_is_thrown_away(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        shelf._write(shelf._folder / "zz" / f"{n}.x", b"1" * 1000)
        time.sleep(0.02)
    kept = sum(p.stat().st_size for p in shelf._folder.glob("*/*"))
    monkeypatch.setattr(shelves, "BYTES", kept - 1)
    shelf._sweep()
    assert sum(p.stat().st_size for p in shelf._folder.glob("*/*")) < kept
    assert (shelf._folder / "zz" / "2.x").exists()


def test_an_answer_is_remembered_until_the_corpus_changes() -> None:
    corpus: Any = SimpleNamespace(commits=0)
    memo = Memo(corpus, most=2)
    asked: list[int] = []

    def make() -> int:
        asked.append(1)
        return len(asked)

    assert [memo("a", make), memo("a", make)] == [1, 1]
    corpus.commits = 1
    assert memo("a", make) == 2
    memo("b", make)
    memo("c", make)  # "a" is forgotten
    assert memo("a", make) == 5


def test_of_many_who_ask_at_once_one_makes_the_answer() -> None:
    memo = Memo(SimpleNamespace(commits=0))  # type: ignore[arg-type]
    asked: list[int] = []
    answers: list[int] = []

    def make() -> int:
        asked.append(1)
        time.sleep(0.1)
        return 7

    threads = [threading.Thread(target=lambda: answers.append(memo("k", make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, asked) == ([7] * 8, [1])


def test_an_answer_that_failed_is_asked_again() -> None:
    memo = Memo(SimpleNamespace(commits=0))  # type: ignore[arg-type]

    def fail() -> int:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        memo("k", fail)
    assert memo("k", lambda: 3) == 3


def test_a_corpus_counts_its_commits(corpus: Corpus) -> None:
    before = corpus.commits
    with corpus.write() as cursor:
        cursor.execute("SELECT 1")
    assert corpus.commits == before + 1


def test_the_index_is_plain_json(book: Book) -> None:
    assert json.loads(json.dumps(book.index)) == book.index


def test_the_sides_of_a_relation_have_the_same_decimals() -> None:
    assert alike("30.03", "30.3", "0.27") == ["30.03", "30.30", "0.27"]
    assert alike("1,234", "5.5", "") == ["1,234.0", "5.5", ""]
    assert alike("1", "2", "1") == ["1", "2", "1"]


def test_a_relation_says_its_title_in_english_too(shelf: Shelf, wrong: str) -> None:
    book = shelf.book(wrong, 60)
    assert book is not None
    told = [r for figure in list(book.figures)[:40] for r in book.relations(figure) if r.id.startswith("HN-")]
    assert told
    assert all(r.english and r.english.isascii() for r in told)
    assert not any(r.difference.startswith("-") for r in told)
