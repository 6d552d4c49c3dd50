"""What matters in the text of a section, in order: numbers, names, reasons and stops, for the binder to walk over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gouji.recognition import clauses
from gouji.recognition.clauses import Number
from gouji.recognition.vocabulary import Subject, Vocabulary

STOP = re.compile(r"[。；;\n]")


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the text that matters: number | same | none | reason | named | function | stop, at text[start:end]."""

    start: int
    end: int
    what: str
    number: Number | None = None
    text: str = ""


def events(text: str, vocabulary: Vocabulary, subject: Subject | None) -> list[Event]:
    """All events in order; a word that lies inside an earlier event is left out."""
    words = vocabulary.words
    found = [Event(n.start, n.end, "number", n) for n in clauses.numbers(text, words)]
    found += [Event(*m.span(), "stop", None, m.group()) for m in STOP.finditer(text)]
    found += [Event(*m.span(), "same") for m in words.same.finditer(text)]
    found += [Event(*m.span(), "reason") for m in words.reason.finditer(text) if not words.purpose.match(text, m.start())]
    for pattern in vocabulary.functions:
        found += [Event(*m.span(), "function", None, _item_path(vocabulary, m)) for m in pattern.finditer(text)]
    for one in (subject,) if subject else vocabulary.subjects:
        if one.named is not None:
            found += [Event(*m.span(), "named", None, f"{one.named_path}.{m['name']}") for m in one.named.finditer(text)]
        for path, pattern in one.none if subject else ():
            found += [Event(*m.span(), "none", None, path) for m in pattern.finditer(text)]
    found.sort(key=lambda e: (e.start, -e.end))
    out: list[Event] = []
    for event in found:
        if not out or event.start >= out[-1].end:
            out.append(event)
    return out


def _item_path(vocabulary: Vocabulary, found: re.Match[str]) -> str:
    """The quantity of a functional item by the names of its levels: 科目.教育支出/普通教育/小学教育."""
    return f"{vocabulary.functions_path}.{'/'.join(name for name in found.groups() if name)}"
