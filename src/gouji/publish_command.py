"""`gouji publish`: a disclosure's JSON → the documents that a body publishes, unless it contradicts itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from gouji.told import Lang, LangOption, reason

if TYPE_CHECKING:
    from gouji.model.disclosure import Disclosure

FAILED, ERRORS = 2, 1
# What no document can hold, as JSON shows it: halves of surrogate pairs, and controls but for tab and line ends.
_UNPRINTABLE = re.compile(r"[\ud800-\udfff\ufffe\uffff]|(?<!\\)(?:\\\\)*\\(?:u00[01]|b|f)")


def publish(
    disclosure: Annotated[Path, typer.Argument(help="预算公开的 JSON（gouji draft 或 gouji read 的输出） a disclosure's JSON")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写到这个文件夹 the folder to write into")] = Path("."),
    formats: Annotated[
        str, typer.Option("--format", help="格式，逗号分隔 formats: docx,pdf,xlsx,html,datapackage")
    ] = "docx,pdf,xlsx,html,datapackage",
    even_so: Annotated[bool, typer.Option("--even-so", help="有错误也出，加“草稿”水印 with errors, marked 草稿")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """出版：Word、PDF、Excel、网页和数据包。有错误的不出。

    Publish as Word, PDF, Excel, a web page and a data package. What has findings of severity error is refused.
    """
    from gouji.checking import check
    from gouji.model.finding import Severity
    from gouji.publishing import PublishError
    from gouji.publishing import publish as write
    from gouji.standards.error import TemplateError
    from gouji.standards.loader import load

    made = _disclosure(disclosure, lang)
    if made.template is None:
        _fail(lang, f"{disclosure}：没有写明模板，不能出版", f"{disclosure}: names no template, cannot be published")
    wanted = [f.strip() for f in formats.split(",") if f.strip()]
    if not wanted:
        _fail(lang, "没有写格式，如 --format docx,pdf", "no format is named: --format docx,pdf")
    try:
        template = load(made.template, made.profile)
    except TemplateError as error:
        _fail(lang, f"{disclosure}：{error}", f"{disclosure}: {error.english}")
    report = check(made, template, lang)
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    if errors and not even_so:
        for finding in errors[:20]:
            typer.echo(f"{finding.rule}  {finding.message}", err=True)
        _fail(
            lang,
            f"有{len(errors)}项错误，没有出版（--even-so 可出草稿）",
            f"{len(errors)} errors: not published (--even-so prints a draft)",
            ERRORS,
        )
    try:
        paths = write(made, template, output, wanted, draft=bool(errors))
    except PublishError as error:
        _fail(lang, str(error), error.english)
    except OSError as error:
        _fail(lang, f"{error.filename}：写不了（{reason(error)}）", f"{error.filename}: cannot be written ({error.strerror})")
    for path in paths:
        typer.echo(str(path))


def _disclosure(path: Path, lang: str) -> Disclosure:
    from gouji.model import serial

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if _UNPRINTABLE.search(json.dumps(data, ensure_ascii=False)):
            _fail(lang, f"{path}：有控制字符或半个字符，印不出来", f"{path}: control characters or halves of characters")
        return serial.from_json(data)
    except OSError as error:
        _fail(lang, f"{path}：打不开（{reason(error)}）", f"{path}: cannot be opened ({error.strerror})")
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        _fail(lang, f"{path}：不是JSON文件", f"{path}: no JSON")
    except (ValueError, KeyError, TypeError) as error:
        _fail(lang, f"{path}：不是预算公开的JSON（{error}）", f"{path}: no disclosure in JSON ({error})")


def _fail(lang: str, chinese: str, english: str, code: int = FAILED) -> NoReturn:
    typer.echo(f"gouji: {english if lang == 'en' else chinese}", err=True)
    raise typer.Exit(code)
