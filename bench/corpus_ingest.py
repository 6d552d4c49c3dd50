"""A folder of documents into a corpus, watched: documents a second, processor and memory for every so many, first to last.

    PYTHONPATH=. .venv/bin/python -m bench.corpus_documents FOLDER
    PYTHONPATH=. .venv/bin/python -m bench.corpus_ingest FOLDER --corpus FILE [--jobs 2] [--every 1000] [--until 23:55]
    PYTHONPATH=. .venv/bin/python -m bench.corpus_ingest FOLDER --corpus FILE --faults FOLDER.faults.csv --look

The same call as `gouji corpus add` makes. It may be stopped at any moment and started again; `FILE.rates.csv` goes on then.
Processor and memory are those of the process and of all its workers. `--look` reads nothing: it says in how many of the
documents with a planted fault an error was found, and in how many of the others (which are consistent).
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gouji.corpus import Corpus, open_corpus
from gouji.corpus.ingest import add

TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
MB = 1 << 20
HEAD = "documents seconds cpu_seconds memory_mb largest_worker_mb store_mb load".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Used:
    """What this process and its workers use: seconds of processor, bytes of memory of all, and of the largest worker."""

    cpu: float
    memory: int
    worker: int


def used() -> Used:
    """Now. Of workers that have ended only the processor is counted."""
    own = os.getpid()
    stats = {pid: _stat(pid) for pid in (own, *_below(own))}
    mine = stats.pop(own)
    cpu = sum(sum(s[:4]) for s in (mine, *stats.values())) / TICKS
    held = [s[4] * PAGE for s in stats.values()]
    return Used(cpu, mine[4] * PAGE + sum(held), max(held, default=0))


def _stat(pid: int) -> tuple[int, int, int, int, int]:
    """utime, stime, cutime, cstime in ticks, and resident pages; zeros for a process that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0, 0, 0, 0, 0
    return int(fields[11]), int(fields[12]), int(fields[13]), int(fields[14]), int(fields[21])


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text(encoding="utf-8").split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _below(child)


def ingest(corpus: Corpus, paths: list[Path], options: argparse.Namespace) -> str:
    """Adds the documents and writes a line of rates for every so many; why it ended."""
    table = options.corpus.with_name(f"{options.corpus.name}.rates.csv")
    fresh = not table.exists()
    with table.open("a", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        if fresh:
            rows.writerow(HEAD)
        stored, problems, begun, before = 0, 0, time.monotonic(), used()
        for step in add(corpus, paths, options.jobs):
            stored += step.stored
            if step.problem:
                problems += 1
                print(step.problem, file=sys.stderr, flush=True)
            if step.stored and stored % options.every == 0:
                now = used()
                row = _row(corpus, options.every, time.monotonic() - begun, now.cpu - before.cpu, now)
                rows.writerow(row)
                file.flush()
                print(dict(zip(HEAD, row, strict=True)), flush=True)
                begun, before = time.monotonic(), now
            if options.until and datetime.now().strftime("%H:%M") >= options.until:
                return f"stopped at {options.until}; {stored} stored now, {problems} problems"
    return f"done: {stored} stored now, {problems} problems"


def _row(corpus: Corpus, documents: int, seconds: float, cpu: float, now: Used) -> list[object]:
    size = _bytes(corpus)
    memory, worker = now.memory / MB, now.worker / MB
    load = os.getloadavg()[0]
    return [documents, round(seconds, 1), round(cpu, 1), round(memory), round(worker), round(size / MB, 1), round(load, 1)]


def _bytes(corpus: Corpus) -> int:
    """Of the store: its file and what is logged beside it and not yet in it."""
    beside = corpus.path.with_name(f"{corpus.path.name}.wal")
    return corpus.path.stat().st_size + (beside.stat().st_size if beside.exists() else 0)


def look(corpus: Corpus, faults: Path) -> None:
    """Which planted faults were found, and what was found where there is none."""
    with faults.open(encoding="utf-8", newline="") as file:
        planted = {row["file"] for row in csv.DictReader(file)}
    found = {row["name"]: row["errors"] for row in corpus.rows("SELECT name, errors FROM documents")}
    wrong = [n for name, n in found.items() if name in planted]
    clean = [n for name, n in found.items() if name not in planted]
    print(f"{len(found)} documents stored; an error in {sum(map(bool, wrong))} of {len(wrong)} with a planted fault, "
          f"in {sum(map(bool, clean))} of {len(clean)} without")  # fmt: skip
    counts = corpus.rows("SELECT (SELECT count(*) FROM facts) AS facts, (SELECT count(*) FROM findings) AS findings")[0]
    size = _bytes(corpus) / max(1, len(found)) / 1024
    print(f"{counts['facts']} facts, {counts['findings']} findings, {size:.1f} KB a document")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1000)
    parser.add_argument("--until", help="HH:MM: stop then")
    parser.add_argument("--faults", type=Path, help="what bench.corpus_documents wrote beside the folder")
    parser.add_argument("--look", action="store_true")
    options = parser.parse_args()
    with open_corpus(options.corpus) as corpus:
        if not options.look:
            print(ingest(corpus, sorted(options.folder.rglob("*.txt")), options), flush=True)
        if options.faults:
            look(corpus, options.faults)
    return 0


if __name__ == "__main__":
    sys.exit(main())
