"""`gouji user …` and `gouji audit verify`: who may log in to the pages, and whether the log is as it was written."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gouji.web.people import People

users = typer.Typer(help="网页的用户。Users of the pages.", no_args_is_help=True)
audit = typer.Typer(help="操作记录。The log of what was done.", no_args_is_help=True)
Corpus = Annotated[
    Path, typer.Option("--corpus", help="语料库文件，用户数据在它旁边。The corpus's file; users are kept beside it.")
]
Database = Annotated[str, typer.Option("--database", help="另放的数据库，如 postgresql://…。A database elsewhere.")]
Role = Annotated[str, typer.Option("--role", help="viewer 阅览、reviewer 审核、admin 管理")]
DEFAULT = Path("gouji.duckdb")
BROKEN = 1


@users.command(epilog="例 example:  gouji user add 王芳 --role admin")
def add(name: str, role: Role = "viewer", corpus: Corpus = DEFAULT, database: Database = "") -> None:
    """新增用户；密码在提示后输入，或从标准输入读一行。A new user; the password is asked for, or read from standard input."""
    with _people(corpus, database) as people:
        from gouji.web.people import users as people_users

        made = people_users.add(people, name, _password(), role, _who())
        typer.echo(f"已新增用户：{made.name}（{made.role}）")


@users.command(epilog="例 example:  gouji user password 王芳")
def password(name: str, corpus: Corpus = DEFAULT, database: Database = "") -> None:
    """重设密码。A new password."""
    with _people(corpus, database) as people:
        from gouji.web.people import users as people_users

        people_users.set_password(people, name, _password(), _who())
        typer.echo(f"已重设密码：{name}")


@users.command(epilog="例 example:  gouji user change 王芳 --role reviewer")
def change(
    name: str,
    role: Annotated[str | None, typer.Option("--role", help="viewer 阅览、reviewer 审核、admin 管理")] = None,
    active: Annotated[bool | None, typer.Option("--enable/--disable", help="能否登录。Whether he may log in.")] = None,
    corpus: Corpus = DEFAULT,
    database: Database = "",
) -> None:
    """改角色、停用或启用。Another role; may log in or not."""
    with _people(corpus, database) as people:
        from gouji.web.people import users as people_users

        made = people_users.change(people, name, _who(), role, active)
        typer.echo(f"{made.name}：{made.role}，{'可以登录' if made.active else '已停用'}")


@users.command("list", epilog="例 example:  gouji user list --corpus gouji.duckdb")
def listed(corpus: Corpus = DEFAULT, database: Database = "") -> None:
    """全部用户。All users."""
    with _people(corpus, database) as people:
        from gouji.web.people import users as people_users

        for user in people_users.listed(people):
            typer.echo(f"{user.name}\t{user.role}\t{'可以登录' if user.active else '已停用'}")


@audit.command(epilog="例 example:  gouji audit verify --expect 120:5f2c…")
def verify(
    corpus: Corpus = DEFAULT,
    database: Database = "",
    expect: Annotated[str, typer.Option("--expect", help="以前另存的记录头“序号:哈希”。A head noted elsewhere.")] = "",
) -> None:
    """核验操作记录：有没有被改动、删除、调换或截断。退出码 0 完整，1 不完整。  Whether the log is whole: exit 0, else 1."""
    with _people(corpus, database) as people:
        from gouji.web.people import log, states

        with people.snapshot() as session:
            found = log.verify(session, expect)
            astray = states.disagreement(session) if found.problem is None else None
    if found.problem:
        typer.echo(f"第{found.broken}条：{found.problem[0]}。此前的{found.entries}条完整。")
        raise typer.Exit(BROKEN)
    if astray:
        typer.echo(f"记录完整，但{astray[0]}。")
        raise typer.Exit(BROKEN)
    typer.echo(f"{found.entries}条记录完整，问题的状态与记录一致。")
    typer.echo(f"记录头（请另存，下次用 --expect 对照）：{found.anchor}")
    if not expect:
        typer.echo("没有对照另存的记录头：能改写整个数据库的人若重写全部记录，这次查不出。")


@contextmanager
def _people(corpus: Path, database: str) -> Iterator[People]:
    """The database; what goes wrong is one line and exit code 2."""
    try:
        from gouji.web.people import People, PeopleError
        from gouji.web.settings import Settings
    except ImportError:
        raise _failed("网页功能需要另装：pip install 'gouji[web]'") from None
    try:
        if not database and not corpus.parent.is_dir():
            raise PeopleError(f"{corpus.parent}：没有这个文件夹", f"{corpus.parent}: no such folder")
        people = People(Settings(corpus, database).database_url)
        try:
            yield people
        finally:
            people.close()
    except PeopleError as error:
        raise _failed(str(error)) from None


def _failed(message: str) -> typer.Exit:
    typer.echo(f"gouji: {message}", err=True)
    return typer.Exit(2)


def _password() -> str:
    """Never from the command line, where everybody on the machine can read it."""
    if sys.stdin.isatty():
        first = getpass.getpass("密码 password: ")
        if getpass.getpass("再输一次 again: ") != first:
            raise _failed("两次输入的密码不一样")
        return first
    return sys.stdin.readline().rstrip("\r\n")


def _who() -> str:
    """The operator at the machine, as the log names him."""
    try:
        return f"console:{getpass.getuser()}"
    except (OSError, KeyError):  # no name for this user id
        return "console"
