"""The numbers of the prose with the words around them: what changed, and what reason is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from gouji.checking.once import once as once
from gouji.checking.passages import Passage
from gouji.checking.registry import Subject
from gouji.model.amount import Amount
from gouji.model.disclosure import Claim, Disclosure, Section
from gouji.model.finding import Outcome, Spot
from gouji.standards.fold import fold
from gouji.standards.review import review

AMOUNT, RATE, WORDS = "较上年变动额", "较上年变动率", "较上年"
SHARE = "占比"
RISE, FALL, FLAT = "增加", "减少", "持平"


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim where its section says it: text[start:end] of the section's folded text."""

    claim: Claim
    section: Section
    text: str
    start: int
    end: int

    @property
    def base(self) -> str:
        """The quantity that a change or a share is of; the claim's own quantity otherwise."""
        head, _, last = self.claim.quantity.rpartition(".")
        return head if last in (AMOUNT, RATE, WORDS, SHARE) else self.claim.quantity


@dataclass(slots=True)
class Account:
    """What one section says of one quantity: its amount, how it changed, and the reason that it gives (folded)."""

    base: str
    section: str
    amount: Claim | None = None
    change: Claim | None = None
    rate: Claim | None = None
    flat: Claim | None = None
    reason: str = ""
    last: Stated | None = field(default=None, repr=False)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that state a change."""
        return tuple(c for c in (self.change, self.rate, self.flat) if c is not None)

    @property
    def direction(self) -> str | None:
        """增加, 减少 or 持平 as stated; a change of 0 is none. None where no change is stated."""
        moved = next((c for c in (self.change, self.rate) if c is not None and c.amount), None)
        if moved is not None:
            return moved.direction
        return FLAT if self.claims else None


@once
def stated(disclosure: Disclosure) -> tuple[Stated, ...]:
    """Every claim that is found again in its section's text, in the order of the text."""
    by_title: dict[str, list[tuple[Section, str]]] = {}
    for section in disclosure.sections:
        if not section.listed and section.text:
            by_title.setdefault(fold(section.title), []).append((section, fold(section.text)))
    cursors: dict[int, int] = {}
    out: list[Stated] = []
    for claim in disclosure.claims:
        quote = fold(claim.quote)
        title = fold(claim.section.rpartition("/")[2])
        for section, text in by_title.get(title, ()):
            at = text.find(quote, cursors.get(id(section), 0)) if quote else -1
            if at >= 0:
                cursors[id(section)] = at + len(quote)
                out.append(Stated(claim, section, text, at, at + len(quote)))
                break
    return tuple(out)


@once
def accounts(disclosure: Disclosure) -> tuple[Account, ...]:
    """What each section says of each quantity, with the reason for its change. In the order of the document."""
    known = [s for s in stated(disclosure) if s.claim.quantity]
    found: dict[tuple[str, str], Account] = {}
    for position, one in enumerate(known):
        account = found.setdefault((one.claim.section, one.base), Account(one.base, one.claim.section))
        last = one.claim.quantity.rpartition(".")[2]
        if last == AMOUNT:
            account.change = account.change or one.claim
        elif last == RATE:
            account.rate = account.rate or one.claim
        elif last == WORDS:
            account.flat = account.flat or one.claim
        elif last != SHARE:
            account.amount = account.amount or one.claim
            continue
        else:
            continue
        account.last = one
        account.reason = account.reason or _reason(one, known[position + 1] if position + 1 < len(known) else None)
    for account in found.values():
        if account.last is not None and not account.reason:
            account.reason = _own_reason(account.last.text[account.last.end :], account.base)
    return tuple(found.values())


def _own_reason(text: str, base: str) -> str:
    """The reason of a sentence further on that names the quantity: “公务接待费支出减少的主要原因是…”."""
    called = re.escape(fold(base.rpartition(".")[2]))
    found = re.search(rf"(?:^|[,;。]){called}{review().patterns['reason_of'].pattern}([^。]+)", text)
    return found.group(1) if found else ""


def _reason(one: Stated, following: Stated | None) -> str:
    """The reason given after a change: to the end of its sentence, or of the next one where that begins with a reason."""
    stop = len(one.text)
    if following is not None and following.section is one.section:
        stop = following.start
    rest = one.text[one.end : stop]
    end = rest.find("。")
    sentence = rest if end < 0 else rest[:end]
    if review().patterns["reason"].search(sentence) is None and end >= 0:
        after = rest[end + 1 :]
        if review().patterns["reason_next"].match(after) is None:
            return ""
        sentence = after.split("。", 1)[0]
    found = review().patterns["reason"].search(sentence)
    return sentence[found.end() :].strip(",;:") if found else ""


def changes(subject: Subject) -> Iterator[Account]:
    """The accounts that state a change."""
    return (a for a in accounts(subject.disclosure) if a.claims)


def spot(claim: Claim) -> Spot:
    """Where a claim stands, with what it states."""
    return Spot(
        "", claim.quantity, claim.section, format(claim.amount, "f") if claim.amount is not None else claim.words, claim.place
    )


def money(claim: Claim | None) -> Amount | None:
    """A claim's amount with its unit; None where it has none."""
    return None if claim is None or claim.amount is None else Amount(claim.amount, claim.unit or "")


def value(claim: Claim | None) -> Decimal | None:
    """A claim's amount in the base unit."""
    found = money(claim)
    return None if found is None else found.base


def name(quantity: str) -> str:
    """A quantity in words: its last parts, without the dots of the binding."""
    return quantity.replace(".", "·")


def broken(subject: Subject) -> frozenset[tuple[str, int | None, int | None]]:
    """The figures that broken relations already speak of: quantity or row, page and line."""
    return frozenset(
        (f.spot.row, f.spot.place.page, f.spot.place.line) for r in subject.ended(Outcome.BROKEN) for f in r.relation.figures
    )


def told(subject: Subject, claim: Claim) -> bool:
    """Whether a broken relation already speaks of this claim: one root cause is told once."""
    return (claim.quantity, claim.place.page, claim.place.line) in broken(subject)


def final(disclosure: Disclosure) -> bool:
    """Whether a disclosure is of final accounts (决算), not of a budget."""
    return disclosure.kind.endswith("_final")


def first(disclosure: Disclosure, *quantities: str) -> Claim | None:
    """The first claim with an amount of one of these quantities."""
    return next((c for q in quantities for c in disclosure.claims if c.quantity == q and c.amount is not None), None)


@cache
def _char(char: str) -> str:
    return fold(char)


def folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The text folded, and for each of its characters which character of the text it came from."""
    parts = [(_char(char), index) for index, char in enumerate(text)]
    return "".join(p for p, _ in parts), tuple(i for p, i in parts for _ in p)


def passage_of(section: Section) -> tuple[str, Callable[[int, int], Spot]]:
    """A section's folded text, and the spot of text[start:end] of it."""
    text, marks = folded(section.text)
    passage = Passage("prose", section.text, section.title, section.place, section.pieces)

    def at(start: int, end: int) -> Spot:
        return passage.spot(marks[start], marks[end - 1] + 1) if 0 <= start < end <= len(marks) else Spot(row=section.title)

    return text, at


def one_sentence(disclosure: Disclosure, one: Claim, other: Claim) -> bool:
    """Whether two claims stand in one sentence of one section; True where their places in the text are not known."""
    held = [s for s in stated(disclosure) if s.claim is one or s.claim is other]
    if len(held) != 2:
        return True
    a, b = held
    return a.section is b.section and "。" not in a.text[min(a.end, b.end) : max(a.start, b.start)]
