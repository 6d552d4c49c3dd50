"""The example corpus, built once for all who test with it (about ten seconds)."""

from __future__ import annotations

import sys
from pathlib import Path

from gouji.corpus import Corpus, open_corpus
from gouji.corpus.ingest import add
from gouji.corpus.tables import add_lineage, add_reference
from gouji.jobs import files

FOLDER = Path(__file__).parents[2] / "examples" / "corpus"


def documents(folder: Path) -> list[Path]:
    """Writes the example's documents into the folder."""
    sys.path.insert(0, str(FOLDER))
    try:
        from write_corpus import write
    finally:
        sys.path.remove(str(FOLDER))
    return list(write(folder))


def corpus(folder: Path) -> Corpus:
    """The example corpus in `folder/example.duckdb`, with lineage and reference."""
    documents(folder / "documents")
    store = open_corpus(folder / "example.duckdb", files=True)
    problems = [s.problem for s in add(store, files([folder / "documents"])) if s.problem]
    assert not problems
    add_lineage(store, FOLDER / "lineage.csv")
    add_reference(store, FOLDER / "reference.csv")
    return store
