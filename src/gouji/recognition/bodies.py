"""Where a project's name and its unit's stand together without a mark, told apart by the bodies that the other forms name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.model.disclosure import RowKind
from gouji.recognition.fold import fold
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


__all__ = ["part"]
