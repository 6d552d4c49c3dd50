"""What the law asks of a disclosure (law.yaml): provisions with their certainty, prescribed parts, what they must tell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from gouji.standards.tables import Table, read_table

FILE = Path(__file__).with_name("law.yaml")
CERTAINTY = ("high", "medium", "low")
KNOWN = ("read", "quoted", "memory")


@cache
def law() -> Table:
    """The shipped file, read and checked once. ValueError where a rule rests on a provision that is not there."""
    table = read_table(FILE)
    provisions = table["provisions"]
    for key, provision in provisions.items():
        if provision["certainty"] not in CERTAINTY or provision["known"] not in KNOWN:
            raise ValueError(f"{FILE.name}: provision {key} has no certainty")
    for group in ("parts", "contents", "sections"):
        for name, rule in table[group].items():
            for key in rule["rests"]:
                if key not in provisions:
                    raise ValueError(f"{FILE.name}: {name} rests on {key}, which is no provision")
    return table


def rests(*keys: str) -> tuple[str, str]:
    """The provisions of those keys, in Chinese and English: the basis of a rule. KeyError for an unknown one."""
    provisions: Mapping[str, Mapping[str, str]] = law()["provisions"]
    found = [provisions[key] for key in keys]
    return "；".join(p["zh"] for p in found), "; ".join(p["en"] for p in found)


@lru_cache(1024)
def words(text: object) -> tuple[str, ...]:
    """The alternatives of a “a|b|c” of the file; none for an empty one."""
    return tuple(w for w in str(text or "").split("|") if w)
