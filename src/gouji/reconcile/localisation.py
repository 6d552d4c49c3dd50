"""Which figure is wrong: the smallest set of figures whose change lets every relation hold (Fellegi–Holt), weighed by how
slips happen. A separate consumer of bound relations: it knows no particular rule.

One root cause is one diagnosis, whose evidence is every relation that it breaks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from gouji.model.amount import Amount
from gouji.model.finding import Outcome
from gouji.reconcile.bound import BoundRelation, BoundTerm, Figure, Key, Result
from gouji.reconcile.evaluation import PRECISION, evaluate_one
from gouji.reconcile.residuals import demand, holds
from gouji.reconcile.slips import Slip, slip

MAX_CAUSES = 40  # root causes that are told apart in one document; beyond it the document needs another one altogether
MAX_ALTERNATIVES = 5
BREAKS_COST = 6  # what it costs an explanation to contradict a relation that holds


@dataclass(frozen=True, slots=True)
class Change:
    """A figure and what it should be, in the figure's own unit and precision."""

    figure: Figure
    should_be: Decimal
    slip: Slip
    explains: int
    contradicts: int

    @property
    def cost(self) -> int:
        """Lower is likelier."""
        return self.slip.cost + BREAKS_COST * self.contradicts


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A root cause: the broken relations, and the changes that would mend all of them, the likeliest first.

    `changes` is empty where no single figure explains the relations.
    """

    results: tuple[Result, ...]
    changes: tuple[Change, ...] = ()

    @property
    def confidence(self) -> Decimal:
        """How sure the first change is, 0 to 1: its share of the weight of all explanations."""
        if not self.changes:
            return Decimal(0)
        weights = [Decimal(2) ** -c.cost for c in self.changes]
        return (weights[0] / sum(weights)).quantize(Decimal("0.01"))


@dataclass(slots=True)
class _Network:
    """The testable relations, who takes part in which, and the changes made so far."""

    results: list[Result]
    by_figure: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[Key, Figure] = field(default_factory=dict)
    neighbours: dict[tuple[str, int, int], set[Decimal]] = field(default_factory=lambda: defaultdict(set))
    columns: dict[tuple[str, int, str], set[Decimal]] = field(default_factory=lambda: defaultdict(set))
    units: dict[tuple[str, int], Amount] = field(default_factory=dict)
    values: dict[Key, Amount | None] = field(default_factory=dict)

    @classmethod
    def of(cls, results: Iterable[Result]) -> _Network:
        network = cls([r for r in results if r.outcome is not Outcome.UNTESTABLE])
        for index, result in enumerate(network.results):
            for figure in result.relation.figures:
                key = figure.key
                if not network.by_figure[key] or network.by_figure[key][-1] != index:
                    network.by_figure[key].append(index)
                if key not in network.figures:
                    network.figures[key] = figure
                    network._note(key, figure)
        return network

    def _note(self, key: Key, figure: Figure) -> None:
        if figure.amount is None:
            return
        self.neighbours[(key.owner, key.index, key.row)].add(figure.amount.value)
        self.columns[(key.owner, key.index, key.column)].add(figure.amount.value)
        known = self.units.get((key.owner, key.index))
        if known is None or figure.amount.quantum < known.quantum:
            self.units[(key.owner, key.index)] = figure.amount

    def unit(self, key: Key) -> Amount | None:
        """An amount of the unit and precision that this figure is, or would be, printed with."""
        return self.figures[key].amount or self.units.get((key.owner, key.index))

    def broken(self) -> list[int]:
        return [i for i, r in enumerate(self.results) if r.outcome is Outcome.BROKEN]


def localise(results: Iterable[Result]) -> tuple[Diagnosis, ...]:
    """A diagnosis for each root cause behind the broken relations, those that break most first."""
    with localcontext() as context:
        context.prec = PRECISION
        network = _Network.of(results)
        found: list[Diagnosis] = []
        while (broken := network.broken()) and len(found) < MAX_CAUSES:
            ranked = _ranked(network, broken)
            if not ranked:
                break
            found.append(_settle(network, ranked))
        found.extend(Diagnosis((network.results[i],)) for i in network.broken())
        return tuple(found)


def _ranked(network: _Network, broken: Sequence[int]) -> list[tuple[Change, tuple[int, ...]]]:
    """Every single change that mends broken relations, with those it mends: most mended first, then cheapest."""
    around: dict[Key, list[int]] = defaultdict(list)
    for index in broken:
        for figure in network.results[index].relation.figures:
            if not around[figure.key] or around[figure.key][-1] != index:
                around[figure.key].append(index)
    out = []
    for key, indices in around.items():
        best = _best_change(network, key, indices)
        if best is not None:
            out.append(best)
    out.sort(key=lambda item: (-len(item[1]) + 2 * item[0].contradicts, item[0].cost, item[0].figure.amount is None))
    return out


def _best_change(network: _Network, key: Key, broken: Sequence[int]) -> tuple[Change, tuple[int, ...]] | None:
    """The value of one figure that mends most of the broken relations around it and contradicts fewest that hold."""
    unit = network.unit(key)
    figure = network.figures[key]
    if unit is None or key.owner == "count" or key in network.values:
        return None
    demands = {i: demand(network.results[i].relation, key, unit, network.values) for i in network.by_figure[key]}
    wanted = Counter(_printable(d.exact, unit) for i in broken if (d := demands[i]) is not None and d.exact is not None)
    for i in broken:
        d = demands[i]
        if d is not None and d.exact is None:
            wanted.update(_ends(d.low, d.high, unit))
    best: tuple[tuple[int, int], Change, tuple[int, ...]] | None = None
    near = network.neighbours[(key.owner, key.index, key.row)] | network.columns[(key.owner, key.index, key.column)]
    current = figure.amount.value if figure.amount is not None else None
    for value in wanted:
        if value == current or (current is None and value == 0):
            continue
        base = value * unit.factor
        mended = tuple(i for i in broken if (d := demands[i]) is not None and d.allows(base))
        if not mended:
            continue
        against = sum(
            1 for i, d in demands.items() if d is not None and holds(network.results[i].outcome) and not d.allows(base)
        )
        change = Change(
            figure, value, slip(current, value, near - {current} if current is not None else near), len(mended), against
        )
        rank = (-len(mended) + 2 * against, change.cost)
        if best is None or rank < best[0]:
            best = (rank, change, mended)
    return None if best is None else (best[1], best[2])


def _printable(base: Decimal, unit: Amount) -> Decimal:
    """A base value as it would be printed in that unit and precision."""
    return (base / unit.factor).quantize(unit.quantum, ROUND_HALF_UP)


def _ends(low: Decimal | None, high: Decimal | None, unit: Amount) -> list[Decimal]:
    """Printed values that an inequality or a ratio would accept: its middle, or the first ones inside its ends."""
    if low is not None and high is not None:
        return [_printable((low + high) / 2, unit)]
    end = low if low is not None else high
    return [] if end is None else [_printable(end, unit)]


def _settle(network: _Network, ranked: Sequence[tuple[Change, tuple[int, ...]]]) -> Diagnosis:
    """Take the best explanation as the root cause, with the changes that explain the same; go on as if it were mended."""
    first, mended = ranked[0]
    same = [c for c, indices in ranked[1:] if set(indices) == set(mended) and c.contradicts == first.contradicts]
    changes = (first, *same[: MAX_ALTERNATIVES - 1])
    diagnosis = Diagnosis(tuple(network.results[i] for i in mended), changes)
    unit = network.unit(first.figure.key)
    if unit is not None:
        network.values[first.figure.key] = replace(unit, value=first.should_be)
    for index in network.by_figure[first.figure.key]:
        network.results[index] = _again(network, index, index in mended)
    return diagnosis


def _again(network: _Network, index: int, mended: bool) -> Result:
    """The relation evaluated with the changes made so far. One that the change contradicts stays as it was: reported once."""
    result = network.results[index]
    changed = evaluate_one(_with_values(result.relation, network))
    if mended or holds(changed.outcome):
        return replace(result, outcome=Outcome.HELD)
    return result if holds(result.outcome) else replace(changed, relation=result.relation)


def _with_values(relation: BoundRelation, network: _Network) -> BoundRelation:
    def swapped(terms: Sequence[BoundTerm]) -> tuple[BoundTerm, ...]:
        return tuple(
            replace(t, figure=replace(t.figure, amount=network.values[t.figure.key])) if t.figure.key in network.values else t
            for t in terms
        )

    return replace(relation, left=swapped(relation.left), right=swapped(relation.right), by=swapped(relation.by))
