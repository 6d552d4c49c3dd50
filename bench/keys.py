"""The mistakes that people found in the documents of ../shared, and which rule finds each: `python -m bench.keys`.

Each mistake of an answer key is looked for among the findings: one counts that stands on a line (or page) that the key names
and shares a figure or three characters with what the key says is wrong or right. Prints key, mistake, rule, then the sums.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gouji.checking import check
from gouji.model.finding import Finding, Severity
from gouji.model.place import Place
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

SHARED = Path(__file__).resolve().parents[2] / "shared"
NEAR = 2  # lines that a place may be off: a sentence is broken over lines
RANGE = re.compile(r"(?:L|lines? )(\d+)(?:-(\d+))?|(?<=[,/] )(\d{2,4})(?:-(\d{2,4}))?(?=[),])")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORDS = re.compile(r"[\u4e00-\u9fff]+")
# What a key of the PDFs calls a mistake that figures show: sums of the forms, figures of the prose against each other.
FIGURES = ("arith_table", "text_internal", "text_table", "name_mismatch", "calibre")


@dataclass(frozen=True, slots=True)
class Defect:
    """One mistake of a key. `lines` and `page` say where; neither where it is about the whole document."""

    key: str
    id: str
    severity: str
    certain: bool
    stated: str
    expected: str
    where: str = ""
    lines: tuple[tuple[int, int], ...] = ()
    page: int | None = None
    kind: str = ""

    def here(self, place: Place) -> bool:
        """Whether a finding's place is the mistake's."""
        if self.page is not None:
            return place.page == self.page
        if place.line is None:
            return False
        return any(a - NEAR <= (place.to_line or place.line) and place.line <= b + NEAR for a, b in self.lines)

    def alike(self, finding: Finding) -> int:
        """How much a finding speaks of the same: the figures and the runs of three characters that it shares with what the key
        says is wrong or right (twice) and with where it says so (once)."""
        words = " ".join(map(str, (finding.message, finding.stated or "", finding.expected or "")))
        theirs = _marks(words)
        return 2 * len(_marks(f"{self.stated} {self.expected}") & theirs) + len(_marks(self.where) & theirs)


def _marks(text: str) -> set[str]:
    numbers = {n.replace(",", "").lstrip("0") for n in _NUMBER.findall(text)}
    plain = {n.rstrip("0").rstrip(".") if "." in n else n for n in numbers if len(n) > 1}
    runs = [re.sub(r"第\d+[行页]", "", text)]
    runs = [r for part in runs for r in _WORDS.findall(part)]
    overflow = {"###"} if "###" in text else set()
    return plain | overflow | {r[i : i + 3] for r in runs for i in range(len(r) - 2)}


def text_key(path: Path) -> Iterator[Defect]:
    """The mistakes of a key of a text document."""
    for d in json.loads(path.read_text("utf-8"))["defects"]:
        where = RANGE.sub("", d["where"])
        lines = tuple((int(m[1] or m[3]), int(m[2] or m[4] or m[1] or m[3])) for m in RANGE.finditer(d["where"]))
        more = (d["stated"], d["expected"], where, lines, None, d["kind"])
        yield Defect(path.stem, d["id"], d["severity"], d["certain"], *more)


def pdf_key(path: Path) -> Iterator[Defect]:
    """The mistakes of a key of a PDF. Severities of reviewers: high and medium are warnings here, low and info remarks."""
    for d in json.loads(path.read_text("utf-8"))["errors"]:
        severity = "warning" if d["severity"] in ("high", "medium") else "info"
        stated = f"{d['what']} {d['anchor'] or ''}"
        certain = d["confidence"] == "high"
        yield Defect(path.stem, d["id"], severity, certain, stated, d["expected"], "", (), d["page"], d["type"])


def matching(defect: Defect, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that speak of a mistake at its place (anywhere, where the key names none), the likest first."""
    nowhere = not defect.lines and defect.page is None
    at = [f for f in findings if (nowhere or any(defect.here(s.place) for s in f.places)) and defect.alike(f)]
    if defect.kind == "missing_table":  # a missing form has no place, but a number
        numbers = re.findall(r"预算(\d\d)表", defect.stated)
        at = [f for f in at if "FORM" in f.rule and (not numbers or any(f"缺{n}" in f.message for n in numbers))]
    return sorted(at, key=defect.alike, reverse=True)


def documents() -> Iterator[tuple[Path, tuple[Defect, ...]]]:
    """The documents that have a key, with the key's mistakes."""
    for key in sorted((SHARED / "truth").glob("*.json")):
        for path in (SHARED / "seeds").glob(f"{key.stem}_*"):
            yield path, tuple(text_key(key))
    for key in sorted((SHARED / "truth" / "pdfs").glob("*.json")):
        path = SHARED / "pdfs" / f"{key.stem}.pdf"
        if path.exists():
            yield path, tuple(pdf_key(key))


def findings_of(path: Path) -> tuple[Finding, ...]:
    """What is found in a document."""
    found = read(open_document(path))
    return check(found, load(found.template or "", found.profile)).findings


def outcome(path: Path, defects: tuple[Defect, ...]) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """For each mistake what finds it; and the findings of severity error that no mistake of the key bears out."""
    findings = findings_of(path)
    held = {d.id: matching(d, findings) for d in defects}
    borne = {id(f) for found in held.values() for f in found}
    return held, [f for f in findings if f.severity is Severity.ERROR and id(f) not in borne]


def tally(defects: Iterable[Defect], held: Mapping[str, list[Any]]) -> dict[str, tuple[int, int]]:
    """How many are found of how many: certain errors, certain warnings, other warnings, certain remarks, other remarks."""
    groups: dict[str, list[bool]] = {}
    for d in defects:
        groups.setdefault(f"{'certain' if d.certain else 'doubtful'} {d.severity}", []).append(bool(held[d.id]))
    return {name: (sum(hits), len(hits)) for name, hits in groups.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missing", action="store_true", help="only what is not found")
    only = parser.parse_args().missing
    sums: dict[str, list[int]] = {}
    for path, defects in documents():
        held, unborne = outcome(path, defects)
        for d in defects:
            if only and held[d.id]:
                continue
            rules = ", ".join(dict.fromkeys(f"{f.rule} ({f.severity.value})" for f in held[d.id][:2]))
            print(
                f"{d.key:24} {d.id:5} {d.severity:8}{'sure' if d.certain else 'doubtful':9} {rules or '-':60} {d.stated[:40]}"
            )
        for finding in unborne:
            print(f"{path.stem[:24]:24} not in the key: {finding.rule}: {finding.message[:80]}")
        for name, (hit, every) in tally(defects, held).items():
            at = sums.setdefault(f"{'PDF' if path.suffix == '.pdf' else 'text'}, {name}", [0, 0])
            at[0], at[1] = at[0] + hit, at[1] + every
    for name, (hit, every) in sorted(sums.items()):
        print(f"{name:28} {hit}/{every} = {hit / every:.0%}")


if __name__ == "__main__":
    main()
