"""Rows of the project form (10): 类型, 项目名称 and 项目单位 are words without codes, each cut over lines, then the numbers.

The cells may come one after the other, or line by line, so that the pieces of three cells alternate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Damage, RowKind
from gouji.recognition.fold import fold
from gouji.recognition.line_drafts import Draft
from gouji.recognition.line_labels import Fragment, Labelled, centred_cost, fragments, settle, strangeness, wording
from gouji.recognition.line_numbers import numbers_of, spot
from gouji.recognition.line_tokens import Token
from gouji.recognition.line_units import apart, units_of
from gouji.reconcile.loose import LooseRow
from gouji.standards.template import FormTemplate

_PROJECT = 15  # digits from which a code is a project's
_MOST_LINES = 40  # printed lines of one project's cells


def read_projects(drafts: Sequence[Draft], form: FormTemplate) -> tuple[list[LooseRow], list[Damage]]:
    """The rows of the project form, with what could not be read of them."""
    rows, damage = _shared_out(drafts, form)
    parted = [(draft, *kind_of(tokens, form.kinds)) for draft, tokens in rows]
    coded = [wording(rest) for draft, _, rest in parted if _coded(draft)]
    units = units_of([rest for draft, _, rest in parted if not _coded(draft) and not draft.total], coded)
    columns = _columns(form)
    out: list[LooseRow] = []
    for draft, kind, rest in parted:
        numbers, lost = numbers_of(draft.numbers, form)
        damage.extend(lost)
        row, label, codes, words = _meaning(draft, kind, rest, units, columns)
        place = spot([*rest, *(t for group in draft.codes for t in group), *draft.numbers])
        out.append(LooseRow(row, label, None, codes, numbers, words, None, place))
    return out, damage


@dataclass(frozen=True, slots=True)
class _Columns:
    """Header paths of the kind's and the unit's columns, and whether the unit's stands before the name's."""

    kind: str
    unit: str
    leading: bool


def _columns(form: FormTemplate) -> _Columns:
    leaves = list(form.leaves())
    paths = {c.key: c.path for c in leaves if c.role == "text"}
    keys = [c.key if c.role == "text" else c.role for c in leaves]
    leading = "agency" in keys and "label" in keys and keys.index("agency") < keys.index("label")
    return _Columns(paths.get("kind", ""), paths.get("agency", ""), leading)


def _coded(draft: Draft) -> bool:
    return bool(draft.codes) and len(draft.code(0)) < _PROJECT


def _shared_out(drafts: Sequence[Draft], form: FormTemplate) -> tuple[list[tuple[Draft, list[Token]]], list[Damage]]:
    """Every row with its words in printed order; words between two rows go to the one that they complete."""
    real: list[Draft] = []
    labelled: list[Labelled] = []
    waiting: list[Token] = []
    for draft in drafts:
        if not (draft.codes or draft.numbers or draft.total):
            waiting = [*waiting, *draft.heads]
            continue
        after_code = [t for group in draft.words for t in group]
        line = draft.numbers[0].line if draft.numbers else -1
        beside = [t for t in draft.heads if t.line == line or draft.total]
        above = [*waiting, *(t for t in draft.heads if not (t.line == line or draft.total))]
        waiting = []
        real.append(draft)
        names = ("",) if draft.codes else ()  # marks a row that has no kind
        labelled.append(Labelled([*beside, *after_code], fragments(above), names, draft.total))

    def cost(row: Labelled, head: Sequence[Fragment], tail: Sequence[Fragment]) -> float:
        if row.closed or row.names:
            return centred_cost(Labelled(row.inside, row.above, (), row.closed), head, tail)
        tokens = [*(t for f in head for t in f), *row.inside, *(t for f in tail for t in f)]
        kind, rest = kind_of(tokens, form.kinds)
        missing = 0.0 if kind is not None or not form.kinds else 5.0
        return missing + (strangeness(wording(rest)) if rest else 6.0) + 0.6 * len(tail)

    spare = settle(labelled, fragments(waiting), (cost,), _MOST_LINES)
    damage = [Damage(spot(f), f"“{wording(f)[:40]}”不属于任何一行，未采用") for f in spare]
    words = [[*(t for f in r.head for t in f), *r.inside, *(t for f in r.tail for t in f)] for r in labelled]
    return list(zip(real, words, strict=True)), damage


def _meaning(
    draft: Draft, kind: str | None, rest: Sequence[Token], units: Sequence[str], columns: _Columns
) -> tuple[RowKind, str, dict[str, str], dict[str, str]]:
    """What a row is: its kind, label, codes and texts."""
    if draft.total:
        return RowKind.TOTAL, wording(draft.heads), {}, {}
    code = draft.code(0)
    if _coded(draft):
        name = wording(rest)
        words = {columns.unit: name} if columns.unit else {}
        return RowKind.DEPARTMENT if len(code) <= 3 else RowKind.AGENCY, name, {"agency": code}, words
    name, unit = apart(rest, units, columns.leading)
    words = {}
    if kind and columns.kind:
        words[columns.kind] = kind
    if unit and columns.unit:
        words[columns.unit] = unit
    return RowKind.PROJECT, name, {"project": code} if code else {}, words


def kind_of(tokens: Sequence[Token], kinds: Sequence[str]) -> tuple[str | None, list[Token]]:
    """The project's kind (其他运转类 …) and the words without it; its pieces may stand on several lines."""
    for kind in kinds:
        wanted = fold(kind)
        taken: list[int] = []
        matched = 0
        for position, token in enumerate(tokens):
            text = fold(token.text)
            if text and wanted.startswith(text, matched):
                matched += len(text)
                taken.append(position)
            elif matched < len(wanted) and text.startswith(wanted[matched:]) and taken == list(range(position)):
                # Glued to the name: 其他运转类设备购置
                rest = token.text[len(wanted) - matched :]
                cut = Token(token.kind, rest, token.place, token.line, token.gap)
                return kind, [*([cut] if rest else []), *tokens[position + 1 :]]
            if matched == len(wanted):
                return kind, [t for n, t in enumerate(tokens) if n not in taken]
    return None, list(tokens)
