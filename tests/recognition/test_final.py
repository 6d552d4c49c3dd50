"""Final accounts (决算) of invented bodies: read whole in every format and layout, nothing said of what holds, single mistakes
found; which template reads whom, and for which years it is known."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bench.cell_faults import CELL_FAULTS, SEVERAL
from bench.mutation import identity, score
from tests.invented.final import Account, Printer, Way
from tests.invented.final_written import WRITERS

from gouji.checking import Report, check
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Severity
from gouji.model.serial import to_json
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import available, load

NINE = [
    "final_revenue_expenditure",
    "final_revenue",
    "final_expenditure",
    "final_fiscal_appropriation",
    "final_general_expenditure",
    "final_general_basic",
    "final_three_public",
    "final_fund",
]


def examined(path: Path) -> tuple[Disclosure, Report]:
    found = read(open_document(path))
    assert found.template is not None
    return found, check(found, load(found.template, found.profile))


def written(folder: Path, account: Account, way: Way, format: str = "html") -> tuple[Disclosure, Report]:
    path = folder / f"a.{format}"
    path.write_bytes(WRITERS[format](account, way))
    return examined(path)


def printed(account: Account, way: Way) -> Iterator[Counter[str]]:
    """The amounts that each form prints."""
    for _, rows in Printer(account, way).forms():
        texts = [c if isinstance(c, str) else c[0] for row in rows for c in row if c is not None]
        yield Counter(t.replace(",", "") for t in texts if "." in t)


def cells(found: Disclosure) -> list[Counter[str]]:
    return [Counter(format(c.amount, "f") for row in form.rows for c in row.cells.values()) for form in found.forms]


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize("seed", [2, 4, 6, 18])
def test_every_form_is_read_whole_and_every_relation_holds(tmp_path: Path, format: str, seed: int) -> None:
    account, way = Account.drawn(seed), Way.drawn(seed)
    found, report = written(tmp_path, account, way, format)
    nine = [*NINE, "final_state_capital" if way.revenue else "final_state_capital_expenditure"]
    assert [f.kind for f in found.forms if f.kind != "unknown"] == nine
    assert [c for f, c in zip(found.forms, cells(found), strict=True) if f.kind != "unknown"] == list(printed(account, way))
    assert (found.kind, found.fiscal_year) == (f"{'department' if account.whole else 'unit'}_final", account.year)
    assert found.issuer.name == account.name
    assert report.tally.broken == 0
    assert report.tally.held > 150
    assert [f.rule for f in report.findings if f.severity is not Severity.INFO] == []


@pytest.mark.parametrize("seed", range(20, 32))
def test_no_layout_and_no_figures_raise_a_false_finding(tmp_path: Path, seed: int) -> None:
    found, report = written(tmp_path, Account.drawn(seed), Way.drawn(seed))
    assert (report.tally.broken, [f.rule for f in report.findings]) == (0, [])
    assert found.damage == ()


def test_amounts_stand_in_their_columns_whatever_their_order(tmp_path: Path) -> None:
    account = Account.drawn(5)
    read_as = []
    for pairs in (True, False):
        way = replace(Way.drawn(5), counts=False, blocks=2, pairs=pairs)
        found, _ = written(tmp_path, account, way)
        form = found.form("final_three_public")
        assert form is not None
        read_as.append({path: format(cell.amount, "f") for path, cell in form.rows[0].cells.items()})
    assert read_as[0] == read_as[1]
    bought, run, reception = account.final
    assert read_as[0]["决算数/合计"] == f"{(bought + run + reception) / 100:.2f}"
    assert read_as[0]["预算数/公务接待费"] == f"{account.budget[2] / 100:.2f}"


def test_economic_items_side_by_side_are_one_list(tmp_path: Path) -> None:
    account = Account.drawn(3)
    for way in (Way(), Way(apart=True), Way(counts=True, blocks=3, pairs=False, revenue=False, squeezed=False)):
        found, _ = written(tmp_path, account, way)
        form = found.form("final_general_basic")
        assert form is not None
        amounts = {r.codes.get("department_economic"): r.cells["决算数"].amount for r in form.rows if r.cells}
        assert amounts["30101"] * 100 == account.personnel["30101"]
        assert amounts["31002"] * 100 == account.operating["31002"]
        totals = {r.item: r.cells["决算数"].amount for r in form.rows if r.item}
        assert {k: v * 100 for k, v in totals.items()} == {
            "personnel": sum(account.personnel.values()),
            "operating": sum(account.operating.values()),
        }


def test_a_total_beside_header_words_is_no_total_of_the_columns_that_they_cover(tmp_path: Path) -> None:
    account = replace(Account.drawn(2), fund=123_456)
    path = tmp_path / "a.html"
    text = WRITERS["html"](account, Way()).decode()
    path.write_text(text)
    assert examined(path)[1].tally.broken == 0
    begins = text.index("<p>政府性基金预算财政拨款收入支出决算表</p>")
    head, body = text[:begins], text[begins:]
    assert body.count(">1,234.56<") > 1
    path.write_text(head + body.replace(">1,234.56<", ">1,243.56<", 1))
    _, report = examined(path)
    assert "FA-08-SUM-INCOME" in {r for f in report.findings for r in (f.rule, *f.relations)}


def test_single_wrong_amounts_are_found_and_named(tmp_path: Path) -> None:
    tried = found_ = named = false = 0
    for seed in (2, 4):
        found, _ = written(tmp_path, Account.drawn(seed), Way.drawn(seed))
        template = load(found.template or "", found.profile)
        before = {identity(f) for f in check(found, template).findings}
        for kind in sorted(CELL_FAULTS.keys() - SEVERAL):
            dice = random.Random(f"{seed}{kind}")
            for _ in range(3):
                mutant = CELL_FAULTS[kind](found, dice)
                if mutant is not None:
                    got = score(mutant, before, check(mutant.disclosure, template).findings, kind)
                    tried, found_, named = tried + 1, found_ + got.detected, named + got.named
                    false += got.false_errors
    assert tried > 80
    assert found_ >= 0.95 * tried
    assert named >= 0.9 * tried
    assert false == 0


def test_the_place_of_a_body_decides_between_the_national_template_and_a_districts(tmp_path: Path) -> None:
    account = Account.drawn(6)
    seats = next(p.seats for p in available() if p.seats)
    assert written(tmp_path, account, Way())[0].template == "national-final/2025-final"
    own = replace(account, name=f"{seats[0]}湿地管理局")
    found, report = written(tmp_path, own, Way())
    assert found.template is not None
    assert not found.template.startswith("national-final")
    assert report.tally.broken == 0


@pytest.mark.parametrize(("year", "known"), [(2022, True), (2023, True), (2024, True), (2026, False), (2027, False)])
def test_another_year_is_read_alike_and_said_where_the_format_is_not_known(tmp_path: Path, year: int, known: bool) -> None:
    found, report = written(tmp_path, Account.drawn(7, year), Way.drawn(7))
    assert (found.fiscal_year, report.tally.broken) == (year, 0)
    assert [f.rule for f in report.findings] == ([] if known else ["TEMPLATE-NEAREST"])


def test_the_reading_says_what_it_is(tmp_path: Path) -> None:
    found, _ = written(tmp_path, replace(Account.drawn(3), whole=False), Way())
    told = to_json(found)
    assert (told["kind"], told["template"]) == ("unit_final", "national-final/2025-final")
    assert [f["number"] for f in told["forms"][:2]] == ["公开01表", "公开02表"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<p>财政拨款“三公”经费支出决算表</p><p>单位：万元</p>", "<p>单位：万元</p>", "FORM-MISSING"),
        ("年度无政府性基金预算财政拨款收入和支出", "年度另有安排", ""),
        ("单位决算情况说明", "部门决算情况说明", "KIND-WORD"),
        ("与2024年度相比", "与2022年度相比", "YEAR-COMPARED"),
    ],
)
def test_rules_speak_of_final_accounts(tmp_path: Path, old: str, new: str, rule: str) -> None:
    account = replace(Account.drawn(6), whole=False, fund=0, capital=0)
    text = WRITERS["html"](account, Way()).decode()
    assert old in text
    path = tmp_path / "a.html"
    path.write_text(text.replace(old, new))
    _, report = examined(path)
    told = [f for f in report.findings if f.rule == rule]
    assert bool(told) == bool(rule)
    assert not any("预算表" in f.title or "单位预算" in f.message for f in told)


def test_prose_that_denies_a_fund_is_held_to_the_final_form(tmp_path: Path) -> None:
    account = replace(Account.drawn(6), fund=50_000)
    text = WRITERS["html"](account, Way()).decode()
    path = tmp_path / "a.html"
    old = "政府性基金预算财政拨款收入500.00万元，支出500.00万元。"
    assert old in text
    path.write_text(text.replace(old, "本年度无政府性基金预算财政拨款收入和支出。"))
    assert "PROSE-DENIES-FORM" in {f.rule for f in examined(path)[1].findings}


def test_a_fund_item_in_the_general_form_is_told(tmp_path: Path) -> None:
    account = Account.drawn(6)
    moved = replace(account, spent={**account.spent, "2120803": (0, 4_000)}, fund=0)
    text = WRITERS["html"](moved, Way())
    path = tmp_path / "a.html"
    path.write_bytes(text)
    assert "CODE-BUDGET" in {f.rule for f in examined(path)[1].findings}
