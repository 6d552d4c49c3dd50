"""The indicator list of a form from text lines: 一级指标 二级指标 三级指标 指标值 [指标值说明], one cell after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gouji.model.disclosure import Damage, Indicator
from gouji.recognition.targets_cells import fold, name_score, value_beside
from gouji.recognition.targets_kinds import START, Kind, Read, solve
from gouji.recognition.targets_pieces import Piece, span
from gouji.recognition.targets_result import indicator
from gouji.standards.indicators import indicators

LONGEST_LEVEL = 16  # glyphs of a level cell
FIRST, SECOND, NAME, VALUE, NOTE = "一级指标", "二级指标", "三级指标", "指标值", "指标值说明"
_NOTE_STARTS = re.compile(r"反映|指标?|部门|单位|主要|用以|考核|按照|根据|依据|\d[.、．)）]|[（(]?[一二三1-9][）)、.]")
_SECOND = re.compile(r"[一-鿿]{2,10}指标")


def read_list(stream: Sequence[Piece], explained: bool) -> tuple[tuple[Indicator, ...], list[Damage]]:
    """The indicators of a list; `explained` where the header has a column of explanations."""
    return _collect(solve(stream, _kinds(explained)), stream)


def _kinds(explained: bool) -> list[Kind]:
    ends = (VALUE, NOTE) if explained else (VALUE,)
    kinds = [
        Kind(FIRST, _first, (START, *ends, SECOND), 6),
        Kind(SECOND, _second, (START, FIRST, SECOND, *ends), 8),
        Kind(NAME, _name, (START, FIRST, SECOND, *ends), 14, last=6.0),  # a name goes on with its value
        Kind(VALUE, _value, (NAME,), 10),
    ]
    return [*kinds, Kind(NOTE, _note, (VALUE,), 60)] if explained else kinds


@lru_cache(maxsize=8192)
def second_of(text: str) -> str | None:
    """The first level that a known second level stands under (None: unknown wording)."""
    if len(text) > LONGEST_LEVEL or first_of(text) is not None:
        return None
    words, folded = indicators(), fold(text)
    for name, level in words.levels.items():
        if folded in level.seconds or folded in words.department_seconds[name]:
            return name
    return None


def is_second_under(text: str, first: str) -> bool:
    """Whether `text`, a first level elsewhere, is a second level under `first`: 成本指标 under 产出指标 in older forms."""
    levels = indicators().levels
    return first in levels and fold(text) in levels[first].seconds


def is_second(text: str) -> bool:
    """Whether `text` is a second level: a known one, or any …指标 that is no first level."""
    if second_of(text) is not None:
        return True
    return len(text) <= LONGEST_LEVEL and _SECOND.fullmatch(fold(text)) is not None and first_of(text) is None


@lru_cache(maxsize=8192)
def first_of(text: str) -> str | None:
    """The official name of the first level that `text` prints, or None."""
    return indicators().level(text) if len(text) <= LONGEST_LEVEL else None


def _first(text: str, before: str) -> float:
    return 8.0 if first_of(text) is not None else -30.0


def _second(text: str, before: str) -> float:
    return 8.0 if second_of(text) is not None else 4.0 if is_second(text) else -30.0


def _name(text: str, before: str) -> float:
    return -30.0 if first_of(text) is not None else name_score(text)


def _value(text: str, before: str) -> float:
    return value_beside(before, text)


def _note(text: str, before: str) -> float:
    score = min(4.0, 0.1 * len(text)) - 3.0
    score += 3.0 if _NOTE_STARTS.match(text) else 0.0
    score += 2.0 if "。" in text or "；" in text or "=" in text else 0.0
    return score + (2.0 if text[-1] in "。%；" else 0.0)


def _collect(found: Sequence[Read], stream: Sequence[Piece]) -> tuple[tuple[Indicator, ...], list[Damage]]:
    out: list[Indicator] = []
    damage: list[Damage] = []
    first = ""
    second: str | None = None
    for k, read in enumerate(found):
        text = read.cell.text
        if read.kind == FIRST and is_second_under(text, first):
            second = text
        elif read.kind == FIRST:
            first, second = first_of(text) or first, None
        elif read.kind == SECOND:
            second = text
        elif read.kind == NAME:
            value = found[k + 1] if k + 1 < len(found) and found[k + 1].kind == VALUE else None
            note = found[k + 2] if value and k + 2 < len(found) and found[k + 2].kind == NOTE else None
            last = note or value or read
            place = span(stream[read.cell.start : last.cell.end])
            out.append(
                indicator(
                    first or second_of(second or "") or "",
                    text,
                    value.cell.text if value else "",
                    place,
                    second,
                    note.cell.text if note else None,
                )
            )
        elif read.kind == "?":
            piece = stream[read.cell.start]
            damage.append(Damage(piece.place, f"“{piece.text}”没有归属"))
    return tuple(out), damage
