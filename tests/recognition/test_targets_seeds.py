"""The published documents with an answer key: how many of their targets are read. Needs ../shared; skipped without it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from gouji.model.disclosure import Indicator
from gouji.recognition import read
from gouji.sources import open_document

SHARED = Path(__file__).resolve().parents[3] / "shared"
Key = tuple[str, str, str, str]


def _folded(text: object) -> str:
    return re.sub(r"[\s“”\"]", "", str(text or "")).translate(str.maketrans("（）：，；﹥", "():,;>"))


def _wanted(truth: dict) -> Counter[Key]:
    owners = [*truth["projects"], *([{**d, "name": "整体"}] if (d := truth.get("department_performance")) else [])]
    return Counter(
        (_folded(o["name"]), _folded(i["l1"]), _folded(i["name"]), _folded(i["value"]))
        for o in owners
        for i in o["indicators"]
        if i["value"]
    )


def _read(owner: str, found: tuple[Indicator, ...]) -> list[Key]:
    return [(_folded(owner), i.level1, _folded(i.name), _folded(i.target.raw)) for i in found if i.target.raw]


@pytest.mark.parametrize(("seed", "recall"), [("000", 0.95), ("001", 0.95), ("002", 0.9)])
def test_targets_of_a_seed(seed: str, recall: float) -> None:
    files = sorted((SHARED / "seeds").glob(f"{seed}_*.txt")) if SHARED.is_dir() else []
    if not files:
        pytest.skip("../shared not here")
    truth = json.loads((SHARED / "truth" / f"{seed}.json").read_text(encoding="utf-8"))
    disclosure = read(open_document(files[0]))
    whole = disclosure.department_performance
    got = Counter(k for p in disclosure.projects for k in _read(p.name, p.indicators))
    got.update(_read("整体", whole.indicators) if whole else [])
    wanted = _wanted(truth)
    hit = sum((wanted & got).values())
    assert hit / sum(wanted.values()) >= recall
    assert hit / sum(got.values()) >= recall
    for want, project in zip(truth["projects"], disclosure.projects, strict=True):
        assert (want["code"], want["amount"], want["amount_unit"]) == (project.code, str(project.amount), project.unit)
