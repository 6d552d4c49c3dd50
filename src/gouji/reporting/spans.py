"""Which line of the document a place is in, and which of its characters it means."""

from __future__ import annotations

import re

from gouji.model.place import Place
from gouji.sources.document import Paragraph

_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?")


def line_of(place: Place) -> object:
    """What a paragraph's place and the places inside it have in common; None where a place does not say."""
    if place.page is not None and place.box is not None:
        return place.file, place.page, round(place.box[1], 1)
    if place.line is not None:
        return place.file, place.line
    if place.paragraph is not None:
        return place.file, "p", place.paragraph
    if place.sheet is not None:
        return place.file, place.sheet, place.cell
    return None


def within(paragraph: Paragraph, place: Place, words: str | None, after: int = 0) -> tuple[int, int] | None:
    """Which characters of the paragraph the place means. Where the format has no columns, `words` are looked for behind
    the character `after`; a number is found as a whole number only."""
    size = len(paragraph.text)
    if place.box is not None and paragraph.xs is not None:
        found = _between(paragraph.xs, place.box[0], place.box[2])
        if found is not None:
            return found
    elif place.line is not None and place.column is not None and place.to_column is None:
        after = max(after, place.column - (paragraph.place.column or 1))  # it says where the passage begins
    elif place.line is not None and place.column is not None and place.to_column is not None and place != paragraph.place:
        start = place.column - (paragraph.place.column or 1)
        end = place.to_column - (paragraph.place.column or 1) + 1
        if 0 <= start < end <= size and (start, end) != (0, size):
            return start, end
    match = _pattern(words).search(paragraph.text, after) if words else None
    return match.span() if match else None


def _pattern(words: str) -> re.Pattern[str]:
    if not _NUMBER.fullmatch(words):
        return re.compile(re.escape(words))
    whole, point, rest = words.partition(".")
    digits = "[,，]?".join(whole.lstrip("-"))
    return re.compile(rf"(?<![\d.,]){digits}{re.escape(point + rest)}(?![\d.]|[,，]\d)(?:[百万亿]?元|[%％])?(?!年)")


def _between(xs: tuple[float, ...], left: float, right: float) -> tuple[int, int] | None:
    start = next((i for i, x in enumerate(xs) if round(x, 1) == left), None)
    if start is None:
        return None
    end = next((i for i in range(start + 1, len(xs)) if round(xs[i], 1) == right), None)
    return None if end is None or (start, end) == (0, len(xs) - 1) else (start, end)
