"""Claims of the prose as figures: a change downwards counts negative, and of several statements the nearest is meant.

Names of quantities in relations may hold `each` (the project or functional class that the relation runs over) and `*` (one
part of the name): in the claim that a relation begins with, `*` runs over all names, elsewhere it stands for the same part;
in a relation that begins without one, `claim(X.*)` is the sum of the parts of X that are stated with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gouji.model.amount import MONEY_UNITS, Amount
from gouji.model.disclosure import Claim
from gouji.standards.fold import fold

DOWN, UNCHANGED = "减少", "持平"
CHANGE, AMOUNT = ".较上年", "变动额"  # a change in words, and what makes it the amount of a change
_DERIVED = ("较上年", "上年数", "占比")  # parts of a name that make it a statement about the quantity, not a part of it


@dataclass(frozen=True, slots=True)
class Lead:
    """The claim that a relation is bound at: its position, and what `*` stands for there."""

    position: int
    star: str = ""


def signed(claim: Claim) -> Amount | None:
    """The number that a claim states: negative for a decrease, None where words say that there is nothing (无, 持平)."""
    if claim.amount is None:
        return None
    value = -claim.amount if claim.direction == DOWN and claim.amount > 0 else claim.amount
    return Amount(value, claim.unit or "")


class Statements:
    """The claims by quantity, in the document's order."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self.by_quantity: dict[str, list[int]] = defaultdict(list)
        for position, claim in enumerate(claims):
            if claim.quantity:
                self.by_quantity[fold(claim.quantity)].append(position)
                if claim.direction == UNCHANGED and claim.quantity.endswith(CHANGE):
                    self.by_quantity[fold(claim.quantity) + AMOUNT].append(position)  # 持平 is a change of nothing

    def all(self, quantity: str) -> Sequence[int]:
        """Every statement of the quantity."""
        return self.by_quantity.get(fold(quantity), ())

    def leads(self, quantity: str) -> Iterator[Lead]:
        """Every statement of the quantity, or of all that its `*` can stand for."""
        if "*" not in quantity:
            yield from (Lead(p) for p in self.all(quantity))
            return
        pattern = re.compile(re.escape(fold(quantity)).replace(r"\*", r"([^.]+)", 1))
        for name, positions in self.by_quantity.items():
            found = pattern.fullmatch(name)
            if found is not None and not found.group(1).startswith(_DERIVED):
                yield from (Lead(p, found.group(1)) for p in positions)

    def below(self, prefix: str) -> Iterator[str]:
        """The last parts of the quantities that begin so, as printed: of `科目.` the items that the prose names."""
        start = fold(prefix)
        for name, positions in self.by_quantity.items():
            if name.startswith(start) and "." not in name[len(start) :]:
                yield self.claims[positions[0]].quantity[len(prefix) :]

    def is_at(self, position: int, quantity: str) -> bool:
        """Whether the claim at `position` states the quantity."""
        return fold(self.claims[position].quantity) == fold(quantity)

    def nearest(self, quantity: str, to: int) -> int | None:
        """The statement of the quantity that stands nearest to another claim, one of the same section before others."""
        section = self.claims[to].section
        found = self.all(quantity)
        return min(found, key=lambda p: (self.claims[p].section != section, abs(p - to), p > to), default=None)

    def parts(self, quantity: str, to: int) -> tuple[int, ...]:
        """The stated parts of the quantity in the section of the claim `to`, of the same kind of unit; each part once."""
        whole, prefix = self.claims[to], f"{fold(quantity)}."
        found = []
        for name, positions in self.by_quantity.items():
            part = name.removeprefix(prefix)
            if part == name or "." in part or part.startswith(_DERIVED) or name == fold(whole.quantity):
                continue
            near = min(positions, key=lambda p: (self.claims[p].section != whole.section, abs(p - to)))
            claim = self.claims[near]
            if claim.section == whole.section and claim.amount is not None and _dimension(claim.unit) == _dimension(whole.unit):
                found.append(near)
        return tuple(sorted(found))


def _dimension(unit: str | None) -> str | None:
    return "money" if unit in MONEY_UNITS else unit
