"""The commands of docs/CORPUS.md do what they are shown for, on the example; its Python too."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gouji.corpus.schema import TABLES, VIEWS
from gouji.corpus_command import app

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "CORPUS.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [line.partition("  #")[0].strip() for line in BLOCKS[0][1].splitlines() if line.startswith("gouji corpus")]


@pytest.fixture(scope="module")
def place(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documented") / "here"
    shutil.copytree(built, folder)
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs(command: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    ran = CliRunner().invoke(app, shlex.split(command)[2:])
    assert ran.exit_code == (1 if " check " in command else 0), ran.output
    assert ran.output.strip()


def test_all_commands_are_shown() -> None:
    shown = {c.split()[2] for c in COMMANDS}
    assert shown == {"add", "lineage", "reference", "check", "query", "compare", "export"}


def test_the_python_runs(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    (code,) = (code for language, code in BLOCKS if language == "python")
    names: dict[str, object] = {}
    exec(compile(code, "CORPUS.md", "exec"), names)
    assert names["hits"]
    assert names["spent"].height == 15  # type: ignore[attr-defined]


def test_every_table_and_view_is_described() -> None:
    for name in (*TABLES, *VIEWS):
        assert re.search(rf"\b{name}\b", TEXT), name
