"""The same members always give the same bytes: ZIP files with fixed dates, for reproducible documents."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

FIXED = datetime(2000, 1, 1)  # the files' own dates say nothing: content decides
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP file can hold


def settled(data: bytes) -> bytes:
    """The ZIP file with its members' dates and attributes fixed, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            info = zipfile.ZipInfo(member.filename, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(member))
    return out.getvalue()
