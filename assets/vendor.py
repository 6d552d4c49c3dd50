"""Copies what the pages load out of node_modules into the package, with licences and hashes. Run by `make`, after `npm ci`."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "gouji" / "web" / "static" / "vendor"
FILES = {
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "echarts.LICENSE": "echarts/LICENSE",
    "echarts.NOTICE": "echarts/NOTICE",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx.LICENSE": "htmx.org/LICENSE",
}


def main() -> None:
    """Copy, then write SHA256SUMS last: make takes it as the sign that all is there."""
    TARGET.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, source in FILES.items():
        copied = shutil.copyfile(HERE / "node_modules" / source, TARGET / name)
        lines.append(f"{hashlib.sha256(copied.read_bytes()).hexdigest()}  {name}\n")
    (TARGET / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
