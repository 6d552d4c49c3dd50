"""What follows from a template alone, worked out once for each: told apart by identity, as its hash would read all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST = 4096  # objects remembered: beyond that all are forgotten


class Remembered(Generic[T, R]):
    """A function of one object that never changes; its results must not be changed either."""

    def __init__(self, make: Callable[[T], R]) -> None:
        self._make = make
        self._held: dict[int, tuple[T, R]] = {}  # with the object itself, so that its identity is not given to another

    def __call__(self, of: T) -> R:
        found = self._held.get(id(of))
        if found is None:
            if len(self._held) >= MOST:
                self._held.clear()
            found = self._held[id(of)] = (of, self._make(of))
        return found[1]
