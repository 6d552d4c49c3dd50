"""Forms whose rows and columns the source has mixed up: most of their own sums fail, so none of their amounts is claimed.

An issuer makes a mistake here and there; a form in which most sums fail was put out column by column by its extraction. So
was a whole document in which sums fail in form after form: of it only those forms are believed that their sums prove.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from gouji.model.disclosure import Ambiguous, Damage, Disclosure, Form, Issuer, Row, Source
from gouji.model.finding import Outcome
from gouji.reconcile.binding import figured, shapes_of
from gouji.reconcile.evaluation import evaluate
from gouji.reconcile.shapes import Shape
from gouji.standards.template import Template

FEWEST = 4  # sums that must have been tested before a form is judged by them
# A whole document: so many forms of which one sum in five fails, and one sum in eight of all. Texts put out by columns have
# 3 to 8 such forms and 14% to 65% of their sums broken; others, mistakes of the issuer included, none to two and 0% to 12%.
BAD_FORMS, BAD_FORM, BAD_DOCUMENT = 3, 5, 8


def without_scrambled(
    forms: Sequence[Form], exact: Sequence[bool], template: Template, shapes: Sequence[Shape] | None = None
) -> tuple[tuple[Form, ...], list[Damage]]:
    """The forms, those that the source scrambled without cells: their numbers become ambiguous. `exact` tells the forms
    whose positions are the source's own, which are believed; `shapes` are the template's relations over these forms' rows,
    where they are known already."""
    if all(exact):
        return tuple(forms), []
    asked = frozenset(index for index, known in enumerate(exact) if not known)
    ended = _sums(forms, template, shapes_of(forms, template) if shapes is None else shapes, asked)
    counts = [_count(ended, index) for index in range(len(forms))]
    broken, tested = (sum(c[i] for c, known in zip(counts, exact, strict=True) if not known) for i in (0, 1))
    bad = sum(not known and c[0] > 0 and BAD_FORM * c[0] >= c[1] for c, known in zip(counts, exact, strict=True))
    everywhere = bad >= BAD_FORMS and BAD_DOCUMENT * broken >= tested
    out: list[Form] = []
    damage: list[Damage] = []
    for form, known, (own, own_tested) in zip(forms, exact, counts, strict=True):
        scrambled = own_tested >= FEWEST and 2 * own > own_tested
        unproven = everywhere and (own > 0 or own_tested < FEWEST) and any(row.cells for row in form.rows)
        if known or not (scrambled or unproven):
            out.append(form)
            continue
        columns = template.forms[form.kind].amounts() if form.kind in template.forms else ()
        paths = frozenset(c.path for c in columns)
        out.append(replace(form, rows=tuple(_open(row, paths) for row in form.rows)))
        name = form.number or form.title
        says = f"{own_tested}条合计关系有{own}条不成立" if scrambled else f"全文{tested}条合计关系有{broken}条不成立"
        damage.append(Damage(form.place, f"{name}的行列次序在转换时打乱（{says}），金额未采用"))
    return tuple(out), damage


def _count(ended: Counter[tuple[int, Outcome]], index: int) -> tuple[int, int]:
    """A form's broken sums, and those that were tested."""
    return ended[index, Outcome.BROKEN], sum(ended[index, o] for o in Outcome if o is not Outcome.UNTESTABLE)


def _sums(forms: Sequence[Form], template: Template, shapes: Iterable[Shape], asked: Set[int]) -> Counter[tuple[int, Outcome]]:
    """How the equations inside each of the forms `asked` for ended, as far as they can be tested."""
    bare = Disclosure(Source(""), Issuer(), None, "", template.id, forms=tuple(forms))
    ended: Counter[tuple[int, Outcome]] = Counter()
    inside = ((_form(shape), shape) for shape in shapes if shape.relation.compare == "=" and not shape.missing)
    for result in evaluate(figured((shape for index, shape in inside if index in asked), bare)):
        ended[result.relation.figures[0].key.index, result.outcome] += 1
    return ended


def _form(shape: Shape) -> int | None:
    """The form that all figures of a relation stand in."""
    owners = {(key.owner, key.index) for terms in (shape.left, shape.right, shape.by) for _, key in terms}
    owner, index = owners.pop() if len(owners) == 1 else ("", 0)
    return index if owner == "form" else None


def _open(row: Row, paths: frozenset[str]) -> Row:
    """The row with its amounts known and their columns not; what looks blank in it is no zero."""
    columns = tuple(sorted(paths)) or tuple(row.cells)
    loose = (Ambiguous(cell.amount, columns, cell.place) for cell in row.cells.values())
    return replace(row, cells={}, ambiguous=(*row.ambiguous, *loose), unreadable=tuple(sorted({*row.unreadable, *paths})))
