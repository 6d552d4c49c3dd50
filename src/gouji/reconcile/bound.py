"""A relation bound to a disclosure: a linear equation (or a ratio) over named figures, ready to be evaluated.

Binding, evaluation, placement and localisation all speak in these classes; none of them knows any particular rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from gouji.model.amount import Amount
from gouji.model.finding import Outcome, Spot


class Key(NamedTuple):  # a tuple is made, compared and hashed several times as fast as a frozen dataclass
    """Names a figure of a disclosure. `owner`: form | claim | project | count; `index` the position of form, claim or
    project in its tuple; `row` the row's position; `column` the header path, or the field of a project."""

    owner: str
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks of a key
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands: `amount` None for a blank cell (which counts as an exact 0 in a sum)."""

    key: Key
    amount: Amount | None
    spot: Spot
    damaged: bool = False


class BoundTerm(NamedTuple):
    """A whole factor times a figure."""

    factor: int
    figure: Figure


class BoundRelation(NamedTuple):
    """left (compare) right over figures. For a ratio `by` is the divisor: left = 100 × right ÷ by (`ratio` share),
    or left = 100 × right ÷ (by − right) (`ratio` rate). `untestable` says why it cannot be evaluated, else None."""

    id: str
    title: str
    basis: str
    severity: str
    compare: str
    left: tuple[BoundTerm, ...]
    right: tuple[BoundTerm, ...]
    by: tuple[BoundTerm, ...] = ()
    ratio: str | None = None
    scope: str = ""  # what it was bound to, in words: a row's label, a column's path, a code
    untestable: str | None = None
    english: str = ""  # the title in English, where the template has one

    def named(self, lang: str) -> str:
        """The title in the user's language, as far as there is one."""
        return self.english or self.title if lang == "en" else self.title

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that takes part."""
        return tuple(t.figure for t in (*self.left, *self.right, *self.by))


@dataclass(frozen=True, slots=True)
class Result:
    """How a bound relation ended. `stated` and `expected` in the left side's unit; `difference` = stated − expected."""

    relation: BoundRelation
    outcome: Outcome
    stated: Decimal | None = None
    expected: Decimal | None = None
    difference: Decimal | None = None
    reason: str | None = None
