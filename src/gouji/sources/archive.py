"""Members of a ZIP container, read within bounds: nothing is unpacked to disk, and no member's stated size is believed."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from gouji.sources.document import SourceError
from gouji.sources.limits import Limits

_CHUNK = 1 << 16
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError, RuntimeError),
    MemoryError,  # a dictionary of the size that a member claims
)


class Container:
    """A ZIP file in memory. All that is read from it together stays below `limits.unpacked_bytes`."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        """Raises SourceError where the data is no ZIP file or has too many members."""
        self.name = name
        self.limits = limits
        self.left = limits.unpacked_bytes
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise SourceError(f"{name}：压缩结构已损坏或不完整", f"{name}: the container is damaged or cut off") from None
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise SourceError(
                f"{name}：包内文件过多（{len(members)}个，上限{limits.members}）", f"{name}: too many members ({len(members)})"
            )
        self._members = {m.filename: m for m in members if m.filename and not m.filename.endswith("/")}

    def __contains__(self, member: object) -> bool:
        return member in self._members

    def names(self) -> Iterator[str]:
        """The members in the archive's order."""
        return iter(self._members)

    def info(self, member: str) -> zipfile.ZipInfo:
        """The archive's own record of a member."""
        return self._members[member]

    def read(self, member: str) -> bytes:
        """The member's bytes. Raises SourceError where it is missing, protected, damaged or beyond the bounds."""
        try:
            info = self._members[member]
            if info.flag_bits & 1:
                raise SourceError(f"{self.name}：有密码保护，读不了", f"{self.name}: protected by a password")
            with self._zip.open(info) as stream:
                return self._bounded(stream.read, member)
        except KeyError:
            raise SourceError(f"{self.name}：缺少{member}", f"{self.name}: {member} is missing") from None
        except _BROKEN:
            raise SourceError(f"{self.name}：{member}已损坏", f"{self.name}: {member} is damaged") from None

    def _bounded(self, read: object, member: str) -> bytes:
        pieces = []
        while piece := read(_CHUNK):  # type: ignore[operator]
            self.left -= len(piece)
            if self.left < 0:
                raise SourceError(
                    f"{self.name}：解压后过大（{member}），没有读", f"{self.name}: too large when unpacked ({member}); not read"
                )
            pieces.append(piece)
        return b"".join(pieces)
