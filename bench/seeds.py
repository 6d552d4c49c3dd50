"""The measures of docs/READING.md on the documents in ../shared: `python bench/seeds.py` (about half a minute).

Scores against the answer keys, how much of each document is bound to relations and how those end, and what one
reading and checking takes in process (median of several, after a warm-up).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gouji.checking import check
from gouji.model import serial
from gouji.model.disclosure import Disclosure
from gouji.recognition import read
from gouji.reconcile.binding import bind
from gouji.sources import open_document
from gouji.standards.loader import load

SHARED = Path(__file__).resolve().parents[2] / "shared"


def scored(disclosure: Disclosure, name: str) -> str:
    """Recall and precision of cells, recall of claims and targets, by ../shared/score.py; words where there is no key."""
    key = SHARED / "truth" / f"{name}.json"
    if not key.exists():
        return "no key"
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(serial.to_json(disclosure), file, ensure_ascii=False)
        file.flush()
        command = [sys.executable, str(SHARED / "score.py"), str(key), file.name, "--json"]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    cells, claims, targets = found["cells"], found["claims"], found["targets"]
    counts = f"{cells['matched']}/{cells['key']}"
    return (
        f"cells {counts} recall {cells['recall']:.4f} precision {cells['precision']:.4f}, "
        f"claims {claims['matched']}/{claims['key']}, "
        f"targets {targets['matched']}/{targets['key']} of {targets['reading']} read"
    )


def bound(disclosure: Disclosure) -> tuple[int, int]:
    """Amounts of the forms that take part in at least one relation, and all of them."""
    template = load(disclosure.template or "", disclosure.profile)
    keys = {figure.key for relation in bind(disclosure, template) for figure in relation.figures}
    cells = {(f, r, path) for f, form in enumerate(disclosure.forms) for r, row in enumerate(form.rows) for path in row.cells}
    return len({(k.index, k.row, k.column) for k in keys if k.owner == "form"} & cells), len(cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    everywhere: list[tuple[int, int]] = []
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        took = []
        for _ in range(runs + 1):
            started = time.perf_counter()
            disclosure = read(open_document(path))
            report = check(disclosure, load(disclosure.template or "", disclosure.profile))
            took.append(time.perf_counter() - started)
        name, tally = path.name[:3], report.tally
        everywhere.append(bound(disclosure))
        print(f"{name}  {scored(disclosure, name)}")
        print(
            f"     relations: {tally.tested} tested, {tally.held} held, {tally.rounding} rounding, {tally.broken} broken, "
            f"{tally.untestable} untestable; amounts bound {everywhere[-1][0]}/{everywhere[-1][1]}; "
            f"damage {len(disclosure.damage)}; read + check median {statistics.median(took[1:]):.3f} s"
        )
    have, every = (sum(x) for x in zip(*everywhere, strict=True))
    print(f"amounts of all seeds bound to at least one relation: {have}/{every} = {have / every:.4f}")


if __name__ == "__main__":
    main()
