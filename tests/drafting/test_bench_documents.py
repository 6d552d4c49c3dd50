"""The documents of bench/corpus_documents.py: different, consistent, read back whole; a planted fault is one figure."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from bench.books import LINES, PROJECTS, YEARS, book
from bench.corpus_documents import planted, text, write
from tests.publishing.same import differences

from gouji.checking import check
from gouji.drafting import assemble
from gouji.model.finding import Severity
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load


@pytest.mark.parametrize(("number", "year"), [(0, 2024), (37, 2025), (74, 2024)])
def test_the_text_reads_back_the_same_and_has_no_error(number: int, year: int, tmp_path: Path) -> None:
    made = assemble(book(number, year, {}))
    path = tmp_path / "d.txt"
    path.write_text(text(made), encoding="utf-8")
    again = read(open_document(path))
    assert differences(made, again) == []
    found = check(again, load(made.template or "", made.profile)).findings
    assert [f.message for f in found if f.severity is Severity.ERROR] == []


def test_bodies_differ_in_all_that_a_corpus_is_asked_for() -> None:
    books = [book(n, year, {}) for n in range(0, 10_000, 401) for year in YEARS]
    assert len({b.body.name for b in books}) == len(books) // len(YEARS)
    assert len({(b.body.division, b.body.agency) for b in books}) == len(books) // len(YEARS)
    sizes = [len(b.lines) for b in books]
    assert min(sizes) < 5
    assert LINES >= max(sizes) > 200
    assert PROJECTS >= max(len(b.projects) for b in books) > PROJECTS // 4
    assert {b.profile for b in books} == {"11", "12", "15"}
    assert any(len(book(n, YEARS[0], {}).agencies) > 1 for n in range(60))


def test_a_body_states_its_own_figures_of_the_year_before_and_every_tenth_document_has_one_fault(tmp_path: Path) -> None:
    faults = write(tmp_path / "a", 0, 10)
    assert len(faults) == 2  # of twenty documents
    for fault in faults:
        line = (tmp_path / "a" / "00" / fault.file).read_text(encoding="utf-8").split("\n")[fault.line - 1]
        assert fault.wrong in line
        assert fault.wrong != fault.right.replace(",", "")
    clean = next(n for n in range(10) if f"{2 * n:05}.txt" not in {f.file for f in faults})
    first = assemble(book(clean, YEARS[0], {}))
    total = next(c.amount for c in first.claims if c.quantity == "收入总计")
    second = (tmp_path / "a" / "00" / f"{2 * clean + 1:05}.txt").read_text(encoding="utf-8")
    now = next(c.amount for c in assemble(book(clean, YEARS[1], {})).claims if c.quantity == "收入总计")
    assert total is not None
    assert now is not None
    assert f"收入总计{'增加' if now > total else '减少'}{abs(now - total):.2f}万元" in second
    assert write(tmp_path / "b", 0, 10) == faults
    for path in (tmp_path / "a").rglob("*.txt"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_a_fault_changes_one_figure() -> None:
    words = text(assemble(book(1, 2024, {})))
    for seed in range(20):
        wrong, fault = planted(words, "d.txt", random.Random(seed))
        changed = [(a, b) for a, b in zip(words.split("\n"), wrong.split("\n"), strict=True) if a != b]
        assert len(changed) == 1
        assert changed[0][0].replace(fault.right, fault.wrong, 1) == changed[0][1] or fault.right in changed[0][0]
