"""Progress on standard error, only for what takes more than a second."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PAUSE = 10.0  # seconds between two lines about pages
DELAY = 1.0  # seconds until anything is shown


class Progress:
    """Counts documents done, as a context. On a terminal it draws a bar; into a file it writes one line."""

    def __init__(self, total: int, lang: str = "zh") -> None:
        self._total, self._done, self._lang = total, 0, lang
        self._bar: Bar | None = None
        self._ended = False
        self._spoke = time.monotonic()
        self._lock = Lock()
        self._timer = Timer(DELAY, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Progress:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._bar is not None:
                self._bar.stop()

    def advance(self) -> None:
        """One more document is done."""
        with self._lock:
            self._done += 1
            if self._bar is not None:
                self._bar.update(self._bar.task_ids[0], completed=self._done)

    def page(self, path: Path, number: int, total: int) -> None:
        """A page that takes long is being read: in the bar's words, or as a line now and then."""
        if self._lang == "en":
            told = f"{path.name}: recognising page {number} of {total}"
        else:
            told = f"{path.name}：正在识别第{number}页，共{total}页"
        with self._lock:
            if self._bar is not None:
                self._bar.update(self._bar.task_ids[0], description=told)
            elif not sys.stderr.isatty() and time.monotonic() - self._spoke >= PAUSE:
                self._spoke = time.monotonic()
                print(f"gouji: {told}…", file=sys.stderr, flush=True)

    def _show(self) -> None:
        told = f"reading {self._total} document(s)" if self._lang == "en" else f"正在处理{self._total}份文件"
        with self._lock:
            if self._ended:
                return
            if not sys.stderr.isatty():
                print(f"gouji: {told}…", file=sys.stderr, flush=True)
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task(told, total=self._total, completed=self._done)
            self._bar.start()
