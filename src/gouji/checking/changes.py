"""Changes against last year: words, signs, years and rates that contradict each other. Their sums are relations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import (
    AMOUNT,
    FALL,
    RATE,
    RISE,
    Account,
    changes,
    final,
    money,
    name,
    one_sentence,
    spot,
    stated,
    told,
)
from gouji.model.amount import FACTORS, Amount
from gouji.model.finding import Severity
from gouji.standards.law import rests
from gouji.standards.review import review

ARITHMETIC = rests("arithmetic")
WORDING = rests("notice-143", "itself")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_END = re.compile(r"度?(?:期末|年末|年底|末|底|12月31日)")


@check(
    id="CHANGE-FLAT-AMOUNT",
    severity=Severity.ERROR,
    title=("写持平又写了增减", "Said to be unchanged, yet a change is stated"),
    basis=WORDING,
    example="公务接待费与上年持平，增加0.5万元",
)
def flat(subject: Subject) -> Iterator[Found]:
    """What is unchanged (持平, 无变化) has no change other than 0 beside it."""
    for account in changes(subject):
        moved = next((c for c in (account.change, account.rate) if c is not None and c.amount), None)
        if account.flat is not None and moved is not None and one_sentence(subject.disclosure, account.flat, moved):
            yield Found(
                message=subject.say(
                    f"{name(account.base)}写“{account.flat.quote}”，又写“{moved.quote}”，两者矛盾。",
                    f"{name(account.base)}: “{account.flat.quote}” contradicts “{moved.quote}”.",
                ),
                places=(spot(account.flat), spot(moved)),
            )


@check(
    id="CHANGE-SIGN",
    severity=Severity.WARNING,
    title=("增减的方向与正负号重复", "A direction and a sign"),
    basis=WORDING,
    example="比上年增加-3.20万元",
)
def sign(subject: Subject) -> Iterator[Found]:
    """A change in words (增加, 减少) takes a positive number: “增加-3.2万元” says neither."""
    for claim in subject.disclosure.claims:
        if claim.quantity.endswith((AMOUNT, RATE)) and claim.amount is not None and claim.amount < 0 and claim.direction:
            other = FALL if claim.direction == RISE else RISE
            yield Found(
                message=subject.say(
                    f"“{claim.quote}”：数字是负数，应写“{other}{-claim.amount}{claim.unit or ''}”。",
                    f"“{claim.quote}”: the number is negative.",
                ),
                places=(spot(claim),),
                rewrite=f"{other}{-claim.amount}{claim.unit or ''}",
            )


@check(
    id="CHANGE-ZERO",
    severity=Severity.INFO,
    title=("变动为零写成增减", "A change of zero in words of growth"),
    basis=WORDING,
    example="比上年增加0万元，增长0%",
)
def zero(subject: Subject) -> Iterator[Found]:
    """A change of 0 is 持平, no growth and no fall."""
    for account in changes(subject):
        claim = account.change
        if claim is not None and claim.amount == 0 and claim.direction in (RISE, FALL):
            yield Found(
                message=subject.say(f"“{claim.quote}”：没有增减，应写“持平”。", f"“{claim.quote}”: nothing changed."),
                places=(spot(claim),),
                rewrite="与上年持平",
            )


@check(
    id="CHANGE-DIRECTIONS",
    severity=Severity.ERROR,
    title=("变动额与变动率方向相反", "Amount and rate move in opposite directions"),
    basis=ARITHMETIC,
    example="比上年增加3万元，下降5%",
)
def directions(subject: Subject) -> Iterator[Found]:
    """The amount and the rate of one change go the same way."""
    for account in changes(subject):
        a, b = account.change, account.rate
        if a is None or b is None or not a.amount or not b.amount or told(subject, a) or told(subject, b):
            continue
        if {a.direction, b.direction} == {RISE, FALL} and one_sentence(subject.disclosure, a, b):
            yield Found(
                message=subject.say(
                    f"{name(account.base)}写“{a.quote}”，又写“{b.quote}”，方向相反。",
                    f"{name(account.base)}: “{a.quote}” and “{b.quote}” go opposite ways.",
                ),
                places=(spot(a), spot(b)),
            )


@check(
    id="CHANGE-BASE-ZERO",
    severity=Severity.WARNING,
    title=("上年为零仍写变动率", "A rate against a base of zero"),
    basis=ARITHMETIC,
    example="公务接待费2万元，比上年增加2万元，增长100%",
)
def base_zero(subject: Subject) -> Iterator[Found]:
    """Where last year's amount was 0 there is no rate of change."""
    for account in changes(subject):
        now, change, rate = money(account.amount), money(account.change), account.rate
        if now is None or change is None or rate is None or not rate.amount or not change.value:
            continue
        if account.direction == RISE and now.base == change.base and now.base > 0:
            yield Found(
                message=subject.say(
                    f"{name(account.base)}上年为0（现在{now}，增加{change}），不能计算变动率，“{rate.quote}”应删去。",
                    f"{name(account.base)} was 0 last year: no rate can be stated (“{rate.quote}”).",
                ),
                places=(spot(rate), spot(account.change or rate)),
            )


@check(
    id="CHANGE-BEYOND",
    severity=Severity.ERROR,
    title=("变动超过可能的范围", "A change larger than it can be"),
    basis=ARITHMETIC,
    example="比上年下降120%；现在10万元，比上年增加12万元",
)
def beyond(subject: Subject) -> Iterator[Found]:
    """Nothing falls by more than 100%, and nothing grew by more than it now is."""
    for account in changes(subject):
        rate, change, now = account.rate, money(account.change), money(account.amount)
        fell = rate is not None and rate.direction == FALL and (rate.amount or 0) > 100
        if rate is not None and fell and not told(subject, rate):
            yield Found(
                message=subject.say(f"“{rate.quote}”：下降不能超过100%。", f"“{rate.quote}”: nothing falls by more than 100%."),
                places=(spot(rate),),
            )
        claim = account.change
        if claim is None or change is None or now is None or account.direction != RISE or not (change.unit and now.unit):
            continue
        near = account.amount is None or one_sentence(subject.disclosure, account.amount, claim)
        if near and change.interval.low > now.interval.high and now.base >= 0 and not told(subject, claim):
            yield Found(
                message=subject.say(
                    f"{name(account.base)}现在{now}，不可能比上年增加{change}。",
                    f"{name(account.base)} is {now} now and cannot have grown by {change}.",
                ),
                places=(spot(claim), *((spot(account.amount),) if account.amount else ())),
            )


@check(
    id="CHANGE-PARTS",
    severity=Severity.ERROR,
    title=("总数的增减不等于各项增减之和", "A change is not the sum of its parts' changes"),
    basis=ARITHMETIC,
    example="“三公”经费比上年增加4万元；出国费持平，公务接待费增加2万元，公务用车费用持平",
)
def parts(subject: Subject) -> Iterator[Found]:
    """The change of the three public expenses is the sum of the changes of the three, each stated as an amount or as unchanged;
    that of vehicles the sum of buying and running. Where a part's change is not stated nothing is said."""
    held = [a for a in changes(subject) if _signed(a) is not None]
    for whole, *names in review().lists["change_parts"]:
        total = next((a for a in held if a.base == whole or (a.base.startswith(whole) and "及" in a.base)), None)
        below = [next((a for a in held if a.base.startswith(n) and a is not total), None) for n in names]
        pieces = [a for a in below if a is not None and total is not None and a.section == total.section]
        if total is None or len(pieces) != len(names):
            continue
        own, each = _signed(total), [s for a in pieces if (s := _signed(a)) is not None]
        if own is None or any(told(subject, c) for a in (total, *pieces) for c in a.claims):
            continue
        low, high = sum(s.interval.low for s in each), sum(s.interval.high for s in each)
        if own.interval.low <= high and low <= own.interval.high:
            continue
        unit = next((s.unit for s in (own, *each) if s.value), own.unit)
        factor = FACTORS.get(unit, own.factor)
        expected = sum((s.base for s in each), Decimal(0)) / factor
        quotes = "；".join(c.quote for a in pieces for c in a.claims[:1])
        yield Found(
            message=subject.say(
                f"{name(total.base)}写“{total.claims[0].quote}”，各项却是“{quotes}”，合计应为{_moved(expected, unit)}。",
                f"{name(total.base)}: “{total.claims[0].quote}”, but its parts say “{quotes}”: {expected} {unit} together.",
            ),
            places=(spot(total.claims[0]), *(spot(a.claims[0]) for a in pieces)),
            stated=own.base / factor,
            expected=expected,
            unit=unit,
            difference=own.base / factor - expected,
        )


def _signed(account: Account) -> Amount | None:
    """The change with its sign, 0 for what is unchanged; None where only a rate is stated."""
    change = money(account.change)
    if change is not None:
        return Amount(-change.value, change.unit) if account.direction == FALL and change.value > 0 else change
    return Amount(Decimal(0), "元") if account.flat is not None and account.rate is None else None


def _moved(change: Decimal, unit: str) -> str:
    return "持平" if not change else f"{RISE if change > 0 else FALL}{abs(change)}{unit}"


@check(
    id="CHANGE-RATE-MISSING",
    severity=Severity.INFO,
    title=("写了变动额没有写变动率", "An amount of change without its rate"),
    basis=rests("notice-143", "itself"),
    example="“三公”经费比上年增加2万元（没有增长率）",
)
def rate_missing(subject: Subject) -> Iterator[Found]:
    """Where a document states rates, every change of an amount that was not 0 has one."""
    held = list(changes(subject))
    if not any(a.change is not None and a.rate is not None for a in held):
        return
    for account in held:
        now, change = money(account.amount), money(account.change)
        if account.rate is not None or account.change is None or now is None or change is None or not change.value:
            continue
        before = now.base + (change.base if account.direction == FALL else -change.base)
        if before <= 0:
            continue
        rate = f"{change.base / before * 100:.2f}%"
        word = "下降" if account.direction == FALL else "增长"
        yield Found(
            message=subject.say(
                f"{name(account.base)}写“{account.change.quote}”，没有写变动率，应为{word}{rate}。",
                f"{name(account.base)}: “{account.change.quote}” has no rate; it is {rate}.",
            ),
            places=(spot(account.change),),
            expected=rate,
            rewrite=f"{account.change.quote}，{word}{rate}",
        )


@check(
    id="ASSET-YEAR",
    severity=Severity.WARNING,
    title=("资产情况的年度不对", "The assets are of another year"),
    basis=rests("notice-143"),
    example="2024年预算写“2021年期末，本单位共有车辆1辆”",
)
def asset_year(subject: Subject) -> Iterator[Found]:
    """Assets are stated as of the end of last year, or of a day of last year or this; the end of this year is yet to come. In
    final accounts they are those of the end of their own year."""
    fiscal = subject.disclosure.fiscal_year
    closed = final(subject.disclosure)
    seen: set[str] = set()
    for one in stated(subject.disclosure):
        if fiscal is None or not review().has("asset", one.claim.quantity) or one.section.title in seen:
            continue
        seen.add(one.section.title)
        found = _YEAR.search(one.text[: one.end])
        ended = found is not None and _END.match(one.text[found.end() :]) is not None
        wanted = (fiscal,) if closed else (fiscal - 1,) if ended else (fiscal - 1, fiscal)
        if found is not None and int(found.group(1)) not in wanted:
            yield Found(
                message=subject.say(
                    f"资产情况写的是{found.group(1)}年，应为{wanted[0]}年末的。",
                    f"The assets are those of {found.group(1)}; they should be of the end of {wanted[0]}.",
                ),
                places=(spot(one.claim),),
                stated=found.group(1),
                expected=str(wanted[0]),
            )
