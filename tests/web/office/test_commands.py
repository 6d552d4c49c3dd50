"""`gouji user …` and `gouji audit verify`."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from gouji.cli import app
from gouji.web.people import People

RUN = CliRunner()
WORD = "一个够长的暗语 2024"


@pytest.fixture
def database(address: str) -> str:
    return address


def _run(*arguments: str, given: str = "") -> tuple[int, str, str]:
    result = RUN.invoke(app, list(arguments), input=given)
    return result.exit_code, result.stdout, result.stderr


def test_the_way_of_the_first_administrator(database: str) -> None:
    code, told, _ = _run("user", "add", "王芳", "--role", "admin", "--database", database, given=WORD + "\n")
    assert (code, told) == (0, "已新增用户：王芳（admin）\n")
    code, told, _ = _run("user", "list", "--database", database)
    assert (code, told) == (0, "王芳\tadmin\t可以登录\n")
    assert _run("user", "password", "王芳", "--database", database, given=WORD + "新\n")[0] == 0
    code, _, wrong = _run("user", "change", "王芳", "--disable", "--database", database)
    assert (code, wrong) == (2, "gouji: 至少要有一个能登录的管理员\n")
    code, told, _ = _run("audit", "verify", "--database", database)
    assert code == 0
    assert told.startswith("2条记录完整")
    assert "查不出" in told
    anchor = told.split("：")[1].split("\n")[0]
    code, told, _ = _run("audit", "verify", "--database", database, "--expect", anchor)
    assert code == 0
    assert "查不出" not in told


def test_a_tampered_log_is_told_with_its_first_broken_entry(database: str) -> None:
    for name in ("甲", "乙", "丙"):
        assert _run("user", "add", name, "--database", database, given=WORD + "\n")[0] == 0
    people = People(database)
    with people.engine.execution_options(writes=True).begin() as connection:
        guard = "log_no_update" if connection.dialect.name == "sqlite" else "log_append_only ON log"
        connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.execute(text("UPDATE log SET subject = '丁' WHERE number = 2"))
    people.close()
    code, told, _ = _run("audit", "verify", "--database", database)
    assert (code, told) == (1, "第2条：内容被改动过。此前的1条完整。\n")


@pytest.mark.parametrize(
    ("arguments", "given", "says"),
    [
        (("user", "add", "甲"), "short\n", "密码要有"),
        (("user", "add", "a b"), WORD, "用户名"),
        (("user", "add", "甲", "--role", "king"), WORD, "角色"),
        (("user", "password", "没有"), WORD, "没有用户"),
        (("audit", "verify", "--expect", "x"), "", "记录头"),
    ],
)
def test_what_cannot_be_done_is_one_line(tmp_path: Path, arguments: tuple[str, ...], given: str, says: str) -> None:
    code, told, wrong = _run(*arguments, "--corpus", str(tmp_path / "c.duckdb"), given=given)
    assert (code, told) == (2, "")
    assert says in wrong
    assert wrong.count("\n") == 1


def test_no_folder_is_one_line(tmp_path: Path) -> None:
    code, _, wrong = _run("user", "list", "--corpus", str(tmp_path / "no" / "c.duckdb"))
    assert code == 2
    assert "没有这个文件夹" in wrong


def test_no_password_is_taken_from_the_command_line() -> None:
    told = _run("user", "add", "--help")[1]
    assert "--password" not in told
