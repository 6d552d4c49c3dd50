"""Rows that the source has torn or doubled: labels cut over two rows joined, double readings of one row made one again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gouji.model.disclosure import RowKind
from gouji.model.place import Place
from gouji.recognition import grid_torn
from gouji.recognition.grid_left import Identity
from gouji.recognition.grid_names import Names, named
from gouji.recognition.grid_numbers import decimals
from gouji.recognition.grid_words import likeness
from gouji.reconcile.loose import LooseNumber
from gouji.standards.fold import fold

_LONGEST = 600  # characters of a label, however many rows it is cut over
_CODED = ("function", "department_economic")


@dataclass(slots=True)
class Draft:
    """A row on its way to a LooseRow. `numbers` are (column, number); `words` the cells of its left part by column."""

    who: Identity
    numbers: list[tuple[int, LooseNumber]]
    place: Place
    words: dict[int, str] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)
    page: int = 0

    @property
    def bare(self) -> bool:
        """Nothing but words: no code, no number, no garbled code."""
        who = self.who
        return not self.numbers and not who.codes and not who.garbled and who.kind is not RowKind.TOTAL


def join(drafts: Sequence[Draft], names: Names, exact: bool = False) -> list[Draft]:
    """The rows with torn labels joined, then doubled ones merged (in an `exact` source a row twice is the issuer's)."""
    return _merged(_joined(drafts, names), names, exact)


def _joined(drafts: Sequence[Draft], names: Names) -> list[Draft]:
    found: list[Draft] = []
    waiting: Draft | None = None  # words above the row that they belong to
    for position, draft in enumerate(drafts):
        if not draft.bare or not (draft.who.label or draft.who.texts):
            if waiting is not None:
                _prepend(waiting, draft)
                waiting = None
            found.append(draft)
            continue
        following = drafts[position + 1] if position + 1 < len(drafts) else None
        if (following is not None and _belongs_below(draft, following, names)) or not found:
            waiting = draft if waiting is None else _append(waiting, draft)
        elif _starts_anew(draft):
            found.append(draft)
        else:
            _append(found[-1], draft)
    if waiting is not None:
        found.append(waiting)
    return found


def _belongs_below(draft: Draft, following: Draft, names: Names) -> bool:
    """Whether words without a number are the beginning of the next row's label: only where the chart says so."""
    both = fold(draft.who.label + following.who.label)
    codes = [(k, c) for k, c in following.who.codes.items() if k in _CODED]
    return any(fold(name) == both for k, c in codes for name in names.names(k, c))


def _starts_anew(draft: Draft) -> bool:
    """Whether words without a number are a row of their own: a project with its kind beside its name."""
    return draft.who.kind is RowKind.PROJECT and len(draft.words) >= 3


def _append(above: Draft, below: Draft) -> Draft:
    who, more = above.who, below.who
    if more.label and len(who.label) < _LONGEST:
        who.label += more.label
    for path, text in more.texts.items():
        who.texts[path] = who.texts.get(path, "") + text
    return above


def _prepend(above: Draft, below: Draft) -> None:
    below.who.label = above.who.label + below.who.label
    for path, text in above.who.texts.items():
        below.who.texts[path] = text + below.who.texts.get(path, "")


def _merged(drafts: Sequence[Draft], names: Names, exact: bool) -> list[Draft]:
    found: list[Draft] = []
    for draft in drafts:
        if found and grid_torn.torn(found[-1].who, draft.who, dict(found[-1].numbers), dict(draft.numbers), names):
            found[-1] = _whole_again(found[-1], draft, names)
            continue
        if found and not exact and _misread(found[-1], draft):
            found[-1] = _either(found[-1], draft)
            continue
        if found and _doubled(found[-1], draft, names):
            found[-1] = _merge(found[-1], draft, names)
        else:
            found.append(draft)
    return found


def _whole_again(first: Draft, second: Draft, names: Names) -> Draft:
    """The row of which a page's end left two pieces."""
    rest = dict(second.numbers)
    numbers = [(column, grid_torn.number(n, rest.get(column))) for column, n in first.numbers]
    who = grid_torn.identity(first.who, second.who, (first.words, second.words), names)
    words = {c: first.words.get(c, "") + second.words.get(c, "") for c in (*first.words, *second.words)}
    return Draft(who, numbers, first.place, words, [*first.damage, *second.damage], first.page)


def _doubled(first: Draft, second: Draft, names: Names) -> bool:
    """Whether two rows are one that was read twice: one label cut in two, numbers in the same columns."""
    a, b = first.who, second.who
    if a.kind is not RowKind.ITEM or b.kind is not RowKind.ITEM or not first.numbers or not second.numbers:
        return False
    if not a.label or not b.label or fold(a.label) == fold(b.label):
        return False
    columns, others = {c for c, _ in first.numbers}, {c for c, _ in second.numbers}
    if len(columns & others) * 2 <= max(len(columns), len(others)):
        return False
    if any(_is_name(names, kind, who) for kind in _CODED for who in (a, b)):
        return False
    both = a.label + b.label
    if any(_whole(names, kind, both, (a, b)) for kind in _CODED):
        return True
    same_code = any(k in a.codes and a.codes[k] == b.codes.get(k) for k in _CODED)
    other_government = a.codes.get("government_economic") != b.codes.get("government_economic")
    if other_government or not (same_code or bool(a.garbled) != bool(b.garbled)):
        return False
    return _alike(first, second, 2 if same_code else 3)


def _misread(first: Draft, second: Draft) -> bool:
    """Whether a row stands twice, the second time with one digit of one figure read otherwise."""
    a, b = first.who, second.who
    if (a.kind, fold(a.label), a.codes, a.texts) != (b.kind, fold(b.label), b.codes, b.texts) or len(first.numbers) < 2:
        return False
    if [c for c, _ in first.numbers] != [c for c, _ in second.numbers]:
        return False
    pairs = [(x.amount, y.amount) for (_, x), (_, y) in zip(first.numbers, second.numbers, strict=True)]
    others = [(str(x), str(y)) for x, y in pairs if x is not None and y is not None and x != y]
    if len(others) != 1 or any(x is None or y is None for x, y in pairs):
        return False
    x, y = others[0]
    return len(x) == len(y) and sum(p != q for p, q in zip(x, y, strict=True)) == 1


def _either(first: Draft, second: Draft) -> Draft:
    """The row once, with both readings of the figure that differs: the relations choose."""
    votes = Counter(n.amount for draft in (first, second) for _, n in draft.numbers if n.amount is not None)
    numbers = [(c, _one((x, y), votes)) for (c, x), (_, y) in zip(first.numbers, second.numbers, strict=True)]
    says = f"“{first.who.label}”一行在源文件中出现两次，读数不一致"
    return Draft(first.who, numbers, first.place, first.words, [*first.damage, *second.damage, says], first.page)


def _is_name(names: Names, kind: str, who: Identity) -> bool:
    """Whether a row's label alone is the name of a code: then nothing of it stands elsewhere."""
    known = names.names(kind, who.codes.get(kind, ""))
    return any(fold(name) == fold(who.label) for name in known) or bool(names.coded(kind, who.label))


def _whole(names: Names, kind: str, both: str, rows: Sequence[Identity]) -> bool:
    """Whether two labels together are a name of the chart, or nearly the name of a code that one of the rows has."""
    if names.coded(kind, both):
        return True
    known = [name for who in rows for name in names.names(kind, who.codes.get(kind, ""))]
    return any(likeness(fold(n), fold(both)) >= max(0.85, *(likeness(fold(n), fold(w.label)) for w in rows)) for n in known)


def _alike(first: Draft, second: Draft, part: int) -> bool:
    """Whether most numbers in common columns are the same figure, give or take one `part`-th of its digits misread."""
    theirs = dict(second.numbers)
    pairs = [(n, theirs[c]) for c, n in first.numbers if c in theirs]
    near = sum(_near(a, b, part) for a, b in pairs)
    return bool(pairs) and near * 2 > len(pairs)


def _near(a: LooseNumber, b: LooseNumber, part: int) -> bool:
    mine, theirs = _readings(a), _readings(b)
    return not mine or not theirs or any(_digits_apart(x, y, part) for x in mine for y in theirs)


def _digits_apart(a: Decimal, b: Decimal, part: int) -> bool:
    """Whether two figures print as many digits and at most one `part`-th of them differ."""
    x, y = str(a), str(b)
    return a == b or (len(x) == len(y) and sum(p != q for p, q in zip(x, y, strict=True)) * part <= len(x))


def _readings(number: LooseNumber) -> tuple[Decimal, ...]:
    own = () if number.amount is None else (number.amount,)
    return tuple(dict.fromkeys((*own, *number.alternatives)))


def _merge(first: Draft, second: Draft, names: Names) -> Draft:
    """One row of two readings: the label of both, the codes that make sense, for each column the likelier number."""
    a, b = first.who, second.who
    label = a.label + b.label
    who = Identity(a.kind, label, texts={**a.texts, **b.texts})
    who.codes = _codes(a, b, label, names)
    who.notes = [n for n in dict.fromkeys((*a.notes, *b.notes)) if "编码" not in n or not who.codes]
    if not who.codes:
        who.garbled = [*a.garbled, *b.garbled]
    votes = Counter(v for draft in (first, second) for _, n in draft.numbers for v in _readings(n)[:1] if _well_formed(n))
    preferred = second if (b.codes and (not a.codes or a.garbled)) or not b.garbled else first
    numbers: dict[int, list[LooseNumber]] = {}
    for draft in (preferred, second if preferred is first else first):
        for column, number in draft.numbers:
            numbers.setdefault(column, []).append(number)
    merged = [(column, _one(found, votes)) for column, found in sorted(numbers.items())]
    draft = Draft(who, merged, first.place, {**second.words, **first.words}, [*first.damage, *second.damage], first.page)
    if any(n.damaged for _, n in merged):
        draft.damage.append(f"“{label}”一行在源文件中出现两次，读数不一致")
    return draft


def _codes(a: Identity, b: Identity, label: str, names: Names) -> dict[str, str]:
    """The codes of a doubled row: those that the chart knows by the whole label, else those that are not garbled."""
    for kind in _CODED:
        for who in (b, a):
            if named(names.names(kind, who.codes.get(kind, "")), label):
                return {**a.codes, **b.codes, kind: who.codes[kind]}
        found = names.coded(kind, label)
        if len(found) == 1 and (kind in a.codes or kind in b.codes or a.garbled or b.garbled):
            return {**a.codes, **b.codes, kind: found[0]}
    return {**b.codes, **a.codes} if a.codes and not a.garbled else {**a.codes, **b.codes}


def _well_formed(number: LooseNumber) -> bool:
    """A reading to be trusted more: two decimals and no leading zero before another digit."""
    text = number.raw.replace(" ", "")
    return number.amount is not None and not (text[:1] == "0" and text[1:2].isdigit()) and decimals(number.amount) == 2


def _one(found: Sequence[LooseNumber], votes: Counter[Decimal]) -> LooseNumber:
    """The likelier of the readings of one cell; the others stay as alternatives, and then the number is damaged."""
    readings = tuple(dict.fromkeys(v for n in found for v in _readings(n)))
    best = max(found, key=lambda n: (n.amount is not None, _well_formed(n), votes[n.amount] if n.amount is not None else 0))
    others = tuple(v for v in readings if v != best.amount)
    hint = best.hint if all(n.hint in (None, best.hint) for n in found) else None
    raw = best.raw if not others else " / ".join(dict.fromkeys(n.raw for n in found))
    return LooseNumber(best.amount, raw, best.place, hint, bool(others) or best.amount is None, others)
