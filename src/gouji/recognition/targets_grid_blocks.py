"""Which rows of a matrix belong to which project, where its code, name and amounts stand once, at the top or in the middle.

The columns of a project are filled from the top without gaps, so a column that is filled below a blank begins a new project;
what that leaves open is settled by where the code stands in its block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.model.amount import parse_number
from gouji.model.place import Place
from gouji.recognition.targets_amounts import FoundAmount
from gouji.recognition.targets_fields import Field
from gouji.recognition.targets_grid_columns import Parted

MAX_ROWS = 60  # rows of a project above or below its head
RESTART = 8.0  # against a block in which a column begins below a blank
_NUMBER = re.compile(r"[-+]?[\d,]+\.\d*|#{2,}")
_FRACTION = re.compile(r"\d[\d,]*\.\d+")
_RULING = "|·.-_1Iil"  # what a page's ruling may be recognised as; 1.11 is an amount all the same
_CODE = re.compile(r"\d{3,21}")


@dataclass(slots=True)
class Head:
    """The project's (or agency's) own cells, found in rows [first, last]; `amounts` by the position of their column."""

    first: int
    last: int
    place: Place
    code: str = ""
    name: str = ""
    rows: int = 1
    amounts: list[tuple[int, FoundAmount]] = field(default_factory=list)

    @property
    def is_project(self) -> bool:
        return len(self.code) > 9 or not self.code


def heads_of(parted: Sequence[Parted], count: int) -> list[Head]:
    """The heads in order. Cells in neighbouring rows are one head while its code is incomplete or no amount was seen;
    `count` is how many amount columns there are."""
    heads: list[Head] = []
    firsts = _first_columns(parted)
    for at, row in enumerate(parted):
        left = [f for f in row.left if _is_cell(f.folded)]
        if not left:
            continue
        if not heads or _begins(heads[-1], at, left):
            heads.append(Head(at, at, left[0].place, rows=max(f.rows for f in left)))
        _take(heads[-1], at, left, firsts.get(row.row.block, row.start - count))
    for head in heads:
        _settle(head)
    return [h for h in heads if h.code or h.amounts]


def _is_cell(text: str) -> bool:
    """Whether it is more than strokes of a ruling; the code 111 looks like three of them."""
    return bool(_FRACTION.fullmatch(text) or _CODE.fullmatch(text) or text.strip(_RULING))


def _settle(head: Head) -> None:
    """Where no number stands in the total's column but the first is the sum of the rest, the first is the total."""
    values = [a.value for _, a in head.amounts]
    if len(values) < 2 or head.amounts[0][0] == 0 or any(v is None for v in values):
        return
    if values[0] == sum(v for v in values[1:] if v is not None):
        shift = head.amounts[0][0]
        head.amounts = [(column - shift, amount) for column, amount in head.amounts]


def _begins(head: Head, at: int, left: Sequence[Field]) -> bool:
    """Whether these cells begin another head."""
    if at - head.last > 1:
        return True
    code = next((f.folded for f in left if _CODE.fullmatch(f.folded)), "")
    if code.startswith("000") and 9 < len(head.code) <= 21 - len(code):
        return False  # the second half of the code
    if not head.amounts:
        if len(code) == 6 and len(head.code) in (3, 6) and code[:3] == head.code[:3]:
            return True  # a body without amounts, and the next body of the department
        if len(head.code) >= 20 and len(code) in (3, 6, 20, 21):
            return code != head.code  # a project without amounts, and whatever comes next
        return 0 < len(head.code) <= 9 < len(code)  # an agency without amounts, and its first project
    return bool(code) or any(_NUMBER.fullmatch(f.folded) for f in left)


def _first_columns(parted: Sequence[Parted]) -> dict[int, int]:
    """For each page with several rows of amounts, the column where the first of them, the total, stands."""
    columns: dict[int, list[int]] = {}
    for row in parted:
        numbers = [f.column for f in row.left if _NUMBER.fullmatch(f.folded)]
        if numbers:
            columns.setdefault(row.row.block, []).append(min(numbers))
    return {block: min(found) for block, found in columns.items() if len(found) > 1}


def _take(head: Head, at: int, left: Sequence[Field], first: int) -> None:
    """Takes code, name and amounts; `first` is the column of the first amount."""
    head.last = at
    for cell in left:
        if _CODE.fullmatch(cell.folded) and cell.column < max(1, first):
            head.code = cell.folded if len(cell.folded) > 11 else (head.code + cell.folded)[:21]
        elif _NUMBER.fullmatch(cell.folded):
            column = max(0, cell.column - first)
            known = dict(head.amounts)
            found = FoundAmount(parse_number(cell.folded), cell.text, cell.place)
            head.amounts = sorted({**known, column: found}.items())
        elif not cell.folded.isdecimal():
            head.name += cell.text


class _Rows:
    """Sums over the rows from the top, so that a block's cost needs no walk through it."""

    def __init__(self, parted: Sequence[Parted]) -> None:
        restarts, filled = [0], [0]
        for k, row in enumerate(parted):
            above = parted[k - 1].cells if k else {}
            begun = sum(1 for c in row.cells if c % 2 == 0 and c not in above) if above and row.cells else 0
            restarts.append(restarts[-1] + begun)
            filled.append(filled[-1] + bool(row.cells))
        self.restarts, self.filled = restarts, filled
        self.first = [len(parted)] * (len(parted) + 1)  # the first row at or below this one that has indicators
        for k in range(len(parted) - 1, -1, -1):
            self.first[k] = k if parted[k].cells else self.first[k + 1]
        self.last = [-1] * (len(parted) + 1)  # the last one above this one
        for k, row in enumerate(parted):
            self.last[k + 1] = k if row.cells else self.last[k]

    def cost(self, head: Head, begin: int, end: int, centred: bool) -> float:
        """What speaks against rows [begin, end) being the head's."""
        if not head.is_project:
            return 30.0 * (self.filled[end] - self.filled[begin])
        if head.rows > 1:
            return 5.0 * (abs(head.first - begin) + abs(head.first + head.rows - end))
        cost = RESTART * (self.restarts[end] - self.restarts[min(begin + 1, end)])
        if not centred:
            return cost + 1.0 * abs(head.first - begin)
        first, last = min(self.first[begin], end), max(self.last[end], begin)
        return cost + 0.5 * abs((head.first + head.last) / 2 - (first + last) / 2)


def blocks_of(heads: Sequence[Head], parted: Sequence[Parted]) -> list[tuple[int, int]]:
    """For each head the rows [begin, end) whose indicators are its own.

    Chooses the boundaries between heads so that columns do not restart inside a block, and then so that the heads stand
    where this document's heads stand: at the top of their block or in its middle, whichever fits the whole better.
    """
    rows = _Rows(parted)
    return min((_tile(heads, rows, len(parted), centred) for centred in (False, True)), key=lambda x: x[0])[1]


def _tile(heads: Sequence[Head], rows: _Rows, count: int, centred: bool) -> tuple[float, list[tuple[int, int]]]:
    best: dict[int, float] = {0: 0.0}
    back: list[dict[int, int]] = []
    for k, head in enumerate(heads):
        after: dict[int, float] = {}
        came: dict[int, int] = {}
        for end in _ends(head, heads[k + 1].first if k + 1 < len(heads) else None, count):
            for begin, cost in best.items():
                total = cost + rows.cost(head, begin, end, centred)
                if end not in after or total < after[end]:
                    after[end], came[end] = total, begin
        best = after
        back.append(came)
    out: list[tuple[int, int]] = []
    end = count
    for came in reversed(back):
        out.append((came[end], end))
        end = came[end]
    return best.get(count, 0.0), out[::-1]


def _ends(head: Head, below: int | None, count: int) -> Sequence[int]:
    """Where the head's block may end: before the next head, not further from either than any project is long."""
    if below is None:
        return [count]
    ends = range(head.last + 1, below + 1)
    return ends if len(ends) <= 2 * MAX_ROWS else [*ends[:MAX_ROWS], *ends[-MAX_ROWS:]]
