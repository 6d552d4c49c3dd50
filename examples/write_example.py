"""Writes the example anew from its plan: python examples/write_example.py (from the project's folder)."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.invented.document import document  # noqa: E402
from tests.invented.mistakes import mistaken  # noqa: E402
from tests.invented.station import STATION  # noqa: E402

NAME = "禾川市雨情监测中心2024年单位预算.txt"


def example() -> str:
    """The example's text, with its planted mistakes."""
    return mistaken(document(STATION))


if __name__ == "__main__":
    (HERE / NAME).write_text(example(), encoding="utf-8")
