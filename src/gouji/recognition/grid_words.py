"""What a form's header can say: the words of its leaves and groups, and how alike two wordings are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gouji.standards.fold import fold
from gouji.standards.remembered import Remembered
from gouji.standards.template import Column, FormTemplate

MAX_WORD = 40
_MUCH = 0.75  # likeness from which words that a header does not print are taken for misread ones


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A leaf column with the folded wordings of itself and of the groups above it, outermost first. One object for each."""

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


def _leaves(form: FormTemplate) -> tuple[Leaf, ...]:
    if form.sides:
        return tuple(leaf for side in form.sides for leaf in _below(side.columns or form.columns, (), side.name))
    return tuple(_below(form.columns, ()))


_leaves_of = Remembered(_leaves)


def leaves(form: FormTemplate) -> tuple[Leaf, ...]:
    """The form's leaves in printed order, those of a two-sided form one side after the other. Always the same objects."""
    return _leaves_of(form)


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
        return folded in self.words or _much_like(folded, self.words)

    def covers(self, text: str) -> bool:
        """Whether most characters of a cell occur in header words (torn or misread pieces of a header)."""
        folded = fold(text)
        return bool(folded) and sum(c in self.glyphs for c in folded) * 10 >= 6 * len(folded)


@lru_cache(maxsize=8192)  # every word of a form is asked, at every reading of it
def _much_like(folded: str, words: frozenset[str]) -> bool:
    """Whether header words hold a text, are held by it, or are much like it."""
    return any(
        folded in w
        or (len(w) >= 2 and w in folded and 2 * len(w) >= len(folded))
        or (may_be_alike(folded, w, _MUCH) and likeness(folded, w) >= _MUCH)
        for w in words
    )


def _vocabulary(form: FormTemplate) -> Vocabulary:
    words: set[str] = set()
    for leaf in leaves(form):
        words.update(leaf.own)
        for group in leaf.above:
            words.update(group)
    words.update(fold(side.name) for side in form.sides)
    return Vocabulary(frozenset(words), frozenset("".join(words)))


_vocabulary_of = Remembered(_vocabulary)


def vocabulary(form: FormTemplate) -> Vocabulary:
    """The header words of a form: its columns and groups, the sides' names."""
    return _vocabulary_of(form)


def may_be_alike(a: str, b: str, least: float) -> bool:
    """Whether their lengths alone leave room for likeness: what they share is no longer than the shorter one."""
    return 2 * min(len(a), len(b)) >= least * (len(a) + len(b))


@lru_cache(maxsize=16384)
def likeness(a: str, b: str) -> float:
    """0 to 1: twice the longest common subsequence over the lengths (a score for ranking, no amount)."""
    a, b = a[:MAX_WORD], b[:MAX_WORD]
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    return 2 * _shared(a, b) / (len(a) + len(b))


def _shared(a: str, b: str) -> int:
    """The length of the longest common subsequence, a whole row of its table at a time as the bits of a number (Hyyrö 2004):
    bit i is 0 where the i-th character of `a` adds one to it."""
    where: dict[str, int] = {}
    for i, x in enumerate(a):
        where[x] = where.get(x, 0) | 1 << i
    whole = (1 << len(a)) - 1
    row = whole
    for y in b:
        same = row & where.get(y, 0)
        row = ((row + same) | (row - same)) & whole
    return len(a) - row.bit_count()
