"""Which findings speak of which figure, line or form; and a paragraph cut into plain pieces, figures and marked passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gouji.model.finding import Finding, Severity, Spot
from gouji.reconcile.bound import Key
from gouji.reporting.material import Material
from gouji.reporting.spans import line_of, within
from gouji.sources.document import Paragraph

WORST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(slots=True)
class Mark:
    """The findings (by number) at one place, the worst of their severities, and whether one blames this very figure."""

    findings: list[int] = field(default_factory=list)
    severity: Severity = Severity.INFO
    blamed: bool = False

    def add(self, number: int, severity: Severity, blamed: bool) -> None:
        """One more finding at this place."""
        if number not in self.findings:
            self.findings.append(number)
        self.severity = min(self.severity, severity, key=lambda s: WORST[s])
        self.blamed = self.blamed or blamed


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: plain, a figure (`key`), or a passage that findings speak of (`mark`)."""

    text: str
    key: Key | None = None
    mark: Mark | None = None


class Marks:
    """The findings of a report, by what they speak of."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self.figures: dict[Key, Mark] = {}
        self.forms: dict[str, Mark] = {}
        self._lines: dict[object, list[tuple[int, Finding, Spot]]] = {}
        self._claims: dict[object, list[int]] = {}
        for i, claim in enumerate(material.disclosure.claims):
            self._claims.setdefault(line_of(claim.place), []).append(i)
        for number, finding in enumerate(material.report.findings):
            self._take(number, finding if finding.accepted is None else replace(finding, severity=Severity.INFO))

    def _take(self, number: int, finding: Finding) -> None:
        suspect = self._material.key_of(finding.suspect.spot) if finding.suspect else None
        blamed = suspect if suspect and finding.places and self._material.key_of(finding.places[0]) == suspect else None
        for spot in finding.places:
            key = self._material.key_of(spot)
            if key is not None:
                self.figures.setdefault(key, Mark()).add(number, finding.severity, key == blamed)
                continue
            if line_of(spot.place) is not None:
                self._lines.setdefault(line_of(spot.place), []).append((number, finding, spot))
            if spot.form:
                self.forms.setdefault(spot.form, Mark()).add(number, finding.severity, False)

    def at(self, place: object) -> Mark | None:
        """The mark of a whole line: a heading, an entry of the contents list, a row."""
        found = self._lines.get(place) if place is not None else None
        if not found:
            return None
        mark = Mark()
        for number, finding, _ in found:
            mark.add(number, finding.severity, False)
        return mark

    def pieces(self, paragraph: Paragraph) -> tuple[list[Piece], Mark | None]:
        """The paragraph in pieces, and the mark of the paragraph as a whole (findings that no part of it can be told for)."""
        line = line_of(paragraph.place)
        cuts: list[tuple[int, int, Key | None, Mark | None]] = []
        whole: Mark | None = None
        claims = self._material.disclosure.claims
        after = 0
        for i in self._claims.get(line, ()):
            found = within(paragraph, claims[i].place, _printed(claims[i].amount) or claims[i].words, after)
            if found:
                cuts.append((*found, Key("claim", i), None))
                after = found[1]
        for number, finding, spot in self._lines.get(line, ()):
            found = within(paragraph, spot.place, spot.stated)
            mark = Mark()
            mark.add(number, finding.severity, False)
            if found and not any(start < found[1] and found[0] < end for start, end, _, _ in cuts):
                cuts.append((*found, None, mark))
            else:
                whole = whole or Mark()
                whole.add(number, finding.severity, False)
        return _cut(paragraph.text, sorted(cuts, key=lambda c: (c[0], c[1]))), whole


def _cut(text: str, cuts: Iterable[tuple[int, int, Key | None, Mark | None]]) -> list[Piece]:
    out: list[Piece] = []
    done = 0
    for start, end, key, mark in cuts:
        if start < done:
            continue
        if start > done:
            out.append(Piece(text[done:start]))
        out.append(Piece(text[start:end], key, mark))
        done = end
    if done < len(text):
        out.append(Piece(text[done:]))
    return out


def _printed(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")
