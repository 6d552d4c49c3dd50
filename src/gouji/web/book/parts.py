"""A document cut into parts that a page can show one at a time: each form for itself, the prose by its chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gouji.reporting.html.page import Page, Part
from gouji.reporting.html.tables import Table

CELLS = 900  # of a form in one part; a longer form goes on in the next
WEIGHT = 30_000  # characters of prose in one part
MOST = 600  # parts
FIGURE = 150  # characters that a figure weighs
CHAPTER = 3  # headings down to this level begin a part


@dataclass(slots=True)
class Chunk:
    """A part of the page. `kind` is form or text; `goes_on` counts the earlier pieces of the same form."""

    id: str
    kind: str
    title: str
    parts: list[Part] = field(default_factory=list)
    goes_on: int = 0


def chunks(page: Page) -> tuple[list[Chunk], int]:
    """The parts in the document's order, and how many more there are than are shown."""
    found: list[Chunk] = []
    left = 0
    for chunk in _cut(page.parts):
        if len(found) < MOST:
            found.append(chunk)
        else:
            left += 1
    return found, left


def _cut(parts: Sequence[Part]) -> Iterator[Chunk]:
    text: Chunk | None = None
    weight = 0
    for part in parts:
        if part.kind == "form":
            if text is not None:
                yield text
                text = None
            yield from _form(part)
            continue
        begins = part.kind == "heading" and part.level <= CHAPTER
        if text is not None and (begins or weight > WEIGHT):
            yield text
            text = None
        if text is None:
            text, weight = Chunk(part.id, "text", _title(part)), 0
        text.parts.append(part)
        weight += _weight(part)
    if text is not None:
        yield text


def _title(part: Part) -> str:
    return (part.text or "".join(piece.text for piece in part.pieces)).strip()[:40]


def _weight(part: Part) -> int:
    prose = sum(len(piece.text) + (FIGURE if piece.key else 0) for piece in part.pieces)
    return prose + sum(FIGURE + len(row.name) + len(row.target.raw) for row, _ in part.rows) + len(part.text)


def _form(part: Part) -> Iterator[Chunk]:
    cut = [list(_lines(table)) for table in part.tables]
    for n in range(max((len(pieces) for pieces in cut), default=1) or 1):
        tables = tuple(pieces[n] for pieces in cut if n < len(pieces))
        name = part.id if not n else f"{part.id}-{n + 1}"
        yield Chunk(name, "form", part.text, [replace(part, tables=tables, mark=part.mark if not n else None)], n)


def _lines(table: Table) -> Iterator[Table]:
    size = max(1, CELLS // max(1, len(table.lines[0].cells) if table.lines else 1))
    for start in range(0, max(1, len(table.lines)), size):
        yield replace(table, lines=table.lines[start : start + size])
