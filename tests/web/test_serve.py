"""`gouji serve`: says where the pages are, answers there, ends when told; one line where it cannot."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2 as httpx
import pytest
from typer.testing import CliRunner

from gouji.cli import app


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_it_says_where_it_is_and_answers(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gouji.cli", "serve", "--corpus", str(tmp_path / "c.duckdb"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", told)
            assert found, told
            answer = httpx.get(found[0], timeout=30)
            assert answer.status_code == 200
            assert "查一查公共预算" in answer.text
            assert "server" not in answer.headers
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, -signal.SIGINT, 130)


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve", "--corpus", str(tmp_path / "c.duckdb"), "--port", port])
    assert result.exit_code == 2
    assert "--port" in result.output
    assert "Traceback" not in result.output


def test_a_file_that_is_no_corpus_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_text("no database")
    result = CliRunner().invoke(app, ["serve", "--corpus", str(tmp_path / "x.duckdb"), "--port", "0"])
    assert result.exit_code == 2
    assert result.output.startswith("gouji: ")
    assert result.output.count("\n") == 1
