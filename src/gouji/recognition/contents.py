"""The contents list (目录): what a document announces, told from the headings and titles themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Section
from gouji.recognition import headings
from gouji.recognition.announced import Announced
from gouji.recognition.items import Item, tidy
from gouji.recognition.titles import Titles

MAX_ENTRY = 80
MAX_ENTRIES = 300
_LIST = 3  # so many numbered titles in a row are a list
_HEADING = re.compile(r"目录|目次|contents", re.IGNORECASE)
_LEADER = re.compile(r"[.·…\-_]{2,}\d{0,3}$|[.·…]+$")
_PAGE = re.compile(r"(?<=[^\d年第.])\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries, and the items (by index) that they take up in the document."""

    entries: tuple[Section, ...]
    taken: frozenset[int]


def read_contents(found: Sequence[Item], titles: Titles, names: frozenset[str] = frozenset()) -> Contents:
    """The contents list under 目录, and any list of numbered form titles that stands without tables. `names` are the body's."""
    entries: list[Section] = []
    taken: set[int] = set()
    begin = next((i for i, item in enumerate(found) if _HEADING.fullmatch(item.text)), None)
    if begin is not None:
        end = _end(found, begin + 1, names)
        entries += _entries(found, range(begin + 1, end))
        taken |= set(range(begin, end))
    for run in _lists(found, titles, taken):
        entries += _entries(found, run)
        taken |= set(run)
    return Contents(tuple(entries), frozenset(taken))


def _end(found: Sequence[Item], begin: int, names: frozenset[str]) -> int:
    """Where the list ends: where its first words come again, at a table, or at a sentence."""
    seen: set[str] = set()
    entries: list[str] = []
    for at in range(begin, min(len(found), begin + MAX_ENTRIES)):
        text = found[at].text
        part = headings.PART.match(text)
        key = part.group() if part else _entry(text)
        numbered = headings.level(text) is not None
        if not text or (numbered and key in seen) or len(_entry(text)) > MAX_ENTRY or "。" in text:
            return at
        if found[at].block.page_start and not numbered and len(seen) >= _LIST:
            return at
        if not numbered and len(entries) >= _LIST and Announced(entries, names)(found[at]):
            return at
        if numbered:
            seen.add(key)
            entries.append(key if part is None else _entry(text))
    return min(len(found), begin + MAX_ENTRIES)


def _lists(found: Sequence[Item], titles: Titles, taken: set[int]) -> list[range]:
    """Runs of at least `_LIST` numbered form titles."""
    runs: list[range] = []
    begin = 0
    for at in range(len(found) + 1):
        listed = False
        if at < len(found) and at not in taken and found[at].text:
            title = titles.match(_entry(found[at].text))
            listed = title is not None and title.ordinal
        if not listed:
            if at - begin >= _LIST:
                runs.append(range(begin, at))
            begin = at + 1
    return runs


def _entries(found: Sequence[Item], run: range) -> list[Section]:
    """One section an entry; a line without outline number goes on with the entry before it."""
    out: list[Section] = []
    open_entry = False
    for at in run:
        item = found[at]
        words = _entry(tidy(item.raw))
        depth = headings.level(item.text)
        whole = _LEADER.search(item.text) is not None
        if not words or words.isdigit():
            open_entry = False
        elif depth is None and open_entry and out:
            last = out[-1]
            out[-1] = Section(last.title + words, last.level, last.place, True)
            open_entry = not whole
        else:
            out.append(Section(words, depth or 2, item.block.place, True))
            open_entry = not whole
    return out


def _entry(text: str) -> str:
    """An entry without its leader dots and page number."""
    without = _LEADER.sub("", text)
    return without if without != text else _PAGE.sub("", text)
