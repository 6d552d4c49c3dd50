"""What a file is, by its first bytes: its name and extension are not believed."""

from __future__ import annotations

import re
from enum import StrEnum

HEAD = 64 * 1024  # how much of a file `sniff` wants to see


class Format(StrEnum):
    """The formats that are told apart. The value is what a message calls the format."""

    TEXT = "文本"
    PDF = "PDF"
    ZIP = "ZIP"  # also Word, Excel, WPS (OOXML) and OFD, told apart by their members
    OLE = "旧版 Office（DOC/XLS）"
    HTML = "HTML"
    RTF = "RTF"
    IMAGE = "图片"
    MHTML = "单个文件网页（MHTML）"  # what office programs write as “.doc” and “.xls” that are web pages
    OFFICE_XML = "Office 2003 XML"
    ARCHIVE = "压缩包"
    BINARY = "二进制文件"


MEDIA_TYPES: dict[Format, str] = {
    Format.TEXT: "text/plain",
    Format.PDF: "application/pdf",
    Format.ZIP: "application/zip",
    Format.OLE: "application/x-ole-storage",
    Format.HTML: "text/html",
    Format.RTF: "application/rtf",
    Format.IMAGE: "image/*",
    Format.MHTML: "multipart/related",
}

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.OLE),
    (b"{\\rtf", Format.RTF),
    (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"GIF8", Format.IMAGE),
    (b"II*\x00", Format.IMAGE),
    (b"MM\x00*", Format.IMAGE),
    (b"\x1f\x8b", Format.ARCHIVE),
    (b"7z\xbc\xaf'\x1c", Format.ARCHIVE),
    (b"Rar!\x1a\x07", Format.ARCHIVE),
    (b"BZh", Format.ARCHIVE),
    (b"\xfd7zXZ\x00", Format.ARCHIVE),
    (b"\x7fELF", Format.BINARY),
    (b"MZ\x90\x00", Format.BINARY),
)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table)[\s>/]", re.IGNORECASE)
_MIME = re.compile(rb"\s{0,64}(?:[\w-]{1,64}:[^\n]{0,1024}\n){0,32}?Content-Type:\s{0,9}multipart/related", re.IGNORECASE)
_OFFICE_XML = re.compile(
    rb"<\?mso-application\s|urn:schemas-microsoft-com:office:spreadsheet[\"']|/office/word/2003/wordml[\"']"
)
_PREAMBLE = re.compile(rb"\A(\xef\xbb\xbf)?\s{0,256}(<\?xml[^>]{0,256}\?>\s{0,256})?(<!--.{0,1024}?-->\s{0,256})?", re.DOTALL)


def sniff(head: bytes) -> Format:
    """The format that the first `HEAD` bytes of a file show. What nothing is known of counts as text, which must decode."""
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or (head[:2] == b"BM" and head[6:10] == b"\x00" * 4):
        return Format.IMAGE
    if _MIME.match(head):
        return Format.MHTML
    if _OFFICE_XML.search(head[:4096]):
        return Format.OFFICE_XML
    # A page saved in UTF-16 is HTML too.
    letters = head.replace(b"\x00", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    start = _PREAMBLE.match(letters.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff"))
    rest = letters.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")[start.end() if start else 0 :]
    return Format.HTML if _HTML.match(rest) else Format.TEXT
