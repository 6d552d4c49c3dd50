"""A file → what its reading and checking comes to; and which files are meant."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from gouji.checking import Report
from gouji.model.disclosure import Disclosure
from gouji.reporting.excerpts import Excerpt

Files = tuple[tuple[str, bytes], ...]

# What a folder is searched for; a file named by the user is opened whatever it is called.
SUFFIXES = frozenset(
    {
        ".txt",
        ".md",
        ".tsv",
        ".csv",
        ".htm",
        ".html",
        ".pdf",
        ".ofd",
        ".doc",
        ".docx",
        ".wps",
        ".rtf",
        ".xls",
        ".xlsx",
        ".et",
        ".ods",
        ".zip",
    }
    | {".png", ".jpg", ".jpeg", ".tif", ".tiff"}
)


@dataclass(frozen=True, slots=True)
class Examined:
    """One file: its disclosure and report as far as it came, else one line that says why not. `trace` is for --debug.

    `files` are the reports that were asked for, each with what comes after the file's stem; `excerpts` stand beside the
    report's findings.
    """

    path: Path
    disclosure: Disclosure | None = None
    report: Report | None = None
    problem: str | None = None
    trace: str = ""
    files: Files = ()
    excerpts: tuple[Excerpt | None, ...] = ()


def files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files named, and those of the folders named (below them too, hidden ones left out), each once and in order."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.suffix.lower() in SUFFIXES and p.is_file())
            found.update(dict.fromkeys(p for p in inside if not any(s.startswith(".") for s in p.relative_to(path).parts)))
        else:
            found[path] = None
    return tuple(found)


def prepare() -> None:
    """Imports what `examine` needs for any document, so that a process can do so before it is told of one."""
    import gouji.recognition
    import gouji.reporting.material
    import gouji.reporting.rendering
    import gouji.sources.text  # noqa: F401
    from gouji.checking.registry import checks

    checks()


def examine(path: Path, lang: str = "zh", checked: bool = True, formats: frozenset[str] = frozenset()) -> Examined:
    """Reads one file and, where `checked`, checks it and makes those reports of `formats` that need the document itself.
    Never raises for what the file or a template holds."""
    disclosure: Disclosure | None = None
    try:
        from gouji.checking.settings import in_force
        from gouji.recognition import read
        from gouji.sources import open_document
        from gouji.standards.loader import load

        document = open_document(path, in_force().limits)
        disclosure = read(document)
        if not checked:
            return Examined(path, disclosure)
        from gouji.checking import check

        template = load(disclosure.template, disclosure.profile) if disclosure.template else None
        report = check(disclosure, template, lang, in_force())
    except Exception as error:
        return Examined(path, disclosure, problem=in_one_line(error, path, lang), trace=traceback.format_exc())
    short = replace(report, results=())  # the evidence is in the findings
    try:
        from gouji.reporting.material import Material
        from gouji.reporting.rendering import excerpts, rendered

        material = Material.of(document, disclosure, report, template, lang)
        made = rendered(material, formats, path)
        return Examined(path, disclosure, short, files=made, excerpts=excerpts(material, formats))
    except Exception as error:
        return Examined(path, disclosure, short, problem=in_one_line(error, path, lang), trace=traceback.format_exc())


def in_one_line(error: BaseException, path: Path, lang: str) -> str:
    """An error as one line for the user: what, and where."""
    from gouji.sources.document import SourceError
    from gouji.standards.error import TemplateError

    if isinstance(error, SourceError | TemplateError):
        told = error.english if lang == "en" else str(error)
    elif isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        told = f"{error.filename or path}: {reason}" if lang == "en" else f"{error.filename or path}：打不开（{reason}）"
    elif isinstance(error, MemoryError):
        told = f"{path}: not enough memory" if lang == "en" else f"{path}：内存不够"
    else:
        name = f"{type(error).__name__}: {error}"
        told = (
            f"{path}: internal error ({name}); --debug shows more"
            if lang == "en"
            else f"{path}：程序内部错误（{name}），用 --debug 看详情"
        )
    return " ".join(told.split())
