"""Bad input costs one clear line and exit code 2, in bounded time and memory; what could be read is still delivered."""

from __future__ import annotations

import json
import random
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.invented.document import document
from tests.invented.station import STATION
from typer.testing import CliRunner, Result

from gouji.cli import app

CLEAN = document(STATION)
ELSEWHERE = """云岭省青石市档案馆
2024年单位预算公开
第二部分 单位预算情况说明
一、收支预算总体情况
2024年收入总计120.50万元，支出总计120.50万元。
公开表1
单位预算收支总览
单位：万元
收入\t预算数\t支出\t预算数
一般公共预算拨款\t120.50\t档案事务\t120.50
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def one_line(result: Result) -> str:
    """The only line that was said, on standard error; nothing that a programmer alone would understand."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    lines = [line for line in result.stderr.splitlines() if not line.endswith("…")]  # progress, where the machine is slow
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert "内部错误" not in result.stderr
    assert lines[0].startswith("gouji: ")
    return lines[0]


BAD = {
    "empty": (b"", "空"),
    "blanks": (b" \n\t\n" * 50, "bad.txt"),
    "binary": (random.Random(1).randbytes(4000), "编码"),
    "program": (b"\x7fELF" + bytes(range(256)) * 8, "bad.txt"),
    "unknown encoding": ("预算公开".encode("gb18030") + b"\xff\xfe\x80\x81" * 40, "编码"),
    "no budget": ("今天天气很好，我们去公园。\n".encode() * 20, "没有找到预算"),
    "wide line": (
        ("关于天气\n2024年" + "\t".join(["1.00"] * 1_000_000)).encode(),
        "没有找到预算公开的内容（没有预算表，也没有收支说明）；没有读全：第2行，这一行太长：有 5000004 个字符，上限 20000",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_one_clear_line_and_exit_code_2(tmp_path: Path, kind: str) -> None:
    content, says = BAD[kind]
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    started = time.monotonic()
    result = run("check", str(path))
    assert result.exit_code == 2, result.output
    line = one_line(result)
    assert says in line
    assert "bad.txt" in line
    assert result.stdout == ""
    assert time.monotonic() - started < 60


def test_a_line_that_is_too_long_is_told_in_english_too(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    path.write_text("Weather\n" + "1.00\t" * 1_000_000, encoding="utf-8")
    result = run("check", str(path), "--lang", "en")
    assert result.exit_code == 2
    assert "line 2: the line is too long: 5000000 characters, limit 20000" in one_line(result)


def test_a_text_that_is_no_budget_and_was_read_whole_says_nothing_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "weather.txt"
    path.write_text("今天天气很好，我们去公园。" * 100, encoding="utf-8")
    assert "没有读全" not in one_line(run("check", str(path)))


def test_a_file_of_200_megabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as f:
        f.truncate(200 * 1024 * 1024)
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2 << 30,) * 2); from gouji.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(path)], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2
    assert "太大" in done.stderr
    assert len([line for line in done.stderr.splitlines() if not line.endswith("…")]) == 1
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600 * 1024


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "none.txt"))
    assert result.exit_code == 2
    assert "none.txt" in one_line(result)


def test_an_empty_folder(tmp_path: Path) -> None:
    result = run("check", str(tmp_path))
    assert result.exit_code == 2
    assert "没有可读" in one_line(result)


def test_the_line_is_english_where_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    result = run("check", str(path), "--lang", "en")
    assert one_line(result).isascii()


def test_a_mistake_in_a_template_is_named_with_file_and_line(tmp_path: Path) -> None:
    from gouji.standards import loader

    shutil.copytree(loader.PACKAGED, tmp_path / "templates")
    folder = tmp_path / "templates" / "henan"
    base = folder / "base.yaml"
    lines = base.read_text("utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if "id: HN-03-ROW" in line)
    lines[at] = lines[at].replace("holds: ", "holds: nothing_like_this + ")
    base.write_text("\n".join(lines), encoding="utf-8")
    document_path = tmp_path / "a.txt"
    document_path.write_text(CLEAN, encoding="utf-8")
    environment = {"GOUJI_TEMPLATES": str(tmp_path / "templates"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-m", "gouji.cli", "check", str(document_path)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 2, done.stdout
    told = [line for line in done.stderr.splitlines() if "正在处理" not in line]
    assert len(told) == 1
    assert f"base.yaml:{at + 1}" in told[0]


def test_a_document_cut_in_the_middle_still_delivers_its_forms(tmp_path: Path) -> None:
    path = tmp_path / "half.txt"
    path.write_text(CLEAN[: CLEAN.index("预算06表")], encoding="utf-8")
    result = run("check", str(path), "-o", str(tmp_path / "out"))
    assert result.exit_code == 1
    reading = json.loads((tmp_path / "out" / "half.reading.json").read_text("utf-8"))
    assert [f["kind"] for f in reading["forms"] if f["status"] == "present"][:3] == [
        "revenue_expenditure_summary",
        "revenue_summary",
        "expenditure_summary",
    ]
    found = json.loads((tmp_path / "out" / "half.findings.json").read_text("utf-8"))
    assert {f["rule"] for f in found["findings"] if f["severity"] == "error"} == {"FORM-MISSING"}
    assert found["summary"]["identities"]["broken"] == 0
    assert found["summary"]["identities"]["untestable"] > 0


def test_a_budget_without_template_is_checked_by_itself_and_says_what_was_not(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.txt"
    path.write_text(ELSEWHERE, encoding="utf-8")
    result = run("check", str(path), "-o", str(tmp_path / "out"))
    assert result.exit_code == 2, "nothing of it could be tested, which is not to have passed"
    assert "没有适用的模板" in result.stdout
    assert "没有核对" in result.stdout
    assert (tmp_path / "out" / "elsewhere.reading.json").is_file()
    assert '"TEMPLATE-NONE"' in (tmp_path / "out" / "elsewhere.findings.json").read_text(encoding="utf-8")


def test_a_row_of_200_000_cells_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    wide = "\t".join(["1.00"] * 200_000)
    path.write_text(CLEAN.replace("附件：禾川市", f"{wide}\n\n附件：禾川市", 1), encoding="utf-8")
    started = time.monotonic()
    result = run("check", str(path))
    assert result.exit_code in (0, 1)
    assert "来源损坏" in result.stdout
    assert time.monotonic() - started < 60
