"""The files that a check leaves in its folder, and a reading as text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gouji.checking import Report
from gouji.model.disclosure import Disclosure
from gouji.model.serial import to_json
from gouji.reporting.findings_json import findings_json
from gouji.reporting.reading_csv import reading_csv


def reading_text(disclosure: Disclosure, form: str) -> str:
    """The reading in a text format: json or csv."""
    return reading_csv(disclosure) if form == "csv" else as_text(to_json(disclosure))


def as_text(data: dict[str, Any]) -> str:
    """JSON as it is written everywhere: Chinese kept readable, one space of indent, a newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_reports(folder: Path, stem: str, disclosure: Disclosure, report: Report | None) -> None:
    """`<stem>.reading.json`, and `<stem>.findings.json` where the document could be checked. OSError as it comes."""
    (folder / f"{stem}.reading.json").write_text(reading_text(disclosure, "json"), encoding="utf-8")
    if report is not None:
        text = as_text(findings_json(disclosure, report))
        (folder / f"{stem}.findings.json").write_text(text, encoding="utf-8")


def stems(paths: Iterable[Path]) -> dict[Path, str]:
    """A name of its own for every document's reports: its stem, or with -2, -3 … where another has it already."""
    taken: set[str] = set()
    out: dict[Path, str] = {}
    for path in paths:
        stem, n = path.stem, 1
        while stem in taken:
            n += 1
            stem = f"{path.stem}-{n}"
        taken.add(stem)
        out[path] = stem
    return out
