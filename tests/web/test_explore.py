"""Bodies, comparison and targets: what the pages show is what the corpus holds."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouji.corpus import Corpus, browse
from gouji.corpus.beside import KINDS, beside
from gouji.web.api import harmless
from gouji.web.glance import amount
from gouji.web.glossary import glossary
from gouji.web.pages.compare import differences


@pytest.fixture
def corpus(client: TestClient) -> Corpus:
    held: Corpus = client.app.state.site.corpus  # type: ignore[attr-defined]
    return held


def shown(client: TestClient, path: str, **params: Any) -> str:
    answer = client.get(path, params={"lang": "zh", **params})  # the language asked for last is remembered
    assert answer.status_code == 200, answer.text
    assert len(answer.content) < 300_000
    return answer.text


def bodies(corpus: Corpus) -> list[dict[str, Any]]:
    return browse.bodies(corpus)


def test_every_body_is_listed_with_its_expenditure(client: TestClient, corpus: Corpus) -> None:
    text = shown(client, "/agencies")
    for body in bodies(corpus):
        assert f"/agency/{body['body']}" in text
        assert f"{body['expenditure'] / 10_000:,.2f}" in text


def test_bodies_are_found_by_a_part_of_their_name(client: TestClient, corpus: Corpus) -> None:
    first = bodies(corpus)[0]
    text = shown(client, "/agencies", q=first["issuer"][2:6])
    assert f"/agency/{first['body']}" in text
    assert "没有这样的单位" in shown(client, "/agencies", q="没有这个名字的单位")
    other = next(b for b in bodies(corpus) if first["issuer"][2:6] not in b["issuer"])
    assert f'/agency/{other["body"]}"' not in text


def test_a_bodys_page_tells_its_figures_and_leads_to_its_document(client: TestClient, corpus: Corpus) -> None:
    body = next(b for b in bodies(corpus) if b["years"] > 1)
    years = browse.agency_years(corpus, body["body"])
    text = shown(client, f"/agency/{body['body']}")
    assert f"全年预算支出{amount(years[0]['expenditure'])}" in text
    assert f"比{years[1]['year']}年" in text
    assert f'href="/document/{years[0]["document"]}"' in text
    for row in years:
        assert f"{row['projects'] / 10_000:,.2f}" in text
    older = shown(client, f"/agency/{body['body']}", year=years[-1]["year"])
    assert f"全年预算支出{amount(years[-1]['expenditure'])}" in older


def test_a_body_that_is_not_there_is_told(client: TestClient) -> None:
    assert client.get("/agency/999999").status_code in (400, 404)
    assert client.get("/agency/nobody").status_code in (400, 404)


def test_a_bodys_page_in_english(client: TestClient, corpus: Corpus) -> None:
    text = shown(client, f"/agency/{bodies(corpus)[0]['body']}", lang="en")
    assert "It plans to spend" in text
    assert 'lang="en"' in text


def test_a_comparison_has_the_figures_of_the_corpus_and_its_link_shows_it_again(client: TestClient, corpus: Corpus) -> None:
    first, second = bodies(corpus)[:2]
    params = {"body": [first["body"], second["body"]], "by": "function:3"}
    text = shown(client, "/compare", **params)
    assert text == shown(client, "/compare", **params)
    answer = client.get("/compare", params={**params, "format": "csv"})
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert table[0][2].startswith(first["issuer"])
    for code, _, *cells in table[1:]:
        for body, cell in zip((first, second), cells, strict=True):
            (row,) = corpus.rows(
                "SELECT sum(yuan) AS yuan FROM amounts WHERE document = ? AND form = 'expenditure_summary' AND main "
                "AND row_kind = 'item' AND starts_with(function, ?)",
                [body["document"], code],
            )
            assert (Decimal(cell) if cell else None) == row["yuan"]


def test_years_of_one_body_stand_beside_each_other(corpus: Corpus) -> None:
    body = next(b for b in bodies(corpus) if b["years"] > 1)
    years = sorted(r["year"] for r in browse.agency_years(corpus, body["body"]))
    table = beside(corpus, [body["body"]], years)
    assert [c.year for c in table.columns] == years
    spent = next(line for line in table.lines if line.code == "expenditure")
    assert list(spent.amounts) == [r["expenditure"] for r in reversed(browse.agency_years(corpus, body["body"]))]


@pytest.mark.parametrize("by", KINDS)
def test_every_kind_of_comparison_has_a_cell_for_every_column(corpus: Corpus, by: str) -> None:
    table = beside(corpus, [b["body"] for b in bodies(corpus)], by=by)
    assert table.lines
    assert all(len(line.amounts or line.texts) == len(table.columns) for line in table.lines)


def test_the_greatest_difference_is_told_first_and_is_one(corpus: Corpus) -> None:
    table = beside(corpus, [b["body"] for b in bodies(corpus)])
    told = differences(table, "")
    spent = next(line for line in table.lines if line.name == told[0][0].split("：")[0])
    known = [a for a in spent.amounts if a is not None]
    assert amount(max(known)) in told[0][0]
    assert amount(min(known)) in told[0][0]


def test_one_column_has_no_difference(corpus: Corpus) -> None:
    assert differences(beside(corpus, [bodies(corpus)[0]["body"]]), "") == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("-1.5", "-1.5"), ("-cmd", "'-cmd"), ("≥90%", "≥90%"), ("12.5", "12.5"), ("", "")],
)
def test_no_cell_of_a_csv_is_a_formula(text: str, kept: str) -> None:
    assert harmless(text) == kept


def test_indicators_are_listed_and_each_has_its_page(client: TestClient, corpus: Corpus) -> None:
    (most,) = corpus.rows("SELECT name, count(*) AS n FROM target_list GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1")
    text = shown(client, "/targets")
    assert most["name"] in text
    own = shown(client, "/targets", name=most["name"])
    raws = [r["raw"] for r in browse.targets(corpus, {"name": most["name"]}, size=50)]
    assert all(raw.replace("<", "&lt;") in own for raw in raws)


def test_targets_that_nobody_can_measure_are_told_apart(client: TestClient, corpus: Corpus) -> None:
    words = {r["name"] for r in corpus.rows("SELECT DISTINCT name FROM target_list WHERE value IS NULL")}
    numbers = {r["name"] for r in corpus.rows("SELECT DISTINCT name FROM target_list WHERE value IS NOT NULL")} - words
    unmeasured = shown(client, "/targets", measurable="0")
    listed = set(re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', unmeasured))
    assert listed <= words
    assert not listed & numbers
    assert set(re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', shown(client, "/targets", measurable="1"))) & numbers


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["/agencies", "/compare", "/targets", "/agency/1", "/words"]),
    params=st.dictionaries(
        st.sampled_from(
            [
                "q",
                "division",
                "level",
                "year",
                "order",
                "page",
                "body",
                "by",
                "per",
                "format",
                "name",
                "measurable",
                "document",
                "lang",
            ]
        ),
        st.one_of(st.text(max_size=12), st.sampled_from(["'", "%", "<b>", "1", "2024", "-1", "\x00", "csv", "99999999999"])),
        max_size=4,
    ),
)
def test_no_parameter_breaks_a_page(client: TestClient, path: str, params: dict[str, str]) -> None:
    answer = client.get(path, params=params)
    assert answer.status_code in (200, 400, 404), (path, params)
    assert "<b>" not in answer.text


def test_every_word_is_explained_in_both_languages(client: TestClient) -> None:
    zh, en = shown(client, "/words"), shown(client, "/words", lang="en")
    for word in glossary().values():
        assert word.meaning[0] in zh
        assert word.meaning[1].replace("'", "&#39;") in en
