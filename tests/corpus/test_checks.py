"""Documents of a corpus against each other: what the example plants is found, under the body and year that it stands in."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from gouji.corpus import Corpus, browse
from gouji.corpus.checks import check, found, stored
from gouji.corpus_command import app


@pytest.fixture(scope="module", autouse=True)
def checked(corpus: Corpus) -> None:
    check(corpus)


def told(corpus: Corpus, rule: str) -> set[tuple[str, int]]:
    """Issuer and year of each finding of a rule."""
    names = {r["body"]: r["issuer"] for r in browse.bodies(corpus)}
    return {(names[f["body"]], f["year"]) for f in stored(corpus, size=1000) if f["rule"] == rule}


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        ("TOGETHER-SUM", set()),  # all sums are off by what one unit is off by, which is told once
        ("TOGETHER-AGENCY", {("云溪县教育局", 2025)}),  # and not in 2024, where the department is its units' sum
        ("TOGETHER-LAST-YEAR", {("青岗县自然资源局", 2025)}),
        ("TOGETHER-PROJECT", {("白石区市场监督管理局", y) for y in (2023, 2024, 2025)}),
        ("TOGETHER-OUTLIER", {("青岗县医疗保障局", y) for y in (2023, 2024, 2025)}),
        ("TOGETHER-LAST-COLUMN", set()),
        ("TOGETHER-MISSING-UNIT", set()),
    ],
)
def test_what_is_planted_is_found_and_nothing_else(corpus: Corpus, rule: str, where: set[tuple[str, int]]) -> None:
    assert told(corpus, rule) == where


def test_a_finding_names_the_documents_that_it_speaks_of(corpus: Corpus) -> None:
    for finding in stored(corpus, size=1000):
        assert finding["documents"]
        for key in finding["documents"]:
            assert browse.document_row(corpus, key)["superseded_by"] is None
        files = [s["place"]["file"] for s in json.loads(finding["details"])["places"] if "file" in s["place"]]
        assert set(files) <= set(finding["documents"])


def test_for_each_insured_person(corpus: Corpus) -> None:
    told = [f["message"] for f in stored(corpus, size=1000) if "参保人数" in f["message"]]
    assert len(told) == 3
    assert all("5个地方的中位数" in message for message in told)


def test_checking_again_finds_the_same_once(corpus: Corpus) -> None:
    before = stored(corpus, size=1000)
    assert check(corpus) == len(before)
    assert stored(corpus, size=1000) == before


def test_in_english_too(corpus: Corpus) -> None:
    rows = stored(corpus, size=1000)
    assert rows
    assert all(f["title_en"].isascii() and f["message_en"] != f["message"] for f in rows)
    assert [f.title for f in found(corpus, "en")] == [f["title_en"] for f in rows]
    assert [f.title for f in found(corpus)] == [f["title"] for f in rows]


def test_the_command_tells_it_and_says_that_there_are_errors(corpus: Corpus) -> None:
    path = corpus.path
    corpus.close()
    ran = CliRunner().invoke(app, ["check", "--corpus", str(path)])
    assert ran.exit_code == 1
    assert "TOGETHER-AGENCY" in ran.output
    assert CliRunner().invoke(app, ["check", "--corpus", str(path.with_name("none") / "x.duckdb")]).exit_code == 2
