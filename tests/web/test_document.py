"""A document's page and files without a browser: what is there without JavaScript, bounds, downloads, names."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from gouji.web.people import states

BIGGEST = 300_000  # bytes of a page
NOBODY = "0" * 64


def document(client: TestClient, suffix: str, year: int) -> str:
    """The station's document of that year and kind of file."""
    (row,) = client.app.state.site.corpus.rows(  # type: ignore[attr-defined]
        "SELECT document FROM documents WHERE issuer LIKE '%雨情%' AND year = ? AND original = ?", [year, suffix]
    )
    return str(row["document"])


def opened(client: TestClient, address: str) -> str:
    """The page once it is made."""
    deadline = time.monotonic() + 120
    while True:
        text = str(client.get(address).text)
        if "正在准备原件" not in text:
            return text
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture(scope="module")
def wrong(client: TestClient) -> str:
    return document(client, ".txt", 2024)


def test_a_page_says_it_all_without_scripts(client: TestClient, wrong: str) -> None:
    text = opened(client, f"/document/{wrong}?part=t2")
    assert len(text.encode()) < BIGGEST
    assert "有6项错误" in text
    assert 'class="f s0 error blamed"' in text
    figure = text.split('class="f s0 error blamed" id="')[1].split('"')[0]
    lit = client.get(f"/document/{wrong}?figure={figure}").text
    assert "不成立" in lit
    assert '<mark class="on">42.17</mark>' in lit
    assert "同一事实还写在" in lit


def test_the_first_answer_does_not_wait_for_the_book(client: TestClient) -> None:
    fresh = document(client, ".txt", 2022)
    client.get("/")
    answer = client.get(f"/document/{fresh}")
    assert answer.status_code == 200
    assert "正在准备原件" in answer.text
    assert "核对结果" in answer.text


def test_a_corrected_document_says_so(client: TestClient) -> None:
    old, new = document(client, ".txt", 2023), document(client, ".pdf", 2023)
    assert f'href="/document/{new}"' in client.get(f"/document/{old}").text
    text = client.get(f"/document/{new}").text
    assert f'href="/document/{old}"' in text
    assert "改正1项" in text


def test_the_fields_of_an_address_lead_to_the_figure(client: TestClient, wrong: str) -> None:
    opened(client, f"/document/{wrong}")
    found = client.get("/search", params={"q": "42.17万元"}).text
    target = found.split(f'href="/document/{wrong}?at=')[1].split('"')[0]
    assert '<mark class="on">42.17</mark>' in client.get(f"/document/{wrong}?at={target}").text


@pytest.mark.parametrize("at", ["l999999", "p3", "l1c1", "x", "l-1", "p1x1y1", "%00"])
def test_an_address_that_leads_nowhere_shows_the_document(client: TestClient, wrong: str, at: str) -> None:
    opened(client, f"/document/{wrong}")
    assert client.get(f"/document/{wrong}?at={at}").status_code == 200


def test_pictures_of_pages(client: TestClient) -> None:
    published = document(client, ".pdf", 2023)
    answer = client.get(f"/document/{published}/page/8.png")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")
    assert len(answer.content) < BIGGEST
    assert client.get(f"/document/{published}/page/999.png").status_code == 404
    assert client.get(f"/document/{published}/page/0.png").status_code in (400, 404, 422)


def test_a_text_has_no_pictures(client: TestClient, wrong: str) -> None:
    assert client.get(f"/document/{wrong}/page/1.png").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "/figure/t0r0c0", "/original", "/page/1.png", "/file/reading.json", "/annotated", "/original-file"]
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/document/{NOBODY}{path}").status_code == 404


def test_a_figure_that_is_not_there(client: TestClient, wrong: str) -> None:
    opened(client, f"/document/{wrong}")
    assert client.get(f"/document/{wrong}/figure/t99r0c0").status_code == 404
    assert client.get(f"/document/{wrong}?figure=t99r0c0").status_code == 200


def get(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-disposition"].startswith("attachment;")
    return answer


def test_files(client: TestClient, wrong: str) -> None:
    here = f"/document/{wrong}"
    reading = json.loads(get(client, f"{here}/file/reading.json").content)
    assert (reading["schema"], reading["source"]["sha256"]) == ("gouji/disclosure/1", wrong)
    findings = json.loads(get(client, f"{here}/file/findings.json").content)
    assert (findings["schema"], findings["summary"]["errors"]) == ("gouji/findings/1", 6)
    assert sum(f["severity"] == "error" for f in findings["findings"]) == 6
    assert get(client, f"{here}/file/forms.csv").content.startswith(b"\xef\xbb\xbfform,")
    assert "勾稽核对报告" in get(client, f"{here}/file/report.html").text
    assert openpyxl.load_workbook(io.BytesIO(get(client, f"{here}/file/check.xlsx").content)).sheetnames[0] == "检查表"
    made = openpyxl.load_workbook(io.BytesIO(get(client, f"{here}/file/forms.xlsx").content))
    amounts = [
        c.value for sheet in made for row in sheet.iter_rows() for c in row if c.data_type == "n" and c.value is not None
    ]
    assert len(amounts) == sum(len(r["cells"]) for f in reading["forms"] for r in f["rows"])
    assert "预算03表" in made.sheetnames
    assert get(client, f"{here}/original-file").headers["content-type"] == "application/octet-stream"
    assert client.get(f"{here}/file/passwd").status_code == 404


def test_the_marked_original(client: TestClient, wrong: str) -> None:
    published = document(client, ".pdf", 2023)
    assert get(client, f"/document/{published}/annotated").content.startswith(b"%PDF")
    assert client.get(f"/document/{wrong}/annotated").status_code == 404  # a text has no place for marks


def test_english(client: TestClient, wrong: str) -> None:
    opened(client, f"/document/{wrong}")
    text = client.get(f"/document/{wrong}?part=t2&lang=en").text
    assert "6 errors" in text
    assert "it should be" in text
    assert "6 errors" in client.get(f"/document/{wrong}?part=t2").text  # the choice is kept
    client.cookies.clear()


def test_what_was_decided_on_a_finding_stands_beside_it(client: TestClient, wrong: str) -> None:
    here = client.app.state.site  # type: ignore[attr-defined]
    keys = [
        r["key"]
        for r in here.corpus.rows("SELECT f.key FROM findings f JOIN documents d USING (doc) WHERE d.document = ?", [wrong])
    ]
    assert "已退回" not in opened(client, f"/document/{wrong}?part=t2")
    states.change(here.people, [states.Decision((wrong, key), states.SENT_BACK) for key in dict.fromkeys(keys)], "某审核员")
    assert "已退回" in opened(client, f"/document/{wrong}?part=t2")
