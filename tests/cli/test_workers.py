"""A file is read in a process that can be ended: what hangs, eats memory or crashes costs only itself."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.invented.document import document
from tests.invented.station import STATION

from gouji.sources.limits import LIMITS
from gouji.workers import Worker, examine_all

CLEAN = document(STATION)
unix = pytest.mark.skipif(sys.platform == "win32", reason="named pipes and memory limits are Unix's")


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.txt"
    path.write_text(CLEAN, encoding="utf-8")
    return path


@unix
def test_a_file_that_hangs_is_ended_and_the_others_are_read(tmp_path: Path, clean: Path) -> None:
    hanging = tmp_path / "hanging.txt"
    os.mkfifo(hanging)  # nobody ever writes into it
    started = time.monotonic()
    done = {e.path: e for e in examine_all([hanging, clean], jobs=1, limits=replace(LIMITS, file_seconds=12))}
    assert time.monotonic() - started < 60
    assert done[hanging].problem is not None
    assert "hanging.txt：没有读完：超过12秒" in done[hanging].problem
    assert done[clean].problem is None
    assert done[clean].report is not None


@unix
def test_the_line_of_an_ended_file_is_english_where_that_was_asked_for(tmp_path: Path) -> None:
    hanging = tmp_path / "hanging.txt"
    os.mkfifo(hanging)
    (only,) = examine_all([hanging], "en", limits=replace(LIMITS, file_seconds=0.5))
    assert only.problem is not None
    assert only.problem.isascii()
    assert "0.5 seconds" in only.problem


@unix
def test_memory_is_bounded(tmp_path: Path, clean: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes("2024年单位预算。".encode() * 2_500_000)
    limits = replace(LIMITS, memory_bytes=220 << 20)
    done = {e.path: e for e in examine_all([big, clean], jobs=1, limits=limits)}
    problem = done[big].problem or ""
    assert "内存不够" in problem or "意外结束" in problem
    assert done[clean].problem is None


@unix
def test_a_worker_that_cannot_live_is_one_line(clean: Path) -> None:
    (only,) = examine_all([clean], limits=replace(LIMITS, memory_bytes=1 << 20))  # already more is in use
    assert "内存不够" in (only.problem or "") or "意外结束" in (only.problem or "")


def test_a_worker_reads_many_files_and_is_replaced(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.workers.FILES_EACH", 2)
    worker = Worker()
    try:
        assert worker.examine(clean).problem is None
        first = worker._process
        assert first is not None
        assert worker.examine(clean).report is not None
        assert worker._process is None
        assert first.returncode is not None
        assert worker.examine(clean).report is not None
    finally:
        worker.close()


def test_no_file_at_all() -> None:
    assert list(examine_all([])) == []


def test_workers_end_with_the_one_who_asked(clean: Path) -> None:
    found = examine_all([clean, clean, clean], jobs=2)
    next(found)
    found.close()
    import subprocess

    alive = subprocess.run(["ps", "-o", "args", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False).stdout
    assert "gouji.workers" not in alive
