"""What stands on a page → its blocks: ruled tables, tables by alignment, and lines of prose, from top to bottom."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from operator import itemgetter

from gouji.model.place import Place
from gouji.sources.document import Block, Grid, GridCell, Paragraph
from gouji.sources.pdf.aligned import Aligned, aligned
from gouji.sources.pdf.grid import Table, fitted, tables
from gouji.sources.pdf.lines import Line, cell_text, lines
from gouji.sources.pdf.page import Glyph, Page
from gouji.sources.pdf.torn import Drawn, overflowing

_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(第\s*)?\d{1,4}(\s*页)?([\s/／共]*\d{1,4}\s*页?)?[-—–－·\s]*")


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a page from top to bottom, and the ruled tables that it begins and ends with (None: it does not)."""

    blocks: list[Block]
    first: Drawn | None = None
    last: Drawn | None = None


def page_blocks(page: Page, going_on: tuple[float, ...]) -> Blocks:
    """What stands on a page.

    `going_on` are the column lines of the table that the page before ends with: a table at the top goes on with them.
    """
    found = tables(page.horizontal, page.vertical) if page.horizontal and page.vertical else []
    loose, cells = _sorted_into(page.chars, found)
    for drawn, inside_cells in zip(found, cells, strict=True):
        overflowing(drawn, inside_cells)
    height = page.height
    texts = [line for line in lines(loose) if not _is_page_number(line, height)]
    bare = {table.first: table for table in aligned(texts)}
    inside = {i for table in bare.values() for i in range(table.first + 1, table.end)}
    items: list[tuple[float, float, Line | int | Aligned]] = [
        (line.top, line.x0, bare.get(i, line)) for i, line in enumerate(texts) if i not in inside
    ]
    items += [(found[i].ys[0], found[i].xs[0], i) for i in range(len(found)) if any(cells[i])]
    items.sort(key=itemgetter(0, 1))
    margin = max((line.x1 for line in texts), default=page.width)
    out: list[Block] = []
    begins: Drawn | None = None
    ends: Drawn | None = None
    for _, _, item in items:
        first = not out
        if isinstance(item, int):
            table = fitted(found[item], going_on) if first and going_on else found[item]
            out.append(_grid(page, table, cells[item], first))
            ends = Drawn(table, cells[item])
            begins = ends if first else begins
        elif isinstance(item, Aligned):
            out.append(replace(_aligned_grid(page, item), page_start=first))
            ends = None
        else:
            hard = item.x1 < margin - 2 * (item.bottom - item.top)
            place = _place(page, (item.x0, item.top, item.x1, item.bottom))
            out.append(Paragraph(item.text, place, hard, first, xs=item.xs if _as_seen(page) else None))
            ends = None
    return Blocks(out, begins, ends)


def _as_seen(page: Page) -> bool:
    return page.turn.quarter == page.turn.seen


def _is_page_number(line: Line, height: float) -> bool:
    at_edge = line.top > height * 0.9 or line.bottom < height * 0.07
    return at_edge and len(line.text) < 24 and _PAGE_NUMBER.fullmatch(line.text) is not None


def _place(page: Page, box: tuple[float, float, float, float]) -> Place:
    """The place of a box of the page as it is read, where a viewer shows it."""
    turn = page.turn
    x0, y0, x1, y1 = box if turn.quarter == turn.seen else turn.viewed(box)
    return Place(page.number, (round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)))


class _Tenths(dict[float, float]):
    """Numbers rounded to a tenth, each once: a ruling bounds many cells."""

    def __missing__(self, number: float) -> float:
        return self.setdefault(number, round(number, 1))


def _sorted_into(chars: list[Glyph], found: list[Table]) -> tuple[list[Glyph], list[list[list[Glyph]]]]:
    """The characters outside every table, and for each table those of each of its cells.

    Of tables one inside the other the inner one has them.
    """
    cells: list[list[list[Glyph]]] = [[[] for _ in table.cells] for table in found]
    for table, boxes in sorted(zip(found, cells, strict=True), key=lambda pair: pair[0].area):
        xs, ys, lookup = table.xs, table.ys, _lookup(table)
        left, right, upper, lower = xs[0], xs[-1], ys[0], ys[-1]
        loose: list[Glyph] = []
        x_from = x_to = y_from = y_to = 0.0  # where the glyph before stood: mostly the next one stands there too
        put = loose.append
        for char in chars:
            _, x0, x1, _, top, bottom, _ = char
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if not (x_from <= x < x_to and y_from <= y < y_to):
                if not (left <= x < right and upper <= y < lower):
                    loose.append(char)
                    continue
                row, column = bisect_right(ys, y) - 1, bisect_right(xs, x) - 1
                x_from, x_to, y_from, y_to = xs[column], xs[column + 1], ys[row], ys[row + 1]
                put = boxes[lookup[row][column]].append
            put(char)
        chars = loose
    return chars, cells


def _lookup(table: Table) -> list[list[int]]:
    """Which cell covers each base position of the table."""
    out = [[0] * (len(table.xs) - 1) for _ in range(len(table.ys) - 1)]
    for index, cell in enumerate(table.cells):
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                out[r][c] = index
    return out


def _grid(page: Page, table: Table, chars: list[list[Glyph]], first: bool) -> Grid:
    rows: list[list[GridCell]] = [[] for _ in range(len(table.ys) - 1)]
    number, seen, tenth = page.number, _as_seen(page), _Tenths()
    for (row, column, row_span, column_span, x0, y0, x1, y1), inside in zip(table.cells, chars, strict=True):
        box = x0, y0, x1, y1
        place = Place(number, (tenth[x0], tenth[y0], tenth[x1], tenth[y1])) if seen else _place(page, box)
        text = cell_text(inside) if inside else ""
        rows[row].append(GridCell(text, row, column, row_span, column_span, place))
    width = len(table.xs) - 1
    place = _place(page, table.box)
    return Grid(tuple(map(tuple, rows)), width, True, place, (width,) * len(rows), first)


def _aligned_grid(page: Page, table: Aligned) -> Grid:
    rows: list[list[GridCell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        place = _place(page, cell.box)
        rows[cell.row].append(GridCell(cell.text, cell.row, cell.column, 1, cell.column_span, place))
    boxes = [cell.box for cell in table.cells]
    around = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    return Grid(tuple(map(tuple, rows)), table.columns, True, _place(page, around), (table.columns,) * table.rows)
