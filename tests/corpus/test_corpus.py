"""The corpus: stored once and wholly, corrected documents superseded, amounts exact, names checked."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from tests.invented.chance import plan
from tests.invented.document import document
from tests.invented.plan import Plan

from gouji.corpus import Corpus, CorpusError, open_corpus
from gouji.corpus.compare import compare
from gouji.corpus.export import export
from gouji.corpus.ingest import add
from gouji.corpus.query import aggregate, facts, members

REPO = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("documents")
    bodies: dict[tuple[str, str], Plan] = {}
    for seed in range(60):
        bodies.setdefault(plan(seed).agency, plan(seed))
    for n, body in enumerate(list(bodies.values())[:4]):
        (where / f"{n}.txt").write_text(document(body), encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def corpus(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    store = open_corpus(tmp_path_factory.mktemp("corpus") / "c.duckdb", files=True)
    steps = list(add(store, sorted(folder.glob("*.txt")), jobs=2))
    assert [s.problem for s in steps] == [None] * 4
    assert all(s.stored for s in steps)
    return store


def test_each_file_is_stored_once(corpus: Corpus, folder: Path) -> None:
    steps = list(add(corpus, sorted(folder.glob("*.txt")), jobs=1))
    assert [(s.stored, s.known) for s in steps] == [(False, True)] * 4
    assert corpus.frame("documents").height == 4


def test_amounts_are_exact_and_in_yuan(corpus: Corpus) -> None:
    frame = corpus.sql("SELECT amount, unit, yuan FROM facts WHERE unit = '万元' LIMIT 50")
    assert frame.height == 50
    assert all(yuan == amount * 10_000 for amount, _, yuan in frame.rows())
    assert isinstance(frame.rows()[0][0], Decimal)


def test_aggregate_adds_what_facts_list(corpus: Corpus) -> None:
    cut = {"form": "expenditure_summary", "path": "合计", "row_kind": "item"}
    summed = aggregate(corpus, ["function:3"], cut)
    single = facts(corpus, cut, size=1000)
    assert summed["yuan"].sum() == single["yuan"].sum()
    assert set(summed["function_3"]) == {code[:3] for code in single["function"]}


def test_cut_by_prefix_is_the_sum_of_its_members(corpus: Corpus) -> None:
    cut = {"form": "expenditure_summary", "path": "合计", "row_kind": "item"}
    codes = [c for c in members(corpus, "function:3", cut)["function_3"] if c]
    whole = aggregate(corpus, [], {**cut, "function": f"{codes[0]}*"})["yuan"][0]
    assert whole == aggregate(corpus, ["function:3"], {**cut, "function:3": codes[0]})["yuan"][0]


@pytest.mark.parametrize("name", ["amount; DROP TABLE facts", "nothing", "function:4"])
def test_names_are_checked(corpus: Corpus, name: str) -> None:
    with pytest.raises(CorpusError):
        aggregate(corpus, [name])


def test_values_are_parameters(corpus: Corpus) -> None:
    assert aggregate(corpus, [], {"issuer": "x' OR '1'='1"})["amounts"][0] == 0
    assert corpus.frame("documents").height == 4


def test_bodies_side_by_side(corpus: Corpus) -> None:
    names = corpus.frame("documents")["issuer"].to_list()[:2]
    frame = compare(corpus, names, by="function:3")
    assert frame.width == 3
    assert frame.height >= 1


def test_parquet_holds_every_row(corpus: Corpus, tmp_path: Path) -> None:
    import polars

    export(corpus, tmp_path / "out")
    files = sorted((tmp_path / "out" / "facts").rglob("*.parquet"))
    assert sum(polars.read_parquet(f).height for f in files) == corpus.frame("facts").height
    assert all("year=" in str(f) for f in files)


def test_a_corrected_document_supersedes_and_both_stay(tmp_path: Path) -> None:
    text = document(plan(1))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text + "\n更正：无。\n", encoding="utf-8")
    with open_corpus(tmp_path / "c.duckdb") as store:
        list(add(store, [tmp_path / "a.txt"], jobs=1))
        list(add(store, [tmp_path / "b.txt"], jobs=1))
        rows = store.sql("SELECT document, superseded_by FROM documents ORDER BY doc").rows()
        assert len(rows) == 2
        assert rows[0][1] == rows[1][0]
        assert rows[1][1] is None
        assert store.frame("current").height == 1


def test_another_body_supersedes_nothing(corpus: Corpus) -> None:
    assert corpus.sql("SELECT count(*) FROM documents WHERE superseded_by IS NOT NULL").rows() == [(0,)]


def test_a_bad_file_costs_only_itself(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    with open_corpus(tmp_path / "c.duckdb") as store:
        steps = list(add(store, [tmp_path / "bad.txt", folder / "0.txt"], jobs=1))
        assert sorted(s.stored for s in steps) == [False, True]
        assert sum(1 for s in steps if s.problem) == 1


def test_a_file_that_is_no_corpus_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "c.duckdb").write_text("not a database")
    with pytest.raises(CorpusError, match="打不开"):
        open_corpus(tmp_path / "c.duckdb")


CHILD = """
import sys
from pathlib import Path
from gouji.corpus import open_corpus
from gouji.corpus.ingest import add
with open_corpus(sys.argv[1]) as store:
    for step in add(store, sorted(Path(sys.argv[2]).glob("*.txt")), jobs=1):
        if step.stored:
            print(step.path.name, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_it_keeps_what_it_reported_and_nothing_half(tmp_path: Path, folder: Path, seed: int) -> None:
    store = tmp_path / "c.duckdb"
    chance = random.Random(seed)
    for _ in range(2):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(store), str(folder)], stdout=subprocess.PIPE, text=True, cwd=REPO
        )
        time.sleep(chance.uniform(0.3, 2.5))
        os.kill(child.pid, signal.SIGKILL)
        told = (child.communicate()[0] or "").split()
        with open_corpus(store) as opened:
            names = set(opened.frame("documents")["name"])
            assert set(told) <= names
            half = "SELECT count(*) FROM documents WHERE doc NOT IN (SELECT doc FROM readings)"
            assert opened.sql(half).rows() == [(0,)]
            assert opened.sql("SELECT count(*) - count(DISTINCT document) FROM documents").rows() == [(0,)]
    with open_corpus(store) as opened:
        list(add(opened, sorted(folder.glob("*.txt")), jobs=1))
        assert opened.frame("documents").height == 4
