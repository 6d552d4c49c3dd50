"""A document of the invented station, read and checked, as the reports take it."""

from __future__ import annotations

from pathlib import Path

from tests.invented.document import document
from tests.invented.mistakes import mistaken
from tests.invented.station import STATION

from gouji.checking import check
from gouji.checking.settings import NONE, Settings
from gouji.recognition import read
from gouji.reporting.material import Material
from gouji.sources import open_document
from gouji.standards.loader import load

EVIL = "<script>alert(1)</script>\"'&</td>"


def material(path: Path, lang: str = "zh", settings: Settings = NONE) -> Material:
    """What the file comes to."""
    opened = open_document(path)
    disclosure = read(opened)
    template = load(disclosure.template, disclosure.profile) if disclosure.template else None
    return Material.of(opened, disclosure, check(disclosure, template, lang, settings), template, lang)


def wrong_text() -> str:
    """The station's disclosure with its planted mistakes."""
    return mistaken(document(STATION))
