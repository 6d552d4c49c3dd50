"""Fixed lines of two-sided forms: which line a label is, in the order in which lines are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gouji.recognition.grid_words import likeness, may_be_alike
from gouji.standards.fold import fold
from gouji.standards.template import Line, Side

_ORDINAL = re.compile(r"^\(?([一二三四五六七八九十]{1,4})(?:\)[、.,]?|[、.,])(?=.)")
_ALIKE = 0.72
NUMERALS = frozenset("一二三四五六七八九十")


@lru_cache(4096)  # asked for the same label at every stage of reading it
def without_ordinal(text: str) -> str:
    """A label's wording without its outline number (一、 or （一）)."""
    plain = fold(text)
    found = _ORDINAL.match(plain)
    if not found:
        return text.strip()
    # The number of characters to drop is counted in the folded text: fold keeps the order of what it keeps.
    drop, kept = len(found.group()), 0
    for at, character in enumerate(text):
        if kept == drop:
            return text[at:].strip()
        kept += len(fold(character))
    return ""


@lru_cache(4096)
def _told(text: str) -> tuple[str, str | None]:
    """A label's folded wording, and its outline number."""
    return fold(without_ordinal(text)), ordinal(text)


def row_label(text: str) -> str:
    """A row's label: its wording without the outline number; with it where the wording itself begins with a numeral.

    “一、一般公共预算” keeps its number: without it, readers that take outline numbers away would go on to take the 一 of 一般.
    """
    bare = without_ordinal(text)
    return text.strip() if bare[:1] in NUMERALS else bare


def ordinal(text: str) -> str | None:
    """The outline number that a label begins with."""
    found = _ORDINAL.match(fold(text))
    return found.group(1) if found else None


@dataclass(frozen=True, slots=True)
class LineMatch:
    """A line and how surely a label is it: 4 its words and ordinal, 3 its words, 2 part of them with its ordinal, 1 words
    alike."""

    line: Line
    position: int
    sure: int


class _Wordings:
    """How the lines of a side are called, folded, with their outline numbers. The same object for the same lines: what is
    like what is remembered from one document to the next."""

    __slots__ = ("glyphs", "numbers", "words")

    def __init__(self, labels: tuple[tuple[str, ...], ...], numbers: tuple[str | None, ...]) -> None:
        self.words = tuple(tuple(fold(label) for label in line) for line in labels)
        self.numbers = numbers
        self.glyphs = frozenset("".join(label for line in self.words for label in line))

    def likest(self, words: str, number: str | None) -> tuple[int, tuple[int, ...]]:
        """How sure the surest likeness is (0: none), and the lines that have it."""
        if self.glyphs.isdisjoint(words):  # amounts, mostly
            return 0, ()
        found = [(self._likeness(words, number, p), p) for p, labels in enumerate(self.words) if _says(words, labels)]
        found = found or [(self._likeness(words, number, p), p) for p in range(len(self.words))]
        best = max((sure for sure, _ in found), default=0)
        return best, tuple(p for sure, p in found if sure == best)

    def _likeness(self, words: str, number: str | None, position: int) -> int:
        labels = self.words[position]
        numbered = bool(number) and self.numbers[position] == number
        if _says(words, labels):
            return 4 if numbered else 3
        if numbered and any(words[:2] == w[:2] or w.startswith(words) or likeness(words, w) >= 0.5 for w in labels if w):
            return 2
        if len(words) >= 3 and any(may_be_alike(words, w, _ALIKE) and likeness(words, w) >= _ALIKE for w in labels):
            return 1
        return 0


_remembered = lru_cache(64)(_Wordings)


def _wordings(side: Side) -> _Wordings:
    return _remembered(tuple(line.labels for line in side.lines), tuple(line.ordinal for line in side.lines))


@lru_cache(4096)
def _likest(wordings: _Wordings, words: str, number: str | None) -> tuple[int, tuple[int, ...]]:
    return wordings.likest(words, number)


def _says(words: str, labels: tuple[str, ...]) -> bool:
    """Whether the words are one of the labels exactly (a bracket may hang on): likeness need not be asked then."""
    return words in labels or words.rstrip("(") in labels


class LineFinder:
    """Finds the lines of one side. It remembers the last line, so that equal labels are told apart by their parents."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self._wordings = _wordings(side)
        self._words = self._wordings.words
        self.at = -1

    def match(self, text: str, at: int | None = None) -> LineMatch | None:
        """The line that a label is, without moving on; `at`: the first of equal lines behind this position."""
        at = self.at if at is None else at
        words, number = _told(text)
        if not words:
            return None
        best, places = _likest(self._wordings, words, number)
        if not best:
            return None
        after = [p for p in places if p > at]
        place = (after or places)[0] if best > 1 else self._nearest(words, after or places)
        return LineMatch(self.side.lines[place], place, best)

    def take(self, found: LineMatch) -> None:
        """Moves on: the lines after this one come next."""
        self.at = found.position

    def _nearest(self, words: str, places: Sequence[int]) -> int:
        return max(places, key=lambda p: max(likeness(words, w) for w in self._words[p]))

    def could_begin(self, text: str) -> bool:
        """Whether a text is the beginning of some line's label that goes on elsewhere (a label cut over two rows)."""
        words = fold(without_ordinal(text))
        return len(words) >= 3 and any(w.startswith(words) and w != words for labels in self._words for w in labels)
