"""A consistent disclosure written in every office format is read back whole: the same amounts in the same rows and columns."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from tests.invented.document import document
from tests.invented.forms import sheets
from tests.invented.station import STATION
from tests.sources import written

from gouji.model.disclosure import Disclosure
from gouji.recognition import read
from gouji.sources import open_document

FORMS = sheets(STATION)
WAYS: dict[str, Callable[[], bytes]] = {
    "docx": partial(written.docx, STATION, FORMS),
    "docx, split": partial(written.docx, STATION, FORMS, 9),
    "html": partial(written.html, STATION, FORMS),
    "html, split": partial(written.html, STATION, FORMS, 9),
    "xlsx": partial(written.xlsx, STATION, FORMS),
    "xlsx, split": partial(written.xlsx, STATION, FORMS, 9),
    "xlsx, one sheet": partial(written.xlsx, STATION, FORMS, None, True),
    "xlsx, texts": partial(written.xlsx, STATION, FORMS, None, False, True),
    "xlsx, no format": partial(written.xlsx, STATION, FORMS, None, False, False, "General"),
    "xlsx, no format, one sheet": partial(written.xlsx, STATION, FORMS, None, True, False, "General"),
    "xls": partial(written.xls, STATION, FORMS),
    "xls, split": partial(written.xls, STATION, FORMS, 9),
    "ods": partial(written.ods, STATION, FORMS),
    "ods, split": partial(written.ods, STATION, FORMS, 9),
}


def amounts(disclosure: Disclosure) -> Counter[tuple[str, ...]]:
    """Every amount by form, side, codes, label and column."""
    out: Counter[tuple[str, ...]] = Counter()
    for form in disclosure.forms:
        for row in form.rows:
            codes = " ".join(f"{k}={v}" for k, v in sorted(row.codes.items()))
            for column, cell in row.cells.items():
                amount = cell.amount.normalize() if cell.amount is not None else cell.raw
                out[form.kind, row.side or "", codes, row.label, column, str(amount)] += 1
    for project in disclosure.projects:
        out.update(("project", project.name, column, str(cell.amount)) for column, cell in project.amounts.items())
    return out


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Disclosure:
    path = tmp_path_factory.mktemp("text") / "a.txt"
    path.write_text(document(STATION), encoding="utf-8")
    return read(open_document(path))


@pytest.mark.parametrize("way", WAYS)
def test_every_amount_is_read_back(way: str, wanted: Disclosure, tmp_path: Path) -> None:
    path = tmp_path / "预算公开.bin"  # the name says nothing
    path.write_bytes(WAYS[way]())
    found = read(open_document(path))
    have, want = amounts(found), amounts(wanted)
    assert want.total() > 250
    assert not want - have, (len(want - have), list(want - have)[:5])
    assert not have - want, (len(have - want), list(have - want)[:5])
    assert [(p.name, len(p.indicators)) for p in found.projects] == [(p.name, len(p.indicators)) for p in wanted.projects]
    cells = [cell for form in found.forms for row in form.rows for cell in row.cells.values()]
    kind = way.split(",")[0]
    for cell in cells:
        place = cell.place
        assert {
            "docx": place.table and place.row and place.column,
            "html": place.line and place.column,
        }.get(kind, place.sheet and place.cell), place


def test_a_bundle_of_files_is_one_disclosure(wanted: Disclosure, tmp_path: Path) -> None:
    """The words as text, the forms as a workbook in an archive of their own; names in GBK, as old archivers write them."""
    words = document(STATION).rsplit("附件：", 1)[0]
    inner, outer = BytesIO(), BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("2.预算表.xlsx", written.xlsx(STATION, FORMS))
    with zipfile.ZipFile(outer, "w") as made:
        made.writestr("1.预算说明.txt", words)
        made.writestr("2.附件.zip", inner.getvalue())
        made.writestr("../../etc/10.说明.bin", bytes(range(256)))
        made.writestr("__MACOSX/._2.附件.zip", b"rubbish")
    path = tmp_path / "公开.zip"
    path.write_bytes(outer.getvalue())
    found = read(open_document(path))
    assert amounts(found) == amounts(wanted)
    assert len(found.claims) == len(wanted.claims) > 10
    assert [d.place.file for d in found.damage] == ["../../etc/10.说明.bin", "2.附件.zip/2.预算表.xlsx"]  # a name, no path
    assert {c.place.file for c in found.claims} == {"1.预算说明.txt"}
    assert {f.place.file for f in found.forms} == {"2.附件.zip/2.预算表.xlsx"}
