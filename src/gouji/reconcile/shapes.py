"""Relations with their figures named but not yet looked up: what binding and placement share.

A shape says which figures (`Key`) stand left and right; whether they are known, blank or still without a column is the
caller's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gouji.reconcile.bound import Key
from gouji.reconcile.rows import FormRows, RowLike
from gouji.standards.formula import Relation
from gouji.standards.remembered import Remembered
from gouji.standards.template import Column, FormTemplate, Template

Term = tuple[int, Key]


class Shape(NamedTuple):  # thousands a document: a tuple is made several times as fast as a frozen dataclass
    """A relation at one scope. `missing` says (in Chinese) what it lacks to be tested, else None."""

    relation: Relation
    scope: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    by: tuple[Term, ...] = ()
    missing: str | None = None
    unless: tuple[Term, ...] = ()  # figures with which it need not hold


class Columns:
    """The amount columns of a form kind: dotted key → header path, by side."""

    def __init__(self, template: FormTemplate) -> None:
        self.keys: dict[str | None, dict[str, str]] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        for side in template.sides:
            paths = {c.key: c.path for root in side.columns for c in root.leaves() if c.role == "amount"}
            short = {key.removeprefix(f"{side.key}."): path for key, path in paths.items()}
            self.keys[side.name] = paths | short
            self._group(side.columns)
        if not template.sides:
            self.keys[None] = {c.key: c.path for c in template.amounts()}
            self._group(template.columns)

    def _group(self, columns: Sequence[Column]) -> None:
        for column in columns:
            if column.children:
                addends = tuple(c.path for c in column.children if c.role == "amount" and not c.part and not c.children)
                self.groups[column.key] = addends
                self._group(column.children)

    def paths(self, key: str, side: str | None) -> tuple[str, ...]:
        """Header paths that a column key names on that side; `key.*` names the children. Empty where there is none."""
        if key.endswith(".*"):
            return self.groups.get(key[:-2], ())
        found = self.keys.get(side if side in self.keys else None) or {}
        return (found[key],) if key in found else ()

    def of_side(self, side: str | None) -> dict[str, str]:
        """All amount columns of a side (or of a one-sided form), key → path."""
        return self.keys.get(side) or self.keys.get(None) or {}


_columns_of = Remembered(Columns)


class Book:
    """A document's forms, indexed for binding: present forms by kind, and their column keys."""

    def __init__(self, template: Template, forms: Sequence[tuple[str, Sequence[RowLike], bool]]) -> None:
        """`forms`: kind, rows and whether the form is printed empty, in the document's order ("" for one to be ignored)."""
        self.template = template
        self.columns: dict[str, Columns] = {}
        self.by_kind: dict[str, list[FormRows]] = {}
        self.all: dict[int, FormRows] = {}
        self._first: dict[str, FormRows | None] = {}
        for position, (kind, rows, empty) in enumerate(forms):
            form = template.forms.get(kind)
            if form is None:
                continue
            found = FormRows(position, form, rows, empty)
            self.all[position] = found
            self.by_kind.setdefault(kind, []).append(found)
            if kind not in self.columns:
                self.columns[kind] = _columns_of(form)

    def first(self, kind: str) -> FormRows | None:
        """The form of that kind, the one with rows before an empty one."""
        if kind not in self._first:
            forms = self.by_kind.get(kind)
            self._first[kind] = next((f for f in forms if f.rows), forms[0]) if forms else None
        return self._first[kind]

    def relations(self) -> Iterator[tuple[FormRows | None, Relation]]:
        """Every relation of the template with the form that it is to be bound in (None for those between forms)."""
        for forms in self.by_kind.values():
            for form in forms:
                for relation in form.template.relations:
                    yield form, relation
        for relation in self.template.relations:
            yield None, relation


def form_name(template: FormTemplate) -> str:
    """A form as a reader knows it: 预算02表（收入总体情况表）."""
    title = template.titles[0] if template.titles else template.kind
    return f"{template.official}（{title}）" if template.number else title
