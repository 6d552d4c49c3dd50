"""`gouji check` of several documents: what they say against each other is printed and written."""

from __future__ import annotations

import json
from pathlib import Path

from tests.invented.document import document
from tests.invented.station import STATION
from typer.testing import CliRunner

from gouji.cli import app
from gouji.reporting.together import file_name


def test_two_documents_of_one_body_contradict_each_other(tmp_path: Path) -> None:
    clean = document(STATION)
    (tmp_path / "甲.txt").write_text(clean, encoding="utf-8")
    (tmp_path / "乙.txt").write_text(clean, encoding="utf-8")
    out = tmp_path / "out"
    run = CliRunner().invoke(app, ["check", str(tmp_path / "甲.txt"), str(tmp_path / "乙.txt"), "-o", str(out)])
    assert run.exit_code == 0, run.output
    assert "几份文件互相核对" in run.output
    told = json.loads((out / "together.findings.json").read_text("utf-8"))
    assert [f["rule"] for f in told["findings"]] == ["TOGETHER-SAME"]
    assert [p["place"]["file"] for p in told["findings"][0]["places"]] == [str(tmp_path / n) for n in ("甲.txt", "乙.txt")]
    assert told["summary"] == {"error": 0, "warning": 1, "info": 0}


def test_one_document_is_not_held_against_itself(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(document(STATION), encoding="utf-8")
    CliRunner().invoke(app, ["check", str(tmp_path / "甲.txt"), "-o", str(tmp_path / "out")])
    assert not (tmp_path / "out" / "together.findings.json").exists()


def test_a_document_called_together_keeps_its_name() -> None:
    assert file_name({"甲"}) == "together.findings.json"
    assert file_name({"together"}) == "together-2.findings.json"
