"""What is drafted contradicts nothing, whatever the lines are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.drafting.books import book

from gouji.checking import check
from gouji.drafting import assemble
from gouji.drafting.lines import BudgetLine
from gouji.drafting.rounding import Rounding
from gouji.model.finding import Severity
from gouji.standards.loader import load

PROFILES = [("11", 2024), ("12", 2024), ("15", 2025)]


@pytest.mark.parametrize(("profile", "year"), PROFILES)
@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_nothing_is_found_in_a_drafted_disclosure(profile: str, year: int, seed: int) -> None:
    made = assemble(book(seed, profile, year))
    report = check(made, load(made.template or "", made.profile))
    assert [f.message for f in report.findings] == []
    assert report.tally.broken == 0
    assert report.tally.rounding == 0  # parts add up exactly, not only within what rounding allows
    assert report.tally.held > 50


@pytest.mark.parametrize(("profile", "year"), PROFILES)
def test_every_number_of_the_prose_is_known(profile: str, year: int) -> None:
    made = assemble(book(3, profile, year))
    assert made.claims
    assert [c.quote for c in made.claims if not c.quantity] == []


def test_a_wrong_figure_is_found() -> None:
    """The test above can fail: one line's amount in one form changed, and the checks see it."""
    made = assemble(book(7))
    form = made.form("revenue_summary")
    assert form is not None
    path, cell = next(iter(form.rows[0].cells.items()))
    row = replace(form.rows[0], cells={**form.rows[0].cells, path: replace(cell, amount=cell.amount + 1)})
    forms = tuple(replace(f, rows=(row, *f.rows[1:])) if f is form else f for f in made.forms)
    report = check(replace(made, forms=forms), load("henan/2024", "11"))
    assert report.count(Severity.ERROR) > 0


def test_figures_rounded_each_by_itself_differ_within_rounding_only() -> None:
    made = assemble(replace(book(11, "15", 2025), rounding=Rounding.EACH))
    report = check(made, load("henan/2025", "15"))
    assert report.tally.broken == 0
    assert report.tally.rounding > 0
    noted = {f.kind for f in made.forms if "尾差" in (f.note or "")}
    assert {"revenue_expenditure_summary", "economic_classification_summary"} <= noted
    assert "operating_cost" not in noted
    assert not any("尾差" in (f.note or "") for f in assemble(book(11, "15", 2025)).forms)  # where parts add up, nothing to say


def test_only_forms_whose_parts_miss_their_totals_say_so() -> None:
    one = replace(book(3, "15", 2025), rounding=Rounding.EACH)
    line = BudgetLine("126001", "2101101", "30201", "50201", "fiscal", "operating", Decimal(150))
    project = replace(line, kind="target", economic="30227", government="50205", amount=Decimal(20_000), project="事项甲")
    lines = (line, replace(line, economic="30299", government="50299"), project)
    noted = {f.kind for f in assemble(replace(one, lines=lines)).forms if "尾差" in (f.note or "")}
    assert "general_budget_basic_expenditure" in noted  # 0.02 + 0.02 is printed beside 0.03
    assert not {"project_expenditure", "project_performance", "government_fund_expenditure"} & noted
    whole = (replace(line, amount=Decimal(200)), *lines[2:])
    assert not any("尾差" in (f.note or "") for f in assemble(replace(one, lines=whole)).forms)  # nothing is rounded


@pytest.mark.parametrize(("profile", "year"), PROFILES)
def test_what_is_left_at_the_end_of_the_year_stands_beside_this_years_expenditure(profile: str, year: int) -> None:
    one = book(7, profile, year, 60)
    left = BudgetLine(one.body.agency, "", "", "", "fiscal", "left", Decimal(35_000))
    before, made = assemble(one), assemble(replace(one, lines=(*one.lines, left)))
    figures = {r.item: sum(c.amount for c in r.cells.values()) for r in made.forms[0].rows}
    spent = {r.item: sum(c.amount for c in r.cells.values()) for r in before.forms[0].rows}
    assert figures["expenditure.left"] == Decimal("3.50")
    assert figures["expenditure.this_year"] == spent["expenditure.this_year"]
    assert figures["expenditure.total"] == figures["revenue.total"] == spent["revenue.total"] + Decimal("3.50")
    assert [f.message for f in check(made, load(made.template or "", made.profile)).findings] == []
    assert {c.quantity: c.amount for c in made.claims}["支出合计.年终结转结余"] == Decimal("3.50")
    same = {"expenditure_summary", "economic_classification_summary", "project_expenditure", "three_public"}
    assert [f for f in made.forms if f.kind in same] == [f for f in before.forms if f.kind in same]


def test_a_fund_of_which_all_is_left_has_revenue_and_an_empty_form() -> None:
    one = book(3)
    left = BudgetLine(one.body.agency, "", "", "", "fund", "left", Decimal(35_000))
    made = assemble(replace(one, lines=(*one.lines, left)))
    assert made.form("government_fund_expenditure").status == "empty"  # type: ignore[union-attr]
    report = check(made, load("henan/2024", "11"))
    assert [f.message for f in report.findings] == []
    told = tuple(replace(s, text=s.text.replace("年终结转结余", "结转")) for s in made.sections)
    rows = tuple(replace(r, cells={}) if r.item == "expenditure.left" else r for r in made.forms[0].rows)
    forms = (replace(made.forms[0], rows=rows), replace(made.forms[3], rows=()), *made.forms[1:3], *made.forms[4:])
    found = check(replace(made, sections=told, forms=forms), load("henan/2024", "11")).findings
    assert "PROSE-AGAINST-EMPTY" in {f.rule for f in found}


def test_no_rate_is_stated_on_a_base_of_nothing() -> None:
    one = book(5)
    made = assemble(replace(one, last=dict.fromkeys(one.last, Decimal("0.00"))))
    told = "".join(s.text for s in made.sections)
    assert "增加" in told
    assert "增长" not in told
    assert "持平" in told  # what was nothing and is nothing


def test_the_general_budget_is_told_by_functional_class() -> None:
    made = assemble(book(7))
    told = [c for c in made.claims if c.quantity.startswith("一般公共预算支出.") and c.quantity.endswith("支出") and c.amount]
    classes = [c for c in told if c.quantity.partition(".")[2] not in ("基本支出", "项目支出")]
    whole = next(c.amount for c in made.claims if c.quantity == "一般公共预算支出")
    assert sum((c.amount or Decimal(0) for c in classes), Decimal(0)) == whole
    assert len(classes) > 1


def test_what_rounds_to_nothing_is_no_row() -> None:
    one = book(7)
    tiny = replace(one.lines[0], function="2101599", amount=Decimal("0.03"))
    forms = assemble(replace(one, lines=(*one.lines, tiny))).forms
    empty = [r for f in forms for r in f.rows if r.codes.get("function") and not r.cells]
    assert empty == []
