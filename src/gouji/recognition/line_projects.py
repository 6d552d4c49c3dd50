"""Rows of the project form (10): 类型, 项目名称 and 项目单位 are words without codes, each cut over lines, then the numbers.

Where a name ends and its unit begins is told by the units that the form names elsewhere: in its coded rows, and at the end
of other projects' words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gouji.model.disclosure import Damage, RowKind
from gouji.recognition.fold import fold
from gouji.recognition.line_drafts import Draft
from gouji.recognition.line_labels import wording
from gouji.recognition.line_numbers import numbers_of, spot
from gouji.recognition.line_tokens import Token
from gouji.reconcile.loose import LooseNumber, LooseRow
from gouji.standards.template import FormTemplate

Numbers = tuple[LooseNumber, ...]

_ENDS = "局委办院心所站校馆队会室处厅部社园团司府科库台署庭关场段行中"  # how names of public bodies end
_PROJECT = 15  # digits from which a code is a project's


def read_projects(drafts: Sequence[Draft], form: FormTemplate) -> tuple[list[LooseRow], list[Damage]]:
    """The rows of the project form."""
    texts = [c.path for c in form.leaves() if c.role == "text"]
    damage: list[Damage] = []
    bodies: list[tuple[Draft, str | None, list[Token]]] = []
    names: list[str] = []
    for draft in drafts:
        tokens = [*draft.heads, *(t for g in draft.words for t in g)]
        if not draft.numbers and not draft.codes and not draft.total:
            damage.append(Damage(spot(tokens), f"“{wording(tokens)[:40]}”不属于任何一行，未采用"))
            continue
        if _coded(draft):
            names.append(wording(tokens))
        kind, rest = _kind(tokens, form.kinds)
        bodies.append((draft, kind, rest))
    units = _units([rest for draft, _, rest in bodies if not _coded(draft) and not draft.total], names)
    rows: list[LooseRow] = []
    for draft, kind, rest in bodies:
        numbers, lost = numbers_of(draft.numbers, form)
        damage.extend(lost)
        rows.append(_row(draft, kind, rest, units, texts, numbers))
    return rows, damage


def _coded(draft: Draft) -> bool:
    return bool(draft.codes) and len(draft.code(0)) < _PROJECT


def _row(
    draft: Draft, kind: str | None, rest: list[Token], units: Sequence[str], texts: Sequence[str], numbers: Numbers
) -> LooseRow:
    place = spot(draft.tokens)
    if draft.total:
        return LooseRow(RowKind.TOTAL, wording(draft.heads), None, {}, numbers, {}, None, place)
    code = draft.code(0)
    if _coded(draft):
        name = wording(rest)
        row = RowKind.DEPARTMENT if len(code) <= 3 else RowKind.AGENCY
        return LooseRow(row, name, None, {"agency": code}, numbers, {texts[-1]: name} if texts else {}, None, place)
    name, unit = _name_and_unit(rest, units)
    words = {}
    if kind and texts:
        words[texts[0]] = kind
    if unit and len(texts) > 1:
        words[texts[-1]] = unit
    return LooseRow(RowKind.PROJECT, name, None, {"project": code} if code else {}, numbers, words, None, place)


def _kind(tokens: Sequence[Token], kinds: Sequence[str]) -> tuple[str | None, list[Token]]:
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


def _units(rows: Sequence[Sequence[Token]], names: Sequence[str]) -> tuple[str, ...]:
    """The names of units that projects end with, longest first: those of the coded rows, and endings that several share."""
    counts: Counter[str] = Counter()
    for tokens in rows:
        ending = ""
        for token in reversed(tokens[1:][-6:]):
            ending = token.text + ending
            counts[ending] += 1
    known = {fold(n): n for n in names if n}
    shared = [e for e, times in counts.items() if times > 1 and e[-1] in _ENDS and len(e) > 3]
    for ending in shared:
        known.setdefault(fold(ending), ending)
    return tuple(sorted(known.values(), key=len, reverse=True))


def _name_and_unit(tokens: Sequence[Token], units: Sequence[str]) -> tuple[str, str]:
    whole = wording(tokens)
    folded = fold(whole)
    for unit in units:
        if folded.endswith(fold(unit)) and len(folded) > len(fold(unit)):
            return whole[: len(whole) - len(unit)], whole[len(whole) - len(unit) :]
    # No known unit: the last words that begin like one, or the last printed piece if it ends like one.
    opening = {u[:2] for u in units}
    for position in range(1, len(tokens)):
        if tokens[position].text[:2] in opening and whole[-1] in _ENDS:
            return wording(tokens[:position]), wording(tokens[position:])
    if len(tokens) > 1 and tokens[-1].text[-1] in _ENDS and len(tokens[-1].text) > 3:
        return wording(tokens[:-1]), tokens[-1].text
    return whole, ""
