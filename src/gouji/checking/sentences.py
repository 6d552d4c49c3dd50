"""A relation's result as a sentence: what stands where, what it is held against, what it should be."""

from __future__ import annotations

from decimal import Decimal

from gouji.checking.figures import Speaker, number, told
from gouji.checking.registry import Subject
from gouji.model.finding import Spot
from gouji.reconcile.bound import BoundRelation, Result

COMPARE = {
    "=": ("应为", "it should be"),
    "<=": ("不应大于", "it should not be above"),
    ">=": ("不应小于", "it should not be below"),
}


def sentence(subject: Subject, speaker: Speaker, result: Result, blame: bool = True) -> str:
    """What stands where, what it is held against, what it should be; without `blame` no side is called right."""
    relation = result.relation
    unit = unit_of(relation) or ""
    near = relation.left[0].figure.spot if len(relation.left) == 1 else None
    like = printed_of(result)
    stated = number(like) if like is not None else "?"
    expected = number(result.expected, like) if result.expected is not None else "?"
    difference = number(abs(result.difference), like) if result.difference is not None else "?"
    subject_of = speaker.spot(near) if near else speaker.side(relation.left)
    blank = len(relation.left) == 1 and relation.left[0].figure.amount is None
    says = subject.say("是空白", " is blank") if blank else subject.say(f"写{stated}{unit}", f" says {stated}{unit}")
    against = _against(subject, speaker, relation, near)
    chinese, english = COMPARE[relation.compare]
    should = subject.say(f"，{chinese}{expected}{unit}", f"; {english} {expected}{unit}")
    if not blame and relation.compare == "=":
        alone = len(told(relation.right)) <= 1 and relation.ratio is None
        should = "" if alone else subject.say(f"＝{expected}{unit}", f" = {expected}{unit}")
    return subject.say(
        f"{subject_of}{says}，{against}{should}，相差{difference}{unit}。",
        f"{subject_of}{says}; {against}{should}, a difference of {difference}{unit}.",
    )


def printed_of(result: Result) -> Decimal | None:
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


def unit_of(relation: BoundRelation) -> str | None:
    """The unit of the left side: that of its first figure that has one."""
    sides = (relation.left, relation.right) if relation.ratio is None else (relation.left,)
    for terms in sides:
        for term in terms:
            if term.figure.amount is not None and term.figure.amount.unit:
                return term.figure.amount.unit
    return None


def spots_of(relation: BoundRelation) -> tuple[Spot, ...]:
    """Where the relation's figures stand: the stated side first, blank cells of the other side left out."""
    right = [t.figure.spot for t in (*relation.right, *relation.by) if t.figure.amount is not None]
    return (*(t.figure.spot for t in relation.left), *right)
