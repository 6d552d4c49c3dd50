"""The records of an Excel 97 workbook, held to be sound before a library sees them: what it would make room for.

The library allocates by what the records claim, and ends the process where there is no such room; it also reads a sheet
anew for every name that leads to it. (Record numbers and layouts: [MS-XLS] 2.3 and 2.4.)
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

# Records that are cells, with row and column in front.
_CELLS = frozenset((0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x206, 0x207, 0x27E, 0x406))
_SHEET, _STRINGS, _AREA, _END = 0x85, 0xFC, 0x200, 0x0A
_MOST_ROWS, _MOST_COLUMNS = 1 << 16, 1 << 8
_LEAST_STRING = 3  # bytes
MOST_RECORDS = 4_000_000  # of all sheets together, each as often as it is named


class Unsound(Exception):
    """A record that claims what no workbook holds."""


def check(stream: bytes) -> None:
    """Raises Unsound where a cell stands, or an area reaches, where no sheet has one, where more strings are announced than
    there is room for, and where the sheets' names lead over the same records again and again."""
    room, starts = MOST_RECORDS, []
    for kind, at, length in records(stream, 0):
        room -= 1
        if kind == _SHEET and length >= 4:
            starts.append(struct.unpack_from("<I", stream, at)[0])
        elif kind == _STRINGS and length >= 8 and struct.unpack_from("<I", stream, at + 4)[0] * _LEAST_STRING > len(stream):
            raise Unsound
    for start in starts:
        for kind, at, length in records(stream, start):
            room -= 1
            if kind in _CELLS:
                if length >= 4 and struct.unpack_from("<H", stream, at + 2)[0] >= _MOST_COLUMNS:
                    raise Unsound
            elif kind == _AREA:
                _check_area(stream[at : at + length])
            if room < 0:
                raise Unsound


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record from `at` to the end of its sheet, or to one that is cut off: there the
    library stops too."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        if kind == _END or at + 4 + length > len(stream):
            return
        yield kind, at + 4, length
        at += 4 + length


def _check_area(data: bytes) -> None:
    """The area that a sheet says it takes up: first row, row after the last, first column, column after the last."""
    layout = {10: "<4H", 14: "<2I2H"}.get(len(data))
    if layout is None:
        return
    top, bottom, left, right = struct.unpack_from(layout, data)
    if bottom and right and not (0 <= bottom - top <= _MOST_ROWS and 0 <= right - left <= _MOST_COLUMNS):
        raise Unsound
