"""The charts of the published page: drawn from the forms' figures, told in words, nothing fetched."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from tests.publishing.test_roundtrip import drafted

from gouji.model.disclosure import RowKind
from gouji.publishing import publish
from gouji.publishing.drawings import charts
from gouji.standards.loader import load


def test_the_charts_show_the_forms_figures_and_say_them() -> None:
    made = drafted(7)
    template = load(made.template or "", made.profile)
    drawn = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", "".join(charts(made, template)))]
    assert [d.get("role") for d in drawn] == ["img"] * 3
    form = made.form("three_public")
    assert form is not None
    row = next(r for r in form.rows if r.kind is RowKind.TOTAL)
    shown = {path.partition("/")[0]: f"{cell.amount:,}" for path, cell in row.cells.items() if not path.endswith("合计")}
    said = drawn[2].get("aria-label") or ""
    assert shown
    assert all(name in said for name in shown)
    assert f"{row.cells['公务接待费'].amount:,}" in "".join(drawn[2].itertext())


def test_what_the_forms_do_not_give_is_not_drawn() -> None:
    made = drafted(7)
    template = load(made.template or "", made.profile)
    bare = replace(made, forms=tuple(f for f in made.forms if f.kind == "general_budget_expenditure"))
    assert list(charts(bare, template)) == []


def test_the_page_fetches_nothing(tmp_path: Path) -> None:
    made = drafted(7)
    (path,) = publish(made, load(made.template or "", made.profile), tmp_path, ["html"])
    page = path.read_text(encoding="utf-8")
    assert "<svg" in page
    assert not re.search(r"<script|<link|<img|@import|url\(|https?://", page)
