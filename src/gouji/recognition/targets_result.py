"""What reading the performance forms gives, and the small pieces that all their layouts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Cell, Damage, DepartmentPerformance, Indicator, Project, RowKind
from gouji.model.place import Place
from gouji.recognition.segment import FormSegment
from gouji.recognition.target_value import parse_target
from gouji.recognition.targets_amounts import FoundAmount
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow


@dataclass(frozen=True, slots=True)
class Targets:
    """Projects with their indicators, the whole-department form, their amounts as loose forms, and what was lost."""

    projects: tuple[Project, ...] = ()
    department_performance: DepartmentPerformance | None = None
    forms: tuple[LooseForm, ...] = ()
    damage: tuple[Damage, ...] = ()


def indicator(
    level1: str, name: str, value: str, place: Place, level2: str | None = None, explanation: str | None = None
) -> Indicator:
    """An indicator as printed, its target typed; blanks and line cuts are taken out of all wording."""
    words = "".join(explanation.split()) if explanation else None
    return Indicator(level1, "".join(name.split()), parse_target(value), level2, words or None, place)


def loose_row(code: str, label: str, found: Sequence[FoundAmount], hints: Sequence[str | None], place: Place) -> LooseRow:
    """A row of amounts: a project (20 or 21 digits), an agency, or a department (three digits)."""
    kind = RowKind.PROJECT if len(code) > 9 or not code else RowKind.DEPARTMENT if len(code) == 3 else RowKind.AGENCY
    codes = {} if not code else {"project" if kind is RowKind.PROJECT else "agency": code}
    numbers = tuple(
        LooseNumber(f.value, f.raw, f.place, hint, f.value is None or bool(f.alternatives), f.alternatives)
        for f, hint in zip(found, hints, strict=True)
    )
    return LooseRow(kind, label, codes=codes, numbers=numbers, place=place)


def loose_form(
    segment: FormSegment, unit: str, rows: Sequence[LooseRow], exact: bool, damage: Sequence[Damage] = ()
) -> LooseForm:
    """The form that the amounts of a segment make."""
    kind = segment.template.kind if segment.template else "unknown"
    return LooseForm(
        kind,
        segment.title,
        tuple(rows),
        segment.number,
        unit,
        segment.note,
        segment.place,
        exact,
        segment.number_printed,
        tuple(damage),
    )


def amount_paths(segment: FormSegment) -> tuple[str, ...]:
    """The paths of the amount columns in printed order; the first is the total."""
    return tuple(c.path for c in segment.template.amounts()) if segment.template else ()


def known_amounts(found: Sequence[FoundAmount], hints: Sequence[str | None]) -> Mapping[str, Cell]:
    """The amounts whose column is known, by the last word of their path."""
    return {
        hint.rpartition("/")[2]: Cell(f.value, place=f.place)
        for f, hint in zip(found, hints, strict=True)
        if hint is not None and f.value is not None
    }


def unread(found: Sequence[FoundAmount], owner: str) -> list[Damage]:
    """Amounts that stand but cannot be read (`####`: the column was too narrow when the source was printed)."""
    return [Damage(f.place, f"“{owner}”的金额显示为“{f.raw}”，无法读出") for f in found if f.value is None]
