"""How a wrong figure is told: what stands there, what it should be, how the slip may have come about; and as a Suspect."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gouji.checking.figures import Speaker, at, number
from gouji.checking.registry import Subject
from gouji.checking.sentences import unit_of
from gouji.model.finding import Spot, Suspect
from gouji.reconcile.acts import Act
from gouji.reconcile.localisation import Change, Diagnosis
from gouji.reconcile.slips import COLUMNS, EXCHANGED, MOVED, OTHER, ROW_MISSING, ROW_TWICE


def told_change(subject: Subject, speaker: Speaker, change: Change, unit: str) -> str:
    """A figure and what it should be: “…写42.17万元，应为41.27万元（相邻两位数字颠倒）”. `unit` is that of a blank cell."""
    amount = change.figure.amount
    where = speaker.spot(change.figure.spot)
    should = f"{number(change.should_be, amount.value if amount else None)}{amount.unit if amount else unit}"
    how = subject.say(f"（{change.slip.name}）", f" ({change.slip.english})") if change.slip is not OTHER else ""
    if amount is None and change.figure.key.owner == "claim":
        return subject.say(f"{where}说没有，应为{should}", f"{where} says that there is none; it should be {should}")
    if amount is None:
        return subject.say(f"{where}是空白，应为{should}", f"{where} is blank, it should be {should}")
    stated = speaker.amount(change.figure)
    if change.should_be == 0 and change.figure.key.owner == "form":
        return subject.say(f"{where}写{stated}，应为空白{how}", f"{where} says {stated}, it should be blank{how}")
    return subject.say(f"{where}写{stated}，应为{should}{how}", f"{where} says {stated}, it should be {should}{how}")


def told_act(subject: Subject, speaker: Speaker, cause: Diagnosis) -> str:
    """A slip of several figures in one sentence."""
    act = cause.act
    assert act is not None
    first = act.spots[0]
    form = speaker.form(act.form)
    if act.slip is ROW_MISSING:
        unit = unit_of(cause.results[0].relation) or ""
        told = "、".join(f"“{column}”列{number(value)}{unit}" for column, value in act.amounts)
        return subject.say(f"{form}漏了一行，它的金额是{told}", f"{form} lacks a row with the amounts {told}")
    if act.slip is ROW_TWICE:
        where = f"{form}{at(first.place, subject.lang)}"
        return subject.say(f"{where}“{first.row}”行是多余的：同样的一行已经有了", f"{where}: row “{first.row}” is there twice")
    if act.slip is COLUMNS:
        one, other = (f"“{s.column}”" for s in act.spots[:2])
        return subject.say(f"{form}的{one}列与{other}列互换了", f"{form}: columns {one} and {other} have changed places")
    a, b = act.spots[:2]
    if act.slip is MOVED:
        return subject.say(
            f"{speaker.spot(a)}的{_stated(a)}应填在“{b.column}”列",
            f"{speaker.spot(a)}: {_stated(a)} belongs in column “{b.column}”",
        )
    return subject.say(
        f"{speaker.spot(a)}的{_stated(a)}与{speaker.spot(b, a)}的{_stated(b)}位置互换了",
        f"{speaker.spot(a)} {_stated(a)} and {speaker.spot(b, a)} {_stated(b)} have changed places",
    )


def _stated(spot: Spot) -> str:
    return number(Decimal(spot.stated)) if spot.stated else "空白"


def suspect_of(subject: Subject, cause: Diagnosis) -> Suspect | None:
    """The figure, row or columns that are most probably wrong; None where nothing is named."""
    if cause.act is not None:
        return _act_suspect(subject, cause.act, cause.confidence)
    if not cause.changes:
        return None
    first, *others = cause.changes
    return Suspect(
        spot=_spot(first),
        should_be=format(first.should_be, "f"),
        confidence=cause.confidence,
        alternatives=tuple((_spot(c), format(c.should_be, "f")) for c in others),
    )


def _spot(change: Change) -> Spot:
    amount = change.figure.amount
    return replace(change.figure.spot, stated=format(amount.value, "f") if amount else None)


def _act_suspect(subject: Subject, act: Act, confidence: Decimal) -> Suspect:
    first, second = act.spots[0], act.spots[1 if len(act.spots) > 1 else 0]
    if act.slip in (EXCHANGED, MOVED):
        return Suspect(first, second.stated or "", confidence, ((second, first.stated or ""),))
    if act.slip is COLUMNS:
        should = subject.say(f"与“{second.column}”列互换", f"exchanged with “{second.column}”")
        spots = (replace(s, row="", stated=None) for s in (first, second))
        one, other = spots
        return Suspect(one, should, confidence, ((other, should),))
    if act.slip is ROW_MISSING:
        told = "、".join(f"{column} {value}" for column, value in act.amounts)
        return Suspect(first, subject.say(f"增加一行：{told}", f"one row more: {told}"), confidence)
    return Suspect(replace(first, column="", stated=None), subject.say("删除这一行", "without this row"), confidence)
