"""What a killed server left in the folder for temporary files."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gouji.web import leftovers

LEAVE = "from gouji.web import leftovers; p = leftovers.folder(); (p / 'upload.pdf').write_bytes(b'x'); print(p)"


@pytest.mark.skipif(sys.platform == "win32", reason="whether a process runs is not known there")
def test_only_what_a_dead_process_of_ours_left_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    ran = subprocess.run([sys.executable, "-c", LEAVE], capture_output=True, text=True, check=True)
    dead, mine = Path(ran.stdout.strip()), leftovers.folder()
    others = [tmp_path / "gouji-upload-old", tmp_path / "gouji-upload-1-a.b", tmp_path / "another"]
    for folder in others:
        folder.mkdir()
    link = tmp_path / f"{dead.name}x"
    link.symlink_to(others[2])
    assert dead.is_dir()
    assert leftovers.swept() == 1
    assert not dead.exists()
    assert mine.is_dir()
    assert all(folder.is_dir() for folder in others)
    assert link.is_symlink()
    assert leftovers.swept() == 0
