"""Folders for files that wait, named after their process: what a server that was killed left is removed at the next start."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from tempfile import gettempdir, mkdtemp

_PREFIX = "gouji-upload-"
_OWN = re.compile(rf"{_PREFIX}(\d+)-\w+")


def folder() -> Path:
    """A new folder of this process."""
    return Path(mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def swept() -> int:
    """Removes the folders of processes that are no more, as far as they are this user's; how many. A folder whose process
    runs, or may run, stays."""
    removed = 0
    for found in Path(gettempdir()).glob(f"{_PREFIX}*"):
        match = _OWN.fullmatch(found.name)
        if match is None or found.is_symlink() or not found.is_dir() or not _ours(found) or _runs(int(match[1])):
            continue
        shutil.rmtree(found, ignore_errors=True)
        removed += not found.exists()
    return removed


def _ours(path: Path) -> bool:
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def _runs(process: int) -> bool:
    """Whether a process of that number runs; where that cannot be known, it does."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
