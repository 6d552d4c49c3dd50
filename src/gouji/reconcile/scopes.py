"""What `each` runs over: the contexts in which a declared relation is bound."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model.disclosure import RowKind
from gouji.reconcile.rows import FormRows
from gouji.reconcile.selectors import CODE_KINDS, Context
from gouji.reconcile.shapes import Book
from gouji.standards.formula import Count, Linear, Ratio, Ref, Relation, Sum

CLASS_DIGITS = 3  # a function class (类) has three digits


def refs(linear: Linear | Ratio) -> Iterator[Ref]:
    """Every reference to cells in an expression."""
    if isinstance(linear, Ratio):
        yield from refs(linear.of)
        yield from refs(linear.by)
        return
    for scaled in linear.terms:
        if isinstance(scaled.term, Ref):
            yield scaled.term
        elif isinstance(scaled.term, Sum | Count):
            yield scaled.term.ref


def home(book: Book, relation: Relation, form: FormRows | None) -> FormRows | None:
    """The form whose rows or columns the scope runs over: `of`, the declaring form, or the first form that is named."""
    if relation.of:
        return book.first(relation.of)
    if form is not None:
        return form
    named = next((r.form for side in (relation.left, relation.right) for r in refs(side) if r.form), None)
    return book.first(named) if named else None


def contexts(book: Book, relation: Relation, form: FormRows | None, projects: int) -> Iterator[Context]:
    """Every context of the relation's scope; `projects` is how many projects the disclosure has."""
    base = home(book, relation, form)
    match relation.each:
        case None:
            yield Context(form)
        case "project":
            for position in range(projects):
                yield Context(form, project=position)
        case "row" if base is not None:
            for position, row in enumerate(base.rows):
                if row.kind is not RowKind.NOTE and _on_side(base, row.side, relation.side):
                    yield Context(base, row=position, side=row.side)
        case "column" if base is not None:
            yield from _columns(book, relation, base)
        case "row" | "column":
            yield Context(form)
        case each:
            for code in sorted(_codes(book, relation, form, each)):
                yield Context(form, code=code)


def row_home(book: Book, relation: Relation, form: FormRows | None) -> FormRows | None:
    """The form inside whose rows a relation holds, each row by itself; None for any other relation."""
    if relation.each != "row" or isinstance(relation.right, Ratio):
        return None
    base = home(book, relation, form)
    if base is None or not all(_in_row(s.term, base) for side in (relation.left, relation.right) for s in side.terms):
        return None
    return base


def _in_row(term: object, base: FormRows) -> bool:
    """Whether a term is a figure of the row at hand."""
    return isinstance(term, Ref) and term.rows is None and term.column is not None and term.form in (None, base.template.kind)


def _on_side(form: FormRows, printed: str | None, wanted: str | None) -> bool:
    return wanted is None or printed in (wanted, *(s.name for s in form.template.sides if s.key == wanted))


def _columns(book: Book, relation: Relation, base: FormRows) -> Iterator[Context]:
    sides: tuple[str | None, ...] = tuple(s.name for s in base.template.sides if _on_side(base, s.name, relation.side)) or (
        None,
    )
    for side in sides:
        seen = set()
        for key, path in book.columns[base.template.kind].of_side(side).items():
            if path not in seen:
                seen.add(path)
                yield Context(base, column=key, side=side)


def _codes(book: Book, relation: Relation, form: FormRows | None, each: str) -> set[tuple[str, ...]]:
    """The codes that the scope runs over: those of any form that the relation names with `each`."""
    found: set[tuple[str, ...]] = set()
    for ref in (*refs(relation.left), *refs(relation.right)):
        if not any(s.value == "each" for s in ref.rows or ()):
            continue
        rows = book.first(ref.form) if ref.form else form
        if rows is not None:
            found |= _codes_of(rows, each)
    return found


def _codes_of(rows: FormRows, each: str) -> set[tuple[str, ...]]:
    if each == "economic_pair":
        return set(rows.pairs)
    kind = each.removesuffix("_class")
    if kind not in CODE_KINDS:
        return set()
    codes = {rows.code(p, kind) for p in rows.with_code(kind)}
    cut = CLASS_DIGITS if each.endswith("_class") else None
    return {(code[:cut],) for code in codes if code}
