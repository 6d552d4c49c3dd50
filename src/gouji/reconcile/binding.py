"""The template's relations bound to a disclosure's cells, claims and projects: linear equations over named figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from gouji.model.amount import Amount
from gouji.model.disclosure import Claim, Disclosure, Form, Project, Row
from gouji.model.finding import Spot
from gouji.reconcile.binder import Binder
from gouji.reconcile.bound import BoundRelation, BoundTerm, Figure, Key
from gouji.reconcile.projects import amount_of
from gouji.reconcile.shapes import Book, Shape, Term
from gouji.reconcile.statements import signed
from gouji.standards.formula import Ratio
from gouji.standards.template import Template

UNREADABLE = "单元格无法辨认"
UNPLACED = "这一行有数字的列无法确定"


def bind(disclosure: Disclosure, template: Template) -> tuple[BoundRelation, ...]:
    """Every relation that this disclosure can be held to.

    A relation whose figures are all blank is vacuous and left out. One that lacks a form, a row or a readable figure is
    bound with `untestable` saying why in Chinese: not checked is never shown as passed. What a relation names under
    `unless` takes it out where it is stated: it says nothing about such a document.
    """
    return tuple(figured(shapes_of(disclosure.forms, template, disclosure.claims, disclosure.projects), disclosure))


def shapes_of(
    forms: Sequence[Form], template: Template, claims: Sequence[Claim] = (), projects: Sequence[Project] = ()
) -> Iterator[Shape]:
    """The template's relations over forms, claims and projects, their figures named."""
    held = [(f.kind if _can_be_held(f) else "", f.rows, f.status == "empty") for f in forms]
    return Binder(Book(template, held), claims, projects).shapes()


def _can_be_held(form: Form) -> bool:
    """Whether relations can be held against a form: it is there, and what it prints was read (a blank row counts as 0)."""
    return form.status == "empty" or (form.status != "missing" and any(row.cells or row.unreadable for row in form.rows))


def figured(shapes: Iterable[Shape], disclosure: Disclosure) -> Iterator[BoundRelation]:
    """The relations with their figures looked up; those whose figures are all blank are left out."""
    figures = Figures(disclosure)
    bound = (_bound(shape, figures) for shape in shapes)
    return (relation for relation in bound if relation is not None)


def _bound(shape: Shape, figures: Figures) -> BoundRelation | None:
    left, right, by = figures.terms(shape.left), figures.terms(shape.right), figures.terms(shape.by)
    terms = (*left, *right, *by)
    for _, figure in terms:
        if figure.amount is not None or figure.damaged:
            break
    else:
        return None
    if any(t.figure.amount is not None and t.figure.amount.base for t in figures.terms(shape.unless)):
        return None
    relation = shape.relation
    return BoundRelation(
        id=relation.id,
        title=relation.title,
        basis=relation.basis,
        severity=relation.severity,
        compare=relation.compare,
        left=left,
        right=right,
        by=by,
        ratio=relation.right.kind if isinstance(relation.right, Ratio) else None,
        scope=shape.scope,
        untestable=shape.missing or _unsure(terms),
        english=relation.english,
    )


def _unsure(terms: Iterable[BoundTerm]) -> str | None:
    for term in terms:
        if term.figure.damaged:
            return UNPLACED if term.figure.amount is None and term.figure.spot.stated == "?" else UNREADABLE
    return None


class Figures:
    """Looks up the figures of a disclosure, each once."""

    def __init__(self, disclosure: Disclosure) -> None:
        self.disclosure = disclosure
        self._known: dict[Key, Figure] = {}
        self._terms: dict[Term, BoundTerm] = {}

    def terms(self, terms: tuple[Term, ...]) -> tuple[BoundTerm, ...]:
        """The terms with their figures."""
        known = self._terms
        out = []
        for term in terms:
            found = known.get(term)
            if found is None:
                found = known[term] = BoundTerm(term[0], self.figure(term[1]))
            out.append(found)
        return tuple(out)

    def figure(self, key: Key) -> Figure:
        """The figure that a key names."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look_up(key)
        return found

    def _look_up(self, key: Key) -> Figure:
        match key.owner:
            case "form":
                return self._cell(key)
            case "claim":
                return self._claim(key, self.disclosure.claims[key.index])
            case "project":
                return self._project(key)
            case _:
                form = self.disclosure.forms[key.index]
                return Figure(key, Amount(Decimal(key.row)), Spot(form.kind, "", "", str(key.row), form.place))

    def _cell(self, key: Key) -> Figure:
        form = self.disclosure.forms[key.index]
        row = form.rows[key.row]
        cell = row.cells.get(key.column)
        unclear = _unclear(row, key.column)
        if cell is None:
            stated = "?" if unclear == UNPLACED else None
            return Figure(key, None, Spot(form.kind, row.label, key.column, stated, row.place), damaged=unclear is not None)
        spot = Spot(form.kind, row.label, key.column, str(cell.amount), cell.place)
        return Figure(key, Amount(cell.amount, form.unit), spot, damaged=unclear == UNREADABLE)

    @staticmethod
    def _claim(key: Key, claim: Claim) -> Figure:
        amount = signed(claim)
        stated = str(claim.amount) if claim.amount is not None else claim.words
        return Figure(key, amount, Spot("", claim.quantity, claim.section, stated, claim.place))

    def _project(self, key: Key) -> Figure:
        project = self.disclosure.projects[key.index]
        amount = amount_of(project, key.column)
        printed = project.amounts.get("资金总额" if key.column == "amount" else key.column)
        place = printed.place if printed else project.place
        spot = Spot("project_performance", project.name, key.column, str(amount.value) if amount else None, place)
        # A project without a readable amount is not a project of nothing.
        return Figure(key, amount, spot, damaged=amount is None)


def _unclear(row: Row, column: str) -> str | None:
    """Why a figure of the row cannot be taken as it stands, if so: unreadable, or a number that may belong here."""
    if column in row.unreadable:
        return UNREADABLE
    if any(column in number.columns for number in row.ambiguous):
        return UNPLACED
    return None
