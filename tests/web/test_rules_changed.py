"""A document whose stored findings are those of other rules than today's: said, and mended where a reviewer asks for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.web.conftest import copied
from tests.web.people import NAMES, quick, staff

from gouji.checking.stamp import rules_stamp
from gouji.corpus import browse
from gouji.web.app import create_app
from gouji.web.names import forms, named
from gouji.web.people import sessions, states, users
from gouji.web.settings import Settings
from gouji.web.site import Site


@pytest.fixture(scope="module")
def place(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Site]]:
    app = create_app(Settings(copied(sample, tmp_path_factory.mktemp("changed"))))
    with TestClient(app) as client, quick():
        staff(app.state.site.people)
        yield client, app.state.site


def entered(place: tuple[TestClient, Site], role: str) -> TestClient:
    client, site = place
    account = next(u for u in users.listed(site.people) if u.name == NAMES[role])
    token = sessions.start(site.people, account.id, account.name, "127.0.0.1", "test")
    client.headers.update({"cookie": f"gouji_session={token}", "x-csrf-token": sessions.csrf_of(token)})
    return client


def unchanged() -> None:
    """Skips the rest where somebody changes the rules while the test runs: the workers' are others than ours then."""
    if rules_stamp.__wrapped__() != rules_stamp():
        pytest.skip("the rules were changed while the test ran")


def wrong(site: Site) -> str:
    """A current document with an error."""
    row = site.corpus.rows("SELECT document FROM documents WHERE errors > 0 AND superseded_by IS NULL ORDER BY doc LIMIT 1")
    return str(row[0]["document"])


def finished(client: TestClient, address: str) -> str:
    until = time.monotonic() + 120
    while True:
        text = client.get(address).text
        if "核对好了" in text or time.monotonic() > until:
            return text
        time.sleep(0.1)


def test_a_document_says_what_today_finds_otherwise_and_a_reviewer_mends_it(place: tuple[TestClient, Site]) -> None:
    client, site = entered(place, "reviewer"), place[1]
    document = wrong(site)
    assert site.shelf.book(document, 60) is not None
    assert "按旧规则核对的" not in client.get(f"/document/{document}").text

    first = browse.finding_keys(site.corpus, document)[0]
    with site.corpus.write() as cursor:  # as rules of before found it
        cursor.execute("UPDATE documents SET rules = ?", [rules_stamp()])
        cursor.execute("UPDATE findings SET key = 'aaaaaaaaaaaaaaaa' WHERE key = ?", [first["key"]])
        cursor.execute("UPDATE documents SET rules = 'old' WHERE document = ?", [document])
    decided = states.Decision((document, "aaaaaaaaaaaaaaaa"), states.SENT_BACK, "请改", {"title": "旧的一条", "rule": "R-1"})
    states.change(site.people, [decided], "王芳")
    text = client.get(f"/document/{document}").text
    assert "问题清单里的结果是按旧规则核对的" in text
    assert "有1项不再报" in text
    assert "有1项是新报的" in text
    assert "旧的一条" in text
    assert f'action="/document/{document}/recheck"' in text
    assert "有1份文件是按旧规则核对的" in client.get("/findings").text

    answer = client.post(f"/document/{document}/recheck", follow_redirects=False)
    assert answer.status_code == 303
    assert "按今天的规则核对好了" in finished(client, answer.headers["location"])
    assert next(f["key"] for f in browse.finding_keys(site.corpus, document)) == first["key"]
    text = client.get(f"/document/{document}").text
    assert "按旧规则核对的" not in text
    assert "旧的一条" in text  # what was decided on it stays to be seen
    unchanged()
    assert "按旧规则核对的" not in client.get("/findings").text


def test_an_administrator_has_the_whole_corpus_checked(place: tuple[TestClient, Site]) -> None:
    client, site = entered(place, "admin"), place[1]
    with site.corpus.write() as cursor:
        cursor.execute("UPDATE documents SET rules = NULL")
        cursor.execute("UPDATE findings SET title_en = NULL, message_en = NULL")
    count = len(site.corpus.documents())
    assert f"有{count}份文件是按旧规则核对的" in client.get("/admin").text
    answer = client.post("/admin/recheck", follow_redirects=False)
    assert "全库核对好了" in finished(client, answer.headers["location"])
    assert site.corpus.rows("SELECT count(*) AS n FROM findings WHERE message_en IS NULL") == [{"n": 0}]
    unchanged()
    assert "所有文件都是按今天的规则核对的" in client.get("/admin").text


def test_the_board_and_the_first_page_count_the_same_errors(place: tuple[TestClient, Site]) -> None:
    client, site = place
    errors = browse.holdings(site.corpus)["errors"]
    assert f'<a href="/findings?severity=error">{errors}</a>' in client.get("/").text
    assert f"{errors}条问题" in client.get("/findings?severity=error").text
    assert "（旧版）" not in client.get("/findings").text


def test_findings_and_names_are_english_for_who_reads_english(place: tuple[TestClient, Site]) -> None:
    client, site = place
    document = wrong(site)
    row = browse.finding_keys(site.corpus, document)[0]
    text = client.get(f"/findings?lang=en&document={document}").text
    assert _escaped(row["message_en"].split("\n")[0]) in text
    assert row["message"].split("\n")[0] not in text
    body = browse.document_row(site.corpus, document)["body"]
    page = client.get(f"/agency/{body}?lang=en").text
    assert "General public budget" in page
    assert "Social security and employment" in page
    listed: Any = client.get(f"/compare?lang=en&by=form&body={body}&body={body + 1}").text
    assert forms()["expenditure_summary"][1] in listed
    client.cookies.clear()


def test_a_link_to_a_finding_opens_the_figure_that_it_blames(place: tuple[TestClient, Site]) -> None:
    client, site = place
    document = wrong(site)
    book = site.shelf.book(document, 60)
    assert book is not None
    found = next(f for f in book.index["findings"] if f["figure"])
    text = client.get(f"/document/{document}?finding={found['key']}").text
    assert f'data-figure="{found["figure"]}"' in text
    assert client.get(f"/document/{document}?finding=nonsense").status_code == 200


def test_names_that_are_not_known_stay_as_they_are_printed() -> None:
    assert named("一般公共预算", "en") == "General public budget"
    assert named("一般公共预算", "zh") == "一般公共预算"
    assert named("某个项目", "en") == "某个项目"


def _escaped(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))
