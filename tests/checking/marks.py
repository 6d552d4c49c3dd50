"""A plugin for one question: which rules the tests of a folder mark (`pytest --collect-only -p tests.checking.marks`)."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

VARIABLE = "GOUJI_MARKS"  # the file that the answer is written to


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    marks = {name: sorted({str(m.args[0]) for i in items for m in i.iter_markers(name)}) for name in ("fires", "silent")}
    Path(os.environ[VARIABLE]).write_text(json.dumps(marks), "utf-8")


def command(folder: Path) -> list[str]:
    """What collects the folder's tests with this plugin."""
    options = ["--collect-only", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.checking.marks"]
    return [sys.executable, "-m", "pytest", *options, str(folder)]
