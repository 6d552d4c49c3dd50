"""The example: its planted mistakes are found, each of them and nothing else; without them there is nothing to find."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.invented.document import document
from tests.invented.forms import sheets
from tests.invented.mistakes import SLIPS, mistaken, slip_lines
from tests.invented.prose import FORMS
from tests.invented.station import STATION

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "禾川市雨情监测中心2024年单位预算.txt"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The example's and the clean text's findings and reading, by the program itself."""
    folder = tmp_path_factory.mktemp("example")
    (folder / "clean.txt").write_text(document(STATION), encoding="utf-8")
    made = {}
    for name, path, code in (("planted", EXAMPLE, 1), ("clean", folder / "clean.txt", 0)):
        run = subprocess.run(
            [sys.executable, "-m", "gouji.cli", "check", str(path), "-o", str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == code, run.stderr + run.stdout
        made[name] = json.loads((folder / f"{path.stem}.findings.json").read_text("utf-8"))
        made[f"{name} reading"] = json.loads((folder / f"{path.stem}.reading.json").read_text("utf-8"))
    return made


def test_the_committed_example_is_what_its_plan_writes() -> None:
    assert EXAMPLE.read_text("utf-8") == mistaken(document(STATION))


def test_every_planted_mistake_is_found_and_nothing_else(checked: dict[str, dict[str, Any]]) -> None:
    lines = slip_lines(document(STATION), EXAMPLE.read_text("utf-8"))
    assert len(lines) == len(SLIPS)
    errors = [f for f in checked["planted"]["findings"] if f["severity"] == "error"]
    touched = [{p["place"].get("line") for p in f["places"]} & set(lines) for f in errors]
    assert all(touched), [f["message"] for f, t in zip(errors, touched, strict=True) if not t]
    assert set.union(*touched) == set(lines)


def test_each_mistake_is_named_with_its_wrong_figure(checked: dict[str, dict[str, Any]]) -> None:
    told = " ".join(f["message"] for f in checked["planted"]["findings"])
    for figure in ("48.06%", "8.00万元", "42.17万元", "752.67万元", "6.80万元", "6,000,000.0元"):
        assert figure in told


def test_without_the_mistakes_there_is_no_finding(checked: dict[str, dict[str, Any]]) -> None:
    clean = checked["clean"]
    assert [f["message"] for f in clean["findings"] if f["severity"] != "info"] == []
    assert clean["summary"]["identities"]["broken"] == 0
    assert clean["summary"]["identities"]["tested"] > 300


def test_everything_is_read_from_the_clean_text(checked: dict[str, dict[str, Any]]) -> None:
    reading = checked["clean reading"]
    assert len(reading["forms"]) == len(FORMS)
    printed = sum(1 for s in sheets(STATION)[:10] for row in s.rows for cell in row if cell[:1].isdigit() and "." in cell)
    read = sum(len(row["cells"]) for f in reading["forms"] if f["kind"] != "project_performance" for row in f["rows"])
    assert read == printed
    assert len(reading["projects"]) == len(STATION.projects)
    targets = [(i["name"], i["target"]["raw"]) for p in reading["projects"] for i in p["indicators"]]
    assert sorted(targets) == sorted((a.name, a.value) for p in STATION.projects for a in p.aims)
    assert reading["damage"] == []
