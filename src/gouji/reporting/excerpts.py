"""A small excerpt of the document where a finding is: the line of the source, or the form's row, with the figure marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gouji.model.finding import Finding, Spot
from gouji.reporting.spans import line_of, within

if TYPE_CHECKING:
    from gouji.reporting.material import Material

BEFORE, AFTER = 24, 24  # characters kept to either side of the figure


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
    """The row as the form has it: its label and its amounts, the one that is meant marked."""
    found = material.disclosure.forms[form].rows[row]
    text = found.label or "—"
    start = end = 0
    for path, cell in found.cells.items():
        text += "  "
        if path == column:
            start = len(text)
        text += format(cell.amount, ",f")
        if path == column:
            end = len(text)
    return _cut(text, start, end) if end else None


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
