"""Books, pictures and reports: made by worker processes when first asked for, kept on disk beside the corpus and in memory.

Why at first sight and not when a document is stored: most of a corpus of many thousands is never looked at, what a page shows
follows the program's rules as they are now, and the reading that it is made of is stored. It takes about a second, in a
process that can be ended; what an upload stores is made at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import NamedTemporaryFile
from typing import Any

from gouji import __version__
from gouji.corpus import Corpus
from gouji.sources.limits import LIMITS, Limits
from gouji.web.book.read import Book
from gouji.web.book.worker import BOOK, PICTURE, REPORT
from gouji.workers import Ended, Worker

MODULE = "gouji.web.book.worker"
WORKERS = 2
WAITING = 64  # that may be asked for at once
BOOKS = 64  # held open in memory
FAILURES = 1000  # remembered, so that what crashes a worker does so once
BYTES = 2 << 30  # on disk
SWEEP = 200  # files written between two looks at how much is there
LIMIT = replace(LIMITS, file_seconds=60.0, memory_bytes=3 << 30)


class Unmade(Exception):
    """What cannot be made: the message in Chinese, `english` the same in English. `busy`: it may be tried again."""

    def __init__(self, message: str, english: str, busy: bool = False) -> None:
        super().__init__(message)
        self.english = english
        self.busy = busy


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored document, as far as its page needs it: the packed reading, and the original where it is kept."""

    document: str
    reading: bytes
    original: Path | None


class Shelf:
    """May be shared by threads. Close it to end the workers."""

    def __init__(self, corpus: Corpus, limits: Limits = LIMIT) -> None:
        self._corpus = corpus
        self._folder = corpus.path.with_name(f"{corpus.path.name}.pages")
        self._pool = ThreadPoolExecutor(WORKERS, "shelf")
        self._workers: SimpleQueue[Worker] = SimpleQueue()
        for _ in range(WORKERS):
            self._workers.put(Worker(limits, MODULE))
        self._lock = threading.Lock()
        self._making: dict[str, Future[bytes]] = {}
        self._failed: OrderedDict[str, Unmade] = OrderedDict()
        self._books: OrderedDict[str, Book] = OrderedDict()
        self._written = 0
        self._closed = False

    def close(self) -> None:
        """End the workers and whatever they are at."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        for _ in range(WORKERS):
            with contextlib.suppress(Empty):  # busy still: it ends with what it is at
                self._workers.get(timeout=5).close()

    def book(self, document: str, seconds: float) -> Book | None:
        """The document's book; None where it takes longer than that (it is being made all the same). Raises Unmade,
        CorpusError where there is no such document."""
        with self._lock:
            known = self._books.get(document)
            if known is not None:
                self._books.move_to_end(document)
                return known
        data = self._get(document, "book", lambda kept: (BOOK, kept.reading, kept.original), seconds)
        if data is None:
            return None
        made = Book(data)
        with self._lock:
            self._books[document] = made
            while len(self._books) > BOOKS:
                self._books.popitem(last=False)
        return made

    def picture(self, document: str, number: int, seconds: float) -> bytes | None:
        """The PNG of a page of a PDF, as `book`."""

        def asked(kept: Kept) -> tuple[Any, ...]:
            if kept.original is None:
                raise Unmade("没有保存原件", "the original is not kept")
            return PICTURE, kept.original, number

        return self._get(document, f"{number}.png", asked, seconds)

    def report(self, document: str, name: str, seconds: float) -> bytes | None:
        """A report: html, xlsx, or annotate (no bytes where the format cannot carry it)."""
        return self._get(document, f"{name}.report", lambda kept: (REPORT, kept.reading, kept.original, name), seconds)

    def kept(self, document: str) -> Kept:
        """The stored document. Raises CorpusError where there is none."""
        from gouji.corpus import browse

        row = browse.document_row(self._corpus, document)
        cursor = self._corpus.cursor
        ((reading,),) = cursor.execute("SELECT reading FROM readings WHERE doc = ?", [row["doc"]]).fetchall()
        path = None if row["original"] is None else self._corpus.originals.path(document, row["original"])
        return Kept(document, reading, path if path is not None and path.is_file() else None)

    def _get(self, document: str, name: str, message: Callable[[Kept], tuple[Any, ...]], seconds: float) -> bytes | None:
        path = self._path(document, name)
        with contextlib.suppress(OSError):
            return path.read_bytes()
        key = path.name
        with self._lock:
            if key in self._failed:
                raise self._failed[key]
            future = self._making.get(key)
            if future is None and len(self._making) >= WAITING:
                raise Unmade("现在要看的人太多，请稍后再试", "too many pages are being made, try again soon", busy=True)
        if future is None:
            kept = self.kept(document)
            asked = message(kept)
            with self._lock:
                future = self._making.get(key)
                if future is None:
                    future = self._making[key] = self._pool.submit(self._make, path, asked)
        try:
            return future.result(seconds)
        except TimeoutError:
            return None

    def _make(self, path: Path, message: tuple[Any, ...]) -> bytes:
        try:
            made = self._asked(message)
        except Unmade as problem:
            with self._lock:
                self._failed[path.name] = problem
                while len(self._failed) > FAILURES:
                    self._failed.popitem(last=False)
            raise
        else:
            self._write(path, made)
            return made
        finally:
            with self._lock:
                self._making.pop(path.name, None)

    def _asked(self, message: tuple[Any, ...]) -> bytes:
        worker = self._workers.get()
        try:
            answer = worker.ask(message)
        except Ended as ended:
            seconds = f"{worker.limits.file_seconds:g}"
            if ended.late:
                raise Unmade(f"超过{seconds}秒，已停止", f"stopped after {seconds} seconds") from None
            raise Unmade("处理进程意外结束", "the process ended unexpectedly") from None
        finally:
            if self._closed:
                worker.close()
            self._workers.put(worker)
        if isinstance(answer, bytes):
            return answer
        raise Unmade(f"做不出来（{answer}）", f"cannot be made ({answer})")

    def _path(self, document: str, name: str) -> Path:
        # the name of an original that exists: hexadecimal digits only
        checked = self._corpus.originals.path(document, "").name
        return self._folder / checked[:2] / f"{checked}.{stamp()}.{name}"

    def _write(self, path: Path, made: bytes) -> None:
        """Whole or not at all; a disk that is full or cannot be written only costs the time to make it again."""
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as aside:
                try:
                    aside.write(made)
                    aside.close()
                    os.replace(aside.name, path)
                except BaseException:
                    Path(aside.name).unlink(missing_ok=True)
                    raise
            self._written += 1
            if self._written % SWEEP == 0:
                self._sweep()

    def _sweep(self) -> None:
        files = sorted((entry.stat().st_mtime, entry.stat().st_size, entry) for entry in self._folder.glob("*/*"))
        over = sum(size for _, size, _ in files) - BYTES
        for _, size, entry in files:
            if over <= 0:
                return
            entry.unlink(missing_ok=True)
            over -= size


_STAMP: list[str] = []


def stamp() -> str:
    """What the program's code and data are now, in eight digits: what an older program made is not shown."""
    if not _STAMP:
        root = Path(__file__).parents[2]
        digest = hashlib.sha256(__version__.encode())
        for path in sorted(p for kind in ("py", "j2", "yaml", "csv") for p in root.rglob(f"*.{kind}")):
            found = path.stat()
            digest.update(f"{path.relative_to(root)} {found.st_size} {found.st_mtime_ns}\n".encode())
        _STAMP.append(digest.hexdigest()[:8])
    return _STAMP[0]
