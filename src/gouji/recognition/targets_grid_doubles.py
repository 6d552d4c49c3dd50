"""Rows that recognition read twice, with unlike digits: one project, whose readings of an amount are alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.model.disclosure import Damage, Indicator
from gouji.recognition.targets_amounts import FoundAmount
from gouji.recognition.targets_grid_blocks import Head

Block = tuple[int, int]


def merge(heads: Sequence[Head], blocks: Sequence[Block]) -> tuple[list[tuple[Head, Block]], list[Damage]]:
    """Neighbouring heads of the same code as one, and what was doubled. Of two readings the one that adds up is kept."""
    out: list[tuple[Head, Block]] = []
    damage: list[Damage] = []
    for head, block in zip(heads, blocks, strict=True):
        if out and head.code and head.code == out[-1][0].code:
            known, (begin, _) = out[-1]
            damage.append(Damage(head.place, f"“{head.name or head.code}”一行出现两次，两次读出的数字不尽相同"))
            first, second = (known, head) if _adds_up(known) or not _adds_up(head) else (head, known)
            name = min((known.name, head.name), key=lambda n: (not n, len(n)))
            out[-1] = (replace(known, name=name, amounts=_both(first, second)), (begin, block[1]))
        else:
            out.append((head, block))
    return out, damage


def without_doubles(found: Sequence[Indicator], doubled: bool) -> tuple[Indicator, ...]:
    """The indicators; where rows were doubled, each only once."""
    if not doubled:
        return tuple(found)
    return tuple({(i.level1, i.name, i.target.raw): i for i in reversed(found)}.values())[::-1]


def _adds_up(head: Head) -> bool:
    """Whether the total is the sum of the rest."""
    values = [a.value for _, a in head.amounts]
    return len(values) > 1 and None not in values and values[0] == sum(v for v in values[1:] if v is not None)


def _both(first: Head, second: Head) -> list[tuple[int, FoundAmount]]:
    others = dict(second.amounts)
    out = []
    for column, amount in first.amounts:
        other = others.get(column)
        unlike = other is not None and other.value is not None and other.value != amount.value
        out.append((column, replace(amount, alternatives=(other.value,)) if unlike and other and other.value else amount))
    return out
