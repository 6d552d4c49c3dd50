"""First and second levels for the items of a list whose level cells are merged: printed once, at the top or in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.recognition.targets_list import second_of
from gouji.standards.fold import fold
from gouji.standards.indicators import indicators


@dataclass(frozen=True, slots=True)
class Label:
    """A level cell: the item it is printed beside (or before), the rows it spans (1: not told), `loose` if displaced."""

    at: int
    name: str
    rows: int
    loose: bool


@dataclass(slots=True)
class Labels:
    """The level cells of a list in the order of its rows."""

    firsts: list[Label] = field(default_factory=list)
    seconds: list[Label] = field(default_factory=list)
    blanks: set[int] = field(default_factory=set)

    @property
    def current(self) -> str:
        """The first level printed last."""
        return self.firsts[-1].name if self.firsts else ""

    def has_first(self, at: int) -> bool:
        """Whether a first level was already printed beside this item in this very row."""
        return bool(self.firsts) and self.firsts[-1].at == at and at not in self.blanks

    def first(self, at: int, name: str, rows: int, loose: bool) -> None:
        self.firsts.append(Label(at, name, rows, loose))

    def second(self, at: int, name: str, rows: int, loose: bool) -> None:
        self.seconds.append(Label(at, name, rows, loose))

    def blank(self, at: int) -> None:
        """A row whose levels are printed but whose indicator is not: the next row's labels are new ones."""
        self.blanks.add(at)


def assign(names: Sequence[str], labels: Labels) -> list[tuple[str, str | None]]:
    """First and second level of every item.

    A prescribed indicator has its prescribed second level. Else the levels printed last hold on downwards, unless the
    document prints its level cells in the middle of their rows (an item stands above the first of them).
    """
    prescribed = [indicators().prescribed.get(fold(name)) for name in names]
    seconds = _open_spread(prescribed, labels.seconds)
    firsts = _spread(len(names), labels.firsts)
    out: list[tuple[str, str | None]] = []
    for k in range(len(names)):
        second = seconds[k] or None
        known = second_of(second) if second else None
        # The first level that the printed one above gives, but a known second level knows better
        first = firsts[k] if known is None or firsts[k] in _owners(second) else known
        out.append((first or known or "", second))
    return out


def _open_spread(prescribed: Sequence[str | None], labels: Sequence[Label]) -> list[str]:
    """The second levels: prescribed ones stand; the other labels are spread over the other items."""
    rest = [k for k, p in enumerate(prescribed) if p is None]
    known = {p for p in prescribed if p is not None}
    other = [x for x in labels if fold(x.name) not in {fold(p) for p in known}]
    moved = [Label(sum(r < x.at for r in rest), x.name, x.rows, x.loose) for x in other]
    spread = iter(_spread(len(rest), moved))
    return [p if p is not None else next(spread) for p in prescribed]


def _owners(second: str | None) -> set[str]:
    words, folded = indicators(), fold(second or "")
    return {n for n, lv in words.levels.items() if folded in lv.seconds or folded in words.department_seconds[n]}


def _spread(count: int, labels: Sequence[Label]) -> list[str]:
    """The label of every item: from its own place down, or, where labels stand in the middle, from the block around it."""
    fixed = [x for x in labels if not x.loose]
    if not fixed or not count:
        return [""] * count
    if fixed[0].at == 0 or any(x.rows > 1 for x in fixed):
        ends = [x.at for x in fixed[1:]] + [count]
        starts = [0, *(x.at for x in fixed[1:])]
    else:
        starts, ends = _centred([min(x.at, count - 1) for x in fixed], count)
    out = [""] * count
    for label, start, end in zip(fixed, starts, ends, strict=True):
        out[start:end] = [label.name] * (end - start)
    return out


def _centred(at: Sequence[int], count: int) -> tuple[list[int], list[int]]:
    """Consecutive blocks whose middles lie as near as possible to where their labels stand."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for k, here in enumerate(at):
        following = at[k + 1] if k + 1 < len(at) else count
        after: dict[int, tuple[float, list[int]]] = {}
        ends = [count] if k + 1 == len(at) else range(here + 1, max(following, here + 1) + 1)
        for start, (cost, path) in best.items():
            for end in ends:
                total = cost + abs((start + end - 1) / 2 - here)
                if end not in after or total < after[end][0]:
                    after[end] = (total, [*path, end])
        best = after
    path = best[count][1] if count in best else [*at[1:], count]
    return [0, *path[:-1]], path
