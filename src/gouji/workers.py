"""Files examined in processes of their own, which can be ended: what hangs, eats memory or crashes costs only itself.

A worker is `python -m gouji.workers`: it takes requests on standard input and answers on standard output, each a pickle
behind its length. It bounds its own memory; the one who waits for it bounds its time.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any

from gouji.sources import progress
from gouji.sources.limits import LIMITS, Limits

if TYPE_CHECKING:  # imported where used: whoever starts a worker does so before the rest of the program is there
    from gouji.jobs import Examined

_LENGTH = struct.Struct("<Q")
Told = Callable[[Path, int, int], None]  # a file, the page of it that is being read, and its pages
FILES_EACH = 200  # a worker that has read so many is replaced, with whatever its libraries have kept
GARBAGE_EVERY = 50_000  # objects: a reading makes few cycles, and looking for them 700 objects apart is a tenth of its time


@dataclass(frozen=True, slots=True)
class Stage:
    """What a process is at, told before its answer. `page` of so many: a page that takes long by itself (a scan)."""

    name: str
    page: tuple[int, int] | None = None


class Ended(Exception):
    """The process ended before it answered: `late` where it took too long, else with exit code `code`."""

    def __init__(self, late: bool, code: int | None) -> None:
        super().__init__("late" if late else f"code {code}")
        self.late = late
        self.code = code


class Worker:
    """One process, started when first needed and started anew after its end. For one thread at a time.

    `module` is what the process runs: a module whose main calls `serve`.
    """

    def __init__(self, limits: Limits = LIMITS, module: str = "gouji.workers") -> None:
        self.limits = limits
        self._module = module
        self.pages: Told | None = None  # who hears of pages that take long
        self._process: subprocess.Popen[bytes] | None = None
        self._done = 0
        self._late = False

    def examine(self, path: Path, lang: str = "zh", checked: bool = True, formats: frozenset[str] = frozenset()) -> Examined:
        """As jobs.examine does, but never hangs and never ends the caller: a worker that does becomes the file's problem."""
        from gouji.jobs import Examined

        try:
            # plain types: the worker's __main__ is not ours
            answer: Examined = self.ask((Path(path), str(lang), checked, frozenset(map(str, formats))), path=path)
        except Ended as ended:
            return Examined(path, problem=self._ended(path, lang, ended))
        return answer

    def ask(self, message: object, told: Callable[[str], None] | None = None, path: Path | None = None) -> Any:
        """The process's answer to a message. `told` hears the stages that it reports on the way; for each page that takes
        long the time counts anew (limits.scan_seconds bounds their sum). `path` is the file that the message is about.

        Raises Ended where it takes longer than the limits allow, crashes, or answers with what is no answer.
        """
        self._late = False
        process = self._started()
        timer = self._timer()
        try:
            _send(process.stdin, message)
            answer = _receive(process.stdout)
            while isinstance(answer, Stage):
                if answer.page is not None:
                    timer.cancel()
                    timer = self._timer()
                    if self.pages is not None and path is not None:
                        self.pages(path, *answer.page)
                elif told is not None:
                    told(answer.name)
                answer = _receive(process.stdout)
        except Exception:  # the pipe closed, or what came through it is no answer
            if process.poll() is None and not self._late:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(1.0)  # so that the code is its own and not that of our ending it
            self.close()
            raise Ended(self._late, process.returncode) from None
        finally:
            timer.cancel()
        self._done += 1
        if self._done >= FILES_EACH:
            self.close()
        return answer

    def _timer(self) -> threading.Timer:
        timer = threading.Timer(self.limits.file_seconds, self._too_late)
        timer.daemon = True
        timer.start()
        return timer

    def start(self) -> None:
        """Begin the process now: it imports what it needs while the caller does other things. OSError as it comes."""
        self._started()

    def close(self) -> None:
        """End the process and whatever it started."""
        process, self._process, self._done = self._process, None, 0
        if process is not None:
            _kill(process)
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module, str(self.limits.memory_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._process

    def _too_late(self) -> None:
        self._late = True
        if self._process is not None:
            _kill(self._process)

    def _ended(self, path: Path, lang: str, ended: Ended) -> str:
        if ended.late:
            seconds = f"{self.limits.file_seconds:g}"
            if lang == "en":
                return f"{path}: not read: it took longer than {seconds} seconds"
            return f"{path}：没有读完：超过{seconds}秒，已停止"
        if lang == "en":
            return f"{path}: not read: the reading process ended unexpectedly (code {ended.code})"
        return f"{path}：没有读完：读取进程意外结束（代码{ended.code}）"


def examine_all(
    paths: Sequence[Path],
    lang: str = "zh",
    jobs: int | None = None,
    checked: bool = True,
    limits: Limits = LIMITS,
    formats: frozenset[str] = frozenset(),
    first: Worker | None = None,
    pages: Told | None = None,
) -> Iterator[Examined]:
    """Each file examined, as they get ready; `jobs` workers at a time (by default as many as the machine has cores).

    `first` is a worker that was started ahead, with the same limits; it is closed with the others. `pages` hears of each
    page that takes long (a scan): its file, its number, and of how many.
    """
    from gouji.jobs import Examined, in_one_line

    count = min(jobs or os.cpu_count() or 1, len(paths))
    if not count:
        return
    workers = [first or Worker(limits), *(Worker(limits) for _ in range(count - 1))]
    for worker in workers:
        worker.pages = pages
    ended = threading.Event()
    free: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        free.put(worker)

    def one(path: Path) -> Examined:
        worker = free.get()
        try:
            if ended.is_set():  # nobody waits for it any more
                return Examined(path)
            return worker.examine(path, lang, checked, formats)
        except Exception as error:  # no process could be started, say
            return Examined(path, problem=in_one_line(error, path, lang))
        finally:
            free.put(worker)

    pool = ThreadPoolExecutor(count)
    try:
        for done in as_completed([pool.submit(one, path) for path in paths]):
            yield done.result()
    finally:
        ended.set()
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.close()
        pool.shutdown()
        for worker in workers:  # one that a thread had begun anew in between
            worker.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _send(stream: IO[bytes] | None, message: object) -> None:
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    assert stream is not None
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> Any:
    """The next message. Raises EOFError where the other side has ended."""
    assert stream is not None
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def _bound_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def serve(prepare: Callable[[], None], answer: Callable[[Any, Callable[[str], None]], object]) -> None:
    """What a worker's process does: answers requests until its standard input ends. What libraries print goes nowhere.

    `answer` gets a message and a function that reports a stage. The process's only argument bounds its memory.
    """
    _bound_memory(int(sys.argv[1]))
    gc.set_threshold(GARBAGE_EVERY, 20, 50)
    prepare()
    gc.freeze()  # modules are there until the end
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    progress.listen(lambda page, total: _send(answers, Stage("scan", (page, total))))
    while True:
        try:
            message = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _send(answers, answer(message, lambda name: _send(answers, Stage(name))))


def main() -> None:
    """The worker that reads and checks files."""
    from gouji import workers  # as others import it: what this module sends while it is __main__ has another name there
    from gouji.jobs import examine, prepare

    workers.serve(prepare, lambda message, told: examine(*message))


if __name__ == "__main__":
    main()
