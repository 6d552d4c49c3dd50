"""The chart of accounts (政府收支分类科目) as data: what a code is called in a year, and which classes correspond.

The lists are incomplete (`chart/README.md`): None means “not in our list” (未收录), never that a code is wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gouji.standards.fold import fold

FOLDER = Path(__file__).parent / "chart"
KINDS = ("function", "department_economic", "government_economic")
CLASS_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A subject (科目). `level` is 类, 款 or 项; `detail` is what the kind adds: the budget that a function belongs to,
    人员经费 or 公用经费 for a departmental class, "true"/"false" whether departments budget with a government class."""

    kind: str
    code: str
    level: str
    name: str
    former_names: tuple[str, ...]
    detail: str
    certainty: str
    source: tuple[str, ...]
    valid_from: int | None
    valid_to: int | None
    note: str

    @property
    def names(self) -> tuple[str, ...]:
        """All wordings, today's first."""
        return (self.name, *self.former_names)

    def holds_in(self, year: int | None) -> bool:
        """Whether the subject exists in that budget year (None: in any)."""
        if year is None:
            return True
        return (self.valid_from is None or self.valid_from <= year) and (self.valid_to is None or year <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A departmental economic class and a government one that it belongs to. `unit`: organ, institution or any."""

    department: str
    government: str
    unit: str
    certainty: str
    source: tuple[str, ...]
    note: str


_DETAIL = {"function": "budget", "department_economic": "basic", "government_economic": "departments_use"}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _entries(kind: str) -> dict[str, tuple[Entry, ...]]:
    if kind not in KINDS:
        raise ValueError(f"no chart of kind {kind!r}")
    found: dict[str, tuple[Entry, ...]] = {}
    for row in _rows(kind):
        entry = Entry(
            kind=kind,
            code=row["code"],
            level=row["level"],
            name=row["name"],
            former_names=tuple(n for n in row["former_names"].split("|") if n),
            detail=row[_DETAIL[kind]],
            certainty=row["certainty"],
            source=tuple(row["source"].split()),
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
            note=row["note"],
        )
        found[entry.code] = (*found.get(entry.code, ()), entry)
    return found


@cache
def _by_name(kind: str) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entries in _entries(kind).values():
        for entry in entries:
            for name in entry.names:
                found[fold(name)] = (*found.get(fold(name), ()), entry)
    return found


@cache
def _mappings() -> dict[str, tuple[Mapping, ...]]:
    found: dict[str, tuple[Mapping, ...]] = {}
    for row in _rows("economic_mapping"):
        code = row["department_economic"]
        mapping = Mapping(
            code, row["government_economic"], row["unit"], row["certainty"], tuple(row["source"].split()), row["note"]
        )
        found[code] = (*found.get(code, ()), mapping)
    return found


def lookup(kind: str, code: str, year: int | None = None) -> Entry | None:
    """The subject of that code in a budget year; None where our list has none. `kind` is one of KINDS."""
    return next((e for e in _entries(kind).get(code, ()) if e.holds_in(year)), None)


def find(kind: str, name: str, year: int | None = None) -> tuple[Entry, ...]:
    """The subjects that are or were called so (widths, brackets and blanks do not matter)."""
    return tuple(e for e in _by_name(kind).get(fold(name), ()) if e.holds_in(year))


def class_of(code: str) -> str:
    """The class (类) of a code: its first three digits."""
    return code[:CLASS_DIGITS]


def correspondence(department: str, unit: str | None = None) -> tuple[Mapping, ...]:
    """The government classes that a departmental economic class belongs to, for an organ, an institution, or any body (None).

    Empty where our list has none: that says nothing about the pair.
    """
    return tuple(m for m in _mappings().get(department, ()) if unit is None or m.unit in (unit, "any"))
