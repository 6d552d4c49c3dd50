"""Chinese wording cut into words for the search: by a dictionary (jieba's), overlapping ones too, so that parts are found."""

from __future__ import annotations

from typing import Any

from gouji.standards.fold import fold

MOST = 200  # characters of a wording that are cut; a name that is longer is no name


def folded(text: str) -> str:
    """The wording that is compared: as standards.fold, letters small."""
    return fold(text).casefold()


def segmented(text: str) -> tuple[str, tuple[str, ...]]:
    """The folded wording and its words, each once. 医疗保障局 → 医疗, 保障, 保障局, …"""
    plain = folded(text)
    found = (w for w in _jieba().cut_for_search(plain[:MOST]) if any(c.isalnum() for c in w))
    return plain, tuple(dict.fromkeys(found))


def query_words(text: str) -> tuple[str, ...]:
    """The words of a query, in order, not overlapping: blanks separate, the dictionary cuts the rest."""
    found = [w for part in text.split() for w in _jieba().cut(folded(part)[:MOST]) if any(c.isalnum() for c in w)]
    return tuple(dict.fromkeys(found))


def _jieba() -> Any:
    try:
        import rjieba
    except ImportError:
        from gouji.corpus.error import missing

        raise missing() from None
    return rjieba
