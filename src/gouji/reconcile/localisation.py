"""Which figure is wrong: the smallest set of figures whose change lets every relation hold (Fellegi–Holt), weighed by how
slips happen. A separate consumer of bound relations: it knows no particular rule.

One root cause is one diagnosis, whose evidence is every relation that it breaks. Relations that share figures are searched
together: for one change, then for one slip of several figures (`acts`), then for two and for three changes. Where that finds
nothing, the change that mends most is taken as a cause and the search goes on with what is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model.finding import Outcome
from gouji.reconcile.acts import Act, acts
from gouji.reconcile.bound import Figure, Key, Result
from gouji.reconcile.network import Network
from gouji.reconcile.slips import Slip, slip

MAX_CAUSES = 40  # root causes that are told apart in one document; beyond it the document needs another one altogether
MAX_ALTERNATIVES = 5
MAX_CHANGES = 3
MAX_GROUPS = 6  # groups that are looked over to find the hardest
MAX_STEPS = 3000  # changes tried in one search: what 50 ms allow
BREAKS_COST = 6  # what it costs an explanation to contradict a relation that holds
CELL_COST = 1  # prose is written by hand and forms come out of a system: of two figures, the cell is less often wrong


@dataclass(frozen=True, slots=True)
class Change:
    """A figure and what it should be, in the figure's own unit and precision. `explains` counts the broken relations that
    it mends, `contradicts` those that held before."""

    figure: Figure
    should_be: Decimal
    slip: Slip
    explains: int
    contradicts: int = 0

    @property
    def cost(self) -> int:
        """Lower is likelier."""
        cell = CELL_COST if self.figure.key.owner != "claim" else 0
        return self.slip.cost + cell + BREAKS_COST * self.contradicts


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A root cause: the broken relations, and the changes that would mend all of them, the likeliest first.

    `act` is set where one slip of several figures (a missing row, two columns exchanged) explains them; `changes` then
    holds the figures that it concerns. `changes` is empty where nothing that was tried explains the relations.
    """

    results: tuple[Result, ...]
    changes: tuple[Change, ...] = ()
    act: Act | None = None

    @property
    def confidence(self) -> Decimal:
        """How sure the first change is, 0 to 1: its share of the weight of all explanations."""
        if self.act is not None:
            return Decimal("0.90")
        if not self.changes:
            return Decimal(0)
        weights = [Decimal(2) ** -c.cost for c in self.changes]
        return (weights[0] / sum(weights)).quantize(Decimal("0.01"))


Move = tuple[int, int]  # a variable and the scaled value that it gets


def localise(results: Iterable[Result], spared: Collection[Key] = ()) -> tuple[Diagnosis, ...]:
    """A diagnosis for each root cause behind the broken relations, those that break most first.

    `spared` are figures that are never blamed, as a cell that was restored from a garbled one.
    """
    held = tuple(results)
    if not any(r.outcome is Outcome.BROKEN for r in held):
        return ()
    search = Search(Network(held, spared))
    found: list[Diagnosis] = []
    while search.open and len(found) < MAX_CAUSES:
        found.extend(search.next_causes())
    found.extend(Diagnosis((search.network.equations[i].result,)) for i in sorted(search.open))
    return tuple(sorted(found, key=lambda d: -len(d.results)))


class Search:
    """Explains the broken relations of a network one connected group after the other."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.given_up: set[int] = set()
        self.steps = 0
        self._cells: dict[tuple[int, int | str], list[tuple[str, int, Decimal]]] = {}

    @property
    def open(self) -> set[int]:
        """The broken relations that are not explained yet."""
        return self.network.broken - self.given_up

    def next_causes(self) -> list[Diagnosis]:
        """The causes of one connected group of broken relations; the group counts as mended afterwards."""
        groups = self._groups()
        act = self._act(groups) if len(groups) > 1 else None
        if act is not None:
            return [self._settle_act(act)]
        group = self._hardest(groups)
        ignored = self.network.broken - group
        self.steps = 0
        for size in range(1, MAX_CHANGES + 1):
            if size == 2:
                act = self._act([group])
                if act is not None:
                    return [self._settle_act(act)]
            solutions = list(self._solutions(ignored, size, ()))
            if solutions:
                return self._settle(solutions, group)
        peeled = self._best_single(group, ignored)
        if peeled is not None:
            return [peeled]
        self.given_up |= group
        return [Diagnosis((self.network.equations[i].result,)) for i in sorted(group)]

    def _hardest(self, groups: Sequence[set[int]]) -> set[int]:
        """The first group that no single change mends: what mends it may mend others on the way. Else the largest."""
        if 1 < len(groups) <= MAX_GROUPS:
            for group in groups:
                self.steps = 0
                if not list(self._solutions(self.network.broken - group, 1, ())):
                    return group
        return groups[0]

    def _act(self, groups: Sequence[set[int]]) -> Act | None:
        """The one act that explains most: whole groups, and of several groups of one form more than one."""
        scope = set[int]().union(*groups)
        best = None
        for act in acts(self.network, scope):
            whole = [g for g in groups if g <= act.mends]
            if sum(map(len, whole)) == len(act.mends) and len(whole) >= min(2, len(groups)):
                rank = (-len(act.mends), act.slip.cost)
                if best is None or rank < best[0]:
                    best = (rank, act)
        return best[1] if best else None

    def _groups(self) -> list[set[int]]:
        """The open relations that hang together through figures that could be wrong, the largest group first."""
        network, left = self.network, set(self.open)
        groups = []
        while left:
            todo = [left.pop()]
            group = set(todo)
            while todo:
                for x in self._movable(todo.pop()):
                    for index, _, _ in network.variables[x].touches:
                        if index in left:
                            left.discard(index)
                            group.add(index)
                            todo.append(index)
            groups.append(group)
        return sorted(groups, key=lambda g: (-len(g), min(g)))

    def _movable(self, index: int) -> Iterator[int]:
        return (x for x in self.network.equations[index].factors if not self.network.variables[x].fixed)

    def _solutions(self, ignored: set[int], size: int, made: tuple[Move, ...]) -> Iterator[tuple[Move, ...]]:
        """Every set of `size` more changes after which nothing but what is ignored is broken."""
        network = self.network
        open_now = network.broken - ignored
        taken = {x for x, _ in made}
        pivot = min(open_now, key=lambda i: (sum(1 for _ in self._movable(i)), i))
        candidates = set(self._movable(pivot)) - taken
        if size == 1:  # the last change must touch all that is still broken
            for index in open_now:
                candidates &= network.equations[index].factors.keys()
        for x in sorted(candidates):
            for value in self._values(x, open_now):
                self.steps += 1
                if self.steps > MAX_STEPS:
                    return
                old = network.set(x, value)
                left = network.broken - ignored
                if not left:
                    yield (*made, (x, value))
                elif size > 1 and len(left) < len(open_now) + 3:
                    yield from self._solutions(ignored, size - 1, (*made, (x, value)))
                network.set(x, old)

    def _values(self, x: int, broken: set[int]) -> list[int]:
        """What the broken relations around a figure ask it to be; the last places beside where a slip would lead there.

        A form's cell or a stated amount without a minus sign is never asked to be less than nothing: no slip makes 81.11 of
        −1,742.21. A change may be one of the other direction."""
        network, one = self.network, self.network.variables[x]
        figure, amount = one.figure, one.figure.amount
        change = figure.key.owner != "form" and ("变动" in figure.spot.row or (amount is not None and amount.unit == "%"))
        signed = change or (one.value or 0) < 0
        found: dict[int, None] = {}
        for index, _, _ in one.touches:
            if index in broken:
                value = network.wanted(x, index)
                if value is not None and value != (one.value or 0) and (signed or value >= 0):
                    found[value] = None
        if one.value is not None and one.value != 0:
            for value in list(found):
                for near in (value - one.quantum, value + one.quantum):
                    if near != one.value and slip(network.printed(x, one.value), network.printed(x, near)).cost == 1:
                        found[near] = None
        return list(found)

    def _change(self, move: Move, mended: int, contradicts: int = 0) -> Change:
        network, (x, value) = self.network, move
        one = network.variables[x]
        right = network.printed(x, value)
        stated = network.printed(x, one.value) if one.value is not None else None
        return Change(one.figure, right, slip(stated, right, self._beside(x)), mended, contradicts)

    def _beside(self, x: int) -> set[Decimal]:
        """The figures printed beside, above and below a cell, and what a claim was last year."""
        key = self.network.variables[x].figure.key
        if key.owner != "form":
            return set()
        if not self._cells:
            for variable in self.network.variables:
                at, amount = variable.figure.key, variable.figure.amount
                if at.owner == "form" and amount is not None:
                    self._cells.setdefault((at.index, at.row), []).append((at.column, at.row, amount.value))
                    self._cells.setdefault((at.index, at.column), []).append((at.column, at.row, amount.value))
        row, column = self._cells.get((key.index, key.row), []), self._cells.get((key.index, key.column), [])
        near = {v for c, _, v in row if c != key.column}
        return near | {v for _, r, v in column if 0 < abs(r - key.row) <= 2}

    def _settle(self, solutions: Sequence[tuple[Move, ...]], group: set[int]) -> list[Diagnosis]:
        """The likeliest solution as causes, one for each figure, with what else could stand in each one's place."""
        unique = {frozenset(s): s for s in solutions}
        ranked = sorted(unique.values(), key=self._solution_rank)
        best = ranked[0]
        network = self.network
        causes = []
        for move in best:
            # a relation that two of the changes share is evidence of both
            around = sorted(i for i, _, _ in network.variables[move[0]].touches if i in self.open)
            results = tuple(network.equations[i].result for i in around or sorted(group))
            rest = frozenset(m for m in best if m != move)
            options = [move]
            for other in ranked[1:]:
                left = frozenset(other) - rest
                if len(left) == 1:
                    options.append(next(iter(left)))
            named: dict[int, Change] = {}
            for option in options:
                named.setdefault(option[0], self._change(option, len(results)))
            causes.append(Diagnosis(results, tuple(list(named.values())[:MAX_ALTERNATIVES])))
        for x, value in best:
            network.set(x, value)
        return causes

    def _solution_rank(self, moves: tuple[Move, ...]) -> tuple[int, int, int, tuple[Move, ...]]:
        """What mends relations of other groups too first, then cheaper slips, then what leaves fewer to rounding."""
        cost = sum(self._change(m, 0).cost for m in moves)
        network = self.network
        olds = [(x, network.set(x, value)) for x, value in moves]
        broken = len(network.broken)
        inexact = sum(network.inexact(x) for x, _ in moves)
        for x, old in reversed(olds):
            network.set(x, old)
        return broken, cost, inexact, moves

    def _settle_act(self, act: Act) -> Diagnosis:
        """One slip of several figures as a cause."""
        results = tuple(self.network.equations[i].result for i in sorted(act.mends))
        changes = tuple(self._change((x, v), len(results)) for x, v in act.moves if v is not None)
        for x, value in act.moves:
            self.network.set(x, value)
        self.given_up |= act.mends
        return Diagnosis(results, changes, act)

    def _best_single(self, group: set[int], ignored: set[int]) -> Diagnosis | None:
        """The change that mends most of the group and contradicts least of what holds; None where none gains anything."""
        network, ranked = self.network, []
        for x in sorted({x for i in group for x in self._movable(i)}):
            for value in self._values(x, group):
                before = network.broken - ignored
                old = network.set(x, value)
                after = network.broken - ignored
                mended, against = before - after, after - before
                network.set(x, old)
                if mended:
                    change = self._change((x, value), len(mended), len(against))
                    ranked.append((len(mended) - 2 * len(against), -change.cost, x, value, mended, change))
        if not ranked:
            return None
        ranked.sort(key=lambda item: (-item[0], -item[1], item[2], item[3]))
        gain, _, x, value, mended, first = ranked[0]
        if gain <= 0 and first.contradicts:
            return None
        named = {x: first}
        for _, _, other, _, same, change in ranked[1:]:
            if same == mended and change.contradicts == first.contradicts:
                named.setdefault(other, change)
        network.set(x, value)
        self.given_up |= {i for i in network.broken if i not in group and i not in ignored}
        results = tuple(network.equations[i].result for i in sorted(mended))
        return Diagnosis(results, tuple(list(named.values())[:MAX_ALTERNATIVES]))
