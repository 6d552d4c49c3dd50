"""The real dumps: every form's rows (label, codes, side, order of amounts) against the hand-made keys."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from tests.recognition.line_dumps import TEMPLATE

from gouji.model.place import Place
from gouji.recognition.line_rows import read
from gouji.recognition.segment import FormSegment
from gouji.sources.document import Paragraph

SHARED = Path(__file__).parents[3] / "shared"
CODES = {
    "func": "function",
    "dept_econ": "department_economic",
    "gov_econ": "government_economic",
    "unit": "agency",
    "dept": "agency",
}
PERFORMANCE = ("project_performance", "department_performance")


def words(label: str) -> str:
    return re.sub(r"^(（?[一二三四五六七八九十]+[）、])", "", re.sub(r"\s", "", label)).rstrip("(")


@pytest.mark.parametrize("seed", ["000", "002"])
def test_rows_of_the_seeds(seed: str) -> None:
    key = SHARED / "truth" / f"{seed}.json"
    if not key.exists():
        pytest.skip("shared/ is not here")
    truth = json.loads(key.read_text(encoding="utf-8"))
    text = next((SHARED / "seeds").glob(f"{seed}_*")).read_text(encoding="utf-8-sig").split("\n")
    compared = 0
    for table in truth["tables"]:
        if table["kind"] in PERFORMANCE:
            continue
        first, last = table["lines"]
        blocks = tuple(
            Paragraph(text[n - 1], Place(line=n), page_start=text[n - 1].startswith(" "))
            for n in range(first, last + 1)
            if text[n - 1].strip()
        )
        form = read(FormSegment(TEMPLATE.forms[table["kind"]], table["title"], blocks), TEMPLATE)
        wanted = Counter(
            (
                row.get("side"),
                words(row["label"]),
                tuple(sorted((CODES.get(k, "agency"), re.sub(r"\D", "", v)) for k, v in row["codes"].items())),
                tuple(Decimal(v.replace(",", "")) for v in row["cells"].values()),
            )
            for row in table["rows"]
        )
        got = Counter(
            (r.side, words(r.label), tuple(sorted(r.codes.items())), tuple(n.amount for n in r.numbers)) for r in form.rows
        )
        assert got == wanted, table["kind"]
        assert form.damage == ()
        compared += sum(got.values())
    assert compared > 50


def test_the_key_of_the_seeds_is_not_matched_by_a_form_without_its_numbers() -> None:
    """The comparison above can fail: a segment cut short has fewer rows than its key."""
    form = TEMPLATE.forms["revenue_summary"]
    assert read(FormSegment(form, "", (Paragraph("单位代码 单位名称 总计"),)), TEMPLATE).rows == ()
