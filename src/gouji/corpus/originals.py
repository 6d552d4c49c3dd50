"""The files themselves, kept beside the corpus under their own hash: `<corpus>.originals/ab/abcdef….pdf`.

A file is complete before it has its name (written aside, synced, renamed), and has its name before the document's row is
committed: a row that names an original always finds it whole. A file without a row is waste, never harm.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from gouji.corpus.error import CorpusError

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_HASH = re.compile(r"[0-9a-f]{64}")
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Originals:
    """The folder. A file above `most_bytes` is not kept, and none while less than `spare_bytes` would stay free on the disk."""

    folder: Path
    most_bytes: int = 128 * _MEGABYTE
    spare_bytes: int = 256 * _MEGABYTE

    def path(self, document: str, suffix: str) -> Path:
        """Where the file of that hash is. Raises CorpusError for what is no hash or suffix."""
        if not _HASH.fullmatch(document) or not (suffix == "" or _SUFFIX.fullmatch(suffix)):
            raise CorpusError(f"没有原件“{document[:80]}”", f"no original “{document[:80]}”")
        return self.folder / document[:2] / f"{document}{suffix}"

    def keep(self, source: Path, document: str) -> str | None:
        """Copies the file, which must still have that hash; the suffix to be stored, None where it is too large to be kept.

        Raises CorpusError where the file has changed since it was read, or the disk fails.
        """
        suffix = source.suffix.lower() if _SUFFIX.fullmatch(source.suffix.lower()) else ""
        target = self.path(document, suffix)
        if target.exists():
            return suffix
        try:
            size = source.stat().st_size
            self.folder.mkdir(parents=True, exist_ok=True)
            if size > self.most_bytes or size + self.spare_bytes > shutil.disk_usage(self.folder).free:
                return None
            target.parent.mkdir(exist_ok=True)
            self._copy(source, target, document)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CorpusError(
                f"{source}：原件保存失败（{reason}）", f"{source}: the original cannot be kept ({reason})"
            ) from None
        return suffix

    def _copy(self, source: Path, target: Path, document: str) -> None:
        digest = hashlib.sha256()
        with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as aside:
            try:
                with source.open("rb") as file:
                    while piece := file.read(_MEGABYTE):
                        digest.update(piece)
                        aside.write(piece)
                if digest.hexdigest() != document:
                    raise CorpusError(f"{source}：读取之后文件又变了", f"{source}: changed after it was read")
                aside.flush()
                os.fsync(aside.fileno())
                os.replace(aside.name, target)
            except BaseException:
                Path(aside.name).unlink(missing_ok=True)
                raise
        _sync_folder(target.parent)

    def read(self, document: str, suffix: str) -> bytes:
        """The file's bytes. Raises CorpusError where it is not there."""
        try:
            return self.path(document, suffix).read_bytes()
        except OSError:
            raise CorpusError(f"没有原件“{document}”", f"no original “{document}”") from None


def _sync_folder(folder: Path) -> None:
    """The new name itself on disk."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
