"""A corpus that another process holds: one line that says who, and where to go instead."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gouji.corpus import CorpusError, open_corpus
from gouji.corpus.remote import aggregate_csv
from gouji.corpus.serving import announced, in_use
from gouji.corpus_command import app

HOLD = """
import sys
from pathlib import Path
from gouji.corpus import open_corpus
from gouji.corpus.serving import announced
path = Path(sys.argv[1])
with open_corpus(path), announced(path, "http://127.0.0.1:8321/"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "held.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield path
        process.communicate()


@pytest.mark.parametrize("command", [["query", "--sql", "select 1"], ["check"], ["add", "README.md"], ["export", "out"]])
def test_a_command_says_where_the_server_is(held: Path, command: list[str]) -> None:
    ran = CliRunner().invoke(app, [*command, "--corpus", str(held)])
    assert ran.exit_code == 2
    (line,) = ran.output.strip().splitlines()
    assert "gouji serve 正在用它" in line
    assert "http://127.0.0.1:8321/" in line


def test_a_note_that_another_process_left_is_not_believed(held: Path, tmp_path: Path) -> None:
    held.with_name("held.duckdb.serving").write_text('{"pid": 1, "url": "http://127.0.0.1:9/"}')
    with pytest.raises(CorpusError) as told:
        open_corpus(held)
    assert "http" not in str(told.value)
    assert "另一个程序正在用它" in str(told.value)
    assert in_use(held, "some other trouble") is None


def test_the_note_goes_with_the_server(tmp_path: Path) -> None:
    path = tmp_path / "c.duckdb"
    with announced(path, "http://x/"):
        assert path.with_name("c.duckdb.serving").exists()
    assert not path.with_name("c.duckdb.serving").exists()
    with announced(tmp_path / "none" / "c.duckdb", "http://x/"):
        pass


@pytest.fixture
def other() -> Iterator[str]:
    """A site that is none of ours."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *told: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_what_is_no_site_of_ours(other: str) -> None:
    with pytest.raises(CorpusError, match="不是勾稽的网站"):
        aggregate_csv(other, ["year"], {}, None)
    with pytest.raises(CorpusError, match="不是网页地址"):
        aggregate_csv("file:///etc/passwd", [], {}, None)
    with pytest.raises(CorpusError, match="没有回答"):
        aggregate_csv("http://127.0.0.1:9", [], {}, None)


def test_sql_is_not_asked_of_a_server() -> None:
    ran = CliRunner().invoke(app, ["query", "--sql", "select 1", "--url", "http://127.0.0.1:9"])
    assert ran.exit_code == 2
