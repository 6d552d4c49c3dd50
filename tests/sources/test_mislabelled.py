"""Files whose name promises another format than they have, and those no reader takes: each its own clear line."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.sources.drawn import SONG, pdf

from gouji.sources import Grid, SourceError, open_document

TABLE = "<table><tr><td>收入总计</td><td>12.30</td></tr></table>"
PAGE = f'<html><head><meta charset="gbk"></head><body>{TABLE}</body></html>'
MHTML = (
    b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
    b'Content-Type: multipart/related;\r\n boundary="b"\r\n\r\nfor browsers only\r\n--b\r\n'
    b"Content-Location: file:///C:/a.htm\r\n"
    b'Content-Transfer-Encoding: base64\r\nContent-Type: text/html; charset="gb2312"\r\n\r\n'
)


def written(canvas: Canvas) -> None:
    canvas.setFont(SONG, 12)
    canvas.drawString(60, 700, "2024年单位预算")


def mhtml() -> bytes:
    import base64

    return MHTML + base64.encodebytes(PAGE.encode("gbk")) + b"\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"


def cells(path: Path) -> list[str]:
    return [c.text for b in open_document(path).blocks if isinstance(b, Grid) for row in b.rows for c in row]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docx", pdf(written), "文件名以.docx结尾，内容却是PDF"),
        ("a.xls", PAGE.encode("gbk"), "文件名以.xls结尾，内容却是HTML"),
        ("a.doc", mhtml(), "文件名以.doc结尾，内容却是单个文件网页"),
        ("a.pdf", "404 没有这个文件".encode(), "文件名以.pdf结尾，内容却是文本"),
    ],
)
def test_a_file_is_read_as_what_it_is_and_says_so(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    document = open_document(path)
    assert document.blocks
    assert [d.says for d in document.damage if says in d.says]


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.dat"])
def test_a_name_that_promises_nothing_else_is_not_mentioned(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(pdf(written))
    assert open_document(path).damage == ()


@pytest.mark.parametrize("data", [PAGE.encode("gbk"), mhtml()], ids=["html", "mhtml"])
def test_a_web_page_named_as_a_workbook_keeps_its_table(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "收支总表.xls"
    path.write_bytes(data)
    assert cells(path) == ["收入总计", "12.30"]


def office(member: str) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(member, "<a/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says", "english"),
    [
        (office("ppt/presentation.xml"), "不是Word或Excel文件", "neither a Word nor an Excel file"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "Office 2003的XML", "Office 2003 XML"),
        (pdf(written)[:700], "PDF已损坏或不完整", "damaged or cut off"),
        (office("word/document.xml")[:60], "压缩结构已损坏或不完整", ""),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--", "没有正文", "no page"),
        (b"BM" + bytes(60), "图片", "picture"),
    ],
)
def test_what_cannot_be_read_has_its_own_line(data: bytes, says: str, english: str, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=says) as error:
        open_document(path)
    assert "\n" not in str(error.value)
    assert english in error.value.english


def test_without_libreoffice_an_old_document_says_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.sources.legacy.shutil.which", lambda _: None)
    path = tmp_path / "a.wps"
    path.write_bytes(rb"{\rtf1\ansi 2024}")
    with pytest.raises(SourceError, match=r"LibreOffice.*另存为DOCX") as error:
        open_document(path)
    assert "LibreOffice" in error.value.english


def test_a_huge_picture_in_a_pdf_costs_its_page_only(tmp_path: Path) -> None:
    """A picture of 40,000 × 40,000 pixels (black, so small in the file) is not unpacked, the page before it is read."""
    import zlib

    from gouji.sources.ocr import available

    packed = zlib.compress(bytes(40_000 * 40_000 // 8), 1)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/XObject/Subtype/Image/Width 40000/Height 40000/BitsPerComponent 1/ColorSpace/DeviceGray"
        b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
        b"<</Length 24>>stream\n595 0 0 842 0 0 cm /I Do\nendstream",
    ]
    out, at = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % where for where in at)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    path = tmp_path / "a.pdf"
    path.write_bytes(out)
    document = open_document(path)
    assert document.image_pages == (1,)
    assert any(("图片过大" if available() else "gouji[ocr]") in d.says for d in document.damage)
