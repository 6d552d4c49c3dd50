"""Which rows a reference names: the template's selectors, resolved against one form."""

from __future__ import annotations

from typing import NamedTuple

from gouji.reconcile.rows import FormRows, Rows
from gouji.standards.formula import Selector

CODE_KINDS = frozenset({"function", "department_economic", "government_economic", "agency", "project"})


class Context(NamedTuple):  # many a relation: a tuple is made several times as fast as a frozen dataclass
    """Where a relation is being bound: the current form, row, column and side, and the code that `each` stands for."""

    form: FormRows | None = None
    row: int | None = None
    column: str | None = None
    side: str | None = None
    code: tuple[str, ...] = ()
    project: int | None = None
    name: str = ""  # what `each` stands for in names of quantities, where the prose gives it


def resolve(form: FormRows, selectors: tuple[Selector, ...], context: Context, summed: bool) -> Rows | None:
    """The rows that all selectors name; None where a selector needs a context that is not there.

    `summed`: inside `sum(…)` or `count(…)`, where a keyword means the rows below the current department or agency.
    """
    found: Rows | None = None
    for selector in selectors:
        rows = _one(form, selector, context, summed)
        if rows is None:
            return None
        found = rows if found is None else tuple(p for p in found if p in set(rows))
    return found


def _one(form: FormRows, selector: Selector, context: Context, summed: bool) -> Rows | None:
    what, value = selector.what, selector.value
    here = context.row if context.form is form else None
    match what:
        case "total":
            return form.totals
        case "line":
            return form.by_item.get(value or "", ())
        case "this":
            return (here,) if here is not None else None
        case "children":
            return form.child_rows.get(here, ()) if here is not None else None
        case "departments":
            return form.under(here, form.departments or form.agencies) if summed else form.departments
        case "agencies":
            return form.under(here, form.agencies) if summed else form.units
        case "items":
            return form.under(here, form.leaves)
        case "classes":
            return form.classes
        case "pair":
            return form.pairs.get((context.code[0], context.code[1]), ()) if len(context.code) == 2 else None
    if what in CODE_KINDS:
        return _coded(form, selector, context)
    return form.with_text(what, value or "")


def _coded(form: FormRows, selector: Selector, context: Context) -> Rows | None:
    value = selector.value
    if value == "each":
        if not context.code:
            return None
        value = context.code[0]
    if not value:
        return form.with_code(selector.what)
    if selector.what == "agency":
        return tuple(p for p in form.with_code("agency") if form.rows[p].codes["agency"] == value)
    return form.coded(selector.what, value, selector.prefix)
