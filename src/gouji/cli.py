"""The commands, thin: they parse what the user asks for, call the rooms, and turn the outcome into an exit code.

Exit codes: 0 no error, 1 at least one finding of severity error, 2 could not run. Of several files: 1 where any has an
error, else 2 where any could not be run, so that 0 always means that all was checked and no error found.
"""

from __future__ import annotations

import contextlib
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from gouji import CONFIG_VARIABLE, corpus_command, people_command
from gouji.draft_command import draft
from gouji.publish_command import publish
from gouji.rules_command import rules
from gouji.serve_command import serve
from gouji.told import Lang, LangOption, reason

if TYPE_CHECKING:
    from gouji.sources.limits import Limits
    from gouji.workers import Worker

OK, ERRORS, FAILED = 0, 1, 2

app = typer.Typer(
    name="gouji",
    help="勾稽：读懂预算公开文件，核对每一个数字。  Reads China's published budgets and reconciles every figure.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class ReadFormat(StrEnum):
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


DebugOption = Annotated[bool, typer.Option("--debug", help="出错时显示详情 show the traceback")]


@app.callback(invoke_without_command=True)
def version(shown: Annotated[bool, typer.Option("--version", help="版本 version")] = False) -> None:
    """勾稽：读懂预算公开文件，核对每一个数字。  Reads China's published budgets and reconciles every figure."""
    if shown:
        from gouji import __version__

        typer.echo(f"gouji {__version__}")
        raise typer.Exit(OK)


@app.command(epilog="例 example:  gouji read 预算公开.txt -o reading.json")
def read(
    file: Annotated[Path, typer.Argument(help="公开文件 the published document")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写入的文件（默认标准输出） file to write")] = None,
    format: Annotated[ReadFormat, typer.Option("--format", help="格式")] = ReadFormat.JSON,
    lang: LangOption = Lang.ZH,
    debug: DebugOption = False,
) -> None:
    """读一份公开文件，给出其中的预算数据。  One published document → its budget as data."""
    from gouji.reporting.files import reading_text
    from gouji.reporting.progress import Progress
    from gouji.workers import examine_all

    if format not in (ReadFormat.JSON, ReadFormat.CSV):
        _fail(
            _say(
                lang, f"--format {format}：还不支持，请用 json 或 csv", f"--format {format}: not yet supported, use json or csv"
            )
        )
    with Progress(1, lang) as progress:
        (done,) = examine_all([file], lang, checked=False, pages=progress.page)
    if done.disclosure is None:
        _fail(done.problem or "", done.trace if debug else "")
    if done.problem:
        _complain(done.problem)
    text = reading_text(done.disclosure, format)
    if output is None:
        sys.stdout.write(text)
    else:
        _write(output, text, lang)


@app.command(epilog="例 example:  gouji check 预算公开.pdf -o out --format text,html,xlsx --annotate")
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...", help="公开文件或文件夹 documents or folders")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写报告的文件夹 folder for the reports")] = None,
    format: Annotated[str, typer.Option("--format", help="text,json,html,xlsx,sarif（逗号分隔；有 -o 时默认前四种）")] = "",
    annotate: Annotated[
        bool, typer.Option("--annotate", help="在原件的副本上标注 mark a copy of the document (PDF, DOCX, XLSX)")
    ] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="同时处理几份 documents at a time")] = None,
    config: Annotated[Path | None, typer.Option("--config", help="设置文件（默认当前文件夹的gouji.toml） settings")] = None,
    lang: LangOption = Lang.ZH,
    debug: DebugOption = False,
) -> None:
    """读、核对、报告。  Reads, reconciles and reports.

    退出码：0 全部核对且没有错误；1 有错误；2 有文件不能核对。  Exit: 0 no error, 1 errors found, 2 could not run.
    """
    worker = _ahead(config, lang)
    try:
        raise typer.Exit(_check(paths, output, format, annotate, jobs, lang, debug, worker))
    finally:
        worker.close()


def _ahead(config: Path | None, lang: str) -> Worker:
    """The settings taken, and a worker started under them: it imports what reads while this process imports what reports."""
    from gouji.workers import Worker

    worker = Worker(_settle(config, lang))
    with contextlib.suppress(OSError):  # told when it is asked to read
        worker.start()
    return worker


def _check(
    paths: list[Path],
    output: Path | None,
    format: str,
    annotate: bool,
    jobs: int | None,
    lang: Lang,
    debug: bool,
    worker: Worker,
) -> int:
    from gouji.commands import FORMATS, Order, run_check

    default = {"text", "json", "html", "xlsx"} if output else {"text"}
    formats = frozenset(f.strip() for f in format.split(",") if f.strip()) or default
    for other in sorted(formats - set(FORMATS)):
        among = "、".join(FORMATS)
        _fail(_say(lang, f"--format {other}：没有这种格式，可用{among}", f"--format {other}: use one of {', '.join(FORMATS)}"))
    wanted = frozenset(formats | {"annotate"} if annotate else formats)
    return run_check(Order(tuple(paths), output, wanted, jobs, lang, debug), worker)


def _settle(config: Path | None, lang: str) -> Limits:
    """The limits of the settings in force: of `--config`, else of gouji.toml in the current folder, else as the
    environment names them. What is wrong with them ends the command."""
    from gouji.sources.limits import LIMITS

    here = Path("gouji.toml")
    path = config or (here if here.is_file() else Path(os.environ.get(CONFIG_VARIABLE, "")))
    if path == Path():
        return LIMITS  # so much is known without the checks
    from gouji.checking.settings import SettingsError, load

    try:
        limits = load(path).limits
    except SettingsError as error:
        _fail(error.english if lang == "en" else str(error))
    except OSError as error:
        _fail(_say(lang, f"{path}：打不开（{reason(error)}）", f"{path}: {error.strerror}"))
    os.environ[CONFIG_VARIABLE] = str(path.resolve())
    return limits


app.command(epilog="例 example:  gouji draft --new unit.xlsx --template PROVINCE/2024 --forms 11")(draft)
app.command(epilog="例 example:  gouji publish disclosure.json -o out --format docx,pdf")(publish)
app.command(epilog="例 example:  gouji rules YEAR-TITLE")(rules)
app.command(epilog="例 example:  gouji serve --corpus gouji.duckdb")(serve)
app.add_typer(corpus_command.app, name="corpus")
app.add_typer(people_command.users, name="user")
app.add_typer(people_command.audit, name="audit")


def _say(lang: str, chinese: str, english: str) -> str:
    return english if lang == "en" else chinese


def _complain(message: str) -> None:
    typer.echo(f"gouji: {message}", err=True)


def _fail(message: str, trace: str = "") -> NoReturn:
    """Ends the command with exit code 2, saying why in one line (after the traceback where that was asked for)."""
    if trace:
        typer.echo(trace, err=True)
    _complain(message)
    raise typer.Exit(FAILED)


def _write(path: Path, text: str, lang: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        _fail(_say(lang, f"{path}：写不了（{reason(error)}）", f"{path}: cannot be written ({error.strerror})"))


def main() -> None:
    """The `gouji` program."""
    app()


if __name__ == "__main__":
    main()
