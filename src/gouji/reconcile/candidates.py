"""The ways in which a row's numbers can take columns: order kept, every relation of the row held within rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.reconcile.puzzle import BLANK, Cells, Option, PuzzleRow, RowRelation
from gouji.reconcile.sums import Budget

MAX_CANDIDATES = 3000
MAX_STEPS = 30_000


class TooMany(Exception):
    """More ways than can be listed: nothing may be concluded from the row yet."""


def order_bounds(columns: int, numbers: int, allowed: list[set[int]]) -> None:
    """Narrows `allowed` (columns of each number) to those that leave room for the numbers before and after."""
    low = -1
    for i in range(numbers):
        allowed[i] = {c for c in allowed[i] if c > low and c <= columns - (numbers - i)}
        low = min(allowed[i], default=columns)
    high = columns
    for i in range(numbers - 1, -1, -1):
        allowed[i] = {c for c in allowed[i] if c < high}
        high = max(allowed[i], default=-1)


def start(row: PuzzleRow, ignore_codes: bool = False) -> list[set[int]]:
    """The columns that each number may take by order, by the row's codes and, in an exact form, by its own hint."""
    barred = frozenset() if ignore_codes else row.barred
    allowed = [set(range(len(row.columns))) - barred for _ in row.options]
    if row.exact:
        for i, column in enumerate(row.partial):
            if column is not None:
                allowed[i] = {column}
    order_bounds(len(row.columns), len(row.options), allowed)
    return allowed


def hinted(row: PuzzleRow) -> list[Cells]:
    """The assignments that the source's layout names (several where numbers have alternatives); empty without hints."""
    if row.hinted is None:
        return []
    found: list[list[Option | None]] = [[BLANK] * len(row.columns)]
    for column, options in zip(row.hinted, row.options, strict=True):
        found = [[*cells[:column], option, *cells[column + 1 :]] for cells in found for option in options]
        if len(found) > MAX_CANDIDATES:
            return []
    return [tuple(cells) for cells in found]


def listed(
    row: PuzzleRow, allowed: Sequence[set[int]], relations: Sequence[RowRelation], budget: Budget | None = None
) -> list[Cells]:
    """Every assignment within `allowed` that satisfies the relations. Raises TooMany beyond the bound or the budget."""
    search = _Search(row, allowed, relations, budget or Budget(MAX_STEPS))
    search.go(0, 0)
    return search.found


def relaxed(row: PuzzleRow, allowed: Sequence[set[int]], budget: Budget) -> list[Cells]:
    """The assignments of a row that contradicts itself: first those where one number, printed otherwise, would heal all
    its relations; else each relation set aside in turn; else all of them."""
    found = dict.fromkeys(_healed(row, allowed, budget))
    if not found:
        for skipped in row.relations:
            rest = [r for r in row.relations if r is not skipped]
            found |= dict.fromkeys(listed(row, allowed, rest, budget))
    return list(found) or listed(row, allowed, (), budget)


def _healed(row: PuzzleRow, allowed: Sequence[set[int]], budget: Budget) -> list[Cells]:
    """Assignments that a single other number would make right: each number in turn is taken for unreadable."""
    found: list[Cells] = []
    for i, options in enumerate(row.options):
        doubted = replace(row, options=(*row.options[:i], (None,), *row.options[i + 1 :]))
        for cells in listed(doubted, allowed, row.relations, budget):
            column = cells.index(None) if None in cells else -1
            if column >= 0 and all(o is not None for o in options) and _has_value(row.relations, cells, column):
                found.extend((*cells[:column], option, *cells[column + 1 :]) for option in options)
    return found


def _has_value(relations: Sequence[RowRelation], cells: Cells, column: int) -> bool:
    """Whether some printed amount (not a blank) in that column satisfies every relation of the row."""
    value: int | None = None
    for relation in (r for r in relations if r.compare == "="):
        factor = {c: f for f, c in relation.terms}.get(column, 0)
        if factor and value is None:
            known = [(f, cells[c]) for f, c in relation.terms if c != column]
            rest = sum(f * cell[0] for f, cell in known if cell is not None)
            value = -rest // factor
    if value is None:
        return True
    half = max((cell[1] for cell in cells if cell is not None), default=0)
    tried = (*cells[:column], (value, half), *cells[column + 1 :])
    return value != 0 and all(r.allows(tried) for r in relations)


class _Search:
    """Depth first over the columns in printed order; a relation is judged at its last column, and before that where
    all amounts are of one sign and the parts already exceed the whole."""

    def __init__(self, row: PuzzleRow, allowed: Sequence[set[int]], relations: Sequence[RowRelation], budget: Budget) -> None:
        self.columns = len(row.columns)
        self.options = row.options
        self.allowed = allowed
        self.ending: list[list[RowRelation]] = [[] for _ in range(self.columns)]
        for relation in relations:
            self.ending[max(column for _, column in relation.terms)].append(relation)
        self.cells: list[Option | None] = [BLANK] * self.columns
        self.found: list[Cells] = []
        self.budget = budget
        plain = all(option is not None and option[0] > 0 for options in row.options for option in options)
        self.partial: list[list[RowRelation]] = [[] for _ in range(self.columns)]
        if plain:
            for relation in relations:
                self._early(relation)

    def _early(self, relation: RowRelation) -> None:
        """After the columns with positive factor are settled, negative parts can only pull the sum down: and vice versa."""
        last = max(column for _, column in relation.terms)
        for sign in (1, -1):
            if relation.compare == "<=" and sign == -1:
                continue
            settled = max((c for f, c in relation.terms if f * sign < 0), default=-1)
            for column in {c for f, c in relation.terms if f * sign > 0 and settled < c < last}:
                seen = tuple((f * sign, c) for f, c in relation.terms if c <= column)
                self.partial[column].append(RowRelation(seen, "<="))

    def go(self, column: int, number: int) -> None:
        """Settles `column` and all after it; `number` is the next number without a column."""
        self.budget.left -= 1
        if self.budget.left < 0 or len(self.found) > MAX_CANDIDATES:
            raise TooMany
        left = len(self.options) - number
        if left > self.columns - column:
            return
        if column == self.columns:
            self.found.append(tuple(self.cells))
            return
        if left and column in self.allowed[number]:
            for option in self.options[number]:
                self.cells[column] = option
                if self._fits(column):
                    self.go(column + 1, number + 1)
        self.cells[column] = BLANK
        if self._fits(column):
            self.go(column + 1, number)

    def _fits(self, column: int) -> bool:
        cells = self.cells
        return all(r.allows(cells) for r in self.ending[column]) and all(r.allows(cells) for r in self.partial[column])
