"""Binds declared relations to the rows of a document: declaration × context → shapes (figures named, not looked up)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gouji.model.disclosure import Claim, Project
from gouji.reconcile.bound import Key
from gouji.reconcile.names import Names
from gouji.reconcile.projects import matched
from gouji.reconcile.rows import FormRows, Rows
from gouji.reconcile.scopes import contexts, refs, row_home
from gouji.reconcile.selectors import Context, resolve
from gouji.reconcile.shapes import Book, Columns, Shape, Term, form_name
from gouji.reconcile.statements import Lead, Statements
from gouji.standards.fold import fold
from gouji.standards.formula import ClaimRef, Count, Linear, ProjectRef, Ratio, Ref, Relation, Selector, Sum
from gouji.standards.remembered import Remembered
from gouji.standards.template import Line

_NO_CLAIM: tuple[None] = (None,)

# Keywords that name several rows, each of which has the relation for itself when it stands outside of a sum.
Plan = tuple[tuple[int, str], ...]  # factor and header path

_EACH_ROW = frozenset({"departments", "agencies", "classes", "items"})
_BY_CONTENT = frozenset({"function", "department_economic", "government_economic", "agency", "project", "pair"})


class NotStated(Exception):
    """The relation does not arise here: a form or column that this profile lacks, a claim that nobody made."""


@dataclass(slots=True)
class Side:
    """One side being bound. `lacking` is why it cannot be tested; `absent` names rows that are not printed (zero in a sum)."""

    terms: list[Term] = field(default_factory=list)
    lacking: str | None = None
    absent: list[str] = field(default_factory=list)

    @property
    def missing(self) -> str | None:
        """Why this side cannot be tested: a missing form, or no row at all where rows of a fixed kind were named."""
        if self.lacking or self.terms or not self.absent:
            return self.lacking
        return f"缺{self.absent[0]}"


_NOTHING = Side()


class Binder:
    """Binds every relation of a template to a document's forms, claims and projects."""

    def __init__(self, book: Book, claims: Sequence[Claim] = (), projects: Sequence[Project] = ()) -> None:
        self.book = book
        self.statements = Statements(claims)
        self.projects = projects
        self._matched: dict[int, dict[int, Rows]] = {}
        self._resolved: dict[tuple[int, int, int | None, tuple[str, ...], bool], Rows | None] = {}
        self._keys: dict[tuple[int, int, str], Key] = {}  # a cell stands in several relations: one key for all

    def shapes(self) -> Iterator[Shape]:
        """All relations at all their scopes."""
        for form, relation in self.book.relations():
            yield from self.bind(relation, form)

    def among_cells(self) -> Iterator[Shape]:
        """Those between cells of the forms that are there: what places numbers. Nothing else can be told before they have
        columns."""
        for forms in self.book.by_kind.values():
            for form in forms:
                yield from self._among_cells(form.template.relations, form)
        yield from self._among_cells(self.book.template.relations, None)

    def _among_cells(self, declared: Sequence[Relation], form: FormRows | None) -> Iterator[Shape]:
        for relation, named in _between_cells(declared):
            if named <= self.book.by_kind.keys():
                yield from self.bind(relation, form)

    def bind(self, relation: Relation, form: FormRows | None) -> Iterator[Shape]:
        """One declared relation, at every context of its scope."""
        if not self._applies(relation, form):
            return
        if relation.each == "named_function":
            yield from self._named(relation, form)
            return
        home = row_home(self.book, relation, form) if relation.unless is None else None
        if home is not None:
            yield from self._inside_rows(relation, home)
            return
        lead = _lead(relation)
        apart = _apart(relation)
        for context in contexts(self.book, relation, form, len(self.projects)):
            for inner in (context,) if apart is None else self._rows_apart(apart, context):
                for claim in _NO_CLAIM if lead is None else self._claims_apart(lead, inner):
                    try:
                        yield self._shape(relation, inner, claim)
                    except NotStated:
                        continue

    def _inside_rows(self, relation: Relation, form: FormRows) -> Iterator[Shape]:
        """A relation among the columns of each row: which columns is the same for all rows of a side."""
        plans: dict[str | None, tuple[Plan, Plan]] = {}
        columns = self.book.columns[form.template.kind]
        for context in contexts(self.book, relation, form, 0):
            if (row := context.row) is None:
                continue
            side = form.sides[row]
            if side not in plans:
                plans[side] = _plan(relation.left, columns, side), _plan(relation.right, columns, side)
            left, right = plans[side]
            if left or (right and relation.compare != "<="):  # nothing is stated: nothing cannot be too much
                at = form.position
                told = tuple([(factor, self._key(at, row, path)) for factor, path in left])
                of = tuple([(factor, self._key(at, row, path)) for factor, path in right])
                yield Shape(relation, _row_name(form, row), told, of)

    def _key(self, form: int, row: int, path: str) -> Key:
        where = (form, row, path)
        known = self._keys.get(where)
        if known is None:
            known = self._keys[where] = Key("form", form, row, path)
        return known

    def _named(self, relation: Relation, form: FormRows | None) -> Iterator[Shape]:
        """A relation at every functional item that the prose names, bound to the code that has those names."""
        lead = _lead(relation)
        if lead is None or not lead.quantity.endswith(".each"):
            return
        kinds = {ref.form for side in (relation.left, relation.right) for ref in refs(side) if ref.rows}
        forms = [f for f in (form if k is None else self.book.first(k) for k in kinds) if f is not None]
        names = Names(forms, self.book.template.year)
        prefix = lead.quantity.removesuffix("each")
        for path in self.statements.below(prefix):
            code = names.code(path.split("/"))
            context = Context(form, code=(code,) if code else (), name=path)
            for claim in self.statements.leads(prefix + path):
                if code:
                    yield self._shape(relation, context, claim)
                else:
                    yield Shape(relation, path, ((1, Key("claim", claim.position)),), (), (), f"表中没有科目“{path}”")

    def _applies(self, relation: Relation, form: FormRows | None) -> bool:
        """Whether `when` (rows or a form that must be there) is met."""
        if relation.when is None:
            return True
        if relation.when in self.book.template.forms:
            return self.book.first(relation.when) is not None
        return form is not None and bool(resolve(form, (Selector(relation.when),), Context(form), True))

    def _rows_apart(self, ref: Ref, context: Context) -> Iterator[Context]:
        """`[departments] = …` holds for each department row by itself: one context a row."""
        form = self._form(ref, context) if context.row is None else None
        if form is None:
            yield context
            return
        _, _, column, side, code, project, name = context
        for row in self._resolve(form, ref, context, False) or ():
            yield Context(form, row, column, side, code, project, name)

    def _claims_apart(self, lead: ClaimRef, context: Context) -> Iterator[Lead]:
        """A claim that is stated several times has the relation at each statement."""
        return self.statements.leads(self._quantity(lead.quantity, context))

    def _quantity(self, quantity: str, context: Context) -> str:
        """The name of a quantity, with `each` as the name of the project or functional class at hand."""
        if "each" not in quantity.split("."):
            return quantity
        if context.name:
            return ".".join(context.name if part == "each" else part for part in quantity.split("."))
        if context.project is not None:
            name = fold(self.projects[context.project].name).removesuffix("项目")
        else:
            code = context.code[0] if context.code else ""
            forms = (form for forms in self.book.by_kind.values() for form in forms)
            name = next((line.labels[0] for form in forms for line in _lines(form) if line.function == code), "")
        return ".".join(name if part == "each" else part for part in quantity.split("."))

    def _shape(self, relation: Relation, context: Context, claim: Lead | None) -> Shape:
        right = relation.right
        left = self._linear(relation.left, context, claim, own=True)
        of = self._linear(right.of if isinstance(right, Ratio) else right, context, claim)
        by = self._linear(right.by, context, claim) if isinstance(right, Ratio) else _NOTHING
        missing = left.missing or of.missing or by.missing
        if not (left.terms or of.terms) and not missing:
            raise NotStated
        if not left.terms and relation.compare == "<=" and not missing:
            raise NotStated  # nothing is stated: nothing cannot be too much
        unless = () if relation.unless is None else tuple(self._linear(relation.unless, context, claim).terms)
        return Shape(
            relation, self._scope(context, claim), tuple(left.terms), tuple(of.terms), tuple(by.terms), missing, unless
        )

    def _linear(self, linear: Linear, context: Context, claim: Lead | None, own: bool = False) -> Side:
        side = Side()
        for scaled in linear.terms:
            term = scaled.term
            match term:
                case Ref():
                    keys = self._cells(term, context, False, side, own and self._alone(term, context))
                case Sum(ref):
                    keys = self._cells(ref, context, True, side, False)
                case Count(ref):
                    keys = self._count(ref, context, side)
                case ClaimRef(quantity):
                    keys = self._claims(self._quantity(quantity, context), claim)
                case ProjectRef(name):
                    if context.project is None:
                        raise NotStated
                    keys = [Key("project", context.project, 0, name)]
            factor = scaled.factor
            side.terms.extend([(factor, key) for key in keys])
        return side

    @staticmethod
    def _alone(ref: Ref, context: Context) -> bool:
        """Whether the reference means only the current row of `_rows_apart`."""
        return context.row is not None and bool(ref.rows) and ref.rows[0].what in _EACH_ROW  # type: ignore[index]

    def _claims(self, quantity: str, lead: Lead | None) -> list[Key]:
        """The statement of the quantity nearest to the relation's first claim, or its stated parts (two or more)."""
        if lead is None:
            raise NotStated
        if lead.star:
            quantity = quantity.replace("*", lead.star)
        elif quantity.endswith(".*"):
            parts = self.statements.parts(quantity[:-2], lead.position)
            if len(parts) < 2:
                raise NotStated
            return [Key("claim", p) for p in parts]
        at = (
            lead.position
            if self.statements.is_at(lead.position, quantity)
            else self.statements.nearest(quantity, lead.position)
        )
        if at is None:
            raise NotStated
        return [Key("claim", at)]

    def _form(self, ref: Ref, context: Context) -> FormRows | None:
        form = context.form
        if ref.form is None or (form is not None and form.template.kind == ref.form):
            return form
        return self.book.first(ref.form)

    def _cells(self, ref: Ref, context: Context, summed: bool, side: Side, alone: bool) -> list[Key]:
        form = self._located(ref, context, side)
        if form is None:
            return []
        rows = (context.row,) if alone and context.row is not None else self._rows(form, ref, context, summed)
        if not rows:
            self._note_absent(form, ref, summed, side)
            return []
        key = ref.column or context.column
        if key is None:
            raise NotStated
        columns, at = self.book.columns[form.template.kind], form.position
        if form.template.sides:
            keys = [self._key(at, row, path) for row in rows for path in columns.paths(key, form.sides[row])]
        else:
            paths = columns.paths(key, None)
            keys = [self._key(at, row, path) for row in rows for path in paths]
        if not keys and (alone or ref.column is None):
            raise NotStated  # this profile's form has no such column
        return keys

    def _located(self, ref: Ref, context: Context, side: Side) -> FormRows | None:
        """The form that a reference speaks of; notes on `side` where it is missing. Raises NotStated outside the profile."""
        form = self._form(ref, context)
        if form is not None:
            return form
        template = self.book.template.forms.get(ref.form or "")
        if template is None:
            raise NotStated
        side.lacking = f"缺{form_name(template)}"
        return None

    def _rows(self, form: FormRows, ref: Ref, context: Context, summed: bool) -> Rows:
        if ref.rows is None:
            if context.row is None or context.form is not form:
                raise NotStated
            return (context.row,)
        if context.project is not None and any(s.what == "project" and s.value == "each" for s in ref.rows):
            if form.position not in self._matched:
                self._matched[form.position] = matched(self.projects, form)
            return self._matched[form.position].get(context.project, ())
        rows = self._resolve(form, ref, context, summed)
        if rows is None:
            raise NotStated
        return rows

    def _resolve(self, form: FormRows, ref: Ref, context: Context, summed: bool) -> Rows | None:
        here = context.row if context.form is form else None
        asked = (id(ref.rows), form.position, here, context.code, summed)  # all that the rows depend on
        if asked not in self._resolved:
            self._resolved[asked] = resolve(form, ref.rows or (), context, summed)
        return self._resolved[asked]

    @staticmethod
    def _note_absent(form: FormRows, ref: Ref, summed: bool, side: Side) -> None:
        """Rows that are not printed are zero in a sum, and in a form without amounts; a lone fixed row is missing."""
        selector = ref.rows[0] if ref.rows else None
        if form.empty or selector is None:
            return
        name = form_name(form.template)
        if selector.what == "agency":
            raise NotStated  # a form that lists the department alone says nothing of its agencies
        if selector.what == "project":
            side.absent.append(f"{name}中的同名项目")
        elif summed and selector.what not in _BY_CONTENT and selector.what in ("departments", "agencies", "children", "items"):
            raise NotStated  # `sum([departments])` in a form without departments says nothing
        elif selector.what == "total":
            side.absent.append(f"{name}的合计行")
        elif selector.what == "line":
            label = next((line.labels[0] for line in _lines(form) if line.key == selector.value and line.labels), None)
            if label is not None:
                side.absent.append(f"{name}的“{label}”行")

    def _count(self, ref: Ref, context: Context, side: Side) -> list[Key]:
        form = self._located(ref, context, side)
        if form is None:
            return []
        rows = self._rows(form, ref, context, True)
        return [Key("count", form.position, len(rows))]

    def _scope(self, context: Context, claim: Lead | None) -> str:
        """The context in words: the row, the column, the code, the project or the quantity."""
        parts = []
        form = context.form
        if form is not None and context.row is not None:
            parts.append(_row_name(form, context.row))
        if form is not None and context.column is not None:
            parts.extend(self.book.columns[form.template.kind].paths(context.column, context.side))
        if context.code:
            parts.append("/".join(context.code))
        if context.project is not None:
            parts.append(self.projects[context.project].name)
        if claim is not None:
            parts.append(self.statements.claims[claim.position].quantity)
        return " · ".join(parts)


def _cells_only(declared: Sequence[Relation]) -> tuple[tuple[Relation, frozenset[str]], ...]:
    """The relations of nothing but cells, each with the forms that it names."""
    found = []
    for relation in declared:
        terms = [scaled.term for side in _sides(relation) for scaled in side.terms]
        if all(isinstance(term, Ref | Sum) for term in terms):
            named = frozenset(ref.form for side in (relation.left, relation.right) for ref in refs(side) if ref.form)
            found.append((relation, named))
    return tuple(found)


_between_cells = Remembered(_cells_only)


def _row_name(form: FormRows, position: int) -> str:
    row = form.rows[position]
    return row.label or next(iter(row.codes.values()), "") or "（无名行）"


def _plan(linear: Linear | Ratio, columns: Columns, side: str | None) -> Plan:
    """The factors and columns of an expression over one row of a side."""
    found = [(s.factor, s.term.column) for s in linear.terms if isinstance(s.term, Ref)] if isinstance(linear, Linear) else []
    return tuple((factor, path) for factor, key in found for path in columns.paths(key or "", side))


def _apart(relation: Relation) -> Ref | None:
    """The rows (`[departments] = …`) each of which has the relation for itself."""
    first = relation.left.terms[0].term
    alone = len(relation.left.terms) == 1 and isinstance(first, Ref) and first.rows and first.rows[0].what in _EACH_ROW
    return first if alone and isinstance(first, Ref) else None


def _sides(relation: Relation) -> tuple[Linear, ...]:
    if isinstance(relation.right, Ratio):
        return relation.left, relation.right.of, relation.right.by
    return relation.left, relation.right


def _lead(relation: Relation) -> ClaimRef | None:
    """The claim that a relation begins with."""
    return next((t.term for side in _sides(relation) for t in side.terms if isinstance(t.term, ClaimRef)), None)


def _lines(form: FormRows) -> Iterator[Line]:
    yield from form.template.lines
    for side in form.template.sides:
        yield from side.lines
