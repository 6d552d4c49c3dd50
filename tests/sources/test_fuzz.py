"""A small run of bench/fuzz.py: mutated files of every format give a Document or a SourceError, nothing else."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("gouji_fuzz", Path(__file__).parents[2] / "bench" / "fuzz.py")
assert _SPEC is not None
assert _SPEC.loader is not None
fuzz = importlib.util.module_from_spec(_SPEC)
sys.modules["gouji_fuzz"] = fuzz
_SPEC.loader.exec_module(fuzz)


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_no_crash_no_hang_no_traceback(kind: str) -> None:
    assert fuzz.run(kind, seed=11, first=0, end=80, seconds=20.0) == []


def test_every_input_is_made_from_its_number_alone() -> None:
    files = fuzz.seeds("text")
    first = [fuzz.made("text", files, 1, n) for n in range(20)]
    assert first == [fuzz.made("text", files, 1, n) for n in range(20)]
    assert len(set(first)) > 15
