"""Labels that the source moved away from their rows, told again by the rows' codes.

A dump may print a column's words apart from its codes and numbers, glue a code to its name, or give the end of one row's
label to the next. Only what is certain is mended: a row with a code and no label at all, digits before a label that are the
rest of its code, and neighbouring rows whose labels together are exactly their names together. A label that is merely
shorter or other than the chart's is the issuer's and stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gouji.model.disclosure import Damage, RowKind
from gouji.recognition.fold import fold
from gouji.recognition.line_codes import Names
from gouji.recognition.line_labels import strangeness
from gouji.reconcile.loose import LooseForm, LooseRow

_CODED = ("function", "department_economic")
_LONGEST = 4  # rows whose labels may have run into one another
_GLUED = re.compile(r"(\d{2}|\d{4})(?=\D)")
_SHORTEST = 2  # characters of a label that tells the name of its code in other forms

Known = dict[tuple[str, str], tuple[str, ...]]


def relabelled(forms: Sequence[LooseForm], names: Names) -> tuple[LooseForm, ...]:
    """The forms with such labels at their rows; those whose positions are the source's own (`exact`) as they are.

    `names` gives the chart's names of a code (kind, code), () where unknown.
    """
    glued = [f if f.exact else replace(f, rows=tuple(_unglued(row, names) for row in f.rows)) for f in forms]
    return tuple(f if f.exact else _form(f, names, _printed([g for g in glued if g is not f])) for f in glued)


def _unglued(row: LooseRow, names: Names) -> LooseRow:
    """A row whose label begins with the rest of its code: `208` `02民政管理事务`, where the chart calls 20802 so."""
    match = _GLUED.match(row.label)
    code = row.codes.get("function", "")
    if match is None or not code:
        return row
    whole, label = code + match[1], row.label[match.end() :]
    if fold(label) not in map(fold, names("function", whole)):
        return row
    return replace(row, label=label, codes={**row.codes, "function": whole})


def _printed(forms: Sequence[LooseForm]) -> Known:
    """What forms call each code, the commonest wording first."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in (row for form in forms for row in form.rows):
        key = _key(row)
        if key is not None and len(row.label) >= _SHORTEST and not strangeness(row.label):
            found.setdefault(key, Counter())[row.label] += 1
    return {key: tuple(label for label, _ in counts.most_common()) for key, counts in found.items()}


def _key(row: LooseRow) -> tuple[str, str] | None:
    """The code that a row's label names: its subject's, or its body's in a row of a body."""
    if row.kind in (RowKind.DEPARTMENT, RowKind.AGENCY):
        return ("agency", row.codes["agency"]) if "agency" in row.codes else None
    return next(((kind, row.codes[kind]) for kind in _CODED if kind in row.codes), None)


def _form(form: LooseForm, names: Names, printed: Known) -> LooseForm:
    rows = list(form.rows)
    known = [_names(row, names, printed) for row in rows]
    damage: list[Damage] = []
    at = 0
    while at < len(rows):
        shared = _shared(rows[at : at + _LONGEST], known[at : at + _LONGEST])
        for label in shared:
            says = f"这一行的名称在转换时与上下行混在一起，按编码认作“{label}”"
            damage += [Damage(rows[at].place, says)] if fold(rows[at].label) != fold(label) else []
            rows[at] = replace(rows[at], label=label)
            at += 1
        if not shared:
            if not rows[at].label and known[at] and rows[at].numbers:
                rows[at] = replace(rows[at], label=known[at][0])
                damage.append(Damage(rows[at].place, f"这一行的名称没有和编码在一起，按编码认作“{known[at][0]}”"))
            at += 1
    return replace(form, rows=tuple(rows), damage=(*form.damage, *damage)) if damage else form


def _names(row: LooseRow, names: Names, printed: Known) -> tuple[str, ...]:
    """What a row may be called: as the chart calls its code, else as the document's other forms do."""
    key = _key(row)
    if key is None:
        return ()
    chart = names(*key) if key[0] in _CODED else ()
    return chart or printed.get(key, ())


def _shared(rows: Sequence[LooseRow], known: Sequence[tuple[str, ...]]) -> list[str]:
    """The names of the first rows whose labels ran into one another: the fewest that together are exactly their names;
    [] where the first row's label is in order, or nothing fits."""
    if not known or not known[0] or not rows[0].label or fold(rows[0].label) in map(fold, known[0]):
        return []
    starts: list[tuple[int, list[str]]] = [(0, [])]  # how much of the labels the names so far take up
    text = ""
    for row, called in zip(rows, known, strict=True):
        text += fold(row.label)
        whole = "".join(fold(r.label) for r in rows)
        starts = [
            (done + len(fold(name)), [*said, name])
            for done, said in starts
            for name in called
            if whole.startswith(fold(name), done)
        ]
        for done, said in starts:
            if len(said) > 1 and done == len(text):
                return said
    return []
