"""What docs/AUDIT.md promises, on one document: faults are found, the figure is named, clean documents have no error."""

from __future__ import annotations

import random

import pytest
from bench.cell_faults import CELL_FAULTS, SEVERAL
from bench.clean import Clean, from_text
from bench.mutation import Board, identity, run, score
from bench.text_faults import PROSE_FAULTS
from tests.invented.chance import plan
from tests.invented.document import document

from gouji.checking import check
from gouji.model.finding import Severity


@pytest.fixture(scope="module")
def clean() -> Clean:
    return from_text("invented", document(plan(5)))


def test_a_clean_document_has_no_error(clean: Clean) -> None:
    assert [f for f in check(clean.disclosure, clean.template).findings if f.severity is Severity.ERROR] == []


def test_single_wrong_amounts_are_found_and_named(clean: Clean) -> None:
    board = Board()
    run(board, clean, {k: f for k, f in CELL_FAULTS.items() if k not in SEVERAL}, "forms", 1, seed=2)
    scores = board.scores["forms"].values()
    tried = sum(s.tried for s in scores)
    assert tried >= 20
    assert sum(s.detected for s in scores) >= 0.95 * tried
    assert sum(s.named for s in scores) >= 0.85 * tried
    assert sum(s.two for s in scores) >= 0.94 * tried


def test_slips_of_several_figures_are_found(clean: Clean) -> None:
    board = Board()
    run(board, clean, {k: f for k, f in CELL_FAULTS.items() if k in SEVERAL}, "forms", 1, seed=2)
    assert all(s.detected == s.tried for s in board.scores["forms"].values())


def test_wrong_figures_of_the_prose_are_found(clean: Clean) -> None:
    board = Board()
    run(board, clean, PROSE_FAULTS, "prose", 1, seed=2)
    scores = board.scores["prose"].values()
    assert sum(s.detected for s in scores) >= 0.9 * sum(s.tried for s in scores)


def test_a_fault_that_nothing_tells_is_scored_as_missed(clean: Clean) -> None:
    mutant = CELL_FAULTS["swap"](clean.disclosure, random.Random(1))
    assert mutant is not None
    findings = check(clean.disclosure, clean.template).findings
    assert score(mutant, {identity(f) for f in findings}, findings, "swap").detected == 0
