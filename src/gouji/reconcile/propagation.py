"""Narrowing: every link between rows drops the candidates that no other row's candidates can complete, to a fixpoint.

Sound by construction: a candidate goes only where no joint completion of that link exists. What was given up (`dropped`)
is never used. A contradiction is raised with the link where it showed; `reasons` tell which links narrowed which rows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from gouji.reconcile import candidates
from gouji.reconcile.candidates import TooMany
from gouji.reconcile.puzzle import BLANK, Cells, ColumnTerm, Puzzle, PuzzleRow
from gouji.reconcile.sums import Budget, Choice, supported

Drop = tuple[str, int]  # ("link", number of a link) or ("hint", number of a row): what a solution does without
Group = tuple[int, tuple[ColumnTerm, ...]]
MAX_DOUBT = 200_000  # steps for all rows that contradict themselves; what is left over stays open
MAX_SUMS = 250_000  # partial sums that narrowing may look at (as many again for trying what is left)


class Contradiction(Exception):
    """No candidate is left at a link (`link`), or in a row (`row`)."""

    def __init__(self, link: int | None, row: int | None = None) -> None:
        super().__init__()
        self.link = link
        self.row = row


class Lists:
    """Candidate lists of rows, found once each: equal rows (same columns, numbers, relations) share the work."""

    def __init__(self, puzzle: Puzzle) -> None:
        self.puzzle = puzzle
        self._known: dict[object, list[Cells] | None] = {}
        self._initial: dict[tuple[int, bool], list[Cells] | None] = {}
        self.contradictory: set[int] = set()
        self.patience = Budget(MAX_DOUBT)

    def within(self, number: int, allowed: Sequence[set[int]]) -> list[Cells] | None:
        """All candidates of a row within `allowed`; None where they are too many to list."""
        row = self.puzzle.rows[number]
        key = (row.columns, row.options, tuple(row.relations), tuple(map(frozenset, allowed)))
        if key not in self._known:
            try:
                self._known[key] = candidates.listed(row, allowed, row.relations)
            except TooMany:
                self._known[key] = None
        return self._known[key]

    def initial(self, number: int, use_hint: bool) -> list[Cells] | None:
        """A row's candidates before any link is used: its hint where that can be believed, else all; None for too many."""
        if (number, use_hint) not in self._initial:
            self._initial[number, use_hint] = self._begin(number, use_hint)
        return self._initial[number, use_hint]

    def _begin(self, number: int, use_hint: bool) -> list[Cells] | None:
        row = self.puzzle.rows[number]
        hinted = candidates.hinted(row)
        if hinted and (row.exact or use_hint):
            fitting = [c for c in hinted if all(r.allows(c) for r in row.relations)]
            if fitting and not row.exact and row.barred.intersection(row.hinted or ()):
                # a layout that its codes deny is one possibility among others: the sums must decide
                others = self.within(number, candidates.start(row)) or []
                return [*fitting, *(c for c in others if c not in fitting)]
            if fitting or row.exact:
                return fitting or hinted
        allowed = candidates.start(row)
        found = self.within(number, allowed)
        if found == [] and row.barred:
            found = self.within(number, candidates.start(row, ignore_codes=True))
        if found == []:
            self.contradictory.add(number)
            doubted = self._relaxed(row)
            fitting = [c for c in hinted if doubted is None or c in doubted] if use_hint else []
            return fitting or doubted
        return found

    def _relaxed(self, row: PuzzleRow) -> list[Cells] | None:
        try:
            found = candidates.relaxed(row, candidates.start(row), self.patience)
            return found or candidates.relaxed(row, candidates.start(row, ignore_codes=True), self.patience) or None
        except TooMany:
            return None


class State:
    """The candidates of every row as far as they are narrowed. `lists[r]` is None while row r has too many to list;
    `allowed[r]` then says which columns each of its numbers may take."""

    def __init__(self, puzzle: Puzzle, found: Lists, dropped: frozenset[Drop] = frozenset()) -> None:
        self.puzzle = puzzle
        self.found = found
        self.dropped = dropped
        self.lists: list[list[Cells] | None] = [found.initial(n, ("hint", n) not in dropped) for n in range(len(puzzle.rows))]
        self.allowed: dict[int, list[set[int]]] = {
            n: candidates.start(puzzle.rows[n], ignore_codes=n in found.contradictory)
            for n, listed in enumerate(self.lists)
            if listed is None
        }
        self.reasons: list[dict[int, None]] = [{} for _ in puzzle.rows]
        self.trail: dict[int, list[Cells] | None] | None = None
        self._sums: dict[tuple[int, tuple[ColumnTerm, ...]], tuple[list[Cells], list[Choice | None]]] = {}
        self.work = 0
        self.budget = Budget(MAX_SUMS)

    def run(self, links: Iterable[int], only: frozenset[int] | None = None) -> None:
        """Narrows until nothing changes, beginning with these links (and using none but `only`). Raises Contradiction."""
        queue = deque(n for n in links if ("link", n) not in self.dropped)
        waiting = set(queue)
        while queue:
            number = queue.popleft()
            waiting.discard(number)
            for row in self._revise(number):
                self.reasons[row][number] = None
                for other in self.puzzle.touching[row]:
                    if other in waiting or other == number or ("link", other) in self.dropped:
                        continue
                    if only is None or other in only:
                        waiting.add(other)
                        queue.append(other)

    def _choices(self, row: int, terms: tuple[ColumnTerm, ...]) -> list[Choice | None] | None:
        """What each candidate of the row contributes to a link; None where the row is not listed."""
        listed = self.lists[row]
        if listed is None:
            return None
        known = self._sums.get((row, terms))
        if known is not None and known[0] is listed:
            return known[1]
        choices = [_contribution(cells, terms) for cells in listed]
        self.work += len(listed)
        self._sums[row, terms] = (listed, choices)
        return choices

    def _revise(self, number: int) -> list[int]:
        """Narrows the rows of one link; returns those that changed."""
        link = self.puzzle.links[number]
        total = slack = 0
        open_groups: list[tuple[Group, frozenset[Choice]]] = []
        for group in link.groups:
            choices = self._choices(*group)
            if choices is None:
                loose = self._loose(*group)
                if loose is None:
                    return []
                open_groups.append((group, loose))
                continue
            different = frozenset(choices) if len(choices) > 1 else None
            if different is not None and len(different) > 1:
                if None in different:
                    return []
                open_groups.append((group, different))  # type: ignore[arg-type]
                continue
            if choices[0] is None:
                return []
            total += choices[0][0]
            slack += choices[0][1]
        self.work += 1 + sum(len(choices) for _, choices in open_groups)
        if not open_groups:
            if total == 0 or (total < slack if link.compare == "<=" else abs(total) < slack):
                return []
            raise Contradiction(number)
        kept = supported((total, slack), [choices for _, choices in open_groups], link.compare, self.budget)
        changed = []
        for (group, before), after in zip(open_groups, kept, strict=True):
            if len(after) < len(before) and self._narrow(group, after, number):
                changed.append(group[0])
        return changed

    def _loose(self, row: int, terms: tuple[ColumnTerm, ...]) -> frozenset[Choice] | None:
        """What an unlisted row may contribute: any number that may take the column, or nothing. None for several columns."""
        if len(terms) != 1:
            return None
        factor, column = terms[0]
        choices = {BLANK}
        for i, options in enumerate(self.puzzle.rows[row].options):
            if column in self.allowed[row][i]:
                for option in options:
                    if option is None:
                        return None
                    choices.add((factor * option[0], abs(factor) * option[1]))
        return frozenset(choices)

    def _narrow(self, group: Group, kept: set[Choice], link: int) -> bool:
        """Keeps the candidates of a row that contribute one of `kept`; whether anything went."""
        row, terms = group
        if not kept:
            raise Contradiction(link, row)
        listed = self.lists[row]
        if listed is None:
            return self._narrow_loose(row, terms[0], kept, link)
        choices = self._choices(row, terms) or []
        rest = [cells for cells, choice in zip(listed, choices, strict=True) if choice in kept]
        if not rest:
            raise Contradiction(link, row)
        self._set(row, rest)
        return len(rest) < len(listed)

    def _set(self, row: int, rest: list[Cells]) -> None:
        if self.trail is not None and row not in self.trail:
            self.trail[row] = self.lists[row]
        self.lists[row] = rest

    def _narrow_loose(self, row: int, term: ColumnTerm, kept: set[Choice], link: int) -> bool:
        """Takes a column from the numbers of an unlisted row; lists the row as soon as that is possible."""
        if self.trail is not None:
            return False
        factor, column = term
        allowed = self.allowed[row]
        changed = False
        for i, options in enumerate(self.puzzle.rows[row].options):
            fits = any(o is None or (factor * o[0], abs(factor) * o[1]) in kept for o in options)
            if column in allowed[i] and not fits:
                allowed[i].discard(column)
                changed = True
        if changed:
            self._list(row, link)
        return changed

    def _list(self, row: int, link: int | None) -> None:
        data = self.puzzle.rows[row]
        candidates.order_bounds(len(data.columns), len(data.options), self.allowed[row])
        if row in self.found.contradictory:
            return
        listed = self.found.within(row, self.allowed[row])
        if listed == []:
            raise Contradiction(link, row)
        self.lists[row] = listed

    def consistent(self, row: int, cells: Cells) -> bool:
        """Whether the document stays free of contradiction if the row stands so; the state is left as it was."""
        self.trail = {}
        reasons = self.reasons
        self.reasons = [{} for _ in reasons]
        try:
            self._set(row, [cells])
            self.run(self.puzzle.touching[row])
        except Contradiction:
            return False
        finally:
            for changed, listed in self.trail.items():
                self.lists[changed] = listed
            self.trail = None
            self.reasons = reasons
        return True


def _contribution(cells: Cells, terms: tuple[ColumnTerm, ...]) -> Choice | None:
    total = slack = 0
    for factor, column in terms:
        cell = cells[column]
        if cell is None:
            return None
        total += factor * cell[0]
        slack += abs(factor) * cell[1]
    return total, slack
