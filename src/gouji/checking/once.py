"""What several rules ask of one document, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from gouji.model.disclosure import Disclosure

T = TypeVar("T")


def once(make: Callable[[Disclosure], T]) -> Callable[[Disclosure], T]:
    """A function of a disclosure that remembers its last answer: every rule asks for the same."""
    held: list[tuple[Disclosure, T]] = []

    def ask(disclosure: Disclosure) -> T:
        last = held[0] if held else None
        if last is None or last[0] is not disclosure:
            last = (disclosure, make(disclosure))
            held[:] = [last]
        return last[1]

    return wraps(make)(ask)
