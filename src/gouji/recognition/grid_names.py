"""The chart of accounts as the readers of tables need it: a code's names, and the codes that bear a name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from gouji.recognition.grid_words import likeness
from gouji.standards.chart import find, lookup
from gouji.standards.fold import fold


class Names(Protocol):
    """Names of codes, and codes of names; `kind` is function, department_economic or government_economic."""

    def names(self, kind: str, code: str) -> tuple[str, ...]:
        """What a code is and was called, today's name first; empty where the chart does not list it."""

    def coded(self, kind: str, name: str, prefix: str = "") -> tuple[str, ...]:
        """The codes with that name that begin with `prefix`."""


class ChartNames:
    """The names of the project's chart of accounts in a budget year (None: in any)."""

    def __init__(self, year: int | None) -> None:
        self.year = year

    def names(self, kind: str, code: str) -> tuple[str, ...]:
        entry = lookup(kind, code, self.year)
        return entry.names if entry is not None else ()

    def coded(self, kind: str, name: str, prefix: str = "") -> tuple[str, ...]:
        if not fold(name):
            return ()
        return tuple(dict.fromkeys(e.code for e in find(kind, name, self.year) if e.code.startswith(prefix)))


def named(known: Iterable[str], label: str) -> bool:
    """Whether a label is one of the names, or so near to one that a misread character explains the difference."""
    words = fold(label)
    return bool(words) and any(_near(fold(name), words) for name in known)


def _near(name: str, words: str) -> bool:
    return (
        name == words or (len(words) >= 3 and name.startswith(words)) or words.startswith(name) or likeness(name, words) >= 0.8
    )
