"""A corpus built once, and for each module of tests its own copy of it behind a client."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.web.sample import build

from gouji.web.app import create_app
from gouji.web.settings import Settings


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus's file. To be copied, never written to."""
    return build(tmp_path_factory.mktemp("sample"))


def copied(sample: Path, folder: Path) -> Path:
    """The corpus with its originals in another folder, to do with as a test likes; its file."""
    shutil.copytree(sample.parent, folder, dirs_exist_ok=True)
    return folder / sample.name


@pytest.fixture(scope="module")
def settings(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A site over a copy of the sample, open for reading."""
    return Settings(copied(sample, tmp_path_factory.mktemp("site")))


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    """Asks that site's pages, logged in as nobody."""
    with TestClient(create_app(settings)) as made:
        yield made
