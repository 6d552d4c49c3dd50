"""A file → its parcel: what every engine does with each document, in a process of its own or on a cluster's node.

`python -m gouji.corpus.worker` answers requests as gouji.workers does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gouji.corpus.rows import Parcel, parcel, unpacked
from gouji.model.disclosure import Disclosure
from gouji.sources.limits import LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Made:
    """A file's parcel, or one line that says why there is none."""

    path: Path
    parcel: Parcel | None = None
    problem: str | None = None


def make(
    path: Path,
    lang: str = "zh",
    limits: Limits = LIMITS,
    name: str | None = None,
    told: Callable[[str], None] | None = None,
) -> Made:
    """Reads and checks one file. Never raises for what it holds; a problem is told in `lang`. `name`: what the document is
    called where the file's own name is not to be kept; `told` hears when the checking begins."""
    from gouji.jobs import in_one_line

    try:
        from gouji.recognition import read
        from gouji.sources import open_document

        disclosure = read(open_document(path, limits))
        disclosure = replace(disclosure, source=replace(disclosure.source, name=name or path.name))
        if told is not None:
            told("checking")
        return Made(path, checked(disclosure, path.stat().st_size))
    except Exception as error:
        return Made(path, problem=in_one_line(error, path, lang))


def checked(disclosure: Disclosure, size: int | None = None) -> Parcel:
    """A document's parcel, checked by the rules as they are now; its findings in Chinese and in English."""
    from gouji.checking.report import check, translated
    from gouji.standards.loader import load

    template = load(disclosure.template, disclosure.profile) if disclosure.template else None
    report = check(disclosure, template, "zh")
    return parcel(disclosure, report, size, translated(disclosure, template, report))


def prepare() -> None:
    """Imports what any document needs."""
    from gouji import jobs
    from gouji.corpus.words import segmented

    jobs.prepare()
    segmented("预算")


def answer(message: Any, told: Callable[[str], None]) -> Made | Parcel:
    """The answer to a request of `ingest` (path and language), or of `recheck` (a packed reading)."""
    if isinstance(message, bytes):
        return checked(unpacked(message))
    path, lang = message
    return make(path, lang)


def main() -> None:
    """The worker that makes parcels."""
    from gouji.corpus import worker  # as others import it: what this module sends while it is __main__ has another name there
    from gouji.workers import serve

    serve(worker.prepare, worker.answer)


if __name__ == "__main__":
    main()
