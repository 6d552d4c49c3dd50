"""The words of performance targets (绩效指标), as data: which level a name or a value speaks for, and words that are values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from gouji.standards.fold import fold
from gouji.standards.schema import Fields, mapping
from gouji.standards.tree import Node, read_tree

FILE = Path(__file__).with_name("indicators.yaml")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pattern over folded wording, and how much it speaks for its level (negative: against). A weight, not money."""

    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """A first level (一级指标) with its other names, its second levels, and what speaks for it."""

    name: str
    aliases: tuple[str, ...]
    seconds: tuple[str, ...]
    names: tuple[Evidence, ...]
    values: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Indicators:
    """All levels by their official name, the words that are values, and how names end."""

    levels: Mapping[str, Level]
    department_seconds: Mapping[str, tuple[str, ...]]
    qualitative: re.Pattern[str]
    name_ends: re.Pattern[str]
    units: re.Pattern[str]
    prescribed: Mapping[str, str]  # folded name of an indicator → its second level

    def level(self, text: str) -> str | None:
        """The official name of the first level that `text` prints, or None."""
        folded = fold(text)
        return next((lv.name for lv in self.levels.values() if folded in lv.aliases), None)


@cache
def indicators() -> Indicators:
    """The words of the shipped file, read once. Raises TemplateError naming file and line for a mistake in it."""
    root = Fields(
        read_tree(FILE),
        frozenset({"levels", "department_seconds", "qualitative", "name_ends", "units", "prescribed"}),
        "指标词表",
    )
    known = mapping(root.require("prescribed"), "prescribed")
    prescribed = Fields(root.require("prescribed"), frozenset(known), "prescribed")
    levels = {name: _level(name, node) for name, node in mapping(root.require("levels"), "levels").items()}
    seconds = Fields(root.require("department_seconds"), frozenset(levels), "department_seconds")
    return Indicators(
        levels,
        {name: seconds.texts(name) for name in levels},
        _pattern("|".join(f"(?:{p})" for p in root.texts("qualitative")), root.require("qualitative")),
        _pattern(root.text("name_ends"), root.require("name_ends")),
        _pattern(root.text("units"), root.require("units")),
        {fold(name): second for second in known for name in prescribed.texts(second)},
    )


def _level(name: str, node: Node) -> Level:
    fields = Fields(node, frozenset({"aliases", "seconds", "names", "values"}), name)
    aliases = tuple(fold(a) for a in fields.texts("aliases"))
    return Level(name, aliases, fields.texts("seconds"), _evidence(fields.get("names")), _evidence(fields.get("values")))


def _evidence(node: Node | None) -> tuple[Evidence, ...]:
    if node is None or not isinstance(node.value, list):
        return ()
    return tuple(_one(item) for item in node.value)


def _one(node: Node) -> Evidence:
    fields = Fields(node, frozenset({"pattern", "weight"}), "指标词")
    try:
        weight = float(Decimal(fields.text("weight")))
    except InvalidOperation:
        raise fields.require("weight").error("weight 应是数", "weight must be a number") from None
    return Evidence(_pattern(fields.text("pattern"), fields.require("pattern")), weight)


def _pattern(text: str, node: Node) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise node.error(f"正则表达式有误：{error}", f"bad regular expression: {error}") from None
