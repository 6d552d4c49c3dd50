"""Which words between two rows belong to which: a label broken over lines may stand around its row's codes and numbers.

    机关事业单位基本            top-aligned cells leave the rest of a label below its row, centred ones half above, half below;
    301 08  35.78 35.78         cells printed one after the other leave nothing between rows.
    养老保险缴费

Decided for all rows of a form together (dynamic programming over the gaps), by the chart's names where they are known and
by evenness where not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gouji.recognition.fold import fold
from gouji.recognition.line_tokens import Token

MOST_FRAGMENTS = 8  # lines of words in one gap that can be a label broken around its row; beyond that they are none
MOST_TAIL = 6  # lines of a label below its row

Fragment = tuple[Token, ...]  # the words of one printed line


@dataclass(slots=True)
class Labelled:
    """A row for this purpose. `inside`: its words beside codes and numbers. `above`: fragments between it and the row before.

    `names` are what the chart of accounts calls its code, () where unknown. `width`: how wide
    the form's broken lines are (0: not known). `closed`: a total, which takes nothing more.
    """

    inside: Sequence[Token]
    above: list[Fragment]
    names: tuple[str, ...] = ()
    width: int = 0
    closed: bool = False
    head: list[Fragment] = field(default_factory=list)
    tail: list[Fragment] = field(default_factory=list)


Cost = Callable[[Labelled, Sequence[Fragment], Sequence[Fragment]], float]


def fragments(tokens: Sequence[Token]) -> list[Fragment]:
    """Words grouped by their printed line."""
    out: list[list[Token]] = []
    for token in tokens:
        if out and out[-1][0].line == token.line:
            out[-1].append(token)
        else:
            out.append([token])
    return [tuple(group) for group in out]


def wording(tokens: Sequence[Token]) -> str:
    """Words joined without the blanks between them."""
    return "".join(t.text for t in tokens)


def settle(
    rows: Sequence[Labelled], after: list[Fragment], costs: Sequence[Cost], most: int = MOST_FRAGMENTS
) -> list[Fragment]:
    """Set every row's `head` and `tail` from the fragments above it (`after`: those behind the last row).

    Each of `costs` says how little a row looks like one with these fragments above and below; the one that the whole form
    fits best decides, the first of equals. Returns the fragments that belong to no row.
    """
    spare: list[Fragment] = []
    gaps = [row.above for row in rows] + [after]
    for position, gap in enumerate(gaps):
        if len(gap) > most:
            kept = 0 if position == len(rows) or rows[position].inside else 1
            spare += gap[: len(gap) - kept]
            gaps[position] = gap[len(gap) - kept :]
    if not rows:
        return spare + after
    _, tails = min((_shared(rows, gaps, cost_of) for cost_of in costs), key=lambda found: found[0])
    for row, above, taken, below, tail in zip(rows, gaps, [0, *tails], gaps[1:], tails, strict=False):
        row.head, row.tail = above[taken:], below[:tail]
    return spare + gaps[-1][tails[-1] :]


def _shared(rows: Sequence[Labelled], gaps: Sequence[list[Fragment]], cost_of: Cost) -> tuple[float, list[int]]:
    """The least cost of sharing out the gaps, and how many fragments of the gap below it each row takes."""
    # costs[k]: the best so far where k fragments of the gap before the current row went to the row before it.
    costs = {0: 0.0}
    trail: list[dict[int, int]] = []
    for position, row in enumerate(rows):
        above, below = gaps[position], gaps[position + 1]
        new: dict[int, float] = {}
        back: dict[int, int] = {}
        for taken, cost in costs.items():
            for tail in range(min(len(below), MOST_TAIL) + 1):
                total = cost + cost_of(row, above[taken:], below[:tail])
                if total < new.get(tail, float("inf")):
                    new[tail], back[tail] = total, taken
        costs = new
        trail.append(back)
    ends = {tail: cost + 1.5 * (len(gaps[-1]) - tail) for tail, cost in costs.items()}
    tail = min(ends, key=lambda k: (ends[k], k))
    least = ends[tail]
    tails = [tail]
    for back in reversed(trail[1:]):
        tail = back[tail]
        tails.append(tail)
    return least, tails[::-1]


def centred_cost(row: Labelled, head: Sequence[Fragment], tail: Sequence[Fragment]) -> float:
    """How little a row's label looks like one in the middle of its cell: as many lines above the numbers as below."""
    uneven = abs(len(head) - len(tail))
    return _wording_cost(row, head, tail) + 1.5 * uneven + 0.25 * (len(head) + len(tail))


def top_cost(row: Labelled, head: Sequence[Fragment], tail: Sequence[Fragment]) -> float:
    """How little a row's label looks like one that begins at its cell's top, beside the numbers, and goes on below."""
    above = 0.25 if not row.inside else 4.0
    return _wording_cost(row, head, tail) + above * len(head) + 0.25 * len(tail)


def _wording_cost(row: Labelled, head: Sequence[Fragment], tail: Sequence[Fragment]) -> float:
    if row.closed:
        return 10.0 * (len(head) + len(tail))
    words = wording([*(t for f in head for t in f), *row.inside, *(t for f in tail for t in f)])
    if not words:
        return 6.0
    return strangeness(words) + _unlike(words, row.names) + _early(row, head, tail)


def _early(row: Labelled, head: Sequence[Fragment], tail: Sequence[Fragment]) -> float:
    """A cell's line is broken where it is full: lines that end early and yet go on."""
    if not row.width or not (head or tail):
        return 0.0
    parts = [*head, *fragments(row.inside), *tail]
    return 2.0 * sum(width_of(wording(part)) < row.width - 2 for part in parts[:-1])


def width_of(text: str) -> int:
    """Printed width in half characters."""
    return sum(1 if c.isascii() else 2 for c in text)


def strangeness(words: str) -> float:
    """What no whole label has: a bracket that is opened and not closed, or closed and not opened."""
    return 3.0 if words.count("(") + words.count("（") != words.count(")") + words.count("）") else 0.0


@lru_cache(maxsize=8192)
def _unlike(words: str, names: tuple[str, ...]) -> float:
    """How far a label is from what the chart calls its code: an issuer's other wording costs, but forbids nothing."""
    folded = fold(words)
    known = [fold(n) for n in names]
    if not known or folded in known:
        return 0.0
    return 3.0 if any(folded.startswith(k[:2]) for k in known) else 5.0
