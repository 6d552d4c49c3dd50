"""What the names of budgets, forms, classes and targets are in English, where that is known (names.yaml, the templates)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from gouji.standards.loader import available, load


@cache
def _names() -> Mapping[str, str]:
    held = yaml.safe_load(Path(__file__).with_name("names.yaml").read_text("utf-8"))
    return {zh: en for group in held.values() for zh, en in group.items()}


def named(name: str, lang: str) -> str:
    """A printed name in the reader's language; as it is printed where its English is not known."""
    return _names().get(name, name) if lang == "en" else name


@cache
def forms() -> Mapping[str, tuple[str, str]]:
    """Form kind → what people call it in Chinese and English."""
    found: dict[str, tuple[str, str]] = {}
    for profile in available():
        for kind, form in load(profile.id, profile.profile).forms.items():
            found.setdefault(kind, (form.titles[0], form.english or form.titles[0]))
    return found
