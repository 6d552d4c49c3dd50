"""Forms whose rows and columns the source has mixed up: most of their own sums fail, so none of their amounts is claimed.

An issuer makes a mistake here and there; a form in which most sums fail was put out column by column by its extraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gouji.model.disclosure import Ambiguous, Damage, Disclosure, Form, Issuer, Row, Source
from gouji.model.finding import Outcome
from gouji.reconcile.binding import bind
from gouji.reconcile.evaluation import evaluate
from gouji.standards.template import Template

FEWEST = 4  # sums that must have been tested before a form is judged by them


def without_scrambled(
    forms: Sequence[Form], exact: Sequence[bool], template: Template
) -> tuple[tuple[Form, ...], list[Damage]]:
    """The forms, those that the source scrambled without cells: their numbers become ambiguous. `exact` tells the forms
    whose positions are the source's own, which are believed."""
    if all(exact):
        return tuple(forms), []
    ended = _sums(forms, template)
    out: list[Form] = []
    damage: list[Damage] = []
    for index, form in enumerate(forms):
        broken, tested = ended[index, Outcome.BROKEN], sum(ended[index, o] for o in Outcome if o is not Outcome.UNTESTABLE)
        if exact[index] or tested < FEWEST or 2 * broken <= tested:
            out.append(form)
            continue
        columns = template.forms[form.kind].amounts() if form.kind in template.forms else ()
        paths = frozenset(c.path for c in columns)
        out.append(replace(form, rows=tuple(_open(row, paths) for row in form.rows)))
        name = form.number or form.title
        damage.append(Damage(form.place, f"{name}的行列次序在转换时打乱（{tested}条合计关系有{broken}条不成立），金额未采用"))
    return tuple(out), damage


def _sums(forms: Sequence[Form], template: Template) -> Counter[tuple[int, Outcome]]:
    """How the equations inside each form ended."""
    bare = Disclosure(Source(""), Issuer(), None, "", template.id, forms=tuple(forms))
    ended: Counter[tuple[int, Outcome]] = Counter()
    for result in evaluate(bind(bare, template)):
        owners = {(f.key.owner, f.key.index) for f in result.relation.figures}
        if result.relation.compare == "=" and len(owners) == 1:
            ((owner, index),) = owners
            if owner == "form":
                ended[index, result.outcome] += 1
    return ended


def _open(row: Row, paths: frozenset[str]) -> Row:
    """The row with its amounts known and their columns not; what looks blank in it is no zero."""
    columns = tuple(sorted(paths)) or tuple(row.cells)
    loose = (Ambiguous(cell.amount, columns, cell.place) for cell in row.cells.values())
    return replace(row, cells={}, ambiguous=(*row.ambiguous, *loose), unreadable=tuple(sorted({*row.unreadable, *paths})))
