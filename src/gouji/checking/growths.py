"""Growth as the prose tells it: an amount, its change and the rate; or two years' amounts and the rate between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gouji.checking.figures import number
from gouji.checking.registry import Found, Subject, check
from gouji.checking.sayings import Money, Told, already, amount, bare, claims_in, core, finer, same, told_of
from gouji.checking.statements import FALL, RISE, once
from gouji.model.amount import Amount, Interval
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Severity
from gouji.standards.law import rests
from gouji.standards.review import review

ARITHMETIC = rests("arithmetic")
REACH = 400  # characters before a change in which the amount that changed is looked for
_HUNDRED = Decimal(100)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年)")
_PART = re.compile(r"[;。]")


@dataclass(frozen=True, slots=True)
class Growth:
    """An amount `now` that rose or fell by `by`, at `percent`, which stands at text[start:end]."""

    start: int
    end: int
    now: Money
    by: Money
    direction: str
    percent: Decimal

    def rate(self, now: Amount, by: Amount) -> Interval | None:
        """What the rate can be in percent; None where last year's amount may be nothing."""
        n, d = now.interval, by.interval
        sign = -1 if self.direction == RISE else 1
        ends = [(n.low + sign * x, x) for x in (d.low, d.high)] + [(n.high + sign * x, x) for x in (d.low, d.high)]
        if any(base <= 0 for base, _ in ends):
            return None
        rates = [x / base * _HUNDRED for base, x in ends]
        return Interval(min(rates), max(rates))

    @property
    def before(self) -> Decimal:
        """Last year's amount in the base unit."""
        return self.now.amount.base - (self.by.amount.base if self.direction == RISE else -self.by.amount.base)


@once
def growths(disclosure: Disclosure) -> tuple[tuple[Told, Growth], ...]:
    """The changes whose amount, change and rate stand together, in order."""
    return tuple((told, one) for told in told_of(disclosure) for one in _of(told, disclosure.fiscal_year))


def _of(told: Told, year: int | None) -> Iterator[Growth]:
    words = review().patterns
    for found in words["growth"].finditer(told.text):
        if found["number"] is None:
            continue
        by = Money(found.start("number"), found.end("unit"), amount(found["number"], found["unit"]))
        direction = RISE if words["growth_rise"].match(found["way"]) else FALL
        again = RISE if words["growth_rise"].match(found["again"]) else FALL
        lead = told.lead(found.start())
        now = _now(told, core(words["growth_compared"].sub("", lead)), found.start(), year)
        if now is not None and now.amount.unit and (again == direction or "率" in found["again"] or "幅" in found["again"]):
            yield Growth(found.start("rate"), found.end(), now, by, direction, Decimal(found["rate"]))


def _now(told: Told, noun: str, start: int, year: int | None) -> Money | None:
    """The amount that changed: the one of the same noun, or, without a noun, the only amount of the clauses before."""
    before = [m for m in told.money if start - REACH <= m.start < start]
    if not bare(noun) or "计" in noun:
        named = [m for m in before if same(core(told.lead(m.start)), noun) and not _past(told, m, year)]
        return named[-1] if named and len({m.amount.base for m in named}) == 1 else None
    cut = [m.end() for m in _PART.finditer(told.text, max(0, start - REACH), start)]
    own = [m for m in before if not cut or m.start >= cut[-1]]
    return own[0] if len(own) == 1 and not _past(told, own[0], year) and not _among(told, own[0], start) else None


def _past(told: Told, money: Money, year: int | None) -> bool:
    """Whether an amount is another year's, a change, a budget beside an account."""
    lead = told.lead(money.start)
    words = review().patterns
    years = {int(y) for y in _YEAR.findall(lead)}
    other = bool(years) and year not in years
    return other or words["growth_compared"].search(lead) is not None or words["growth_not_now"].search(lead) is not None


def _among(told: Told, money: Money, start: int) -> bool:
    """Whether the parts of something are being listed."""
    first = max(told.text.rfind(c, 0, money.start) for c in "。;") + 1
    return review().patterns["portion_among"].search(told.text, first, start) is not None


@dataclass(frozen=True, slots=True)
class TwoYears:
    """Last year's amount, this year's, and the rate between them, which stands at text[start:end]; `percent` has its sign."""

    start: int
    end: int
    last: Money
    now: Money
    percent: Decimal


@once
def two_years(disclosure: Disclosure) -> tuple[tuple[Told, TwoYears], ...]:
    """“上年…为甲万元，本年…为乙万元，增长丙%”: in one sentence, of one noun, with no other amount in it."""
    year = disclosure.fiscal_year
    return tuple((told, one) for told in told_of(disclosure) if year is not None for one in _two(told, year))


def _two(told: Told, year: int) -> Iterator[TwoYears]:
    words = review().patterns
    for found in words["growth_alone"].finditer(told.text):
        first = max((m.end() for m in _PART.finditer(told.text, max(0, found.start() - REACH), found.start())), default=0)
        held = [m for m in told.money if first <= m.start < found.start()]
        if len(held) != 2:
            continue
        leads = [told.lead(m.start) for m in held]
        last = [words["growth_last"].search(lead) is not None or str(year - 1) in _YEAR.findall(lead) for lead in leads]
        nouns = [core(words["growth_last"].sub("", lead)) for lead in leads]
        named = not bare(nouns[1])
        if last != [True, False] or (named and not same(*nouns)) or words["growth_not_now"].search(leads[1]):
            continue
        if any(int(y) != year for y in _YEAR.findall(leads[1])):
            continue
        sign = 1 if words["growth_rise"].match(found["way"]) else -1
        yield TwoYears(found.start("rate"), found.end(), held[0], held[1], sign * Decimal(found["rate"]))


@check(
    id="GROWTH-YEARS",
    severity=Severity.ERROR,
    title=("两年的金额算不出所写的增减比例", "Two years' amounts do not give the rate of growth"),
    basis=ARITHMETIC,
    example="2024年决算数为57.43万元，2025年决算数为56.12万元，比上年减少1.10%",
)
def years(subject: Subject) -> Iterator[Found]:
    """Where a sentence gives last year's amount, this year's and the rate between them, the rate is what the two give."""
    for told, one in two_years(subject.disclosure):
        last, now = finer(told, one.last.amount), finer(told, one.now.amount)
        if last.interval.low <= 0 or already(subject, told, one.last.start, one.end):
            continue
        low = now.interval.low / last.interval.high * _HUNDRED - _HUNDRED
        high = now.interval.high / last.interval.low * _HUNDRED - _HUNDRED
        if Interval(low, high).meets(Amount(one.percent, "%").interval):
            continue
        right = ((now.base / last.base - 1) * _HUNDRED).quantize(min(Amount(one.percent, "%").quantum, Decimal("0.01")))
        moved = f"{RISE if right > 0 else FALL}{abs(right)}%"
        shown = f"上年{number(last.value)}{last.unit}，今年{number(now.value)}{now.unit}"
        yield Found(
            message=subject.say(
                f"“{told.section.title}”：{shown}，应为{moved}，写的是“{told.quote(one.start, one.end)}”。",
                f"“{told.section.title}”: from {last} to {now} is {right}%, but “{told.quote(one.start, one.end)}” is stated.",
            ),
            places=(told.at(one.start, one.end), told.at(one.now.start, one.now.end), told.at(one.last.start, one.last.end)),
            stated=abs(one.percent),
            expected=abs(right),
            difference=one.percent - right,
            unit="%",
        )


@check(
    id="GROWTH-RATE",
    severity=Severity.ERROR,
    title=("增减比例与金额不符", "A rate of growth that the amounts do not give"),
    basis=ARITHMETIC,
    example="支出总计120万元，比上年增加20万元，增长17.62%",
)
def rates(subject: Subject) -> Iterator[Found]:
    """The rate of a change is the change divided by last year's amount, which is this year's less the change, as far as the
    printed digits say. Of nothing there is no rate."""
    for told, one in growths(subject.disclosure):
        if already(subject, told, one.by.start, one.end) or _bound(subject, told, one):
            continue
        printed, exact = Amount(one.percent, "%").interval, one.rate(finer(told, one.now.amount), finer(told, one.by.amount))
        if one.before == 0 and one.percent:
            yield _found(subject, told, one, None, Severity.WARNING)
        elif exact is not None and not exact.meets(printed):
            sure = (loose := one.rate(one.now.amount, one.by.amount)) is not None and not loose.meets(printed)
            places = Amount(one.percent, "%").quantum
            right = (one.by.amount.base / one.before * _HUNDRED).quantize(min(places, Decimal("0.01")))
            yield _found(subject, told, one, right, None if sure else Severity.WARNING)


def _bound(subject: Subject, told: Told, one: Growth) -> bool:
    """Whether CHANGE-BASE-ZERO tells of it: amount, change and rate are claims of one quantity."""
    held = {c.quantity.rpartition(".")[0] for c in claims_in(subject, told, one.by.start, one.end)}
    own = {c.quantity for c in claims_in(subject, told, one.now.start, one.now.end)}
    return one.before == 0 and bool(held & own)


def _found(subject: Subject, told: Told, one: Growth, right: Decimal | None, severity: Severity | None) -> Found:
    now, by = f"{number(one.now.amount.value)}{one.now.amount.unit}", f"{number(one.by.amount.value)}{one.by.amount.unit}"
    if right is None:
        chinese = f"现在{now}，{one.direction}{by}，上年是0，没有增长率可言，写的是{one.percent}%"
        english = f"{now} now after a change of {by}: last year's amount was 0, yet a rate of {one.percent}% is stated"
    else:
        chinese = f"现在{now}，{one.direction}{by}，增减比例应为{right}%，写的是{one.percent}%"
        english = f"{now} now after a change of {by} makes {right}%, but {one.percent}% is stated"
    return Found(
        message=subject.say(f"“{told.section.title}”：{chinese}。", f"“{told.section.title}”: {english}."),
        places=(told.at(one.start, one.end), told.at(one.by.start, one.by.end), told.at(one.now.start, one.now.end)),
        stated=one.percent,
        expected=right,
        difference=None if right is None else one.percent - right,
        unit="%",
        severity=severity,
    )
