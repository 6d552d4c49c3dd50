"""Twenty thousand different disclosures as text files: drafted by gouji, printed as an honest export would, a tenth faulty.

    PYTHONPATH=. .venv/bin/python -m bench.corpus_documents FOLDER [--count 20000] [--jobs 2]

Each is drafted from a book of its own (bench/books.py): 10,000 bodies with two years each, 1 to 400 budget lines, 0 to 40
projects. In every tenth one figure is wrong after drafting; `faults.csv` beside the folder says which. The same bytes every
time.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.books import YEARS, book
from gouji.drafting.assemble import assemble
from gouji.drafting.declaration import declaration
from gouji.drafting.lastyear import published
from gouji.model.disclosure import Disclosure
from gouji.publishing.grid import Table
from gouji.publishing.pages import publication
from gouji.standards.loader import load

CHUNK = 50  # bodies that a worker takes at a time
_FIGURE = re.compile(r"(?<![\d.])\d[\d,]*\.\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Fault:
    """A figure that was changed: the file, its line (from 1), what it was and what it is."""

    file: str
    line: int
    right: str
    wrong: str


def text(disclosure: Disclosure) -> str:
    """The disclosure as text: prose, then the forms with a tab between cells."""
    template = load(disclosure.template or "", disclosure.profile)
    printed = publication(disclosure, template)
    title = printed.title.removeprefix(printed.issuer)
    lines = [printed.issuer, title, "", "目 录", "", *(words for _, words in printed.contents), ""]
    for section in printed.sections:
        lines += [section.title, "", *(line for line in section.text.split("\n") if line), ""]
    lines += [printed.attachment, ""]
    for sheet in printed.sheets:
        lines += [x for x in (sheet.number, sheet.title, sheet.subtitle, sheet.issuer_line, sheet.unit_line) if x]
        lines += ["", *_rows(sheet.table), "", *sheet.notes, ""]
    return "\n".join(lines).rstrip() + "\n"


def _rows(table: Table) -> Iterator[str]:
    """A line for each row, a tab between columns; what spans several stands in the first."""
    for row in table.rows:
        cells = [""] * table.width
        for column, cell in row:
            cells[column] = cell.text.replace("\n", "")
        yield "\t".join(cells)


def planted(words: str, file: str, dice: random.Random) -> tuple[str, Fault]:
    """The text with one figure changed: two digits swapped, one digit another, or the point moved."""
    found = [m for m in _FIGURE.finditer(words) if m[0] != "0.00"]
    at = dice.choice(found)
    wrong = at[0]
    while float(wrong.replace(",", "")) == float(at[0].replace(",", "")):
        wrong = _slipped(at[0].replace(",", ""), dice)
    fault = Fault(file, words.count("\n", 0, at.start()) + 1, at[0], wrong)
    return words[: at.start()] + wrong + words[at.end() :], fault


def _slipped(right: str, dice: random.Random) -> str:
    digits = right.replace(".", "")
    at = dice.randrange(len(digits))
    match dice.choice(("swap", "digit", "point")):
        case "swap" if at + 1 < len(digits):
            digits = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        case "digit":
            digits = digits[:at] + dice.choice("0123456789") + digits[at + 1 :]
        case _:
            digits += "0"
    return f"{int(digits[:-2])}.{digits[-2:]}"


def write(folder: Path, first: int, count: int) -> list[Fault]:
    """The documents of bodies `first` to `first + count`; what was planted in them."""
    faults = []
    for number in range(first, first + count):
        last = None
        for turn, year in enumerate(YEARS):
            n = 2 * number + turn
            path = folder / f"{n // 1000:02}" / f"{n:05}.txt"
            made = assemble(book(number, year, last or {}), claims=False)
            last = published(made, declaration(load(made.template or "", made.profile)))
            words = text(made)
            if n % 10 == number % 10:
                words, fault = planted(words, path.name, random.Random(n))
                faults.append(fault)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, encoding="utf-8")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    begun, bodies = time.monotonic(), options.count // len(YEARS)
    spent, faults = 0.0, list[Fault]()
    with ProcessPoolExecutor(options.jobs) as pool:
        starts = range(0, bodies, CHUNK)
        for used, found in pool.map(_timed, ((options.folder, at, min(CHUNK, bodies - at)) for at in starts)):
            spent += used
            faults += found
    with (options.folder.parent / f"{options.folder.name}.faults.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(Fault.__slots__)
        rows.writerows([f.file, f.line, f.right, f.wrong] for f in faults)
    sizes = [p.stat().st_size for p in options.folder.glob("*/*.txt")]
    wall = time.monotonic() - begun
    print(f"{2 * bodies} documents drafted and printed in {wall:.0f} s by {options.jobs} processes")
    print(f"{spent / bodies / 2 * 1000:.1f} ms of processor each: {2 * bodies / spent:.0f} a second on one core")
    print(f"{len(sizes)} files, {sum(sizes) / len(sizes) / 1024:.1f} KB each; one figure wrong in {len(faults)}")
    return 0


def _timed(task: tuple[Path, int, int]) -> tuple[float, list[Fault]]:
    begun = time.process_time()
    faults = write(*task)
    return time.process_time() - begun, faults


if __name__ == "__main__":
    sys.exit(main())
