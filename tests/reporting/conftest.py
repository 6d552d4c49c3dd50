"""The materials that several tests share."""

from __future__ import annotations

import pytest
from tests.invented.document import document
from tests.invented.station import STATION
from tests.reporting.material import EVIL, material, wrong_text

from gouji.reporting.material import Material


@pytest.fixture(scope="session")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """The invented station with its planted mistakes."""
    path = tmp_path_factory.mktemp("wrong") / "站.txt"
    path.write_text(wrong_text(), encoding="utf-8")
    return material(path)


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """The invented station without a mistake."""
    path = tmp_path_factory.mktemp("clean") / "站.txt"
    path.write_text(document(STATION), encoding="utf-8")
    return material(path)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """The same with script in a row's label, a sentence, a project's name and the file's name."""
    path = tmp_path_factory.mktemp("hostile") / "<img src=x onerror=alert(1)>.txt"
    text = wrong_text()
    for word in ("防汛", "差旅费", "汛期应急值守", "名词解释", "主要原因"):
        text = text.replace(word, f"{word}{EVIL}")
    path.write_text(text, encoding="utf-8")
    return material(path)
