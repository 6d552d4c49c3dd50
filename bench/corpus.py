"""A large corpus: how fast documents go in, how large it gets, how fast it answers.

    PYTHONPATH=. .venv/bin/python -m bench.corpus [--read 200] [--facts 10000000] [--runs 25] [--keep FILE] [--ray]
    PYTHONPATH=. .venv/bin/python -m bench.corpus --from BASE --keep FILE --runs 0  # only makes the large corpus
    PYTHONPATH=. .venv/bin/python -m bench.corpus --corpus FILE --runs 20     # only the queries and the search
    PYTHONPATH=. .venv/bin/python -m bench.corpus --corpus FILE --store 100   # only what it costs to store more in it

Documents are texts of eleven forms of invented bodies, consistent, every tenth with a planted fault; `--read` of them are
really read, checked and stored, with one and with two workers in turn. What was stored (or BASE) is then copied inside the
store, with other bodies, places, years and amounts, until it holds `--facts` facts: reading that many would take hours and
change nothing that the queries see. How twenty thousand are really read: bench/corpus_ingest.py. Times of the machine are
given beside the processor's own, which others at work do not change.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from tests.invented.chance import plan
from tests.invented.document import document

from gouji.corpus import Corpus, open_corpus
from gouji.corpus.compare import compare
from gouji.corpus.index import index
from gouji.corpus.ingest import add, read_all, store
from gouji.corpus.query import aggregate, facts, members
from gouji.corpus.rows import Text
from gouji.corpus.schema import OWNED
from gouji.corpus.search import search
from gouji.corpus.words import segmented
from gouji.corpus.worker import Made

PLACES = "云溪 青岗 白石 河湾 柳林 松岭 竹溪 梅山 兰亭 石桥 沙河 金滩 银川 铜陵 铁岭 东湖 西坡 南屏 北塘 中和".split()  # noqa: SIM905
OFFICES = "医疗保障局 水利局 教育局 司法局 档案馆 文化馆 自然资源局 市场监督管理局 交通运输局 农业农村局 民政局 审计局".split()  # noqa: SIM905


def write(folder: Path, count: int) -> list[Path]:
    """The documents; every tenth has two digits of an amount swapped."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for n in range(count):
        made = plan(n)
        name = f"{PLACES[n % len(PLACES)]}县{OFFICES[n // len(PLACES) % len(OFFICES)]}"
        body = replace(made, department=(made.department[0], name), agency=(made.agency[0], f"{name}{n}号中心"))
        text = document(body)
        if n % 10 == 0:
            text = _slip(text, random.Random(n))
        path = folder / f"{n:05}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def _slip(text: str, chance: random.Random) -> str:
    places = [i for i in range(len(text) // 2, len(text) - 1) if text[i : i + 2].isdecimal() and text[i] != text[i + 1] != "0"]
    at = chance.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


@dataclass(frozen=True, slots=True)
class Rate:
    """How long some documents took: by the clock, and the processor's time of all processes, in seconds."""

    documents: int
    wall: float
    cpu: float


def ingest(path: Path, paths: Sequence[Path], jobs: int) -> Rate:
    """Reads, checks and stores."""
    before, begun = _cpu(), time.monotonic()
    with open_corpus(path) as corpus:
        stored = sum(step.stored for step in add(corpus, paths, jobs))
    if stored != len(paths):
        raise SystemExit(f"{stored} of {len(paths)} stored")
    return Rate(stored, time.monotonic() - begun, _cpu() - before)


def store_alone(path: Path, made: Sequence[Made]) -> Rate:
    """Stores what was read before: what the one writer costs."""
    with open_corpus(path) as corpus:
        used, begun = time.process_time(), time.monotonic()
        stored = sum(step.stored for step in store(corpus, made))
        return Rate(stored, time.monotonic() - begun, time.process_time() - used)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def multiply(corpus: Corpus, wanted: int) -> int:
    """Copies every document so often that there are `wanted` facts; how many copies of each there are then."""
    held = corpus.rows("SELECT count(*) AS n FROM facts")[0]["n"]
    count = corpus.rows("SELECT max(doc) AS n FROM documents")[0]["n"]
    copies = max(1, -(-wanted // held))
    names = [f"{a}{b}" for a in PLACES for b in PLACES]
    with corpus.write() as cursor:
        cursor.execute("CREATE TEMP TABLE place (n INTEGER, name VARCHAR)")
        cursor.executemany("INSERT INTO place VALUES (?, ?)", list(enumerate(names)))
        copied = "CROSS JOIN range(1, $copies) c(k) JOIN place p ON p.n = k // 10 % 400"
        bound = {"count": count, "copies": copies}
        # Copy k is that of another place (k // 10) and year (k % 10), its amounts larger by as much as k says.
        times = "(1 + k % 7 * 0.1))::DECIMAL(18, 4)"
        cursor.execute(
            "INSERT INTO documents SELECT d.* REPLACE (sha256(document || k) AS document, d.doc + k * $count AS doc, "
            "d.doc + (k // 10 * 10) * $count AS body, p.name || issuer AS issuer, p.name || issuer_key AS issuer_key, "
            # 30 provinces; about as many divisions as there are counties, with some ten to fifteen documents each
            "(11 + d.doc % 30)::VARCHAR || lpad((k // 10 % 100)::VARCHAR, 2, '0') || "
            "lpad((d.doc // 30 % 100)::VARCHAR, 2, '0') AS division, (11 + d.doc % 30)::VARCHAR AS province, "
            f"2014 + k % 10 AS year, (expenditure * {times} AS expenditure, NULL AS superseded_by) FROM documents d {copied}",
            bound,
        )
        for table, columns in OWNED.items():
            changed = ["t.doc + k * $count AS doc"]
            changed += [f"(t.yuan * {times} AS yuan"] if "yuan" in columns else []
            changed += ["p.name || t.name AS name"] if table == "projects" else []
            cursor.execute(f"INSERT INTO {table} SELECT t.* REPLACE ({', '.join(changed)}) FROM {table} t {copied}", bound)
        for kind, query in (
            ("body", "SELECT DISTINCT issuer FROM documents"),
            ("project", "SELECT DISTINCT name FROM projects"),
        ):
            titles = [title for (title,) in cursor.execute(query).fetchall()]
            index(cursor, [Text(kind, title, "", *segmented(title)) for title in titles])
        cursor.execute("DELETE FROM reference")
        cursor.execute(
            "INSERT INTO reference SELECT '参保人数', division, NULL, year, 300000 + doc % 1000, '人', '虚构' FROM "
            "(SELECT division, year, min(doc) AS doc FROM documents GROUP BY ALL)"
        )
    corpus.cursor.execute("CHECKPOINT")
    return copies


def queries(corpus: Corpus, chance: random.Random) -> dict[str, Callable[[], object]]:
    """The twelve queries, each with parameters drawn anew whenever it is made."""
    spent = {"form": "expenditure_summary", "main": 1, "row_kind": "item"}
    names = corpus.rows("SELECT issuer, body, division, year FROM current USING SAMPLE 400 ROWS (reservoir, 7)")
    amounts = corpus.rows("SELECT amount, unit FROM facts USING SAMPLE 400 ROWS (reservoir, 7)")

    def any_of() -> dict[str, object]:
        return chance.choice(names)

    def amount() -> object:
        drawn = chance.choice(amounts)
        return search(corpus, f"{drawn['amount'].normalize():f}{drawn['unit']}", ["amount"])

    def bodies() -> object:
        three = list(dict.fromkeys(str(any_of()["issuer"]) for _ in range(3)))
        return compare(corpus, three, by="function:3")

    return {
        "totals by year": lambda: corpus.sql("SELECT year, sum(expenditure) AS yuan FROM current GROUP BY year ORDER BY year"),
        "expenditure by function and year": lambda: aggregate(corpus, ["function:3", "year"], spent),
        "one function over divisions": lambda: aggregate(
            corpus, ["division"], {**spent, "function": "213*", "year": _year(any_of())}
        ),
        "the largest spenders on a code": lambda: aggregate(corpus, ["body"], {**spent, "function": "2210201"}, size=50),
        "spending for each insured person": lambda: aggregate(
            corpus, ["division"], {**spent, "function": "2130314", "year": _year(any_of())}, order="-per", per="参保人数"
        ),
        "a body's years by function": lambda: aggregate(
            corpus, ["year", "function:5"], {**spent, "body": int(str(any_of()["body"]))}
        ),
        "three bodies side by side": bodies,
        "economic classes of a province": lambda: aggregate(
            corpus, ["department_economic:3"], {"form": "economic_classification_summary", "main": 1, "row_kind": "item",
                                               "province": str(any_of()["division"])[:2]}),
        "the members of a dimension": lambda: members(corpus, "form"),
        "a page of facts of a division": lambda: facts(
            corpus, {"division": str(any_of()["division"]), "form": "project_expenditure"}, order="-yuan", page=3
        ),
        "where an amount stands": amount,
        "findings by rule and severity": lambda: corpus.sql(
            "SELECT rule, severity, count(*) AS n, count(DISTINCT doc) AS documents FROM finding_list GROUP BY ALL "
            "ORDER BY n DESC"
        ),
    }  # fmt: skip


def _year(row: dict[str, object]) -> int:
    return int(str(row["year"]))


def searches(corpus: Corpus, chance: random.Random) -> dict[str, Callable[[], object]]:
    """What is typed: names, beginnings, words, codes."""
    names = [r["issuer"] for r in corpus.rows("SELECT issuer FROM current USING SAMPLE 300 ROWS (reservoir, 7)")]
    projects = [r["name"] for r in corpus.rows("SELECT name FROM projects USING SAMPLE 300 ROWS (reservoir, 7)")]
    return {
        "search: a body's name": lambda: search(corpus, chance.choice(names)),
        "search: a beginning": lambda: search(corpus, chance.choice(names)[: chance.randint(1, 6)]),
        "search: a project": lambda: search(corpus, chance.choice(projects)),
        "search: words": lambda: search(corpus, chance.choice(("群众 满意", "验收合格率", "设备 完好", "水利 中心", "数字化"))),
        "search: a code": lambda: search(corpus, chance.choice(("2130314", "30101", "213", "30217"))),
    }


def timed(asked: dict[str, Callable[[], object]], runs: int) -> list[tuple[str, float, float, float]]:
    """Of each the median and the 95th percentile by the clock, and the 95th percentile of the processors' time (of all threads
    together), in milliseconds, after one run that is not counted."""

    def high(times: list[float]) -> float:
        return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]

    found = []
    for name, ask in asked.items():
        ask()
        walls, cpus = [], []
        for _ in range(runs):
            begun, used = time.perf_counter(), time.process_time()
            ask()
            walls.append((time.perf_counter() - begun) * 1000)
            cpus.append((time.process_time() - used) * 1000)
        found.append((name, statistics.median(walls), high(walls), high(cpus)))
    return found


def on_ray(folder: Path, paths: Sequence[Path], scratch: Path) -> None:
    """The same documents on a Ray cluster: one worker, two workers, two nodes with one each."""
    import ray
    from ray.cluster_utils import Cluster

    from gouji.corpus.cluster import add as on_cluster

    small = {"include_dashboard": False, "object_store_memory": 100 << 20}
    for words, nodes in (("1 worker", [1]), ("2 workers", [2]), ("2 nodes", [1, 1])):
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": nodes[0], **small})
        for cpus in nodes[1:]:
            cluster.add_node(num_cpus=cpus, object_store_memory=100 << 20)
        ray.init(address=cluster.address, log_to_driver=False, configure_logging=False)
        begun = time.monotonic()
        done = sum(s.stored for s in on_cluster(scratch / f"parts {words}", paths, chunk=8))
        took = time.monotonic() - begun
        print(f"ray, {words}: {done} documents in {took:.1f} s: {done / took:.1f} a second", flush=True)
        ray.shutdown()
        cluster.shutdown()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--facts", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--keep", type=Path, help="the large corpus, for other measures")
    parser.add_argument("--from", dest="base", type=Path, help="a corpus to copy documents from; nothing is read")
    parser.add_argument("--corpus", type=Path, help="a large corpus that is there: only its queries are timed")
    parser.add_argument("--store", type=int, help="with --corpus: what it costs to store so many more, and nothing else")
    parser.add_argument("--ray", action="store_true")
    options = parser.parse_args()
    if options.corpus:
        if options.store:
            store_more(options.corpus, options.store)
        else:
            ask(options.corpus, options.runs)
        return 0
    scratch = Path(mkdtemp(prefix="corpus"))
    try:
        large = options.keep or scratch / "large.duckdb"
        shutil.copy(options.base or ingested(scratch, options.read, options.rounds, options.ray), large)
        enlarge(large, options.facts)
        if options.runs:
            ask(large, options.runs)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 0


def ingested(scratch: Path, count: int, rounds: int, ray: bool) -> Path:
    """Reads, checks and stores so many documents, with one and two workers in turn, and says how fast; the corpus."""
    paths = write(scratch / "documents", count)
    print(f"{len(paths)} documents of {statistics.mean(p.stat().st_size for p in paths) / 1024:.0f} KB; {_load()}", flush=True)
    rates: dict[int, list[Rate]] = {1: [], 2: []}
    for n in range(rounds):
        for jobs, held in rates.items():
            held.append(ingest(scratch / f"{jobs}-{n}.duckdb", paths, jobs))
    best = {jobs: min(held, key=lambda r: r.wall) for jobs, held in rates.items()}
    for jobs, rate in best.items():
        cpu = min(r.cpu / r.documents for r in rates[jobs])
        print(f"{jobs} worker(s): {rate.documents / rate.wall:.1f} documents a second by the clock; "
              f"{cpu * 1000:.0f} ms of processor each, start included", flush=True)  # fmt: skip
    print(f"two workers against one: {best[1].wall / best[2].wall:.2f}×")
    _tell("storing alone", store_alone(scratch / "alone.duckdb", list(read_all(paths, "zh", None))))
    if ray:
        on_ray(scratch / "documents", paths, scratch)
    return scratch / "2-0.duckdb"


def _tell(what: str, writer: Rate) -> None:
    print(f"{what}: {writer.documents / writer.wall:.0f} documents a second by the clock; "
          f"{writer.cpu / writer.documents * 1000:.1f} ms of processor each", flush=True)  # fmt: skip


def store_more(large: Path, count: int) -> None:
    """What it costs to store so many documents in an empty corpus, and in a copy of the large one."""
    with TemporaryDirectory(dir=large.parent) as scratch:
        made = list(read_all(write(Path(scratch) / "documents", count), "zh", None))
        shutil.copy(large, Path(scratch) / "copy.duckdb")
        for what, name in (("an empty corpus", "empty"), ("a copy of the large one", "copy")):
            _tell(f"storing {len(made)} more in {what}", store_alone(Path(scratch) / f"{name}.duckdb", made))


def enlarge(large: Path, wanted: int) -> None:
    """Copies what the corpus holds until there are so many facts, and says how large it is then."""
    with open_corpus(large) as corpus:
        begun = time.monotonic()
        read = corpus.rows("SELECT count(*) AS n FROM documents")[0]["n"]
        multiply(corpus, wanted)
        counts = {t: corpus.rows(f"SELECT count(*) AS n FROM {t}")[0]["n"] for t in ("documents", "facts", "texts", "postings")}
        print(f"{counts}, {read} of the documents really read, in {time.monotonic() - begun:.0f} s; "
              f"{large.stat().st_size / 2**20:.0f} MB, {large.stat().st_size / counts['documents'] / 1024:.1f} KB a document",
              flush=True)  # fmt: skip


def ask(large: Path, runs: int) -> None:
    """Times the twelve queries and the search, and prints a line for each."""
    with open_corpus(large) as corpus:
        print(f"{corpus.rows('SELECT count(*) AS n FROM facts')[0]['n']} facts; {_load()}", flush=True)
        chance = random.Random(1)
        for name, middle, high, cpu in timed({**queries(corpus, chance), **searches(corpus, chance)}, runs):
            print(f"{name:36} P50 {middle:6.1f} ms   P95 {high:6.1f} ms   processors {cpu:6.1f} ms", flush=True)


def _load() -> str:
    return f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    sys.exit(main())
