"""The budget block of the whole-department form: the template's fixed lines, each with the number printed after its label."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.disclosure import RowKind
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_amounts import amounts, is_amount_part
from gouji.recognition.targets_pieces import Piece, joined, span
from gouji.reconcile.loose import LooseNumber, LooseRow
from gouji.standards.fold import fold
from gouji.standards.template import Line


def budget_rows(stream: Sequence[Piece], segment: FormSegment) -> tuple[LooseRow, ...]:
    """A row for every fixed line of the template whose label stands in the stream; an amount belongs to the label before it."""
    lines = segment.template.lines if segment.template else ()
    hint = next((c.path for c in segment.template.amounts()), None) if segment.template else None
    rows: list[tuple[Line, Sequence[Piece], list[LooseNumber]]] = []
    words: list[Piece] = []
    i = 0
    while i < len(stream):
        end = i
        while end < len(stream) and is_amount_part(stream[end].text) and any(c.isdigit() for c in stream[end].text):
            end += 1
        if end == i:
            words.append(stream[i])
            i += 1
            continue
        rows += _labels(words, lines)
        words = []
        if rows:
            rows[-1][2].extend(
                LooseNumber(f.value, f.raw, f.place, hint, damaged=f.value is None) for f in amounts(stream[i:end])[:1]
            )
        i = end
    rows += _labels(words, lines)
    return tuple(
        LooseRow(
            RowKind.TOTAL if line.total else RowKind.ITEM,
            line.labels[0],
            numbers=tuple(numbers[:1]),
            item=line.key,
            place=span([*label, *label]) if label else segment.place,
        )
        for line, label, numbers in rows
    )


def _labels(words: Sequence[Piece], lines: Sequence[Line]) -> list[tuple[Line, Sequence[Piece], list[LooseNumber]]]:
    """The lines whose labels stand in `words`, in order, longest label first where they overlap."""
    text = fold(joined(words))
    found: list[tuple[int, int, Line]] = []
    for line in lines:
        for label in line.labels:
            at = text.find(fold(label))
            if at >= 0:
                found.append((at, at + len(fold(label)), line))
                break
    kept = [
        f for f in found if not any(o is not f and o[0] <= f[0] and f[1] <= o[1] and o[1] - o[0] > f[1] - f[0] for o in found)
    ]
    return [(line, words, []) for _, _, line in sorted(kept, key=lambda f: f[0])]
