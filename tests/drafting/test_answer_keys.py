"""Real figures entered as a workbook give back every cell of the published forms, but for what their issuers got wrong."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from tests.drafting.from_key import identity, lines_of, settled
from tests.reconcile.keys import SHARED, key

from gouji.drafting import assemble
from gouji.drafting.book import Body, Book, Plan
from gouji.drafting.projection import Bodies
from gouji.drafting.reading import read
from gouji.drafting.rounding import Rounding
from gouji.drafting.workbook import workbook
from gouji.model.amount import FACTORS
from gouji.model.disclosure import Indicator, RowKind
from gouji.recognition.target_value import parse_target
from gouji.standards.loader import load

TEMPLATE = load("henan/2024", "11")
# What the issuers themselves contradict: figures that no list of budget lines can give.
CONTRADICTIONS = {
    "000": set(),
    "001": {("fiscal_appropriation_summary", ("line", "revenue.total"), "收入/金额")},  # carry-over left out
}


def _book(name: str) -> Book:
    printed = key(name, TEMPLATE)
    data = json.loads((SHARED / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    doc = data["doc"]
    agency, department = doc["unit_code"], doc["unit_code"][:3]
    body = Body(doc["unit_name"], agency, department, "主管部门")
    bodies = Bodies(department, body.department_name, {agency: body.name})
    lines = settled(lines_of(printed, agency), printed, TEMPLATE, bodies, CONTRADICTIONS[name])
    names = {
        ("function", r.codes["function"]): r.label
        for f in printed.forms
        for r in f.rows
        if len(r.codes.get("function", "")) == 7
    }
    codes = {p["name"]: p["code"] for p in reversed(data["projects"])}
    aims = (Indicator("产出指标", "完成任务", parse_target("≥1项")),)
    made = sorted({n.project for n in lines if n.project})
    plans = tuple(Plan(agency, p, codes.get(p), indicators=aims) for p in made)
    totals = ("收入总计", "支出总计")
    return Book(
        TEMPLATE.id,
        TEMPLATE.profile,
        TEMPLATE.year,
        body,
        tuple(lines),
        plans,
        last=dict.fromkeys(totals, Decimal("1.00")),
        reasons=dict.fromkeys(totals, "任务调整"),
        texts={"duties": "职责。", "institutions": "机构。"},
        rounding=Rounding.EACH,
        names=names,
    )


@pytest.mark.parametrize("name", ["000", "001"])
def test_every_cell_of_the_key_is_reproduced(name: str, tmp_path: Path) -> None:
    path = tmp_path / "unit.xlsx"
    path.write_bytes(workbook(_book(name)))
    made = assemble(read(path))
    drafted = {(f.kind, identity(r)): r for f in made.forms for r in f.rows}
    wrong, seen = set(), 0
    for form in key(name, TEMPLATE).forms:
        for row in form.rows:
            other = drafted.get((form.kind, identity(row)))
            paths = {*row.cells, *(other.cells if other else ())}
            for where in paths:
                seen += 1
                ours = other.cells.get(where) if other else None
                if (ours.amount if ours else None) != (row.cells[where].amount if where in row.cells else None):
                    wrong.add((form.kind, identity(row), where))
    assert seen > 200
    assert wrong == CONTRADICTIONS[name]


@pytest.mark.parametrize("name", ["000", "001"])
def test_project_amounts_are_those_of_the_target_forms(name: str) -> None:
    made = assemble(_book(name))
    ours = {p.name: p.amount for p in made.projects}
    data = json.loads((SHARED / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    assert len(data["projects"]) >= 6
    for project in data["projects"]:
        printed = Decimal(project["amount"])
        exact = (ours[project["name"]] or Decimal(0)) * FACTORS["万元"] / FACTORS[project["amount_unit"]]
        assert exact.quantize(Decimal(1).scaleb(printed.as_tuple().exponent), ROUND_HALF_UP) == printed  # type: ignore[arg-type]


def test_rows_are_kept_apart() -> None:
    """The comparison above tells rows by what they are."""
    rows = [r for f in key("000", TEMPLATE).forms if f.kind == "expenditure_summary" for r in f.rows if r.kind is RowKind.ITEM]
    assert len({identity(r) for r in rows}) == len(rows) > 3
