"""What stops work on a corpus."""

from __future__ import annotations


class CorpusError(Exception):
    """One clear line in Chinese, `english` the same in English."""

    def __init__(self, message: str, english: str) -> None:
        super().__init__(message)
        self.english = english


def missing(extra: str = "corpus") -> CorpusError:
    """That the libraries of an extra are not installed."""
    return CorpusError(f"这项功能需要另装：pip install 'gouji[{extra}]'", f"this needs an extra: pip install 'gouji[{extra}]'")
