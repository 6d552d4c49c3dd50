"""The three public expenses of final accounts: the numbers that must be told with them, and what those say of the amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import final, first, folded, money, name, spot
from gouji.model.disclosure import Section
from gouji.model.finding import Severity, Spot
from gouji.standards.law import rests
from gouji.standards.review import review

DISCLOSED = rests("notice-143", "check-2018")


def _sections(subject: Subject) -> list[Section]:
    """The sections on the three public expenses: under a heading that names them, or that speak of them in their text."""
    out: list[Section] = []
    level: int | None = None
    for section in subject.disclosure.sections:
        if section.listed:
            continue
        named = review().has("three_public", folded(section.title)[0])
        if named and not review().has("glossary", section.title):
            level = section.level
            out.append(section)
        elif level is not None and section.level > level:
            out.append(section)
        else:
            level = None
    return [s for s in out if s.text]


@check(
    id="THREE-PUBLIC-COUNTS",
    severity=Severity.WARNING,
    title=(
        "“三公”经费没有写明团组、车辆、批次和人次",
        "The three public expenses lack the numbers of journeys, vehicles, receptions",
    ),
    basis=DISCLOSED,
    example="公务接待费支出1.5万元。接待外宾0批次、0人次。（没有国内公务接待的批次和人次）",
)
def counts(subject: Subject) -> Iterator[Found]:
    """Final accounts tell with the three public expenses: groups and persons that travelled abroad, vehicles bought and kept,
    domestic receptions and guests. Where nothing was spent on it, only what is told of foreign guests asks for the others."""
    sections = _sections(subject) if final(subject.disclosure) else []
    text = "。".join(folded(s.text)[0] for s in sections)
    if not text:
        return
    foreign = review().has("told_foreign", text)
    lacks = []
    for expense, *needed in review().lists["told_counts"]:
        held = [c for c in subject.disclosure.claims if c.quantity.startswith(f"三公经费.{expense}") and "及" not in c.quantity]
        amounts = [c.amount for c in held if c.amount is not None and c.quantity.count(".") == 1]
        denied = re.search(review().patterns["told_none"].pattern + re.escape(expense), text) is not None
        nothing = (bool(amounts) or denied) and not any(amounts)
        if expense not in text or (nothing and not (expense == "公务接待" and foreign)):
            continue
        lacks += [what for pattern, _, what in (n.partition("=") for n in needed) if not review().has(pattern, text)]
    if lacks:
        told = "、".join(lacks)
        yield Found(
            message=subject.say(
                f"“{sections[0].title}”没有写明{told}。", f"“{sections[0].title}” does not tell the numbers of {told}."
            ),
            places=(Spot(row=sections[-1].title, place=sections[-1].place),),
            expected=told,
        )


@check(
    id="THREE-PUBLIC-NONE",
    severity=Severity.WARNING,
    title=("有支出没有次数，或有次数没有支出", "Money was spent on nothing, or something was done without money"),
    basis=rests("itself"),
    example="公务接待费支出1.50万元……国内公务接待0批次、0人次",
)
def nothing(subject: Subject) -> Iterator[Found]:
    """Where money was spent on journeys, vehicles or receptions, their number is not 0; where their number is not 0, neither is
    the money (others may have borne it: a person must look)."""
    if not final(subject.disclosure):
        return
    claims = [c for c in subject.disclosure.claims if c.amount is not None]
    for expense, *numbers in review().lists["counts_of"]:
        spent = next((c for c in claims if c.quantity.startswith(expense) and "及" not in c.quantity), None)
        amount = money(spent)
        for one in (first(subject.disclosure, n) for n in numbers):
            if spent is None or amount is None or one is None or bool(amount.value) == bool(one.amount):
                continue
            yield Found(
                message=subject.say(
                    f"{name(spent.quantity)}写“{spent.quote}”，却写“{one.quote}”。",
                    f"{name(spent.quantity)}: “{spent.quote}”, yet “{one.quote}”.",
                ),
                places=(spot(one), spot(spent)),
            )
            break
