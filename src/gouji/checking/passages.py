"""The words of a disclosure that its issuer wrote, passage by passage, each with where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gouji.checking.figures import at
from gouji.checking.once import once
from gouji.checking.registry import Found, Subject
from gouji.model.disclosure import Disclosure, Form, Indicator, Piece, Project
from gouji.model.finding import Severity, Spot
from gouji.model.place import Place

KINDS = (
    "heading",
    "contents",
    "prose",
    "title",
    "note",
    "label",
    "project",
    "goal",
    "indicator",
    "target",
    "explanation",
    "task",
)
QUOTED = 14  # characters quoted on each side of what is wrong
SHOWN = 3  # cases that a finding about many quotes
_LONG = re.compile(r"\d[\d \-]{9,}[\dXx]")
_DIGIT = re.compile(r"\d")
_STOP = re.compile(r"[。；;！!？?\n]")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words as the issuer wrote them. `where` is the heading, form or project that they belong to, `form` a form's kind."""

    kind: str
    text: str
    where: str
    place: Place
    pieces: tuple[Piece, ...] = ()
    form: str = ""

    def at(self, start: int, end: int) -> Place:
        """Where text[start:end] begins: line and columns where the source has them, else the passage's place."""
        if not self.pieces:
            return self.place
        index = max(bisect_right([p.at for p in self.pieces], start) - 1, 0)
        piece = self.pieces[index]
        place = piece.place
        last = self.pieces[index + 1].at if index + 1 < len(self.pieces) else len(self.text)
        if place.line is None or place.column is None:
            return place
        first = place.column + max(start - piece.at, 0)
        return replace(place, column=first, to_column=max(first, place.column + min(end, last) - piece.at - 1))

    def spot(self, start: int, end: int) -> Spot:
        """text[start:end] as the spot of a finding."""
        return Spot(self.form, self.where, "", self.text[start:end].strip(), self.at(start, end))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The bounds of the sentence around text[start:end], its stop included."""
        first = 0
        for stop in _STOP.finditer(self.text, 0, start):
            first = stop.end()
        after = _STOP.search(self.text, end)
        return first, after.end() if after else len(self.text)

    def around(self, start: int, end: int) -> str:
        """text[start:end] with some words on both sides, within its line."""
        left = self.text[max(0, start - QUOTED) : start].rpartition("\n")[2]
        right = self.text[end : end + QUOTED].partition("\n")[0]
        return (
            ("…" if start > QUOTED else "")
            + left
            + self.text[start:end]
            + right
            + ("…" if end + QUOTED < len(self.text) else "")
        )


@dataclass(frozen=True, slots=True)
class Slip:
    """A place in a passage that is wrong, and how text[start:end] should read where that can be said."""

    passage: Passage
    start: int
    end: int
    right: str | None = None

    @property
    def spot(self) -> Spot:
        return self.passage.spot(self.start, self.end)


def passages(disclosure: Disclosure, *kinds: str) -> Iterator[Passage]:
    """The passages of those kinds (all without any), part by part. What the source lost is not among them."""
    wanted = frozenset(kinds or KINDS)
    return (passage for passage in _all(disclosure) if passage.kind in wanted)


@once
def _all(disclosure: Disclosure) -> tuple[Passage, ...]:
    return tuple(_written(disclosure))


def _written(disclosure: Disclosure) -> Iterator[Passage]:
    for section in disclosure.sections:
        yield Passage("contents" if section.listed else "heading", section.title, section.title, section.place)
        if section.text:
            yield Passage("prose", section.text, section.title, section.place, section.pieces)
    for form in disclosure.forms:
        yield from _form(form)
    for project in disclosure.projects:
        yield from _project(project)
    department = disclosure.department_performance
    if department is not None:
        where = "department_performance"
        if department.goal:
            yield Passage("goal", department.goal, "年度履职目标", department.place, form=where)
        for task in department.tasks:
            yield Passage("task", f"{task.name}\n{task.content}".strip(), task.name, task.place, form=where)
        for indicator in department.indicators:
            yield from _indicator(indicator, where)


def _form(form: Form) -> Iterator[Passage]:
    if form.status == "missing":
        return
    if form.title:
        yield Passage("title", form.title, form.title, form.place, form=form.kind)
    if form.note:
        yield Passage("note", form.note, form.title, replace(form.place, line=form.place.to_line), form=form.kind)
    for row in form.rows:
        if row.label:
            yield Passage("label", row.label, row.label, row.place, form=form.kind)


def _project(project: Project) -> Iterator[Passage]:
    form = "project_performance"
    if project.name:
        yield Passage("project", project.name, project.name, project.place, form=form)
    if project.goal:
        yield Passage("goal", project.goal, project.name, project.place, form=form)
    for indicator in project.indicators:
        yield from _indicator(indicator, form)


def _indicator(indicator: Indicator, form: str) -> Iterator[Passage]:
    name, said = indicator.name, indicator.explanation
    for kind, text in (("indicator", name), ("target", indicator.target.raw), ("explanation", said)):
        if text:
            yield Passage(kind, text, name, indicator.place, form=form)


def where(subject: Subject, slip: Slip) -> str:
    """A slip's place in words: the heading or form that it stands in, and its line or page."""
    passage = slip.passage
    place = at(passage.at(slip.start, slip.end), subject.lang)
    form = subject.names().get(passage.form)
    name = (form.number or form.title) if form else passage.where
    if passage.kind == "contents":
        name = subject.say("目录", "the contents list")
    return subject.say(f"“{name}”{place}", f"“{name}”{', ' if place else ''}{place}")


def hidden(found: Found) -> Found:
    """A finding about personal data without its digits: a report must not publish them once more."""
    places = tuple(replace(s, stated=masked(s.stated or "")) for s in found.places)
    return replace(found, message=masked(found.message), places=places, stated=masked(str(found.stated)))


def masked(text: str) -> str:
    """The text with the digits of every long number but its first three as asterisks."""
    return _LONG.sub(lambda m: m.group()[:3] + _DIGIT.sub("*", m.group()[3:]), text)


def told(subject: Subject, slips: list[Slip], chinese: str, english: str, severity: Severity | None = None) -> Found:
    """One finding of slips of the same kind: where the first stands, the first few quoted, how many there are.

    `chinese` and `english` say what is wrong; “{found}” and “{right}” in them stand for the first slip's words.
    """
    first = slips[0]
    found, right = first.passage.text[first.start : first.end].strip(), first.right or ""
    quoted = dict.fromkeys(s.passage.around(s.start, s.end).strip() for s in slips[:SHOWN])
    quotes = "，".join(f"“{q}”" for q in quoted)
    what = subject.say(chinese, english).replace("{found}", found).replace("{right}", right)
    place = where(subject, first)
    many = subject.say(f"（共{len(slips)}处）", f" ({len(slips)} places)") if len(slips) > 1 else ""
    return Found(
        message=subject.say(f"{place}：{quotes}{many}，{what}。", f"{place}: {quotes}{many}: {what}."),
        places=tuple(dict.fromkeys(s.spot for s in slips)),
        stated=found,
        expected=first.right or None,
        severity=severity,
        rewrite=rewritten(slips),
    )


def rewritten(slips: list[Slip]) -> str | None:
    """The first slip's sentence as it should read, the other slips in it mended too; None where that cannot be said."""
    first = slips[0]
    text = first.passage.text
    begin, last = first.passage.sentence(first.start, first.end)
    within = [s for s in slips if s.passage is first.passage and begin <= s.start and s.end <= last]
    if any(s.right is None for s in within):
        return None
    for slip in sorted(within, key=lambda s: -s.start):
        text, last = (
            text[: slip.start] + (slip.right or "") + text[slip.end :],
            last + len(slip.right or "") - (slip.end - slip.start),
        )
    return text[begin:last].strip()
