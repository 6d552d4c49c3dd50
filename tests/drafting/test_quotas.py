"""Helpers are data with their source; they compute only when asked."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from gouji.drafting.blank import blank
from gouji.drafting.lines import BudgetLine
from gouji.drafting.quotas import contribution, in_year, quotas, subsidy
from gouji.drafting.workbook import workbook


def _line(economic: str, amount: str) -> BudgetLine:
    return BudgetLine("126001", "2101501", economic, "50101", "fiscal", "personnel", Decimal(amount))


def test_a_contribution_is_a_rate_of_its_base_only() -> None:
    union = next(q for q in quotas() if q.economic == "30228")
    lines = [_line("30101", "100000.00"), _line("30102", "50000.00"), _line("30113", "999999.00")]
    assert contribution(union, lines) == Decimal("3000.00")
    with pytest.raises(ValueError, match="no rate"):
        contribution(next(q for q in quotas() if q.year), lines)


def test_a_subsidy_is_persons_times_standard_times_share() -> None:
    assert subsidy(1000, Decimal(670), Decimal("10.5")) == Decimal("70350.00")


def test_every_helper_has_a_source_and_no_share_between_levels_is_invented() -> None:
    assert all(q.source and q.certainty in ("high", "medium", "low") for q in quotas())
    assert not [q for q in quotas() if "分担" in q.name]
    assert {q.value for q in in_year(2024) if q.unit.startswith("元")} == {Decimal(670)}


def test_nothing_is_computed_unless_it_is_chosen() -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook(blank("henan/2024"))))["测算"]
    rows = [r for r in sheet.iter_rows(min_row=4, values_only=True) if r[1]]
    assert len(rows) == len(in_year(2024))
    assert all(r[0] == "否" for r in rows)
    assert all(str(r[5]).startswith("=IF(A") for r in rows)
