"""Completeness: forms that the numbering, the contents list or the prescribed list of forms lets expect."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from gouji.checking.figures import at
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Section
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold as _fold
from gouji.standards.template import FormTemplate

fold = lru_cache(maxsize=1024)(_fold)  # the titles of forms are compared with every heading
_DIGITS = re.compile(r"\d{1,2}")


@check(
    id="FORM-MISSING",
    severity=Severity.ERROR,
    title=("缺少预算表", "A form is missing"),
    basis=("预算法第十四条；预算公开格式要求", "Budget Law, article 14; the prescribed forms"),
)
def missing(subject: Subject) -> Iterator[Found]:
    """A form that the numbering of the others or the contents list announces must be there; so should every form of the
    prescribed list (a warning only, as lists differ between places). An empty form that is published is not missing."""
    present = {f.kind for f in subject.disclosure.forms if f.status != "missing"}
    if not present:
        return
    gaps = numbering_gaps(subject, present)
    announced = contents(subject)
    for kind, form in subject.template.forms.items():
        if kind in present:
            continue
        number = gaps.pop(kind, None)
        entry = announced.get(kind)
        name = entry.title if entry else form.titles[0]
        reasons = []
        if number is not None:
            reasons.append(subject.say(f"表号缺{number:02d}", f"number {number:02d} is skipped"))
        if entry is not None:
            line = at(entry.place, subject.lang)
            reasons.append(
                subject.say(f"目录{line}列有“{entry.title}”", f"the contents list announces “{entry.title}” ({line})")
            )
        if not reasons:
            reasons.append(subject.say("规定的表中有它", "it is among the prescribed forms"))
        told = subject.say("，".join(reasons), ", ".join(reasons))
        yield Found(
            message=subject.say(f"文件中没有{name}：{told}。", f"{name} is not in the document: {told}."),
            places=(Spot(form=kind, place=entry.place),) if entry else (Spot(form=kind),),
            severity=Severity.ERROR if number is not None or entry else Severity.WARNING,
        )
    for number in gaps.values():
        yield Found(
            message=subject.say(f"{subject.disclosure.sort}表的表号缺{number:02d}。", f"Form number {number:02d} is skipped.")
        )


def numbering_gaps(subject: Subject, present: set[str]) -> dict[str, int]:
    """Numbers that the printed numbering skips, by the kind of form that should bear them ("#n" where that is not known)."""
    printed: dict[int, str] = {}
    for form in subject.disclosure.forms:
        digits = _DIGITS.findall(unicodedata.normalize("NFKC", form.number or "")) if form.number_printed else []
        if form.status != "missing" and len(digits) == 1:
            printed.setdefault(int(digits[0]), form.kind)
    if len(printed) < 2:
        return {}
    order = dict(enumerate(subject.template.forms, start=1))
    agrees = all(order.get(n) == kind for n, kind in printed.items())
    gaps: dict[str, int] = {}
    for n in range(1, max(printed) + 1):
        kind = order.get(n) if agrees else None
        if n not in printed and (kind is None or kind not in present):
            gaps[kind or f"#{n}"] = n
    # unknown numbering and a form printed without its number: the gap may be that form's, so nothing is said
    unnumbered = [f for f in subject.disclosure.forms if f.status != "missing" and f.kind not in printed.values()]
    return {k: n for k, n in gaps.items() if not (k.startswith("#") and unnumbered)}


def contents(subject: Subject) -> dict[str, Section]:
    """The forms that the contents list announces, by kind."""
    found: dict[str, Section] = {}
    for section in subject.disclosure.sections:
        kind = _kind(section.title, subject.template.forms) if section.listed else None
        if kind is not None:
            found.setdefault(kind, section)
    return found


def _kind(title: str, forms: Mapping[str, FormTemplate]) -> str | None:
    """The form whose title the heading contains; the longest title wins, as one title may be part of another's."""
    heading = fold(title)
    fits = [(len(fold(t)), kind) for kind, form in forms.items() for t in form.titles if fold(t) in heading]
    return max(fits)[1] if fits else None
