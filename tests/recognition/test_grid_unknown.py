"""Tables without a template: headers, roles of columns and rows, told case by case; and nothing that a grid holds breaks it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recognition.grids import exact

from gouji.model.disclosure import Disclosure, Form, Issuer, RowKind, Source
from gouji.recognition.grid_unknown import read
from gouji.recognition.segment import FormSegment
from gouji.reconcile.evaluation import evaluate
from gouji.reconcile.unknown import bind_unknown
from gouji.sources.document import Grid


def form(*grids: Grid) -> Form:
    return read(FormSegment(None, "某表", grids))


def cells(found: Form) -> list[dict[str, str]]:
    return [{path: str(cell.amount) for path, cell in row.cells.items()} for row in found.rows]


def test_a_header_over_three_rows_names_the_columns() -> None:
    found = form(
        exact(
            [
                [("名称", 3, 1), ("经费", 1, 3), None, None],
                [None, ("小计", 2, 1), ("来源", 1, 2), None],
                [None, None, "拨款", "自筹"],
                ["甲", "3.00", "1.00", "2.00"],
            ]
        )
    )
    assert cells(found) == [{"经费/小计": "3.00", "经费/来源/拨款": "1.00", "经费/来源/自筹": "2.00"}]
    assert found.rows[0].label == "甲"


def test_a_header_that_the_next_page_prints_again_is_no_row() -> None:
    head = ["名称", "金额"]
    found = form(exact([head, ["甲", "1.00"]]), exact([head, ["乙", "2.00"]]))
    assert [row.label for row in found.rows] == ["甲", "乙"]


def test_a_row_that_counts_the_columns_is_no_row() -> None:
    found = form(exact([["名称", "本年", "上年"], ["1", "2", "3"], ["甲", "1.00", "2.00"]]))
    assert [row.label for row in found.rows] == ["甲"]


def test_two_columns_of_one_name_are_told_apart() -> None:
    found = form(exact([["名称", "金额", "金额"], ["甲", "1.00", "2.00"]]))
    assert cells(found) == [{"金额": "1.00", "金额#2": "2.00"}]


@pytest.mark.parametrize(
    ("header", "values", "codes"),
    [
        (["类", "款", "项", "名称", "金额"], ["205", "08", "03", "培训", "1.00"], {"function": "2050803"}),
        (["科目编码", "名称", "金额"], ["2050803", "培训", "1.00"], {"function": "2050803"}),
        (["部门经济分类编码", "名称", "金额"], ["30201", "办公费", "1.00"], {"department_economic": "30201"}),
        (["政府经济分类编码", "名称", "金额"], ["50201", "办公经费", "1.00"], {"government_economic": "50201"}),
        (["序号", "名称", "金额"], ["12", "培训", "1.00"], {}),  # a running number is no code
        (["名称", "人数", "金额"], ["培训", "205", "1.00"], {}),  # and neither is a number behind the name
    ],
)
def test_codes_by_their_header(header: list[str], values: list[str], codes: dict[str, str]) -> None:
    (row,) = form(exact([header, values])).rows
    assert dict(row.codes) == codes
    assert "1.00" in [str(c.amount) for c in row.cells.values()]


def test_the_total_row_is_told_by_its_word() -> None:
    found = form(exact([["编码", "名称", "金额"], ["205", "教育", "1.00"], [("合　计", 1, 2), None, "1.00"]]))
    assert [row.kind for row in found.rows] == [RowKind.ITEM, RowKind.TOTAL]


def test_words_right_of_the_amounts_are_kept_as_texts() -> None:
    (row,) = form(exact([["名称", "金额", "备注"], ["甲", "1.00", "跨年"]])).rows
    assert (row.label, dict(row.texts)) == ("甲", {"备注": "跨年"})


CELL = st.one_of(
    st.sampled_from(["", "合计", "小计", "其中：甲", "205", "08", "1.00", "1,0.0", "—", "收入", "支出", "编码", "名/称"]),
    st.text(max_size=6),
)
GRIDS = st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(GRIDS)
def test_nothing_that_a_grid_holds_breaks_the_reading(rows: list[list[str]]) -> None:
    found = form(exact(rows))
    held = Disclosure(Source("a"), Issuer(), 2025, "unit_budget", None, forms=(found,))
    assert all(result.relation.id.startswith("UN-") for result in evaluate(bind_unknown(held)))


def test_a_table_of_nothing_but_sums_costs_bounded_time() -> None:
    names = ["名称", *["合计"] * 60]
    found = form(exact([names, *([f"甲{i}", *["1.00"] * 60] for i in range(600))]))
    held = Disclosure(Source("a"), Issuer(), 2025, "unit_budget", None, forms=(found,))
    started = time.process_time()
    bind_unknown(held)
    assert time.process_time() - started < 5
