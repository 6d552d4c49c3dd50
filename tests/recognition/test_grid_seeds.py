"""The tab-separated and OCR seeds, where they are at hand: what the layout alone gives, before any arithmetic."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from gouji.recognition import grid_rows
from gouji.recognition.outline import outline
from gouji.reconcile.loose import LooseForm
from gouji.sources import open_document
from gouji.standards.fold import fold

SHARED = Path(__file__).resolve().parents[3] / "shared"


def forms(seed: str) -> list[LooseForm]:
    path = next(SHARED.glob(f"seeds/{seed}*"), None)
    if path is None:
        pytest.skip("shared/seeds not here")
    found = outline(open_document(path))
    assert found.template is not None
    performance = ("project_performance", "department_performance")
    segments = [s for s in found.forms if s.template and s.template.layout not in performance]
    return [grid_rows.read(s, found.template) for s in segments]


def _label(text: str) -> str:
    return re.sub(r"^(\(?[一二三四五六七八九十]+\)?、|\([一二三四五六七八九十]+\))", "", fold(text))


Keys = Counter[tuple[str, str, tuple[str, ...], Decimal]]


def test_labels_codes_and_amounts_of_the_tab_separated_seed() -> None:
    read: Keys = Counter()
    for form in forms("001"):
        for row in form.rows:
            for number in row.numbers:
                assert number.amount is not None
                read[form.kind, _label(row.label), tuple(sorted(row.codes.values())), number.amount] += 1
    truth: Keys = Counter()
    for table in json.loads((SHARED / "truth/001.json").read_text(encoding="utf-8"))["tables"]:
        if table["kind"] == "project_performance":
            continue
        for row in table["rows"]:
            codes = tuple(sorted(re.sub(r"\D", "", c) for c in row["codes"].values()))
            for amount in row["cells"].values():
                truth[table["kind"], _label(row["label"]), codes, Decimal(amount)] += 1
    assert read == truth


def test_hints_of_the_tab_separated_seed_are_right_but_where_the_source_moved_a_cell() -> None:
    """Four numbers stand one cell to the left in the source itself: arithmetic, not layout, can tell."""
    truth = {
        (t["kind"], _label(r["label"]), "".join(path.split("/")[-1:]), Decimal(amount))
        for t in json.loads((SHARED / "truth/001.json").read_text(encoding="utf-8"))["tables"]
        for r in t["rows"]
        for path, amount in r["cells"].items()
    }
    wrong = [
        (form.kind, number.hint)
        for form in forms("001")
        for row in form.rows
        for number in row.numbers
        if number.hint and (form.kind, _label(row.label), number.hint.split("/")[-1], number.amount) not in truth
    ]
    assert len(wrong) <= 4
    assert {kind for kind, _ in wrong} <= {"revenue_summary", "economic_classification_summary"}


def test_the_scanned_seed_is_read_in_full() -> None:
    found = {form.kind: form for form in forms("004")}
    hinted = [n.hint is not None for form in found.values() for row in form.rows for n in row.numbers]
    assert len(hinted) > 350
    assert sum(hinted) >= len(hinted) * 99 // 100
    doubled = [d for d in found["expenditure_summary"].damage if "两次" in d.says]
    assert len(doubled) == 4
    assert all(r.item for r in found["fiscal_appropriation_summary"].rows)
    assert [r.codes for r in found["economic_classification_summary"].rows if len(r.codes) == 1] == [
        {"agency": "309"},
        {"government_economic": "50201"},
    ]
