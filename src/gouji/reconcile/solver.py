"""The joint solution of all forms: narrow, set aside what the issuer contradicts, then try what is left one by one.

A contradiction is either a column that the layout suggested wrongly or a mistake of the issuer. The smallest single thing
whose removal heals it is set aside; where several would heal it alike, all of them are, so that nothing is concluded from
a relation that may not hold. The rest of the document keeps its full strength.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.reconcile.propagation import MAX_SUMS, Contradiction, Drop, Lists, State
from gouji.reconcile.puzzle import Puzzle
from gouji.reconcile.sums import Budget

MAX_ROUNDS = 60
MAX_SUSPECTS = 40
MAX_WORK = 100_000  # choices looked at while trying alternatives; beyond it what is open stays ambiguous
MAX_TRIED = 40  # rows with more candidates than this are not tried one by one


def solve(puzzle: Puzzle) -> State:
    """The state in which every candidate left is possible as far as links, one at a time and then in trial, can tell."""
    found = Lists(puzzle)
    dropped: frozenset[Drop] = frozenset()
    for _ in range(MAX_ROUNDS):
        state = State(puzzle, found, dropped)
        try:
            state.run(range(len(puzzle.links)))
        except Contradiction as contradiction:
            dropped |= _set_aside(state, contradiction)
            continue
        _try_all(state)
        return state
    return State(puzzle, found, dropped | {("link", n) for n in range(len(puzzle.links))})


def _try_all(state: State) -> None:
    """Takes each open row's candidates in turn for granted; those that lead to a contradiction go. Until stable."""
    state.budget, state.work = Budget(MAX_SUMS), 0
    again = True
    while again and state.work < MAX_WORK:
        again = False
        rows = [(len(c), r) for r, c in enumerate(state.lists) if c is not None and 1 < len(c) <= MAX_TRIED]
        for _, row in sorted(rows):
            listed = state.lists[row]
            if listed is None or len(listed) < 2 or state.work >= MAX_WORK:
                continue
            rest = [cells for cells in listed if state.work >= MAX_WORK or state.consistent(row, cells)]
            if rest and len(rest) < len(listed):
                state.lists[row] = rest
                try:
                    state.run(state.puzzle.touching[row])
                except Contradiction:
                    state.lists[row] = listed
                    return  # the rest cannot be told apart without doubting what is known
                again = True


def _set_aside(state: State, contradiction: Contradiction) -> frozenset[Drop]:
    """What to do without so that this contradiction goes away."""
    links, rows = _closure(state, contradiction)
    core = frozenset(links)
    hints = [r for r in rows if _doubtful(state, r)]
    healing = [
        ("hint", r)
        for r in hints[:MAX_SUSPECTS]
        if _heals(state, frozenset({("hint", r)}), core | set(state.puzzle.touching[r]))
    ]
    if len(healing) == 1:
        return frozenset(healing)
    # A row that no columns can satisfy is the trouble itself (a cell lost, a mistake): the layout of others is not doubted.
    doubted = [] if state.found.contradictory.intersection(rows) else hints[:MAX_SUSPECTS]
    if healing and doubted:
        return frozenset(healing)
    if together := _shifted_forms(state, doubted, core):
        return together
    if len(links) == 1:
        return frozenset({("link", links[0])})
    suspects = [("link", n) for n in links[:MAX_SUSPECTS]]
    singles = [s for s in suspects if _heals(state, frozenset({s}), core)]
    soft = [s for s in singles if state.puzzle.links[s[1]].soft]
    return frozenset(soft or singles or suspects[:2])


def _shifted_forms(state: State, hints: Sequence[int], core: frozenset[int]) -> frozenset[Drop]:
    """The layout of all doubtful rows of a form, where doing without it heals what no single row's does: an extraction
    that lost a cell in one row of a form often lost it in several. Of every such form, where several would heal alike."""
    by_form: dict[int, list[int]] = {}
    for row in hints:
        by_form.setdefault(state.puzzle.rows[row].form, []).append(row)
    sets: list[frozenset[Drop]] = [frozenset(("hint", r) for r in rows) for rows in by_form.values()]
    return frozenset[Drop]().union(*(drops for drops in sets if _heals(state, drops, core)))


def _doubtful(state: State, row: int) -> bool:
    """Whether the row stands where its layout put it, without that being beyond doubt."""
    data = state.puzzle.rows[row]
    return data.hinted is not None and not data.exact and ("hint", row) not in state.dropped and len(data.columns) > 1


def _heals(state: State, drops: frozenset[Drop], only: frozenset[int]) -> bool:
    """Whether the links in `only` are free of contradiction without `drops`."""
    trial = State(state.puzzle, state.found, state.dropped | drops)
    try:
        trial.run(sorted(only), only)
    except Contradiction:
        return False
    return True


def _closure(state: State, contradiction: Contradiction) -> tuple[Sequence[int], Sequence[int]]:
    """The links and rows that the contradiction rests on, nearest first."""
    links: dict[int, None] = {}
    rows: dict[int, None] = {}
    waiting: list[int] = [] if contradiction.link is None else [contradiction.link]
    if contradiction.row is not None:
        rows[contradiction.row] = None
        waiting.extend(state.reasons[contradiction.row])
    for link in _each_once(waiting, links):
        for row, _ in state.puzzle.links[link].groups:
            if row not in rows:
                rows[row] = None
            waiting.extend(n for n in state.reasons[row] if n not in links)
    return list(links), list(rows)


def _each_once(waiting: list[int], seen: dict[int, None]) -> Iterator[int]:
    position = 0
    while position < len(waiting):
        link = waiting[position]
        position += 1
        if link not in seen:
            seen[link] = None
            yield link
