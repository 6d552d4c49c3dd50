"""What a clerk does wrong late at night, and what last year's document gives: each was found by going through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.drafting.test_workbook import one, saved

from gouji.drafting import assemble, sheets
from gouji.drafting.book import Book
from gouji.drafting.lastyear import carried_over
from gouji.drafting.problems import WorkbookProblems
from gouji.drafting.reading import read
from gouji.model.disclosure import RowKind

Change = Callable[[Any], None]


def _set(sheet: str, row: int, key: str, value: object) -> Change:
    at = 1 + next(i for i, column in enumerate(sheets.TABLES[sheet]) if column.key == key)

    def change(book: Any) -> None:
        book[sheet].cell(row, at).value = value

    return change


def _hosting() -> Book:
    """A body that also pays for reception, told in its first line."""
    made = one()
    first = replace(made.lines[0], economic="30217", government="50206", source="fiscal", kind="operating", project="")
    return replace(made, lines=(first, *made.lines), reasons=dict.fromkeys(made.last, "接待任务增加"))


def _told(folder: Path, change: Change) -> list[str]:
    """The problems of the workbook of `one` with a cell changed."""
    path = saved(_hosting(), folder / "unit.xlsx", change)
    try:
        read(path)
    except WorkbookProblems as found:
        return [p.say("zh") for p in found.problems]
    return []


FIRST = sheets.FIRST_ROW


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_set(sheets.LINES, FIRST, "kind", None), "没有写支出类别"),
        (_set(sheets.LINES, FIRST, "kind", "人头费"), "没有“人头费”这种支出类别，请从列表中选"),
        (_set(sheets.LINES, FIRST, "source", None), "没有写资金来源"),
        (_set(sheets.LINES, FIRST, "economic", "50101 工资奖金津补贴"), "50101是政府经济科目，这里要写部门经济科目"),
        (_set(sheets.LINES, FIRST, "economic", None), "没有写部门经济科目"),
        (_set(sheets.LINES, FIRST, "amount", "#DIV/0!"), "这一格的公式出错（#DIV/0!）"),
        (_set(sheets.PROSE, FIRST, "text", "#VALUE!"), "这一格的公式出错（#VALUE!）"),
    ],
)
def test_one_mistake_is_one_problem(change: Change, says: str, tmp_path: Path) -> None:
    told = _told(tmp_path, change)
    assert len(told) == 1, told
    assert told[0].endswith("：" + says)


def test_project_expenditure_without_its_project_is_told_once(tmp_path: Path) -> None:
    at = next(i for i, line in enumerate(_hosting().lines) if line.project)
    told = _told(tmp_path, _set(sheets.LINES, FIRST + at, "project", None))
    assert len([t for t in told if t.startswith(sheets.LINES)]) == 1, told


def test_a_percentage_is_the_target_that_its_cell_shows(tmp_path: Path) -> None:
    def typed(book: Any) -> None:
        for (cell,) in book[sheets.TARGETS]["F4:F99"]:
            if cell.value == "≥95%":
                cell.value, cell.number_format = 0.985, "0.0%"

    made = read(saved(one(), tmp_path / "unit.xlsx", typed))
    raws = [i.target.raw for p in made.projects for i in p.indicators]
    assert "98.5%" in raws
    assert "0.985" not in raws


def test_last_years_three_public_are_those_of_its_only_row_whatever_it_is_called() -> None:
    """A reader calls the unlabelled row of form 08 an item, a draft calls it the total."""
    printed = assemble(_hosting())
    form = printed.form("three_public")
    assert form is not None
    read_again = replace(form, rows=tuple(replace(r, kind=RowKind.ITEM) for r in form.rows))
    reading = replace(printed, forms=tuple(read_again if f is form else f for f in printed.forms))
    assert carried_over(reading).last == carried_over(printed).last
    assert carried_over(reading).last["三公经费"] == form.rows[0].cells["“三公”经费合计"].amount > 0


def test_last_years_figure_that_could_not_be_read_is_unknown_not_zero() -> None:
    printed = assemble(one())
    lost = replace(printed, forms=tuple(f for f in printed.forms if f.kind != "three_public"), claims=())
    assert "三公经费" not in carried_over(lost).last
    assert carried_over(lost).last["支出总计"] > 0
    told = replace(lost, claims=tuple(c for c in printed.claims if c.quantity == "三公经费"))
    assert carried_over(told).last["三公经费"] == carried_over(printed).last["三公经费"]


def test_an_empty_form_of_last_year_is_zero() -> None:
    printed = assemble(one())
    emptied = tuple(replace(f, rows=()) if f.kind == "three_public" else f for f in printed.forms)
    assert carried_over(replace(printed, forms=emptied, claims=())).last["三公经费"] == 0


def test_the_numbers_of_staff_come_back_as_numbers() -> None:
    printed = assemble(one())
    institutions = next(s for s in printed.sections if "机构设置" in s.title)
    words = f"本局设3个科室。\n{printed.issuer.name}行政编制 16 人，在职职工35人。\n另有在职职工2人借调在外。"
    reading = replace(printed, sections=tuple(replace(s, text=words) if s is institutions else s for s in printed.sections))
    book = carried_over(reading)
    assert book.body.staff == {"行政编制": 16, "在职职工": 35}
    assert book.texts["institutions"] == "本局设3个科室。\n另有在职职工2人借调在外。"
