"""The example's workbook: entered, drafted, checked, and nothing found."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gouji.checking import check
from gouji.drafting import draft
from gouji.drafting.book import Book
from gouji.drafting.workbook import workbook
from gouji.standards.loader import load

SCRIPT = Path(__file__).parents[2] / "examples" / "write_workbook.py"


def _book() -> Book:
    spec = importlib.util.spec_from_file_location("write_workbook", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.book()


def test_the_example_is_drafted_and_nothing_is_found(tmp_path: Path) -> None:
    path = tmp_path / "example.xlsx"
    path.write_bytes(workbook(_book()))
    made = draft(path)
    report = check(made, load("henan/2024", "11"))
    assert [f.message for f in report.findings] == []
    assert report.tally.held > 500
    told = {c.quantity: str(c.amount) for c in made.claims}
    assert told["收入总计"] == told["支出总计"] == "780.17"
    assert told["支出合计.基本支出.占比"] == "53.92"
    assert told["机构运转经费.较上年变动率"] == "6.45"


def test_the_workbook_in_the_folder_is_the_one_that_the_script_writes() -> None:
    assert (SCRIPT.parent / "禾川市雨情监测中心2024年预算编制.xlsx").read_bytes() == workbook(_book())


def test_the_demo_ends_with_a_published_document_and_its_report(tmp_path: Path) -> None:
    root, bin_folder = SCRIPT.parents[1], Path(sys.executable).parent
    if shutil.which("sh") is None or not (bin_folder / "gouji").exists():
        pytest.skip("no shell, or gouji is not installed")
    shutil.copytree(root / "examples", tmp_path / "examples")
    run = subprocess.run(["sh", "examples/demo.sh", str(bin_folder)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    shown = ("出版的文件", "它的核对报告", "有错那份的报告")
    named = [line.split()[1] for line in run.stdout.splitlines() if line.strip().startswith(shown)]
    assert [Path(n).suffix for n in named] in ([".pdf", ".html", ".html"], [".docx", ".html", ".html"])  # pdf: with its font
    assert all((tmp_path / n).stat().st_size > 10_000 for n in named)
    assert "结论：有6项错误。" in run.stdout
