"""Units consolidated into their department, last year's reading as a start, and the command itself."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.drafting.test_workbook import one, saved
from typer.testing import CliRunner

from gouji.checking import check
from gouji.cli import app
from gouji.drafting import assemble
from gouji.drafting.book import Book
from gouji.drafting.consolidate import consolidate
from gouji.drafting.lastyear import carried_over
from gouji.drafting.problems import WorkbookProblems
from gouji.model.serial import from_json, to_json
from gouji.standards.error import TemplateError
from gouji.standards.loader import load


def _second(first: Book) -> Book:
    code = "126009"
    return replace(
        first,
        body=replace(first.body, agency=code, name="云川市水位站"),
        lines=tuple(replace(n, agency=code, amount=n.amount + Decimal("33.33")) for n in first.lines),
        projects=tuple(replace(p, agency=code, code=None) for p in first.projects),
    )


def test_a_department_is_the_sum_of_its_units() -> None:
    units = [one(), _second(one())]
    whole = assemble(consolidate(units))
    total = [next(iter(f.form("expenditure_summary").rows[0].cells.values())).amount for f in map(assemble, units)]  # type: ignore[union-attr]
    form = whole.form("expenditure_summary")
    assert form is not None
    assert form.rows[0].cells["合计"].amount == sum(total)
    assert whole.kind == "department_budget"
    assert whole.issuer.name == "云川市水利局"
    report = check(whole, load("henan/2024", "11"))
    assert [f.message for f in report.findings] == []


def test_units_that_do_not_belong_together() -> None:
    first = one()
    stranger = replace(_second(first), body=replace(_second(first).body, department="127"))
    with pytest.raises(WorkbookProblems, match="部门代码不同"):
        consolidate([first, stranger])
    with pytest.raises(WorkbookProblems, match="用了两次"):
        consolidate([first, first])


def test_last_years_document_starts_this_years_workbook() -> None:
    printed = assemble(one())
    book = carried_over(printed)
    assert book.year == 2025
    assert not book.lines
    form = printed.form("expenditure_summary")
    assert form is not None
    assert book.last["支出总计"] == form.rows[0].cells["合计"].amount
    assert [p.name for p in book.projects] == [p.name for p in printed.projects]
    assert book.texts["duties"] == one().texts["duties"]
    assert book.body.department_name == "云川市水利局"


def test_a_year_without_a_template_is_said() -> None:
    with pytest.raises(TemplateError, match="2026"):
        carried_over(replace(assemble(one()), fiscal_year=2025))


def test_the_command_from_empty_workbook_to_disclosure(tmp_path: Path) -> None:
    run = CliRunner()
    new = tmp_path / "new.xlsx"
    assert run.invoke(app, ["draft", "--new", str(new), "--template", "henan/2024", "--forms", "11"]).exit_code == 0
    empty = run.invoke(app, ["draft", str(new)])
    assert empty.exit_code == 2
    assert "单位与人员!B3：没有写单位名称" in empty.output
    assert "预算明细" in run.invoke(app, ["draft", str(new), "--lang", "en"]).output
    filled, out = saved(one(), tmp_path / "unit.xlsx"), tmp_path / "d.json"
    assert run.invoke(app, ["draft", str(filled), "-o", str(out)]).exit_code == 0
    read = from_json(json.loads(out.read_text(encoding="utf-8")))
    assert read == assemble(one())
    start = tmp_path / "next.xlsx"
    assert run.invoke(app, ["draft", "--from", str(out), str(start)]).exit_code == 0
    assert start.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--new", "x.xlsx"], "--template"),
        (["--new", "x.xlsx", "--template", "atlantis/2024"], "没有模板"),
        (["nowhere.xlsx"], "打不开"),
        ([], "--new"),
    ],
)
def test_the_command_says_what_is_wrong(words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["draft", *words])
    assert done.exit_code == 2
    assert says in done.output


def test_the_same_book_gives_the_same_bytes() -> None:
    first, again = (json.dumps(to_json(assemble(one())), ensure_ascii=False) for _ in range(2))
    assert first == again
