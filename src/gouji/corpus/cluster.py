"""`gouji corpus add --engine ray`: the same function for each document on a Ray cluster; the nodes write Parquet.

The nodes share the folders with the documents and with the Parquet files, and have gouji installed. Each Ray worker has a
process of its own for reading, which can be ended: what hangs or eats memory costs one document. A worker or node that dies
is replaced by Ray and its documents are read again; as a part appears whole or not at all, none is lost, none doubled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gouji.corpus.error import CorpusError, missing
from gouji.corpus.ingest import Step, ended_in_words, hashed
from gouji.corpus.parts import documents_in, write_part
from gouji.corpus.worker import Made
from gouji.sources.limits import LIMITS
from gouji.workers import Ended, Worker

CHUNK = 32  # documents of one part
HASHED = 256  # files whose hashes one task takes
RETRIES = 3  # of a chunk whose worker died


class Reader:
    """What runs on a node: reads a chunk of documents and writes its part."""

    def __init__(self, folder: str, lang: str) -> None:
        self._folder, self._lang = Path(folder), lang
        self._worker = Worker(LIMITS, "gouji.corpus.worker")

    def work(self, paths: Sequence[str]) -> list[Step]:
        """Reads, checks and writes the documents; a step for each, once their part is on disk."""
        made = [self._make(Path(p)) for p in paths]
        whole = {m.parcel.document: m.parcel for m in made if m.parcel is not None}
        if whole:
            write_part(self._folder, list(whole.values()))
        steps = []
        for m in made:
            key = m.parcel.document if m.parcel else None
            stored = key is not None and whole.pop(key, None) is not None
            steps.append(Step(m.path, stored=stored, known=key is not None and not stored, problem=m.problem, document=key))
        return steps

    def _make(self, path: Path) -> Made:
        try:
            answer: Made = self._worker.ask((path, self._lang))
            return answer
        except Ended as ended:
            return Made(path, problem=ended_in_words(ended, path, self._lang, LIMITS))


def hash_all(paths: Sequence[str]) -> list[str]:
    """The hashes of some files, "" for one that cannot be read."""
    return [hashed(Path(p)) for p in paths]


def add(
    folder: Path,
    paths: Sequence[Path],
    address: str | None = None,
    jobs: int | None = None,
    lang: str = "zh",
    chunk: int = CHUNK,
) -> Iterator[Step]:
    """Reads and checks the documents that the parts in `folder` do not hold; a step for each, once its part is there.

    `address` is that of a running cluster (`auto`: of this machine's), None starts one here with `jobs` workers. Raises
    CorpusError where Ray is not installed or the cluster cannot be reached.
    """
    ray = _ray()
    folder.mkdir(parents=True, exist_ok=True)
    started = not ray.is_initialized()
    if started:
        try:
            ray.init(address=address, num_cpus=None if address else jobs, include_dashboard=False, log_to_driver=False,
                     configure_logging=False)  # fmt: skip
        except (ConnectionError, RuntimeError, ValueError) as error:
            reason = str(error).split("\n", 1)[0]
            raise CorpusError(f"连不上 Ray 集群（{reason}）", f"the Ray cluster cannot be reached ({reason})") from None
    try:
        yield from _add(ray, folder.resolve(), paths, jobs, lang, chunk)
    finally:
        if started:
            ray.shutdown()


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        raise missing("ray") from None
    return ray


def _add(ray: Any, folder: Path, paths: Sequence[Path], jobs: int | None, lang: str, chunk: int) -> Iterator[Step]:
    known = documents_in(folder)
    waiting: list[str] = []
    for path, document in zip(paths, _hashes(ray, paths), strict=True):
        if document in known:
            yield Step(path, known=True, document=document)
        else:
            waiting.append(str(path.resolve()))
            known |= {document} - {""}
    count = min(jobs or int(ray.cluster_resources().get("CPU", 1)), -(-len(waiting) // chunk))
    if not count:
        return
    from ray.util import ActorPool

    kind = ray.remote(num_cpus=1, max_restarts=RETRIES, max_task_retries=RETRIES, scheduling_strategy="SPREAD")(Reader)
    pool = ActorPool([kind.remote(str(folder), lang) for _ in range(count)])
    named = {str(p.resolve()): p for p in paths}
    chunks = [waiting[i : i + chunk] for i in range(0, len(waiting), chunk)]
    for steps in pool.map_unordered(lambda reader, some: reader.work.remote(some), chunks):
        yield from (replace(step, path=named.get(str(step.path), step.path)) for step in steps)


def _hashes(ray: Any, paths: Sequence[Path]) -> Iterable[str]:
    task = ray.remote(num_cpus=1, max_retries=RETRIES)(hash_all)
    chunks = [[str(p.resolve()) for p in paths[i : i + HASHED]] for i in range(0, len(paths), HASHED)]
    for found in ray.get([task.remote(some) for some in chunks]):
        yield from found
