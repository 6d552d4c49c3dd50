"""The round trip over random disclosures: published, read back, compared figure for figure, and checked.

    PYTHONPATH=. .venv/bin/python bench/roundtrip.py [--documents 500] [--first 0] [--formats html,xlsx,docx,pdf]

Disclosures are drafted from random books (tests/drafting/books.py): 1 to 400 lines, 0 to 40 projects, all sources of funds.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.drafting.books import book
from tests.publishing.same import differences

from gouji.checking import check
from gouji.drafting import assemble
from gouji.publishing import publish
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

PROFILES = (("11", 2024), ("12", 2024), ("15", 2025))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--formats", default="html,xlsx,docx,pdf")
    options = parser.parse_args()
    same: Counter[str] = Counter()
    begun = time.monotonic()
    seeds = range(options.first, options.first + options.documents)
    for seed in seeds:
        made = assemble(book(seed, *PROFILES[seed % len(PROFILES)]))
        template = load(made.template or "", made.profile)
        for kind in options.formats.split(","):
            with TemporaryDirectory() as folder:
                (path,) = publish(made, template, Path(folder), [kind])
                again = read(open_document(path))
            unlike = [*differences(made, again), *(f"{f.rule} {f.message}" for f in check(again, template).findings)]
            same[kind] += not unlike
            if unlike:
                print(f"{seed} {kind}: {len(unlike)}; {unlike[0][:200]}", flush=True)
        if (seed - options.first) % 10 == 9:
            print(f"… {dict(same)} the same up to {seed}", file=sys.stderr, flush=True)
    for kind in options.formats.split(","):
        print(f"{kind}: {same[kind]} of {len(seeds)} the same, nothing found")
    print(f"{time.monotonic() - begun:.0f} s")
    return int(any(same[k] < len(seeds) for k in options.formats.split(",")))


if __name__ == "__main__":
    sys.exit(main())
