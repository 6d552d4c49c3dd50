"""Empty forms and their notes, and prose that denies what a form shows."""

from __future__ import annotations

import pytest
from tests.checking.budgets import budget, row, table
from tests.checking.made import found, section

from gouji.model.disclosure import Form, RowKind
from gouji.model.finding import Severity

NOTE = "注：本单位2024年度没有政府性基金预算支出，故本表无数据。"
DENIAL = "我单位2024年没有使用政府性基金预算拨款安排的支出。"


def fund(amount: str | None, note: str | None = NOTE) -> Form:
    return table(
        "government_fund_expenditure",
        row("合计", kind=RowKind.TOTAL, amount=amount),
        note=note,
        status="present" if amount else "empty",
    )


@pytest.mark.fires("NOTE-FIGURES")
def test_a_note_that_denies_a_figure() -> None:
    (told,) = found(budget(fund("42.00")), "NOTE-FIGURES")
    assert (told.severity, str(told.stated)) == (Severity.ERROR, "42.00")


@pytest.mark.silent("NOTE-FIGURES")
def test_an_empty_form_and_a_note_on_rounding() -> None:
    assert found(budget(fund(None)), "NOTE-FIGURES") == []
    assert found(budget(fund("42.00", "注：金额单位转换时可能存在尾数误差。")), "NOTE-FIGURES") == []
    assert found(budget(fund("0.00")), "NOTE-FIGURES") == []


@pytest.mark.fires("FORM-EMPTY-NOTE")
def test_an_empty_form_without_its_note() -> None:
    (told,) = found(budget(fund(None, None)), "FORM-EMPTY-NOTE")
    assert told.severity is Severity.WARNING
    (told,) = found(budget(fund(None, None), section("八、政府性基金", DENIAL)), "FORM-EMPTY-NOTE")
    assert told.severity is Severity.INFO


@pytest.mark.silent("FORM-EMPTY-NOTE")
def test_an_empty_form_with_its_note() -> None:
    assert found(budget(fund(None)), "FORM-EMPTY-NOTE") == []
    assert found(budget(fund("42.00", None)), "FORM-EMPTY-NOTE") == []


def _scoped(total: str) -> list[Form]:
    return [
        table(
            "revenue_expenditure_summary",
            row("一般公共预算", item="revenue.general", amount="773.05", column="收入/金额"),
            row("其中：财政拨款", item="revenue.general.fiscal", amount="678.05", column="收入/金额"),
        ),
        table(
            "general_budget_expenditure",
            row("合计", kind=RowKind.TOTAL, amount=total),
            note="注：本表仅含当年财政拨款安排的支出。",
            line=30,
        ),
    ]


@pytest.mark.fires("NOTE-SCOPE")
def test_a_form_of_fiscal_appropriation_that_holds_more() -> None:
    (told,) = found(budget(*_scoped("773.05")), "NOTE-SCOPE")
    assert str(told.expected) == "678.05"


@pytest.mark.silent("NOTE-SCOPE")
def test_a_form_of_fiscal_appropriation_that_holds_it() -> None:
    assert found(budget(*_scoped("678.05")), "NOTE-SCOPE") == []


@pytest.mark.fires("PROSE-DENIES-FORM")
def test_the_prose_denies_a_form_with_figures() -> None:
    (told,) = found(budget(section("八、政府性基金", DENIAL), fund("42.00", None)), "PROSE-DENIES-FORM")
    assert told.severity is Severity.ERROR
    assert [s.place.line for s in told.places] == [6, 12]


@pytest.mark.silent("PROSE-DENIES-FORM")
def test_the_prose_and_an_empty_form_agree() -> None:
    assert found(budget(section("八、政府性基金", DENIAL), fund(None)), "PROSE-DENIES-FORM") == []
    assert (
        found(budget(section("八、政府性基金", "政府性基金没有结转的支出另行说明。"), fund("42.00", None)), "PROSE-DENIES-FORM")
        == []
    )


@pytest.mark.fires("PROSE-AGAINST-EMPTY")
def test_the_prose_states_what_the_form_denies() -> None:
    given = budget(section("八、政府性基金", "2024年政府性基金预算支出42.00万元。"), fund(None))
    assert len(found(given, "PROSE-AGAINST-EMPTY")) == 1


@pytest.mark.silent("PROSE-AGAINST-EMPTY")
def test_the_prose_states_nothing() -> None:
    given = budget(section("八、政府性基金", "2024年政府性基金预算支出0万元。"), fund(None))
    assert found(given, "PROSE-AGAINST-EMPTY") == []
