"""Figures whose label or code the source lost, given to the only row that the template's relations leave for them.

Three cases, each of which must have exactly one answer, and each said as damage: a number without a label in a two-sided
form whose amount is what another form sums up for one class; a first row without a label that is the sum of all rows below
it (合计); a row that lost its economic code where exactly one pair of codes of a related form is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gouji.model.disclosure import Damage, RowKind
from gouji.model.place import Place
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow
from gouji.standards.chart import lookup
from gouji.standards.formula import Linear, Ref, Relation, Sum
from gouji.standards.template import FormTemplate, Line, Template

_MANY = 100  # more rows without a label than this are no table that lost a few
_PAIR = ("department_economic", "government_economic")


def attach(forms: Sequence[LooseForm], template: Template) -> tuple[LooseForm, ...]:
    """The forms with lost labels and codes restored where the relations leave one answer; all else as it was."""
    found = [_with_total(form, template.forms.get(form.kind)) for form in forms]
    for relation in template.relations:
        if relation.each == "function_class" and relation.compare == "=":
            found = _classes(found, relation, template)
        elif relation.each == "economic_pair":
            found = _pairs(found, relation, template)
    return tuple(found)


def _with_total(form: LooseForm, known: FormTemplate | None) -> LooseForm:
    """A first row of nothing but its amount that is the sum of all others is the total."""
    if known is None or known.sides or known.layout == "single" or len(form.rows) < 3:
        return form
    first, *others = form.rows
    amounts = [row.numbers[0].amount for row in form.rows if len(row.numbers) == 1]
    plain = len(amounts) == len(form.rows) and len(known.amounts()) == 1
    if not plain or first.label or first.codes or any(row.kind is not RowKind.ITEM for row in form.rows):
        return form
    if None in amounts or sum((a for a in amounts[1:] if a is not None), Decimal(0)) != amounts[0]:
        return form
    says = f"名称缺失的金额{amounts[0]}等于以下各行之和，认作合计"
    total = replace(first, kind=RowKind.TOTAL, label="合计")
    return replace(form, rows=(total, *others), damage=(*_without(form.damage, first.place), Damage(first.place, says)))


def _without(damage: Sequence[Damage], place: Place) -> tuple[Damage, ...]:
    """What was said about a place before it was settled is no longer true."""
    return tuple(d for d in damage if d.place != place)


def _only_ref(side: object) -> Ref | None:
    """The reference of a side of a relation that is one figure, or one sum of figures."""
    if not isinstance(side, Linear) or len(side.terms) != 1 or side.terms[0].factor != 1:
        return None
    term = side.terms[0].term
    return term if isinstance(term, Ref) else term.ref if isinstance(term, Sum) else None


def _path(template: Template, ref: Ref) -> str | None:
    """The header path of a reference's column."""
    form = template.forms.get(ref.form or "")
    return next((c.path for c in form.leaves() if c.key == ref.column), None) if form else None


def _classes(forms: Sequence[LooseForm], relation: Relation, template: Template) -> list[LooseForm]:
    own, other = _only_ref(relation.left), _only_ref(relation.right)
    known = template.forms.get(own.form or "") if own else None
    source = next((f for f in forms if other and f.kind == other.form), None)
    if known is None or not known.sides or own is None or other is None or source is None:
        return list(forms)
    path = _path(template, other)
    sums = _class_sums(source, path) if path else {}
    return [_labelled(f, known, sums) if f.kind == known.kind else f for f in forms]


def _class_sums(form: LooseForm, path: str) -> dict[str, Decimal | None]:
    """What a column holds for each function class; None where a row's number has no certain column or value."""
    sums: dict[str, Decimal | None] = {}
    for row in form.rows:
        code = row.codes.get("function", "")
        if row.kind is not RowKind.ITEM or not code:
            continue
        number = next((n for n in row.numbers if n.hint == path), None)
        sure = number is not None and number.amount is not None and not number.damaged
        before = sums.get(code[:3], Decimal(0))
        sums[code[:3]] = (
            before + number.amount if sure and number and number.amount is not None and before is not None else None
        )
    return sums


def _labelled(form: LooseForm, known: FormTemplate, sums: dict[str, Decimal | None]) -> LooseForm:
    rows = list(form.rows)
    damage = form.damage
    lost = [row for row in form.rows if not row.label and not row.item and len(row.numbers) == 1]
    for row in lost if len(lost) <= _MANY else ():
        number = row.numbers[0]
        if number.amount is None:
            continue
        lines = [line for line in _free(rows, row, known) if sums.get(line.function or "") == number.amount]
        if len(lines) != 1:
            continue
        _give(rows, row, number, lines[0])
        says = f"金额{number.raw}没有项目名称，与其他表同类科目之和相等的只有“{lines[0].labels[0]}”，归入这一行"
        damage = (*_without(damage, number.place), Damage(number.place, says))
    return replace(form, rows=tuple(rows), damage=damage)


def _free(rows: Sequence[LooseRow], row: LooseRow, known: FormTemplate) -> list[Line]:
    """The class lines without a number on the row's side, between the lines with numbers printed before and after it."""
    side = next((s for s in known.sides if s.name == row.side), None)
    if side is None:
        return []
    order = {line.key: position for position, line in enumerate(side.lines)}
    at = rows.index(row)
    filled = [(i, order[r.item]) for i, r in enumerate(rows) if r.side == row.side and r.item in order and r.numbers]
    low = max((p for i, p in filled if i < at), default=-1)
    high = min((p for i, p in filled if i > at), default=len(side.lines))
    return [line for line in side.lines[low + 1 : high] if line.function]


def _give(rows: list[LooseRow], row: LooseRow, number: LooseNumber, line: Line) -> None:
    """Puts a number into the printed row of its line, or makes its own row that line."""
    printed = next((i for i, r in enumerate(rows) if r.item == line.key and not r.numbers), None)
    if printed is None:
        rows[rows.index(row)] = replace(row, label=line.labels[0], item=line.key)
    else:
        rows[printed] = replace(rows[printed], numbers=(number,))
        rows.remove(row)


def _pairs(forms: Sequence[LooseForm], relation: Relation, template: Template) -> list[LooseForm]:
    """A row that lost its departmental code takes the only pair of the smaller form that the larger one lacks."""
    smaller, larger = _only_ref(relation.left), _only_ref(relation.right)
    part = next((f for f in forms if smaller and f.kind == smaller.form), None)
    if relation.compare != "<=" or larger is None or part is None:
        return list(forms)
    return [_coded(f, part, template.year) if f.kind == larger.form else f for f in forms]


def _coded(form: LooseForm, part: LooseForm, year: int) -> LooseForm:
    pairs = {tuple(r.codes.get(k) for k in _PAIR) for r in form.rows}
    lost = [r for r in form.rows if _lost_code(r)]
    missing = [r for r in part.rows if all(k in r.codes for k in _PAIR) and tuple(r.codes[k] for k in _PAIR) not in pairs]
    if len(lost) != 1 or len(missing) != 1 or not _fits(missing[0], lost[0]):
        return form
    row, code, label = lost[0], missing[0].codes[_PAIR[0]], missing[0].label
    entry = lookup("department_economic", code, year)
    name = entry.name if entry is not None else label
    says = f"部门预算经济分类科目编码和名称缺失，相关的表里只有“{name}”（{code}）在本表没有对应的行，认作这一科目"
    whole = replace(row, label=row.label or name, codes={**row.codes, "department_economic": code})
    rows = tuple(whole if r is row else r for r in form.rows)
    return replace(form, rows=rows, damage=(*form.damage, Damage(row.place, says)))


def _fits(smaller: LooseRow, larger: LooseRow) -> bool:
    """Whether a row of the smaller form can be part of a row of the larger one: its governmental code, no larger sum."""
    low, high = (r.numbers[0].amount if r.numbers else None for r in (smaller, larger))
    return smaller.codes[_PAIR[1]] == larger.codes[_PAIR[1]] and low is not None and high is not None and low <= high


def _lost_code(row: LooseRow) -> bool:
    """A row that has a governmental code and numbers, but neither a departmental code nor a label."""
    return (
        row.kind is RowKind.ITEM and bool(row.numbers) and not row.label and _PAIR[0] not in row.codes and _PAIR[1] in row.codes
    )
