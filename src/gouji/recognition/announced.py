"""Headings that the contents list announces: they are headings in the body too, wherever they stand and without a number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gouji.recognition import headings
from gouji.recognition.items import Item

_ORDINAL = re.compile(
    r"(?:第[一二三四五六七八九十\d]{1,3}部分|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、]?(?=\D|20\d\d年))[:、.]?"
)
_WHOSE = re.compile(r"\((?:部门|单位)\)|20\d\d年(?:度)?|^(?:本?(?:部门|单位))")
_SENTENCE = re.compile(r"[。；，;,!?：:]")
_LEAST = 4  # characters of an entry's own words that tell it from any other line


class Announced:
    """The entries of a contents list that are no forms. `names` are the body's, which a heading may begin with."""

    def __init__(self, entries: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        cores = (_core(_ORDINAL.sub("", entry, count=1)) for entry in entries)
        self._cores = frozenset(c for c in cores if len(c) >= _LEAST and not c.endswith("表"))
        self._explanations = tuple(c for c in self._cores if c.endswith("说明"))
        self._names = tuple(sorted((_core(n) for n in names if n), key=len, reverse=True))

    def __call__(self, item: Item) -> bool:
        """Whether an item is such a heading: the entry's words and nothing else but the body's name and the
        year, or, of an explanation (…说明), what it explains."""
        text = item.text
        if not self._cores or not _LEAST <= len(text) <= headings.MAX_HEADING or _SENTENCE.search(text):
            return False
        if headings.level(text) is not None:
            return False  # a numbered heading is told by its number
        core = _core(text)
        if item.hard and any(core.endswith(c) for c in self._explanations):
            return True  # 湿地修复项目经费情况说明, where 项目经费情况说明 is announced: one for each project
        return core in self._cores or any(_core(core.removeprefix(n)) in self._cores for n in self._names if core.startswith(n))


def _core(text: str) -> str:
    """A heading's own words: without the year and without whose they are."""
    return _WHOSE.sub("", _WHOSE.sub("", text))


NONE = Announced()
