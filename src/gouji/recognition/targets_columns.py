"""Which column each indicator of a column-less matrix stands in.

In a matrix the indicators of a column are listed from the top without gaps, row after row, left to right. So the columns that
a row uses are among those of the row above, and the order of the pairs leaves few solutions. Words (which level a name
speaks for) and the columns' widths (where names and values are cut) decide between them; the widths are learned from the
document itself, by reading it, measuring, and reading again.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gouji.recognition.targets_cells import Cell, Pair, level_scores, pairs, wrap_penalty
from gouji.recognition.targets_pieces import AFTER_BLANK, NEXT_LINE, SAME_LINE, Piece
from gouji.standards.indicators import Level

MAX_BODY = 1200  # pieces of one project
ORPHAN = -8.0  # a piece that belongs to no pair
REOPENED = 7.0
BEAM = 14.0  # states so far below the best at their position are given up
FULL = 0.8  # for a line cut exactly at its column's width
READS = 2
DOUBT = 1.5  # how much worse another column may be for the pair's column to be in doubt
# How common it is that a row begins with this column: later rows mostly hold outputs.
_ROW_STARTS = {"成本指标": -1.0, "产出指标": 0.0, "效益指标": -0.7, "满意度指标": -1.2}


@dataclass(frozen=True, slots=True)
class Found:
    """A pair with its column, or an orphan piece (pair None). `other` is a column that it could as well stand in."""

    pair: Pair | None
    column: int
    at: int
    other: int | None = None


State = tuple[int, int]


# The best way to a state: its score, the position and state it came from, and the pair that was read (None: an orphan).
Step = tuple[float, int, State, Pair | None]


@dataclass(slots=True)
class Body:
    """The pieces of one project's indicators, and the pairs that may begin at each (worked out once)."""

    stream: Sequence[Piece]
    levels: tuple[Level, ...]
    cells: dict[int, list[Cell]] = field(default_factory=dict)
    pairs: dict[int, list[tuple[Pair, tuple[float, ...]]]] = field(default_factory=dict)

    def at(self, i: int) -> list[tuple[Pair, tuple[float, ...]]]:
        """The pairs that may begin at `i`, each with what its words say for every level."""
        if i not in self.pairs:
            found = pairs(self.stream, i, len(self.stream), self.cells)
            self.pairs[i] = [(p, level_scores(self.levels, p.name_text, p.value.text if p.value else "")) for p in found]
        return self.pairs[i]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a document's matrix looks like: column widths of names and values, and how cells' pieces follow each other."""

    levels: tuple[Level, ...]
    names: tuple[float | None, ...]
    values: tuple[float | None, ...]
    within: tuple[float, float, float]
    between: tuple[float, float, float]


def solve(streams: Sequence[Sequence[Piece]], levels: Sequence[Level]) -> list[list[Found]]:
    """The pairs of each project with their columns (positions in `levels`)."""
    bodies = [Body(s[:MAX_BODY], tuple(levels)) for s in streams]
    shape = first_shape(bodies, levels)
    out: list[list[Found]] = []
    for _ in range(READS):
        found = [_best(body, shape) for body in bodies]
        if found == out:
            break
        out, shape = found, learn(bodies, found, shape)
    return [_doubted(body, found, shape) for body, found in zip(bodies, out, strict=True)]


def _doubted(body: Body, found: Sequence[Found], shape: Shape) -> list[Found]:
    """The reading with the pairs marked that would stand in another column nearly as well, all others as they are."""
    known = [f for f in found if f.pair is not None]
    same = [body.stream[f.at].gap == SAME_LINE for f in known]
    columns = [f.column for f in known]
    whole = _order(columns, same, shape)
    marked: dict[int, int] = {}
    for k, one in enumerate(known):
        words = next((w for p, w in body.at(one.at) if p is one.pair), None)
        if one.pair is None or words is None:
            continue
        scores = _column_scores(one.pair, words, body, shape)
        for other in range(len(shape.levels)):
            loss = scores[one.column] - scores[other]
            if other != one.column and loss < DOUBT + 1.0:
                loss += whole - _order([*columns[:k], other, *columns[k + 1 :]], same, shape)
                if loss < DOUBT:
                    marked[one.at] = other
    return [replace(f, other=marked.get(f.at)) for f in found]


def _order(columns: Sequence[int], same_line: Sequence[bool], shape: Shape) -> float:
    """What the rows that this order of columns makes cost, at best."""
    states: dict[State, float] = {((1 << len(shape.levels)) - 1, -1): 0.0}
    for column, same in zip(columns, same_line, strict=True):
        after: dict[State, float] = {}
        for state, cost in states.items():
            for reached, step in _moves(state, len(shape.levels), same, shape):
                if reached[1] == column and cost + step > after.get(reached, float("-inf")):
                    after[reached] = cost + step
        states = after
    return max(states.values(), default=float("-inf"))


def first_shape(bodies: Sequence[Body], levels: Sequence[Level]) -> Shape:
    """Before anything is read: no widths; a blank line says something only where lines are not all parted by one."""
    gaps = Counter(p.gap for b in bodies for p in b.stream)
    parted = gaps[AFTER_BLANK] / max(1, gaps[AFTER_BLANK] + gaps[NEXT_LINE])
    within = (-3.0, -1.5, 0.0) if parted > 0.8 else (-3.0, 0.0, -2.0) if parted > 0.1 else (-3.0, 0.0, 0.0)
    none: tuple[float | None, ...] = (None,) * len(levels)
    return Shape(tuple(levels), none, none, within, (0.0, 0.0, 0.0))


def _best(body: Body, shape: Shape) -> list[Found]:
    """The most plausible reading of one project's pieces: dynamic programming over positions and column states.

    A state is (columns that may still come, current column): bits right of the current column for this row, bits up to
    it for the next row.
    """
    size = len(body.stream)
    full = (1 << len(shape.levels)) - 1
    moves: dict[tuple[State, bool], list[tuple[State, float]]] = {}
    best: list[dict[State, Step]] = [{} for _ in range(size + 1)]
    best[0][(full, -1)] = (0.0, -1, (full, -1), None)
    for i in range(size):
        reached = _reached(best[i], body.stream[i].gap == SAME_LINE, shape, moves)
        if not reached:
            continue
        for state, step in best[i].items():
            lone = best[i + 1].get(state)
            if lone is None or step[0] + ORPHAN > lone[0]:
                best[i + 1][state] = (step[0] + ORPHAN, i, state, None)
        for pair, words in body.at(i):
            columns = _column_scores(pair, words, body, shape)
            into = best[pair.end]
            for after, (score, state) in reached:
                total = score + columns[after[1]]
                known = into.get(after)
                if known is None or total > known[0]:
                    into[after] = (total, i, state, pair)
    return _trace(best, size)


def _reached(
    states: dict[State, Step], same_line: bool, shape: Shape, moves: dict[tuple[State, bool], list[tuple[State, float]]]
) -> list[tuple[State, tuple[float, State]]]:
    """The states that a pair beginning here can lead to, each with its best score before the pair and where it comes from."""
    out: dict[State, tuple[float, State]] = {}
    top = max((s[0] for s in states.values()), default=0.0)
    for state, step in states.items():
        if step[0] < top - BEAM:
            continue
        key = (state, same_line)
        if key not in moves:
            moves[key] = _moves(state, len(shape.levels), same_line, shape)
        for after, cost in moves[key]:
            score = step[0] + cost
            if after not in out or score > out[after][0]:
                out[after] = (score, state)
    return list(out.items())


def _moves(state: State, count: int, same_line: bool, shape: Shape) -> list[tuple[State, float]]:
    """Where the next pair may stand, and at what cost: further right in this row, or in a new row.

    A column that the rows above had given up may come back, at a price: issuers do leave gaps.
    """
    mask, current = state
    out: list[tuple[State, float]] = []
    first = current < 0
    for column in range(current + 1, count):
        skipped = mask & ((1 << column) - (1 << (current + 1)))
        cost = -1.0 * skipped.bit_count() - (0.0 if mask >> column & 1 else REOPENED)
        if mask >> column & 1 or not first:
            out.append((((mask & ~skipped) | 1 << column, column), cost))
    if not first:
        below = mask & ((1 << (current + 1)) - 1)
        for column in range(count):
            cost = _ROW_STARTS.get(shape.levels[column].name, 0.0) - (5.0 if same_line else 0.0)
            cost -= 0.0 if below >> column & 1 else REOPENED
            out.append((((below & ~((1 << column) - 1)) | 1 << column, column), cost))
    return out


def _column_scores(pair: Pair, words: tuple[float, ...], body: Body, shape: Shape) -> list[float]:
    """The pair's score in each column: its words, its cuts against the column's widths, how its pieces follow."""
    score = pair.base + _gap_score(pair, body.stream, shape)
    return [score + said + _fit(pair.name, shape.names[k]) + _fit(pair.value, shape.values[k]) for k, said in enumerate(words)]


def _fit(cell: Cell | None, column: float | None) -> float:
    """What a column's width changes in a cell's score for its cuts."""
    if cell is None or column is None:
        return 0.0
    if len(cell.lines) == 1:
        return 0.0 if cell.lines[0] <= column + cell.slack else -3.0
    exact = sum(abs(line - column) < 0.3 for line in cell.lines[:-1])
    return wrap_penalty(cell.lines, cell.heads, column, cell.slack) - cell.wrap + FULL * exact


def _gap_score(pair: Pair, stream: Sequence[Piece], shape: Shape) -> float:
    score = shape.between[stream[pair.name.start].gap]
    if pair.value is not None:
        score += shape.between[stream[pair.value.start].gap]
    same, after, blank = shape.within
    for cell in (pair.name, pair.value, pair.tail):
        if cell is not None and cell.end - cell.start > 1:
            score += cell.gaps[0] * same + cell.gaps[1] * after + cell.gaps[2] * blank
    return score


def _trace(best: Sequence[dict[State, Step]], size: int) -> list[Found]:
    if not best[size]:
        return []
    out: list[Found] = []
    state = max(best[size], key=lambda s: best[size][s][0])
    at = size
    while at > 0:
        _, came_at, came, pair = best[at][state]
        out.append(Found(pair, state[1] if pair else -1, came_at))
        at, state = came_at, came
    return out[::-1]


def learn(bodies: Sequence[Body], read: Sequence[Sequence[Found]], shape: Shape) -> Shape:
    """The shape that a reading shows: the commonest width at which a column's cells are cut, and the gaps' frequencies."""
    count = len(shape.levels)
    names: list[list[float]] = [[] for _ in range(count)]
    values: list[list[float]] = [[] for _ in range(count)]
    within, between = Counter({0: 1.0, 1: 1.0, 2: 1.0}), Counter({0: 1.0, 1: 1.0, 2: 1.0})
    for body, founds in zip(bodies, read, strict=True):
        for found in founds:
            if found.pair is None:
                continue
            names[found.column] += found.pair.name.lines[:-1]
            between[body.stream[found.pair.name.start].gap] += 1
            cells = [found.pair.name]
            if found.pair.value is not None:
                values[found.column] += found.pair.value.lines[:-1]
                between[body.stream[found.pair.value.start].gap] += 1
                cells.append(found.pair.value)
            for cell in cells:
                for gap, n in enumerate(cell.gaps):
                    within[gap] += n
    return replace(
        shape,
        names=tuple(_column_width(w) for w in names),
        values=tuple(_column_width(w) for w in values),
        within=_weights(within),
        between=_weights(between),
    )


def _column_width(cut: Sequence[float]) -> float | None:
    """The width that lines of a column are cut at, from its full lines; None where too few were seen."""
    if len(cut) < 2:
        return None
    (width, seen), *_ = sorted(Counter(cut).items(), key=lambda x: (-x[1], -x[0]))
    return width if seen > 1 else max(cut)


def _weights(seen: Counter[int]) -> tuple[float, float, float]:
    total = sum(seen.values())
    a, b, c = (max(-4.0, math.log(seen[g] / total)) for g in (SAME_LINE, NEXT_LINE, AFTER_BLANK))
    return a, b, c
