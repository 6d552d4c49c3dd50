"""The input workbook: what is written is read back, and every problem is told with its sheet and cell."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from tests.drafting.books import book
from typer.testing import CliRunner

from gouji.cli import app
from gouji.drafting import sheets
from gouji.drafting.blank import blank
from gouji.drafting.book import Book
from gouji.drafting.lines import BudgetLine
from gouji.drafting.problems import WorkbookProblems
from gouji.drafting.reading import read
from gouji.drafting.workbook import workbook
from gouji.model.disclosure import Indicator
from gouji.recognition.target_value import parse_target


def one() -> Book:
    """A unit of one agency with a project and all its words."""
    return next(b for b in (book(n) for n in range(100)) if not b.agencies and b.projects and len(b.lines) < 50)


def saved(made: Book, path: Path, change: Callable[[Any], None] | None = None) -> Path:
    """The book's workbook as a file, changed by hand."""
    path.write_bytes(workbook(made))
    if change is not None:
        held = openpyxl.load_workbook(path)
        change(held)
        held.save(path)
    return path


def told(path: Path) -> dict[str, str]:
    """The problems by cell."""
    with pytest.raises(WorkbookProblems) as found:
        read(path)
    return {f"{p.sheet}!{p.cell}": p.chinese for p in found.value.problems}


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    made = one()
    got = read(saved(made, tmp_path / "u.xlsx"))
    assert got.lines == made.lines
    assert got.projects == made.projects
    assert got.performance == made.performance
    assert (got.last, got.reasons, got.texts) == (made.last, made.reasons, made.texts)
    owned = [{n: c for n, c in held.items() if c} for held in (got.assets["设备"], made.assets["设备"])]
    assert owned[0] == owned[1] != {}
    assert (got.procurement, got.transfers) == (made.procurement, made.transfers)
    assert replace(got.body, level=None) == replace(made.body, level=None)


def test_an_empty_workbook_is_protected_has_lists_and_no_macros(tmp_path: Path) -> None:
    path = saved(blank("henan/2024", "12"), tmp_path / "u.xlsx")
    assert not [n for n in ZipFile(BytesIO(path.read_bytes())).namelist() if "vba" in n.lower()]
    held = openpyxl.load_workbook(path)
    assert held.security.lockStructure
    assert held[sheets.LISTS].sheet_state == "hidden"
    lines = held[sheets.LINES]
    assert lines.protection.sheet
    assert not lines["J10"].protection.locked
    assert lines["L10"].protection.locked
    assert {r.formula1 for r in lines.data_validations.dataValidation} >= {"=功能科目", "=资金来源", "=支出类别"}
    assert lines["A4"].value == sheets.MARK
    assert lines["A4"].font.color.rgb == "00808080"
    assert "（元）" in lines["J3"].value


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    def spoil(held: Any) -> None:
        lines = held[sheets.LINES]
        lines["C4"], lines["D4"], lines["F4"], lines["J4"] = "99", "", "私房钱", "12.345"
        held[sheets.PROSE]["B4"] = None
        held[sheets.UNIT]["B4"] = "12"
        held[sheets.UNIT]["B7"], held[sheets.UNIT]["B9"] = "4199", 2023
        held[sheets.LAST]["C4"] = None

    found = told(saved(one(), tmp_path / "u.xlsx", spoil))
    assert "7位" in found["预算明细!C4"]
    assert found["预算明细!D4"] == "没有写部门经济科目"
    assert "私房钱" in found["预算明细!F4"]
    assert "多于2位小数" in found["预算明细!J4"]
    assert "主要职责" in found["文字说明!B4"]
    assert "6位" in found["单位与人员!B4"]
    assert "区划" in found["单位与人员!B7"]
    assert "2024" in found["单位与人员!B9"]


def test_a_change_without_its_reason(tmp_path: Path) -> None:
    made = one()
    bare = replace(made, reasons={**made.reasons, "收入总计": ""})
    assert "没有写原因" in told(saved(bare, tmp_path / "u.xlsx"))["上年数!C4"]


def test_a_project_without_targets_and_one_without_money(tmp_path: Path) -> None:
    made = one()
    first = made.projects[0]
    bare = replace(
        made, projects=(replace(first, indicators=()), *made.projects[1:], replace(first, name="没有钱的项目", code=None))
    )
    found = told(saved(bare, tmp_path / "u.xlsx"))
    assert "没有绩效目标" in found["项目!C4"]
    assert "没有预算" in found[f"项目!C{4 + len(made.projects)}"]


@pytest.mark.parametrize(("ceiling", "wrong"), [("≤2万元", True), ("≤1万元", False)])
def test_a_ceiling_above_the_amount(tmp_path: Path, ceiling: str, wrong: bool) -> None:
    from gouji.model.disclosure import Indicator
    from gouji.recognition.target_value import parse_target

    made = one()
    plan = replace(made.projects[0], indicators=(Indicator("成本指标", "项目总成本", parse_target(ceiling)),))
    line = next(n for n in made.lines if n.project == plan.name)
    small = replace(made, lines=(replace(line, amount=Decimal(10_000)),), projects=(plan,), performance=None)
    path = saved(small, tmp_path / "u.xlsx")
    if wrong:
        assert "高于项目金额" in told(path)["绩效目标!F4"]
    else:
        assert read(path).projects[0].indicators[0].target.raw == ceiling


def test_what_is_left_at_the_end_of_the_year_has_a_source_and_no_codes(tmp_path: Path) -> None:
    made = one()
    left = BudgetLine(made.body.agency, "", "", "", "fiscal", "left", Decimal("35000.00"))
    whole = replace(made, lines=(*made.lines, left))
    assert read(saved(whole, tmp_path / "u.xlsx")).lines[-1] == left
    at = 4 + len(made.lines)

    def coded(held: Any) -> None:
        held[sheets.LINES][f"C{at}"] = "2101501"

    assert "不写科目和项目" in told(saved(whole, tmp_path / "v.xlsx", coded))[f"预算明细!C{at}"]


def test_a_government_class_that_does_not_belong(tmp_path: Path) -> None:
    made = one()
    line = replace(made.lines[0], economic="30101", government="50306", kind="personnel", project="")
    found = told(saved(replace(made, lines=(*made.lines, line)), tmp_path / "u.xlsx"))
    assert "50101" in found[f"预算明细!E{4 + len(made.lines)}"]


def test_a_government_class_left_empty_is_the_one_that_belongs(tmp_path: Path) -> None:
    made = one()
    line = BudgetLine(made.body.agency, "2101501", "30101", "50101", "fiscal", "personnel", Decimal("1000.00"))

    def clear(held: Any) -> None:
        held[sheets.LINES]["E4"] = None

    got = read(saved(replace(made, lines=(line, *made.lines)), tmp_path / "u.xlsx", clear))
    assert got.lines[0].government == "50101"


def test_a_formula_without_a_value_is_told_as_that_and_nothing_else(tmp_path: Path) -> None:
    """openpyxl writes formulas without values, as many programs do: the cell is not empty, and nobody knows what it says."""
    made = one()

    def computed(held: Any) -> None:
        held[sheets.TARGETS]["F4"] = '="≥"&95&"%"'
        held[sheets.LINES]["J4"] = "=1000*2"
        held[sheets.UNIT]["B3"] = '="云川市"&"雨情监测中心"'

    found = told(saved(made, tmp_path / "u.xlsx", computed))
    assert set(found) >= {f"{sheets.TARGETS}!F4", f"{sheets.LINES}!J4", f"{sheets.UNIT}!B3"}
    assert all(
        found[f"{where}"].startswith("公式还没有算出结果") for where in found if where.split("!")[1] in ("F4", "J4", "B3")
    )


def test_a_formula_whose_value_is_no_words_is_an_empty_cell(tmp_path: Path) -> None:
    """A formula that was drawn down over rows where it says "" (Excel and WPS store that): these rows are empty."""
    path = saved(one(), tmp_path / "u.xlsx", lambda held: held[sheets.TRANSFERS].__setitem__("B9", '=IF(1=1,"","a")'))
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    written = b'<f>IF(1=1,"","a")</f><v></v>'
    (name,) = (n for n, data in parts.items() if b'IF(1=1,"","a")' in data)
    parts[name] = parts[name].replace(b"<v/>", b"<v></v>").replace(b"<v />", b"<v></v>")
    at = parts[name].rindex(b"<c ", 0, parts[name].index(written))
    parts[name] = parts[name][:at] + parts[name][at:].replace(b"<c ", b'<c t="str" ', 1)
    with ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    assert read(path).transfers == one().transfers


def test_words_are_never_a_formula(tmp_path: Path) -> None:
    made = one()
    sly = replace(made, texts={**made.texts, "duties": "=1+1"})
    path = saved(sly, tmp_path / "u.xlsx")
    assert openpyxl.load_workbook(path)[sheets.PROSE]["B4"].data_type == "s"
    assert read(path).texts["duties"] == "=1+1"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_workbook(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "u.xlsx"
    path.write_bytes(data)
    assert len(told(path)) == 1


def test_the_same_book_gives_the_same_bytes_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook(book(3))
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    assert workbook(book(3)) == first
    assert workbook(book(4)) != first


def test_a_wrong_code_of_the_unit_is_told_once_and_not_at_every_line(tmp_path: Path) -> None:
    def change(held: Any) -> None:
        held[sheets.UNIT]["B4"] = "12600"

    problems = told(saved(one(), tmp_path / "u.xlsx", change))
    assert problems[f"{sheets.UNIT}!B4"] == "单位代码应是6位数字"
    assert [where for where in problems if where.startswith(f"{sheets.LINES}!B")] == []


def test_problems_come_in_the_order_of_the_workbook_and_reasons_among_them(tmp_path: Path) -> None:
    def change(held: Any) -> None:
        held[sheets.PROSE]["B4"] = None
        held[sheets.PROJECTS]["D4"] = "123"
        held[sheets.LAST]["B4"], held[sheets.LAST]["C4"] = "0.07", None

    with pytest.raises(WorkbookProblems) as found:
        read(saved(one(), tmp_path / "u.xlsx", change))
    where = [f"{p.sheet}!{p.cell}" for p in found.value.problems]
    assert [w for w in where if not w.startswith(sheets.TARGETS)] == [
        f"{sheets.PROJECTS}!D4",
        f"{sheets.LAST}!C4",
        f"{sheets.PROSE}!B4",
    ]


def test_a_project_without_budget_is_told_once_whatever_its_targets_say(tmp_path: Path) -> None:
    made = one()
    plan = replace(
        made.projects[0], name="没有钱的项目", indicators=(Indicator("成本指标", "项目总成本", parse_target("≤5万元")),)
    )
    problems = told(saved(replace(made, projects=(*made.projects, plan)), tmp_path / "u.xlsx"))
    assert len(problems) == 1
    assert "没有预算" in next(iter(problems.values()))


def test_a_workbook_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "u.xlsx"
    command = ["draft", "--new", str(path), "--template", "henan/2024"]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0
    assert "黄色" in first.stderr
    path.write_bytes(b"my work")
    again = CliRunner().invoke(app, command)
    assert again.exit_code == 2
    assert "不覆盖" in again.stderr
    assert path.read_bytes() == b"my work"
