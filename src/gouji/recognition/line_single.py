"""The form of one unlabelled row (08, 2025's 机关运行经费): all its numbers, or one row for every unit that is named."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.disclosure import Damage, RowKind
from gouji.recognition.line_numbers import numbers_of, spot
from gouji.recognition.line_tokens import Kind, Line, Token
from gouji.reconcile.loose import LooseRow
from gouji.standards.template import FormTemplate

_NUMBERS = (Kind.AMOUNT, Kind.UNREADABLE, Kind.CUT, Kind.DASH)


def read_single(lines: Sequence[Line], form: FormTemplate) -> tuple[list[LooseRow], list[Damage]]:
    """The rows of the form: its numbers in printed order, cut where there are more of them than columns."""
    width = len(form.amounts())
    groups: list[list[Token]] = []
    for line in lines:
        for token in line.tokens:
            value = token.kind in _NUMBERS and (token.kind is not Kind.DASH or groups)
            if not value:
                continue
            if not groups or len(groups[-1]) >= width:
                groups.append([])
            groups[-1].append(token)
    rows: list[LooseRow] = []
    damage: list[Damage] = []
    for group in groups:
        numbers, lost = numbers_of(group, form)
        damage.extend(lost)
        if numbers:
            kind = RowKind.TOTAL if not rows else RowKind.ITEM
            rows.append(LooseRow(kind, "", None, {}, numbers, {}, None, spot(group)))
    return rows, damage
