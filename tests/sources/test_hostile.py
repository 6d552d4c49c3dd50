"""Hostile files: bounded time and memory, one clear line, nothing run, fetched or written."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.invented.forms import sheets
from tests.invented.station import STATION
from tests.sources import written
from tests.sources.drawn import SONG, pdf

from gouji.sources import LIMITS, Grid, Paragraph, SourceError, biff, open_document
from gouji.sources.ole import opened
from gouji.workers import Worker

FORMS = sheets(STATION)[:2]
SECONDS = 20.0
WORD = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(members: dict[str, bytes | str], stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return out.getvalue()


def replaced(data: bytes, changes: dict[str, bytes | str]) -> bytes:
    """An office file with some of its members replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return packed({**{n: old.read(n) for n in old.namelist()}, **changes})


def word(body: str, before: str = "") -> bytes:
    return packed({WORD: f"<?xml version='1.0'?>{before}<w:document {W}><w:body>{body}</w:body></w:document>"})


def sheet(inner: str) -> bytes:
    """A workbook whose first sheet holds `inner`."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return replaced(written.xlsx(STATION, FORMS), {"xl/worksheets/sheet2.xml": f"<worksheet {space}>{inner}</worksheet>"})


def objects(canvas: Canvas) -> None:
    """A page with a million lines."""
    canvas._code.append(b"0 0 m 1 1 l S\n".decode() * 1_000_000)


def glyphs(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    for i in range(150):
        canvas.drawString(0, i, "1" * 1000)


def recursive(canvas: Canvas) -> None:
    """Forms in forms, each twice in the next: two to the fortieth in the end."""
    canvas.beginForm("f0")
    canvas.line(0, 0, 100, 100)
    canvas.endForm()
    for i in range(1, 40):
        canvas.beginForm(f"f{i}")
        canvas.doForm(f"f{i - 1}")
        canvas.doForm(f"f{i - 1}")
        canvas.endForm()
    canvas.doForm("f39")


ENTITIES = "<!DOCTYPE x [<!ENTITY a '{}'>{}]>".format(
    "a" * 50, "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9))
)
BOMBS: dict[str, Callable[[], bytes]] = {
    "zip bomb": lambda: packed({"1.txt": b"0" * (600 << 20)}),
    "zip of zips": lambda: packed({"a.zip": packed({"b.zip": packed({"c.zip": packed({"d.txt": "预算"})})})}),
    "many members": lambda: packed({f"{i}.txt": "" for i in range(3000)}, stored=True),
    "docx bomb": lambda: packed({WORD: b" " * (600 << 20)}),
    "docx entities": lambda: word("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", ENTITIES),
    "docx external entity": lambda: word(
        "<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    ),
    "docx nested 100,000 deep": lambda: word("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000),
    "docx not XML": lambda: packed({WORD: "预算"}),
    "xlsx entities": lambda: replaced(written.xlsx(STATION, FORMS), {"xl/sharedStrings.xml": ENTITIES + "<sst>&j;</sst>"}),
    "xlsx million rows": lambda: sheet(
        "<sheetData>" + "".join(f"<row r='{i}'><c r='A{i}'><v>1</v></c></row>" for i in range(1, 1_000_001)) + "</sheetData>"
    ),
    "xlsx merged over everything": lambda: sheet("<sheetData/><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"),
    "ole chain in a circle": lambda: _circular(written.xls(STATION, FORMS)),
    "xls with a huge area": lambda: claiming(_AREA, struct.pack("<2I2H", 0, 0xDE0A0000, 0, 84)),
    "xls with an area the wrong way round": lambda: claiming(_AREA, struct.pack("<2I2H", 50, 9, 0, 8)),
    "xls with strings without end": lambda: claiming(_STRINGS, struct.pack("<2I", 1, 0x7FFFFFFF)),
    "pdf cut off": lambda: pdf(glyphs)[:300],
    "pdf only in name": lambda: b"%PDF-1.7\n" + b"not at all\n" * 50,
}


_AREA, _STRINGS = 0x200, 0xFC


def claiming(record: int, claim: bytes) -> bytes:
    """An XLS whose first record of that kind begins with `claim`."""
    data = written.xls(STATION, FORMS)
    stream = opened(data, "").read("Workbook")
    at = next(at for start in (0, *_sheets(stream)) for kind, at, _ in biff.records(stream, start) if kind == record)
    changed = stream[:at] + claim + stream[at + len(claim) :]
    where = data.index(stream[:512])
    assert data[where : where + len(stream)] == stream  # in one piece
    return data[:where] + changed + data[where + len(stream) :]


def _sheets(stream: bytes) -> list[int]:
    return [int.from_bytes(stream[at : at + 4], "little") for kind, at, _ in biff.records(stream, 0) if kind == 0x85]


def _circular(data: bytes) -> bytes:
    """An XLS whose allocation table leads from each of its sectors to itself."""
    out = bytearray(data)
    fat = (int.from_bytes(out[76:80], "little") + 1) * 512
    for i in range(128):
        if out[fat + 4 * i : fat + 4 * i + 4] == (i + 1).to_bytes(4, "little"):
            out[fat + 4 * i : fat + 4 * i + 4] = i.to_bytes(4, "little")
    return bytes(out)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker(replace(LIMITS, file_seconds=SECONDS, memory_bytes=2 << 30))
    yield made
    made.close()


@pytest.mark.parametrize("kind", BOMBS)
def test_one_clear_line_in_bounded_time_and_memory(kind: str, tmp_path: Path, worker: Worker) -> None:
    path = tmp_path / "hostile.bin"
    path.write_bytes(BOMBS[kind]())
    started = time.monotonic()
    problem = worker.examine(path).problem
    assert time.monotonic() - started < SECONDS
    assert problem is not None
    assert "hostile.bin" in problem
    for excuse in ("内部错误", "没有读完", "内存不够", "root:"):
        assert excuse not in problem
    with pytest.raises(SourceError):
        open_document(path)


@pytest.mark.parametrize(("draw", "says"), [(objects, "objects"), (glyphs, "characters")])
def test_a_hostile_page_costs_only_itself(draw: Callable[[Canvas], None], says: str, tmp_path: Path) -> None:
    def pages(canvas: Canvas) -> None:
        draw(canvas)
        canvas.showPage()
        canvas.setFont(SONG, 12)
        canvas.drawString(60, 700, "第二页还在")

    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pages))
    started = time.monotonic()
    document = open_document(path)
    assert time.monotonic() - started < SECONDS
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)][-1] == "第二页还在"
    assert [(d.place.page, says in d.says) for d in document.damage] == [(1, True)]


def test_forms_in_forms_without_end_are_ended_with_their_worker(tmp_path: Path) -> None:
    """The library itself walks all of them: only the time limit of the process helps."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(recursive))
    worker = Worker(replace(LIMITS, file_seconds=4))
    try:
        started = time.monotonic()
        assert "超过4秒" in (worker.examine(path).problem or "")
        assert time.monotonic() - started < SECONDS
    finally:
        worker.close()


def test_a_sheet_that_claims_a_huge_area_is_read_where_it_has_cells(tmp_path: Path) -> None:
    inner = (
        "<dimension ref='A1:XFD1048576'/><sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row></sheetData>"
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(sheet(inner))
    started = time.monotonic()
    found = [b for b in open_document(path).blocks if isinstance(b, Grid)]
    assert time.monotonic() - started < SECONDS
    assert any(c.text == "1" for grid in found for row in grid.rows for c in row)


def test_a_cell_at_the_far_end_does_not_cost_the_area_before_it(tmp_path: Path) -> None:
    inner = (
        "<sheetData><row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>7</v></c></row></sheetData>"
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(sheet(inner))
    started = time.monotonic()
    document = open_document(path)
    assert time.monotonic() - started < SECONDS
    assert any("范围过大" in d.says for d in document.damage)


def test_a_formula_is_not_run_and_its_saved_value_is_read(tmp_path: Path) -> None:
    inner = (
        "<sheetData><row r='1'><c r='A1'><f>WEBSERVICE(\"http://example.invalid\")</f><v>12.50</v></c>"
        "<c r='B1'><f>1+1</f></c><c r='C1'><v>3</v></c></row></sheetData>"
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(sheet(inner))
    document = open_document(path)
    texts = [c.text for b in document.blocks if isinstance(b, Grid) for row in b.rows for c in row]
    assert "12.50" in texts
    assert "2" not in texts
    assert [(d.place.cell, "公式" in d.says) for d in document.damage if d.place.cell] == [("B1", True)]


def test_an_xls_whose_names_lead_to_one_sheet_again_and_again_is_refused() -> None:
    """A library would read the sheet once for each of them."""
    end, cell = struct.pack("<2H", 0x0A, 0), struct.pack("<6H", 0x201, 8, 0, 0, 0, 0)

    def book(names: int, cells: int) -> bytes:
        return struct.pack("<2HI", 0x85, 4, 8 * names + 4) * names + end + cell * cells + end

    biff.check(book(3, 1000))
    with pytest.raises(biff.Unsound):
        biff.check(book(3000, 2000))


UNENDED = ("<a ", "<a x='", "<!--", "<p", "<![CDATA[", "</p ", "<td")


@pytest.mark.parametrize("mark", UNENDED)
def test_marks_without_end_take_no_time_and_are_named(mark: str, tmp_path: Path) -> None:
    """Python's own parser looks for the end of each of them up to the end of the page: 20,000 of them took 30 s."""
    path = tmp_path / "a.html"
    path.write_text(f"<html><p>前面的一句</p>{mark * 100_000}", encoding="utf-8")
    started = time.process_time()
    document = open_document(path)
    assert time.process_time() - started < 5
    assert next(b.text for b in document.blocks if isinstance(b, Paragraph)) == "前面的一句"
    assert [d.place.line for d in document.damage] == [1]


def test_what_stands_behind_a_mark_without_end_is_read_once_more(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><p>收入 1 < 2</p>\n<p>支出<b class='x>12.50</b>元\n<p>完", encoding="utf-8")
    document = open_document(path)
    assert "完" in "".join(b.text for b in document.blocks if isinstance(b, Paragraph))
    assert document.blocks[-1].place.line == 3
    assert not document.damage


@pytest.mark.parametrize("mark", ["<![ 预算]>", "<![foo[x]]>", "<![if !supportLists]>", "<!预算>"])
def test_a_declaration_that_is_none_is_a_comment(mark: str, tmp_path: Path) -> None:
    """Python's own parser raises AssertionError on some of them."""
    path = tmp_path / "a.html"
    path.write_text(f"<html><p>前</p>{mark}<p>后</p>", encoding="utf-8")
    texts = [b.text for b in open_document(path).blocks if isinstance(b, Paragraph)]
    assert (texts[0], texts[-1]) == ("前", "后")


WIDE = {
    "cells in one row": "<table><tr>" + "<td>1" * 40_000,
    "wide cells": "<table><tr>" + "<td colspan=512>1" * 40_000,
    "cells over one another": "<table>" + "<tr><td rowspan=512 colspan=512>1" * 40_000,
}


@pytest.mark.parametrize("kind", WIDE)
def test_a_table_wider_than_any_is_cut_and_named(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(WIDE[kind] + "</table><p>后面的一句</p>", encoding="utf-8")
    started = time.process_time()
    document = open_document(path)
    assert time.process_time() - started < 5
    grid, line = document.blocks
    assert isinstance(grid, Grid)
    assert isinstance(line, Paragraph)
    assert grid.width == LIMITS.columns
    assert "超过 256 格" in document.damage[0].says


def test_scripts_in_scripts_without_end_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><p>前</p>" + "<svg>" * 60_000 + "</p>" * 60_000, encoding="utf-8")
    started = time.process_time()
    open_document(path)
    assert time.process_time() - started < 5


def test_nothing_in_a_page_is_fetched_or_shown_that_is_hidden(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><script>document.write('脚本')</script><img src='http://example.invalid/x.png'><iframe src='file:///etc/passwd'>"
        "</iframe><style>p{}</style><p>只有这一句</p></html>",
        encoding="utf-8",
    )
    assert [b.text for b in open_document(path).blocks if isinstance(b, Paragraph)] == ["只有这一句"]


def test_names_in_archives_are_labels_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gbk(zipfile.ZipInfo):
        """A member whose name is written in GBK without the flag for UTF-8, as old archivers do."""

        def _encodeFilenameFlags(self) -> tuple[bytes, int]:
            return self.filename.encode("gbk"), self.flag_bits & ~0x800

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr(Gbk("10.情况说明.txt"), "后面的一句")
        container.writestr(Gbk("2.预算表.txt"), "前面的一句")
        container.writestr("../../../outside.txt", "不写到外面")
        container.writestr("/tmp/absolute.txt", "也不写")
    inside = tmp_path / "a" / "b" / "c"
    inside.mkdir(parents=True)
    path = inside / "x.zip"
    path.write_bytes(out.getvalue())
    monkeypatch.chdir(inside)
    before = sorted(tmp_path.rglob("*"))
    document = open_document(path)
    assert sorted(tmp_path.rglob("*")) == before
    assert [b.place.file for b in document.blocks] == [
        "../../../outside.txt", "/tmp/absolute.txt", "2.预算表.txt", "10.情况说明.txt",
    ]  # fmt: skip


def test_a_member_without_a_name_is_left_out(tmp_path: Path) -> None:
    """zipfile itself stumbles over it."""
    data = packed({"a.txt": "预算一句", "b.txt": "预算两句"}, stored=True)
    at = data.index(b"PK\x01\x02")
    renamed = bytearray(data)
    renamed[at + 46] = 0  # a name ends at a NUL
    path = tmp_path / "a.zip"
    path.write_bytes(renamed)
    assert [b.place.file for b in open_document(path).blocks] == ["b.txt"]


def test_an_encrypted_workbook_and_archive_say_so(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": "预算"}, stored=True))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"没有读得了的文件|密码"):
        open_document(path)


def test_a_protected_pdf_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(lambda canvas: canvas.drawString(60, 700, "secret"), encrypt="password"))
    with pytest.raises(SourceError, match="密码") as caught:
        open_document(path)
    assert "password" in caught.value.english
