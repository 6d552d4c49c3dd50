"""Items that the prose names by class, group and item are claims bound by their names, in every province whose data say so.

Here the forms list the deepest codes only: the names above them are those of the chart of accounts.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.invented.document import document
from tests.invented.station import STATION

from gouji.checking import check
from gouji.model.finding import Finding
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

BEFORE = "其中：基本支出420.67万元，占59.03%；项目支出292.00万元，占40.97%。"
ITEMS = (
    "\n\n1.“农林水支出（类）水利（款）水文测报（项）”科目147.00万元，主要用于测报，比2023年预算执行数增加7.00万元，增长5.00%。"
    "\n\n2.“农林水支出（类）水利（款）防汛（项）”60.00万元。"
)
QUANTITY = "科目.农林水支出/水利/水文测报"


def findings(tmp_path: Path, items: str = ITEMS) -> tuple[dict[str, str], list[Finding]]:
    text = document(STATION)
    assert BEFORE in text
    path = tmp_path / "a.txt"
    path.write_text(text.replace(BEFORE, BEFORE + items, 1), encoding="utf-8")
    found = read(open_document(path))
    assert found.template is not None
    claims = {c.quantity: str(c.amount) for c in found.claims if c.quantity.startswith("科目.")}
    report = check(found, load(found.template, found.profile))
    return claims, [f for f in report.findings if "HN-T-FUNCTION" in f.relations or f.rule == "FUNCTION-NAME"]


def test_items_and_their_changes_are_claims_and_hold(tmp_path: Path) -> None:
    claims, found = findings(tmp_path)
    assert claims == {
        QUANTITY: "147.00",
        f"{QUANTITY}.较上年变动额": "7.00",
        f"{QUANTITY}.较上年变动率": "5.00",
        "科目.农林水支出/水利/防汛": "60.00",
    }
    assert found == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("科目147.00万元", "科目174.00万元", "HN-T-FUNCTION"),
        ("水利（款）防汛（项）", "农业农村（款）防汛（项）", "FUNCTION-NAME"),
    ],
)
def test_a_wrong_amount_and_a_wrong_name_are_found(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert old in ITEMS
    (found,) = findings(tmp_path, ITEMS.replace(old, new))[1]
    assert rule in (found.rule, *found.relations)
    assert found.places[0].place.line
