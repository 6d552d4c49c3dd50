"""The first page, the search and a code's page without a browser."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient

BIGGEST = 300_000


def test_the_first_page_tells_what_is_here(client: TestClient) -> None:
    text = client.get("/").text
    assert len(text.encode()) < BIGGEST
    for told in ("2022–2024", "各年支出合计", "780.17", "已被更正", "最近入库"):
        assert told in text
    assert "Look into public budgets" in client.get("/?lang=en").text
    client.cookies.clear()


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [("雨情", "单位", "禾川市雨情监测中心"), ("防汛", "科目", "防汛"), ("汛期应急", "项目", "汛期应急值守")],
)
def test_search_finds_by_kind(client: TestClient, typed: str, kind: str, title: str) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        text = client.get("/search", params={"q": typed}, headers=headers).text
        assert re.search(rf'<h2 id="hits-\w+">{kind}</h2>', text)
        assert f">{title}</a>" in text
        assert ("<html" in text) == (not headers)


def test_nothing_found_and_nothing_asked_are_told_apart(client: TestClient) -> None:
    assert "没有找到" in client.get("/search?q=不存在的单位名称").text
    assert "没有找到" not in client.get("/search").text


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "' OR 1=1 --", "%", "\x00", "万元" * 100, "{{7*7}}"])
def test_what_strangers_type_is_only_words(client: TestClient, typed: str) -> None:
    answer = client.get("/search", params={"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "49" not in re.sub(r"<[^>]*>", "", answer.text).replace("2049", "") or "{{7*7}}" not in typed


def test_a_code_lists_who_spends_on_it(client: TestClient) -> None:
    text = client.get("/code/2130314").text
    assert "防汛" in text
    assert "禾川市雨情监测中心" in text
    amounts = [Decimal(a.replace(",", "")) for a in re.findall(r'<td class="num">([\d,.]+)</td>', text)]
    assert amounts == sorted(amounts, reverse=True)
    assert Decimal("60.00") in amounts
    above = client.get("/code/213?year=2022").text
    assert above.count("/agency/") == 1
    assert client.get("/code/999").status_code == 404
    assert client.get("/code/2130314'").status_code in (400, 404, 422)
