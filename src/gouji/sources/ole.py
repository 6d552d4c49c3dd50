"""The directory of an OLE file (old Office), read and held to be sound before any library sees the file.

Sectors form chains; a damaged or hostile file has chains that run in circles, on which libraries never end.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gouji.sources.document import SourceError

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_REAL = 0xFFFFFFFA  # sector numbers above it are marks: end of chain, free, …
_END = 0xFFFFFFFE
_ENTRY = 128
_CUTOFF = 4096  # streams below it stand in the mini stream
_STREAM, _ROOT = 2, 5


class Damaged(Exception):
    """A structure that leads nowhere or in circles."""


@dataclass(frozen=True, slots=True)
class Ole:
    """A sound OLE file: the sectors of each of its streams."""

    data: bytes
    size: int
    sectors: Mapping[str, tuple[int, Sequence[int]]]  # stream → its length and the places of its pieces
    small: int = 64

    def __contains__(self, name: object) -> bool:
        return name in self.sectors

    def read(self, name: str) -> bytes:
        """The stream's bytes."""
        length, pieces = self.sectors[name]
        step = self.size if length >= _CUTOFF else self.small
        return b"".join(self.data[at : at + step] for at in pieces)[:length]


def opened(data: bytes, name: str) -> Ole:
    """The file's streams. Raises SourceError where it is damaged or cut off."""
    try:
        return _opened(data)
    except (Damaged, struct.error, UnicodeDecodeError, IndexError):
        raise SourceError(f"{name}：文件已损坏或不完整", f"{name}: the file is damaged or cut off") from None


def _opened(data: bytes) -> Ole:
    if len(data) < 512 or not data.startswith(_SIGNATURE):
        raise Damaged
    shift, mini_shift = struct.unpack_from("<2H", data, 30)
    directory, _, cutoff, mini_first, _, difat_first, _ = struct.unpack_from("<7I", data, 48)
    if shift not in (9, 12) or mini_shift != 6 or cutoff != _CUTOFF:
        raise Damaged
    size = 1 << shift
    fat = _table(data, size, _fat_sectors(data, size, difat_first))
    entries = b"".join(_sector(data, size, s) for s in _chain(fat, directory))
    mini = _table(data, size, _chain(fat, mini_first)) if mini_first < _LAST_REAL else ()
    root: list[int] = []
    found: dict[str, tuple[int, Sequence[int]]] = {}
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        kind = entries[at + 66]
        start, length = struct.unpack_from("<II", entries, at + 116)
        if kind == _ROOT and (length or start < _LAST_REAL):
            root = [(s + 1) * size for s in _chain(fat, start)]
        elif kind == _STREAM:
            if length >= _CUTOFF:
                pieces = [(s + 1) * size for s in _chain(fat, start)]
            else:
                pieces = [root[64 * s // size] + 64 * s % size for s in (_chain(mini, start) if length else ())]
            letters = min(struct.unpack_from("<H", entries, at + 64)[0], 64)
            name = entries[at : at + max(letters - 2, 0)].decode("utf-16-le")
            found.setdefault(name, (length, pieces))  # an embedded workbook has streams of the same names, further on
    return Ole(data, size, found)


def _sector(data: bytes, size: int, number: int) -> bytes:
    found = data[(number + 1) * size : (number + 2) * size]
    if not found:
        raise Damaged
    return found.ljust(size, b"\xff")  # the last one may be cut


def _fat_sectors(data: bytes, size: int, first: int) -> list[int]:
    """The sectors of the allocation table: 109 named in the header, the others in a chain of sectors of their own."""
    out = [s for s in struct.unpack_from("<109I", data, 76) if s < _LAST_REAL]
    seen: set[int] = set()
    while first < _LAST_REAL:
        if first in seen:
            raise Damaged
        seen.add(first)
        *names, first = struct.unpack(f"<{size // 4}I", _sector(data, size, first))
        out += [s for s in names if s < _LAST_REAL]
    if len(out) != len(set(out)):
        raise Damaged
    return out


def _table(data: bytes, size: int, sectors: Sequence[int]) -> Sequence[int]:
    raw = b"".join(_sector(data, size, s) for s in sectors)
    return struct.unpack(f"<{len(raw) // 4}I", raw)


def _chain(table: Sequence[int], start: int) -> list[int]:
    """The sectors from `start` to the end of its chain. Raises Damaged where it leaves the table or comes back."""
    out: list[int] = []
    seen: set[int] = set()
    while start != _END:
        if start >= len(table) or start in seen:
            raise Damaged
        seen.add(start)
        out.append(start)
        start = table[start]
    return out
