"""The mistakes that people found in the documents of ../shared are found by rules, at their place. Read at run time."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from bench.keys import FIGURES, Defect, documents, outcome

from gouji.model.finding import Finding, Severity

KEYED = tuple(documents())
ENOUGH = 0.8  # of the warnings of the keys
UNBORNE = 1  # errors in one document that no key bears out

pytestmark = pytest.mark.skipif(not KEYED, reason="../shared with its documents and keys is absent")


@cache
def found(path: Path) -> tuple[dict[str, list[Finding]], list[Finding]]:
    return outcome(path, next(defects for p, defects in KEYED if p == path))


def missed(path: Path, defects: tuple[Defect, ...], severity: str, certain: bool) -> list[str]:
    held, _ = found(path)
    return [f"{d.key} {d.id}" for d in defects if d.severity == severity and d.certain == certain and not held[d.id]]


@pytest.mark.parametrize(("path", "defects"), KEYED, ids=lambda x: x.stem if isinstance(x, Path) else "")
def test_every_certain_error_is_reported_at_its_place(path: Path, defects: tuple[Defect, ...]) -> None:
    assert missed(path, defects, "error", True) == []


def test_most_warnings_are_reported_at_their_place() -> None:
    every = [(p, d) for p, defects in KEYED for d in defects if d.severity == "warning"]
    hits = [d for p, d in every if found(p)[0][d.id]]
    assert len(hits) >= ENOUGH * len(every)
    assert [x for p, defects in KEYED for x in missed(p, defects, "warning", True)] == []


@pytest.mark.parametrize(("path", "defects"), KEYED, ids=lambda x: x.stem if isinstance(x, Path) else "")
def test_what_figures_show_in_a_pdf_is_reported(path: Path, defects: tuple[Defect, ...]) -> None:
    held, _ = found(path)
    assert [d.id for d in defects if d.kind in FIGURES and not held[d.id]] == []


@pytest.mark.parametrize("path", [p for p, _ in KEYED], ids=lambda p: p.stem)
def test_few_errors_are_not_borne_out(path: Path) -> None:
    assert len(found(path)[1]) <= UNBORNE


def test_a_finding_elsewhere_or_of_another_matter_is_no_hit() -> None:
    path, defects = KEYED[0]
    held, _ = found(path)
    one = next(d for d in defects if d.lines and held[d.id])
    finding = next(f for f in held[one.id])
    away = Defect(one.key, one.id, one.severity, one.certain, one.stated, one.expected, "", ((999_990, 999_991),))
    other = Defect(one.key, one.id, one.severity, one.certain, "7777777", "", "", one.lines)
    assert any(one.here(s.place) for s in finding.places)
    assert not any(away.here(s.place) for s in finding.places)
    assert other.alike(finding) == 0
    assert finding.severity in tuple(Severity)
