"""Shares as the prose tells them: “甲万元，占乙%” of a whole that is named, or whose parts are being listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from gouji.checking.figures import number
from gouji.checking.registry import Found, Subject, check
from gouji.checking.sayings import Money, Told, already, bare, core, finer, gives, percent, same, told_of
from gouji.checking.statements import once
from gouji.model.amount import Amount
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Severity
from gouji.standards.law import rests
from gouji.standards.review import review

ARITHMETIC = rests("arithmetic")
_LINK = re.compile(r"[,(、]?(?:约|分别)?")  # what may stand between an amount and its share
_END = re.compile("。")


@dataclass(frozen=True, slots=True)
class Portion:
    """A part and its share in percent, at text[start:end]. `whole` is what the words say that it is a share of; None where
    they do not say."""

    start: int
    end: int
    part: Money
    percent: Decimal
    whole: Money | None


@once
def portions(disclosure: Disclosure) -> tuple[tuple[Told, tuple[Portion, ...]], ...]:
    """The shares that follow their amounts, section by section."""
    return tuple((told, held) for told in told_of(disclosure) if (held := tuple(_of(told))))


def _of(told: Told) -> Iterator[Portion]:
    ends = {m.end: m for m in told.money}
    for found in review().patterns["portion"].finditer(told.text):
        before = next((ends[e] for e in range(found.start(), max(found.start() - 4, 0), -1) if e in ends), None)
        if before is None or not _LINK.fullmatch(told.text, before.end, found.start()):
            continue
        noun = core(found["of"])
        whole = _named(told, noun, before) if noun else _listed(told, before)
        if whole is not None or not noun:
            yield Portion(found.start("rate"), found.end(), before, Decimal(found["rate"]), whole)


def _named(told: Told, noun: str, part: Money) -> Money | None:
    """The one amount of the section that goes by the name of the whole."""
    if bare(noun):
        return None
    held = [m for m in told.money if m is not part and same(core(told.lead(m.start)), noun)]
    return held[0] if len({m.amount.base for m in held}) == 1 else None


def _listed(told: Told, part: Money) -> Money | None:
    """The amount right before the words that open the list (其中, 主要用于以下方面), where a sentence ends neither before the
    words nor, but for list items, behind them."""
    opened = list(review().patterns["portion_among"].finditer(told.text, 0, part.start))
    if not opened:
        return None
    at = opened[-1].start()
    before = [m for m in told.money if m.end <= at]
    if not before or _END.search(told.text, before[-1].end, at):
        return None
    return before[-1]


@check(
    id="PORTION-RATE",
    severity=Severity.ERROR,
    title=("占比与金额不符", "A share that the amounts do not give"),
    basis=ARITHMETIC,
    example="本年支出合计100万元，其中：基本支出70万元，占75%",
)
def rates(subject: Subject) -> Iterator[Found]:
    """A share is the part divided by the whole that is named, or whose parts are listed, as far as the printed digits say.
    Nothing is said where another amount of the section gives the share; where the whole is only the sum of what is listed,
    a person must look."""
    for told, held in portions(subject.disclosure):
        for group in _groups(told, held):
            whole, sure = _whole(group)
            for one in group:
                base = one.whole.amount if one.whole is not None else whole
                if base is None or not base.value or already(subject, told, one.part.start, one.end):
                    continue
                part = finer(told, one.part.amount)
                if gives(part, finer(told, base), one.percent) or _other(told, one):
                    continue
                strict = (one.whole is not None or sure) and not gives(one.part.amount, base, one.percent)
                yield _found(subject, told, one, base, None if strict else Severity.WARNING)


def _groups(told: Told, held: tuple[Portion, ...]) -> Iterator[list[Portion]]:
    """The shares of one list: those of one whole, or of none, that no sentence's end parts."""
    group: list[Portion] = [held[0]]
    for a, b in pairwise(held):
        if a.whole is not b.whole or (a.whole is None and _END.search(told.text, a.end, b.start)):
            yield group
            group = []
        group.append(b)
    yield group


def _whole(group: list[Portion]) -> tuple[Amount | None, bool]:
    """What the parts of a list without a stated whole add up to, where a share of it proves that this is the whole."""
    units = {p.part.amount.unit for p in group}
    if group[0].whole is not None or len(group) < 2 or len(units) != 1:
        return None, False
    total = Amount(sum((p.part.amount.value for p in group), Decimal(0)), units.pop())
    proved = [p for p in group if p.percent and total.value and gives(p.part.amount, total, p.percent)]
    return (total if proved else None), False


def _other(told: Told, one: Portion) -> bool:
    """Whether some other amount of the section gives the share: then that may be meant."""
    return any(
        m.amount.base >= one.part.amount.base and m.amount.value and gives(one.part.amount, m.amount, one.percent)
        for m in told.money
        if m is not one.part and m.amount.quantum <= Decimal("0.01")
    )


def _found(subject: Subject, told: Told, one: Portion, whole: Amount, severity: Severity | None) -> Found:
    right = percent(one.part.amount, whole, one.percent)
    part, base = f"{number(one.part.amount.value)}{one.part.amount.unit}", f"{number(whole.value)}{whole.unit}"
    spots = [told.at(one.start, one.end), told.at(one.part.start, one.part.end)]
    if one.whole is not None:
        spots.append(told.at(one.whole.start, one.whole.end))
    return Found(
        message=subject.say(
            f"“{told.section.title}”：{part}占{base}的{right}%，写的是{one.percent}%。",
            f"“{told.section.title}”: {part} of {base} is {right}%, but {one.percent}% is stated.",
        ),
        places=tuple(spots),
        stated=one.percent,
        expected=right,
        difference=one.percent - right,
        unit="%",
        severity=severity,
    )
