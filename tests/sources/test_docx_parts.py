"""What Word puts beside or around a paragraph: notes, text boxes, content controls, nested tables. Words are invented."""

from __future__ import annotations

import io
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZipFile

from gouji.model.disclosure import Source
from gouji.sources import Document, Grid, Paragraph
from gouji.sources.opening import read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def sdt(inside: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def tc(inside: str) -> str:
    return f"<w:tc>{inside}</w:tc>"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def opened(body: str, **parts: str | bytes) -> Document:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return read_bytes(out.getvalue(), Source("a.docx"))


def told(document: Document) -> list[object]:
    """Paragraphs as their words, grids as rows of words."""
    return [b.text if isinstance(b, Paragraph) else [[c.text for c in row] for row in b.rows] for b in document.blocks]


def test_footnotes_follow_the_body_and_their_separators_are_none() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote>'
        f'<w:footnote w:id="1">{p("注：支出总计含上年结转12.40万元。")}</w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>支出总计88.20万元</w:t><w:footnoteReference w:id="1"/><w:t>，比上年减少。</w:t></w:r></w:p>'
    document = opened(body, word__footnotes_dot_xml=notes)
    assert told(document) == ["支出总计88.20万元，比上年减少。", "注：支出总计含上年结转12.40万元。"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('单位：万元')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    document = opened(f"<w:p><w:r><w:t>收支总表</w:t>{both}</w:r></w:p>{p('下一段')}")
    assert told(document) == ["收支总表", "单位：万元", "下一段"]


def test_content_controls_around_anything_are_seen_through() -> None:
    """Around a paragraph, words in it, a table, its row, its cell, and what is in the cell."""
    inline = f"<w:p><w:r><w:t>预算</w:t></w:r>{sdt('<w:r><w:t>2024年</w:t></w:r>')}<w:r><w:t>度</w:t></w:r></w:p>"
    table = tbl(
        tr(tc(p("项目")), sdt(tc(p("金额")))),
        sdt(tr(tc(p("房屋维修")), tc(sdt(p("8.10"))))),
        tr(tc(p("合计")), tc(f"<w:p>{sdt('<w:r><w:t>8.10</w:t></w:r>')}</w:p>")),
    )
    document = opened(sdt(p("一、概况")) + inline + sdt(table))
    assert told(document) == ["一、概况", "预算2024年度", [["项目", "金额"], ["房屋维修", "8.10"], ["合计", "8.10"]]]


def test_a_nested_table_follows_the_one_around_it() -> None:
    inner = tbl(tr(tc(p("明细")), tc(p("3.50"))), tr(tc(p("其他")), tc(p("1.20"))))
    outer = tbl(tr(tc(p("项目")), tc(p("说明"))), tr(tc(p("设备更新")), tc(p("见下") + inner + p("完"))))
    document = opened(outer + p("表后"))
    assert told(document) == [
        [["项目", "说明"], ["设备更新", "见下\n完"]],
        [["明细", "3.50"], ["其他", "1.20"]],
        "表后",
    ]
    first, second = (b for b in document.blocks if isinstance(b, Grid))
    assert first.place.table != second.place.table


def test_deleted_words_and_hidden_codes_are_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>支出</w:t></w:r><w:del><w:r><w:delText>91.00</w:delText><w:t>91.00</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>19.00</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText><w:t>万元</w:t></w:r></w:p>"
    )
    assert told(opened(body)) == ["支出19.00万元"]


def test_a_huge_picture_is_not_unpacked() -> None:
    """A PNG that says it is 60,000 × 60,000 pixels stands in the file: the words are read, the picture is not looked at."""
    import resource

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    huge = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(30_000_000))) + chunk(b"IEND", b"")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document = opened(f"<w:p><w:r><w:drawing/><w:t>封面</w:t></w:r></w:p>{p('正文')}", word__media__a_dot_png=huge)
    assert told(document) == ["封面", "正文"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
