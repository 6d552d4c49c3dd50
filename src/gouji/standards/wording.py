"""The words that rules of wording look for (wording.yaml): patterns, look-alike characters, set phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gouji.standards.tables import Table, read_table

FILE = Path(__file__).with_name("wording.yaml")
_KEYS = frozenset({"severity", "title", "rests", "says", "rule", "example", "in", "finds", "unlike", "right", "once", "mask"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule that is a pattern. Pairs are Chinese and English. `unlike`: innocent wordings, within which a match says nothing.
    `right`: what should stand there (groups of the match as \\1). `once`: one finding a document instead of one a passage.
    `mask`: the finding does not repeat the digits that it speaks of."""

    id: str
    severity: str
    title: tuple[str, str]
    rests: tuple[str, ...]
    says: tuple[str, str]
    rule: tuple[str, str]
    example: str
    kinds: tuple[str, ...]
    finds: re.Pattern[str]
    unlike: re.Pattern[str] | None
    right: str | None
    once: bool
    mask: bool


@cache
def wording() -> Table:
    """The shipped file, read once."""
    return read_table(FILE)


@cache
def patterns() -> tuple[Pattern, ...]:
    """The rules that are patterns, in the file's order. ValueError, with the rule's id, where one is no rule."""
    return tuple(_pattern(id, entry) for id, entry in wording()["patterns"].items())


def _pattern(id: str, entry: Mapping[str, Any]) -> Pattern:
    if unknown := entry.keys() - _KEYS:
        raise ValueError(f"{FILE.name}: {id} has no field {sorted(unknown)[0]}")
    try:
        return Pattern(
            id=id,
            severity=entry["severity"],
            title=_pair(entry["title"]),
            rests=tuple(entry["rests"]),
            says=_pair(entry["says"]),
            rule=_pair(entry["rule"]),
            example=entry["example"],
            kinds=tuple(entry["in"]),
            finds=re.compile(entry["finds"]),
            unlike=re.compile(entry["unlike"]) if entry.get("unlike") else None,
            right=entry.get("right"),
            once=bool(entry.get("once", False)),
            mask=bool(entry.get("mask", False)),
        )
    except (KeyError, re.error) as error:
        raise ValueError(f"{FILE.name}: {id}: {error}") from None


def _pair(value: list[str]) -> tuple[str, str]:
    chinese, english = value
    return str(chinese), str(english)
