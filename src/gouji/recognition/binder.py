"""Walks through the text of one section and binds each number to its quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from gouji.model.disclosure import Claim
from gouji.recognition import clauses
from gouji.recognition.binder_events import STOP, Event, events
from gouji.recognition.clauses import Number, Phrase
from gouji.recognition.flow import Flow, fold
from gouji.recognition.vocabulary import Subject, Term, Vocabulary
from gouji.standards.remembered import Remembered

REACH = 160  # characters before a number that can name it
MOST = 3000  # numbers of a section that are bound; no explanation has as many, and further ones stay claims of no quantity
_SUFFIX = {"share": ".占比", "points": ".较上年变动百分点", "previous": ".上年数", "plain": ""}
_TITLE = re.compile(r"[^,，:;：；]{2,40}")  # a sentence that is nothing but a name: “1.教育支出。”
_ONLY_LINK = re.compile(r"[、,，和及与]*")


class Binder:
    """One section's walk. `subject` is None where the heading names none: the first sentence that names one sets it."""

    def __init__(self, flow: Flow, words: Vocabulary, subject: Subject | None, section: str, fiscal_year: int | None) -> None:
        self.flow, self.text, self.vocabulary, self.words = flow, flow.text, words, words.words
        self.section, self.year = section, fiscal_year
        self.subject = subject
        self.container = subject.root if subject else ""
        self.named: str | None = None
        self.item: str | None = None  # a functional item just named, whose amount comes next
        self.item_start = 0
        self.topic: str | None = None  # the last quantity that was stated
        self.money: str | None = None  # the last one in money
        self.noun = ""
        self.whole: tuple[str | None, int] = (None, 0)  # what the parts now listed are parts of, and how many were listed
        self.brackets: list[tuple[str | None, str | None, str]] = []  # what was spoken of before each open bracket
        self.series: tuple[Term, ...] = ()
        self.turn: tuple[Phrase, str, int] | None = None  # the phrase, class of unit and position within the series
        self.reason = self.fresh = False  # giving reasons; at the start of a clause after “；”
        self.end = 0  # where the last event ended
        self.stated: set[str] = set()
        self.denied: set[str] = set()
        self.out: list[Claim] = []
        self.same_since: int | None = None
        self.against = False  # changes are measured against the year's own budget
        self.adrift = False  # something that has no quantity of its own was named: what follows without a noun is of it
        self.sentence = 0  # where the sentence at hand began

    def claims(self) -> Iterator[Claim]:
        """The claims in order."""
        for event in events(self.text, self.vocabulary, self.subject):
            self._brackets(event.start)
            getattr(self, f"_{event.what}")(event)
        return iter(self.out)

    # --- events -------------------------------------------------------------------------------------------------

    def _stop(self, event: Event) -> None:
        self.fresh = True
        if event.text in "。\n":
            named = self.end <= self.sentence and self.item is None
            self.adrift = named and _TITLE.fullmatch(self.text, self.sentence, event.start) is not None
            self.sentence = event.end
        self.same_since = None
        self.turn = None
        self.against = False
        if event.text not in ("；", ";"):
            self.reason = False
            self.series, self.brackets = (), []
            self.container = self.named or self._root()
            whole, count = self.whole
            if whole is not None and count > 1:  # after a list of parts the talk is of the whole again
                self.topic = self.money = whole
            self.whole = (None, 0)

    def _brackets(self, start: int) -> None:
        """What stands in brackets ends with them: then what was spoken of before is spoken of again."""
        for char in self.text[self.end : start]:
            if char == "(":
                self.brackets.append((self.topic, self.money, self.container))
                self.container = self.topic or self.container
            elif char == ")" and self.brackets:
                self.topic, self.money, self.container = self.brackets.pop()

    def _reason(self, event: Event) -> None:
        self.reason, self.fresh, self.same_since = True, False, None
        self.end = event.end

    def _named(self, event: Event) -> None:
        self.named = self.container = self.topic = self.money = event.text
        self.end = event.end

    def _function(self, event: Event) -> None:
        self.item = self.container = self.topic = self.money = event.text
        self.item_start = event.start
        self.reason, self.adrift, self.end = False, False, event.end

    def _none(self, event: Event) -> None:
        if not self.reason and event.text not in self.denied | self.stated:
            self.denied.add(event.text)
            self._emit(event.text, None, None, event.start, event.start, event.end, words="无")
        self.end = event.end

    def _same(self, event: Event) -> None:
        start, lead = self._lead(event.start)
        against = self.vocabulary.against is not None and self.vocabulary.against.search(lead) is not None
        if against and self.vocabulary.against is not None:
            lead = self.vocabulary.against.sub("", lead)
        said = self._measure(clauses.phrase(lead, None, self.words, self.year), "money")[1]
        found = clauses.find(said.noun, self._terms(), "money", self.words) if said.noun else None
        path = found.term.path if found and not found.rest else self.money or self.topic or self._root()
        self.end = event.end
        if self.reason:
            return
        if self.same_since is not None and found is None:
            self.out[-1] = replace(self.out[-1], quote=self.flow.quote(self.same_since, event.end))
            return
        self.same_since = self._opening(start)
        if path:
            self.topic = self.money = path
        year = said.base_year or (self.year - 1 if self.year else None)
        quantity = f"{path}.{'较预算' if against else '较上年'}" if path else ""
        self._emit(quantity, None, None, self.same_since, event.start, event.end, "持平", year, "持平")

    def _number(self, event: Event) -> None:
        number = event.number
        assert number is not None
        start, lead = self._lead(number.start)
        earlier = self.text[max(self.end, start - REACH) : start]
        against = self.vocabulary.against is not None and self.vocabulary.against.search(earlier + lead) is not None
        if against and self.vocabulary.against is not None:
            lead = self.vocabulary.against.sub("", lead)
        said = clauses.phrase(lead, number, self.words, self.year, earlier)
        self.against = against or (self.against and not self.words.compared.search(earlier + lead))
        if said.kind == "change" and self.subject and self.subject.items and not self.words.compared.search(earlier + lead):
            said = Phrase(lead.strip(" ,，、:-"), "plain")  # a name that ends in 增长; nothing is compared here
        if self.reason and self.fresh and self._is_plainly_known(said, number):
            self.reason = False
        item = self.item
        measure, said = self._measure(said, number.kind)
        path = "" if self.reason or len(self.out) > MOST else self._measured(number, said, lead, start, measure)
        said = self.turn[0] if self.turn and self.turn[2] else said
        if path:
            if said.kind != "previous":
                self.topic = path
                self.money = path if number.kind == "money" else self.money
                self.whole = (self.whole[0], self.whole[1] + (said.kind == "plain"))
            suffix = self._suffix(said, number)
            path += suffix.replace("较上年", "较预算") if self.against else suffix
            path += f".{measure}" if measure else ""
        change = said.kind in ("change", "points")
        self.fresh, self.same_since = False, None
        quote = self._opening(self.item_start if item is not None and self.item is None and path == item else start)
        self._emit(
            path,
            number.value,
            number.unit,
            quote,
            number.start,
            number.end,
            said.direction if change else None,
            said.base_year if change or said.kind == "previous" else None,
        )
        self.end = number.end

    # --- binding ------------------------------------------------------------------------------------------------

    def _measure(self, said: Phrase, kind: str) -> tuple[str | None, Phrase]:
        """The measure that a noun ends in (完成年初预算的), and the phrase without it; None where it ends in none."""
        for measure in self.vocabulary.measures if said.kind in ("plain", "change") else ():
            fits = measure.kind == kind if said.kind == "plain" else not measure.name
            found = measure.says.search(said.noun) if fits else None
            own = clauses.find(said.noun, self._terms(), kind, self.words) if found is not None else None
            if found is not None and (own is None or own.end <= found.start() + len("支出")):
                noun = said.noun[: found.start()].rstrip(" ,，、:")
                return measure.name if said.kind == "plain" else None, replace(said, noun=noun)
        return None, said

    def _measured(self, number: Number, said: Phrase, lead: str, start: int, measure: str | None) -> str:
        """The path of what a number or a measure is of; a measure without a noun is of what is spoken of."""
        if measure is None or clauses.bare(said.noun, self.words):
            return self._quantity(number, said, lead, start)
        item, self.item = self.item, None
        return "" if self.adrift else item or self.money or self.topic or self._root()

    def _quantity(self, number: Number, said: Phrase, lead: str, start: int) -> str:
        """The path of what a number states, "" where nothing tells."""
        turn = self._turn(number, said, lead)
        if turn is not None:
            return turn
        item, self.item = self.item, None
        if item is not None and said.kind == "plain" and not clauses.bare(said.noun, self.words):
            return item
        if (said.among or self.words.purpose.search(lead)) and self.topic:
            self.whole = (self.topic, 0)
            self.container = self.topic if said.among else self.container
        named = self._by_noun(said, number.kind)
        if named is not None:
            self.noun = said.noun
            return named
        if said.kind != "plain":
            return (self.money if number.kind == "money" else None) or self.topic or self._root()
        terms = self._terms()
        wider = self.text[max(self._after_stop(number.start), self.end) : number.start][-REACH:]
        found = clauses.find(clauses.phrase(wider, None, self.words, self.year).noun, terms, number.kind, self.words)
        if found is not None and not found.rest:
            return found.term.path
        displaced = self._displaced(number, terms)
        if displaced:
            return displaced
        if self.named:
            return self.named
        again = clauses.find(self.noun, terms, number.kind, self.words) if number.kind != "money" else None
        if again is not None and not again.rest:
            return again.term.path
        root = self._root()
        first = number.kind == "money" and self.money is None
        return root if first and any(t.path == root for t in terms) else ""

    def _turn(self, number: Number, said: Phrase, lead: str) -> str | None:
        """“分别”: this number belongs to the next of the nouns named before."""
        if said.series:
            terms = tuple(clauses.all_terms(said.noun, self._terms(), number.kind, self.words)) or self.series
            self.series, self.turn = terms, (said, number.kind, 0)
            return terms[0].path if len(terms) > 1 else None
        if self.turn is not None and self.turn[1] == number.kind and _ONLY_LINK.fullmatch(lead):
            place = self.turn[2] + 1
            if place < len(self.series):
                self.turn = (self.turn[0], number.kind, place)
                return self.series[place].path
        self.turn = None
        return None

    def _by_noun(self, said: Phrase, kind: str) -> str | None:
        """What the noun names: a term of this subject, the total of another, or something under a name of its own."""
        if not said.noun:
            return None
        following = self._following(said.noun, kind)
        if following is not None:
            return following
        own = clauses.find(said.noun, self._terms(), kind, self.words)
        other, subject = self._elsewhere(said.noun, kind)
        if other is not None and (own is None or _covers(other, own)):
            if self.subject is None or other.start <= clauses.head(said.noun, self.words):
                self.subject, self.container, self.named = subject, other.term.path, None
            return self._dated(other, said.noun)
        if own is not None:
            return self._dated(own, said.noun) + (f".{own.rest}" if own.rest else "")
        return self._unlisted(said.noun, kind)

    def _following(self, noun: str, kind: str) -> str | None:
        """A term that a plain noun means after another one: “项目共15个，支出总额…” is that of the projects."""
        for term in self._terms():
            if term.then and term.after == self.topic and kind in term.units:
                found = clauses.find(noun, (replace(term, patterns=term.then),), kind, self.words)
                if found is not None and not found.rest:
                    return term.path
        return None

    def _dated(self, found: clauses.Match, noun: str) -> str:
        """The term's path, marked where the noun says that it is an earlier year's."""
        before = self.words.previous.search(noun, 0, found.start)
        if before is None or self.year is None:
            return found.term.path
        year = before.group("year")
        return f"{found.term.path}.上年数" if year is None or int(year) < self.year else found.term.path

    def _elsewhere(self, noun: str, kind: str) -> tuple[clauses.Match | None, Subject | None]:
        """The total of another subject that the noun names exactly and by four characters or more."""
        least = max(clauses.head(noun, self.words), clauses.after_year(noun))
        best: tuple[clauses.Match | None, Subject | None] = (None, None)
        for subject in self.vocabulary.subjects:
            if subject is self.subject:
                continue
            found = clauses.find(noun, _named_exactly(subject), kind, self.words)
            if found is None or found.rest or found.start > least or found.end - found.start < 4:
                continue
            if best[0] is None or _fit(found, noun) > _fit(best[0], noun):
                best = (found, subject)
        return best

    def _unlisted(self, noun: str, kind: str) -> str | None:
        """A quantity under its own noun, within what it is a part of; None where the noun says nothing."""
        name = noun[clauses.head(noun, self.words, years=not (self.subject and self.subject.items)) :]
        purpose = self.words.purpose.match(name)
        if purpose is not None:
            name, self.container = name[purpose.end() :], self.topic or self.container
        name = name.strip(" ,，、:()").removesuffix("项目") if self.subject and self.subject.items else name.strip(" ,，、:")
        if not clauses.bare(name, self.words):
            return None
        opened = next((t.path for t in self._terms() if t.open and kind in t.units), None)
        container = opened or self.container
        return f"{container}.{name}" if container else ""

    def _displaced(self, number: Number, terms: tuple[Term, ...]) -> str | None:
        """A number without a noun: the term of this subject, not stated so far, that interrupts a word near by.

        Bold words of a PDF dump may land elsewhere in their line: “；0万元，与2023年持平，无增公务用车购置费减变动”.
        """
        stop = STOP.search(self.text, number.end)
        upto = stop.start() if stop else len(self.text)
        upto = min(upto, number.end + REACH)
        begin = max(self._after_stop(number.start), number.start - REACH)
        found = [
            (m.start(), m.end(), term.path)
            for term in terms
            if number.kind in term.units and term.path not in self.stated
            for pattern in term.patterns
            for m in pattern.finditer(self.text, begin, upto)
            if m.end() - m.start() > 3 and self._interrupts(m.start(), m.end())
        ]
        widest = {p for s, e, p in found if not any(a <= s and e <= b and (a, b) != (s, e) for a, b, _ in found)}
        return widest.pop() if len(widest) == 1 else None

    def _interrupts(self, start: int, end: int) -> bool:
        """Whether text[start:end] stands between the characters of words, with no punctuation at either end."""
        return _is_word(self.text[start - 1 : start]) and _is_word(self.text[end : end + 1])

    def _is_plainly_known(self, said: Phrase, number: Number) -> bool:
        """Whether the noun is a term and nothing else: only then does a clause after “；” end the reasons."""
        found = clauses.find(said.noun, self._terms(), number.kind, self.words)
        return found is not None and not found.rest and found.start <= clauses.head(said.noun, self.words)

    # --- small things -------------------------------------------------------------------------------------------

    def _root(self) -> str:
        return self.subject.root if self.subject else ""

    def _terms(self) -> tuple[Term, ...]:
        terms = self.subject.terms if self.subject else ()
        inside = f"{self.container}."
        return tuple(sorted(terms, key=lambda t: not t.path.startswith(inside))) if self.container else terms

    def _lead(self, position: int) -> tuple[int, str]:
        start = max(clauses.clause_start(self.text, position, self.end), position - REACH)
        return start, self.text[start:position]

    def _after_stop(self, position: int) -> int:
        return max(self.text.rfind(c, max(0, position - REACH), position) for c in "。；;\n") + 1

    def _opening(self, start: int) -> int:
        """Where the quote begins: without the punctuation before it."""
        while start < len(self.text) and self.text[start] in " ,，、:;；。\n)":
            start += 1
        return start

    def _suffix(self, said: Phrase, number: Number) -> str:
        if said.kind == "change":
            return (
                ".较上年变动率" if number.kind == "percent" else ".较上年变动额" if number.kind == "money" else ".较上年变动数"
            )
        return _SUFFIX[said.kind]

    def _emit(
        self,
        quantity: str,
        amount: Decimal | None,
        unit: str | None,
        opening: int,
        start: int,
        end: int,
        direction: str | None = None,
        base_year: int | None = None,
        words: str | None = None,
    ) -> None:
        self.stated.add(quantity)
        place = self.flow.place(start, end)
        quote = self.flow.quote(opening, end)
        self.out.append(Claim(quantity, amount, unit, quote, self.section, place, direction, base_year, words))


def _total_names(subject: Subject) -> tuple[Term, ...]:
    """The terms of a subject's total, by the words that may stand anywhere in a noun."""
    terms = [t for t in subject.terms if t.path == subject.root or (not subject.root and "." not in t.path)]
    return tuple(replace(t, patterns=tuple(p for p in t.patterns if not p.pattern.startswith(r"\A"))) for t in terms[:4])


_named_exactly = Remembered(_total_names)


def _covers(wide: clauses.Match, narrow: clauses.Match) -> bool:
    """Whether one match holds the other and more."""
    return wide.start <= narrow.start and wide.end >= narrow.end and wide.end - wide.start > narrow.end - narrow.start


def _fit(found: clauses.Match, noun: str) -> tuple[int, int, bool]:
    """How well a term fits: it ends late, it is long, and it is called by its proper name."""
    return found.end, -found.start, fold(found.term.path.rsplit(".", 1)[-1]) == noun[found.start : found.end]


def _is_word(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
