"""What the words of a budget mean, in plain Chinese and English (words.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml

from gouji.web.site import FOLDER


@dataclass(frozen=True, slots=True)
class Word:
    """A term and its meaning, each in Chinese and English."""

    key: str
    term: tuple[str, str]
    meaning: tuple[str, str]


@cache
def glossary() -> dict[str, Word]:
    """All words by key, in the order of the file."""
    held = yaml.safe_load((FOLDER / "words.yaml").read_text("utf-8"))
    return {key: Word(key, (w["zh"][0], w["en"][0]), (w["zh"][1], w["en"][1])) for key, w in held.items()}
