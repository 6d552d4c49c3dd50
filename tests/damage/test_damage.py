"""What is read from a damaged text equals what is read from the clean one, or is reported as damaged or ambiguous; it is
never silently wrong. The clean document is about an invented body; chance is seeded, so a failure can be run again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from tests.damager import ENCODINGS, STYLES
from tests.invented.chance import plan
from tests.invented.document import document
from tests.invented.forms import sheets
from tests.invented.station import STATION

from gouji.checking import check
from gouji.model.disclosure import Disclosure, Origin
from gouji.model.finding import Severity
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

CLEAN = document(STATION)
SEEDS = range(4)
# The least share of the clean text's amounts that must be read with their column. A dump has lost the columns: what
# arithmetic cannot decide is ambiguous, so less is asked of it.
RECALL = {"pdf_dump": Decimal("0.90"), "shifted_tabs": Decimal("0.97"), "ocr": Decimal("0.95")}

Fact = tuple[str, str | None, str, str, Decimal]


def disclosure(folder: Path, content: bytes) -> Disclosure:
    path = folder / "document.txt"
    path.write_bytes(content)
    return read(open_document(path))


def facts(read_: Disclosure) -> Iterator[tuple[Fact, int | None, Origin]]:
    """Every amount with its form, side, row and column; where it stood; how its column is known."""
    for form in read_.forms:
        for row in form.rows:
            who = "".join(sorted(row.codes.values())) or row.label
            for column, cell in row.cells.items():
                yield (form.kind, row.side, who, column, cell.amount.normalize()), cell.place.line, cell.origin


@cache
def clean(folder: Path) -> Disclosure:
    return disclosure(folder, CLEAN.encode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damage")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_reads_the_same(folder: Path, encoding: str) -> None:
    read_ = disclosure(folder, CLEAN.encode(encoding))
    assert (read_.forms, read_.claims, read_.projects) == (clean(folder).forms, clean(folder).claims, clean(folder).projects)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("style", STYLES)
def test_nothing_is_wrong_without_a_word(folder: Path, style: str, seed: int) -> None:
    damaged = STYLES[style](CLEAN, random.Random(seed))
    read_ = disclosure(folder, damaged.text.encode())
    known = {fact for fact, _, _ in facts(clean(folder))}
    told = told_lines(read_) | damaged.garbled
    wrong = [(fact, line) for fact, line, _ in facts(read_) if fact not in known and line not in told]
    assert not wrong, [(fact, damaged.text.split("\n")[(line or 1) - 1]) for fact, line in wrong]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("style", STYLES)
def test_most_of_it_is_read(folder: Path, style: str, seed: int) -> None:
    damaged = STYLES[style](CLEAN, random.Random(seed))
    want = Counter(fact for fact, _, _ in facts(clean(folder)))
    got = Counter(fact for fact, _, _ in facts(disclosure(folder, damaged.text.encode())))
    assert Decimal((want & got).total()) / want.total() >= RECALL[style], sorted(map(str, want - got))


@pytest.mark.parametrize("seed", range(6))
def test_other_bodies_are_read_completely_and_hold(folder: Path, seed: int) -> None:
    """The readers fit no particular document: bodies by chance are read to the last amount, and every relation holds."""
    text = document(plan(seed))
    read_ = disclosure(folder, text.encode())
    printed = [c for s in sheets(plan(seed))[:10] for row in s.rows for c in row if c[:1].isdigit() and "." in c]
    assert sum(len(row.cells) for form in read_.forms[:10] for row in form.rows) == len(printed)
    assert read_.damage == ()
    assert read_.template is not None
    report = check(read_, load(read_.template, read_.profile))
    assert [f.message for f in report.findings if f.severity is not Severity.INFO] == []
    assert report.tally.broken == 0
    assert report.tally.held > 300


# 12 and 30: several rows of one form shifted alike, so that no single row's layout is at fault alone.
@pytest.mark.parametrize("seed", [0, 1, 2, 3, 12, 30])
@pytest.mark.parametrize("style", STYLES)
def test_other_bodies_are_never_read_wrong(folder: Path, style: str, seed: int) -> None:
    text = document(plan(seed))
    known = {fact for fact, _, _ in facts(disclosure(folder, text.encode()))}
    damaged = STYLES[style](text, random.Random(seed))
    read_ = disclosure(folder, damaged.text.encode())
    told = told_lines(read_) | damaged.garbled
    assert [fact for fact, line, _ in facts(read_) if fact not in known and line not in told] == []


@pytest.mark.parametrize("style", ["pdf_dump", "shifted_tabs"])
def test_prose_and_targets_survive(folder: Path, style: str) -> None:
    read_ = disclosure(folder, STYLES[style](CLEAN, random.Random(7)).text.encode())
    numbers = Counter((c.quantity, c.amount, c.unit) for c in clean(folder).claims)
    assert Counter((c.quantity, c.amount, c.unit) for c in read_.claims) == numbers
    want = Counter((p.name, i.level1, i.name, i.target.raw) for p in clean(folder).projects for i in p.indicators)
    got = Counter((p.name, i.level1, i.name, i.target.raw) for p in read_.projects for i in p.indicators)
    assert (want & got).total() >= 0.9 * want.total(), want - got


def told_lines(read_: Disclosure) -> set[int | None]:
    """The lines that the reading itself calls damaged."""
    lines: set[int | None] = set()
    for damage in read_.damage:
        first = damage.place.line
        if first is not None:
            lines.update(range(first, (damage.place.to_line or first) + 1))
    return lines
