"""Where uploaded files wait: read, checked and stored one after the other, each in a worker that can be ended. Documents that
were checked by older rules wait here too, to be checked anew."""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Full, Queue
from typing import IO

from gouji.corpus import Corpus, CorpusError, checks, recheck
from gouji.corpus.ingest import ended_in_words, hashed, store
from gouji.corpus.rows import Parcel
from gouji.corpus.worker import Made
from gouji.sources.limits import LIMITS, Limits
from gouji.web import leftovers
from gouji.web.book.worker import ADD, AGAIN
from gouji.workers import Ended, Worker

LOG = logging.getLogger(__name__)
MODULE = "gouji.web.book.worker"
WAITING = 50  # files that wait
REMEMBERED = 500  # jobs whose end is told
NAME = 120  # characters of a file's name that are kept
PIECE = 1 << 20

FILE, ANEW, EVERYTHING = "file", "anew", "everything"  # what a job is: a file, a stored document, the whole corpus
QUEUED, READING, CHECKING, STORING, STORED, KNOWN, PROBLEM = (
    "queued",
    "reading",
    "checking",
    "storing",
    "stored",
    "known",
    "problem",
)


@dataclass(frozen=True, slots=True)
class Job:
    """One file on its way, or a check anew. `owner` is who brought it; `document` its hash once that is known; `problem` one
    line."""

    id: str
    name: str
    owner: str
    lang: str
    state: str = QUEUED
    document: str | None = None
    problem: str | None = None
    kind: str = FILE
    progress: tuple[int, int] | None = None  # documents done, of so many

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (STORED, KNOWN, PROBLEM)


class Refused(Exception):
    """A file that is not taken: the message in Chinese, `english` the same in English."""

    def __init__(self, message: str, english: str) -> None:
        super().__init__(message)
        self.english = english


class Desk:
    """Takes files. `done` hears of every document that was stored. May be shared by threads; close it to end the worker."""

    def __init__(self, corpus: Corpus, done: Callable[[str], object], most_bytes: int, limits: Limits = LIMITS) -> None:
        self._corpus = corpus
        self._done = done
        self._most_bytes = most_bytes
        self._worker = Worker(limits, MODULE)
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: Queue[tuple[str, Path | None]] = Queue(WAITING)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self, source: IO[bytes], name: str, owner: str, lang: str) -> Job:
        """Copies the file to a folder of its own under a name of ours and queues it. Raises Refused where it is empty, too
        large, or too many wait."""
        if self._queue.full():
            raise Refused("排队的文件太多，请稍后再传", "too many files are waiting, try again later")
        shown = plain(name)
        folder = leftovers.folder()
        path = folder / f"upload{_suffix(shown)}"
        try:
            self._copy(source, path)
            job = Job(secrets.token_urlsafe(12), shown, owner, lang)
            with self._lock:
                self._jobs[job.id] = job
                self._forget()
            self._queue.put_nowait((job.id, path))
        except Full:
            shutil.rmtree(folder, ignore_errors=True)
            raise Refused("排队的文件太多，请稍后再传", "too many files are waiting, try again later") from None
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._begin()
        return job

    def again(self, document: str | None, name: str, owner: str, lang: str) -> Job:
        """Queues a stored document to be checked by today's rules; None: all that were checked by older ones, and then all
        documents against each other. Raises Refused where too many wait."""
        job = Job(secrets.token_urlsafe(12), name, owner, lang, document=document, kind=ANEW if document else EVERYTHING)
        with self._lock:
            self._jobs[job.id] = job
            self._forget()
        try:
            self._queue.put_nowait((job.id, None))
        except Full:
            raise Refused("排队的太多，请稍后再试", "too much is waiting, try again later") from None
        self._begin()
        return job

    def job(self, key: str) -> Job | None:
        """How a file fares; None for one that is not known (any more)."""
        with self._lock:
            return self._jobs.get(key)

    def of(self, owner: str) -> list[Job]:
        """Who brought which files, the latest first."""
        with self._lock:
            return [job for job in reversed(self._jobs.values()) if job.owner == owner]

    def close(self) -> None:
        """End the worker; what waits is given up, and its files are removed."""
        self._ended.set()
        self._worker.close()
        if self._thread is not None:
            self._thread.join(10)
        with contextlib.suppress(Empty):
            while True:
                _removed(self._queue.get_nowait()[1])
        self._worker.close()

    def _copy(self, source: IO[bytes], path: Path) -> None:
        size = 0
        with path.open("wb") as file:
            while piece := source.read(PIECE):
                size += len(piece)
                if size > self._most_bytes:
                    most = self._most_bytes // 2**20
                    raise Refused(f"文件超过{most} MB，没有接收", f"the file is larger than {most} MB and was not taken")
                file.write(piece)
        if not size:
            raise Refused("文件是空的", "the file is empty")

    def _forget(self) -> None:
        while len(self._jobs) > REMEMBERED:
            self._jobs.popitem(last=False)

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while not self._ended.is_set():
            try:
                key, path = self._queue.get(timeout=0.5)
            except Empty:
                continue
            try:
                if path is None:
                    self._anew(key)
                else:
                    self._one(key, path)
            except Exception as error:  # one file's trouble is not the next one's
                LOG.exception("upload %s", key)
                self._tell(key, state=PROBLEM, problem=f"{type(error).__name__}")
            finally:
                _removed(path)

    def _anew(self, key: str) -> None:
        job = self.job(key)
        if job is None:
            return
        self._tell(key, state=CHECKING)
        if job.document is None:
            self._everything(key)
            return
        try:
            made = self._worker.ask((AGAIN, recheck.reading(self._corpus, job.document)))
        except Ended:
            made = "超时或内存不够" if job.lang == "zh" else "it took too long or too much memory"
        if not isinstance(made, Parcel):
            self._tell(key, state=PROBLEM, problem=str(made))
            return
        recheck.replace(self._corpus, [made])
        self._tell(key, state=STORED)

    def _everything(self, key: str) -> None:
        documents = recheck.outdated(self._corpus)
        for n, _ in enumerate(recheck.recheck(self._corpus, documents, 1, self._worker.limits), 1):
            self._tell(key, progress=(n, len(documents)))
            if self._ended.is_set():
                return
        checks.check(self._corpus)
        self._tell(key, state=STORED)

    def _one(self, key: str, path: Path) -> None:
        job = self.job(key)
        if job is None:
            return
        document = hashed(path)
        if document in self._corpus.documents():
            self._tell(key, state=KNOWN, document=document)
            return
        made = self._made(job, path)
        if made.parcel is not None:
            self._tell(key, state=STORING, document=made.parcel.document)
        try:
            (step,) = store(self._corpus, [made], job.lang)
        except CorpusError as error:
            self._tell(key, state=PROBLEM, problem=error.english if job.lang == "en" else str(error))
            return
        if step.problem is not None or step.document is None:
            self._tell(key, state=PROBLEM, problem=_named(step.problem or "", path, job.name))
            return
        try:
            self._done(step.document)
        except Exception:  # it is stored; its page is made again when it is asked for
            LOG.exception("page of %s", step.document)
        self._tell(key, state=STORED if step.stored else KNOWN, document=step.document)

    def _made(self, job: Job, path: Path) -> Made:
        def told(stage: str) -> None:
            self._tell(job.id, state=stage)

        try:
            made = self._worker.ask((ADD, path, job.name, job.lang), told)
        except Ended as ended:
            return Made(path, problem=ended_in_words(ended, path, job.lang, self._worker.limits))
        return made if isinstance(made, Made) else Made(path, problem=str(made))

    def _tell(self, key: str, **changes: str | tuple[int, int] | None) -> None:
        with self._lock:
            if key in self._jobs:
                self._jobs[key] = replace(self._jobs[key], **changes)  # type: ignore[arg-type]


def _removed(path: Path | None) -> None:
    """The folder of a file that is done with."""
    if path is not None:
        shutil.rmtree(path.parent, ignore_errors=True)


def plain(name: str) -> str:
    """A file's name to be shown: its last part, printable, not too long, with its suffix. Never a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable()).strip() or "upload"
    if len(clean) <= NAME:
        return clean
    suffix = _suffix(clean)
    return clean[: NAME - len(suffix)] + suffix


def _named(problem: str, path: Path, name: str) -> str:
    """A problem told of the file as it was brought, not as we called it."""
    return problem.replace(str(path), name).replace(path.name, name)


def _suffix(name: str) -> str:
    """The suffix as far as it is harmless: some readers go by it."""
    found = Path(name).suffix.lower()
    return found if found[1:].isascii() and found[1:].isalnum() and len(found) <= 6 else ""
