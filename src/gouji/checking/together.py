"""Several documents together: this year's against last year's, projects of two agencies, one body's document twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gouji.checking.family import Family, Member, body, joint, joint_checks
from gouji.checking.figures import number
from gouji.checking.registry import Found
from gouji.checking.statements import AMOUNT, FALL, FLAT, RISE, WORDS, Account, accounts, money, spot, value
from gouji.model.amount import Amount
from gouji.model.disclosure import Claim, Disclosure, Project
from gouji.model.finding import Finding, Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import rests

CARRIED = rests("notice-143", "itself")


def check_together(documents: Sequence[tuple[str, Disclosure]], lang: str = "zh") -> tuple[Finding, ...]:
    """What the documents, each under the name that the user gave it, say against each other; worst first."""
    family = Family(tuple(Member(name, d) for name, d in documents), lang)
    found: list[Finding] = []
    for rule in joint_checks():
        for one in rule.run(family):
            found.append(
                Finding(
                    rule=rule.id,
                    severity=one.severity or rule.severity,
                    title=family.say(*rule.title),
                    message=one.message,
                    places=one.places,
                    stated=one.stated,
                    expected=one.expected,
                    difference=one.difference,
                    unit=one.unit,
                    basis=family.say(*rule.basis),
                )
            )
    order = list(Severity)
    return tuple(sorted(found, key=lambda f: order.index(f.severity)))


@joint(
    id="TOGETHER-LAST-YEAR",
    severity=Severity.ERROR,
    title=("与上年公开的数不符", "A change that last year's document contradicts"),
    basis=CARRIED,
    example="今年写“收入总计比上年增加60万元”（上年即540万元），上年公开的收入总计是580万元",
)
def last_year(family: Family) -> Iterator[Found]:
    """This year's amount less its change, or at its rate of change, is what last year's document of the same body says (a
    warning where the accounts compare with what was executed)."""
    for now, before in consecutive(family):
        old = {a.base: a.amount for a in accounts(before.disclosure) if a.amount is not None}
        for account in accounts(now.disclosure):
            then = old.get(account.base)
            present, past = account.amount, money(then)
            if present is None or then is None or past is None or not account.claims:
                continue
            own, change = money(present), money(account.change)
            if own is None or (change is None and account.direction != FLAT):
                yield from _rate(family, now, before, account, then)
                continue
            sign = -1 if account.direction == FALL else 1
            base = own.base - sign * (change.base if change else 0)
            room = own.half + past.half + (change.half if change else 0)
            if abs(base - past.base) <= room:
                continue
            should = number(base / past.factor)
            said = account.claims[0].quote
            yield Found(
                message=family.say(
                    f"{now.name}写“{present.quote}”、“{said}”，推算上年为{should}{past.unit}；"
                    f"{before.name}写“{then.quote}”，相差{number(abs(base - past.base) / past.factor)}{past.unit}。",
                    f"{now.name}: “{present.quote}”, “{said}”, hence {should}{past.unit} last year; "
                    f"{before.name}: “{then.quote}”.",
                ),
                places=(now.spot(spot(account.claims[0])), before.spot(spot(then))),
                stated=base / past.factor,
                expected=past.value,
                unit=past.unit,
                severity=Severity.WARNING if _executed(account) else None,
            )


def _grown(now: Amount, then: Amount, rate: Amount, direction: str | None) -> bool:
    """Whether last year's amount, changed by the stated rate, can be this year's as all three are printed."""
    part, half = (rate.value / (-100 if direction == FALL else 100)), rate.half / 100
    room = now.half + then.half * (1 + abs(part) + half) + then.base * half
    return abs(now.base - then.base * (1 + part)) <= room


def _rate(family: Family, now: Member, before: Member, account: Account, then: Claim) -> Iterator[Found]:
    """A rate of change that does not lead from last year's document to this year's amount."""
    own, past, rate, stated = money(account.amount), money(then), money(account.rate), account.rate
    if account.amount is None or own is None or past is None or rate is None or stated is None or not past.base:
        return
    if _grown(own, past, rate, account.direction):
        return
    said, real = account.amount.quote, ((own.base - past.base) / past.base * 100).quantize(rate.quantum)
    word = family.say(FALL if real < 0 else RISE, "a fall of" if real < 0 else "a rise of")
    yield Found(
        message=family.say(
            f"{now.name}写“{said}”、“{stated.quote}”，{before.name}写“{then.quote}”，应为{word}{abs(real)}%。",
            f"{now.name}: “{said}”, “{stated.quote}”; {before.name}: “{then.quote}”, hence {word} {abs(real)}%.",
        ),
        places=(now.spot(spot(stated)), before.spot(spot(then))),
        stated=rate.value,
        expected=abs(real),
        unit="%",
        severity=Severity.WARNING if _executed(account) else None,
    )


def _executed(account: Account) -> bool:
    """Whether the account compares with what was executed, which the budget of last year does not tell."""
    return any("执行" in c.quote or "决算" in c.quote for c in account.claims)


def consecutive(family: Family) -> Iterator[tuple[Member, Member]]:
    """Documents of one body, of a year and of the year before."""
    for same in family.bodies():
        by_year = {m.disclosure.fiscal_year: m for m in reversed(same) if m.disclosure.fiscal_year is not None}
        for year, now in by_year.items():
            before = by_year.get((year or 0) - 1)
            if before is not None:
                yield now, before


@joint(
    id="TOGETHER-PROJECT",
    severity=Severity.WARNING,
    title=("同一项目列在两个单位", "One project in two agencies"),
    basis=rests("one-system"),
    example="项目编码4115…1234既在甲单位的表中，又在乙单位的表中",
)
def project(family: Family) -> Iterator[Found]:
    """A project, by its code (or by name and amount), stands with one agency."""
    held: dict[tuple[object, ...], tuple[Member, Project]] = {}
    for member in family.members:
        year, body_ = member.disclosure.fiscal_year, body(member.disclosure)
        for one in member.disclosure.projects if not member.whole else ():
            marks: list[tuple[object, ...]] = [(year, one.code)] if one.code else []
            marks += [(year, fold(one.name), one.amount)] if one.amount and len(fold(one.name)) > 4 else []
            firsts = [held.setdefault(mark, (member, one)) for mark in marks]
            there = next(((m, p) for m, p in firsts if m is not member and body(m.disclosure) != body_), None)
            if there is None:
                continue
            first, same = there
            coded = same.code is not None and same.code == one.code
            yield Found(
                message=family.say(
                    f"项目“{one.name}”（{one.code or one.amount}）同时列在{first.name}和{member.name}。",
                    f"Project “{one.name}” stands both in {first.name} and in {member.name}.",
                ),
                places=(
                    member.spot(Spot("project_performance", one.name, place=one.place)),
                    first.spot(Spot("project_performance", same.name, place=same.place)),
                ),
                severity=Severity.ERROR if coded else None,
            )


@joint(
    id="TOGETHER-SAME",
    severity=Severity.WARNING,
    title=("同一单位同一年度有两份文件", "Two documents of one body and year"),
    basis=rests("notice-143"),
    example="两份文件都是某中心2024年单位预算，收入总计不同",
)
def same(family: Family) -> Iterator[Found]:
    """A body publishes one budget a year: two that differ in their totals contradict each other (error)."""
    for a, b in ((a, b) for held in family.bodies() for a, b in pairwise(sorted(held, key=_year))):
        one, two = a.disclosure, b.disclosure
        if one.fiscal_year != two.fiscal_year:
            continue
        left, right = ({x.quantity: value(x) for x in d.claims if x.quantity and x.amount is not None} for d in (one, two))
        differ = [q for q in left if q in right and left[q] != right[q] and q.rpartition(".")[2] not in (AMOUNT, WORDS)]
        told = family.say(f"，{len(differ)}个数字不同（如{differ[0]}）", f", {len(differ)} figures differ") if differ else ""
        yield Found(
            message=family.say(
                f"{a.name}与{b.name}都是{one.issuer.name}{one.fiscal_year or ''}年的预算{told}。",
                f"{a.name} and {b.name} are both the budget of {one.issuer.name} of {one.fiscal_year}{told}.",
            ),
            places=(a.spot(Spot()), b.spot(Spot())),
            severity=Severity.ERROR if differ else None,
        )


def _year(member: Member) -> int:
    return member.disclosure.fiscal_year or 0
