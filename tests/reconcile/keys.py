"""The hand-made answer keys of the shared folder, read as disclosures (at run time only: nothing of them lives here)."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from gouji.model.disclosure import Cell, Disclosure, Form, Issuer, Row, RowKind, Source
from gouji.standards.fold import fold
from gouji.standards.template import FormTemplate, Template

SHARED = Path(__file__).parents[3] / "shared"
NAMES = {
    "func": "function",
    "dept_econ": "department_economic",
    "gov_econ": "government_economic",
    "unit": "agency",
    "dept": "agency",
}
PERFORMANCE = ("project_performance", "department_performance")


def key(name: str, template: Template) -> Disclosure:
    """The answer key `name` (000 …) as a disclosure of the amounts in its forms; skips where the folder is not here."""
    path = SHARED / "truth" / f"{name}.json"
    if not path.exists():
        pytest.skip("…/shared not here")
    data = json.loads(path.read_text(encoding="utf-8"))
    forms = tuple(_form(t, template) for t in data["tables"] if t["kind"] in template.forms and t["kind"] not in PERFORMANCE)
    return Disclosure(Source(name), Issuer(), 2024, "unit_budget", template.id, forms)


def _form(table: dict, template: Template) -> Form:
    form = template.forms[table["kind"]]
    rows: list[Row] = []
    lines = {s.name: list(s.lines) for s in form.sides}
    for entry in table["rows"]:
        rows.append(_row(entry, form, lines))
    return Form(
        table["kind"], table["title"], table["no"], table["unit"], "empty" if table["empty"] else "present", rows=tuple(rows)
    )


def _row(entry: dict, form: FormTemplate, lines: dict[str, list]) -> Row:
    codes = {NAMES.get(k, k): re.sub(r"\D", "", v) for k, v in entry.get("codes", {}).items() if v}
    label = re.sub(r"^(（?[一二三四五六七八九十]+）?[、.]?)", "", entry["label"]).rstrip("(")
    texts = {k: v for k, v in (entry.get("text") or {}).items() if v}
    cells = {}
    paths = [c.path for c in form.amounts(entry.get("side"))]
    for printed, value in entry["cells"].items():
        path = printed if printed in paths else next((p for p in paths if printed.endswith(f"/{p}")), printed)
        try:
            cells[path] = Cell(Decimal(value.replace(",", "")))
        except InvalidOperation:
            continue
    item = None
    if form.sides:
        left = lines[entry["side"]]
        bare = re.sub(r"^\([一二三四五六七八九十]+\)", "", fold(label)).rstrip("(")
        line = next((n for n in left if any(w in (bare, fold(entry["label"])) for w in map(fold, n.labels))), None)
        if line is not None:
            item = line.key
            del left[: left.index(line) + 1]
    return Row(_kind(entry, codes, label, item), label, entry.get("side"), codes, cells, texts, item)


def _kind(entry: dict, codes: dict[str, str], label: str, item: str | None) -> RowKind:
    agency = codes.get("agency")
    if agency:
        return RowKind.DEPARTMENT if len(agency) <= 3 else RowKind.AGENCY
    if fold(label) in ("合计", "总计", "") or (item or "").endswith(("total", "this_year")):
        return RowKind.TOTAL
    return RowKind.PROJECT if "项目单位" in (entry.get("text") or {}) else RowKind.ITEM
