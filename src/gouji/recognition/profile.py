"""Which template a document follows: a province by the weight of evidence, then the nearest year, then the list of forms.

Evidence is compared between the provinces and with “none of them”: titles, division codes and (in `agreement`) headers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from gouji.recognition.captions import NUMBERED
from gouji.recognition.fold import fold
from gouji.recognition.heads import Head
from gouji.recognition.titles import Titles
from gouji.standards.loader import Profile, available, forms, load
from gouji.standards.template import FormTemplate, Template

# How often the title of a form is one that a template has: under that template, and in a province that it does not cover.
TITLED, TITLED_ELSEWHERE = 0.95, 0.3
OWN_DIVISION = 8.0  # the weight of a division code: forms are prescribed by the province, so it speaks against all others
OWN_SEAT = 4.0  # the weight of a body's name that begins with a place that a template is made for, or of none that does
_PROVINCE = 2  # digits of a division code that name the province
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
    """The forms of all templates without relations, for finding titles before the template is known."""
    return _every_form(available())


@lru_cache(maxsize=4)
def _every_form(profiles: tuple[Profile, ...]) -> tuple[FormTemplate, ...]:
    return tuple({(f.kind, f.titles): f for p in profiles for f in forms(p)}.values())


def number_of(head: Head) -> int | None:
    """The number that a head prints, as in 预算03表."""
    match = NUMBERED.search(head.caption.number or "")
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A province's best profile for a document of its sort (budget or final account). `weight`: how much likelier titles and
    codes are under it than under “a province that no template covers”, as a logarithm."""

    profile: Profile
    weight: float

    def load(self) -> Template:
        """The template in this profile."""
        return load(self.profile.id, self.profile.profile)


def candidates(evidence: Evidence) -> tuple[Candidate, ...]:
    """The best profile of each province, for budgets and for final accounts, that knows any of the document's forms: nearest
    year, then the list that fits."""
    profiles = available()
    seen = {id: _see(id, profiles, evidence) for id in {p.id for p in profiles}}
    out = []
    for sort in sorted({(p.province, p.document) for p in profiles}):
        fitting = [p for p in profiles if (p.province, p.document) == sort and _known(seen[p.id])]
        if fitting:
            best = max(
                fitting,
                key=lambda p: (_known(seen[p.id]), -_distance(p, evidence), _lists(p, seen[p.id]), p.default, p.id),
            )
            out.append(Candidate(best, _weight(best, evidence, seen[best.id])))
    return tuple(out)


def _weight(profile: Profile, evidence: Evidence, seen: _Seen) -> float:
    own = _division(profile, evidence) + _seat(profile, evidence)
    return weigh(_known(seen), seen.strange, TITLED, TITLED_ELSEWHERE) + own


def _seat(profile: Profile, evidence: Evidence) -> float:
    """What the body's names say where a template is made for the bodies of one place."""
    if not profile.seats or not evidence.names:
        return 0.0
    seats = tuple(fold(seat) for seat in profile.seats)
    return OWN_SEAT if any(name.startswith(seats) for name in evidence.names) else -OWN_SEAT


def _division(profile: Profile, evidence: Evidence) -> float:
    """What the projects' codes say: they begin with the division of the body's own finance bureau. A template without
    divisions is made for all of them."""
    if not evidence.divisions or not profile.divisions:
        return 0.0
    code = evidence.divisions.most_common(1)[0][0]
    if any(code.startswith(d) for d in profile.divisions):
        return OWN_DIVISION
    same = any(code[:_PROVINCE] == d[:_PROVINCE] for d in profile.divisions)
    return 0.0 if same else -OWN_DIVISION


def weigh(hits: int, misses: int, here: float, elsewhere: float) -> float:
    """The weight of so many hits and misses, where a hit has probability `here` under the template, `elsewhere` else."""
    return hits * log(here / elsewhere) + misses * log((1 - here) / (1 - elsewhere))


def _see(id: str, profiles: Sequence[Profile], evidence: Evidence) -> _Seen:
    titles = _titles(id, tuple(p for p in profiles if p.id == id))
    announced = [titles.match(text) for text in evidence.announced]
    names = evidence.names
    titled = [(titles.match(text, names) or titles.near(text, names), number) for text, number in evidence.titled]
    numbers = {title.form.kind: number for title, number in titled if title}
    return _Seen(frozenset(t.form.kind for t in announced if t), numbers, sum(title is None for title, _ in titled))


@lru_cache(maxsize=16)
def _titles(id: str, profiles: tuple[Profile, ...]) -> Titles:
    return Titles(form for p in profiles for form in forms(p))


def _known(seen: _Seen) -> int:
    """How many of the document's forms a template knows, by kind."""
    return len(seen.announced | seen.numbers.keys())


def _distance(profile: Profile, evidence: Evidence) -> int:
    """Years between the profile and the document; an earlier profile before a later one, its own year before one that it
    is known to hold for as well."""
    if evidence.year is None:
        return 0
    if profile.since <= evidence.year <= profile.until and profile.year != evidence.year:
        return 1
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
