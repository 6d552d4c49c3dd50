"""What fuzzing found: inputs on which a reader ended in a traceback. Each is refused in one line, or read."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from gouji.model.disclosure import Source
from gouji.sources import Document, Paragraph, SourceError, biff
from gouji.sources.limits import LIMITS
from gouji.sources.opening import read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PAGE = b"Content-Type: text/html; charset=utf-8\n\n<p>x</p>"


def read(data: bytes) -> Document:
    return read_bytes(data, Source("a"), LIMITS)


def word(body: str, lists: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        made.writestr("word/numbering.xml", f"<w:numbering {W}>{lists}</w:numbering>")
    return out.getvalue()


def test_a_cell_of_a_workbook_that_is_cut_off_is_its_end() -> None:
    cell = struct.pack("<6H", 0x201, 8, 0, 0, 0, 0)
    assert len(list(biff.records(cell * 2, 0))) == 2
    for cut in range(1, 12):
        assert len(list(biff.records(cell + cell[:cut], 0))) == 1
        biff.check(cell + cell[:cut])


def compressed(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        made.writestr("1.txt", "预算 12.5 万元\n" * 100)
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_costs_only_itself_in_any_compression(method: int) -> None:
    whole = compressed(method)
    assert len(read(whole).blocks) == 100
    for at in range(35, len(whole) - 120):
        changed = bytearray(whole)
        changed[at] ^= 0xFF
        try:
            document = read(bytes(changed))
        except SourceError:
            continue
        assert len(document.blocks) <= 100


def nested(depth: int) -> bytes:
    heads = (b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth))
    return b"MIME-Version: 1.0\n" + b"".join(heads) + PAGE


def test_parts_of_parts_without_end_are_refused() -> None:
    """Python's parser of messages goes into them by calling itself."""
    assert len(read(nested(3)).blocks) == 1
    for data in (nested(3000), nested(1) + b"\n--b0\n" + b"Content-Type: message/rfc822\n\n" * 3000):
        with pytest.raises(SourceError, match="嵌套过深"):
            read(data)


@pytest.mark.parametrize("odd", ["²", "9" * 5000, "-1", "", "٣"])
def test_counts_of_a_word_file_that_are_none_are_left_out(odd: str) -> None:
    """“²” is a digit to Python and no number."""
    text = f'<w:p><w:pPr><w:outlineLvl w:val="{odd}"/><w:numPr><w:ilvl w:val="{odd}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{odd}"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    body = f"{text}<w:r><w:t>收入</w:t></w:r></w:p><w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    level = f'<w:lvl w:ilvl="{odd}"><w:start w:val="{odd}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1、"/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    document = read(word(body, lists))
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["收入"]


@pytest.mark.parametrize(("inches", "told"), [(6, True), (1, False)])
def test_a_scan_put_into_a_word_file_is_told_of(inches: int, told: bool) -> None:
    """It is not read; a small picture is no page."""
    drawing = f'<w:drawing><wp:inline xmlns:wp="{WP}"><wp:extent cx="{inches * 914400}" cy="{inches * 914400}"/></wp:inline>'
    document = read(word(f"<w:p><w:r><w:t>收入</w:t></w:r><w:r>{drawing}</w:drawing></w:r></w:p>"))
    assert [("图片" in d.says, "pictures" in d.english) for d in document.damage] == [(True, True)] * told
