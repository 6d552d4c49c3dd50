"""What the other forms say of a document's bodies: where a project's name ends and its unit's begins, and which code a body
has whose own was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from gouji.model.disclosure import Damage, RowKind
from gouji.recognition.fold import fold
from gouji.recognition.grid_left import LOST_BODY, body
from gouji.reconcile.loose import LooseForm, LooseRow
from gouji.standards.template import FormTemplate, Template

_SHORTEST = 4  # characters of a body's name
_OWNERS = (RowKind.DEPARTMENT, RowKind.AGENCY)


def part(forms: Sequence[LooseForm], template: Template, issuer: str = "") -> tuple[LooseForm, ...]:
    """The forms with units taken off the names of projects. `issuer`: the body that the document's captions name."""
    names = {fold(r.label) for f in forms for r in f.rows if r.kind in _OWNERS and "agency" in r.codes} | {fold(issuer)}
    known = tuple(sorted((n for n in names if len(n) >= _SHORTEST), key=len, reverse=True))
    return tuple(_form(f, template.forms.get(f.kind), known) for f in forms)


def _form(form: LooseForm, known: FormTemplate | None, names: Sequence[str]) -> LooseForm:
    if known is None or known.layout != "projects" or not names:
        return form
    keys = [c.key if c.role == "text" else c.role for c in known.leaves()]
    path = next((c.path for c in known.leaves() if c.role == "text" and c.key == "agency"), None)
    if path is None or "label" not in keys:
        return form
    leading = keys.index("agency") < keys.index("label")
    return replace(form, rows=tuple(_row(row, path, leading, names) for row in form.rows))


def _row(row: LooseRow, path: str, leading: bool, names: Sequence[str]) -> LooseRow:
    unit = row.texts.get(path, "")
    if row.kind is not RowKind.PROJECT:
        return row
    whole = unit + row.label if leading else row.label + unit
    for length in range(len(whole) - 2, _SHORTEST - 1, -1):
        piece = whole[:length] if leading else whole[-length:]
        if fold(piece) in names:
            rest = whole[length:] if leading else whole[:-length]
            return replace(row, label=rest, texts={**row.texts, path: piece})
    return row


def coded(forms: Sequence[LooseForm]) -> tuple[LooseForm, ...]:
    """The forms with a body that lost its code given the only one that rows of that name have elsewhere; told as damage."""
    known: dict[str, set[str]] = {}
    for row in (row for form in forms for row in form.rows):
        if row.kind in _OWNERS and "agency" in row.codes:
            known.setdefault(fold(row.label), set()).add(row.codes["agency"])
    return tuple(_with_codes(form, known) for form in forms)


def _with_codes(form: LooseForm, known: Mapping[str, Set[str]]) -> LooseForm:
    rows, told = [], list(form.damage)
    for row in form.rows:
        codes = known.get(fold(row.label), set()) if row.kind in _OWNERS and "agency" not in row.codes else set()
        if len(codes) == 1:
            (code,) = codes
            row = replace(row, kind=body(code), codes={**row.codes, "agency": code})
            told = [d for d in told if (d.place, d.says) != (row.place, LOST_BODY)]
            told.append(Damage(row.place, f"{LOST_BODY}，按其他表的“{row.label}”补出{code}"))
        rows.append(row)
    return replace(form, rows=tuple(rows), damage=tuple(told)) if tuple(told) != form.damage else form


__all__ = ["coded", "part"]
