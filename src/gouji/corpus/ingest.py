"""Files into a corpus: read and checked by worker processes, stored by one; whenever it is stopped, nothing is half-stored.

Documents are stored in the order of their paths, so that of two versions in one folder the later name counts, whatever was
read first and however often the work was interrupted.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from gouji.corpus.error import CorpusError
from gouji.corpus.rows import Parcel
from gouji.corpus.store import Corpus
from gouji.corpus.worker import Made
from gouji.sources.limits import LIMITS, Limits
from gouji.workers import Ended, Worker

BATCH = 32  # documents stored in one transaction at most
PATIENCE = 2.0  # seconds that a document that is read waits for others before it is stored
AHEAD = 96  # documents read, or being read, and not stored yet: what waits for a slow one before them


@dataclass(frozen=True, slots=True)
class Step:
    """One file done: stored now, known before, or with a problem in one line. `document` is its hash where it was read."""

    path: Path
    stored: bool = False
    known: bool = False
    problem: str | None = None
    document: str | None = None


def add(
    corpus: Corpus, paths: Sequence[Path], jobs: int | None = None, lang: str = "zh", limits: Limits = LIMITS
) -> Iterator[Step]:
    """Reads, checks and stores; a step for each file, once it is on disk. Files that are stored already are not read again.

    Raises CorpusError where the corpus cannot be written; whatever was yielded as stored stays.
    """
    known = set(corpus.documents())
    waiting: list[Path] = []
    for path in paths:
        document = hashed(path)
        if document in known:
            yield Step(path, known=True, document=document)
        else:
            waiting.append(path)
            known.add(document)
    yield from store(corpus, read_all(waiting, lang, jobs, limits), lang)


def store(corpus: Corpus, made: Iterable[Made], lang: str = "zh") -> Iterator[Step]:
    """Stores what was read, several documents in a transaction; a step for each, in order, once it is on disk."""
    batch: list[tuple[Made, Parcel, str | None]] = []
    begun = time.monotonic()
    for one in made:
        if one.parcel is None:
            yield Step(one.path, problem=one.problem)
            continue
        try:
            batch.append((one, one.parcel, corpus.originals.keep(one.path, one.parcel.document)))
        except CorpusError as error:
            yield Step(one.path, problem=error.english if lang == "en" else str(error))
            continue
        if len(batch) == 1:
            begun = time.monotonic()
        if len(batch) >= BATCH or time.monotonic() - begun > PATIENCE:
            yield from _stored(corpus, batch)
            batch = []
    yield from _stored(corpus, batch)


def _stored(corpus: Corpus, batch: Sequence[tuple[Made, Parcel, str | None]]) -> Iterator[Step]:
    fresh = set(corpus.store([p for _, p, _ in batch], {p.document: suffix for _, p, suffix in batch})) if batch else set()
    for made, parcel, _ in batch:
        document = parcel.document
        yield Step(made.path, stored=document in fresh, known=document not in fresh, document=document)
        fresh.discard(document)


def hashed(path: Path) -> str:
    """The SHA-256 of a file; "" where it cannot be read (reading it will say why)."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def read_all(paths: Sequence[Path], lang: str, jobs: int | None, limits: Limits = LIMITS) -> Iterator[Made]:
    """What is made of each file, in the order given, by so many worker processes; at most AHEAD files are begun early."""
    count = min(jobs or os.cpu_count() or 1, len(paths))
    if not count:
        return
    workers = [Worker(limits, "gouji.corpus.worker") for _ in range(count)]
    free: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        free.put(worker)

    def one(path: Path) -> Made:
        worker = free.get()
        try:
            answer: Made = worker.ask((path, lang))
            return answer
        except Ended as ended:
            return Made(path, problem=ended_in_words(ended, path, lang, limits))
        except OSError as error:
            return Made(path, problem=f"{path}：{error}")
        finally:
            free.put(worker)

    pool = ThreadPoolExecutor(count)
    begun: deque[Future[Made]] = deque()
    try:
        for path in paths:
            begun.append(pool.submit(one, path))
            if len(begun) >= AHEAD:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.close()
        pool.shutdown()


def ended_in_words(ended: Ended, path: Path, lang: str, limits: Limits) -> str:
    """Why a file was not read to its end, in one line."""
    if ended.late:
        seconds = f"{limits.file_seconds:g}"
        return f"{path}: not read in {seconds} seconds" if lang == "en" else f"{path}：没有读完：超过{seconds}秒，已停止"
    if lang == "en":
        return f"{path}: not read: the reading process ended (code {ended.code})"
    return f"{path}：没有读完：读取进程意外结束（代码{ended.code}）"
