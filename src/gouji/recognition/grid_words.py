"""What a form's header can say: the words of its leaves and groups, and how alike two wordings are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gouji.standards.fold import fold
from gouji.standards.template import Column, FormTemplate

MAX_WORD = 40


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf column with the folded wordings of itself and of the groups above it, outermost first."""

    column: Column
    own: tuple[str, ...]
    above: tuple[tuple[str, ...], ...]
    side: str = ""

    @property
    def is_amount(self) -> bool:
        return self.column.role == "amount"


@lru_cache(maxsize=256)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(w) for w in words if fold(w)))


def leaves(form: FormTemplate) -> tuple[Leaf, ...]:
    """The form's leaves in printed order, those of a two-sided form one side after the other."""
    if form.sides:
        return tuple(leaf for side in form.sides for leaf in _below(side.columns or form.columns, (), side.name))
    return tuple(_below(form.columns, ()))


def _below(columns: Sequence[Column], above: tuple[tuple[str, ...], ...], side: str = "") -> list[Leaf]:
    found: list[Leaf] = []
    for column in columns:
        own = _folded(column.headers)
        if column.children:
            found += _below(column.children, (*above, own), side)
        else:
            found.append(Leaf(column, own, above, side))
    return found


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words that a form's header prints, and their characters."""

    words: frozenset[str]
    glyphs: frozenset[str]

    def has(self, text: str) -> bool:
        """Whether a cell's words are header words, whole or in good part."""
        folded = fold(text)
        if not folded or len(folded) > MAX_WORD:
            return False
        if len(folded) == 1:
            return folded in self.glyphs
        if folded in self.words:
            return True
        inner = any(folded in w or (len(w) >= 2 and w in folded and 2 * len(w) >= len(folded)) for w in self.words)
        return inner or max((likeness(folded, w) for w in self.words), default=0.0) >= 0.75

    def covers(self, text: str) -> bool:
        """Whether most characters of a cell occur in header words (torn or misread pieces of a header)."""
        folded = fold(text)
        return bool(folded) and sum(c in self.glyphs for c in folded) * 10 >= 6 * len(folded)


def vocabulary(form: FormTemplate) -> Vocabulary:
    """The header words of a form: its columns and groups, the sides' names."""
    words: set[str] = set()
    for leaf in leaves(form):
        words.update(leaf.own)
        for group in leaf.above:
            words.update(group)
    words.update(fold(side.name) for side in form.sides)
    return Vocabulary(frozenset(words), frozenset("".join(words)))


@lru_cache(maxsize=16384)
def likeness(a: str, b: str) -> float:
    """0 to 1: twice the longest common subsequence over the lengths (a score for ranking, no amount)."""
    a, b = a[:MAX_WORD], b[:MAX_WORD]
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            kept = row[j]
            row[j] = before + 1 if x == y else max(row[j], row[j - 1])
            before = kept
    return 2 * row[-1] / (len(a) + len(b))
