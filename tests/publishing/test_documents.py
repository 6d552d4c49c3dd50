"""The documents themselves: the same bytes every time, quickly; totals are formulas; contradictions are refused."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.publishing.test_roundtrip import drafted
from typer.testing import CliRunner

from gouji.cli import app
from gouji.model import serial
from gouji.model.disclosure import Disclosure
from gouji.publishing import FORMATS, PublishError, pdf, publish
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

SEED = 5
FACT_AMOUNT = 11  # the column of facts.csv that holds the amount
BIGGEST, LONGEST = 2_000_000, 90.0  # bytes of a PDF; seconds for all formats (≤ 10 s on an idle machine)


def published(disclosure: Disclosure, folder: Path, *formats: str, draft: bool = False) -> list[Path]:
    template = load(disclosure.template or "", disclosure.profile)
    return list(publish(disclosure, template, folder, formats or FORMATS, draft=draft))


def test_the_same_input_gives_the_same_bytes_quickly(tmp_path: Path) -> None:
    begun = time.monotonic()
    first = published(drafted(SEED), tmp_path / "one")
    taken = time.monotonic() - begun
    again = published(drafted(SEED), tmp_path / "two")
    assert [p.name for p in first] == [p.name for p in again]
    assert [p.suffix for p in first] == [".docx", ".pdf", ".xlsx", ".html", ".zip"]
    assert [p.name for p, q in zip(first, again, strict=True) if p.read_bytes() != q.read_bytes()] == []
    assert taken < LONGEST
    assert next(p for p in first if p.suffix == ".pdf").stat().st_size < BIGGEST


def test_totals_are_formulas_with_right_values(tmp_path: Path) -> None:
    (path,) = published(drafted(SEED), tmp_path, "xlsx")
    live, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    formulas = 0
    for sheet in live:
        assert sheet.print_area
        values = shown[sheet.title]
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            parts = cell.value.removeprefix("=").removeprefix("SUM(").removesuffix(")").replace("+", ",").split(",")
            total = sum(Decimal(str(values[p].value or 0)) for p in parts)
            assert total == Decimal(str(values[cell.coordinate].value)), f"{sheet.title}!{cell.coordinate} {cell.value}"
            formulas += 1
    assert formulas > 30


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed: nothing to recompute with")
def test_libreoffice_recomputes_every_cell_to_the_value_that_stands_in_it(tmp_path: Path) -> None:
    (path,) = published(drafted(SEED), tmp_path, "xlsx")
    bare, out = tmp_path / "bare.xlsx", tmp_path / "out"
    _without_values(path, bare)
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    stood, computed = (openpyxl.load_workbook(p, data_only=True) for p in (path, out / "bare.xlsx"))
    live = openpyxl.load_workbook(path)
    assert stood.sheetnames == computed.sheetnames
    assert len(stood.sheetnames) == len(drafted(SEED).forms)
    compared = 0
    for sheet in live:
        assert sheet.print_area
        assert sheet.print_title_rows
        for cell in (c for row in sheet.iter_rows() for c in row if c.value is not None):
            before, after = stood[sheet.title][cell.coordinate].value, computed[sheet.title][cell.coordinate].value
            if cell.data_type in ("f", "n"):
                assert isinstance(before, int | float), f"{sheet.title}!{cell.coordinate}"
                # sums in binary fractions: the same to the last digit that is printed
                assert Decimal(str(before)) == Decimal(f"{after:.2f}"), f"{sheet.title}!{cell.coordinate}"
                compared += cell.data_type == "f"
            else:
                assert before == after
    assert compared > 30


def _without_values(path: Path, bare: Path) -> None:
    """The workbook without the values of its formulas, so that whatever shows them must have computed them."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            target.writestr(name, data)


def test_frictionless_finds_the_package_valid(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    (path,) = published(drafted(SEED), tmp_path, "datapackage")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.flatten(["type", "note"]) == []
    assert report.valid
    assert report.stats["tasks"] == 4
    facts = tmp_path / "package" / "data" / "facts.csv"
    lines = facts.read_text(encoding="utf-8").splitlines()
    spoiled = lines[1].split(",")
    spoiled[FACT_AMOUNT] = "很多"
    facts.write_text("\n".join([lines[0], ",".join(spoiled), *lines[2:]]), encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "package" / "datapackage.json")).valid


def test_the_package_keeps_to_its_own_schema(tmp_path: Path) -> None:
    """The rules of Frictionless for tabular resources, by hand: header as in the schema, each value of its type."""
    made = drafted(SEED)
    (path,) = published(made, tmp_path, "datapackage")
    with zipfile.ZipFile(path) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert serial.from_json(json.loads(archive.read("disclosure.json"))) == made
        for resource in package["resources"]:
            rows = list(csv.reader(io.StringIO(archive.read(resource["path"]).decode(), newline="")))
            fields = resource["schema"]["fields"]
            assert rows[0] == [f["name"] for f in fields]
            for row in rows[1:]:
                assert len(row) == len(fields)
                for value, field in zip(row, fields, strict=True):
                    if value and field["type"] in ("number", "integer"):
                        assert Decimal(value).is_finite()
            if resource["name"] == "facts":
                assert len(rows) - 1 == sum(len(r.cells) for f in made.forms for r in f.rows)


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_a_draft_says_so(kind: str, tmp_path: Path) -> None:
    plain, marked = published(drafted(2), tmp_path / "a", kind), published(drafted(2), tmp_path / "b", kind, draft=True)
    assert "草稿" not in str(open_document(plain[0]).blocks)
    assert plain[0].read_bytes() != marked[0].read_bytes()


def test_without_a_font_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SERIF", "No Such Serif")
    monkeypatch.setattr(pdf, "SANS", "No Such Sans")
    with pytest.raises(PublishError, match="fonts-noto-cjk"):
        published(drafted(2), tmp_path, "pdf")


def test_what_contradicts_itself_is_refused_unless_marked(tmp_path: Path) -> None:
    made = drafted(2)
    form = made.forms[1]
    path, cell = next(iter(form.rows[0].cells.items()))
    row = replace(form.rows[0], cells={**form.rows[0].cells, path: replace(cell, amount=cell.amount + 1)})
    wrong = replace(made, forms=(made.forms[0], replace(form, rows=(row, *form.rows[1:])), *made.forms[2:]))
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(serial.to_json(made), ensure_ascii=False), encoding="utf-8")
    bad.write_text(json.dumps(serial.to_json(wrong), ensure_ascii=False), encoding="utf-8")
    out, run = tmp_path / "out", CliRunner().invoke
    refused = run(app, ["publish", str(bad), "-o", str(out), "--format", "html"])
    assert refused.exit_code == 1
    assert not out.exists()
    assert run(app, ["publish", str(bad), "-o", str(out), "--format", "html", "--even-so"]).exit_code == 0
    assert "草稿" in next(out.glob("*.html")).read_text(encoding="utf-8")
    assert run(app, ["publish", str(good), "-o", str(out), "--format", "html"]).exit_code == 0
    assert "草稿" not in next(out.glob("*.html")).read_text(encoding="utf-8")


def test_every_row_and_paragraph_of_the_page_is_a_line(tmp_path: Path) -> None:
    """A place that says “line 540” tells one row of one form."""
    (path,) = published(drafted(SEED), tmp_path, "html")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.count("<tr") > 1 or line.count("<p>") > 1]
    read_back = read(open_document(path))
    for form in read_back.forms:
        places = [{cell.place.line for cell in row.cells.values()} for row in form.rows if row.cells]
        if form.kind != "revenue_expenditure_summary":  # its two sides share their rows
            assert all(len(found) == 1 for found in places), form.kind
