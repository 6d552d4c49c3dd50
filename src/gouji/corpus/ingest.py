"""Files into a corpus: read and checked by worker processes, stored by one; whenever it is stopped, nothing is half-stored."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gouji.corpus.error import CorpusError
from gouji.corpus.rows import Parcel, parcel
from gouji.corpus.store import Corpus
from gouji.jobs import Examined
from gouji.workers import examine_all

BATCH = 16  # documents stored in one transaction


@dataclass(frozen=True, slots=True)
class Step:
    """One file done: stored now, known before, or with a problem in one line."""

    path: Path
    stored: bool = False
    known: bool = False
    problem: str | None = None


def add(corpus: Corpus, paths: Sequence[Path], jobs: int | None = None, lang: str = "zh") -> Iterator[Step]:
    """Reads, checks and stores; a step for each file, once it is on disk. Files that are stored already are not read again."""
    known = set(corpus.documents())
    waiting: list[Path] = []
    for path in paths:
        if _hash(path) in known:
            yield Step(path, known=True)
        else:
            waiting.append(path)
    batch: list[tuple[Path, Parcel, str | None]] = []
    for examined in examine_all(waiting, lang, jobs):
        made = _parcel(examined)
        if made is None:
            yield Step(examined.path, problem=examined.problem)
            continue
        try:
            suffix = corpus.originals.keep(examined.path, made.document)
        except CorpusError as error:
            yield Step(examined.path, problem=error.english if lang == "en" else str(error))
            continue
        batch.append((examined.path, made, suffix))
        if len(batch) >= BATCH:
            yield from _store(corpus, batch)
            batch = []
    yield from _store(corpus, batch)


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # reading it will say what is wrong


def _parcel(examined: Examined) -> Parcel | None:
    if examined.disclosure is None or examined.report is None:
        return None
    with contextlib.suppress(OSError):
        return parcel(examined.disclosure, examined.report, examined.path.stat().st_size)
    return parcel(examined.disclosure, examined.report)


def _store(corpus: Corpus, batch: Sequence[tuple[Path, Parcel, str | None]]) -> Iterator[Step]:
    if not batch:
        return
    before = corpus.documents()
    corpus.store([p for _, p, _ in batch], {p.document: suffix for _, p, suffix in batch})
    yield from (Step(path, stored=p.document not in before, known=p.document in before) for path, p, _ in batch)
