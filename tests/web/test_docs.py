"""The commands that docs/WEB.md shows do what it says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import httpx2 as httpx

REPO = Path(__file__).parents[2]
WEB = (REPO / "docs" / "WEB.md").read_text("utf-8")


def commands() -> list[list[str]]:
    """The lines of the first block, as words."""
    block = re.search(r"```sh\n(.*?)```", WEB, re.DOTALL)
    assert block
    return [shlex.split(line) for line in block[1].splitlines()]


def test_from_documents_to_pages(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    for path in (REPO / "examples").glob("*.txt"):
        (tmp_path / "examples" / path.name).write_bytes(path.read_bytes())
    *before, serve = commands()
    for words in before:
        command = [sys.executable, "-m", "gouji.cli", *words[1:]]
        done = subprocess.run(command, cwd=tmp_path, input="一个很长的暗语 2024\n", text=True, capture_output=True, check=False)
        assert done.returncode == 0, (words, done.stderr)
    command = [sys.executable, "-m", "gouji.cli", *serve[1:], "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found
            assert "雨情监测中心" in httpx.get(found[0], timeout=60).text
        finally:
            server.terminate()


def test_every_option_is_told() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "gouji.cli", "serve", "--help"], text=True, capture_output=True, check=True
    ).stdout
    for option in re.findall(r"`(--[a-z-]+)", WEB.split("## The first page")[0]):
        assert option in told, option
