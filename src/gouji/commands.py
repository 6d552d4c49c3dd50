"""What `gouji check` does once its words are parsed: documents through the rooms, reports out, one exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.jobs import Examined, files
from gouji.model.finding import Severity
from gouji.reporting.files import as_text, stems, write_reports
from gouji.reporting.progress import Progress
from gouji.workers import examine_all

if TYPE_CHECKING:
    from rich.console import Console

OK, ERRORS, FAILED = 0, 1, 2
PLAIN_WIDTH = 100  # of a report that goes into a file or a pipe


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked `gouji check` for. `formats` of text and json; `jobs` None for as many as there are cores."""

    paths: tuple[Path, ...]
    output: Path | None
    formats: frozenset[str]
    jobs: int | None = None
    lang: str = "zh"
    debug: bool = False

    def say(self, chinese: str, english: str) -> str:
        return english if self.lang == "en" else chinese


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"gouji: {message}", file=sys.stderr)


def run_check(order: Order) -> int:
    """Checks every document and reports; the exit code (see cli)."""
    paths = files(order.paths)
    problem = _cannot(order, paths)
    if problem:
        complain(problem)
        return FAILED
    done: dict[Path, Examined] = {}
    names = stems(paths)
    with Progress(len(paths), order.lang) as progress:
        for examined in examine_all(paths, order.lang, order.jobs):
            done[examined.path] = _written(order, names[examined.path], examined)
            progress.advance()
    results = [done[path] for path in paths]
    for examined in results:
        _tell(order, examined)
    if len(results) > 1 and "text" in order.formats:
        _summary(order, results)
    return exit_code(results)


def exit_code(results: Iterable[Examined]) -> int:
    """1 where any document has an error, else 2 where any could not be run, else 0."""
    held = list(results)
    if any(r.report and r.report.count(Severity.ERROR) for r in held):
        return ERRORS
    return FAILED if any(r.problem for r in held) else OK


def _cannot(order: Order, paths: tuple[Path, ...]) -> str | None:
    """Why nothing can be run at all, in one line; None where it can. Makes the folder of the reports."""
    if not paths:
        folder = "、".join(str(p) for p in order.paths)
        return order.say(f"{folder}：文件夹里没有可读的公开文件", f"{folder}: no document in this folder")
    if "json" in order.formats and order.output is None and len(paths) > 1:
        return order.say("几份文件的 JSON 需要用 -o 指定文件夹", "JSON of several documents needs a folder: -o DIR")
    if order.output is not None:
        try:
            order.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return order.say(
                f"{order.output}：不能用作文件夹（{error.strerror}）", f"{order.output}: no folder ({error.strerror})"
            )
    return None


def _written(order: Order, stem: str, examined: Examined) -> Examined:
    """The document with its files written; a file that cannot be written becomes its problem."""
    if order.output is None or examined.disclosure is None or "json" not in order.formats:
        return examined
    try:
        write_reports(order.output, stem, examined.disclosure, examined.report)
    except OSError as error:
        told = order.say(
            f"{error.filename}：写不了（{error.strerror}）", f"{error.filename}: cannot be written ({error.strerror})"
        )
        return Examined(examined.path, examined.disclosure, examined.report, problem=told)
    return examined


def _tell(order: Order, examined: Examined) -> None:
    """One document's report on standard output, its problem on standard error."""
    if examined.disclosure is not None and examined.report is not None:
        if "text" in order.formats:
            from gouji.reporting.terminal import show

            show(_console(), examined.disclosure, examined.report, order.lang)
        elif order.output is None:
            from gouji.reporting.findings_json import findings_json

            sys.stdout.write(as_text(findings_json(examined.disclosure, examined.report)))
    if examined.problem:
        if order.debug and examined.trace:
            print(examined.trace, file=sys.stderr)
        complain(examined.problem)


def _summary(order: Order, results: list[Examined]) -> None:
    from gouji.reporting.terminal import show_summary

    show_summary(_console(), [(str(r.path), r.report) for r in results], order.lang)


def _console() -> Console:
    """Standard output as rich draws it: as wide as the terminal, a fixed width where there is none."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
