"""The figures of the prose, by the names that its checks use: each is computed by the very relation that will check it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from gouji.model.disclosure import Form, Row, RowKind
from gouji.standards.formula import ClaimRef, Count, Linear, Ref, Relation, Selector, Sum
from gouji.standards.template import FormTemplate, Template

CENT = Decimal("0.01")
CLASS_DIGITS = 3
_ITEMS = (RowKind.ITEM, RowKind.PROJECT)


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """100 × part ÷ whole with two decimals; None where there is no whole."""
    return (100 * part / whole).quantize(CENT, ROUND_HALF_UP) if whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Looks figures up in drafted forms. All are in the forms' unit, as printed.

    `read`: the forms were read, not drafted: a form or row that is not there is unknown then, not 0.
    """

    forms: Sequence[Form]
    template: Template
    read: bool = False
    _found: dict[str, Decimal | None] = field(default_factory=dict)
    _told: dict[str, list[Relation]] = field(default_factory=dict)  # the relations that give a quantity of the prose

    def __post_init__(self) -> None:
        for relation in self.template.relations:
            first = relation.left.terms[0].term
            if isinstance(first, ClaimRef) and len(relation.left.terms) == 1:
                self._told.setdefault(first.quantity, []).append(relation)

    def value(self, quantity: str) -> Decimal | None:
        """The figure that the prose may state for this quantity; None where no relation of this profile gives it.

        An equation decides; where bodies may choose (at least this, at most that) the lower bound is taken, then the upper.
        """
        if quantity not in self._found:
            self._found[quantity] = self._value(quantity)
        return self._found[quantity]

    def _value(self, quantity: str) -> Decimal | None:
        for compare in ("=", ">=", "<="):
            for relation in self._told.get(quantity, ()):
                if relation.unless is not None and self._linear(relation.unless):
                    continue  # it says nothing here
                if relation.compare == compare and isinstance(relation.right, Linear):
                    found = self._linear(relation.right)
                    if found is not None:
                        return found
        return None

    def _linear(self, linear: Linear) -> Decimal | None:
        out = Decimal(0)
        for scaled in linear.terms:
            term = scaled.term
            if isinstance(term, Count):
                out += scaled.factor * len(self._rows(term.ref))
                continue
            ref = term.ref if isinstance(term, Sum) else term
            if not isinstance(ref, Ref) or ref.form is None or ref.column is None or self._missing(ref, term is not ref):
                return None
            out += scaled.factor * sum(self._cells(ref), Decimal(0))
        return out

    def _missing(self, ref: Ref, summed: bool) -> bool:
        """Whether what was read lacks the form; or the row, where it is not one of many that may be and the form has any."""
        form = self._form(ref)
        return self.read and (form is None or (bool(form.rows) and not summed and not self._rows(ref)))

    def _form(self, ref: Ref) -> Form | None:
        return next((f for f in self.forms if f.kind == ref.form), None)

    def cell(self, form: str, column: str, row: Row) -> Decimal:
        """A cell of a row by its column's key; 0 where it is blank."""
        leaf = next((c for c in self.template.forms[form].amounts(row.side) if c.key == column), None)
        held = row.cells.get(leaf.path) if leaf else None
        return Decimal(0) if held is None else held.amount

    def _cells(self, ref: Ref) -> Iterable[Decimal]:
        assert ref.form is not None
        assert ref.column is not None
        return [self.cell(ref.form, ref.column, row) for row in self._rows(ref)]

    def _rows(self, ref: Ref) -> list[Row]:
        form = self._form(ref)
        if form is None or not ref.rows:
            return []
        if ref.rows[0].what == "total" and self.template.forms[form.kind].layout == "single":
            return list(form.rows[:1])  # the only row, whatever a reader called it
        return [row for row in form.rows if _fits(row, ref.rows[0], self.template.forms[form.kind])]

    def items(self, form: str, column: str) -> list[tuple[str, Decimal]]:
        """The names and amounts of a form's rows by function code, agencies added up; in the order of the codes."""
        found: dict[str, tuple[str, Decimal]] = {}
        printed = next((f for f in self.forms if f.kind == form), None)
        for row in printed.rows if printed else ():
            code = row.codes.get("function")
            if code and row.kind in _ITEMS:
                found[code] = (row.label, found.get(code, ("", Decimal(0)))[1] + self.cell(form, column, row))
        return [found[code] for code in sorted(found) if found[code][1]]

    def classes(self, form: str, column: str) -> list[tuple[str, Decimal]]:
        """The amounts of a form by functional class (功能分类的类), by the names that the template gives the classes."""
        names = {n.function: n.labels[0] for f in self.template.forms.values() for s in f.sides for n in s.lines if n.function}
        found: dict[str, Decimal] = {}
        printed = next((f for f in self.forms if f.kind == form), None)
        for row in printed.rows if printed else ():
            code = row.codes.get("function", "")[:CLASS_DIGITS]
            if code in names and row.kind in _ITEMS:
                found[code] = found.get(code, Decimal(0)) + self.cell(form, column, row)
        return [(names[code], found[code]) for code in sorted(found) if found[code]]


def _fits(row: Row, selector: Selector, form: FormTemplate) -> bool:
    match selector.what:
        case "total":
            return row.kind is RowKind.TOTAL
        case "items":
            return row.kind in _ITEMS
        case "line":
            return row.item == selector.value
    code = row.codes.get(selector.what) or next(
        (n.function for s in form.sides for n in s.lines if n.key == row.item and selector.what == "function"), None
    )
    return bool(code and selector.value) and (
        code.startswith(str(selector.value)) if selector.prefix else code == selector.value  # type: ignore[union-attr]
    )
