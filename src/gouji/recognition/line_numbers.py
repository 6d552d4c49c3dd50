"""The numbers of a row as they are handed on: in printed order, without columns, what cannot be read marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.model.amount import parse_number
from gouji.model.disclosure import Damage
from gouji.model.place import NOWHERE, Place
from gouji.recognition.line_tokens import Kind, Token
from gouji.reconcile.loose import LooseNumber
from gouji.standards.template import FormTemplate


def numbers_of(
    tokens: Sequence[Token], form: FormTemplate, side: str | None = None
) -> tuple[tuple[LooseNumber, ...], list[Damage]]:
    """The numbers among the tokens. Marks for blank cells (-) are none; where they or zeros fill a row, columns are known."""
    columns = form.amounts(side)
    known = len(tokens) == len(columns) and any(t.kind is Kind.DASH or t.amount == 0 for t in tokens)
    numbers: list[LooseNumber] = []
    damage: list[Damage] = []
    for position, token in enumerate(tokens):
        if token.kind is Kind.DASH:
            continue
        hint = columns[position].path if known else None
        cut = token.kind is Kind.CUT
        amount = parse_number(token.text) if cut else token.amount
        numbers.append(LooseNumber(amount, token.text, token.place, hint, damaged=cut))
        if cut:
            read = "与本表其他金额的小数位数不同，可能被截断" if amount is not None else "不完整或被截断，无法读出"
            damage.append(Damage(token.place, f"数字“{token.text[:40]}”{read}"))
        elif token.kind is Kind.UNREADABLE:
            damage.append(Damage(token.place, f"此处金额显示为“{token.text[:20]}”，无法读出"))
    return tuple(numbers), damage


def spot(tokens: Sequence[Token]) -> Place:
    """The place that the tokens take up: from the first line to the last, without columns."""
    placed = [t.place for t in tokens if t.place.line is not None]
    if not placed:
        return tokens[0].place if tokens else NOWHERE
    first = min(placed, key=lambda p: p.line or 0)
    last = max(p.to_line or p.line or 0 for p in placed)
    to_line = last if last != first.line else None
    return replace(first, to_line=to_line, column=None, to_column=None)
