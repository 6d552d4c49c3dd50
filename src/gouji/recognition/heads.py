"""The head of a form: the stretch of captions around its title, whatever their order, glued or cut over lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gouji.recognition import captions
from gouji.recognition.captions import Caption
from gouji.recognition.fold import fold
from gouji.recognition.items import Item, tidy
from gouji.recognition.titles import Title, Titles, looks_like_title

MAX_PIECES = 3  # lines that one title may be cut into
MAX_PIECE = 40
_VALUE = re.compile(r"[≥≤<>%]|^.{1,4}$")


@dataclass(frozen=True, slots=True)
class Head:
    """A form's head: items `begin` … `end`−1. `title` is None where no template's form is named; `words` is what stands
    in its place, "" where nothing does."""

    begin: int
    end: int
    title: Title | None
    words: str
    caption: Caption
    garbled: bool = False  # the title has a character that the source misread

    @property
    def captioned(self) -> bool:
        return not self.caption.is_empty


def read_head(found: Sequence[Item], begin: int, titles: Titles, names: frozenset[str]) -> Head | None:
    """The head that begins at item `begin`; None where none does."""
    head = Head(begin, begin, None, "", Caption())
    while head.end < len(found):
        grown = _grow(found, head, titles, names)
        if grown is None:
            break
        head = grown
    if head.title is not None or (head.caption.number is not None and head.end - begin >= 1):
        return head
    return head if head.words and head.captioned else None


def _grow(found: Sequence[Item], head: Head, titles: Titles, names: frozenset[str]) -> Head | None:
    """The head with the next item (or the next few, where a caption or title is cut) taken in."""
    text = found[head.end].text
    if not text:
        return None
    pieces, caption = _caption(found, head.end)
    if caption and not caption.rest:
        return None if _is_next(head, caption) else _joined(head, pieces, caption)
    if head.title is not None or head.words:
        return None
    if title := titles.match(text, names):
        return replace(head, end=head.end + 1, title=title, words=_printed(found, head.end, 1))
    if caption and not caption.is_empty:
        title = titles.match(caption.rest, names)
        if title or (caption.number and looks_like_title(caption.rest)):
            return replace(_joined(head, pieces, caption), title=title, words=caption.rest)
    return _cut(found, head, titles, names)


def _caption(found: Sequence[Item], at: int) -> tuple[int, Caption | None]:
    """The captions at item `at`, and over how many items they are cut (单位： / 万元)."""
    text = found[at].text
    if text.endswith(":") and len(text) <= MAX_PIECE and at + 1 < len(found):
        both = captions.parse(text + found[at + 1].text)
        if both and not both.rest and both.unit:
            return 2, both
    return 1, captions.parse(text)


def _is_next(head: Head, caption: Caption) -> bool:
    """Whether a caption belongs to the next form already: this head has its title and such a caption."""
    done = head.title is not None or bool(head.words)
    return done and caption.number is not None and head.caption.number is not None


def _joined(head: Head, pieces: int, new: Caption) -> Head:
    old = head.caption
    both = Caption(old.number or new.number, old.unit or new.unit, old.name or new.name, old.year or new.year)
    return replace(head, end=head.end + pieces, caption=both)


def _cut(found: Sequence[Item], head: Head, titles: Titles, names: frozenset[str]) -> Head | None:
    """The head with a title at its end that is cut over a few lines, or with one that no template has."""
    first = text = found[head.end].text
    pieces = 1
    while pieces < MAX_PIECES and len(first) <= MAX_PIECE and head.end + pieces < len(found):
        piece = found[head.end + pieces].text
        caption = captions.parse(piece)
        if not piece or len(piece) > MAX_PIECE or (caption is not None and not caption.rest):
            break
        pieces, text = pieces + 1, text + piece
        if title := titles.match(text, names):
            if titles.match(text[len(first) :], names) and _is_row(found[head.end].raw):
                return None  # the title begins below: this is the last row of the form before
            return replace(head, end=head.end + pieces, title=title, words=_printed(found, head.end, pieces))
    if not looks_like_title(first) or not (head.captioned or _captions_follow(found, head.end + 1)):
        return None
    near = titles.near(first, names)
    return replace(head, end=head.end + 1, title=near, words=_printed(found, head.end, 1), garbled=near is not None)


def _is_row(raw: str) -> bool:
    """Whether a line is a row or a cell of a table and no part of a title: several words, or a target's value."""
    return len(raw.split()) > 2 or _VALUE.search(fold(raw)) is not None


def _captions_follow(found: Sequence[Item], at: int) -> bool:
    """Whether nothing but captions stands at item `at`."""
    caption = _caption(found, at)[1] if at < len(found) and found[at].text else None
    return caption is not None and not caption.rest and not caption.is_empty


def _printed(found: Sequence[Item], begin: int, pieces: int) -> str:
    """A title's words as printed, without the blanks inside."""
    return tidy("".join(item.raw for item in found[begin : begin + pieces]))
