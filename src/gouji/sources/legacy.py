"""Old binary Office files: XLS is read as it is; DOC and WPS are converted by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from gouji.model.disclosure import Source
from gouji.sources import docx, workbook
from gouji.sources.document import Document, SourceError
from gouji.sources.limits import LIMITS, Limits

_WORKBOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_WORD = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CONVERSION_SECONDS = 90


def read(data: bytes, source: Source, limits: Limits = LIMITS) -> Document:
    """The document in an OLE or RTF file. Raises SourceError where LibreOffice is wanted and missing, or fails."""
    if _ENCRYPTED in data:
        raise SourceError(f"{source.name}：文件有密码，读不了", f"{source.name}: protected by a password")
    if _WORD not in data and any(stream in data for stream in _WORKBOOK):
        return workbook.read_calamine(data, replace(source, media_type="application/vnd.ms-excel"), limits)
    return docx.read(_converted(data, source), replace(source, media_type="application/msword"), limits)


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
