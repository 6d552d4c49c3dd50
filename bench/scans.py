"""Scans: real PDFs as pictures of their pages (clean, tilted, noisy), recognised and compared with the digital reading.

python bench/scans.py [FILE.pdf ...]       (by default ../shared/pdfs; needs the extra ocr)
    --ways "red seal,two-up"               other ways than the usual three (bench/pictures.py); “more”: all of those
    --pages 6,9-12                         only these pages of each file
    --show                                 what differs, line by line

An amount is right where the same form, row (code, or label) and column has the same amount as the digital reading. A wrong or
missing one is flagged where its row has an unreadable or ambiguous cell, or damage is reported on its page's figures.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.pictures import MORE, USUAL, Way, scanned
from gouji.checking import check
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Severity
from gouji.recognition import read
from gouji.sources import Limits, open_document
from gouji.standards.loader import load

LIMITS = Limits(scan_seconds=36_000)  # on the clock: a machine with other work reads every page all the same


def amounts(disclosure: Disclosure) -> Counter[tuple[object, ...]]:
    """Every amount with its form, row and column."""
    out: Counter[tuple[object, ...]] = Counter()
    for form in disclosure.forms:
        for row in form.rows:
            who = tuple(sorted(row.codes.items())) or row.label
            for column, cell in row.cells.items():
                out[form.kind, who, row.side, column, cell.amount] += 1
    return out


def flagged(disclosure: Disclosure) -> set[tuple[object, ...]]:
    """The cells that the reading itself says are not to be relied on."""
    out: set[tuple[object, ...]] = set()
    for form in disclosure.forms:
        for row in form.rows:
            who = tuple(sorted(row.codes.items())) or row.label
            doubtful = {*row.unreadable, *(column for one in row.ambiguous for column in one.columns)}
            out |= {(form.kind, who, row.side, column) for column in doubtful}
    return out


def findings(disclosure: Disclosure) -> list[Finding]:
    """The errors that a check reports."""
    template = load(disclosure.template, disclosure.profile) if disclosure.template else None
    return [f for f in check(disclosure, template).findings if f.severity is Severity.ERROR]


def differences(wanted: Disclosure, found: Disclosure) -> Iterator[str]:
    """What a scan reads otherwise: amounts, claims and errors."""
    for sign, one, other in (("-", wanted, found), ("+", found, wanted)):
        yield from (f"{sign} {n} × {' '.join(map(str, key))}" for key, n in (amounts(one) - amounts(other)).items())
        yield from (f"{sign} {n} × claim {' '.join(map(str, key))}" for key, n in (claims(one) - claims(other)).items())
    yield from (f"! {f.rule} {f.message}" for f in findings(found))


def claims(disclosure: Disclosure) -> Counter[tuple[object, ...]]:
    return Counter((c.quantity, c.amount) for c in disclosure.claims)


def compared(path: Path, way: Way, digital: Disclosure, show: bool) -> tuple[int, int, int]:
    """How many amounts there are, are right, and are wrong without being flagged; prints the table's line."""
    wanted = amounts(digital)
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / path.name
        scanned(path, way, scan)
        wall, cpu = time.perf_counter(), time.process_time()
        document = open_document(scan, LIMITS)
        found = read(document)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    got, doubts = amounts(found), flagged(found)
    wrong = (wanted - got) + (got - wanted)
    told = sum(n for key, n in wrong.items() if key[:4] in doubts)
    alike = claims(digital) & claims(found)
    pages = document.source.pages or 1
    right = (wanted & got).total()
    print(
        f"| {path.stem} | {way.name} | {pages} | {wanted.total()} | {right} | {told} | {wrong.total() - told} "
        f"| {alike.total()}/{len(digital.claims)} | {len(findings(digital))}/{len(findings(found))} "
        f"| {wall / pages:.1f} ({cpu / pages:.1f}) |",
        flush=True,
    )
    if show:
        print(*differences(digital, found), sep="\n", flush=True)
    return wanted.total(), right, wrong.total() - told


def numbers(given: str) -> list[int]:
    """“6,9-12” as numbers."""
    ends = [part.split("-") for part in given.split(",")]
    return [number for part in ends for number in range(int(part[0]), int(part[-1]) + 1)]


def only(path: Path, pages: Sequence[int], out: Path) -> Path:
    """A copy with these pages (from 1) alone."""
    made = pypdfium2.PdfDocument.new()
    made.import_pages(pypdfium2.PdfDocument(path), [number - 1 for number in pages])
    made.save(out)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--ways", default="usual")
    parser.add_argument("--pages", type=numbers)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    named = {way.name: (way,) for way in (*USUAL, *MORE)} | {"usual": USUAL, "more": MORE}
    ways = [way for name in given.ways.split(",") for way in named[name]]
    paths = given.files or sorted((Path(__file__).parents[2] / "shared" / "pdfs").glob("*.pdf"))
    heads = ("file", "way", "pages", "amounts", "right", "wrong, flagged", "wrong, not flagged", "claims alike")
    print("|", " | ".join((*heads, "errors digital/scan", "s/page (CPU)")), "|")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    every, right, silent = 0, 0, 0
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            part = only(path, given.pages, Path(folder) / path.name) if given.pages else path
            digital = read(open_document(part))
            for way in ways:
                one = compared(part, way, digital, given.show)
                every, right, silent = every + one[0], right + one[1], silent + one[2]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{right} of {every} amounts right ({right / every:.2%}), {silent} wrong ones not flagged; peak memory {peak} MB")


if __name__ == "__main__":
    main()
