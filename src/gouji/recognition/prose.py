"""The prose of a document by its headings, also where blocks of text have changed places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gouji.model.disclosure import Damage, Piece, Section
from gouji.model.place import Place
from gouji.recognition import headings
from gouji.recognition.announced import NONE, Announced
from gouji.recognition.fold import fold
from gouji.recognition.headings import Heading
from gouji.recognition.items import Item, plain, span, tidy
from gouji.recognition.segment import ProseSection
from gouji.sources.document import Paragraph


@dataclass(slots=True)
class _Part:
    """A heading (None for what stands before the first) with its path and the items under it."""

    heading: Heading | None
    path: tuple[str, ...]
    head: list[Item] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)

    @property
    def level(self) -> int:
        return self.heading.level if self.heading else 0


@dataclass(frozen=True, slots=True)
class Prose:
    """Sections in reading order, as headings with their text and as paragraphs by path."""

    sections: tuple[Section, ...]
    prose: tuple[ProseSection, ...]
    damage: tuple[Damage, ...]


def read_prose(found: Sequence[Item], announced: Announced = NONE) -> Prose:
    """The sections that the items outside all forms make up."""
    parts = _parts(found, announced)
    damage = _put_back(parts)
    parts = _moved(parts)
    sections = tuple(
        Section(p.heading.title, p.level, span([*p.head, *p.body]), False, *_text(p.body))
        for p in parts
        if p.heading is not None
    )
    prose = tuple(
        ProseSection(p.path, tuple(i.block for i in p.body if isinstance(i.block, Paragraph)), _place(p))
        for p in parts
        if p.body
    )
    return Prose(sections, prose, tuple(damage))


def _place(part: _Part) -> Place:
    return span(part.body)


def _parts(found: Sequence[Item], announced: Announced) -> list[_Part]:
    width = headings.line_width(found)
    out = [_Part(None, ())]
    open_: list[Heading] = []
    at = 0
    while at < len(found):
        heading = headings.read_heading(found, at, width)
        if heading is None and announced(found[at]):
            heading = Heading(at, at + 1, 1, tidy(found[at].raw))
        if heading is None:
            out[-1].body.append(found[at])
            at += 1
            continue
        open_ = [h for h in open_ if h.level < heading.level] + [heading]
        out.append(_Part(heading, tuple(h.title for h in open_), list(found[heading.begin : heading.end])))
        at = heading.end
    return out


def _put_back(parts: list[_Part]) -> list[Damage]:
    """Text that stands under a part's own title, where a numbered heading before it has lost all of its text.

    Extraction sometimes puts the lower half of a page before the upper one: the last heading of a page then stands before
    headings of the part before, and its text begins the next page.
    """
    damage = []
    for index, part in enumerate(parts):
        explains = part.level == 1 and part.heading is not None and "说明" in part.heading.title and part.body
        if not explains or not part.body[0].text:
            continue
        bare = [
            p
            for p in parts[:index]
            if p.level == 2 and not p.body and p.path[-1].endswith("说明") and _has_no_children(parts, p)
        ]
        if len(bare) == 1:
            bare[0].body, part.body = part.body, []
            says = f"文字次序错乱：这一段接在“{bare[0].path[-1]}”之后"
            damage.append(Damage(span(bare[0].body), says))
    return damage


def _has_no_children(parts: list[_Part], part: _Part) -> bool:
    index = next(i for i, p in enumerate(parts) if p is part)
    return index + 1 == len(parts) or parts[index + 1].level <= part.level


def _moved(parts: list[_Part]) -> list[_Part]:
    """The parts with explanations (…情况说明) under the part that explains, also where they stand before its title."""
    home = next((p for p in parts if p.level == 1 and p.heading and fold(p.heading.title).endswith("说明")), None)
    if home is None:
        return parts
    out = []
    for part in parts:
        away = len(part.path) >= 2 and part.path[0] != home.path[0] and fold(part.path[1]).endswith("情况说明")
        if away and part in parts[: parts.index(home)]:
            part = replace(part, path=(home.path[0], *part.path[1:]))
        out.append(part)
    return out


def _text(body: Sequence[Item]) -> tuple[str, tuple[Piece, ...]]:
    """The items' words, lines that the source broke put together, and where each of them stands."""
    out: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for item in body:
        words = plain(item.block.text) if isinstance(item.block, Paragraph) else ""
        if words and isinstance(item.block, Paragraph):
            begin = max(item.block.text.find(words[:8]), 0)  # behind blanks and marks of layout
            pieces.append(Piece(length, item.block.part(begin, begin + len(words))))
        out.append(words + ("\n" if item.hard and (out or words) else ""))
        length += len(out[-1])
    return "".join(out).rstrip(), tuple(pieces)
