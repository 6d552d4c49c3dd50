"""Files and JSON: the promised keys; names that do not collide; no word of a document runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from gouji.checking import Report
from gouji.model.disclosure import Cell, Disclosure, Form, Issuer, Row, RowKind, Source
from gouji.model.finding import Finding, Severity, Spot, Suspect, Tally
from gouji.model.place import Place
from gouji.reporting.files import stems
from gouji.reporting.findings_json import findings_json
from gouji.reporting.reading_csv import reading_csv

ROW = Row(
    RowKind.ITEM, "行政运行", codes={"function": "2130301"}, cells={"合计": Cell(Decimal("1147.90"), place=Place(line=9))}
)
HELD = Disclosure(Source("a.txt", sha256="ab"), Issuer(), 2024, "unit_budget", "x/2024", forms=(Form("f", "表", rows=(ROW,)),))


def test_a_finding_has_its_evidence() -> None:
    spot = Spot("f", "合计", "合计", "10.00", Place(line=3))
    found = Finding(
        "X-1", Severity.ERROR, "t", "m", (spot,), Decimal("1E+2"), Decimal("9.00"), Decimal("1.00"), "万元",
        Suspect(spot, "9.00", Decimal("0.90"), ((spot, "8.00"),)), "算术", ("X-1",),
    )  # fmt: skip
    data = findings_json(HELD, Report((found,), Tally(3, 1, 1, 2), untested=(("缺表", 2),)))
    assert data["source"] == {"name": "a.txt", "media_type": "text/plain", "sha256": "ab", "pages": None}
    assert data["summary"]["identities"] == {"tested": 5, "held": 3, "rounding": 1, "broken": 1, "untestable": 2}
    assert (data["summary"]["error"], data["summary"]["warning"], data["summary"]["info"]) == (1, 0, 0)
    (one,) = data["findings"]
    assert (one["stated"], one["expected"], one["difference"]) == ("100", "9.00", "1.00")
    assert one["places"] == [{"form": "f", "row": "合计", "column": "合计", "place": {"line": 3}, "stated": "10.00"}]
    assert one["suspect"]["should_be"] == "9.00"
    assert one["suspect"]["alternatives"][0]["should_be"] == "8.00"


def test_csv_keeps_digits_and_disarms_formulas() -> None:
    wild = replace(HELD, forms=(Form("f", "表", rows=(replace(ROW, label="=1+1"), ROW)),))
    first, second = csv.DictReader(io.StringIO(reading_csv(wild)))
    assert first["label"] == "'=1+1"
    assert (second["label"], second["amount"], second["line"]) == ("行政运行", "1147.90", "9")


def test_names_of_reports_do_not_collide() -> None:
    paths = [Path("a/x.txt"), Path("b/x.txt"), Path("x-2.txt"), Path("c/x.pdf")]
    assert len(set(stems(paths).values())) == 4
    assert stems(paths)[paths[0]] == "x"
