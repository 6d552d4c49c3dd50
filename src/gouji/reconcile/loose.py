"""Rows whose numbers may have lost their columns: what recognition hands to placement, and what placement hands back.

A `LooseNumber` keeps its order in the row, its place, the column that the source's own layout suggests (`hint`) and, where
the source is damaged, the other values that it may stand for (`alternatives`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gouji.model.disclosure import Damage, RowKind
from gouji.model.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class LooseNumber:
    """A number of a row. `amount` is None where it stands but cannot be read (`####`, `·`); `raw` is as printed.

    `damaged`: the source garbled it (OCR split, cut digits): only then may arithmetic replace its value.
    """

    amount: Decimal | None
    raw: str
    place: Place = NOWHERE
    hint: str | None = None
    damaged: bool = False
    alternatives: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A row of a form before its numbers have columns; the other fields are those of `model.Row`."""

    kind: RowKind
    label: str
    side: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[LooseNumber, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    item: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class LooseForm:
    """A form before placement. `exact`: the hints are the source's own columns and are to be believed (see sources.Grid)."""

    kind: str
    title: str
    rows: tuple[LooseRow, ...]
    number: str | None = None
    unit: str = "万元"
    note: str | None = None
    place: Place = NOWHERE
    exact: bool = False
    number_printed: bool = True
    damage: tuple[Damage, ...] = ()
    unread: bool = False  # it prints amounts, and none of them was read: nothing can be said of its sums
