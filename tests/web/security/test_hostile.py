"""What strangers send: strings in every parameter, odd hosts and headers, paths that climb, bodies without end, bombs."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.security.conftest import Place
from tests.web.security.routes import POLICY, parameters
from tests.web.security.test_access import _path

from gouji.web.door import HEADERS
from gouji.web.people.tries import Limit

MARK = "zq<x'\"&`zq"  # must never come back as it is
NASTY = (
    MARK, "'", '"', "' OR 1=1 --", "'; DROP TABLE documents; --", "\\", "%", "_", "*", "%00", "\0", "‮", "../../etc/passwd",
    "{{7*7}}", "${7*7}", "<script>alert(1)</script>", "\r\nSet-Cookie: x=1", "1e999", "-1", "0", "99999999999999999999", "nan",
    "²", "١", "长" * 150, "a" * 1400, "\ud7ff", "\U0001f600", "=1+1", "*" * 50, "(" * 50, "[", "true", "null", "2024-01-01",
)  # fmt: skip
READ = [key for key in POLICY if key[0] == "GET" and key[1] != "/static"]
FORMS = [key for key in POLICY if key[0] == "POST"]


def _harmless(answer: Any, asked: str) -> None:
    """No failure of ours, and nothing of what was sent comes back as markup or header."""
    assert answer.status_code < 500, f"{asked}: {answer.status_code}"
    assert "x" not in answer.cookies, asked
    if "html" in answer.headers.get("content-type", ""):
        assert MARK not in answer.text, asked
        assert "<script>alert(1)" not in answer.text, asked
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, asked


@pytest.mark.parametrize(("method", "pattern"), READ)
def test_strings_in_every_parameter(open_site: Place, method: str, pattern: str) -> None:
    """Every nasty string in all parameters of a page at once, and some in each alone."""
    path, names = _path(open_site, pattern), parameters(open_site.app).get(pattern, ("lang",))
    usual = POLICY[method, pattern].query
    headers = {"cookie": f"gouji_session={open_site.token('admin')}"}
    open_site.client.cookies.clear()
    queries = [dict.fromkeys((*names, "x"), text) for text in (NASTY if len(names) > 1 else NASTY[:3])]
    queries += [{**usual, name: text} for name in names for text in (MARK, "'", "\0")]
    for query in queries:
        answer = open_site.client.get(path, params=query, headers=headers, follow_redirects=False)
        _harmless(answer, f"{path} {query!r}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_string_anywhere(open_site: Place, data: st.DataObject) -> None:
    pattern, names = data.draw(st.sampled_from(sorted(parameters(open_site.app).items())))
    query = data.draw(st.dictionaries(st.sampled_from(names), st.text(max_size=40), max_size=4))
    answer = open_site.client.get(_path(open_site, pattern), params=query, follow_redirects=False)
    _harmless(answer, f"{pattern} {query!r}")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_string_in_a_path(open_site: Place, data: st.DataObject) -> None:
    from urllib.parse import quote

    pattern = data.draw(st.sampled_from([p for _, p in READ if "{" in p]))
    text = data.draw(st.sampled_from(NASTY) | st.text(min_size=1, max_size=30))
    path = "/".join(quote(text, safe="") if "{" in part else part for part in pattern.split("/"))
    answer = open_site.client.get(path, follow_redirects=False)
    _harmless(answer, path)
    assert answer.status_code != 200 or "passwd" not in text


@pytest.mark.parametrize(("method", "pattern"), FORMS)
def test_strings_in_every_field(open_site: Place, method: str, pattern: str) -> None:
    form = POLICY[method, pattern].form or {}
    if pattern in ("/logout", "/account/password"):
        form = {"old": "", "new": "", "again": ""}
    for text in NASTY[:20]:
        data = dict.fromkeys(form, text)
        answer = open_site.ask(method, _path(open_site, pattern), "admin", data=data)
        _harmless(answer, f"{pattern} {text!r}")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xfe=\xff&state=%ff%ed%a0%80", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="state"\r\n\r\n\xff\r\n--x--', "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"{", "application/json"),
        (b"", "text/plain"),
        (b"&".join(b"pick=%d" % n for n in range(3000)), "application/x-www-form-urlencoded"),
    ],
)
def test_bodies_that_are_none(open_site: Place, content: bytes, kind: str) -> None:
    for path in ("/findings/state", "/upload", "/admin/users"):
        answer = open_site.ask("POST", path, "admin", content=content, headers={"content-type": kind})
        assert 400 <= answer.status_code < 500, (path, answer.status_code)


# Hosts and headers.


@pytest.mark.parametrize("host", ["[::1", "a b", "evil.example/path", "x@y", "a:b:c", "", "é", "a\tb", "a" * 300, "x:123456"])
def test_a_host_that_is_none(open_site: Place, host: str) -> None:
    answer = open_site.ask("GET", "/", headers={"host": host.encode()})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_another_host_is_nowhere_believed(open_site: Place) -> None:
    for path in ("/", "/login", "/findings", "/account"):
        for header in ("host", "x-forwarded-host", "x-original-url", "x-rewrite-url", "forwarded"):
            answer = open_site.ask("GET", path, headers={header: "evil.example"})
            assert "evil.example" not in answer.text + str(answer.headers)


def test_only_the_hosts_that_are_named(make: Callable[..., Place]) -> None:
    place = make(hosts=("budget.example", "10.0.0.1:8321"))
    for host, status in (("budget.example", 200), ("BUDGET.example:80", 200), ("10.0.0.1:8321", 200), ("evil.example", 400)):
        assert place.ask("GET", "/login", headers={"host": host}).status_code == status


def test_headers_without_end(open_site: Place) -> None:
    for headers in ({"x-a": "a" * 200_000}, {"cookie": "gouji_session=" + "a" * 100_000}, {"user-agent": "\x00\x7f'" * 1000}):
        assert open_site.ask("GET", "/login", headers=headers).status_code < 500
    answer = open_site.ask("GET", "/account", headers={"cookie": "gouji_session=' OR 1=1 --; gouji_visit=\0"})
    assert answer.status_code in (303, 400)


def test_every_answer_carries_the_policy(open_site: Place) -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none';")
    for path in ("/", "/static/style.css", "/no/such", "/api/v1/facts", "/login", "/document/x"):
        answer = open_site.ask("GET", path)
        assert {n: answer.headers.get(n) for n in HEADERS} == dict(HEADERS), path


def test_a_failure_of_ours_tells_nothing_and_is_guarded_too(
    make: Callable[..., Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make()

    def fail(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("gouji.web.pages.findings.settle", fail)
    answer = place.ask("GET", "/findings")
    assert answer.status_code == 500
    assert "secret of the house" not in answer.text
    assert "Traceback" not in answer.text
    assert {n: answer.headers.get(n) for n in HEADERS} == dict(HEADERS)


def test_private_pages_are_kept_nowhere(open_site: Place, closed_site: Place) -> None:
    private = [open_site.ask("GET", p, "admin") for p in ("/", "/findings", "/account", "/admin", "/admin/log")]
    private += [open_site.ask("GET", "/login"), closed_site.ask("GET", "/"), closed_site.ask("GET", "/", "viewer")]
    private += [open_site.ask("GET", "/api/v1/documents", "viewer"), open_site.ask("GET", "/account")]
    for answer in private:
        assert answer.headers["cache-control"] == "no-store", answer.url
        assert "Cookie" in answer.headers["vary"]
    assert "no-store" not in open_site.ask("GET", "/findings").headers["cache-control"]


def test_pages_have_nothing_inline(open_site: Place) -> None:
    """The policy would stop it; nothing relies on that."""
    import re

    for method, pattern in READ:
        answer = open_site.ask(method, _path(open_site, pattern), "admin", params=POLICY[method, pattern].query)
        if "html" in answer.headers.get("content-type", "") and "/file/" not in pattern:
            assert not re.search(
                r"<script(?![^>]*(\bsrc=|application/json))[^>]*>|\son\w+=|\sstyle=|javascript:", answer.text
            ), pattern


# Files.


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%2e%2e%2f%2e%2e%2fsettings.py",
        "/static//etc/passwd", "/static/....//app.py", "/static/..\\app.py", "/static/%00", "/static/vendor",
        "/document/../../etc/passwd", "/document/..%2f..%2fetc%2fpasswd/original-file", "/document/%2e%2e/original-file",
    ],
)  # fmt: skip
def test_nothing_outside_is_served(open_site: Place, path: str) -> None:
    answer = open_site.ask("GET", path)
    assert answer.status_code in (400, 404, 422), answer.status_code
    assert "root:" not in answer.text
    assert "create_app" not in answer.text


def test_downloads_are_of_documents_only(open_site: Place) -> None:
    for name in ("../../x", "secret", "..%2f..%2fx"):
        assert open_site.ask("GET", f"/document/{open_site.document}/file/{name}").status_code in (400, 404, 422)
    for document in ("0" * 64, open_site.document.upper(), open_site.document[:-1], f"{open_site.document}.txt"):
        for rest in ("", "/original-file", "/file/reading.json", "/annotated", "/page/1.png"):
            answer = open_site.ask("GET", f"/document/{document}{rest}")
            assert answer.status_code in (400, 404, 422), (document, rest)


# Bodies without end.


def test_a_body_that_is_said_to_be_too_large(open_site: Place) -> None:
    for said in (str(1 << 40), "1" * 40, "-1", "x", "²"):
        headers = {"content-length": said.encode()}
        answer = open_site.ask("POST", "/findings/state", "admin", content=b"state=open", headers=headers)
        assert answer.status_code in (400, 413), said


def test_a_body_that_does_not_say_how_large_it_is(make: Callable[..., Place]) -> None:
    place = make(upload_bytes=200_000)
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(400):
            sent += 10_000
            yield b"a" * 10_000
        yield b"\r\n--x--\r\n"

    for path in ("/upload", "/findings/state"):
        headers = {"content-type": "multipart/form-data; boundary=x"}
        answer = place.ask("POST", path, "admin", content=endless(), headers=headers)
        assert answer.status_code == 413, path


def test_a_visitor_uploads_nothing(open_site: Place) -> None:
    files = {"files": ("a.txt", b"x" * 100)}
    assert open_site.ask("POST", "/upload", files=files).status_code == 401
    assert open_site.ask("POST", "/upload", "viewer", files=files).status_code == 403


def _upload(place: Place, name: str, content: bytes) -> str:
    """What became of the file, in words."""
    answer = place.ask("POST", "/upload", "reviewer", files={"files": (name, content)})
    if answer.status_code != 303:
        return f"{answer.status_code}"
    deadline = time.monotonic() + 90
    key = answer.headers["location"].rsplit("/", 1)[-1]
    while time.monotonic() < deadline:
        job = place.site.desk.job(key)
        assert job is not None
        if job.ended:
            assert job.state == "problem", job
            assert job.problem
            return job.problem
        time.sleep(0.1)
    raise AssertionError("the file is never done with")


def _bomb(inside: str, head: bytes = b"") -> bytes:
    """A ZIP of little that unpacks to very much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open(inside, "w", force_zip64=True) as member:
        member.write(head)
        for _ in range(300):
            member.write(b" " * (1 << 20))
    return out.getvalue()


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><document>&l11;</document>'
    return _packed({"word/document.xml": body.encode(), "[Content_Types].xml": b"<Types/>"})


def _entity() -> bytes:
    body = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><document>&e;</document>'
    return _packed({"word/document.xml": body, "[Content_Types].xml": b"<Types/>"})


def _packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def test_bombs_are_one_line_each_and_the_site_goes_on(make: Callable[..., Place]) -> None:
    place = make(upload_bytes=5 << 20)
    before = place.site.corpus.documents()
    for name, content in (
        ("bomb.zip", _bomb("预算.txt")),
        ("bomb.docx", _bomb("word/document.xml", b'<?xml version="1.0"?><w>')),
        ("bomb.xlsx", _bomb("xl/worksheets/sheet1.xml", b'<?xml version="1.0"?><w>')),
        ("laughs.docx", _laughs()),
        ("entity.docx", _entity()),
        ("../../../../tmp/climb.zip", _packed({"../../../../tmp/gouji-climbed.txt": b"x"})),
        ("half.pdf", b"%PDF-1.7\n1 0 obj"),
        ("nul\0.txt", b""),
    ):
        told = _upload(place, name, content)
        assert "\n" not in told, name
        assert "Traceback" not in told, name
        assert "root:" not in told, name
    logged = place.ask("GET", "/admin/log", "admin", params={"kind": "upload"}).text
    assert logged.count('<td class="nowrap">上传</td>') == 7  # all but the empty one, which was not taken
    assert place.site.corpus.documents() == before
    assert not Path("/tmp/gouji-climbed.txt").exists()
    assert place.ask("GET", "/findings").status_code == 200


def test_uploads_have_a_rate(make: Callable[..., Place], monkeypatch: pytest.MonkeyPatch) -> None:
    place = make()
    monkeypatch.setattr("gouji.web.pages.upload.RATE", Limit("upload", 2, 600))
    answers = [place.ask("POST", "/upload", "reviewer", files={"files": ("a.txt", b"")}).status_code for _ in range(3)]
    assert answers == [400, 400, 429]
    assert place.ask("POST", "/upload", "admin", files={"files": ("a.txt", b"")}).status_code == 400


def test_a_file_that_is_too_large_is_said_so(make: Callable[..., Place]) -> None:
    place = make(upload_bytes=100_000)
    assert _upload(place, "large.txt", b"a" * 100_001) == "413"
    assert _upload(place, "huge.txt", b"a" * 3_000_000) == "413"
