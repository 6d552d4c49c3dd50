"""The drafting declaration is validated when it is loaded: every mistake is told with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gouji.drafting import declaration as room
from gouji.drafting.declaration import declaration
from gouji.standards.error import TemplateError
from gouji.standards.loader import PACKAGED, available, load


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a province that a test may spoil."""
    shutil.copytree(PACKAGED / "henan", tmp_path / "nowhere")
    monkeypatch.setenv("GOUJI_TEMPLATES", str(tmp_path))
    room._tree.cache_clear()
    yield tmp_path / "nowhere" / "drafting.yaml"
    room._tree.cache_clear()


def test_every_form_of_every_profile_is_declared() -> None:
    for profile in available():
        if profile.province == "henan":
            found = declaration(load(profile.id, profile.profile))
            assert set(found.forms) == set(profile.forms)


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("source: [fiscal, levied], carried: false}", "source: [fiscal, magic], carried: false}", "magic"),
        ("rows: [total, department, agencies]", "rows: [total, moons]", "moons"),
        ("words: duties", "words: poems", "poems"),
        ("level: 3, words: assets", "level: 9, words: assets", "level"),
        ("  three_public:", "  four_public:", "three_public"),
        ("carried: true}", "carried: maybe}", "carried"),
    ],
)
def test_a_mistake_has_its_line(province: Path, right: str, wrong: str, says: str) -> None:
    text = province.read_text(encoding="utf-8")
    assert right in text
    province.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(TemplateError, match=says) as found:
        declaration(load("nowhere/2024"))
    assert found.value.line is not None


def test_a_province_without_one_says_so(province: Path) -> None:
    province.unlink()
    with pytest.raises(TemplateError, match=r"drafting\.yaml"):
        declaration(load("nowhere/2024"))
