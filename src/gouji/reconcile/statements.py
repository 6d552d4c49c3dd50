"""Claims of the prose as figures: a change downwards counts negative, and of several statements the nearest is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from gouji.model.amount import Amount
from gouji.model.disclosure import Claim

DOWN = "减少"


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
                self.by_quantity[claim.quantity].append(position)

    def all(self, quantity: str) -> Sequence[int]:
        """Every statement of the quantity."""
        return self.by_quantity.get(quantity, ())

    def nearest(self, quantity: str, to: int) -> int | None:
        """The statement of the quantity that stands nearest to another claim, one of the same section before others."""
        section = self.claims[to].section
        found = self.all(quantity)
        return min(found, key=lambda p: (self.claims[p].section != section, abs(p - to), p > to), default=None)
