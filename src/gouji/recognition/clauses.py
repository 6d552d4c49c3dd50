"""What a clause of prose says of a number: its noun, and whether it states an amount, a change, a share or last year's amount.

Pure functions over folded text (see `flow`); the words come from the template's vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from gouji.model.amount import parse_number
from gouji.recognition.vocabulary import Term, Words

_NUMBER = re.compile(r"(?<![\d.])(?:(?<![\dA-Za-z)])-)?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,18})(?:\.\d{1,8})?(?![\d]|\.\d)")
_LIMIT = re.compile(r"\(?含?\)?(?:及|或)?以[上下内外](?!年)")
_SPAN = re.compile(r"[月年工]|月份")  # 12个月, 3个工作日: a time, not a count
_BRACKETED = re.compile(r"\([^()]{0,60}\)")
_CLAUSE_END = ",，;；。\n"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit, at text[start:end]; `kind` is the unit's class (money, percent, count, …)."""

    start: int
    end: int
    digits: int  # where the digits end
    value: Decimal
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands before a number in its clause. `noun` is what remains when the words of stating are taken away.

    `kind`: plain | change | share | previous (last year's amount) | points (a change in percentage points).
    """

    noun: str
    kind: str
    direction: str | None = None
    base_year: int | None = None
    series: bool = False  # “分别”: this and the following numbers belong to the nouns in turn
    among: bool = False  # “其中”: parts of what was named before


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a noun; `rest` is what the noun says beyond it ("" where nothing)."""

    term: Term
    start: int
    end: int
    rest: str


def numbers(text: str, words: Words) -> Iterator[Number]:
    """Every number that states a measure: it has a unit, and is no ordinal, no threshold, no time and no code."""
    for found in _NUMBER.finditer(text):
        unit = words.unit.match(text, found.end())
        if unit is None or text[found.start() - 1 : found.start()] == "第" or _is_code(found.group()):
            continue
        printed = unit.group()
        kind = next(k for w, k in words.units if w == printed)
        if (kind == "money" and _LIMIT.match(text, unit.end())) or (printed == "个" and _SPAN.match(text, unit.end())):
            continue
        value = parse_number(found.group())
        if value is not None:
            shown = words.unit_names.get(printed, printed)
            yield Number(found.start(), unit.end(), found.end(), value, shown, kind)


def _is_code(digits: str) -> bool:
    return len(digits) > 1 and digits[0] == "0" and digits[1] != "."


def clause_start(text: str, start: int, least: int) -> int:
    """Where the clause of position `start` begins, not before `least`."""
    return max(least, *(text.rfind(c, least, start) + 1 for c in _CLAUSE_END))


def phrase(lead: str, number: Number | None, words: Words, fiscal_year: int | None, earlier: str = "") -> Phrase:
    """Reads the words before a number (None for a statement in words). `earlier` is the text before this clause, in which
    a comparison (“与2023年相比，”) may stand."""
    percent = number is not None and number.kind == "percent"
    noun, base = _compared(lead, words, fiscal_year)
    series, among = "分别" in noun, bool(words.among.search(noun))
    for direction, pattern in (("减少", words.decrease), ("增加", words.increase)):
        change = pattern.search(noun)
        if change is not None:
            kind = "points" if number is not None and number.unit.endswith("百分点") else "change"
            year = base or _compared(earlier, words, fiscal_year)[1] or (fiscal_year - 1 if fiscal_year else None)
            before = noun[: change.start()].rstrip("/(或")
            either = words.increase.search(before) if direction == "减少" else None  # “增加/减少0万元”
            if either is not None:
                return Phrase(_trim(before[: either.start()]), kind, None, year, series, among)
            return Phrase(_trim(before), kind, direction, year, series, among)
    share = words.share.search(noun) if percent else None
    if share is not None:
        return Phrase(_trim(noun[: share.start()]), "share", series=series, among=among)
    if percent and not _trim(noun):
        return Phrase("", "share", series=series, among=among)
    if number is not None and base is not None and not bare(noun, words):
        return Phrase("", "previous", base_year=base)
    return Phrase(_trim(noun), "plain", base_year=base, series=series, among=among)


def _compared(text: str, words: Words, fiscal_year: int | None) -> tuple[str, int | None]:
    """The text without its comparisons with an earlier year, and that year."""
    year: int | None = None
    for found in words.compared.finditer(text):
        stated = found.group("year")
        year = int(stated) if stated else fiscal_year - 1 if fiscal_year else None
    return words.compared.sub("", text).replace("同比", ""), year


def _trim(noun: str) -> str:
    return noun.strip(" ,，、:-").lstrip(")")


def bare(noun: str, words: Words, after_term: bool = False) -> str:
    """What of a noun is more than filling words; behind a term some words more say nothing new (政府采购货物“类采购”预算)."""
    rest = _BRACKETED.sub("", noun)
    start = 0
    while (step := words.neutral.match(rest, start)) and step.end() > start:
        start = step.end()
    filling = words.modifiers if after_term else words.fillers
    return "" if filling.fullmatch(rest, start) else rest[start:]


def head(noun: str, words: Words, years: bool = True) -> int:
    """How many characters at the beginning of a noun say nothing of what it is (其中, 2024年, 我单位)."""
    start = 0
    while (step := words.neutral.match(noun, start)) and step.end() > start:
        if not years and step.group()[:4].isdigit():
            break
        start = step.end()
    return start


def find(noun: str, terms: tuple[Term, ...], kind: str, words: Words) -> Match | None:
    """The term that a noun ends in: of those stated in this class of unit the one that ends last, then the longest.

    A percentage may belong to any term. A term with a qualifier right before it is another quantity, so it does not count.
    """
    best: Match | None = None
    starts = (head(noun, words), after_year(noun))
    for term in terms:
        if kind not in term.units and kind != "percent":
            continue
        for start, end in _spans(noun, term, starts):
            if words.qualifiers.search(noun, 0, start):
                continue
            if best is None or (end, -start) > (best.end, -best.start):
                best = Match(term, start, end, "")
    return None if best is None else replace(best, rest=bare(noun[best.end :], words, after_term=True))


def _spans(noun: str, term: Term, starts: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for pattern in term.patterns:
        if pattern.pattern.startswith(r"\A"):
            for start in dict.fromkeys(starts):
                found = pattern.match(noun[start:])
                if found is not None and found.end():
                    yield start, start + found.end()
        else:
            yield from (m.span() for m in pattern.finditer(noun) if m.end() > m.start())


def after_year(noun: str) -> int:
    """Where the noun goes on after the last year in it (…局2024年|收入)."""
    return max((m.end() for m in re.finditer(r"(?:19|20)\d{2}年度?", noun)), default=0)


def all_terms(noun: str, terms: tuple[Term, ...], kind: str, words: Words) -> list[Term]:
    """The terms that a noun lists, in order (for “分别”): as many as can be told apart (收入、支出总计 are two)."""
    starts = (head(noun, words), after_year(noun))
    found = {span: term for term in terms if kind in term.units or kind == "percent" for span in _spans(noun, term, starts)}
    out: list[Term] = []
    reach = 0
    for start, end in sorted(found, key=lambda s: (s[0], -s[1])):
        inner = [s for s in found if start <= s[0] and s[1] <= end and s != (start, end)]
        if start >= reach and not any(a[1] <= b[0] for a in inner for b in inner):
            out.append(found[start, end])
            reach = end
    return out
