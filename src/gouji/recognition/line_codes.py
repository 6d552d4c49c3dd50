"""Rows of the forms that are ordered by codes: agencies (02), functions (03, 05, 09), economic classes (06, 07)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gouji.model.disclosure import Damage, RowKind
from gouji.recognition.fold import fold
from gouji.recognition.line_drafts import Draft
from gouji.recognition.line_labels import Cost, Fragment, Labelled, centred_cost, fragments, settle, top_cost, width_of, wording
from gouji.recognition.line_numbers import numbers_of, spot
from gouji.recognition.line_pairs import told_apart
from gouji.recognition.line_short import in_order, whole_codes
from gouji.recognition.line_tokens import Token
from gouji.reconcile.loose import LooseRow
from gouji.standards.template import FormTemplate

Names = Callable[[str, str], tuple[str, ...]]  # code kind, code → what the chart of accounts calls it, () if unknown

_FUNCTION = (3, 5, 7)
_ECONOMIC = (3, 5)


@dataclass(frozen=True, slots=True)
class Coded:
    """The codes of a draft and what row they make."""

    kind: RowKind
    codes: Mapping[str, str]
    named: tuple[str, str] | None = None  # the code whose chart name the label should be


@dataclass(frozen=True, slots=True)
class _Around:
    """The first three digits of the form's longer codes: of its functions, and of its agencies."""

    functions: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()

    @classmethod
    def of(cls, drafts: Sequence[Draft]) -> _Around:
        codes = [d.code(0) for d in drafts if d.codes]
        functions = frozenset(c[:3] for c in codes if len(c) > 3 and len(c) != 6)
        return cls(functions, frozenset(c[:3] for c in codes if len(c) == 6))


def read_coded(drafts: Sequence[Draft], form: FormTemplate, names: Names) -> tuple[list[LooseRow], list[Damage]]:
    """The rows of the drafts, with what could not be read of them."""
    rows_words, damage = _labels(drafts, form, names)
    rows: list[LooseRow] = []
    around = _Around.of(drafts)
    for position, (draft, words) in enumerate(rows_words):
        label, second = wording(words[0]), wording(words[1])
        first = position == 0 or rows[-1].kind is RowKind.TOTAL
        coded = _codes(draft, form, label, names, around, first)
        numbers, lost = numbers_of(draft.numbers, form)
        damage.extend(lost)
        texts = _texts(form, second) if second else {}
        place = spot([*words[0], *words[1], *(t for group in draft.codes for t in group), *draft.numbers])
        codes, cut = whole_codes(coded.codes, label, second, names)
        damage.extend(Damage(place, says) for says in cut)
        ordered = in_order([t.text for t in draft.codes[0]], label, names) if codes.keys() == {"function"} else None
        if ordered is not None:
            damage.append(Damage(place, f"编码“{codes['function']}”的数字次序在转换时打乱，按名称认作{ordered}"))
            codes = {"function": ordered}
        rows.append(LooseRow(coded.kind, label, None, codes, numbers, texts, place=place))
    return _with_classes(rows), damage


def _labels(
    drafts: Sequence[Draft], form: FormTemplate, names: Names
) -> tuple[list[tuple[Draft, tuple[list[Token], list[Token]]]], list[Damage]]:
    """Every draft with its label and its second label (the government class's name), words around the rows shared out."""
    pairs = form.layout == "economics"
    real = [d for d in drafts if d.codes or d.numbers or d.total]
    loose: dict[int, list[Token]] = {}
    waiting: list[Token] = []
    for draft in drafts:
        if draft.codes or draft.numbers or draft.total:
            loose[id(draft)], waiting = waiting, []
        else:
            waiting = [*waiting, *draft.heads]
    labelled: list[Labelled] = []
    for draft in real:
        own = draft.heads if not draft.codes else []
        above = [*loose[id(draft)], *(draft.heads if draft.codes else [])]
        inside, _ = _inside(draft, pairs)
        if not draft.codes:
            # Without a code the last printed line of its words is the row's own; what stands above may be the last row's.
            groups = fragments(own)
            inside = list(groups[-1]) if groups else []
            above += [t for g in groups[:-1] for t in g]
        named = _codes(draft, form, wording(inside), names, _Around(), first=False).named
        called = names(*named) if named else ()
        labelled.append(Labelled(inside, fragments(above), called, closed=draft.total))
    width = max((width_of(wording(f)) for row in labelled for f in row.above if len(f) == 1), default=0)
    others = {}
    for row, draft in zip(labelled, real, strict=True):
        row.width = max(width, *(width_of(wording(f)) for f in fragments(row.inside)), 0) if width else 0
        if pairs and len(found := _split_pair(draft)) == 2:
            others[id(row)] = (_inside(draft, pairs)[1], names("government_economic", found[1]))

    def told(otherwise: Cost) -> Cost:
        def cost(row: Labelled, head: Sequence[Fragment], tail: Sequence[Fragment]) -> float:
            if id(row) in others:
                second, called = others[id(row)]
                tokens = [*(t for f in head for t in f), *row.inside, *second, *(t for f in tail for t in f)]
                if told_apart(tokens, row.names, called) is not None:
                    return 0.0
            return otherwise(row, head, tail)

        return cost

    spare = settle(labelled, fragments(waiting), (told(centred_cost), told(top_cost)))
    damage = [Damage(spot(f), f"“{wording(f)[:40]}”不属于任何一行，未采用") for f in spare]
    called_second = {key: called for key, (_, called) in others.items()}
    words = [_words(row, d, pairs, called_second.get(id(row), ())) for d, row in zip(real, labelled, strict=True)]
    return list(zip(real, words, strict=True)), damage


def _inside(draft: Draft, pairs: bool) -> tuple[list[Token], list[Token]]:
    """The words beside the codes: of the row, and of its second code."""
    if not pairs or not draft.words:
        return [t for group in draft.words for t in group], []
    if len(draft.words) > 1:
        return draft.words[0], [t for group in draft.words[1:] for t in group]
    if len(_split_pair(draft)) == 2:
        # Both codes side by side: the words after them are the second code's, unless there are two of them.
        words = draft.words[0]
        return (words[:1], words[1:]) if len(fragments(words)) != len(words) else ([], words)
    return draft.words[0], []


def _words(row: Labelled, draft: Draft, pairs: bool, called: Sequence[str]) -> tuple[list[Token], list[Token]]:
    inside, second = _inside(draft, pairs)
    if not draft.codes:
        inside = list(row.inside)
    if pairs and len(_split_pair(draft)) == 2:
        whole = [*(t for f in row.head for t in f), *inside, *second, *(t for f in row.tail for t in f)]
        told = told_apart(whole, row.names, called) if row.head or row.tail or not (inside and second) else None
        if told is not None:
            return told
        # Two words on a line above or below the row: one of either column.
        before = [t for f in row.head for t in f[:1]], [t for f in row.head for t in f[1:]]
        after = [t for f in row.tail for t in f[:1]], [t for f in row.tail for t in f[1:]]
        return [*before[0], *inside, *after[0]], [*before[1], *second, *after[1]]
    return [*(t for f in row.head for t in f), *inside, *(t for f in row.tail for t in f)], second


def _codes(draft: Draft, form: FormTemplate, label: str, names: Names, around: _Around, first: bool) -> Coded:
    if not draft.codes:
        return Coded(RowKind.TOTAL if draft.total else RowKind.ITEM, {})
    if form.layout == "economics":
        return _economic(draft, label, names, around, first)
    digits = draft.code(0)
    if form.layout == "functions":
        return _functional(digits, label, names, around, first)
    return _agency(digits)


def _agency(digits: str) -> Coded:
    return Coded(RowKind.DEPARTMENT if len(digits) <= 3 else RowKind.AGENCY, {"agency": digits})


def _functional(digits: str, label: str, names: Names, around: _Around, first: bool) -> Coded:
    """A function code, an agency's or department's code, or both side by side (类 款 项 单位代码)."""
    length = len(digits)
    if length == 3 and not _is_class(digits, label, names, around, first):
        return _agency(digits)
    if length in _FUNCTION:
        return Coded(RowKind.ITEM, {"function": digits}, ("function", digits))
    for function in (7, 5, 3):
        if length - function in (3, 6) and length != 6 and (function != 3 or names("function", digits[:3])):
            code = digits[:function]
            return Coded(RowKind.ITEM, {"function": code, "agency": digits[function:]}, ("function", code))
    return _agency(digits)


def _is_class(digits: str, label: str, names: Names, around: _Around, first: bool) -> bool:
    """Whether three digits are a class (208) and no department (单位代码), which may have the same digits."""
    return _called(names("function", digits), label) or _has_deeper(digits, around, first)


def _called(names: Sequence[str], label: str) -> bool:
    return bool(label) and fold(label) in map(fold, names)


def _has_deeper(digits: str, around: _Around, first: bool) -> bool:
    """Whether the form goes on with deeper codes of this class, and no agency; the row under 合计 is a department's."""
    return digits in around.functions and digits not in around.agencies and not first


def _split_pair(draft: Draft) -> tuple[str, ...]:
    """The one or two economic codes of a draft."""
    if len(draft.codes) > 1:
        return draft.code(0), "".join(draft.code(n) for n in range(1, len(draft.codes)))
    digits = draft.code(0)
    for first in (5, 3):
        rest = digits[first:]
        # 301501 in one piece could be an agency: it is a pair only where the pieces say so.
        apart = len(digits) != 6 or len(draft.codes[0]) > 1
        if apart and len(rest) in _ECONOMIC and digits.startswith("3") and rest.startswith("5"):
            return digits[:first], rest
    return (digits,)


def _economic(draft: Draft, label: str, names: Names, around: _Around, first: bool) -> Coded:
    found = _split_pair(draft)
    if len(found) == 2:
        codes = {"department_economic": found[0], "government_economic": found[1]}
        return Coded(RowKind.ITEM, codes, ("department_economic", found[0]))
    (digits,) = found
    kind = "government_economic" if digits.startswith("5") else "department_economic"
    if len(digits) == 5 or (len(digits) == 3 and (_called(names(kind, digits), label) or _has_deeper(digits, around, first))):
        return Coded(RowKind.ITEM, {kind: digits}, (kind, digits))
    return _agency(digits)


def _texts(form: FormTemplate, words: str) -> dict[str, str]:
    path = next((c.path for c in form.leaves() if c.role == "text"), None)
    return {path: words} if path else {}


def _with_classes(rows: Sequence[LooseRow]) -> list[LooseRow]:
    """Items whose code other rows of the same unit go on with are classes (类、款)."""
    prefixes: set[tuple[int, str, str]] = set()
    units: list[int] = []
    unit = 0
    for row in rows:
        unit += row.kind in (RowKind.DEPARTMENT, RowKind.AGENCY)
        units.append(unit)
        for kind, code in row.codes.items():
            prefixes.update((unit, kind, code[:length]) for length in range(3, len(code)))
    out = []
    for row, unit in zip(rows, units, strict=True):
        nesting = next(((k, v) for k, v in row.codes.items() if k in ("function", "department_economic")), None)
        if row.kind is RowKind.ITEM and nesting and (unit, *nesting) in prefixes:
            row = replace(row, kind=RowKind.CLASS)
        out.append(row)
    return out
