"""How well placement finds lost columns: random consistent forms, their blank cells erased, placed and compared.

python bench/placement.py --forms 10000              wrong placements given as certain must be 0
python bench/placement.py --forms 1000 --alone       each form by itself: what relations inside one form settle
python bench/placement.py --forms 1000 --hints shaky a third of the rows with lost or shifted columns
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from generate import disclosure, erased
from gouji.reconcile.placement import place
from gouji.standards.loader import load

PROFILES = (("henan/2024", "11"), ("henan/2025", "15"), ("henan/2024", "12"))


def compare(whole, placed) -> tuple[Counter, list[str]]:
    """Counts of numbers by how they ended, and the wrong ones in words."""
    counts: Counter = Counter()
    wrong = []
    for form, found in zip(whole.forms, placed, strict=True):
        counts["forms"] += bool(any(r.cells for r in form.rows))
        for row, got in zip(form.rows, found.rows, strict=True):
            for path, cell in row.cells.items():
                counts["numbers"] += 1
                counts[f"numbers {form.kind}"] += 1
                if path in got.cells and got.cells[path].amount == cell.amount:
                    counts["certain"] += 1
                    counts[f"certain {form.kind}"] += 1
            stray = [p for p, c in got.cells.items() if p not in row.cells or row.cells[p].amount != c.amount]
            counts["wrong"] += len(stray)
            counts["ambiguous"] += len(got.ambiguous)
            wrong.extend(f"{form.kind} {row.label} {p}: {got.cells[p].amount}" for p in stray)
    return counts, wrong


def main() -> int:
    """Runs until that many forms with numbers were placed; exit 1 where one was placed wrongly as certain."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--hints", choices=("none", "right", "shaky"), default="none")
    parser.add_argument("--alone", action="store_true", help="place every form by itself")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    templates = [load(*profile) for profile in PROFILES]
    counts: Counter = Counter()
    times = []
    seed = args.seed
    while counts["forms"] < args.forms:
        template = templates[seed % len(templates)]
        whole = disclosure(seed, template)
        loose = erased(whole, template, args.hints, seed)
        begin = time.perf_counter()
        placed = [place([f], template).forms[0] for f in loose] if args.alone else place(loose, template).forms
        times.append(time.perf_counter() - begin)
        more, wrong = compare(whole, placed)
        counts += more
        for line in wrong[:5]:
            print(f"WRONG seed {seed} {template.id}/{template.profile}: {line}")
        seed += 1
    times.sort()
    print(f"documents {len(times)}, forms {counts['forms']}, numbers {counts['numbers']}, wrong as certain {counts['wrong']}")
    print(f"certain {counts['certain'] / counts['numbers']:.4f}, ambiguous {counts['ambiguous'] / counts['numbers']:.4f}")
    for name in [k for k in counts if k.startswith("numbers ")]:
        kind = name.removeprefix("numbers ")
        print(f"  {kind}: certain {counts[f'certain {kind}'] / counts[name]:.4f} of {counts[name]}")
    median, most, late = (round(1000 * times[n]) for n in (len(times) // 2, -1, int(len(times) * 0.99)))
    print(f"time a document: median {median} ms, 99% {late} ms, most {most} ms")
    return 1 if counts["wrong"] and args.hints != "shaky" else 0


if __name__ == "__main__":
    raise SystemExit(main())
