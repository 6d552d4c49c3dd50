"""Bytes → text: UTF-8, GB18030 and UTF-16 (and UTF-32) with or without byte order mark; anything else is refused."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
_BAD = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding that it was in. `lost` counts the byte sequences that could not be read (now U+FFFD)."""

    text: str
    encoding: str
    lost: int = 0


def decode(data: bytes) -> Decoded | None:
    """The text that `data` holds; None where it is binary or in an unknown encoding.

    A file that is damaged here and there (a cut end, a stray byte) is still read: up to one lost place in
    a thousand characters.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding, _looks_written)
    eight = _lenient(data, "utf-8", _looks_written)
    if eight and not eight.lost:
        return eight
    if b"\x00" in data[:_SAMPLE]:
        sixteen = [d for e in ("utf-16-le", "utf-16-be") if (d := _lenient(data, e, _looks_written))]
        if sixteen:
            return min(sixteen, key=lambda d: (d.lost, -_written(d.text[:_SAMPLE])))
    chinese = _lenient(data, "gb18030", _looks_chinese)
    if chinese and (eight is None or chinese.lost < eight.lost):
        return chinese
    return eight


def _lenient(data: bytes, encoding: str, plausible: Callable[[str], bool]) -> Decoded | None:
    """`data` decoded, if few places are lost and the result looks like what it should."""
    try:
        text, lost = data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        lost = text.count(_BAD)
        if lost > 1 + len(text) // 1000:
            return None
    return Decoded(text, encoding, lost) if plausible(text[:_SAMPLE]) else None


def _written(text: str) -> float:
    """The share of characters that stand in a Chinese or English text: letters, digits, Han, their punctuation, blanks."""
    if not text:
        return 1.0
    good = 0
    for char, times in Counter(text).items():
        code = ord(char)
        good += times * (
            0x20 <= code < 0x7F
            or char in "\t\n\r\f"
            or 0xA0 <= code < 0x250
            or 0x2000 <= code < 0x27C0
            or 0x2E80 <= code < 0x3130
            or 0x3400 <= code < 0xA000
            or 0xF900 <= code < 0xFB00
            or 0xFE30 <= code < 0xFE70
            or 0xFF00 <= code < 0xFFF0
            or code in (0xFEFF, 0xFFFD)
            or code >= 0x20000
            or 0xE000 <= code < 0xF900  # private use: symbols of office fonts
        )
    return good / len(text)


def _looks_written(text: str) -> bool:
    """Whether nearly every character can stand in a text (binary data is full of controls and of rare scripts)."""
    return _written(text) >= 0.9


def _looks_chinese(text: str) -> bool:
    """Whether a GB18030 decoding is believable: its characters are the common ones that GB 2312 already had.

    Other encodings (Big5, Shift-JIS, Latin-1) decode as well, but into rare characters.
    """
    wide = [c for c in text if ord(c) >= 0x80 and c != _BAD]
    if not wide:
        return _looks_written(text)
    common = len("".join(wide).encode("gb2312", "ignore")) / 2
    return common / len(wide) >= 0.85 and _looks_written(text)
