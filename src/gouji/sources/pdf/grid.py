"""Ruling lines → grids, in pure steps whose results can each be looked at: edges → joined → tables → cells with spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from gouji.sources.pdf.page import Edge

SNAP = 2.0  # lines closer than this are one line
GAP = 3.0  # pieces of a line closer than this are joined (dots, per-cell borders)
COVER = 0.6  # a border that covers less than this of a cell's side does not part two cells
SHORT = 4.0  # a joined line shorter than this rules nothing
SLIVER = 3.5  # lines closer than this have no cell between them: a double line


class CellBox(NamedTuple):
    """A cell: grid position, spans, and box."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: the positions of its lines and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[CellBox, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


_low = itemgetter(1)  # of an Edge


def joined(edges: Iterable[Edge]) -> list[Edge]:
    """Lines at the same position (within SNAP) put on one position, and their touching pieces made one."""
    out: list[Edge] = []
    for cluster in _clusters(sorted(edges)):
        at = sum([e[0] for e in cluster]) / len(cluster)
        cluster.sort(key=_low)
        _, low, high = cluster[0]
        for _, piece_low, piece_high in cluster:
            if piece_low - high > GAP:
                out.append(Edge(at, low, high))
                low, high = piece_low, piece_high
            elif piece_high > high:
                high = piece_high
        out.append(Edge(at, low, high))
    return [e for e in out if e.high - e.low >= SHORT]


def _clusters(ordered: Sequence[Edge]) -> Iterable[list[Edge]]:
    cluster: list[Edge] = []
    for edge in ordered:
        if cluster and edge.at - cluster[0].at > SNAP:
            yield cluster
            cluster = []
        cluster.append(edge)
    if cluster:
        yield cluster


def tables(horizontal: Iterable[Edge], vertical: Iterable[Edge]) -> list[Table]:
    """The ruled tables of a page, from top to bottom."""
    rules, posts = joined(horizontal), joined(vertical)
    found = [_table(rs, ps) for rs, ps in _components(rules, posts)]
    return sorted((t for t in found if t is not None), key=lambda t: (t.ys[0], t.xs[0]))


def _components(rules: Sequence[Edge], posts: Sequence[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Lines that cross or touch belong to one table (union-find over the crossings of sorted lines)."""
    parent = list(range(len(rules) + len(posts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    heights = [r.at for r in rules]
    reaches = [(r.low - GAP, r.high + GAP) for r in rules]
    for own, (at, post_low, post_high) in enumerate(posts, len(rules)):
        for i in range(bisect_left(heights, post_low - GAP), bisect_right(heights, post_high + GAP)):
            low, high = reaches[i]
            if low <= at <= high and (other := root(i)) != own:
                parent[other] = own
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, edge in enumerate((*rules, *posts)):
        groups.setdefault(root(i), ([], []))[i >= len(rules)].append(edge)
    return [g for g in groups.values() if len(g[0]) >= 2 and len(g[1]) >= 1]


def _positions(values: Iterable[float]) -> tuple[float, ...]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > SLIVER:
            out.append(value)
    return tuple(out)


def _table(rules: Sequence[Edge], posts: Sequence[Edge]) -> Table | None:
    """Cells of one table. Sides left open (no outer border) are closed at the ends of the lines across."""
    left, right = min(r.low for r in rules), max(r.high for r in rules)
    xs = _positions((*(p.at for p in posts), *(x for x in (left, right) if all(abs(x - p.at) > 2 * GAP for p in posts))))
    ys = _positions(r.at for r in rules)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    walls = _walls(xs, ys, posts)
    floors = _walls(ys, xs, rules)
    return Table(xs, ys, _merge(xs, ys, walls, floors))


def _walls(across: Sequence[float], along: Sequence[float], edges: Sequence[Edge]) -> list[list[bool]]:
    """walls[i][j]: whether a line at across[i] parts the cells along[j]..along[j+1] on its two sides."""
    by_position: list[list[Edge]] = [[] for _ in across]
    for edge in edges:
        i = bisect_left(across, edge.at)
        best = min((k for k in (i - 1, i) if 0 <= k < len(across)), key=lambda k: abs(across[k] - edge.at))
        if abs(across[best] - edge.at) <= SLIVER:
            by_position[best].append(edge)
    walls = []
    for i, pieces in enumerate(by_position):
        through = i in (0, len(across) - 1) or any(p.low <= along[0] and p.high >= along[-1] for p in pieces)
        if through or not pieces:
            walls.append([through] * (len(along) - 1))
        else:
            walls.append([_covered(pieces, a, b) >= COVER * (b - a) for a, b in pairwise(along)])
    return walls


def _covered(pieces: Sequence[Edge], low: float, high: float) -> float:
    covered = 0.0
    for _, start, end in pieces:
        start, end = max(start, low), min(end, high)
        if end > start:
            covered += end - start
    return covered


def _merge(
    xs: Sequence[float], ys: Sequence[float], walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]]
) -> tuple[CellBox, ...]:
    """Base cells with no line between them become one cell, if together they are a rectangle."""
    columns, rows = len(xs) - 1, len(ys) - 1
    taken = [[False] * columns for _ in range(rows)]
    cells = []
    for row, own in enumerate(taken):
        for column in range(columns):
            if own[column]:
                continue
            right = column + 1
            while right < columns and not walls[right][row] and not own[right]:
                right += 1
            below = row + 1
            while below < rows and not floors[below][column] and _open(floors[below], walls, below, column, right, taken):
                below += 1
            for r in range(row, below):
                taken[r][column:right] = [True] * (right - column)
            cells.append(CellBox(row, column, below - row, right - column, xs[column], ys[row], xs[right], ys[below]))
    return tuple(cells)


def _open(
    floor: Sequence[bool],
    walls: Sequence[Sequence[bool]],
    row: int,
    column: int,
    right: int,
    taken: Sequence[Sequence[bool]],
) -> bool:
    """Whether the cells of `row` from `column` to `right` join the cell above: nothing parts them."""
    return (
        not any(floor[c] for c in range(column, right))
        and not any(walls[c][row] for c in range(column + 1, right))
        and not any(taken[row][c] for c in range(column, right))
    )


def fitted(table: Table, xs: Sequence[float]) -> Table:
    """The table on the column lines `xs` of the table that it continues, where its own are some of them; else unchanged.

    A page that holds only a total row, or rows with merged cells, has fewer column lines than the pages before it.
    """
    at = [_nearest(x, xs) for x in table.xs]
    if len(table.xs) >= len(xs) or any(i is None for i in at) or at[0] != 0 or at[-1] != len(xs) - 1:
        return table
    where = [i for i in at if i is not None]
    cells = tuple(
        CellBox(c.row, where[c.column], c.row_span, where[c.column + c.column_span] - where[c.column], c.x0, c.y0, c.x1, c.y1)
        for c in table.cells
    )
    return Table(tuple(xs), table.ys, cells)


def _nearest(x: float, xs: Sequence[float]) -> int | None:
    i = bisect_left(xs, x)
    best = min((k for k in (i - 1, i) if 0 <= k < len(xs)), key=lambda k: abs(xs[k] - x))
    return best if abs(xs[best] - x) <= GAP else None
