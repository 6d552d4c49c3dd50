"""The three real PDFs against keys made by hand (tests/keys): every amount of those forms, and no other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gouji.checking import check
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Severity
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

KEYS = sorted((Path(__file__).parents[1] / "keys").glob("*.json"))
SHARED = Path(__file__).parents[3] / "shared" / "pdfs"


def fold(label: str) -> str:
    return re.sub(r"[\s()（）]|(?<![^ ])(\d|[一二三四五六七八九十]+)[、.]", "", label)


def expected(kind: str, form: dict[str, Any]) -> set[tuple[str, str, str]]:
    """(row, column, amount) of a form of a key."""
    out = set()
    for row in form["rows"]:
        if "left" in form:
            columns, name, amounts = form["left"] if row[0] == "收入" else form["right"], f"{row[0]} {row[1]}", row[2:]
        else:
            columns, name, amounts = form["columns"], row[0], row[1:]
        out |= {(fold(name), column, amount) for column, amount in zip(columns, amounts, strict=True) if amount is not None}
    return out


def found(disclosure: Disclosure, kind: str) -> set[tuple[str, str, str]]:
    form = disclosure.form(kind)
    assert form is not None, kind
    out = set()
    for row in form.rows:
        code = row.codes.get("function") or row.codes.get("department_economic") or row.label
        name = f"{row.side} {row.label}" if row.side else code
        out |= {(fold(name), column, str(cell.amount)) for column, cell in row.cells.items()}
    return out


@pytest.fixture(scope="module", params=KEYS, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Disclosure]:
    key = json.loads(request.param.read_text("utf-8"))
    path = SHARED / key["file"]
    if not path.is_file():
        pytest.skip("../shared not here")
    return key, read(open_document(path))


def test_every_amount_of_the_key_and_no_other(case: tuple[dict[str, Any], Disclosure]) -> None:
    key, disclosure = case
    assert len(key["forms"]) >= 3
    for kind, form in key["forms"].items():
        want, have = expected(kind, form), found(disclosure, kind)
        assert have == want, (kind, sorted(have ^ want)[:6])


def test_every_amount_has_its_place(case: tuple[dict[str, Any], Disclosure]) -> None:
    cells = [c for f in case[1].forms for r in f.rows for c in r.cells.values()]
    assert len(cells) > 200
    assert all(c.place.page and c.place.box and c.place.box[2] > c.place.box[0] for c in cells)


def test_no_relation_of_a_clean_one_is_broken(case: tuple[dict[str, Any], Disclosure]) -> None:
    key, disclosure = case
    if "office" not in key["file"]:
        pytest.skip("has mistakes")
    assert disclosure.template is not None
    report = check(disclosure, load(disclosure.template, disclosure.profile))
    assert report.count(Severity.ERROR) == 0
