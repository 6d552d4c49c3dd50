"""Files that are brought: who may, how large, what becomes of them, and that a name is never a path."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from tests.invented.chance import plan
from tests.invented.document import document
from tests.web.people import login, quick, staff

from gouji.corpus import open_corpus
from gouji.web.app import create_app
from gouji.web.desk import NAME, WAITING, Desk, Job, Refused, plain
from gouji.web.settings import Settings

MOST = 1 << 20


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with quick(), TestClient(create_app(Settings(tmp_path_factory.mktemp("up") / "c.duckdb", upload_bytes=MOST))) as client:
        staff(client.app.state.site.people)  # type: ignore[attr-defined]
        yield client


def bring(client: TestClient, token: str, name: str, data: bytes) -> str:
    """The address of the job."""
    answer = client.post("/upload", data={"csrf": token}, files={"files": (name, data)}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def ended(client: TestClient, address: str) -> str:
    deadline = time.monotonic() + 180
    while "hx-trigger" in (text := client.get(address).text):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return str(text)


def test_a_file_is_read_checked_and_stored_once(site: TestClient) -> None:
    token = login(site, "reviewer")
    body = plan(3)
    data = document(body).encode()
    text = ended(site, bring(site, token, "../../etc/预算 <b>.txt", data))
    assert "读完并存好" in text
    assert "预算 &lt;b&gt;.txt" in text
    (row,) = site.app.state.site.corpus.rows("SELECT name, document, issuer FROM documents")  # type: ignore[attr-defined]
    assert (row["name"], row["issuer"]) == ("预算 <b>.txt", body.agency[1])
    again = ended(site, bring(site, token, "again.txt", data))
    assert "早就在库里" in again
    assert f"/document/{row['document']}" in again


def test_what_cannot_be_read_is_one_line_that_names_the_file_as_it_was_brought(site: TestClient) -> None:
    text = ended(site, bring(site, login(site, "reviewer"), "坏.pdf", b"%PDF-1.7 nothing of the kind"))
    assert "problem-line" in text
    line = text.split('class="problem-line" role="alert">')[1].split("</p>")[0]
    assert "坏.pdf" in line
    assert "/tmp" not in line
    assert "Traceback" not in text


def test_files_that_are_too_large_or_empty_are_not_taken(site: TestClient) -> None:
    token = login(site, "reviewer")
    large = site.post("/upload", data={"csrf": token}, files={"files": ("x.txt", b"1" * (MOST + 1))})
    assert large.status_code == 413
    empty = site.post("/upload", data={"csrf": token}, files={"files": ("x.txt", b"")})
    assert (empty.status_code, "文件是空的" in empty.text) == (400, True)


def test_only_reviewers_bring_files_and_see_their_own(site: TestClient) -> None:
    address = bring(site, login(site, "reviewer"), "x.txt", b"1")
    ended(site, address)
    token = login(site, "viewer")
    assert site.post("/upload", data={"csrf": token}, files={"files": ("x.txt", b"1")}).status_code == 403
    assert site.get(address).status_code == 403
    site.cookies.clear()
    assert site.post("/upload", files={"files": ("x.txt", b"1")}).status_code == 401
    login(site, "admin")
    assert site.get(address).status_code == 200


def test_a_job_of_somebody_else_is_not_found(site: TestClient) -> None:
    login(site, "reviewer")
    desk: Desk = site.app.state.site.desk  # type: ignore[attr-defined]
    desk._jobs["k"] = Job("k", "x.txt", "somebody", "zh")
    assert site.get("/jobs/k").status_code == 404


def test_the_queue_is_bounded_and_what_waits_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_corpus(tmp_path / "c.duckdb") as corpus:
        desk = Desk(corpus, lambda document: None, MOST)
        monkeypatch.setattr(desk, "_begin", lambda: None)  # nobody works
        for n in range(WAITING):
            desk.take(io.BytesIO(b"1"), f"{n}.txt", "w", "zh")
        with pytest.raises(Refused, match="排队"):
            desk.take(io.BytesIO(b"1"), "x.txt", "w", "zh")
        desk._queue.get_nowait()
        with pytest.raises(Refused, match="MB"):
            desk.take(io.BytesIO(b"1" * (MOST + 1)), "x.txt", "w", "zh")
        assert len(list(tmp_path.glob("gouji-upload-*"))) == WAITING
        desk.close()
    assert len(list(tmp_path.glob("gouji-upload-*"))) == 1  # the one that this test took out itself


@given(st.text())
def test_a_name_is_never_a_path(name: str) -> None:
    shown = plain(name)
    assert shown
    assert len(shown) <= NAME
    assert not set(shown) & set("/\\\0\n")
    assert shown.isprintable()


def test_a_body_is_named_by_the_document_not_by_the_file() -> None:
    assert plain("C:\\temp\\" + "长" * 200 + ".pdf").endswith(".pdf")
    assert replace(Job("k", "n", "o", "zh"), state="problem").ended
