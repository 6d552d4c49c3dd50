"""Drafts become rows: kinds by codes, merged text cells filled downwards, what is lost said as damage."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.disclosure import Damage, RowKind
from gouji.recognition.grid_join import Draft
from gouji.recognition.grid_words import Leaf
from gouji.reconcile.loose import LooseRow
from gouji.standards.template import FormTemplate

_NESTING = ("function", "department_economic")


def settle(
    drafts: Sequence[Draft], form: FormTemplate, words: Sequence[Leaf]
) -> tuple[tuple[LooseRow, ...], tuple[Damage, ...]]:
    """The rows in order and the damage of all of them."""
    _fill_down(drafts, words)
    classes = _classes(drafts)
    rows: list[LooseRow] = []
    damage: list[Damage] = []
    for position, draft in enumerate(drafts):
        who = draft.who
        kind = RowKind.CLASS if position in classes else who.kind
        if form.layout == "single" and kind is RowKind.ITEM:
            who.label = ""
        lost = not who.label and bool(draft.numbers) and form.layout != "single"
        damage += [Damage(draft.place, note) for note in (*(() if lost and not who.codes else who.notes), *draft.damage)]
        if who.garbled and draft.numbers:
            damage.append(Damage(draft.place, f"编码无法识别（{' '.join(who.garbled)[:40]}）"))
        if lost:
            damage.append(Damage(draft.place, "这一行的名称缺失，只有金额"))
        numbers = tuple(n for _, n in draft.numbers)
        damage += [Damage(n.place, f"金额“{n.raw[:20]}”无法识别") for n in numbers if n.amount is None]
        rows.append(LooseRow(kind, who.label, None, who.codes, numbers, who.texts, who.item, draft.place))
    return tuple(rows), tuple(damage)


def _classes(drafts: Sequence[Draft]) -> frozenset[int]:
    """Rows whose code is the beginning of another row's code under the same agency."""
    found: set[int] = set()
    block: list[int] = []
    for position, draft in enumerate(drafts):
        if draft.who.kind is RowKind.ITEM:
            block.append(position)
        else:
            found |= _above(drafts, block)
            block = []
    return frozenset(found | _above(drafts, block))


def _above(drafts: Sequence[Draft], block: Sequence[int]) -> set[int]:
    codes = [(p, kind, code) for p in block for kind in _NESTING if (code := drafts[p].who.codes.get(kind))]
    shorter = {(kind, code[:length]) for _, kind, code in codes for length in range(3, len(code))}
    return {p for p, kind, code in codes if (kind, code) in shorter}


def _fill_down(drafts: Sequence[Draft], words: Sequence[Leaf]) -> None:
    """Text cells merged downwards (项目单位, 类型) hold for the rows below, until a text column before them changes."""
    label_first = next((i for i, leaf in enumerate(words) if leaf.column.role == "label"), 0)
    merged = [leaf.column.path for i, leaf in enumerate(words) if leaf.column.role == "text" and i < label_first]
    held: dict[str, str] = {}
    for draft in drafts:
        if draft.who.kind is not RowKind.PROJECT:
            held = {}
            continue
        changed = False
        for path in merged:
            own = draft.who.texts.get(path)
            if own:
                held[path], changed = own, True
            elif changed:
                held.pop(path, None)
            elif path in held:
                draft.who.texts[path] = held[path]
