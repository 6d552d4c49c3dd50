"""Reasons for changes: there where they are wanted, of the right direction, of the right side, finished, not copied."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import FALL, FLAT, RISE, Account, accounts, changes, name, passage_of, spot
from gouji.model.finding import Severity, Spot
from gouji.standards.law import rests
from gouji.standards.review import review

DISCLOSED = rests("notice-143", "check-2018")
SENSE = rests("notice-143", "itself")


@check(
    id="REASON-MISSING",
    severity=Severity.WARNING,
    title=("增减变化没有说明原因", "A change is not explained"),
    basis=DISCLOSED,
    example="公务接待费2万元，比上年增加1万元。（没有原因）",
)
def missing(subject: Subject) -> Iterator[Found]:
    """A change of the three public expenses, the operating cost or the whole budget must be explained. A total whose parts
    are explained (or the other way round) needs a reason of its own only as a matter of form (info)."""
    held = accounts(subject.disclosure)
    for account in held:
        if account.direction not in (RISE, FALL) or account.reason or not review().has("reason_needed", account.base):
            continue
        if account.last is not None and _cut(account.last.text[account.last.end :]):
            continue  # REASON-UNFINISHED tells of it
        kin = [a for a in held if a is not account and a.section == account.section and a.reason]
        related = any(_related(a.base, account.base) for a in kin)
        after = account.last is not None and review().has("reason", account.last.text[account.last.end :])
        if kin and not related and after and review().has("reason_shared", account.base):
            continue
        if not related and after and review().has("reason_shared", account.base):
            continue  # one reason after several totals speaks for all of them
        yield _found(
            subject,
            account,
            f"{name(account.base)}写明比上年{account.direction}，没有写主要原因。",
            f"{name(account.base)} changed, but no reason is given.",
            Severity.INFO if related else None,
        )


@check(
    id="REASON-FLAT-MISSING",
    severity=Severity.INFO,
    title=("持平没有说明原因，同段其他项目有", "No reason for an unchanged amount, though others have one"),
    basis=DISCLOSED,
    example="因公出国（境）费0万元，较上年无变化（同段其他各项都写了原因）",
)
def flat_missing(subject: Subject) -> Iterator[Found]:
    """Where a section gives a reason for one unchanged item of the three public expenses, every item should have one."""
    held = [a for a in changes(subject) if a.base.startswith("三公经费.")]
    explained = {a.section for a in held if a.direction == FLAT and a.reason}
    for account in held:
        if account.direction != FLAT or account.reason or account.section not in explained:
            continue
        if any(a.base != account.base and a.reason and _below(a.base, account.base) for a in held):
            continue
        yield _found(
            subject,
            account,
            f"{name(account.base)}写持平，没有写原因；同段其他持平的项目写了。",
            f"{name(account.base)} is unchanged without a reason; other unchanged items of the section have one.",
        )


def _cut(after: str) -> bool:
    """Whether the first reason that is announced after a change is not written."""
    empty, announced = review().patterns["reason_empty"].search(after), review().patterns["reason"].search(after)
    return empty is not None and announced is not None and empty.start() <= announced.end()


def _below(part: str, whole: str) -> bool:
    """Whether one of the public expenses is part of another: buying and running of vehicles stand beside their sum."""
    return part.startswith(f"{whole}.") or ("用车" in part and "及运行" in whole)


def _related(one: str, other: str) -> bool:
    return one.startswith(f"{other}.") or other.startswith(f"{one}.")


@check(
    id="REASON-DIRECTION",
    severity=Severity.WARNING,
    title=("原因与增减方向不符", "The reason explains the opposite"),
    basis=SENSE,
    example="公务用车运行维护费较上年无变化，主要原因是公务用车运行维护费降低",
)
def direction(subject: Subject) -> Iterator[Found]:
    """A fall is not explained by growth, a rise not by savings, an unchanged amount not by a fall or rise of itself."""
    words = review()
    for account in changes(subject):
        reason = account.reason
        if not reason or words.has("contrast", reason):
            continue
        up, down, still = words.has("rises", reason), words.has("falls", reason), words.has("steady", reason)
        wrong = {
            RISE: down and not up and not still,
            FALL: up and not down and not still,
            FLAT: words.has("own_change", reason) and not still,
        }
        if account.direction is not None and wrong.get(account.direction, False):
            moved = "持平" if account.direction == FLAT else account.direction
            yield _found(
                subject,
                account,
                f"{name(account.base)}写{moved}，所写的原因却说明相反的变化：“{reason}”。",
                f"{name(account.base)} is said to be {moved}, but the reason explains something else: “{reason}”.",
            )


@check(
    id="REASON-SIDE",
    severity=Severity.WARNING,
    title=("支出的变化用收入的变化解释", "Expenditure is explained by revenue"),
    basis=SENSE,
    example="支出减少39万元，主要原因：部分项目划出，导致收入下降",
)
def side(subject: Subject) -> Iterator[Found]:
    """A change of expenditure whose reason ends in a change of revenue was copied from the sentence before."""
    for account in changes(subject):
        spends = account.base.startswith("支出") or account.base.endswith("支出")
        found = review().patterns["effect_revenue"].search(account.reason)
        if spends and found is not None and not review().has("names_expenditure", account.reason):
            moved = FALL if account.direction == FALL else RISE
            rewrite = account.reason.replace("收入", "支出")
            yield _found(
                subject,
                account,
                f"{name(account.base)}{moved}的原因写的是收入的变化：“{found.group()}”，应说明支出变化的原因。",
                f"The reason for the change of {name(account.base)} speaks of revenue: “{found.group()}”.",
                rewrite=rewrite,
            )


@check(
    id="REASON-COPIED",
    severity=Severity.INFO,
    title=("不同项目的原因相同", "Two items have the same reason"),
    basis=SENSE,
    example="公务接待费与公务用车运行费的变化都写“因工作需要业务活动有所变化”",
)
def copied(subject: Subject) -> Iterator[Found]:
    """The same reason, word for word, for two items that moved should be looked at: one of them may be copied. Revenue and
    expenditure of one budget share theirs."""
    seen: dict[str, Account] = {}
    for account in changes(subject):
        moved = account.direction in (RISE, FALL)
        if not moved or len(account.reason) < 8 or review().has("reason_shared", account.base):
            continue
        other = seen.setdefault(account.reason, account)
        if other is not account and not _related(other.base, account.base):
            yield Found(
                message=subject.say(
                    f"{name(other.base)}与{name(account.base)}的变化写了同一个原因：“{account.reason}”。",
                    f"{name(other.base)} and {name(account.base)} have the same reason: “{account.reason}”.",
                ),
                places=(spot(account.claims[0]), spot(other.claims[0])),
            )


@check(
    id="REASON-ADMISSION",
    severity=Severity.INFO,
    title=("原因是上年公开有误", "The reason admits a mistake of last year"),
    basis=SENSE,
    example="增加2万元，主要原因是上年填报预算时公务接待费漏报",
)
def admission(subject: Subject) -> Iterator[Found]:
    """A change that only puts right what was left out or wrong last year is no real change: the base should be corrected."""
    for account in changes(subject):
        found = review().patterns["admission"].search(account.reason)
        if found is not None:
            yield _found(
                subject,
                account,
                f"{name(account.base)}变化的原因是上年公开有误（“{found.group()}”），应说明上年的正确数。",
                f"The reason for {name(account.base)} admits a mistake of last year (“{found.group()}”).",
            )


@check(
    id="REASON-UNFINISHED",
    severity=Severity.ERROR,
    title=("原因没有写完", "A reason is not written"),
    basis=DISCLOSED,
    example="比上年增加3万元，主要原因是。",
)
def unfinished(subject: Subject) -> Iterator[Found]:
    """“主要原因是。”: a sentence that announces a reason must give it."""
    for section in subject.disclosure.sections:
        text, at = passage_of(section) if "原因" in section.text else ("", _nowhere)
        for found in review().patterns["reason_empty"].finditer(text):
            before = text[max(0, found.start() - 20) : found.end()]
            yield Found(
                message=subject.say(
                    f"“{section.title}”中“{before}”之后没有写出原因。", f"In “{section.title}” no reason follows “{before}”."
                ),
                places=(at(found.start(), found.end()),),
            )


def _nowhere(start: int, end: int) -> Spot:
    return Spot()


def _found(
    subject: Subject,
    account: Account,
    chinese: str,
    english: str,
    severity: Severity | None = None,
    rewrite: str | None = None,
) -> Found:
    places = tuple(spot(c) for c in (*account.claims[::-1][:1], *account.claims[:-1]))
    return Found(message=subject.say(chinese, english), places=places, severity=severity, rewrite=rewrite)
