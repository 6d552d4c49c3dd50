"""Page numbers and running headers, which stand in the midst of tables where a document was printed to pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from gouji.recognition import captions
from gouji.recognition.items import Item
from gouji.recognition.notes import begins_note
from gouji.sources.document import Paragraph

MIN_PAGES = 3  # a line must come so often, and on most pages, before it counts as running
_PAGE_NUMBER = re.compile(r"-\d{1,3}-?|\d{1,3}-|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|page\d{1,3}", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def without_running_lines(found: Sequence[Item]) -> list[Item]:
    """The items without page numbers, and without the lines that begin or end most pages."""
    ends = _page_ends(found)
    running = _running(found, ends) | _counting(found, ends)
    return [item for i, item in enumerate(found) if i not in running and not _PAGE_NUMBER.fullmatch(item.text)]


def _page_ends(found: Sequence[Item]) -> list[tuple[int, int]]:
    """First and last item of every page, as indices."""
    starts = [i for i, item in enumerate(found) if item.block.page_start]
    if not starts:
        return []
    bounds = [*([0] if starts[0] else []), *starts, len(found)]
    return [(a, b - 1) for a, b in pairwise(bounds)]


def _running(found: Sequence[Item], ends: Sequence[tuple[int, int]]) -> set[int]:
    """Lines that say the same (but for digits) at the same end of most pages. Captions and notes may do so too: they stay."""
    out: set[int] = set()
    for side in (0, 1):
        words = {page[side]: _DIGITS.sub("", found[page[side]].text) for page in ends if _is_plain(found[page[side]])}
        counts = Counter(words.values())
        out |= {i for i, text in words.items() if text and counts[text] >= max(MIN_PAGES, len(ends) * 3 // 5)}
    return out


def _is_plain(item: Item) -> bool:
    if not isinstance(item.block, Paragraph) or begins_note(item.text):
        return False
    caption = captions.parse(item.text)
    return caption is None or bool(caption.rest)


def _counting(found: Sequence[Item], ends: Sequence[tuple[int, int]]) -> set[int]:
    """Bare numbers at the ends of pages that count the pages."""
    out: set[int] = set()
    for side in (0, 1):
        numbers = {n: page[side] for n, page in enumerate(ends) if _DIGITS.fullmatch(found[page[side]].text)}
        offsets = Counter(int(found[i].text[:6]) - n for n, i in numbers.items())
        if offsets and (best := offsets.most_common(1)[0])[1] >= MIN_PAGES:
            out |= {i for n, i in numbers.items() if int(found[i].text[:6]) - n == best[0]}
    return out
