"""What the law wants a disclosure to say (standards/law.yaml): its parts, what each must tell, and the terms that it
explains."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from gouji.checking.figures import at
from gouji.checking.passages import Passage, Slip, told
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Section
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold as _fold
from gouji.standards.law import law, rests, words

Entry = Mapping[str, Any]

fold = lru_cache(maxsize=2048)(_fold)  # the same sections are looked through for every part


def body(subject: Subject) -> list[Section]:
    """The headings of the body with their text: the contents list left out."""
    return [s for s in subject.disclosure.sections if not s.listed]


def has(text: str, alternatives: object) -> bool:
    """Whether one of the “a|b|c” stands in the text, blanks and quotes aside."""
    folded = fold(text)
    return any(fold(word) in folded for word in words(alternatives))


def part(subject: Subject, name: str) -> list[Section]:
    """The sections of a part of law.yaml: those under its heading, deeper ones too."""
    headings = law()["parts"][name]["headings"]
    sections, found = body(subject), []
    level: int | None = None
    for section in sections:
        if level is not None and section.level > level:
            found.append(section)
            continue
        level = section.level if has(section.title, headings) else None
        if level is not None:
            found.append(section)
    return found


def tells(subject: Subject, entry: Entry) -> bool:
    """Whether the part stands in the body: under its heading, in a sentence, or as a form of its own."""
    explained = part(subject, "GLOSSARY")  # a term that is explained is not yet told of
    sections = [s for s in body(subject) if s not in explained or has(s.title, entry["headings"])]
    if any(has(s.title, entry["headings"]) for s in sections):
        return True
    if entry.get("form") and subject.disclosure.form(entry["form"]) is not None:
        return True
    return bool(entry.get("text")) and any(has(s.text, entry["text"]) for s in sections)


def _missing(name: str, entry: Entry) -> Callable[[Subject], Iterator[Found]]:
    def run(subject: Subject) -> Iterator[Found]:
        if not any(s.text for s in body(subject)) or tells(subject, entry) or _province_asks(subject, entry):
            return
        listed = next((s for s in subject.disclosure.sections if s.listed and has(s.title, entry["headings"])), None)
        why = subject.say(f"目录{at(listed.place)}列有它，", "the contents list announces it, ") if listed else ""
        yield Found(
            message=subject.say(
                f"文件中没有{entry['zh']}：{why}{rests(*entry['rests'])[0]}要求公开。",
                f"The document says nothing of {entry['en']}: {why}{rests(*entry['rests'])[1]} asks for it.",
            ),
            places=(Spot(row=listed.title, place=listed.place),) if listed else (Spot(row=entry["zh"]),),
            severity=Severity.ERROR if listed else None,
        )

    run.__doc__ = (
        f"A disclosure must tell of {entry['en']}, under a heading, in a sentence or as a form. "
        "An error where its contents list announces it."
    )
    run.__module__ = __name__
    return run


def _province_asks(subject: Subject, entry: Entry) -> bool:
    """Whether the province's own list of parts asks for it as well: SECTION-MISSING then tells of it."""
    rows = subject.template.extra.get("sections")
    titles = [str(r.get("title", "")) for r in rows if isinstance(r, Mapping)] if isinstance(rows, Sequence) else []
    return any(has(title, entry["headings"]) for title in titles)


def _lacking(name: str, entry: Entry) -> Callable[[Subject], Iterator[Found]]:
    def run(subject: Subject) -> Iterator[Found]:
        sections = part(subject, entry["part"])
        text = "".join(s.title + "\n" + s.text for s in sections)
        if not any(s.text for s in sections) or (entry.get("unless") and has(text, entry["unless"])):
            return
        alone = fold(text)
        for both in words(entry.get("apart", "")):
            alone = alone.replace(fold(both), "")
        lacks = [what for what, alternatives in entry["needs"].items() if not has(alone, alternatives)]
        if lacks:
            first = next(s for s in sections if s.text)
            told = "、".join(lacks)
            yield Found(
                message=subject.say(
                    f"“{sections[0].title}”{at(first.place)}没有说到{told}。",
                    f"“{sections[0].title}”, {at(first.place, 'en')}, says nothing of {told}.",
                ),
                places=(Spot(row=first.title, place=first.place),),
                expected=told,
            )

    run.__doc__ = f"Where a disclosure tells of {entry['en']}, each of them must be named, also where it is nothing."
    run.__module__ = __name__
    return run


def _under(name: str, entry: Entry) -> Callable[[Subject], Iterator[Found]]:
    pattern = re.compile(entry["pattern"])
    unlike = re.compile(entry["unlike"]) if entry.get("unlike") else None

    def run(subject: Subject) -> Iterator[Found]:
        for section in body(subject):
            if not section.text or not has(section.title, entry["headings"]):
                continue
            if pattern.search(section.text) and not (unlike and unlike.search(section.text)):
                continue
            passage = Passage("prose", section.text, section.title, section.place, section.pieces)
            first = passage.sentence(0, 1)
            chinese, english = entry["says"]
            yield told(subject, [Slip(passage, first[0], first[1])], f"“{entry['zh']}”{chinese}", f"{entry['en']}: {english}")

    run.__doc__ = f"A section on {entry['en']} must hold what its heading announces."
    run.__module__ = __name__
    return run


def _register() -> None:
    makers = (("parts", "PART", _missing), ("contents", "", _lacking), ("sections", "", _under))
    for group, prefix, maker in makers:
        for name, entry in law()[group].items():
            title = {
                "PART": (f"没有{entry['zh']}", f"Nothing is said of {entry['en']}"),
                "": (f"没有说全：{entry['zh']}", f"Not complete: {entry['en']}"),
            }[prefix]
            example = f"文件中没有“{entry['zh']}”" if prefix else f"“{entry['zh']}”没有写全"
            register = check(
                id=f"{prefix}-{name}".lstrip("-"),
                severity=Severity(entry["severity"]),
                title=title,
                basis=rests(*entry["rests"]),
                example=example,
            )
            register(maker(name, entry))


_register()


@check(
    id="GLOSSARY-TERM",
    severity=Severity.INFO,
    title=("名词解释没有解释用到的名词", "A term that is used is not explained"),
    basis=rests("notice-143", "catalogue"),
    example="正文用到“机关运行经费”，名词解释里没有",
)
def glossary(subject: Subject) -> Iterator[Found]:
    """The glossary must explain the terms of the trade that the prose uses: 基本支出, 项目支出, “三公”经费 and the like."""
    sections = part(subject, "GLOSSARY")
    explained = "".join(s.title + s.text for s in sections)
    if not any(s.text for s in sections):
        return
    used = "".join(s.title + s.text for s in body(subject) if s not in sections)
    lacks = [t for t, e in law()["glossary"].items() if has(used, e["used"]) and not has(explained, e["explained"])]
    if lacks:
        terms = "、".join(f"“{t}”" for t in lacks)
        yield Found(
            message=subject.say(
                f"名词解释没有解释正文用到的{terms}。", f"The glossary does not explain {terms}, which the prose uses."
            ),
            places=(Spot(row=sections[0].title, place=sections[0].place),),
            expected=terms,
        )
