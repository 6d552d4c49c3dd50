"""What is written beside each finding's place."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.model.finding import Finding, Severity
from gouji.model.place import NOWHERE, Place
from gouji.reporting.material import Material
from gouji.reporting.words import Words

AUTHOR = "勾稽"
SPOTS = 4  # places of one finding that are marked


@dataclass(frozen=True, slots=True)
class Note:
    """A comment at a place; `first` tells the place of the finding itself from the others that it speaks of."""

    text: str
    severity: Severity
    place: Place = NOWHERE
    first: bool = True


def notes(material: Material) -> tuple[Note, ...]:
    """The comments, in the order of the report. A finding that names one wrong figure is marked there alone,
    and so is a mere note."""
    words = Words(material.lang)
    out: list[Note] = []
    for number, finding in enumerate(material.report.findings, start=1):
        text = _text(number, finding, words)
        places = list(dict.fromkeys(spot.place for spot in finding.places)) or [NOWHERE]
        named = finding.suspect is not None and finding.suspect.spot.place == places[0]
        out.append(Note(text, finding.severity, places[0]))
        if not named and finding.severity is not Severity.INFO:
            see = f"{number}. {finding.title}"
            out += [Note(see, finding.severity, place, False) for place in places[1:SPOTS] if place != NOWHERE]
    return tuple(out)


def _text(number: int, finding: Finding, words: Words) -> str:
    lines = [f"{number}. {words.name(finding.severity)}{words.colon}{finding.title}", finding.message]
    if finding.rewrite:
        lines.append(words.rewrite(finding.rewrite))
    if finding.accepted:
        lines.append(words.accepted(finding.accepted))
    return "\n".join([*lines, f"[{finding.rule}]"])
