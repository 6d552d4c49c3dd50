"""What the lock files promise: everything that the project needs, by hash, and no registry's address in any file."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from tests.project.console import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def names(lock: str) -> set[str]:
    return {
        m[1].lower().replace("_", "-") for m in re.finditer(r"^([\w.-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_is_pinned_by_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text("utf-8"), flags=re.IGNORECASE)
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)
    assert names(lock)


def test_everything_that_is_needed_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    def needed(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=\[; ]", r)[0].lower().replace("_", "-") for r in requirements}

    assert needed(project["dependencies"]) <= names(LOCKS[0])
    assert needed(project["dependencies"] + project["optional-dependencies"]["dev"]) <= names(LOCKS[1])


def test_no_file_names_a_registry() -> None:
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, files):
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            text = path.read_bytes()
            assert not re.search(rb"pypi[.]org|python[h]osted|index-url[ =]+[a-z]+:|/opt/[p]ypi", text), name
