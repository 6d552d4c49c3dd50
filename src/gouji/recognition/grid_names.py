"""The chart of accounts as the readers of tables need it: a code's name, and the codes that bear a name."""

from __future__ import annotations

from typing import Protocol

from gouji.recognition.grid_words import likeness
from gouji.standards.fold import fold


class Names(Protocol):
    """Names of codes, and codes of names; `kind` is function, department_economic or government_economic."""

    def name(self, kind: str, code: str) -> str | None:
        """The name of a code, None where the chart does not list it."""

    def coded(self, kind: str, name: str, prefix: str = "") -> tuple[str, ...]:
        """The codes with that name that begin with `prefix`."""


class NoNames:
    """A chart that lists nothing."""

    def name(self, kind: str, code: str) -> str | None:
        return None

    def coded(self, kind: str, name: str, prefix: str = "") -> tuple[str, ...]:
        return ()


def named(known: str, label: str) -> bool:
    """Whether a label is that name, or so near to it that a misread character explains the difference."""
    a, b = fold(known), fold(label)
    return bool(a and b) and (a == b or a.startswith(b) or b.startswith(a) or likeness(a, b) >= 0.8)
