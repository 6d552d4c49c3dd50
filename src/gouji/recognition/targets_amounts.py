"""The amounts of a project row, whose numbers may be cut over lines: `8,321.40 8,321⏎.40` are two amounts, not three."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.model.amount import parse_number
from gouji.model.place import Place
from gouji.recognition.targets_pieces import SAME_LINE, Piece, joined, span

MAX_AMOUNTS = 4
MAX_PARTS = 16
_AMOUNT_PART = re.compile(r"[-+]?[\d,，]*\.?\d*|#{2,}|\*{3,}")


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """A printed amount: None where it stands but cannot be read (`####`); `alternatives` where it was read twice, unlike."""

    value: Decimal | None
    raw: str
    place: Place
    alternatives: tuple[Decimal, ...] = ()


def is_amount_part(text: str) -> bool:
    """Whether `text` can be an amount or a part of one that was cut."""
    return bool(text) and text not in "-+" and _AMOUNT_PART.fullmatch(text) is not None


def is_whole_amount(text: str) -> bool:
    """Whether `text` is an amount by itself beyond doubt: it has decimals, or is an overflowed cell."""
    return text.startswith("##") or ("." in text and parse_number(text) is not None)


def amounts(parts: Sequence[Piece]) -> tuple[FoundAmount, ...]:
    """The best division of `parts` into at most four amounts: well formed, alike in decimals, total = sum of the rest."""
    return _divided(parts)[1]


def leading(parts: Sequence[Piece], ends: Sequence[int]) -> tuple[int, tuple[FoundAmount, ...]]:
    """How many of `parts` are a row's amounts, where they can only end at one of `ends`, and the amounts."""
    found = [(end, *_divided(parts[:end])) for end in ends if 0 < end <= MAX_PARTS]
    if not found:
        return 0, ()
    end, _, best = max(found, key=lambda f: f[1])
    return end, best


def _divided(parts: Sequence[Piece]) -> tuple[float, tuple[FoundAmount, ...]]:
    """The best division and how plausible it is."""
    parts = parts[:MAX_PARTS]
    best: tuple[float, tuple[FoundAmount, ...]] | None = None
    overflowed = [p.text[0] in "#*" for p in parts]  # printed whole: each is an amount of its own
    for cut in _divisions(len(parts)):
        if any(b - a > 1 and (any(overflowed[a:b]) or not _stacked(parts[a:b])) for a, b in cut):
            continue
        found = tuple(_amount(parts[a:b]) for a, b in cut)
        score = _score(found)
        if best is None or score > best[0]:
            best = (score, found)
    return best or (0.0, ())


def _divisions(count: int) -> list[list[tuple[int, int]]]:
    """All ways to cut `count` parts into one to four runs."""
    ways: list[list[tuple[int, int]]] = [[]]
    done: list[list[tuple[int, int]]] = []
    for _ in range(MAX_AMOUNTS):
        longer = []
        for way in ways:
            start = way[-1][1] if way else 0
            longer += [[*way, (start, end)] for end in range(start + 1, count + 1)]
        done += [w for w in longer if w[-1][1] == count]
        ways = longer
    return done


def _stacked(parts: Sequence[Piece]) -> bool:
    """Whether the pieces can be a cell's lines: each begins a line, and none but the last is narrower than the first."""
    return all(p.gap != SAME_LINE for p in parts[1:]) and all(p.width > parts[0].width - 1 for p in parts[:-1])


def _amount(parts: Sequence[Piece]) -> FoundAmount:
    raw = joined(parts)
    return FoundAmount(parse_number(raw), raw, span(parts))


def _score(found: tuple[FoundAmount, ...]) -> float:
    values = [f.value for f in found]
    readable = [v for v in values if v is not None]
    unread = sum(1 for f in found if f.value is None and not f.raw.startswith("#"))
    decimals = {v.as_tuple().exponent for v in readable}
    score = -10.0 * unread - 3.0 * max(0, len(decimals) - 1) - 0.1 * len(found)
    if len(readable) == len(values) and len(values) > 1:
        score += 5.0 if readable[0] == sum(readable[1:]) else -2.0
    return score
