"""The order of places: as the document reads, also where a program wrote all of it in one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.invented.document import document
from tests.invented.station import STATION

from gouji.jobs import examine
from gouji.model.disclosure import Source
from gouji.model.place import Place
from gouji.publishing import publish
from gouji.recognition import read
from gouji.reporting.html.page import Page
from gouji.reporting.material import Material
from gouji.reporting.order import Ordering
from gouji.sources import Document, open_document
from gouji.standards.loader import load


def test_columns_count_within_a_line() -> None:
    order = Ordering(Document(Source("x"), ()))
    places = [Place(line=2), Place(line=2, column=7), Place(line=2, column=400_000), Place(line=3), Place(line=3, column=1)]
    told = [order(p) for p in places]
    assert told == sorted(set(told))


def test_the_forms_of_a_web_page_in_one_line_come_where_they_stand(tmp_path: Path) -> None:
    source = tmp_path / "s.txt"
    source.write_text(document(replace(STATION, year=2024)), encoding="utf-8")
    disclosure = read(open_document(source))
    template = load(disclosure.template or "", disclosure.profile)
    (page,) = publish(disclosure, template, tmp_path / "out", ("html",))
    examined = examine(page)
    assert examined.disclosure is not None
    assert examined.report is not None
    parts = Page(Material.of(open_document(page), examined.disclosure, examined.report, template)).parts
    told = [p.text for p in parts if p.kind == "form" or (p.kind == "heading" and p.text.startswith("第"))]
    assert told.index("单位收支总体情况表") > next(i for i, t in enumerate(told) if t.startswith("第三部分"))
