"""What a budget comes to is found whatever the province calls its columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gouji.corpus.totals import totals
from gouji.model.disclosure import Cell, Disclosure, Form, Issuer, Row, RowKind, Source
from gouji.model.place import Place

HERE = Place(line=1)


def disclosure(cells: dict[str, str], unreadable: tuple[str, ...] = ()) -> Disclosure:
    row = Row(
        kind=RowKind.TOTAL,
        label="合计",
        place=HERE,
        cells={p: Cell(Decimal(v), HERE) for p, v in cells.items()},
        unreadable=unreadable,
    )
    form = Form("expenditure_summary", "支出总体情况表", unit="万元", rows=(row,), place=HERE)
    return Disclosure(Source("x.txt"), Issuer("某单位"), 2024, "unit_budget", None, forms=(form,))


@pytest.mark.parametrize(
    ("cells", "basic", "projects"),
    [
        ({"合计": "10", "基本支出/小计": "6", "项目支出/小计": "4"}, 60_000, 40_000),
        ({"支出预算/合计": "10", "支出预算/基本支出": "6", "支出预算/项目支出": "4"}, 60_000, 40_000),
        ({"合计": "6", "基本支出/小计": "6"}, 60_000, 0),  # a blank is no money
        ({"合计": "6", "基本支出/人员经费": "6"}, None, 0),  # parts without their sum: not added up here
    ],
)
def test_basic_and_project_expenditure(cells: dict[str, str], basic: int | None, projects: int | None) -> None:
    found = totals(disclosure(cells))
    assert (found["basic"], found["projects"]) == (basic, projects)


def test_a_column_that_the_source_garbled_is_not_taken_for_blank() -> None:
    found = totals(disclosure({"合计": "10", "基本支出/小计": "6"}, ("项目支出/小计",)))
    assert (found["basic"], found["projects"]) == (60_000, None)
