"""Which cells of a matrix row are indicators, and which belong to the project: the pages of a recognised table are shifted,
so the column where indicators begin is found for each page from what stands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gouji.recognition.targets_cells import level_scores, name_score, value_score
from gouji.recognition.targets_fields import Field, FieldRow
from gouji.standards.fold import fold
from gouji.standards.indicators import Level

SHIFTS = (0, -1, 1, -2, 2)
OWN_SHIFT = 9.0  # how much better a row must fit another shift than its page's


@dataclass(frozen=True, slots=True)
class Parted:
    """A row parted: `left` the project's cells, `cells` the indicator cells by position (0 name, 1 value of the first level,
    2 name of the second, …)."""

    left: tuple[Field, ...]
    cells: Mapping[int, Field]
    row: FieldRow
    start: int


def part(rows: Sequence[FieldRow], count: int, levels: tuple[Level, ...]) -> list[Parted]:
    """All rows parted; `count` first levels take two columns each, the last of them at the table's right edge."""
    out: list[Parted] = []
    for block in dict.fromkeys(r.block for r in rows):
        page = [r for r in rows if r.block == block]
        start = _page_start(page, count, levels)
        for row in page:
            own = max(SHIFTS, key=lambda d: (_fit(row, start + d, levels), -abs(d)))
            moved = own if _fit(row, start + own, levels) > _fit(row, start, levels) + OWN_SHIFT else 0
            out.append(_parted(row, start + moved, count))
    return out


def _page_start(page: Sequence[FieldRow], count: int, levels: tuple[Level, ...]) -> int:
    """The column of the page's first indicator name: by the right edge, corrected by what fits better."""
    wide = Counter(r.width for r in page).most_common(1)[0][0]
    edge = max(1, wide - 2 * count)
    return edge + max(SHIFTS, key=lambda d: (sum(_fit(r, edge + d, levels) for r in page), -abs(d)))


def _fit(row: FieldRow, start: int, levels: tuple[Level, ...]) -> float:
    """How well a row reads if its indicators begin at `start`: names in name columns, values in value columns, no number or
    code among them."""
    score = 0.0
    by_column = {f.column - start: f for f in row.fields}
    for at, cell in by_column.items():
        if at < 0:
            score += -4.0 if _is_target(cell.text) else 0.0
        elif at >= 2 * len(levels):
            score -= 6.0
        elif at % 2:
            score += min(4.0, value_score(cell.text))
        else:
            value = by_column.get(at + 1)
            said = level_scores(levels, cell.text, value.text if value else "")[at // 2]
            score += name_score(cell.text) + max(-3.0, min(3.0, said))
    return score


@lru_cache(maxsize=4096)
def _is_target(text: str) -> bool:
    return fold(text)[:1] in ("≥", "≤", ">", "<", "=") or fold(text).endswith("%")


def _parted(row: FieldRow, start: int, count: int) -> Parted:
    left = tuple(f for f in row.fields if f.column < start)
    cells = {f.column - start: f for f in row.fields if 0 <= f.column - start < 2 * count}
    return Parted(left, cells, row, start)
