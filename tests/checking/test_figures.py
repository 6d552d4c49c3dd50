"""How a figure's place is called in a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gouji.checking.figures import Speaker
from gouji.model.disclosure import Cell, Form, Row, RowKind
from gouji.model.finding import Spot
from gouji.model.place import Place


def form(*lines: int) -> Form:
    rows = [
        Row(RowKind.ITEM, f"行{n}", cells={"合计": Cell(Decimal(n), place=Place(line=line))}) for n, line in enumerate(lines)
    ]
    return Form("three_public", "三公", "预算08表", rows=tuple(rows))


@pytest.mark.parametrize(
    ("lines", "chinese", "english"),
    [
        ((24, 24, 24), "预算08表“行1”行“合计”列", "预算08表, row “行1”, column “合计”"),  # a page without line breaks
        ((24, 25, 26), "预算08表第24行“行1”行“合计”列", "预算08表, line 24, row “行1”, column “合计”"),
        ((24,), "预算08表第24行“行1”行“合计”列", "预算08表, line 24, row “行1”, column “合计”"),
    ],
)
def test_a_line_that_all_rows_share_is_not_told(lines: tuple[int, ...], chinese: str, english: str) -> None:
    spot = Spot("three_public", "行1", "合计", "1", Place(line=24))
    forms = {"three_public": form(*lines)}
    assert Speaker(forms).spot(spot) == chinese
    assert Speaker(forms, "en").spot(spot) == english


def test_a_form_is_named_with_its_line_where_no_row_is() -> None:
    assert Speaker({"three_public": form(24, 24)}).spot(Spot("three_public", "", "", None, Place(line=24))) == "预算08表第24行"
