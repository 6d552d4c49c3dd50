"""What went wrong is one line in the user's language, in every command; no command takes a language that there is not."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from tests.drafting.test_workbook import one
from typer.testing import CliRunner

from gouji import corpus_command, people_command
from gouji.cli import app
from gouji.drafting import assemble
from gouji.model.serial import to_json

run = CliRunner()


def _line(*words: str, code: int = 2) -> str:
    done = run.invoke(app, list(words))
    assert done.exit_code == code, done.output
    assert isinstance(done.exception, SystemExit), done.exception
    (line,) = done.stderr.splitlines()
    return line


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    path = tmp_path / "d.json"
    path.write_text(json.dumps(to_json(assemble(one()))), encoding="utf-8")
    return path


def test_a_disclosure_of_a_template_that_is_not_there(drafted: Path) -> None:
    data = json.loads(drafted.read_text(encoding="utf-8")) | {"template": "atlantis/2024"}
    drafted.write_text(json.dumps(data), encoding="utf-8")
    assert "没有模板“atlantis/2024”" in _line("publish", str(drafted))
    assert "no template" in _line("publish", str(drafted), "--lang", "en")


def test_no_format_at_all_is_not_success(drafted: Path, tmp_path: Path) -> None:
    assert "没有写格式" in _line("publish", str(drafted), "-o", str(tmp_path / "out"), "--format", ",")


@pytest.mark.parametrize("text", ["[" * 100_000, "{", "\x00"])
def test_what_is_no_json(text: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text(text, encoding="utf-8")
    assert "不是JSON" in _line("publish", str(path))
    assert "不是 JSON" in _line("draft", "--from", str(path), str(tmp_path / "new.xlsx"))


def test_json_of_something_else_is_named_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}", encoding="utf-8")
    assert _line("draft", "--from", str(path), str(tmp_path / "new.xlsx")).startswith(f"gouji: {path}：不是预算公开的JSON")


@pytest.mark.parametrize("odd", ["\x01", "\x00", "\x0c", "\x08", "\ud800", "\uffff"])
def test_what_no_document_can_hold_is_not_published(odd: str, drafted: Path, tmp_path: Path) -> None:
    data = json.loads(drafted.read_text(encoding="utf-8"))
    data["forms"][0]["title"] += odd
    drafted.write_text(json.dumps(data), encoding="utf-8")
    assert "控制字符" in _line("publish", str(drafted), "-o", str(tmp_path / "out"), "--format", "docx")


def test_backslashes_and_tabs_can_be_printed(drafted: Path, tmp_path: Path) -> None:
    data = json.loads(drafted.read_text(encoding="utf-8"))
    data["forms"][0]["title"] += " \\u0001 \\b \t"
    drafted.write_text(json.dumps(data), encoding="utf-8")
    done = run.invoke(app, ["publish", str(drafted), "-o", str(tmp_path / "out"), "--format", "docx", "--even-so"])
    assert (done.exit_code, done.exception) == (0, None), done.output


def test_the_systems_reasons_are_chinese(tmp_path: Path, drafted: Path) -> None:
    assert "没有这个文件或文件夹" in _line("publish", str(tmp_path / "none.json"))
    assert "No such file" in _line("publish", str(tmp_path / "none.json"), "--lang", "en")
    assert "没有这个文件或文件夹" in _line("draft", "--new", str(tmp_path / "none" / "u.xlsx"), "--template", "henan/2024")
    assert "已有同名的文件" in _line("publish", str(drafted), "-o", str(drafted), "--format", "html")


def test_only_templates_that_can_be_drafted_are_offered(tmp_path: Path) -> None:
    offered = _line("draft", "--new", str(tmp_path / "u.xlsx")).partition("可用：")[2].split("、")
    assert "henan/2024" in offered
    for template in offered:
        done = run.invoke(app, ["draft", "--new", str(tmp_path / f"{offered.index(template)}.xlsx"), "--template", template])
        assert done.exit_code == 0, done.output


@pytest.mark.parametrize("command", ["draft x", "publish x", "rules", "serve", "corpus check", "check x", "read x"])
def test_a_language_that_there_is_not(command: str) -> None:
    done = run.invoke(app, [*command.split(), "--lang", "fr"])
    assert done.exit_code == 2
    assert "fr" in done.stderr


def test_serve_says_in_english_that_the_port_is_taken(tmp_path: Path) -> None:
    pytest.importorskip("fastapi")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        words = ["serve", "--corpus", str(tmp_path / "c.duckdb"), "--port", str(taken.getsockname()[1])]
        assert "这个端口已被占用" in run.invoke(app, words).stderr
        assert "cannot listen (Address already in use" in run.invoke(app, [*words, "--lang", "en"]).stderr


def test_a_wrong_name_is_told_in_english_too(tmp_path: Path) -> None:
    path = tmp_path / "named.xlsx"
    path.write_text("某某局2024年单位预算公开说明\n收入总计100.00万元，支出总计100.00万元。\n", encoding="utf-8")
    told = run.invoke(app, ["check", str(path), "--lang", "en"])
    assert "the name ends in .xlsx, but the content is TEXT" in told.stdout + told.stderr
    assert "结尾" not in told.stdout + told.stderr
    assert "文件名以.xlsx结尾" in "".join((again := run.invoke(app, ["check", str(path)])).stdout + again.stderr)


GROUPS = {"corpus": corpus_command.app, "user": people_command.users, "audit": people_command.audit}


def _commands() -> list[str]:
    own = [c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands]
    grouped = [
        f"{group} {c.name or (c.callback.__name__ if c.callback else '')}"
        for group, typed in GROUPS.items()
        for c in typed.registered_commands
    ]
    return [*own, *grouped]


@pytest.mark.parametrize("command", _commands())
def test_the_help_of_every_command_shows_an_example_of_it(command: str) -> None:
    done = run.invoke(app, [*command.split(), "--help"])
    assert done.exit_code == 0
    assert f"gouji {command}" in done.stdout.partition("例")[2]
