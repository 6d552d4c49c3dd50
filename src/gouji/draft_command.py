"""`gouji draft`: an input workbook, empty or from last year's reading; or filled-in workbooks → a disclosure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from gouji.told import Lang, LangOption, reason

FAILED = 2


def draft(
    workbooks: Annotated[
        list[Path] | None, typer.Argument(metavar="UNIT.xlsx...", help="填好的工作簿 filled-in workbooks")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写入的公开数据（JSON） disclosure to write")] = None,
    new: Annotated[Path | None, typer.Option("--new", help="写一个空白工作簿 write an empty workbook")] = None,
    reading: Annotated[Path | None, typer.Option("--from", help="上年公开文件的 reading.json last year's reading")] = None,
    template: Annotated[str | None, typer.Option("--template", help="模板，省份/年度 template: PROVINCE/YEAR")] = None,
    forms: Annotated[str | None, typer.Option("--forms", help="表套，如 11、12、15 list of forms")] = None,
    department: Annotated[str | None, typer.Option("--department", help="汇总为部门预算时的部门名称 department's name")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """编制：一张预算明细，算出全部表和说明。  A unit's own figures → a complete disclosure.

    空白工作簿 empty workbook：gouji draft --new unit.xlsx --template PROVINCE/2024 --forms 11

    填好后 filled in：gouji draft unit.xlsx -o disclosure.json

    几个单位汇总 several units：gouji draft a.xlsx b.xlsx --department 某某局 -o d.json

    从上年公开文件开始 from last year's：gouji draft --from reading.json unit.xlsx
    """
    from gouji.drafting.problems import WorkbookProblems
    from gouji.model.serial import SchemaError
    from gouji.standards.error import TemplateError

    try:
        if new is not None or reading is not None:
            _start(new or next(iter(workbooks or ()), None), reading, template, forms, lang)
        else:
            _draft(workbooks or [], output, department, lang)
    except WorkbookProblems as found:
        for problem in found.problems:
            typer.echo(problem.say(lang), err=True)
        count = len(found.problems)
        _stop(lang, f"共{count}处需要改正，没有写出文件", f"{count} problems, nothing written")
    except SchemaError as error:
        _stop(lang, f"{reading}：不是预算公开的JSON（{error}）", f"{reading}: no disclosure in JSON ({error})")
    except TemplateError as error:
        _stop(lang, str(error), error.english)
    except OSError as error:
        _stop(lang, f"{error.filename}：打不开或写不了（{reason(error)}）", f"{error.filename}: {error.strerror}")


def _start(target: Path | None, reading: Path | None, template: str | None, forms: str | None, lang: str) -> None:
    """Writes a workbook to be filled in."""
    from gouji.drafting.blank import blank
    from gouji.drafting.declaration import can_draft
    from gouji.drafting.lastyear import carried_over
    from gouji.drafting.workbook import workbook
    from gouji.model.serial import from_json
    from gouji.standards.loader import available

    if target is None:
        _stop(lang, "没有写工作簿的文件名", "name the workbook to write")
    if target.exists():
        _stop(
            lang,
            f"已经有{target}，不覆盖：请换一个文件名，或先把它移走",
            f"{target} is there already and is not overwritten: choose another name",
        )
    if reading is not None:
        try:
            data = json.loads(reading.read_text(encoding="utf-8"))
        except (ValueError, RecursionError):
            _stop(lang, f"{reading}：不是 JSON", f"{reading}: no JSON")
        book = carried_over(from_json(data), forms)
    elif template is None:
        offered = sorted({p.id for p in available() if can_draft(p.id)})
        _stop(
            lang,
            f"新工作簿要写明模板：--template 省份/年度，可用：{'、'.join(offered)}",
            f"a new workbook needs --template; there are {', '.join(offered)}",
        )
    else:
        book = blank(template, forms)
    target.write_bytes(workbook(book))
    _tell(
        lang,
        f"写好了{target}：请填黄色的格子，再运行 gouji draft {target} -o 公开数据.json",
        f"{target} is written: fill in the yellow cells, then run gouji draft {target} -o disclosure.json",
    )


def _draft(paths: list[Path], output: Path | None, department: str | None, lang: str) -> None:
    """Reads the workbooks and writes the disclosure."""
    from gouji.drafting.assemble import assemble
    from gouji.drafting.consolidate import consolidate
    from gouji.drafting.problems import Problem, WorkbookProblems
    from gouji.drafting.reading import read
    from gouji.model.serial import to_json

    if not paths:
        _stop(lang, "没有写工作簿；先用 --new 写一个空白的", "name a workbook; --new writes an empty one")
    books, problems = [], []
    for path in paths:
        try:
            books.append(read(path))
        except WorkbookProblems as found:
            several = len(paths) > 1
            problems += [
                Problem(f"{path.name} {p.sheet}" if several else p.sheet, p.cell, p.chinese, p.english) for p in found.problems
            ]
    if problems:
        raise WorkbookProblems(problems)
    book = books[0] if len(books) == 1 and department is None else consolidate(books, department)
    text = json.dumps(to_json(assemble(book)), ensure_ascii=False, indent=1) + "\n"
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        _tell(
            lang,
            f"写好了{output}：可用 gouji publish {output} -o 文件夹 出版",
            f"{output} is written: gouji publish {output} -o FOLDER prints it",
        )


def _tell(lang: str, chinese: str, english: str) -> None:
    """What was done, on standard error: standard output holds results only."""
    typer.echo(f"gouji: {english if lang == 'en' else chinese}", err=True)


def _stop(lang: str, chinese: str, english: str) -> NoReturn:
    typer.echo(f"gouji: {english if lang == 'en' else chinese}", err=True)
    raise typer.Exit(FAILED)
