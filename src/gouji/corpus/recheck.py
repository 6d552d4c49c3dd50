"""Documents that were checked by older rules, checked anew from their stored readings: no file is read again."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

from gouji.checking.stamp import rules_stamp
from gouji.corpus.insert import arrow_table, insert
from gouji.corpus.rows import Parcel
from gouji.corpus.schema import OWNED
from gouji.corpus.store import Corpus
from gouji.sources.limits import LIMITS, Limits
from gouji.workers import Ended, Worker

LOG = logging.getLogger(__name__)
BATCH = 32  # documents of one transaction
_HEAD = ("errors", "warnings", "infos", "tested", "held", "untestable", "rules")  # columns of documents that checking fills


def outdated(corpus: Corpus) -> list[str]:
    """The documents that were checked by other rules than today's, in the order in which they were stored."""
    rows = corpus.rows("SELECT document FROM documents WHERE rules IS DISTINCT FROM ? ORDER BY doc", [rules_stamp()])
    return [row["document"] for row in rows]


def recheck(
    corpus: Corpus, documents: Sequence[str], jobs: int | None = None, limits: Limits = LIMITS
) -> Iterator[tuple[str, bool]]:
    """Checks them anew by today's rules; each with whether it could be, once that is on disk. Stopped at any moment, what was
    not told is as it was before."""
    count = max(1, min(jobs or os.cpu_count() or 1, len(documents)))
    free: SimpleQueue[Worker] = SimpleQueue()
    workers = [Worker(limits, "gouji.corpus.worker") for _ in range(count)]
    for worker in workers:
        free.put(worker)

    def one(document: str) -> Parcel | None:
        worker = free.get()
        try:
            made = worker.ask(reading(corpus, document))
        except Ended:
            LOG.exception("recheck of %s", document)
            return None
        finally:
            free.put(worker)
        return made if isinstance(made, Parcel) else None

    try:
        with ThreadPoolExecutor(count) as pool:
            for begin in range(0, len(documents), BATCH):
                batch = documents[begin : begin + BATCH]
                made = list(pool.map(one, batch))
                replace(corpus, [parcel for parcel in made if parcel is not None])
                yield from ((document, parcel is not None) for document, parcel in zip(batch, made, strict=True))
    finally:
        for worker in workers:
            worker.close()


def reading(corpus: Corpus, document: str) -> bytes:
    """The packed reading of a document that is stored."""
    (row,) = corpus.rows("SELECT reading FROM readings JOIN documents USING (doc) WHERE document = ?", [document])
    return bytes(row["reading"])


def replace(corpus: Corpus, parcels: Sequence[Parcel]) -> None:
    """What checking finds of these documents, in place of what it found before, in one transaction."""
    if not parcels:
        return
    with corpus.write() as cursor:
        numbers = dict(
            cursor.execute(
                "SELECT document, doc FROM documents WHERE document IN (SELECT unnest(?))", [[p.document for p in parcels]]
            ).fetchall()
        )
        known = [(numbers[p.document], p) for p in parcels if p.document in numbers]
        cursor.execute("DELETE FROM findings WHERE doc IN (SELECT unnest(?))", [[n for n, _ in known]])
        insert(cursor, "findings", [(n, *row) for n, p in known for row in p.tables["findings"]])
        for n, p in known:
            told = ", ".join(f"{name} = ?" for name in _HEAD)
            cursor.execute(f"UPDATE documents SET {told} WHERE doc = ?", [*(p.head[name] for name in _HEAD), n])
        _vouched(cursor, known)


def _vouched(cursor: Any, known: Sequence[tuple[int, Parcel]]) -> None:
    """How many relations vouch for each amount: only what has changed is written."""
    columns = ("doc", "form_position", "row_position", "path", "vouched")
    at = [list(OWNED["facts"]).index(c) for c in columns]
    rows = [tuple((n, *row)[i] for i in at) for n, p in known for row in p.tables["facts"]]
    if not rows:
        return
    cursor.register("anew", arrow_table({c: OWNED["facts"][c] for c in columns}, rows))
    try:
        cursor.execute(
            "UPDATE facts SET vouched = a.vouched FROM anew a WHERE facts.doc = a.doc AND facts.form_position = "
            "a.form_position AND facts.row_position = a.row_position AND facts.path = a.path AND facts.vouched <> a.vouched"
        )
    finally:
        cursor.unregister("anew")
