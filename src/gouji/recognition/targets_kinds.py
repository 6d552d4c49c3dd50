"""A table of few columns whose cells follow each other in the stream: which pieces make which kind of cell.

Each kind of cell (name, value, explanation …) says how well a text suits it and which kinds may follow; the widths at which
the cells of a kind are cut are learned from the document by reading it twice, as in `targets_columns`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gouji.recognition.targets_cells import Cell, cells, wrap_penalty
from gouji.recognition.targets_pieces import AFTER_BLANK, NEXT_LINE, SAME_LINE, Piece

ORPHAN = -8.0
BESIDE = 3.0  # against a cell of several lines beside whose last line another begins: cells are set at their top or middle
READS = 2
BEAM = 16.0  # states so far below the best at their position are given up
MAX_PIECES = 6000  # of one list; the longest seen have five hundred
START = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of cell. `score(text, before)` judges a text, `before` being the cell in front of it; `after` are the kinds
    (START for the beginning) that it may follow; `limit` bounds its pieces; `last` is what speaks against its being the
    last cell of all."""

    name: str
    score: Callable[[str, str], float]
    after: tuple[str, ...]
    limit: int = 18
    last: float = 0.0


@dataclass(frozen=True, slots=True)
class Read:
    """A cell that was read, or an orphan piece (kind "?")."""

    kind: str
    cell: Cell


@dataclass(slots=True)
class _Step:
    score: float
    at: int
    came: str
    cell: Cell | None
    kind: str


def solve(stream: Sequence[Piece], kinds: Sequence[Kind]) -> list[Read]:
    """The most plausible division of the stream into cells."""
    stream = stream[:MAX_PIECES]
    limit = max(k.limit for k in kinds)
    known = [cells(stream, i, len(stream), limit) for i in range(len(stream))]
    widths: Mapping[str, float] = {}
    least: Mapping[str, float] = {}
    out: list[Read] = []
    for _ in range(READS):
        found = _best(stream, known, kinds, widths, least)
        if found == out:
            break
        out, widths, least = found, _widths(found), _least(found)
    return out


def _best(
    stream: Sequence[Piece],
    known: Sequence[Sequence[Cell]],
    kinds: Sequence[Kind],
    widths: Mapping[str, float],
    least: Mapping[str, float],
) -> list[Read]:
    size = len(stream)
    parted = sum(p.gap == AFTER_BLANK for p in stream) > 0.8 * sum(p.gap != SAME_LINE for p in stream)
    best: list[dict[str, _Step]] = [{} for _ in range(size + 1)]
    best[0][START] = _Step(0.0, -1, START, None, START)
    for i in range(size):
        top = max((step.score for step in best[i].values()), default=0.0)
        for state, step in list(best[i].items()):
            if step.score < top - BEAM:
                continue
            _offer(best[i + 1], state, _Step(step.score + ORPHAN, i, state, None, "?"))
            before = step.cell.text if step.cell else ""
            for kind in kinds:
                if state not in kind.after:
                    continue
                for cell in known[i]:
                    if cell.end - cell.start > kind.limit:
                        break
                    score = (
                        step.score
                        + kind.score(cell.text, before)
                        + _fit(cell, widths.get(kind.name), least.get(kind.name, 0.0))
                        - cell.gaps[SAME_LINE] * 2.0
                    )
                    if (
                        cell.end < len(stream)
                        and stream[cell.end].gap == SAME_LINE
                        and cell.gaps[NEXT_LINE] + cell.gaps[AFTER_BLANK]
                    ):
                        score -= BESIDE
                    if parted:
                        score -= 1.5 * cell.gaps[NEXT_LINE]
                    _offer(best[cell.end], kind.name, _Step(score, i, state, cell, kind.name))
    return _trace(best, size, {k.name: k.last for k in kinds})


def _offer(into: dict[str, _Step], state: str, step: _Step) -> None:
    if state not in into or step.score > into[state].score:
        into[state] = step


def _fit(cell: Cell, column: float | None, least: float) -> float:
    """What a cell's cuts say against it, in a column of known width, or in one that is at least so wide."""
    if column is not None:
        return wrap_penalty(cell.lines, cell.heads, column, cell.slack)
    if len(cell.lines) == 1 or max(cell.lines) >= least:
        return cell.wrap
    return wrap_penalty(cell.lines, cell.heads, least, cell.slack)


def _trace(best: Sequence[Mapping[str, _Step]], size: int, last: Mapping[str, float]) -> list[Read]:
    out: list[Read] = []
    if not best[size]:
        return out
    at, state = size, max(best[size], key=lambda s: best[size][s].score - last.get(s, 0.0))
    while at > 0:
        step = best[at][state]
        if step.cell is not None and step.cell.end == at and step.kind != "?":
            out.append(Read(step.kind, step.cell))
        else:
            out.append(Read("?", Cell(at - 1, at, "", (0.0,), (0.0,), 0.0, 0.0, (0, 0, 0))))
        at, state = step.at, step.came
    return out[::-1]


def _widths(found: Sequence[Read]) -> dict[str, float]:
    """For each kind, the width at which most of its full lines end."""
    cut: dict[str, Counter[float]] = {}
    for read in found:
        if read.kind != "?":
            cut.setdefault(read.kind, Counter()).update(read.cell.lines[:-1])
    out = {}
    for kind, seen in cut.items():
        if sum(seen.values()) > 1:
            (width, times), *_ = sorted(seen.items(), key=lambda x: (-x[1], -x[0]))
            out[kind] = width if times > 1 else max(seen)
    return out


def _least(found: Sequence[Read]) -> dict[str, float]:
    """For each kind, a width that its column has at least: the second widest line of its uncut cells (one may be misread)."""
    whole: dict[str, list[float]] = {}
    for read in found:
        if read.kind != "?" and len(read.cell.lines) == 1:
            whole.setdefault(read.kind, []).append(read.cell.lines[0])
    return {kind: sorted(lines)[-2] for kind, lines in whole.items() if len(lines) > 2}
