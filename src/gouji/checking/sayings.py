"""Amounts and percentages in the words of the prose, whatever province wrote them: where they stand and what they are of.

Rules of arithmetic that a passage must obey by itself need no template: they read the folded text of a section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gouji.checking.registry import Subject
from gouji.checking.statements import once, passage_of, stated
from gouji.model.amount import Amount, Interval
from gouji.model.disclosure import Claim, Disclosure, Section
from gouji.model.finding import Outcome, Spot
from gouji.standards.review import review

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,8})?"
UNIT = r"亿元|百万元|万元|千元|百元|元|万(?![一-龥])"
_MONEY = re.compile(rf"(?<![\d.,])(?P<number>{NUMBER})(?P<unit>{UNIT})")
_CLAUSE = re.compile(r"[,;:。!?()、]")
_LIMIT = re.compile(r"\(?含?\)?(?:及|或)?以[上下内外]")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount at text[start:end]."""

    start: int
    end: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class Told:
    """A section's folded text, with the spot of text[start:end] and the amounts in it."""

    section: Section
    text: str
    at: Callable[[int, int], Spot]
    money: tuple[Money, ...]
    quanta: Mapping[str, Decimal]

    def quantum(self, unit: str) -> Decimal:
        """One unit in the last place that most of the section's amounts in this unit print, whole numbers aside."""
        return self.quanta.get(unit, Decimal(1))

    def lead(self, start: int) -> str:
        """The words of the clause before position `start`: what an amount there is of."""
        left = max(0, start - 60)
        cut = [m.end() for m in _CLAUSE.finditer(self.text, left, start)]
        return self.text[cut[-1] if cut else left : start]

    def quote(self, start: int, end: int) -> str:
        """The words of text[start:end] as they are printed."""
        return self.at(start, end).stated or self.text[start:end]


@once
def told_of(disclosure: Disclosure) -> tuple[Told, ...]:
    """The sections of the body that state an amount or a percentage, in order; the glossary is none of them."""
    out = []
    for section in disclosure.sections:
        if section.listed or not section.text or not ("元" in section.text or "%" in section.text or "％" in section.text):
            continue
        if review().has("glossary", section.title):
            continue
        text, at = passage_of(section)
        money = tuple(_money(text))
        out.append(Told(section, text, at, money, _quanta(money)))
    return tuple(out)


def _quanta(money: Iterable[Money]) -> dict[str, Decimal]:
    held: dict[str, Counter[Decimal]] = {}
    for one in money:
        if one.amount.quantum < 1:
            held.setdefault(one.amount.unit, Counter())[one.amount.quantum] += 1
    return {unit: counts.most_common(1)[0][0] for unit, counts in held.items()}


def _money(text: str) -> Iterator[Money]:
    for found in _MONEY.finditer(text):
        if not _LIMIT.match(text, found.end()):
            yield Money(found.start(), found.end(), amount(found["number"], found["unit"]))


def amount(number: str, unit: str | None) -> Amount:
    """An amount as printed; 万 stands for 万元."""
    return Amount(Decimal(number.replace(",", "")), "万元" if unit == "万" else unit or "")


def core(noun: str) -> str:
    """What a noun names: without years and the words of stating that stand around it."""
    return _cut(review().patterns["around_noun"].sub("", noun), "after_noun")


def bare(noun: str) -> bool:
    """Whether a core names nothing of its own: 支出, 财政拨款."""
    return not _cut(noun, "after_core")


def same(one: str, other: str) -> bool:
    """Whether two cores name one thing: one of them may also name the body that it is of, or add 支出, 费用."""
    if one and other and (one.endswith(other) or other.endswith(one)):
        return True
    one, other = _cut(one, "after_core"), _cut(other, "after_core")
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def _cut(noun: str, name: str) -> str:
    pattern = review().patterns[name]
    while (cut := pattern.sub("", noun)) != noun:
        noun = cut
    return noun


def ratio(part: Amount, whole: Amount) -> Interval | None:
    """What part ÷ whole can be in percent, by the printed digits of both; None where the whole may be nothing."""
    a, b = part.interval, whole.interval
    if b.low <= 0:
        return None
    return Interval(max(a.low, Decimal(0)) / b.high * _HUNDRED, a.high / b.low * _HUNDRED)


def gives(part: Amount, whole: Amount, percent: Decimal) -> bool:
    """Whether the printed percentage is what the two printed amounts can give."""
    possible = ratio(part, whole)
    return possible is None or possible.meets(Amount(percent, "%").interval)


def finer(told: Told, amount: Amount) -> Amount:
    """The amount with the decimals that the section's other amounts in its unit have: 30万元 among 12.35万元, 8.04万元 is
    30.00万元, whose zeros were left out."""
    return Amount(amount.value.quantize(q), amount.unit) if (q := told.quantum(amount.unit)) < amount.quantum else amount


def percent(part: Amount, whole: Amount, like: Decimal) -> Decimal:
    """part ÷ whole in percent, with as many decimals as `like`, two at least where `like` has none."""
    exponent = like.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 2
    return (part.base / whole.base * _HUNDRED).quantize(Decimal(1).scaleb(-places))


def already(subject: Subject, told: Told, start: int, end: int) -> bool:
    """Whether a broken relation calls a number within text[start:end] an error: one root cause is told once."""
    held = {
        (f.spot.row, f.spot.place.page, f.spot.place.line)
        for r in subject.ended(Outcome.BROKEN)
        if r.relation.severity == "error"
        for f in r.relation.figures
    }
    return bool(held) and any((c.quantity, c.place.page, c.place.line) in held for c in claims_in(subject, told, start, end))


def claims_in(subject: Subject, told: Told, start: int, end: int) -> Iterator[Claim]:
    """The claims whose number ends within text[start:end] of a section."""
    return (s.claim for s in stated(subject.disclosure) if s.section is told.section and start < s.end <= end)
