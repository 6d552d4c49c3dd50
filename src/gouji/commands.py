"""What `gouji check` does once its words are parsed: documents through the rooms, reports out, one exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.checking.settings import in_force
from gouji.jobs import Examined, files
from gouji.model.finding import Finding, Severity
from gouji.reporting.files import as_text, stems, write_reports
from gouji.reporting.progress import Progress
from gouji.told import reason
from gouji.workers import Worker, examine_all

if TYPE_CHECKING:
    from rich.console import Console

OK, ERRORS, FAILED = 0, 1, 2
FORMATS = ("text", "json", "html", "xlsx", "sarif")
PRINTED = ("json", "sarif")  # what can go to standard output as well
PLAIN_WIDTH = 100  # of a report that goes into a file or a pipe


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked `gouji check` for. `formats` of FORMATS, and annotate; `jobs` None for as many as there are cores."""

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


def run_check(order: Order, first: Worker | None = None) -> int:
    """Checks every document and reports; the exit code (see cli). `first`: a worker that was started ahead."""
    paths = files(order.paths)
    problem = _cannot(order, paths)
    if problem:
        complain(problem)
        return FAILED
    done: dict[Path, Examined] = {}
    names = stems(paths)
    with Progress(len(paths), order.lang) as progress:
        if "text" in order.formats:
            _console()  # imports what draws, while the worker imports what reads
        limits = in_force().limits
        reading = examine_all(
            paths, order.lang, order.jobs, limits=limits, formats=order.formats, first=first, pages=progress.page
        )
        for examined in reading:
            done[examined.path] = _written(order, names[examined.path], examined)
            progress.advance()
    results = [done[path] for path in paths]
    for examined in results:
        _tell(order, examined)
    together = _together(order, results, set(names.values())) if len(results) > 1 else ()
    if len(results) > 1 and "text" in order.formats:
        _summary(order, results)
    return ERRORS if any(f.severity is Severity.ERROR for f in together) else exit_code(results)


def exit_code(results: Iterable[Examined]) -> int:
    """1 where any document has an error, else 2 where any could not be run or had nothing that could be tested, else 0."""
    held = list(results)
    if any(r.report and r.report.count(Severity.ERROR) for r in held):
        return ERRORS
    untested = any(r.report is not None and r.report.tally.tested == 0 for r in held)
    return FAILED if untested or any(r.problem for r in held) else OK


def _cannot(order: Order, paths: tuple[Path, ...]) -> str | None:
    """Why nothing can be run at all, in one line; None where it can. Makes the folder of the reports."""
    if not paths:
        folder = "、".join(str(p) for p in order.paths)
        return order.say(f"{folder}：文件夹里没有可读的公开文件", f"{folder}: no document in this folder")
    if order.output is None:
        wrong = _needs_folder(order, len(paths))
        if wrong:
            return wrong
    if order.output is not None:
        try:
            order.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return order.say(
                f"{order.output}：不能用作文件夹（{reason(error)}）", f"{order.output}: no folder ({error.strerror})"
            )
    return None


def _needs_folder(order: Order, count: int) -> str | None:
    """Why what was asked for cannot go to standard output; None where it can."""
    if "annotate" in order.formats:
        return order.say("--annotate 需要用 -o 指定文件夹", "--annotate needs a folder: -o DIR")
    bound = [f for f in FORMATS if f in order.formats and f != "text" and f not in PRINTED]
    if bound:
        return order.say(f"--format {bound[0]} 需要用 -o 指定文件夹", f"--format {bound[0]} needs a folder: -o DIR")
    printed = [f for f in PRINTED if f in order.formats]
    if printed and count > 1:
        name = printed[0].upper()
        return order.say(f"几份文件的 {name} 需要用 -o 指定文件夹", f"{name} of several documents needs a folder: -o DIR")
    return None


def _written(order: Order, stem: str, examined: Examined) -> Examined:
    """The document with its files written; a file that cannot be written becomes its problem."""
    if order.output is None or examined.disclosure is None:
        return examined
    try:
        if "json" in order.formats:
            write_reports(order.output, stem, examined.disclosure, examined.report)
        for suffix, data in examined.files:
            (order.output / f"{stem}{suffix}").write_bytes(data)
    except OSError as error:
        told = order.say(
            f"{error.filename}：写不了（{reason(error)}）", f"{error.filename}: cannot be written ({error.strerror})"
        )
        return replace(examined, problem=told)
    return examined


def _tell(order: Order, examined: Examined) -> None:
    """One document's report on standard output, its problem on standard error."""
    if examined.disclosure is not None and examined.report is not None:
        if "text" in order.formats:
            from gouji.reporting.terminal import show

            show(_console(), examined.disclosure, examined.report, order.lang, examined.excerpts)
        elif order.output is None and "json" in order.formats:
            from gouji.reporting.findings_json import findings_json

            sys.stdout.write(as_text(findings_json(examined.disclosure, examined.report)))
        elif order.output is None:
            sys.stdout.write("".join(data.decode("utf-8") for _, data in examined.files))
    if "annotate" in order.formats and examined.report is not None and not any(".annotated" in s for s, _ in examined.files):
        told = (
            "这种文件不能加批注，没有生成标注副本（可标注PDF、DOCX、XLSX）",
            "no comments in such a file, so no copy (PDF, DOCX, XLSX)",
        )
        complain(f"{examined.path}: {order.say(*told)}")
    if examined.problem:
        if order.debug and examined.trace:
            print(examined.trace, file=sys.stderr)
        complain(examined.problem)


def _together(order: Order, results: list[Examined], taken: set[str]) -> tuple[Finding, ...]:
    """What the documents say against each other: printed, and written as `together.findings.json` beside the others."""
    from gouji.checking.together import check_together
    from gouji.reporting.together import file_name, show_together, together_json

    read = [(str(r.path), r.disclosure) for r in results if r.disclosure is not None]
    findings = check_together(read, order.lang)
    if order.output is not None and "json" in order.formats:
        path = order.output / file_name(taken)
        try:
            path.write_text(as_text(together_json([name for name, _ in read], findings)), encoding="utf-8")
        except OSError as error:
            complain(order.say(f"{path}：写不了（{reason(error)}）", f"{path}: cannot be written ({error.strerror})"))
    if "text" in order.formats:
        show_together(_console(), findings, order.lang)
    return findings


def _summary(order: Order, results: list[Examined]) -> None:
    from gouji.reporting.terminal import show_summary

    show_summary(_console(), [(str(r.path), r.report) for r in results], order.lang)


def _console() -> Console:
    """Standard output as rich draws it: as wide as the terminal, a fixed width where there is none."""
    from rich.console import Console

    import gouji.reporting.terminal  # noqa: F401

    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
