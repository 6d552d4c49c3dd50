"""A document's blocks as a flat list of items with folded words; captions and titles that stand as rows of a grid come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gouji.model.place import Place
from gouji.recognition.fold import fold
from gouji.sources.document import Block, Grid, GridCell, Paragraph

MAX_FOLD = 400  # folding more of a line than this tells nothing about what the line is

_BULLET = re.compile(r"^\s*(?:[-*•·]\s+)?(?:#{1,6}\s+)?")


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or grid. `text` is a paragraph's folded words (its first MAX_FOLD characters), "" for a grid."""

    block: Block
    text: str = ""

    @property
    def is_grid(self) -> bool:
        return isinstance(self.block, Grid)

    @property
    def raw(self) -> str:
        """The paragraph's words as one would print them: without bullet and bold marks."""
        return plain(self.block.text) if isinstance(self.block, Paragraph) else ""

    @property
    def hard(self) -> bool:
        return isinstance(self.block, Paragraph) and self.block.hard

    @property
    def line(self) -> int | None:
        return self.block.place.line


def plain(text: str) -> str:
    """A line without its list bullet, heading marks and bold marks."""
    return _BULLET.sub("", text, count=1).replace("**", "").strip()


def tidy(raw: str) -> str:
    """A heading's or title's words without blanks inside."""
    return "".join(raw.split())


def items(blocks: Sequence[Block], comes_out: Callable[[Sequence[str], int], int]) -> list[Item]:
    """The blocks as items. A grid's row of which `comes_out(folded cells, row index)` says that its first so many cells
    are no cells of a table (captions, a title, a note, a heading) becomes so many paragraphs."""
    out: list[Item] = []
    for block in blocks:
        for part in _parts(block, comes_out) if isinstance(block, Grid) else (block,):
            out.append(Item(part, fold(plain(part.text[:MAX_FOLD])) if isinstance(part, Paragraph) else ""))
    return out


def _parts(grid: Grid, comes_out: Callable[[Sequence[str], int], int]) -> Iterator[Block]:
    """The grid, cut at the rows that come out of it."""
    begin = 0
    for index, row in enumerate(grid.rows):
        few = 1 <= len(row) <= 4
        outside = comes_out([fold(plain(cell.text[:MAX_FOLD])) for cell in row], index) if few else 0
        if not outside:
            continue
        if index > begin:
            yield _slice(grid, begin, index)
        for cell in row[:outside]:
            yield Paragraph(cell.text, _place(cell, grid), hard=True, page_start=grid.page_start and index == 0)
        begin = index + 1
    if begin == 0:
        yield grid
    elif begin < len(grid.rows):
        yield _slice(grid, begin, len(grid.rows))


def _slice(grid: Grid, begin: int, end: int) -> Grid:
    """Rows begin … end−1 as a grid of their own, renumbered from 0."""
    rows = tuple(tuple(replace(cell, row=cell.row - begin) for cell in row) for row in grid.rows[begin:end])
    cells = [cell for row in rows for cell in row]
    place = grid.place
    if cells and cells[0].place.line is not None:
        last = cells[-1].place
        place = replace(place, line=cells[0].place.line, to_line=last.to_line or last.line)
    return replace(grid, rows=rows, widths=grid.widths[begin:end], place=place, page_start=grid.page_start and begin == 0)


def _place(cell: GridCell, grid: Grid) -> Place:
    return cell.place if cell.place != Place() else grid.place


def span(found: Sequence[Item]) -> Place:
    """The place from the first item's beginning to the last one's end."""
    if not found:
        return Place()
    first, last = found[0].block.place, found[-1].block.place
    end = last.to_line or last.line
    return replace(first, to_line=end, column=None, to_column=None) if first.line is not None else first
