"""What was budgeted, what was executed, and the completion rate between them, item by item, in any province's prose.

An item is what one run of sentences tells of one thing: its amount, its budget, its account, how far that is of it, and
which of the two is larger. Nothing here needs a form: the item contradicts itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from gouji.checking.figures import number
from gouji.checking.registry import Found, Subject, check
from gouji.checking.sayings import Money, Told, already, amount, bare, claims_in, core, finer, gives, percent, same, told_of
from gouji.checking.statements import once
from gouji.model.amount import Amount
from gouji.model.disclosure import Claim, Disclosure
from gouji.model.finding import Severity, Spot
from gouji.standards.law import rests
from gouji.standards.review import review

ARITHMETIC = rests("arithmetic")
ITSELF = rests("itself")
KINDS = ("item", "budget", "account", "done", "compared", "again")
_MORE, _LESS, _EVEN = "大于", "小于", "等于"


@dataclass(frozen=True, slots=True)
class Rate:
    """A completion rate at text[start:end], with the budget and the account that it is of."""

    start: int
    end: int
    percent: Decimal
    budget: Money
    account: Money


@dataclass(frozen=True, slots=True)
class Compared:
    """“决算数大于预算数” at text[start:end], of a budget and an account; `word` is 大于, 小于 or 等于."""

    start: int
    end: int
    word: str
    budget: Money
    account: Money


@dataclass(frozen=True, slots=True)
class Again:
    """The amount that an item begins with, and the account that it states further on."""

    head: Money
    account: Money
    budget: Money | None


Said = Rate | Compared | Again


@dataclass(slots=True)
class _Item:
    """What has been told so far of the item at hand. `done`: its rate was told, what follows is of something else."""

    head: Money | None = None
    budgets: dict[str, tuple[Money, str]] = field(default_factory=dict)
    account: tuple[Money, str] | None = None
    done: bool = False

    def budget(self, of: str) -> tuple[Money, str] | None:
        """The budget that a word means: 年初 may be left out where there is one budget only."""
        if of in self.budgets:
            return self.budgets[of]
        plain = of in ("", "年初") and len(self.budgets) == 1
        found = next(iter(self.budgets.items()), None) if plain else None
        return found[1] if found is not None and (not of or not found[0]) else None


@once
def items(disclosure: Disclosure) -> tuple[tuple[Told, Said], ...]:
    """What the prose tells of budgets and accounts, in order."""
    return tuple((told, said) for told in told_of(disclosure) if "算" in told.text for said in _walk(told, disclosure))


def _walk(told: Told, disclosure: Disclosure) -> Iterator[Said]:
    words = review().patterns
    events = sorted(
        ((m.start(), KINDS.index(kind), m) for kind in KINDS for m in words[f"executed_{kind}"].finditer(told.text)),
        key=lambda e: (e[0], e[1]),
    )
    item, reach = _Item(), 0
    for start, kind, found in events:
        if start < reach and KINDS[kind] != "again":
            continue
        reach = max(reach, found.end())
        match KINDS[kind]:
            case "again":
                item = _Item()
            case "item":
                item = _Item(head=_money(found))
            case "budget":
                _budget(item, told, found, disclosure)
            case "account":
                yield from _account(item, told, found, disclosure)
            case "done":
                yield from _done(item, told, found)
            case _:
                yield from _compared(item, told, found)


def _money(found: re.Match[str]) -> Money:
    kind = "zero" if found["zero"] is not None else "number"
    unit = None if found["zero"] is not None else found["unit"]
    return Money(*((found.start(kind), found.end("unit") if unit else found.end(kind))), amount(found[kind], unit))


def _noun(told: Told, found: re.Match[str]) -> str:
    return core(told.lead(found.start()))


def _budget(item: _Item, told: Told, found: re.Match[str], disclosure: Disclosure) -> None:
    if found["year"] and int(found["year"]) != disclosure.fiscal_year:
        return
    if item.account is not None or item.done:
        item.budgets.clear()
        item.account = None
        item.head = None if item.done else item.head
        item.done = False
    item.budgets[(found["of"] or "").removesuffix("后")] = (_money(found), _noun(told, found))


def _account(item: _Item, told: Told, found: re.Match[str], disclosure: Disclosure) -> Iterator[Said]:
    other_year = found["last"] or (found["year"] and int(found["year"]) != disclosure.fiscal_year)
    if other_year:
        return
    if item.done or item.account is not None:
        item.budgets.clear()
        item.head = None
        item.done = False
    money, noun = _money(found), _noun(told, found)
    item.account = (money, noun)
    if item.head is not None and bare(noun) and item.budgets and money.amount.base != item.head.amount.base:
        budget = item.budget("年初") or item.budget("")
        yield Again(item.head, money, budget[0] if budget else None)


def _pair(item: _Item, of: str) -> tuple[Money, Money] | None:
    """The budget and the account, where both are of one thing."""
    budget = item.budget(of)
    if budget is None or item.account is None:
        return None
    one, other = budget[1], item.account[1]
    return (budget[0], item.account[0]) if bare(other) or same(one, other) else None


def _done(item: _Item, told: Told, found: re.Match[str]) -> Iterator[Said]:
    if found["number"] is not None and found["unit"]:
        item.budgets = {(found["of"] or "").removesuffix("后"): (_money(found), "")}
        if item.account is not None:
            item.account = (item.account[0], "")
    pair = _pair(item, (found["of"] or "").removesuffix("后"))
    noun = _noun(told, found)
    if pair is not None and (bare(noun) or (item.account is not None and same(noun, item.account[1]))):
        yield Rate(found.start("rate"), found.end(), Decimal(found["rate"]), *pair)
    item.done = True


def _compared(item: _Item, told: Told, found: re.Match[str]) -> Iterator[Said]:
    pair = _pair(item, (found["of"] or "").removesuffix("后"))
    if pair is not None and bare(_noun(told, found)):
        word = _MORE if found["more"] else _LESS if found["less"] else _EVEN
        yield Compared(found.start(), found.end(), word, *pair)


# --- rules ------------------------------------------------------------------------------------------------------------


@check(
    id="EXECUTED-RATE",
    severity=Severity.ERROR,
    title=("完成预算的百分比与金额不符", "A completion rate that the amounts do not give"),
    basis=ARITHMETIC,
    example="年初预算为100万元，支出决算为90万元，完成年初预算的95%",
)
def rates(subject: Subject) -> Iterator[Found]:
    """A completion rate is what was executed divided by what was budgeted, as far as the printed digits say. Of a budget of 0
    there is no rate, unless nothing was executed either."""
    for told, said in items(subject.disclosure):
        if not isinstance(said, Rate) or already(subject, told, said.start - 1, said.end):
            continue
        budget, account = said.budget.amount, said.account.amount
        if _restated(subject, told, said):
            continue
        if not budget.value:
            if account.value and said.percent:
                yield _found(
                    subject,
                    told,
                    said,
                    f"预算是0，不能计算完成预算的百分比，写的是{said.percent}%",
                    f"the budget is 0: there is no completion rate, yet {said.percent}% is stated",
                    None,
                )
        elif not gives(finer(told, account), finer(told, budget), said.percent):
            sure = not gives(account, budget, said.percent)
            right = percent(account, budget, said.percent)
            yield _found(
                subject,
                told,
                said,
                f"预算{_shown(budget)}，决算{_shown(account)}，完成预算的百分比应为{right}%，写的是{said.percent}%",
                f"{_shown(account)} of {_shown(budget)} is {right}%, but {said.percent}% is stated",
                right,
                None if sure else Severity.WARNING,
            )


def _restated(subject: Subject, told: Told, rate: Rate) -> bool:
    """Whether the item states its account in two ways, of which the rate fits the other: that is what is wrong then."""
    return any(
        isinstance(s, Again)
        and s.account == rate.account
        and t is told
        and gives(s.head.amount, rate.budget.amount, rate.percent)
        for t, s in items(subject.disclosure)
    )


@check(
    id="EXECUTED-COMPARED",
    severity=Severity.ERROR,
    title=("决算数与预算数的大小写反", "Which of budget and account is larger is told wrongly"),
    basis=ARITHMETIC,
    example="年初预算为100万元，支出决算为90万元，决算数大于预算数",
)
def compared(subject: Subject) -> Iterator[Found]:
    """“决算数大于（小于、等于）预算数” is true of the two amounts of the item."""
    for told, said in items(subject.disclosure):
        if not isinstance(said, Compared):
            continue
        budget, account = said.budget.amount, said.account.amount
        true = _MORE if account.base > budget.base else _LESS if account.base < budget.base else _EVEN
        alike = said.word == _EVEN and account.interval.meets(budget.interval)
        if true == said.word or alike or already(subject, told, said.start - 1, said.end):
            continue
        words = told.quote(said.start, said.end)
        yield _found(
            subject,
            told,
            said,
            f"预算{_shown(budget)}，决算{_shown(account)}，决算数应是{true}预算数，写的是“{words}”",
            f"the account is {_shown(account)} and the budget {_shown(budget)}, yet “{words}” is stated",
            true,
        )


@check(
    id="EXECUTED-TWICE",
    severity=Severity.ERROR,
    title=("同一科目的决算数前后不一致", "An item states its account in two ways"),
    basis=ITSELF,
    example="某科目（项）257.14万元……年初预算为274.82万元，支出决算为245.53万元",
)
def twice(subject: Subject) -> Iterator[Found]:
    """An item of the functional classification that begins with its amount states the same amount as its account. Two that
    differ by no more than rounding were copied carelessly (a warning)."""
    for told, said in items(subject.disclosure):
        if not isinstance(said, Again) or already(subject, told, said.account.start, said.account.end):
            continue
        head, account = said.head.amount, said.account.amount
        difference = (account.base - head.base) / account.factor
        last = max(head.quantum * head.factor, account.quantum * account.factor)
        near = abs(account.base - head.base) <= last
        yield Found(
            message=subject.say(
                f"“{told.section.title}”中同一科目的决算数，前面写{_shown(head)}，后面写{_shown(account)}，"
                f"相差{number(abs(difference))}{account.unit}：“{_clip(told, said)}”。",
                f"In “{told.section.title}” one item's account is {_shown(head)} first and {_shown(account)} then: "
                f"“{_clip(told, said)}”.",
            ),
            places=(told.at(said.account.start, said.account.end), told.at(said.head.start, said.head.end)),
            stated=account.value,
            expected=head.value,
            difference=difference,
            unit=account.unit,
            severity=Severity.WARNING if near else None,
        )


@check(
    id="EXECUTED-REASON",
    severity=Severity.WARNING,
    title=("决算与预算有差异没有说明原因", "Account and budget differ, and no reason is given"),
    basis=rests("notice-143", "check-2018"),
    example="某科目（项）年初预算为100万元，支出决算为90万元，完成年初预算的90%。（没有原因）",
)
def unexplained(subject: Subject) -> Iterator[Found]:
    """An item of the functional classification whose account is not its budget says why. The items of one section are one
    finding."""
    for told in told_of(subject.disclosure):
        ends = [m.end() for m in review().patterns["item_end"].finditer(told.text)]
        slips = []
        for start, end in pairwise((*ends, len(told.text))):
            own = [s for t, s in items(subject.disclosure) if t is told and isinstance(s, Rate) and start <= s.start < end]
            differs = own and not own[0].budget.amount.interval.meets(own[0].account.amount.interval)
            if differs and not review().has("reason", told.text[own[0].end : end]):
                slips.append((own[0], told.at(max(start - 30, 0), start)))
        if slips:
            first, spot = slips[0]
            many = f"（共{len(slips)}项）" if len(slips) > 1 else ""
            yield Found(
                message=subject.say(
                    f"“{told.section.title}”：“{spot.stated}”预算{_shown(first.budget.amount)}，"
                    f"决算{_shown(first.account.amount)}，没有写差异的原因{many}。",
                    f"“{told.section.title}”: of “{spot.stated}” the account is {_shown(first.account.amount)} and the budget "
                    f"{_shown(first.budget.amount)}, and no reason is given ({len(slips)} items).",
                ),
                places=tuple(told.at(s.start, s.end) for s, _ in slips),
            )


def restated(subject: Subject, *claims: Claim) -> bool:
    """Whether EXECUTED-TWICE tells of these claims: the first amount of an item and its account."""
    return any(
        all(any(c is held for held in claims_in(subject, told, *span)) for c, span in zip(pair, spans, strict=True))
        for told, said in items(subject.disclosure)
        if isinstance(said, Again)
        for spans in (((said.head.start, said.head.end), (said.account.start, said.account.end)),)
        for pair in (claims, claims[::-1])
    )


def _clip(told: Told, said: Again) -> str:
    return (
        told.quote(max(said.head.start - 20, 0), said.head.end)
        + "……"
        + told.lead(said.account.start)
        + _shown(said.account.amount)
    )


def _shown(amount: Amount) -> str:
    return f"{number(amount.value)}{amount.unit}"


def _found(
    subject: Subject,
    told: Told,
    said: Rate | Compared,
    chinese: str,
    english: str,
    expected: Decimal | str | None,
    severity: Severity | None = None,
) -> Found:
    quote = told.quote(said.start, said.end)
    places: tuple[Spot, ...] = (
        told.at(said.start, said.end),
        told.at(said.account.start, said.account.end),
        told.at(said.budget.start, said.budget.end),
    )
    return Found(
        message=subject.say(f"“{told.section.title}”：{chinese}。", f"“{told.section.title}”: {english}."),
        places=places,
        stated=said.percent if isinstance(said, Rate) else quote,
        expected=expected,
        difference=said.percent - expected if isinstance(said, Rate) and isinstance(expected, Decimal) else None,
        unit="%" if isinstance(said, Rate) else None,
        severity=severity,
    )
