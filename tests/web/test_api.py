"""The interface for programs: exact figures, clear refusals, nothing that a parameter can break."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouji.corpus.query import DIMENSIONS
from gouji.web.api import plain

V1 = "/api/v1"
WHOLE = {"form": "expenditure_summary", "main": "true", "row_kind": "total"}


def rows(client: TestClient, path: str, **params: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{V1}/{path}", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def test_facts_are_those_of_the_corpus(client: TestClient) -> None:
    corpus = client.app.state.site.corpus  # type: ignore[attr-defined]
    (row,) = corpus.rows("SELECT count(*) AS n, sum(yuan) AS yuan FROM amounts WHERE year = 2023")
    found = rows(client, "facts", year=2023, size=10_000)
    assert len(found) == row["n"] > 0
    assert sum(Decimal(r["yuan"]) for r in found) == row["yuan"]
    assert {r["year"] for r in found} == {2023}
    assert all(isinstance(r["amount"], str) for r in found), "an amount that is a float is not exact"


def test_an_aggregate_is_the_sum_of_its_facts(client: TestClient) -> None:
    sums = rows(client, "aggregate", by=["function:3", "year"], form="expenditure_summary", main=True, row_kind="item")
    facts = rows(client, "facts", form="expenditure_summary", main=True, row_kind="item", size=10_000)
    for line in sums:
        own = [
            Decimal(f["yuan"])
            for f in facts
            if (f["function"] or "")[:3] == (line["function_3"] or "") and f["year"] == line["year"]
        ]
        assert Decimal(line["yuan"]) == sum(own)
        assert line["amounts"] == len(own)
    assert [Decimal(r["yuan"]) for r in sums] == sorted((Decimal(r["yuan"]) for r in sums), reverse=True)


def test_a_code_with_a_star_is_a_prefix(client: TestClient) -> None:
    codes = {r["function"] for r in rows(client, "facts", function="208*", size=1000)}
    assert codes
    assert all(code.startswith("208") for code in codes)
    assert {r["function"] for r in rows(client, "facts", function="208", size=1000)} <= {"208"}


def test_members_drill_down(client: TestClient) -> None:
    years = {r["year"]: r["amounts"] for r in rows(client, "members/year")}
    assert set(years) == {2022, 2023, 2024}
    assert all(r["function_3"] is None or len(r["function_3"]) == 3 for r in rows(client, "members/function:3", year=2024))


def test_pages_do_not_overlap_and_say_whether_there_is_more(client: TestClient) -> None:
    seen: list[tuple[Any, ...]] = []
    for page in range(1, 4):
        answer = client.get(f"{V1}/facts", params={"size": 50, "page": page}).json()
        assert answer["more"] is True
        seen += [(r["document"], r["form_position"], r["row_position"], r["path"]) for r in answer["rows"]]
    assert len(set(seen)) == len(seen) == 150
    documents = client.get(f"{V1}/documents", params={"size": 3}).json()
    assert documents["more"] is True
    rest = client.get(f"{V1}/documents", params={"size": 3, "page": 2}).json()
    assert not {d["document"] for d in documents["rows"]} & {d["document"] for d in rest["rows"]}


def test_a_corrected_document_is_listed_only_when_asked(client: TestClient) -> None:
    current = rows(client, "documents", size=1000)
    everything = rows(client, "documents", size=1000, superseded=True)
    assert len(everything) == len(current) + 1
    (old,) = [d for d in everything if d["superseded_by"]]
    assert old["superseded_by"] in {d["document"] for d in current}


def test_a_document_is_its_reading_and_its_findings(client: TestClient) -> None:
    listed = next(d for d in rows(client, "documents") if d["errors"])
    reading = client.get(f"{V1}/documents/{listed['document']}").json()
    assert reading["schema"] == "gouji/disclosure/1"
    assert reading["source"]["sha256"] == listed["document"]
    findings = client.get(f"{V1}/documents/{listed['document']}/findings").json()
    assert sum(f["severity"] == "error" for f in findings) == listed["errors"]


def test_csv_opens_in_a_spreadsheet(client: TestClient) -> None:
    answer = client.get(f"{V1}/aggregate", params={"by": "issuer", **WHOLE, "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark"
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(r["issuer"], Decimal(r["yuan"])) for r in table] == [
        (r["issuer"], Decimal(r["yuan"])) for r in rows(client, "aggregate", by="issuer", **WHOLE)
    ]


def test_no_word_of_a_csv_is_a_formula_and_numbers_stay_numbers(client: TestClient) -> None:
    corpus = client.app.state.site.corpus  # type: ignore[attr-defined]
    with corpus.write() as cursor:
        cursor.execute("UPDATE facts SET label = '=cmd|x' WHERE doc = 1 AND form_position = 0 AND row_position = 0")
    (document,) = (r["document"] for r in corpus.rows("SELECT document FROM documents WHERE doc = 1"))
    answer = client.get(f"{V1}/facts", params={"document": document, "form": "revenue_expenditure_summary", "format": "csv"})
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert "'=cmd|x" in {r["label"] for r in table}
    assert all(Decimal(r["yuan"]) is not None for r in table)


def test_the_same_question_is_answered_once_until_the_corpus_changes(client: TestClient) -> None:
    first = client.get(f"{V1}/facts", params={"size": 1})
    again = client.get(f"{V1}/facts", params={"size": 1}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{V1}/facts", params={"size": 1}, headers={"If-None-Match": '"0"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("facts", {"colour": "red"}),
        ("facts", {"size": 0}),
        ("facts", {"size": 10_001}),
        ("facts", {"page": 0}),
        ("facts", {"order": "yuan; DROP TABLE facts"}),
        ("facts", {"year": "zwanzig"}),
        ("aggregate", {"by": "colour"}),
        ("aggregate", {"by": "function:4"}),
        ("members/colour", {}),
        ("search", {}),
        ("documents", {"colour": "red"}),
        ("documents/nothing", {}),
        (f"documents/{'0' * 64}", {}),
    ],
)
def test_a_request_that_cannot_be_answered_is_told_in_both_languages(
    client: TestClient, path: str, params: dict[str, Any]
) -> None:
    answer = client.get(f"{V1}/{path}", params=params)
    assert answer.status_code == 400, answer.text
    assert set(answer.json()) == {"zh", "en"}
    assert all(answer.json().values())
    assert "\n" not in answer.json()["zh"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["facts", "aggregate", "members/issuer", "members/function:5", "search", "documents"]),
    params=st.dictionaries(
        st.sampled_from([*DIMENSIONS, "by", "order", "page", "size", "q", "kind", "limit", "format", "superseded"]),
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(["'", '"', "%", "*", "210*", "year", "-yuan", "csv", "1e9", "-1", "\x00", "true"]),
        ),
        max_size=5,
    ),
)
def test_no_parameter_breaks_it(client: TestClient, path: str, params: dict[str, str]) -> None:
    answer = client.get(f"{V1}/{path}", params=params)
    assert answer.status_code in (200, 400), (path, params, answer.text)


def test_the_description_names_every_parameter(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    facts = {p["name"] for p in described["paths"][f"{V1}/facts"]["get"]["parameters"]}
    assert facts == {*DIMENSIONS, "order", "page", "size", "format"}
    assert all("400" in path["get"]["responses"] for name, path in described["paths"].items() if name.startswith(V1))


@pytest.mark.parametrize(
    ("amount", "text"), [("10.5000", "10.5"), ("100.0000", "100"), ("1E+3", "1000"), ("0.0000", "0"), ("-0.10", "-0.1")]
)
def test_an_amount_is_written_without_its_columns_zeros(amount: str, text: str) -> None:
    assert plain(Decimal(amount)) == text


def test_the_command_asks_a_server_that_holds_the_corpus(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from gouji.corpus import remote

    def opened(request: object, timeout: float) -> io.BytesIO:
        return io.BytesIO(client.get(request.full_url.removeprefix("http://site")).content)  # type: ignore[attr-defined]

    monkeypatch.setattr(remote, "urlopen", opened)
    monkeypatch.setattr(remote, "SIZE", 2)  # several pages
    cut = {"form": "expenditure_summary", "main": "true"}
    told = remote.aggregate_csv("http://site/", ["issuer"], cut, None).splitlines()
    rows = client.get("/api/v1/aggregate?by=issuer&form=expenditure_summary&main=true").json()["rows"]
    assert told[0] == ",".join(rows[0])
    assert told[1:] == [",".join(str(v) for v in row.values()) for row in rows]
