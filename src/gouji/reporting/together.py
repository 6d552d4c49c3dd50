"""What several documents say against each other, at the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from gouji.model.finding import Finding, Severity
from gouji.reporting.findings_json import SCHEMA, finding_json
from gouji.reporting.terminal import STYLES
from gouji.reporting.words import Words
from gouji.reporting.wrap import wrapped

INDENT = 4


def together_json(names: Sequence[str], findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings over several documents, in the schema of those on one; a place's `file` names its document."""
    return {
        "schema": SCHEMA,
        "documents": list(names),
        "summary": {s.value: sum(1 for f in findings if f.severity is s) for s in Severity},
        "findings": [finding_json(f) for f in findings],
    }


def file_name(taken: Collection[str]) -> str:
    """`together.findings.json`, or the next such name where a document of that name has it."""
    stem, n = "together", 1
    while stem in taken:
        n += 1
        stem = f"together-{n}"
    return f"{stem}.findings.json"


def show_together(console: Console, findings: Sequence[Finding], lang: str = "zh") -> None:
    """Prints the findings over several documents, worst first; nothing where there are none."""
    if not findings:
        return
    words = Words(lang)
    console.print()
    console.print(Text("Documents together" if lang == "en" else "几份文件互相核对", style="bold"))
    for severity in Severity:
        held = [f for f in findings if f.severity is severity]
        if held:
            console.print(Text(words.severity(severity, len(held)), style=STYLES[severity]))
        for i, finding in enumerate(held, start=1):
            console.print(Text(f"{i:2}. ").append(finding.title, style="bold").append(f"  {finding.rule}", style="dim"))
            for line in wrapped(finding.message, max(20, console.width - INDENT)):
                console.print(Text(" " * INDENT + line), soft_wrap=True)
