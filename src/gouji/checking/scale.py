"""A form whose header states the wrong unit: one slip that breaks every relation between it and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gouji.checking.figures import Speaker, at
from gouji.checking.registry import Found, Subject, check
from gouji.model.amount import Amount
from gouji.model.finding import Outcome, Severity, Spot
from gouji.reconcile.bound import BoundRelation, BoundTerm, Figure, Result
from gouji.reconcile.evaluation import evaluate_one
from gouji.standards.law import rests

LEAST = 3  # relations with the rest of the document that another unit must mend before the header is blamed
OTHER = {"元": "万元", "万元": "元"}


@dataclass(frozen=True, slots=True)
class Misunit:
    """A form in the wrong unit: its position, the unit that it should have, and the broken relations that this mends."""

    index: int
    unit: str
    mended: tuple[Result, ...]


@check(
    id="UNIT-OF-FORM",
    severity=Severity.ERROR,
    title=("表头的金额单位写错", "The header of a form states the wrong unit"),
    basis=rests("itself", "arithmetic"),
    example="支出总体情况表写“单位：元”，合计780.17；说明和其他表都是780.17万元",
)
def unit(subject: Subject) -> Iterator[Found]:
    """Where all figures of a form contradict the rest of the document, and all agree once the form is read in the other unit
    (元, 万元), its header is wrong: one mistake, with the relations as its evidence."""
    speaker = Speaker(subject.names(), subject.lang)
    for slip in misunits(subject.results):
        form = subject.disclosure.forms[slip.index]
        yield Found(
            message=subject.say(
                f"{speaker.form(form.kind)}（{at(form.place)}）写“单位：{form.unit}”，应为“{slip.unit}”："
                f"它与其他表和说明的{len(slip.mended)}条勾稽关系因此不成立，按{slip.unit}都成立。",
                f"{speaker.form(form.kind)} ({at(form.place, 'en')}) says {form.unit}; it should be {slip.unit}: "
                f"{len(slip.mended)} relations with the rest of the document fail, and all hold in {slip.unit}.",
            ),
            places=(Spot(form=form.kind, place=form.place),),
            stated=form.unit,
            expected=slip.unit,
            relations=tuple(dict.fromkeys(r.relation.id for r in slip.mended)),
        )


def misunits(results: tuple[Result, ...]) -> tuple[Misunit, ...]:
    """The forms whose header states the wrong unit. A form is one only where the other unit mends every broken relation
    between it and the rest, at least `LEAST` of them, and breaks none that holds."""
    mixed: dict[int, list[Result]] = {}
    if sum(result.outcome is Outcome.BROKEN for result in results) < LEAST:
        return ()
    for result in results:
        if result.outcome is Outcome.UNTESTABLE:
            continue
        owners = {(f.key.owner, f.key.index) for f in result.relation.figures}
        for owner, index in owners if len(owners) > 1 else ():
            if owner == "form":
                mixed.setdefault(index, []).append(result)
    found = (_misunit(index, held) for index, held in mixed.items())
    return tuple(m for m in found if m is not None)


def _misunit(index: int, held: list[Result]) -> Misunit | None:
    broken = tuple(r for r in held if r.outcome is Outcome.BROKEN)
    if len(broken) < LEAST:
        return None
    figures = [f for r in broken for f in r.relation.figures if f.key.owner == "form" and f.key.index == index]
    other = OTHER.get(next((f.amount.unit for f in figures if f.amount is not None), ""))
    if other is None or any(evaluate_one(_in_unit(r.relation, index, other)).outcome is Outcome.BROKEN for r in held):
        return None
    return Misunit(index, other, broken)


def _in_unit(relation: BoundRelation, index: int, unit: str) -> BoundRelation:
    def side(terms: tuple[BoundTerm, ...]) -> tuple[BoundTerm, ...]:
        return tuple(t._replace(figure=_figure(t.figure, index, unit)) for t in terms)

    return relation._replace(left=side(relation.left), right=side(relation.right), by=side(relation.by))


def _figure(figure: Figure, index: int, unit: str) -> Figure:
    if figure.key.owner != "form" or figure.key.index != index or figure.amount is None:
        return figure
    return replace(figure, amount=Amount(figure.amount.value, unit)) if figure.amount.unit in OTHER else figure
