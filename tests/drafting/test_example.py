"""The example's workbook: entered, drafted, checked, and nothing found."""

from __future__ import annotations

import importlib.util
from pathlib import Path

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
