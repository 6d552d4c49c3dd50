"""Word of what takes long, from a reader to whoever waits for it: a page recognised, of so many."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[int, int], None]


def _nobody(_done: int, _total: int) -> None:
    pass


_listener: Listener = _nobody


def listen(listener: Listener | None) -> None:
    """Who is told of each page from now on (None: nobody)."""
    global _listener
    _listener = listener or _nobody


def tell(done: int, total: int) -> None:
    """Page `done` of `total` is being read, which takes long."""
    _listener(done, total)
