"""--config: accepted findings no longer decide the exit code; a file that is wrong ends the command with its line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gouji.checking import settings
from gouji.cli import app

EXAMPLE = next((Path(__file__).parents[2] / "examples").glob("*.txt"))


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    """No settings of another test, and none left behind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(settings.VARIABLE, raising=False)
    settings.in_force.cache_clear()
    yield
    os.environ.pop(settings.VARIABLE, None)
    settings.in_force.cache_clear()


def run(*more: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["check", str(EXAMPLE), *more])
    return done.exit_code, done.output


def test_without_settings_the_examples_mistakes_are_errors() -> None:
    assert run()[0] == 1


def test_what_is_accepted_does_not_count_and_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text('[[accept]]\nrule = "*"\nreason = "例子"\n', encoding="utf-8")
    code, told = run("--config", str(path))
    assert code == 0
    assert "已接受" in told
    assert "例子" in told


def test_gouji_toml_of_the_current_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_text('[[accept]]\nrule = "*"\nreason = "例子"\n', encoding="utf-8")
    assert run()[0] == 0


@pytest.mark.parametrize(("text", "line"), [("[[accept]]\nrule = 'a'\n", 1), ("[limits]\npages = 0\n", 2)])
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    code, told = run("--config", str(path))
    assert code == 2
    assert f"bad.toml:{line}：" in told


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    code, told = run("--config", str(tmp_path / "none.toml"))
    assert (code, "打不开" in told) == (2, True)


def test_limits_of_the_settings_hold(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text("[limits]\nfile_bytes = 10\n", encoding="utf-8")
    assert run("--config", str(path))[0] == 2
