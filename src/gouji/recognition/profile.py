"""Which template a document follows: its province by the division codes of its projects, its year, its list of forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gouji.recognition.captions import NUMBERED
from gouji.recognition.heads import Head
from gouji.recognition.titles import Titles
from gouji.standards.loader import Profile, available, load
from gouji.standards.template import FormTemplate, Template

_LISTED = 3  # a contents list that names so many forms tells the whole list of forms


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document shows: division codes of its projects, its year, the titles (folded) of its contents list, those of
    its forms with the numbers that are printed with them; `names` are the body's, which may stand in a title."""

    divisions: Counter[str]
    year: int | None
    announced: tuple[str, ...]
    titled: tuple[tuple[str, int | None], ...]
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Seen:
    """The evidence by a template's own titles: kinds announced, kinds of forms with numbers, and how many titles of
    forms it does not know."""

    announced: frozenset[str]
    numbers: dict[str, int | None]
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
    profiles = available()
    seen = {id: _see(id, profiles, evidence) for id in {p.id for p in profiles}}
    fitting = [p for p in profiles if _covers(p, evidence, seen[p.id])]
    if not fitting:
        return None
    best = max(fitting, key=lambda p: (_known(seen[p.id]), -_distance(p, evidence), _lists(p, seen[p.id]), p.default, p.id))
    return load(best.id, best.profile)


def _see(id: str, profiles: Sequence[Profile], evidence: Evidence) -> _Seen:
    titles = _titles(id, tuple(p for p in profiles if p.id == id))
    announced = [titles.match(text) for text in evidence.announced]
    names = evidence.names
    titled = [(titles.match(text, names) or titles.near(text, names), number) for text, number in evidence.titled]
    numbers = {title.form.kind: number for title, number in titled if title}
    return _Seen(frozenset(t.form.kind for t in announced if t), numbers, sum(title is None for title, _ in titled))


@lru_cache(maxsize=16)
def _titles(id: str, profiles: tuple[Profile, ...]) -> Titles:
    return Titles(form for p in profiles for form in load(id, p.profile).forms.values())


def _known(seen: _Seen) -> int:
    """How many of the document's forms a template knows, by kind."""
    return len(seen.announced | seen.numbers.keys())


def _covers(profile: Profile, evidence: Evidence, seen: _Seen) -> bool:
    """Whether the profile's province can be the document's: by division codes, or, without any, by the forms' names."""
    if evidence.divisions:
        code = evidence.divisions.most_common(1)[0][0]
        return any(code.startswith(d) for d in profile.divisions) and _known(seen) > 0
    return _known(seen) > seen.strange


def _distance(profile: Profile, evidence: Evidence) -> int:
    """Years between the profile and the document; an earlier profile before a later one."""
    if evidence.year is None:
        return 0
    gap = profile.year - evidence.year
    return abs(gap) * 2 - (gap < 0)


def _lists(profile: Profile, seen: _Seen) -> float:
    """How well the profile's list of forms agrees with what the document announces and prints."""
    score = 0.0
    if len(seen.announced) >= _LISTED:
        score += 10 * len(seen.announced & set(profile.forms)) / len(seen.announced | set(profile.forms))
    places = {kind: n for n, kind in enumerate(profile.forms, 1)}
    for kind, number in seen.numbers.items():
        if kind not in places:
            score -= 1
        else:
            score += 1 + (0 if number is None else 1 if places[kind] == number else -1)
    return score
