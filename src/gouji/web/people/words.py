"""What strangers type, made fit to be kept: no control characters (PostgreSQL takes no NUL, a log no line break), bounded."""

from __future__ import annotations

import unicodedata

UNFIT = ("Cc", "Cs", "Cn", "Co")  # control, lone surrogate, unassigned, private


def plain(text: str, most: int) -> str:
    """The text on one line, at most `most` characters."""
    kept = "".join(" " if unicodedata.category(c) in UNFIT else c for c in text[: 4 * most])
    return " ".join(kept.split())[:most]


def folded(name: str) -> str:
    """What tells names apart: Ａnna, anna and ANNA are one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
