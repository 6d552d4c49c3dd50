"""Exactly once: `gouji corpus add` killed (kill -9) at random moments, and a disk that is full, over and over.

    PYTHONPATH=. .venv/bin/python -m bench.corpus_kills [--kills 200] [--seed 1] [--full 20]

After every kill the corpus is opened anew: what was reported as stored must be there (else lost), no document twice (doubled),
and every document with all its rows, its reading and its original (else half). In four
runs of five the documents were read before, so that the kill falls into the storing. A full disk is a limit on the size of
files that the process may write (RLIMIT_FSIZE), at random.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from gouji.corpus import Corpus, CorpusError, open_corpus
from gouji.corpus.ingest import read_all
from gouji.corpus.schema import OWNED

DOCUMENTS = 60
MADE = "made.pickle"
CHILD = """
import pickle, sys, time
from pathlib import Path
from gouji.corpus import CorpusError, ingest, open_corpus
store, folder, batch, made = sys.argv[1:]
ingest.BATCH = int(batch)
def ready():
    for one in pickle.loads(Path(made).read_bytes()):
        time.sleep(0.01)
        yield one
try:
    with open_corpus(store) as corpus:
        paths = sorted(Path(folder).glob("*.txt"))
        steps = ingest.store(corpus, ready()) if made else ingest.add(corpus, paths, jobs=1)
        for step in steps:
            if step.stored:
                print(step.document, flush=True)
            elif step.problem:
                print("problem", step.problem, file=sys.stderr)
except CorpusError as error:
    sys.exit(str(error))
"""


@dataclass(slots=True)
class Tally:
    """What was seen: how often the process was killed, had ended before, or told that the disk is full."""

    kills: int = 0
    ended: int = 0
    full: int = 0
    lost: int = 0
    doubled: int = 0
    half: int = 0
    said: Counter[str] = field(default_factory=Counter)


def documents(folder: Path, count: int = DOCUMENTS) -> None:
    """Small documents of invented bodies."""
    for n in range(count):
        name, amount = f"云溪县第{n + 1}水文站", f"{n + 10}.{n % 90 + 10}"
        lines = [
            *(name, "2024年单位预算公开", "", f"第一部分 {name}概况", "一、主要职责", "看护水尺。"),
            *(f"第二部分 {name}2024年单位预算情况说明", f"2024年收入总计{amount}万元，支出总计{amount}万元。", ""),
            *("预算08表", "一般公共预算“三公”经费支出情况表", f"单位名称：{name}", "单位：万元", ""),
            "“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费",
            "\t\t小计\t公务用车购置费\t公务用车运行费\t",
            f"{amount}\t\t{amount}\t\t{amount}\t",
        ]
        (folder / f"{n:03}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def counts(corpus: Corpus) -> dict[str, tuple[int, ...]]:
    """How many rows each document has in every table."""
    tables = ", ".join(f"(SELECT count(*) FROM {t} x WHERE x.doc = d.doc)" for t in OWNED)
    return {row[0]: row[1:] for row in corpus.cursor.execute(f"SELECT document, {tables} FROM documents d").fetchall()}


def look(store: Path, told: set[str], expected: dict[str, tuple[int, ...]], tally: Tally) -> int:
    """Compares the corpus with what it must be; how many documents it holds."""
    with open_corpus(store) as corpus:
        held = [key for (key,) in corpus.cursor.execute("SELECT document FROM documents").fetchall()]
        tally.lost += len(told - set(held))
        tally.doubled += len(held) - len(set(held))
        found = counts(corpus)
        tally.half += sum(found[key] != expected[key] for key in set(held))
        orphans = sum(corpus.rows(f"SELECT count(*) AS n FROM {t} ANTI JOIN documents USING (doc)")[0]["n"] for t in OWNED)
        unindexed = (
            "SELECT count(*) AS n FROM documents ANTI JOIN texts ON texts.title = documents.issuer AND texts.kind = 'body'"
        )
        tally.half += orphans + corpus.rows(unindexed)[0]["n"]
        rows = corpus.rows("SELECT document, original FROM documents")
        tally.half += sum(
            r["original"] is None or not corpus.originals.path(r["document"], r["original"]).exists() for r in rows
        )
        return len(held)


def run(store: Path, folder: Path, batch: int, limit: int | None = None, made: bool = False) -> subprocess.Popen[str]:
    """Starts to add; `limit`: the most bytes that a file may have; `made`: what was read before is stored, and nothing read."""

    def bound() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(store), str(folder), str(batch), str(folder / MADE) if made else ""],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=bound,
    )  # fmt: skip


def killed(store: Path, folder: Path, chance: random.Random, tally: Tally) -> set[str]:
    """Adds and kills at a random moment, counted from the first document stored (or, one time in four, from the start)."""
    child = run(store, folder, chance.choice((1, 2, 8, 32)), made=chance.random() < 0.8)
    told: list[str] = []
    first = threading.Event()

    def listen() -> None:
        for line in child.stdout or ():
            told.append(line.strip())
            first.set()
        first.set()

    listener = threading.Thread(target=listen)
    listener.start()
    if chance.random() < 0.25:
        time.sleep(chance.uniform(0, 2))
    else:
        first.wait(60)
        time.sleep(chance.uniform(0, 1.2))
    if child.poll() is None:
        os.kill(child.pid, signal.SIGKILL)
        tally.kills += 1
    else:
        tally.ended += 1
    child.wait()
    listener.join()
    if child.stderr:
        child.stderr.close()
    return set(told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--full", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, tally = random.Random(options.seed), Tally()
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "documents"
        folder.mkdir()
        documents(folder)
        (folder / MADE).write_bytes(pickle.dumps(list(read_all(sorted(folder.glob("*.txt")), "zh", 1))))
        reference = run(Path(scratch) / "reference.duckdb", folder, 32)
        reference.communicate()
        with open_corpus(Path(scratch) / "reference.duckdb") as whole:
            expected = counts(whole)
        if len(expected) != DOCUMENTS or not any(n for n, *_ in expected.values()):
            raise SystemExit("the reference corpus is not whole")
        turn, told = 0, set[str]()
        while tally.kills < options.kills:
            store = Path(scratch) / f"{turn}.duckdb"
            told |= killed(store, folder, chance, tally)
            if look(store, told, expected, tally) == DOCUMENTS:
                turn, told = turn + 1, set()
            if tally.kills % 20 == 0:
                print(f"  {tally.kills} kills: {tally.lost} lost, {tally.doubled} doubled, {tally.half} half", flush=True)
        for n in range(options.full):
            store = Path(scratch) / f"full{n}.duckdb"
            child = run(store, folder, 8, int(2 ** chance.uniform(12, 21)), made=n % 4 > 0)
            out, errors = child.communicate()
            tally.full += child.returncode != 0 or "problem" in errors
            tally.said.update(line.split("（")[-1][:40] for line in errors.splitlines()[-1:])
            if store.exists():
                try:
                    look(store, set(out.split()), expected, tally)
                except CorpusError as error:
                    tally.said[f"not opened: {error}"] += 1
                    tally.lost += len(out.split())
    print(f"{tally.kills} kills ({tally.ended} runs had ended before), {options.full} full disks ({tally.full} told)")
    print(f"{tally.lost} lost, {tally.doubled} doubled, {tally.half} half")
    for said, times in tally.said.most_common(5):
        print(f"  {times} × {said}")
    return int(bool(tally.lost or tally.doubled or tally.half))


if __name__ == "__main__":
    sys.exit(main())
