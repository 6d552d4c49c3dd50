"""Folding of wording: widths, brackets, quotes, blanks and bold marks away, so that only the words are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# What carries no meaning in a title, a header or a label: quotes of all kinds, blanks, zero-width marks.
_DROPPED = "“”‘’\"'`´「」『』«»〝〞＂＇" + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BRACKETS = {"〔": "(", "〕": ")", "﹝": "(", "﹞": ")", "❨": "(", "❩": ")"}
_DASHES = "‐‑‒–—―−─"

_SHORT = 60  # characters: longer texts are folded once

_TABLE: dict[int, str | None] = {ord(c): None for c in _DROPPED}
_TABLE.update({ord(a): b for a, b in _BRACKETS.items()})
_TABLE.update({ord(c): "-" for c in _DASHES})


def fold(text: str) -> str:
    """The wording of `text`: half-width, brackets as ( ), dashes as -, without quotes, blanks and `**` marks.

    Idempotent. The result may be shorter than the text: positions do not carry over.
    """
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return _bare(text)
    # Again after NFKC, which makes plain quotes, blanks and loose accents of some compatibility characters.
    return unicodedata.normalize("NFC", _bare(unicodedata.normalize("NFKC", text.translate(_TABLE))))


_remembered = lru_cache(8192)(_folded)  # names and labels come again and again


def _bare(text: str) -> str:
    return "".join(text.translate(_TABLE).split()).replace("**", "")
