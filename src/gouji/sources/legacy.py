"""Old binary Office files: XLS is read as it is; DOC and WPS are converted by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from gouji.model.disclosure import Source
from gouji.sources import biff, docx, workbook
from gouji.sources.document import Document, SourceError
from gouji.sources.limits import LIMITS, Limits
from gouji.sources.ole import opened

_WORKBOOK = ("Workbook", "Book", "WORKBOOK", "BOOK")
_SIGNATURE = b"\xd0\xcf\x11\xe0"
CONVERSION_SECONDS = 90


def read(data: bytes, source: Source, limits: Limits = LIMITS) -> Document:
    """The document in an OLE or RTF file. Raises SourceError where LibreOffice is wanted and missing, or fails."""
    if data.startswith(_SIGNATURE):
        found = opened(data, source.name)
        if "EncryptedPackage" in found:
            raise SourceError(f"{source.name}：文件有密码，读不了", f"{source.name}: protected by a password")
        books = [name for name in _WORKBOOK if name in found]
        if "WordDocument" not in found and books:
            for book in books:  # whichever of them a library takes
                _check_book(found.read(book), source)
            return workbook.read_calamine(data, replace(source, media_type="application/vnd.ms-excel"), limits)
        if "WordDocument" not in found:
            raise SourceError(
                f"{source.name}：不是Word或Excel文件（可能是邮件、演示文稿等）",
                f"{source.name}: neither a Word nor an Excel file",
            )
    return docx.read(_converted(data, source), replace(source, media_type="application/msword"), limits)


def _check_book(stream: bytes, source: Source) -> None:
    """Raises SourceError for a workbook that a library would make room for without end."""
    try:
        biff.check(stream)
    except biff.Unsound:
        raise SourceError(
            f"{source.name}：表格文件已损坏（单元格位置、范围或字数不对）",
            f"{source.name}: a damaged workbook (positions, areas or counts that cannot be)",
        ) from None


def _converted(data: bytes, source: Source) -> bytes:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise SourceError(
            f"{source.name}：读旧版DOC/WPS文件要用LibreOffice（Debian：apt install libreoffice-writer），或请另存为DOCX",
            f"{source.name}: old DOC/WPS files need LibreOffice (Debian: apt install libreoffice-writer), or save as DOCX",
        )
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        inside = Path(folder)
        (inside / "in.doc").write_bytes(data)
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(inside / "in.doc"),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=CONVERSION_SECONDS, check=False, stdin=subprocess.DEVNULL)
            return (inside / "in.docx").read_bytes()
        except (subprocess.TimeoutExpired, OSError):
            raise SourceError(
                f"{source.name}：LibreOffice没能转换这个文件", f"{source.name}: LibreOffice could not convert the file"
            ) from None
