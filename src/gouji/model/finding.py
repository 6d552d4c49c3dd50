"""What a check says: a finding with its evidence, and the tally of the relations that were tested."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gouji.model.place import NOWHERE, Place


class Severity(StrEnum):
    """error: contradicts itself, the law or arithmetic beyond rounding; warning: a person must look; info: rounding, form."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Outcome(StrEnum):
    """How a relation ends. “Not checked” is never shown as “passed”."""

    HELD = "held"
    ROUNDING = "rounding"  # held within what the printed precision allows
    BROKEN = "broken"
    UNTESTABLE = "untestable"


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure (or a passage) that a finding speaks of. For prose `form` is "" and `row` holds the quantity or section."""

    form: str = ""
    row: str = ""
    column: str = ""
    stated: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Suspect:
    """The single figure that is most probably wrong, and what it should be; `confidence` between 0 and 1."""

    spot: Spot
    should_be: str
    confidence: Decimal
    alternatives: tuple[tuple[Spot, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `stated`, `expected` and `difference` are in `unit` where the finding is about a figure."""

    rule: str
    severity: Severity
    title: str
    message: str
    places: tuple[Spot, ...] = ()
    stated: Decimal | str | None = None
    expected: Decimal | str | None = None
    difference: Decimal | None = None
    unit: str | None = None
    suspect: Suspect | None = None
    basis: str = ""
    relations: tuple[str, ...] = ()  # the relations that are its evidence
    rewrite: str | None = None  # the sentence as it should read, where it can be computed
    accepted: str | None = None  # why the user accepts it (gouji.toml): shown, but no longer counted


@dataclass(frozen=True, slots=True)
class Tally:
    """How many relations ended how. `tested` = held + rounding + broken."""

    held: int = 0
    rounding: int = 0
    broken: int = 0
    untestable: int = 0

    @property
    def tested(self) -> int:
        return self.held + self.rounding + self.broken
