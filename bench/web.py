"""How long pages take under many readers: python -m bench.web CORPUS [--readers 50] [--seconds 20] [--think 0.5].

Starts `gouji serve` over the corpus, whose pages only read. Readers are coroutines of this process,
each with its own connection; between two pages a reader waits `--think` seconds on average (0: never; then the table says how
many pages a second the server can make, and times are mostly waiting in line). Prints a Markdown table: P50, P95 and the
longest time of each kind of page, its size, and errors. Books of documents (the first view of each) are made before.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx

from gouji.corpus import browse, open_corpus

DOCUMENTS, BODIES = 40, 40
TYPED = ("医疗", "防汛", "水", "780.17万元", "满意度", "工资福利支出", "2101501", "办公费")
LIMIT = 0.5  # seconds: the least asked of P95


@dataclass
class Kind:
    """What was measured of one kind of page."""

    seconds: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    most_bytes: int = 0
    errors: int = 0


def addresses(corpus: Path) -> Mapping[str, Sequence[str]]:
    """Kind of page → addresses, chosen before the server holds the file."""
    with open_corpus(corpus, read_only=True) as held:
        documents = [d["document"] for d in browse.latest_documents(held, DOCUMENTS)]
        bodies = [b["body"] for b in browse.bodies(held, size=BODIES)]
        forms = [r["label"] for r in held.rows("SELECT any_value(label) AS label FROM facts GROUP BY function LIMIT 8")]
    return {
        "home": ["/"],
        "search": [f"/search?q={q}" for q in (*TYPED, *filter(None, forms))],
        "agencies": ["/agencies", "/agencies?page=2"],
        "agency": [f"/agency/{b}" for b in bodies],
        "document": [f"/document/{d}{q}" for d in documents for q in ("", "?part=t2", "?part=t0")],
        "figure": [f"/document/{d}/figure/t2r{r}c0" for d in documents for r in (0, 3)],
        "compare": [f"/compare?body={a}&body={b}" for a, b in itertools.pairwise(bodies)] or ["/compare"],
        "targets": ["/targets"],
        "findings": ["/findings", "/findings?severity=error"],
        "api": ["/api/v1/aggregate?by=year&form=expenditure_summary&main=true", "/api/v1/documents"],
    }


async def reader(
    base: str, pages: Mapping[str, Sequence[str]], until: float, think: float, board: dict[str, Kind], seed: int
) -> None:
    """Looks at pages by chance until the time has come."""
    chance = random.Random(seed)
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        await asyncio.sleep(chance.random() * min(1.0, think))
        while time.monotonic() < until:
            kind = chance.choice(list(pages))
            await look(client, chance.choice(pages[kind]), board[kind])
            if think:
                await asyncio.sleep(chance.uniform(0, 2 * think))


async def look(client: httpx.AsyncClient, address: str, kind: Kind) -> None:
    """One page: its first byte, its last, its size."""
    begun = time.perf_counter()
    try:
        async with client.stream("GET", address) as answer:
            kind.first.append(time.perf_counter() - begun)
            size = sum([len(piece) async for piece in answer.aiter_bytes()])
        kind.errors += answer.status_code != 200
        kind.most_bytes = max(kind.most_bytes, size)
    except httpx.HTTPError:
        kind.errors += 1
    kind.seconds.append(time.perf_counter() - begun)


async def made(base: str, pages: Mapping[str, Sequence[str]]) -> list[float]:
    """Every document once, until its book is there: how long the first view took."""
    taken = []
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        for address in [a for a in pages["document"] if "?" not in a]:
            begun = time.perf_counter()
            while "正在准备原件" in (await client.get(address)).text:
                await asyncio.sleep(0.1)
            taken.append(time.perf_counter() - begun)
    return taken


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def worked(process: int) -> float:
    """Seconds that a process has kept a processor busy: what others on the machine do does not change it."""
    told = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


async def measure(
    base: str, pages: Mapping[str, Sequence[str]], readers: int, seconds: float, think: float, server: int
) -> bool:
    """Prints the table; whether nothing failed and P95 of all is within the limit."""
    cold = await made(base, pages)
    print(f"First view of a document (its book is made): median {statistics.median(cold):.2f} s, longest {max(cold):.2f} s.\n")
    pages = {**pages, "figure": [a for a in pages["figure"] if await alone(base, a) == 200] or pages["figure"]}
    missing = {k for k in pages if (await alone(base, pages[k][0])) == 404}
    asked = {k: a for k, a in pages.items() if k not in missing}
    board: dict[str, Kind] = defaultdict(Kind)
    until, before = time.monotonic() + seconds, worked(server)
    await asyncio.gather(*(reader(base, asked, until, think, board, n) for n in range(readers)))
    print(f"{readers} readers, {think:g} s between two pages, {seconds:g} s.\n")
    print("| page | asked | P50 ms | P95 ms | longest ms | P95 of first byte | largest KB | errors |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name in asked:
        k = board[name]
        if k.seconds:
            times = [quantile(k.seconds, 0.5), quantile(k.seconds, 0.95), max(k.seconds), quantile(k.first or [0.0], 0.95)]
            told = " | ".join(f"{1000 * t:.0f}" for t in times)
            print(f"| {name} | {len(k.seconds)} | {told} | {k.most_bytes / 1000:.0f} | {k.errors} |")
    every = [s for k in board.values() for s in k.seconds]
    errors = sum(k.errors for k in board.values())
    p95 = quantile(every, 0.95)
    each = 1000 * (worked(server) - before) / len(every)
    told = f"P50 {1000 * quantile(every, 0.5):.0f} ms, P95 {1000 * p95:.0f} ms, {errors} errors"
    print(f"\nAll: {len(every) / seconds:.0f} pages/s, {told}; {each:.1f} ms of a processor for a page.")
    if missing:
        print(f"Not there, not measured: {', '.join(sorted(missing))}.")
    return not errors and p95 <= LIMIT


async def alone(base: str, address: str) -> int:
    """The status of a page."""
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        return (await client.get(address)).status_code


def main() -> int:
    """0 where the least that is asked for is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--think", type=float, default=0.5)
    options = parser.parse_args()
    pages = addresses(options.corpus)
    command = [sys.executable, "-m", "gouji.cli", "serve", "--corpus", str(options.corpus), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+(?=/)", server.stdout.readline())
            if found is None:
                return 2
            fine = asyncio.run(measure(found[0], pages, options.readers, options.seconds, options.think, server.pid))
            return 0 if fine else 1
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.exit(main())
