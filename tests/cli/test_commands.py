"""The commands: formats, files, several documents, exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.invented.document import document
from tests.invented.mistakes import mistaken
from tests.invented.station import STATION
from typer.testing import CliRunner, Result

from gouji import __version__
from gouji.cli import app
from gouji.model.serial import from_json


def told(stderr: str) -> list[str]:
    """The lines said on standard error, without progress (which appears where the machine is slow)."""
    return [line for line in stderr.splitlines() if not line.endswith("…")]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, one of them with mistakes, and a file that is none."""
    made = tmp_path_factory.mktemp("documents")
    (made / "clean.txt").write_text(document(STATION), encoding="utf-8")
    (made / "below").mkdir()
    (made / "below" / "wrong.txt").write_text(mistaken(document(STATION)), encoding="utf-8")
    return made


def test_read_prints_the_reading(folder: Path) -> None:
    result = run("read", folder / "clean.txt")
    assert result.exit_code == 0
    disclosure = from_json(json.loads(result.stdout))
    assert disclosure.issuer.name == STATION.agency[1]
    assert disclosure.fiscal_year == STATION.year


def test_read_writes_the_file_named(folder: Path, tmp_path: Path) -> None:
    result = run("read", folder / "clean.txt", "-o", tmp_path / "r.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["schema"] == "gouji/disclosure/1"


def test_read_as_csv_has_a_line_for_every_amount(folder: Path) -> None:
    result = run("read", folder / "clean.txt", "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(result.stdout)))
    reading = json.loads(run("read", folder / "clean.txt").stdout)
    assert len(lines) == sum(len(row["cells"]) for form in reading["forms"] for row in form["rows"])
    item = next(x for x in lines if x["form"] == "expenditure_summary" and x["function"] == "2130314" and x["column"] == "合计")
    assert (item["amount"], item["unit"], item["label"]) == ("60.00", "万元", "防汛")


@pytest.mark.parametrize("command", [("read", "--format", "xlsx"), ("check", "--format", "pdf")])
def test_a_format_that_is_not_there_is_said(folder: Path, command: tuple[str, ...]) -> None:
    result = run(command[0], folder / "clean.txt", *command[1:])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert command[2] in result.stderr


def test_where_nothing_can_be_written_it_is_said(folder: Path) -> None:
    result = run("read", folder / "clean.txt", "-o", folder / "no" / "such" / "r.json")
    assert result.exit_code == 2
    assert len(told(result.stderr)) == 1
    result = run("check", folder / "clean.txt", "-o", folder / "clean.txt")
    assert result.exit_code == 2
    assert len(told(result.stderr)) == 1


@pytest.mark.parametrize(("name", "code"), [("clean.txt", 0), ("below/wrong.txt", 1)])
def test_the_exit_code_is_the_verdict(folder: Path, name: str, code: int) -> None:
    result = run("check", folder / name)
    assert result.exit_code == code
    assert ("没有发现错误" in result.stdout) == (code == 0)


def test_findings_json_keeps_its_promises(folder: Path) -> None:
    result = run("check", folder / "below" / "wrong.txt", "--format", "json")
    data = json.loads(result.stdout)
    assert data["schema"] == "gouji/findings/1"
    assert data["summary"]["error"] == sum(f["severity"] == "error" for f in data["findings"]) > 0
    identities = data["summary"]["identities"]
    assert identities["tested"] == identities["held"] + identities["rounding"] + identities["broken"]
    found = next(f for f in data["findings"] if "HN-04-BALANCE" in f["relations"])
    assert (found["stated"], found["expected"], found["difference"]) == ("752.67", "762.17", "-9.50")
    assert found["places"][0]["form"] == "fiscal_appropriation_summary"
    assert found["places"][0]["column"] == "收入/金额"
    assert found["places"][0]["place"]["line"] > 0
    assert found["suspect"]["should_be"] == "762.17"
    assert 0 < found["suspect"]["confidence"] <= 1


def test_a_folder_is_checked_and_a_bad_file_costs_only_itself(folder: Path, tmp_path: Path) -> None:
    bad = folder / "empty.txt"
    bad.touch()
    try:
        result = run("check", folder, "-o", tmp_path, "--jobs", "2")
    finally:
        bad.unlink()
    assert result.exit_code == 1
    assert len([line for line in result.stderr.splitlines() if "正在处理" not in line]) == 1
    assert sorted(p.name for p in tmp_path.iterdir() if p.stem != "together.findings") == [
        f"{stem}{suffix}" for stem in ("clean", "wrong") for suffix in (".findings.json", ".html", ".reading.json", ".xlsx")
    ]
    assert "不能核对" in result.stdout


def test_without_errors_a_file_that_could_not_be_run_decides(folder: Path, tmp_path: Path) -> None:
    """0 would say that everything was checked."""
    (tmp_path / "empty.txt").touch()
    assert run("check", folder / "clean.txt", tmp_path / "empty.txt", "--jobs", "1").exit_code == 2


def test_documents_of_the_same_name_do_not_overwrite_each_other(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(document(STATION), encoding="utf-8")
    run("check", tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt", "-o", tmp_path / "out", "--jobs", "1")
    assert len([p for p in (tmp_path / "out").iterdir() if p.name.startswith("x")]) == 2 * 4


@pytest.mark.parametrize("asked", [("--format", "html"), ("--format", "xlsx"), ("--annotate",)])
def test_what_is_no_text_needs_a_folder(folder: Path, asked: tuple[str, ...]) -> None:
    result = run("check", folder / "clean.txt", *asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "-o" in result.stderr


def test_sarif_goes_to_standard_output(folder: Path) -> None:
    result = run("check", folder / "below" / "wrong.txt", "--format", "sarif")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["version"] == "2.1.0"


def test_every_format_at_once_and_a_text_has_no_marked_copy(folder: Path, tmp_path: Path) -> None:
    result = run("check", folder / "clean.txt", "-o", tmp_path, "--format", "json,html,xlsx,sarif", "--annotate")
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == [f"clean.{end}" for end in ("findings.json", "html", "reading.json", "sarif", "xlsx")]
    assert "标注" in result.stderr
    assert result.exit_code == 0


def test_json_of_several_documents_needs_a_folder(folder: Path) -> None:
    result = run("check", folder, "--format", "json")
    assert result.exit_code == 2
    assert "-o" in result.stderr


def test_english(folder: Path) -> None:
    result = run("check", folder / "below" / "wrong.txt", "--lang", "en")
    assert "Verdict: " in result.stdout
    assert "it should be" in result.stdout


def test_version_and_help_with_examples() -> None:
    assert run("--version").stdout.strip() == f"gouji {__version__}"
    for command in ("read", "check"):
        assert f"gouji {command} " in run(command, "--help").stdout.split("example:")[1]
