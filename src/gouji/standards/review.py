"""What a reviewer of prose and targets looks for (`review.yaml`): named patterns, lists of words and limits. Data, no rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gouji.standards.schema import Fields, mapping, text
from gouji.standards.tree import read_tree

FILE = Path(__file__).with_name("review.yaml")
# An amount in folded wording, {n}{u} in a pattern: its digits and its unit, which a plain 0 may lack.
AMOUNT = (
    r"(?:(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,8})?(?![\d.])|\d{1,15}(?:\.\d{1,8})?(?![\d.]))"
    r"(?P<unit>亿元|百万元|万元|千元|百元|元|万(?![一-龥]))|(?P<zero>0(?:\.00?)?)(?![\d.%年月日个]))"
)


@dataclass(frozen=True, slots=True)
class Review:
    """`patterns` match folded wording; each line of a list is cut at “|”: the first word is what the others belong to."""

    patterns: Mapping[str, re.Pattern[str]]
    lists: Mapping[str, tuple[tuple[str, ...], ...]]
    limits: Mapping[str, int]

    def has(self, name: str, folded: str) -> bool:
        """Whether the pattern of that name is found in the folded wording."""
        return self.patterns[name].search(folded) is not None


@cache
def review() -> Review:
    """The words of the shipped file, read once. Raises TemplateError naming file and line for a mistake in it."""
    root = Fields(read_tree(FILE), frozenset({"patterns", "lists", "limits"}), "审核词表")
    patterns: dict[str, re.Pattern[str]] = {}
    for name, node in mapping(root.require("patterns"), "patterns").items():
        try:
            patterns[name] = re.compile(text(node, name).replace("{n}{u}", AMOUNT))
        except re.error as error:
            raise node.error(f"正则表达式有误：{error}", f"bad regular expression: {error}") from None
    named = mapping(root.require("lists"), "lists")
    lists = Fields(root.require("lists"), frozenset(named), "lists")
    limited = mapping(root.require("limits"), "limits")
    limits = Fields(root.require("limits"), frozenset(limited), "limits")
    return Review(
        patterns,
        {name: tuple(tuple(line.split("|")) for line in lists.texts(name)) for name in named},
        {name: limits.number(name) for name in limited},
    )
