"""Parquet parts, and the Ray engine that writes them: whole or not at all, once, and the same rows as the local engine's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.corpus_kills import documents

from gouji.corpus import open_corpus
from gouji.corpus.ingest import add, read_all
from gouji.corpus.parts import documents_in, load, part_id, parts, write_part
from gouji.corpus.rows import Parcel
from gouji.corpus.schema import OWNED
from gouji.corpus.search import search

COUNT = 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("small")
    documents(where, COUNT)
    return where


@pytest.fixture(scope="module")
def parcels(folder: Path) -> list[Parcel]:
    return [m.parcel for m in read_all(sorted(folder.glob("*.txt")), "zh", 1) if m.parcel is not None]


def counts(path: Path) -> list[tuple[Any, ...]]:
    """Every document's rows in every table, by its hash."""
    with open_corpus(path) as store:
        tables = ", ".join(f"(SELECT count(*) FROM {t} x WHERE x.doc = d.doc)" for t in OWNED)
        return sorted(store.cursor.execute(f"SELECT document, issuer, revenue, {tables} FROM documents d").fetchall())


def test_parts_make_the_same_corpus_as_files(folder: Path, parcels: list[Parcel], tmp_path: Path) -> None:
    write_part(tmp_path / "parts", parcels[:6])
    write_part(tmp_path / "parts", parcels[4:])  # two documents stand in both
    with open_corpus(tmp_path / "a.duckdb", files=True) as store:
        assert load(store, tmp_path / "parts") == COUNT
        assert load(store, tmp_path / "parts") == 0
        assert search(store, parcels[3].head["issuer"], ["body"])[0].title == parcels[3].head["issuer"]  # type: ignore[arg-type]
    with open_corpus(tmp_path / "b.duckdb") as store:
        list(add(store, sorted(folder.glob("*.txt")), jobs=1))
    assert counts(tmp_path / "a.duckdb") == counts(tmp_path / "b.duckdb")


def test_a_part_is_made_once_and_named_by_what_it_holds(parcels: list[Parcel], tmp_path: Path) -> None:
    first = write_part(tmp_path, parcels[:3])
    assert write_part(tmp_path, parcels[2::-1]) == first
    assert parts(tmp_path) == [first]
    assert documents_in(tmp_path) == {p.document for p in parcels[:3]}
    assert part_id(["a", "b"]) != part_id(["ab"])


def test_what_was_begun_and_not_renamed_is_no_part(parcels: list[Parcel], tmp_path: Path) -> None:
    part = write_part(tmp_path, parcels[:2])
    part.rename(tmp_path / ".begun")
    assert parts(tmp_path) == []
    assert documents_in(tmp_path) == set()


def test_a_part_that_cannot_be_written_leaves_nothing(
    parcels: list[Parcel], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_part(tmp_path, parcels[:2])
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two local Ray nodes with one processor each."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'gouji[ray]'")
    import ray
    from ray.cluster_utils import Cluster

    made = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False, "object_store_memory": 100 << 20}
    )
    made.add_node(num_cpus=1, object_store_memory=100 << 20)
    ray.init(address=made.address, log_to_driver=False, configure_logging=False)
    yield made
    ray.shutdown()
    made.shutdown()


def test_a_cluster_reads_every_document_once(cluster: Any, folder: Path, tmp_path: Path) -> None:
    from gouji.corpus.cluster import add as add_on_cluster

    out = tmp_path / "parts"
    paths = [*sorted(folder.glob("*.txt")), tmp_path / "none.txt"]
    steps = list(add_on_cluster(out, paths, chunk=3))
    assert sum(s.stored for s in steps) == COUNT
    assert [s.path for s in steps if s.problem] == [tmp_path / "none.txt"]
    again = list(add_on_cluster(out, paths[:-1], chunk=3))
    assert [(s.stored, s.known) for s in again] == [(False, True)] * COUNT
    with open_corpus(tmp_path / "a.duckdb", files=True) as store:
        assert load(store, out) == COUNT
