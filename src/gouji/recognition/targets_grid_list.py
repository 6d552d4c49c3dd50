"""The indicator list of a form from a grid: 一级指标 二级指标 三级指标 指标值 [指标值说明].

Level cells are told by their wording, the rest by what looks like a value, so cells that are shifted or displaced do no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Damage, Indicator
from gouji.model.place import Place
from gouji.recognition.targets_cells import name_score, value_beside
from gouji.recognition.targets_fields import Field, FieldRow
from gouji.recognition.targets_levels import Labels, assign
from gouji.recognition.targets_list import is_second, is_second_under, second_of
from gouji.recognition.targets_result import indicator
from gouji.standards.indicators import indicators

_HEADS = ("一级指标", "二级指标", "三级指标", "指标值")


@dataclass(frozen=True, slots=True)
class Item:
    """A row's indicator before its levels are known."""

    name: str
    value: str
    note: str | None
    place: Place


class ListReader:
    """Collects the rows of a list; `finish` gives the indicators with their levels."""

    def __init__(self, header: FieldRow) -> None:
        self.explained = any("说明" in f.folded for f in header.fields)
        self.items: list[Item] = []
        self.labels = Labels()
        self.damage: list[Damage] = []

    @staticmethod
    def is_header(words: Sequence[str]) -> bool:
        """Whether these cells head the list (at least two of its captions)."""
        return sum(w in words for w in _HEADS) >= 2

    def add(self, row: FieldRow) -> None:
        """A row of the list, or a paragraph with a displaced level cell."""
        rest: list[Field] = []
        at = len(self.items)
        second = False
        for k, cell in enumerate(row.fields):
            if rest and not second and second_of(cell.folded) is not None and len(row.fields) - k > 2:
                # What stands before a known level is what recognition made of a merged cell's edge
                self.damage += [Damage(c.place, f"“{c.text}”没有归属") for c in rest]
                rest = []
            # 满意度指标 can be both a first and a second level: the first one printed in a row is the first level
            level = indicators().level(cell.folded)
            if level is not None and not rest and not second and is_second_under(cell.folded, self.labels.current):
                second = True
                self.labels.second(at, cell.text, cell.rows, row.paragraph)
            elif level is not None and not rest and not self.labels.has_first(at):
                self.labels.first(at, level, cell.rows, row.paragraph)
            elif not rest and not second and is_second(cell.folded):
                second = True
                self.labels.second(at, cell.text, cell.rows, row.paragraph)
            else:
                rest.append(cell)
        if not rest or row.paragraph:
            if row.fields and not rest and not row.paragraph:
                self.labels.blank(at)
            self.damage += [Damage(c.place, f"“{c.text}”没有归属") for c in rest]
            return
        found = self._item(rest)
        if found is not None:
            self.items.append(found)

    def _item(self, rest: Sequence[Field]) -> Item | None:
        """Name, value and explanation: the cell that looks most like a value, the one before it is the name."""
        if len(rest) == 1:
            only = rest[0]
            if len(only.text) < 2 or name_score(only.text) < -5:
                self.damage.append(Damage(only.place, f"“{only.text}”没有归属"))
                return None
            self.damage.append(Damage(only.place, f"指标“{only.text}”没有读到指标值"))
            return Item(only.text, "", None, only.place)
        last = len(rest) - 1 if self.explained and len(rest) > 2 else len(rest)
        best = max(range(1, last), key=lambda k: (_as_value(rest, k), -k)) if last > 1 else 1
        self.damage += [Damage(c.place, f"“{c.text}”没有归属") for c in rest[: best - 1]]
        note = "".join(c.text for c in rest[best + 1 :]) or None
        return Item(rest[best - 1].text, rest[best].text, note, rest[best - 1].place)

    def finish(self) -> tuple[tuple[Indicator, ...], list[Damage]]:
        """The indicators in order, and what belongs to none of them."""
        levels = assign([i.name for i in self.items], self.labels)
        found = [
            indicator(first, i.name, i.value, i.place, second, i.note)
            for i, (first, second) in zip(self.items, levels, strict=True)
        ]
        return tuple(found), self.damage


def _as_value(rest: Sequence[Field], k: int) -> float:
    return value_beside(rest[k - 1].text, rest[k].text) + name_score(rest[k - 1].text)
