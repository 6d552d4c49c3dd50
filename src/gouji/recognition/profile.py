"""Which template a document follows: its province by the division codes of its projects, its year, its list of forms."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from gouji.recognition.captions import NUMBERED
from gouji.recognition.heads import Head
from gouji.standards.loader import Profile, available, load
from gouji.standards.template import FormTemplate, Template


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document shows: division codes of its projects, its year, kinds in its contents list, and kinds with the
    numbers that are printed with them; `strange` counts captioned forms that no template names."""

    divisions: Counter[str]
    year: int | None
    announced: tuple[str, ...]
    numbered: tuple[tuple[str, int | None], ...]
    strange: int


def every_form() -> tuple[FormTemplate, ...]:
    """The forms of all templates, for finding titles before the template is known."""
    return _every_form(available())


@lru_cache(maxsize=4)
def _every_form(profiles: tuple[Profile, ...]) -> tuple[FormTemplate, ...]:
    return tuple({(f.kind, f.titles): f for p in profiles for f in load(p.id, p.profile).forms.values()}.values())


def number_of(head: Head) -> int | None:
    """The number that a head prints, as in 预算03表."""
    match = NUMBERED.search(head.caption.number or "")
    return int(match[1]) if match else None


def choose(evidence: Evidence) -> Template | None:
    """The template that fits; None where the document is of a province that no template covers."""
    fitting = [p for p in available() if _covers(p, evidence)]
    if not fitting:
        return None
    best = max(fitting, key=lambda p: (_lists(p, evidence) > 0, -_distance(p, evidence), _lists(p, evidence), p.default, p.id))
    return load(best.id, best.profile) if _lists(best, evidence) > 0 else None


def _covers(profile: Profile, evidence: Evidence) -> bool:
    """Whether the profile's province can be the document's: by division codes, or, without any, by the forms' names."""
    if evidence.divisions:
        code = evidence.divisions.most_common(1)[0][0]
        return any(code.startswith(d) for d in profile.divisions)
    known = {*evidence.announced, *(kind for kind, _ in evidence.numbered)} & set(profile.forms)
    return len(known) > evidence.strange


def _distance(profile: Profile, evidence: Evidence) -> int:
    """Years between the profile and the document; an earlier profile before a later one."""
    if evidence.year is None:
        return 0
    gap = profile.year - evidence.year
    return abs(gap) * 2 - (gap < 0)


def _lists(profile: Profile, evidence: Evidence) -> float:
    """How well the profile's list of forms agrees with what the document announces and prints."""
    score = 0.0
    if len(evidence.announced) >= 3:
        announced = set(evidence.announced)
        score += 10 * len(announced & set(profile.forms)) / len(announced | set(profile.forms))
    places = {kind: n for n, kind in enumerate(profile.forms, 1)}
    for kind, number in dict(evidence.numbered).items():
        if kind not in places:
            score -= 1
        else:
            score += 1 + (0 if number is None else 1 if places[kind] == number else -1)
    return score
