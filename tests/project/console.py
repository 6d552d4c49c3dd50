"""The ```console blocks of the documentation: what they say is typed, and what they say is printed.

`python -m tests.project.console` writes what the commands print now into the blocks of both READMEs; a block keeps its
first lines and its last as far as `KEEP` says, with “…” for what is left out.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "examples/README.md",
    "docs/READING.md",
    "docs/TEMPLATES.md",
    "docs/PROVINCES.md",
    "docs/AUDIT.md",
    "docs/CORPUS.md",
    "docs/DRAFTING.md",
    "docs/PUBLISHING.md",
    "docs/REPORTS.md",
    "docs/SCALE.md",
    "docs/SECURITY.md",
    "docs/SOURCES.md",
    "docs/WEB.md",
)
BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
COUNTS = re.compile(r"^(勾稽|Relations) .*$", re.MULTILINE)
KEEP = 21  # lines of output that a README shows before it leaves out the rest
ELIDED = "…"


@dataclass(frozen=True, slots=True)
class Block:
    """A command of a document with the output that it promises."""

    document: str
    command: str
    output: str


def blocks(document: str) -> list[Block]:
    path = ROOT / document
    text = path.read_text("utf-8") if path.exists() else ""
    return [Block(document, m["command"], m["output"]) for m in BLOCK.finditer(text)]


def run(command: str) -> str:
    """What the command prints on standard output, run as a user would in the project's folder."""
    words = shlex.split(command)
    assert words[0] == "gouji", command
    program = [sys.executable, "-m", "gouji.cli", *words[1:]]
    environment = {**os.environ, "COLUMNS": "", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, env=environment, check=False).stdout


def counts_apart(output: str) -> str:
    """The output without the numbers of relations: a relation more in a template must not make a README wrong."""
    return COUNTS.sub(lambda m: re.sub(r"\d+", "N", m[0]), output)


def agrees(promised: str, printed: str) -> bool:
    """Whether the output is the promised one; “…” on a line of its own stands for any lines."""
    promised, printed = counts_apart(promised), counts_apart(printed)
    pieces = re.split(rf"^{ELIDED}\n", promised, flags=re.MULTILINE)
    if len(pieces) == 1:
        return promised == printed
    middle = [p for p in pieces[1:-1] if p]
    at = len(pieces[0])
    for piece in middle:
        at = printed.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return printed.startswith(pieces[0]) and printed.endswith(pieces[-1]) and at + len(pieces[-1]) <= len(printed)


def shown(printed: str) -> str:
    """The output as a README shows it."""
    lines = printed.splitlines(keepends=True)
    return printed if len(lines) <= KEEP + 3 else "".join([*lines[:KEEP], f"{ELIDED}\n", *lines[-1:]])


def main() -> None:
    for document in DOCUMENTS[:2]:
        path = ROOT / document
        text = BLOCK.sub(
            lambda m: f"```console\n$ {m['command']}\n{shown(run(m['command']))}```",
            path.read_text("utf-8"),
        )
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
