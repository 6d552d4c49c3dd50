"""Arithmetic: every relation that is broken, and those that hold only because of rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from gouji.checking.figures import Speaker, number
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Outcome, Severity, Spot
from gouji.reconcile.bound import BoundRelation, Result

ARITHMETIC = ("算术", "arithmetic")
COMPARE = {
    "=": ("应为", "it should be"),
    "<=": ("不应大于", "it should not be above"),
    ">=": ("不应小于", "it should not be below"),
}


@check(id="RELATION", severity=Severity.ERROR, title=("勾稽关系不成立", "A relation does not hold"), basis=ARITHMETIC)
def broken(subject: Subject) -> Iterator[Found]:
    """Every relation that the template declares must hold within the printed precision of its figures."""
    speaker = Speaker(subject.names(), subject.lang)
    for same in _equal(subject.ended(Outcome.BROKEN)):
        result = same[0]
        relation = result.relation
        garbled = any(f.damaged for f in relation.figures)
        yield Found(
            rule=relation.id,
            # a figure that the source garbled says nothing against the issuer: a person must look at the original
            severity=Severity.WARNING if garbled else Severity(relation.severity),
            title=relation.title,
            message=_message(subject, speaker, result, garbled),
            places=_spots(relation),
            stated=_printed(result),
            expected=result.expected,
            difference=result.difference,
            unit=_unit(relation),
            basis=relation.basis,
            relations=tuple(dict.fromkeys(r.relation.id for r in same)),
        )


@check(id="ROUNDING", severity=Severity.INFO, title=("四舍五入尾差", "Rounding differences"), basis=ARITHMETIC)
def rounding(subject: Subject) -> Iterator[Found]:
    """Relations that hold only within what the printed decimals allow are told once, together."""
    results = subject.ended(Outcome.ROUNDING)
    if not results:
        return
    speaker = Speaker(subject.names(), subject.lang)
    first = results[0]
    title = first.relation.title
    example = _message(subject, speaker, first, garbled=False)
    yield Found(
        message=subject.say(
            f"{len(results)}条关系只差末位，在四舍五入的范围内成立。例如（{title}）：{example}",
            f"{len(results)} relations differ in the last place only, within rounding. For example ({title}): {example}",
        ),
        places=tuple(term.figure.spot for r in results for term in r.relation.left[:1]),
        relations=tuple(dict.fromkeys(r.relation.id for r in results)),
    )


def _equal(results: Iterable[Result]) -> list[list[Result]]:
    """The results, those of one and the same equation together: two rules may say the same of the same figures."""
    groups: dict[object, list[Result]] = {}
    for result in results:
        relation = result.relation
        sides = (frozenset((t.factor, t.figure.key) for t in side) for side in (relation.left, relation.right, relation.by))
        groups.setdefault((relation.compare, relation.ratio, *sides), []).append(result)
    return list(groups.values())


def _message(subject: Subject, speaker: Speaker, result: Result, garbled: bool) -> str:
    """What stands where, what it is held against, what it should be."""
    relation = result.relation
    unit = _unit(relation) or ""
    near = relation.left[0].figure.spot if len(relation.left) == 1 else None
    printed = _printed(result)
    stated = number(printed) if printed is not None else "?"
    expected = number(result.expected, printed) if result.expected is not None else "?"
    difference = number(abs(result.difference), printed) if result.difference is not None else "?"
    subject_of = speaker.spot(near) if near else speaker.side(relation.left)
    against = _against(subject, speaker, relation, near)
    chinese, english = COMPARE[relation.compare]
    end = subject.say("（来源有损坏，请核对原件）", " (the source is garbled here: look at the original)") if garbled else ""
    return subject.say(
        f"{subject_of}写{stated}{unit}，{against}，{chinese}{expected}{unit}，相差{difference}{unit}。{end}",
        f"{subject_of} says {stated}{unit}; {against}; {english} {expected}{unit}, a difference of {difference}{unit}.{end}",
    )


def _printed(result: Result) -> Decimal | None:
    """What the left side states, with the decimals that are printed where it is a single figure."""
    left = result.relation.left
    amount = left[0].figure.amount if len(left) == 1 and left[0].factor == 1 else None
    return amount.value if amount is not None else result.stated


def _against(subject: Subject, speaker: Speaker, relation: BoundRelation, near: Spot | None) -> str:
    right = speaker.side(relation.right, near)
    if relation.ratio is None:
        return subject.say(f"而{right}", f"but {right}")
    by = speaker.side(relation.by, near)
    if relation.ratio == "rate":
        return subject.say(f"而变动额{right}，现在{by}", f"but the change is {right} and now it is {by}")
    return subject.say(f"而{right}÷{by}", f"but {right} ÷ {by}")


def _unit(relation: BoundRelation) -> str | None:
    """The unit of the left side: that of its first figure that has one."""
    sides = (relation.left, relation.right) if relation.ratio is None else (relation.left,)
    for terms in sides:
        for term in terms:
            if term.figure.amount is not None and term.figure.amount.unit:
                return term.figure.amount.unit
    return None


def _spots(relation: BoundRelation) -> tuple[Spot, ...]:
    """Where the relation's figures stand: the stated side first, blank cells of the other side left out."""
    right = [t.figure.spot for t in (*relation.right, *relation.by) if t.figure.amount is not None]
    return (*(t.figure.spot for t in relation.left), *right)
