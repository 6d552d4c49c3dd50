"""How much of a hostile or damaged file is read: the only place where such bounds stand."""

from __future__ import annotations

from dataclasses import dataclass

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of what a reader takes in. A file above `file_bytes` or `text_bytes` is refused by its size, before it is
    read; whatever stands beyond the other bounds is left out and named in the document's damage.

    `line_characters`: of one line of a text. `columns`: cells of one row. `numbers`: runs of digits in a document.
    `file_seconds` and `memory_bytes` bound the process that reads and checks a file: it is ended where it goes beyond.
    `scan_pixels`: of a page's picture as it is read; `picture_pixels`: of a picture before it is brought to that size;
    `scan_seconds`: for recognising the pages of one file, beyond which the rest is left out.
    `pages` and `page_objects` are for paged formats, `unpacked_bytes`, `members` and `depth` for archives and trees.
    """

    file_bytes: int = 128 * _MEGABYTE
    text_bytes: int = 64 * _MEGABYTE
    lines: int = 100_000
    line_characters: int = 20_000
    columns: int = 256
    cells: int = 200_000
    numbers: int = 200_000
    pages: int = 2_000
    page_objects: int = 200_000
    page_chars: int = 100_000
    scan_pixels: int = 12_000_000
    picture_pixels: int = 150_000_000
    scan_seconds: float = 900.0
    unpacked_bytes: int = 256 * _MEGABYTE
    members: int = 1_000
    depth: int = 64
    file_seconds: float = 120.0
    memory_bytes: int = 4096 * _MEGABYTE


class TooManyObjects(Exception):
    """A page with more objects, characters or pixels than the limits allow."""


LIMITS = Limits()
