"""A small excerpt of the document where a finding is: the line of the source, or the form's row, with the figure marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gouji.model.finding import Finding, Spot
from gouji.reporting.spans import line_of, within

if TYPE_CHECKING:
    from gouji.reporting.material import Material

BEFORE, AFTER = 24, 24  # characters kept to either side of the figure
BESIDE = 2  # amounts of a form's row that are shown to either side


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`text[start:end]` is what the finding is about."""

    text: str
    start: int
    end: int


def excerpt(material: Material, finding: Finding) -> Excerpt | None:
    """What the document prints at the finding's first place; None where it names no figure or passage."""
    if not finding.places:
        return None
    spot = finding.places[0]
    key = material.key_of(spot)
    if key is not None and key.owner == "form":
        return _row(material, key.index, key.row, key.column)
    return _line(material, spot)


def _row(material: Material, form: int, row: int, column: str) -> Excerpt | None:
    """The row as the form has it: its label and the amounts around the one that is meant."""
    found = material.disclosure.forms[form].rows[row]
    paths = list(found.cells)
    if column not in paths:
        return None
    at = paths.index(column)
    shown = paths[max(0, at - BESIDE) : at + BESIDE + 1]
    text = (found.label or "—") + ("  …" if at > BESIDE else "")
    start = end = 0
    for path in shown:
        text += "  "
        start = len(text) if path == column else start
        text += format(found.cells[path].amount, ",f")
        end = len(text) if path == column else end
    return Excerpt(text + ("  …" if at + BESIDE + 1 < len(paths) else ""), start, end)


def _line(material: Material, spot: Spot) -> Excerpt | None:
    line = line_of(spot.place)
    paragraph = material.paragraphs.get(line) if line is not None else None
    if paragraph is None:
        return None
    found = within(paragraph, spot.place, spot.stated)
    return _cut(paragraph.text, *found) if found else None


def _cut(text: str, start: int, end: int) -> Excerpt:
    left, right = max(0, start - BEFORE), min(len(text), end + AFTER)
    if left <= 2:
        left = 0
    lead = "…" if left else ""
    tail = "…" if right < len(text) else ""
    shown = " ".join(f"{lead}{text[left:right]}{tail}".split("\n"))
    return Excerpt(shown, start - left + len(lead), end - left + len(lead))
