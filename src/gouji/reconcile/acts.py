"""Slips of several figures that are one act: two figures exchanged, one in the wrong column, a row left out or doubled, two
columns of a form exchanged. Each hypothesis is tried on the network and kept where it alone mends all that is broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations, islice

from gouji.model.finding import Spot
from gouji.reconcile.network import Equation, Network, Variable
from gouji.reconcile.slips import COLUMNS, EXCHANGED, MOVED, ROW_MISSING, ROW_TWICE, Slip

MAX_TRIED = 300  # hypotheses of one kind
Move = tuple[int, int | None]
Line = tuple[int, int]  # a form and a row of it


@dataclass(frozen=True, slots=True)
class Act:
    """A slip of several figures. `spots` name what it concerns, `amounts` a missing row's figures by column (as printed);
    `moves` undo it on the network, `mends` are the relations that it explains."""

    slip: Slip
    form: str
    spots: tuple[Spot, ...]
    mends: frozenset[int]
    moves: tuple[Move, ...] = ()
    amounts: tuple[tuple[str, Decimal], ...] = ()


def acts(network: Network, scope: set[int]) -> Iterator[Act]:
    """Every act that mends some of the broken relations in scope and breaks none that holds."""
    touched = {x for i in scope for x in network.equations[i].factors if network.variables[x].figure.key.owner == "form"}
    yield from _exchanged(network, scope, touched)
    yield from _doubled(network, scope, touched)
    yield from _missing(network, scope, touched)
    yield from _columns(network, scope, touched)


def _mended(network: Network, moves: Iterable[Move], scope: set[int], vacuous: Collection[int] = ()) -> frozenset[int]:
    """What of the scope the moves mend; nothing where they break a relation. They are taken back."""
    before = set(network.broken)
    olds = [(x, network.set(x, value)) for x, value in moves]
    after = network.broken.difference(vacuous)
    for x, old in reversed(olds):
        network.set(x, old)
    return frozenset(before - after) & scope if after <= before else frozenset()


def _exchanged(network: Network, scope: set[int], touched: set[int]) -> Iterator[Act]:
    """Two figures of one row, or of one column, each where the other belongs; with a blank it is one in the wrong column."""
    rows: dict[Line, list[int]] = defaultdict(list)
    columns: dict[tuple[int, str], list[int]] = defaultdict(list)
    for x in sorted(touched):
        key = network.variables[x].figure.key
        rows[key.index, key.row].append(x)
        columns[key.index, key.column].append(x)
    pairs = chain(_pairs(network, rows.values()), _pairs(network, columns.values(), filled=True))
    for a, b in islice(pairs, MAX_TRIED):
        one, other = network.variables[a], network.variables[b]
        blank = one.value is None or other.value is None
        moves = ((a, other.value), (b, one.value))
        mends = _mended(network, moves, scope)
        if mends:
            yield Act(MOVED if blank else EXCHANGED, *_spots(one, other), mends, moves)


def _pairs(network: Network, lines: Iterable[list[int]], filled: bool = False) -> Iterator[tuple[int, int]]:
    """The pairs of figures in a line whose exchange would settle the first broken relation that one of them is in."""
    for cells in lines:
        for a, b in combinations(cells, 2):
            one, other = network.variables[a], network.variables[b]
            if one.value == other.value or one.fixed or other.fixed or (filled and None in (one.value, other.value)):
                continue
            change = (other.value or 0) - (one.value or 0)
            if all(_settles(network, x, y, sign * change) for x, y, sign in ((a, b, 1), (b, a, -1))):
                yield a, b


def _settles(network: Network, x: int, y: int, change: int) -> bool:
    """Whether a change of x, with y changed by as much the other way, settles a broken linear relation around x."""
    for index, factor, _ in network.variables[x].touches:
        equation = network.equations[index]
        if equation.bad and not equation.ratio:
            total = equation.total + (factor - equation.factors.get(y, 0)) * change
            return (total if equation.at_most else abs(total)) <= equation.slack + network.variables[x].half
    return True


def _spots(*variables: Variable) -> tuple[str, tuple[Spot, ...]]:
    """The form and the spots of figures, those that are printed first."""
    ordered = sorted(variables, key=lambda v: v.value is None)
    return ordered[0].figure.spot.form, tuple(v.figure.spot for v in ordered)


def _rows(network: Network) -> dict[Line, list[int]]:
    rows: dict[Line, list[int]] = defaultdict(list)
    for x, variable in enumerate(network.variables):
        key = variable.figure.key
        if key.owner == "form" and variable.value is not None:
            rows[key.index, key.row].append(x)
    return rows


def _doubled(network: Network, scope: set[int], touched: set[int]) -> Iterator[Act]:
    """A row whose twin stands in the same form, and without which all holds."""
    rows = _rows(network)
    alike: dict[object, list[Line]] = defaultdict(list)
    for line, cells in rows.items():
        figures = [network.variables[x].figure for x in cells]
        alike[line[0], figures[0].spot.row, frozenset((f.key.column, f.amount) for f in figures)].append(line)
    reached = {(k.index, k.row) for x in touched if (k := network.variables[x].figure.key)}
    for twins in alike.values():
        for line in reversed(twins[1:]):
            if line in reached and not any(network.variables[x].fixed for x in rows[line]):
                moves = tuple((x, None) for x in rows[line])
                mends = _mended(network, moves, scope, _of_rows(network, set(rows[line])))
                if mends:
                    spots = tuple(network.variables[x].figure.spot for x in rows[line])
                    yield Act(ROW_TWICE, spots[0].form, spots, mends, moves)
                    break


def _of_rows(network: Network, cells: set[int]) -> set[int]:
    """Relations of these cells alone: without the row they do not arise."""
    return {i for x in cells for i, _, _ in network.variables[x].touches if network.equations[i].factors.keys() <= cells}


def _missing(network: Network, scope: set[int], touched: set[int]) -> Iterator[Act]:
    """A row that is not there: the sums of a form lack, column by column, amounts that agree among themselves."""
    for form in sorted({network.variables[x].figure.key.index for x in touched}):
        lacking: dict[str, int] = {}
        mends, rest, agrees = set(), [], True
        for index in sorted(scope):
            found = _lacks(network, network.equations[index], form)
            if found is None:
                rest.append(index)
                continue
            column, amount = found
            agrees = agrees and abs(lacking.setdefault(column, amount) - amount) <= network.equations[index].slack
            mends.add(index)
        if not agrees or len(lacking) < 2 or min(lacking.values()) <= 0 or not _agree(network, form, lacking):
            continue
        mends |= {i for i in rest if _fits(network, i, set(lacking.values()))}
        yield _missing_row(network, form, frozenset(mends), lacking)


def _lacks(network: Network, equation: Equation, form: int) -> tuple[str, int] | None:
    """The column of the form that a relation sums, and by how much the sum is too small; None where it sums none."""
    if equation.ratio or equation.at_most:
        return None
    columns: dict[tuple[str, int], int] = defaultdict(int)
    for x, factor in equation.factors.items():
        key = network.variables[x].figure.key
        if key.owner == "form" and key.index == form and factor < 0:
            columns[key.column, factor] += 1
    if len(columns) != 1:
        return None
    ((column, factor),) = columns
    rows = {network.variables[x].figure.key.row for x in equation.factors if network.variables[x].figure.key.index == form}
    if len(rows) < 2 and len(equation.factors) < 2:
        return None
    return (column, equation.total // -factor) if equation.total % factor == 0 else None


def _agree(network: Network, form: int, amounts: dict[str, int]) -> bool:
    """Whether the missing amounts would satisfy what every row of the form satisfies."""
    patterns: dict[frozenset[tuple[str, int]], int] = {}
    for equation in network.equations:
        keys = {network.variables[x].figure.key for x in equation.factors}
        if equation.ratio or any(k.owner != "form" or k.index != form for k in keys) or len({k.row for k in keys}) != 1:
            continue
        pattern = frozenset((network.variables[x].figure.key.column, f) for x, f in equation.factors.items())
        patterns[pattern] = max(patterns.get(pattern, 0), len(pattern) * max(v.half for v in _some(network, equation)))
        if equation.at_most:
            patterns.pop(pattern)
    return all(abs(sum(f * amounts.get(c, 0) for c, f in p)) <= slack for p, slack in patterns.items())


def _some(network: Network, equation: Equation) -> list[Variable]:
    return [network.variables[x] for x in equation.factors]


def _fits(network: Network, index: int, amounts: set[int]) -> bool:
    """Whether a relation that has nothing on one side misses one of the row's amounts there."""
    equation = network.equations[index]
    if equation.ratio or len({f > 0 for f in equation.factors.values()}) != 1:
        return False
    return any(abs(abs(equation.total) - amount) <= equation.slack for amount in amounts)


def _missing_row(network: Network, form: int, mends: frozenset[int], lacking: dict[str, int]) -> Act:
    cells = {}
    for x, variable in enumerate(network.variables):
        key = variable.figure.key
        if key.owner == "form" and key.index == form:
            cells[key.column] = x
    amounts = tuple((column, network.printed(cells[column], value)) for column, value in lacking.items())
    spots = [network.variables[x].figure.spot for x in cells.values()]
    first = min(spots, key=lambda s: (s.place.page or 0, s.place.line or 0))
    return Act(ROW_MISSING, first.form, (Spot(first.form, "", "", None, first.place),), mends, amounts=amounts)


def _columns(network: Network, scope: set[int], touched: set[int]) -> Iterator[Act]:
    """Two columns of a form exchanged in all of its rows."""
    rows: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for x, variable in enumerate(network.variables):
        key = variable.figure.key
        if key.owner == "form":
            rows[key.index][key.row][key.column] = x
    names = {(k.index, k.column) for x in touched if (k := network.variables[x].figure.key)}
    for form in sorted({index for index, _ in names}):
        columns = sorted(c for i, c in names if i == form)
        for one, other in islice(combinations(columns, 2), MAX_TRIED // 5):
            moves = tuple(_swapped(network, [(r[one], r[other]) for r in rows[form].values() if one in r and other in r]))
            mends = _mended(network, moves, scope) if len(moves) > 2 else frozenset()
            if mends:
                spots = tuple(network.variables[x].figure.spot for x, _ in moves[:2])
                yield Act(COLUMNS, spots[0].form, spots, mends, moves)


def _swapped(network: Network, pairs: Iterable[tuple[int, int]]) -> Iterator[Move]:
    for a, b in pairs:
        one, other = network.variables[a], network.variables[b]
        if one.value != other.value:
            yield a, other.value
            yield b, one.value
