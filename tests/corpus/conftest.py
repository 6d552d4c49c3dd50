"""The example corpus is built once; every module of tests has a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.corpus.example import corpus as build

from gouji.corpus import Corpus, open_corpus


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example corpus as it was built: `documents`, `example.duckdb` and its originals."""
    folder = tmp_path_factory.mktemp("built")
    build(folder).close()
    return folder


@pytest.fixture(scope="module")
def corpus(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("example") / "copy"
    shutil.copytree(built, folder)
    with open_corpus(folder / "example.duckdb", files=True) as store:
        yield store
