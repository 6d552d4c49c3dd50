"""The findings board: what it lists and counts, what was decided, what a corrected document changes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlalchemy import select
from tests.web.conftest import copied
from tests.web.people import login, staff

from gouji.corpus import CorpusError, open_corpus, review
from gouji.corpus.review import Wanted
from gouji.web.app import create_app
from gouji.web.people import People, states
from gouji.web.people.log import SYSTEM
from gouji.web.people.models import Entry
from gouji.web.people.states import ACCEPTED, CORRECTED, OPEN, SENT_BACK, Board, Decision
from gouji.web.settings import Settings
from gouji.web.site import Site
from gouji.web.versions import settle

PICK = re.compile(r'name="pick" value="([0-9a-f]{64}:[0-9a-f]+)"')


def _site(sample: Path, people: People) -> Iterator[Site]:
    corpus = open_corpus(sample, read_only=True)
    yield Site(Settings(sample), corpus, people)
    corpus.close()


@pytest.fixture
def either(sample: Path, people: People) -> Iterator[Site]:
    """The sample with people of either database, nothing decided yet."""
    yield from _site(sample, people)


@pytest.fixture
def here(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """The same where it does not matter which database."""
    people = People(f"sqlite:///{tmp_path / 'people.sqlite'}")
    yield from _site(sample, people)
    people.close()


@pytest.fixture(scope="module")
def client(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site with people."""
    app = create_app(Settings(copied(sample, tmp_path_factory.mktemp("board"))))
    with TestClient(app) as made:
        staff(app.state.site.people)
        yield made


def _corrected(here: Site) -> tuple[str, str]:
    """The document that was corrected, and the one that corrects it."""
    (row,) = review.corrections(here.corpus)
    return row["before"], row["document"]


def _keys(here: Site, document: str) -> set[str]:
    query = "SELECT key FROM findings JOIN documents USING (doc) WHERE document = ?"
    return {r["key"] for r in here.corpus.rows(query, [document])}


def _all(here: Site, **wanted: Any) -> list[dict[str, Any]]:
    table, found, number = here.board.table(), [], 1
    while rows := review.listed(here.corpus, table, Wanted(**wanted), page=number, size=review.MAX_PAGE):
        found += rows
        number += 1
    return found


def test_all_findings_of_current_documents_are_open_at_first(here: Site) -> None:
    stored = here.corpus.rows("SELECT count(*) AS n FROM finding_list")[0]["n"]
    rows = _all(here)
    assert len(rows) == stored > 0
    assert {r["state"] for r in rows} == {OPEN}
    counts = review.counted(here.corpus, here.board.table(), Wanted())
    assert counts["all"][0]["findings"] == stored
    for part in review.PARTS:
        assert sum(r["findings"] for r in counts[part]) == stored


def test_every_filter_keeps_what_it_says(here: Site) -> None:
    rows = _all(here)
    one = rows[len(rows) // 2]
    for wanted in (
        {"year": one["year"]},
        {"rule": one["rule"]},
        {"severity": one["severity"]},
        {"document": one["document"]},
        {"body": one["body"]},
        {"year": one["year"], "rule": one["rule"], "severity": one["severity"]},
    ):
        found = _all(here, **wanted)
        assert found == [r for r in rows if all(r[n] == v for n, v in wanted.items())]
        counts = review.counted(here.corpus, here.board.table(), Wanted(**wanted))
        assert counts["all"][0]["findings"] == len(found)
        assert counts["all"][0]["documents"] == len({r["document"] for r in found})
    part = one["issuer"][1:4]
    assert _all(here, agency=f" {part} ") == [r for r in rows if part in r["issuer"]]
    assert _all(here, agency="没有这个单位") == []


def test_a_part_is_counted_with_that_part_left_open(here: Site) -> None:
    rows = _all(here)
    rule, severity = rows[0]["rule"], rows[0]["severity"]
    counts = review.counted(here.corpus, here.board.table(), Wanted(rule=rule, severity=severity))
    assert {r["value"]: r["findings"] for r in counts["rule"]}[rule] == sum(
        1 for r in rows if r["rule"] == rule and r["severity"] == severity
    )
    assert len(counts["rule"]) == len({r["rule"] for r in rows if r["severity"] == severity})


@pytest.mark.parametrize("order", review.ORDERS)
def test_pages_hold_everything_once_in_every_order(here: Site, order: str) -> None:
    table, seen = here.board.table(), []
    for number in range(1, 100):
        rows = review.listed(here.corpus, table, Wanted(), order, number, 7)
        seen += [(r["document"], r["key"], r["message"]) for r in rows]
        if len(rows) < 7:
            break
    every = [(r["document"], r["key"], r["message"]) for r in _all(here)]
    assert sorted(seen) == sorted(every)


def test_the_gravest_come_first(here: Site) -> None:
    ranks = [("error", "warning", "info").index(r["severity"]) for r in _all(here)]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("order", "page", "size"), [("x", 1, 1), ("rule; --", 1, 1), ("rule", 0, 1), ("rule", 1, 0), ("rule", 1, 9999)]
)
def test_unknown_orders_and_pages_are_refused(here: Site, order: str, page: int, size: int) -> None:
    with pytest.raises(CorpusError):
        review.listed(here.corpus, here.board.table(), Wanted(), order, page, size)


def test_what_was_decided_is_listed_and_counted(either: Site) -> None:
    rows = _all(either)
    picked = [(r["document"], r["key"]) for r in rows[:3]]
    states.change(either.people, [Decision(p, SENT_BACK, "请核对") for p in picked], "王审")
    found = _all(either, state=SENT_BACK)
    assert {(r["document"], r["key"]) for r in found} == set(picked)
    assert {(r["state"], r["reason"], r["who"]) for r in found} == {(SENT_BACK, "请核对", "王审")}
    counts = review.counted(either.corpus, either.board.table(), Wanted())
    by_state = {r["value"]: r["findings"] for r in counts["state"]}
    assert by_state == {SENT_BACK: len(found), OPEN: len(rows) - len(found)}
    assert _all(either, state=OPEN) == [r for r in rows if (r["document"], r["key"]) not in set(picked)]


def test_a_correction_settles_what_was_found(either: Site) -> None:
    """What the new version no longer has is corrected; nothing else changes, and doing it again changes nothing."""
    before, now = _corrected(either)
    vanished = _keys(either, before) - _keys(either, now)
    assert vanished, "the sample's correction corrects nothing"
    assert settle(either) == len(vanished)
    assert {k for k, s in states.of(either.people, before).items() if s.state == CORRECTED} == vanished
    shown = _all(either, state=CORRECTED)
    assert {r["key"] for r in shown} == vanished
    assert all(r["superseded_by"] for r in shown)
    assert settle(either) == 0
    either.settled = 0  # as after a start
    assert settle(either) == 0
    with either.people.read() as session:
        entries = list(session.scalars(select(Entry)))
        assert states.disagreement(session) is None
    assert {e.who for e in entries} == {SYSTEM}
    assert len(entries) == len(vanished)


def test_what_a_correction_does_not_correct_keeps_what_was_said(either: Site) -> None:
    before, now = _corrected(either)
    query = (
        "SELECT DISTINCT f.key FROM findings f JOIN documents o USING (doc) JOIN documents n ON n.document = ? "
        "JOIN findings g ON g.doc = n.doc AND g.key = f.key WHERE o.document = ? ORDER BY 1"
    )
    kept = [r["key"] for r in either.corpus.rows(query, [now, before])]
    gone_keys = sorted(_keys(either, before) - set(kept))
    assert len(kept) >= 2
    said = [
        Decision((before, kept[0]), ACCEPTED, "财政批复有说明"),
        Decision((before, kept[1]), SENT_BACK, "请更正"),
        Decision((before, gone_keys[0]), ACCEPTED, "已经说明过"),
    ]
    states.change(either.people, said, "王审")
    settle(either)
    found = states.of(either.people, now)
    assert (found[kept[0]].state, found[kept[0]].reason, found[kept[0]].who) == (ACCEPTED, "财政批复有说明", SYSTEM)
    assert found[kept[1]].state == SENT_BACK
    assert set(found) == set(kept[:2])
    assert states.of(either.people, before)[gone_keys[0]].state == ACCEPTED  # explained stays explained
    (entry,) = states.history(either.people, now, kept[0])
    assert json.loads(entry.details)["said_by"] == "王审"
    # A reviewer changes his mind: nothing brings the old word back.
    states.change(either.people, [Decision((now, kept[0]), OPEN)], "王审")
    either.settled = 0
    assert settle(either) == 0


def test_many_states_at_once(either: Site) -> None:
    with pytest.raises(Exception, match="5000"):
        states.change(either.people, [Decision(("a" * 64, f"{n:x}"), OPEN) for n in range(states.MOST + 1)], "x")
    made = [Decision((f"{n % 7:064x}", f"{n:x}"), SENT_BACK) for n in range(1, 1000)]
    assert states.change(either.people, made, "王审") == len(made)
    assert Board(either.people).table().num_rows == len(made)


# The pages.


def test_everybody_sees_the_board_and_reviewers_can_decide(client: TestClient) -> None:
    client.cookies.clear()
    text = client.get("/findings").text
    assert 'class="findings"' in text
    assert not PICK.findall(text)
    assert "/findings/state" not in text
    login(client, "reviewer")
    assert PICK.findall(client.get("/findings").text)


def test_a_reviewers_decision(client: TestClient) -> None:
    token = login(client, "reviewer")
    picks = PICK.findall(client.get("/findings").text)[:2]
    form = {"csrf": token, "state": "accepted", "reason": "", "pick": picks, "next": "/findings?severity=error"}
    answer = client.post("/findings/state", data=form)
    assert answer.status_code == 400
    assert "要写明理由" in answer.text
    answer = client.post("/findings/state", data=form | {"reason": "有批复<文件>"})
    assert answer.url.path == "/findings"
    assert answer.url.params["severity"] == "error"
    assert "已更新2条" in answer.text
    text = client.get("/findings?state=accepted").text
    assert "有批复&lt;文件&gt;" in text
    document, _, key = picks[0].partition(":")
    text = client.get("/findings/history", params={"document": document, "key": key}).text
    assert NAME in text
    assert "待处理 →" in text


NAME = "王审"


def test_every_finding_of_a_filter_at_once(client: TestClient) -> None:
    token = login(client, "reviewer")
    counts = client.get("/findings?severity=info&state=open").text
    total = int(re.search(r"份文件，([\d,]+)条", counts)[1].replace(",", ""))  # type: ignore[index]
    form = {"csrf": token, "state": "sent_back", "every": "true", "severity": "info", "only": "open"}
    answer = client.post("/findings/state", data=form)
    done = int(answer.url.params["done"])
    assert 0 < done <= total  # findings of one key share their state
    assert "没有符合条件的问题" in client.get("/findings?severity=info&state=open").text


def test_nothing_chosen_is_said(client: TestClient) -> None:
    token = login(client, "reviewer")
    for pick in ([], ["x"], ["0" * 64 + ":00"], [":"]):
        answer = client.post("/findings/state", data={"csrf": token, "state": "open", "pick": pick})
        assert answer.status_code == 400
        assert "没有选中" in answer.text


def test_a_page_is_small_and_its_links_keep_the_filter(client: TestClient) -> None:
    client.cookies.clear()
    answer = client.get("/findings?order=agency&severity=info")
    assert len(answer.content) < 300_000
    links = re.findall(r'href="(/findings\?[^"]+)"', answer.text)
    assert any("state=open" in link and "order=agency" in link and "severity=info" in link for link in links)
    english = client.get("/findings?lang=en").text
    assert "Findings" in english
    assert "待处理" not in english


def test_a_finding_leads_to_its_place_in_the_document(client: TestClient) -> None:
    client.cookies.clear()
    text = client.get("/findings?severity=error").text
    links = re.findall(r'href="(/document/[0-9a-f]{64}\?finding=[0-9a-f]{16}&amp;at=l\d+[^"]*)"', text)
    assert links
    assert client.get(links[0].replace("&amp;", "&")).status_code == 200


def test_what_corrections_changed(client: TestClient) -> None:
    client.cookies.clear()
    text = client.get("/findings/changes").text
    (document,) = re.findall(r"/findings/changes/([0-9a-f]{64})", text)
    text = client.get(f"/findings/changes/{document}").text
    assert [h.strip() for h in re.findall(r"<h2>([^<]+)", text)] == ["已改正", "仍存在", "新出现"]


def test_check_sheets_as_a_zip(client: TestClient) -> None:
    token = login(client, "reviewer")
    picks = PICK.findall(client.get("/findings?state=open&severity=error").text)
    document, _, _ = picks[0].partition(":")
    reason = "经核实属于合并列示"
    client.post("/findings/state", data={"csrf": token, "state": "accepted", "reason": reason, "pick": picks[:1]})
    answer = client.post("/findings/sheets", data={"csrf": token, "document": document})
    assert answer.headers["content-type"] == "application/zip"
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    assert packed.testzip() is None
    *sheets, summary = packed.namelist()
    assert len(sheets) == 1
    assert summary == "汇总.xlsx"
    book = load_workbook(io.BytesIO(packed.read(sheets[0])))
    said = [cell.value for row in book["问题清单"].iter_rows() for cell in row if isinstance(cell.value, str)]
    assert f"已接受：{reason}" in said
    rows = list(load_workbook(io.BytesIO(packed.read(summary)))["汇总"].iter_rows(values_only=True))
    assert rows[1][7] == sheets[0]
    assert rows[1][6] >= 1
    assert "没有符合条件" in client.post("/findings/sheets", data={"csrf": token, "document": "0" * 64}).text


def test_a_sheet_that_cannot_be_made_is_in_the_summary(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from gouji.web import sheets

    token = login(client, "reviewer")
    monkeypatch.setattr(sheets.workers.Worker, "ask", lambda *_: "ValueError: 坏了")
    answer = client.post("/findings/sheets", data={"csrf": token})
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    assert packed.namelist() == ["汇总.xlsx"]
    rows = list(load_workbook(io.BytesIO(packed.read("汇总.xlsx")))["汇总"].iter_rows(values_only=True))
    assert len(rows) > 2
    assert {r[8] for r in rows[1:]} == {"ValueError: 坏了"}


def test_names_of_sheets_are_fit_for_every_system() -> None:
    from gouji.web.sheets import _names

    rows = [
        {"document": "a", "issuer": "a/b\\c:*?", "year": 2024, "name": "x"},
        {"document": "b", "issuer": "A/B\\C:*?", "year": 2024, "name": "x"},
        {"document": "c", "issuer": "", "year": None, "name": "../../x"},
        {"document": "d", "issuer": "汇总", "year": None, "name": "x"},
        {"document": "e", "issuer": "长" * 300, "year": 2024, "name": "x"},
    ]
    made = _names(rows)
    assert len({name.casefold() for name in made.values()}) == len(rows)
    for name in made.values():
        assert not set(name) & set('\\/:*?"<>|\0')
        assert not name.startswith(".")
        assert len(name) < 80


def test_the_administrators_pages(client: TestClient) -> None:
    token = login(client, "admin")
    new = {"csrf": token, "name": "赵新", "password": "又一个暗语 2024", "role": "reviewer"}
    assert "赵新" in client.post("/admin/users", data=new).text
    answer = client.post("/admin/users", data=new)
    assert answer.status_code == 400
    assert "已经有用户" in answer.text
    client.post("/admin/users/change", data={"csrf": token, "name": "赵新", "role": "viewer"})
    assert "已停用" in client.get("/admin").text
    text = client.get("/admin/log?kind=user_changed").text
    assert "赵新" in text
    answer = client.post("/admin/log/verify", data={"csrf": token})
    anchor = re.search(r"\d+:[0-9a-f]{64}", answer.text)
    assert anchor is not None
    assert "完整" in answer.text
    assert "完整" in client.post("/admin/log/verify", data={"csrf": token, "expected": anchor[0]}).text
    wrong = anchor[0][:-4] + "0000"
    assert "被重写过" in client.post("/admin/log/verify", data={"csrf": token, "expected": wrong}).text
