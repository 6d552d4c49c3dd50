"""Files that carry something to run, to fetch or to unpack: only what is printed in them is read, and nothing else happens."""

from __future__ import annotations

import io
import socket
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.invented.station import STATION
from tests.sources import written
from tests.sources.test_hostile import FORMS, packed, replaced, word

from gouji.sources import Document, Grid, Paragraph, SourceError, open_document

LINK = "http://example.invalid/x"
SECONDS = 20.0


@pytest.fixture(autouse=True)
def nothing_runs_or_leaves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Fails where a socket is opened, a process started or a file written."""

    def forbidden(*_: Any, **__: Any) -> None:
        raise AssertionError("reading a file must not do this")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(subprocess, "Popen", forbidden)
    monkeypatch.chdir(tmp_path)
    yield
    assert {p.name for p in tmp_path.rglob("*")} <= {"hostile.bin"}


def opened(data: bytes) -> Document:
    Path("hostile.bin").write_bytes(data)
    return open_document(Path("hostile.bin"))


def words(document: Document) -> str:
    out = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    return "\n".join(out + [c.text for b in document.blocks if isinstance(b, Grid) for row in b.rows for c in row])


def pdf_of(*objects: bytes, streams: dict[int, bytes] | None = None) -> bytes:
    """A PDF of these objects (number 1 is the catalogue) with a true table of their places."""
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\n" % (number, body))
        if streams and number in streams:
            out.write(b"stream\n%b\nendstream\n" % streams[number])
        out.write(b"endobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % at for at in places))
    out.write(b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


TEXT = b"BT /F 12 Tf 60 700 Td (printed 12.50) Tj ET"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>%b>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
CONTENT = b"<</Length %d>>" % len(TEXT)


def test_what_a_pdf_would_run_open_or_unpack_is_left_alone() -> None:
    actions = b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('" + LINK.encode() + b"'\\))>>"
    launched = b"/AA<</O<</S/Launch/F(/bin/sh)/Next<</S/URI/URI(" + LINK.encode() + b")>>>>>>"
    attached = b"secret attachment 99.99"
    data = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R" + actions + b"/Names<</EmbeddedFiles<</Names[(a.txt)6 0 R]>>>>>>",
        PAGES,
        PAGE % launched,
        CONTENT,
        FONT,
        b"<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>",
        b"<</Type/EmbeddedFile/Length %d>>" % len(attached),
        streams={4: TEXT, 7: attached},
    )
    assert words(opened(data)) == "printed 12.50"


def test_a_pdf_whose_pages_are_their_own_parents_ends() -> None:
    data = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 9>>",
        PAGE % b"",
        CONTENT,
        FONT,
        streams={4: TEXT},
    )
    assert ended(data)


def test_a_form_that_draws_itself_ends() -> None:
    form = b"/X Do BT /F 12 Tf 60 600 Td (inner) Tj ET"
    own = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 500 800]/Length %d/Resources<</XObject<</X 6 0 R>>/Font<</F 5 0 R>>>>>>"
        % len(form)
    )
    page = PAGE.replace(b"/Font", b"/XObject<</X 6 0 R>>/Font") % b""
    text = TEXT + b" /X Do"
    data = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>", PAGES, page, b"<</Length %d>>" % len(text), FONT, own, streams={4: text, 6: form}
    )
    assert "printed 12.50" in words(opened(data))


def test_a_pdf_of_a_million_objects_is_read_where_they_are_needed() -> None:
    data = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE % b"", CONTENT, FONT, *[b"[]"] * 1_000_000, streams={4: TEXT})
    started = time.monotonic()
    assert words(opened(data)) == "printed 12.50"
    assert time.monotonic() - started < SECONDS


def test_a_stream_packed_a_thousand_times_over_is_bounded() -> None:
    """A content stream of 300 MB of blanks in 300 kB."""
    packer = zlib.compressobj(9)
    blanks = b" " * (1 << 20)
    stream = b"".join([packer.compress(blanks) for _ in range(300)] + [packer.compress(TEXT), packer.flush()])
    content = b"<</Filter/FlateDecode/Length %d>>" % len(stream)
    data = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE % b"", content, FONT, streams={4: stream})
    assert ended(data)


def ended(data: bytes) -> bool:
    """Whether a file is read, or refused with one line, in time."""
    started, told = time.monotonic(), ""
    try:
        opened(data)
    except SourceError as problem:
        told = str(problem)
    return "\n" not in told and time.monotonic() - started < SECONDS


MACRO = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b'Sub AutoOpen(): Shell "sh": End Sub' * 20
WITH_MACROS: dict[str, Callable[[], bytes]] = {
    "docm": lambda: replaced(
        written.docx(STATION, FORMS), {"word/vbaProject.bin": MACRO, "word/embeddings/oleObject1.bin": MACRO}
    ),
    "xlsm": lambda: replaced(written.xlsx(STATION, FORMS), {"xl/vbaProject.bin": MACRO, "xl/embeddings/book1.xlsx": MACRO}),
}


@pytest.mark.parametrize("kind", WITH_MACROS)
def test_macros_and_embedded_files_are_left_alone(kind: str) -> None:
    plain = {"docm": written.docx, "xlsm": written.xlsx}[kind](STATION, FORMS)
    with_macros = words(opened(WITH_MACROS[kind]()))
    assert "AutoOpen" not in with_macros
    assert with_macros == words(opened(plain))


def test_links_and_field_codes_of_a_word_file_are_not_followed() -> None:
    field = f'<w:p><w:r><w:instrText>INCLUDETEXT "{LINK}"</w:instrText></w:r><w:r><w:t>印出的一句</w:t></w:r></w:p>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{LINK}/attachedTemplate" Target="{LINK}" TargetMode="External"/></Relationships>'
    )
    data = replaced(word(field), {"word/_rels/document.xml.rels": relations, "word/_rels/settings.xml.rels": relations})
    assert words(opened(data)) == "印出的一句"


def test_external_entities_of_a_sheet_are_not_read() -> None:
    shared = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><sst><si><t>&f;</t></si></sst>"
    try:
        found = words(opened(replaced(written.xlsx(STATION, FORMS), {"xl/sharedStrings.xml": shared})))
    except SourceError:
        found = ""
    assert "root:" not in found


ROWS: dict[str, Callable[[], bytes]] = {
    "html": lambda: b"<html><table>" + b"<tr><td>1<td>2" * 1_000_000,
    "text": lambda: b"1\t2\t3\n" * 1_000_000,
    "ods": lambda: _ods(1_000_000),
    "docx": lambda: word("<w:tbl>" + "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>" * 210_000 + "</w:tbl>"),
}


def _ods(times: int) -> bytes:
    """A spreadsheet whose only row is repeated."""
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    cell = "<table:table-cell><text:p>1</text:p></table:table-cell>"
    rows = f'<table:table-row table:number-rows-repeated="{times}">{cell}</table:table-row>'
    content = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="a">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}, stored=True)


@pytest.mark.parametrize("kind", ROWS)
def test_a_table_of_a_million_rows_is_cut_and_said(kind: str) -> None:
    data = ROWS[kind]()
    started = time.monotonic()
    try:
        told = bool(opened(data).damage)
    except SourceError as problem:
        told = "\n" not in str(problem)
    assert told
    assert time.monotonic() - started < SECONDS
