"""Documents as Parquet files, for engines that work on many machines: `folder/part=<id>/<table>.parquet`, keyed by `document`.

A part is written aside and renamed as a whole: it is there with all its tables, or not at all. Its id follows from the
documents that it holds, so that the same work done twice makes it once.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from gouji.corpus.identity import settle
from gouji.corpus.index import index
from gouji.corpus.insert import arrow_table
from gouji.corpus.rows import Parcel, Text
from gouji.corpus.schema import DOCUMENTS, OWNED, STORED
from gouji.corpus.store import Corpus

_KEY = {"document": "VARCHAR"}
HEADS: Mapping[str, str] = {k: v for k, v in DOCUMENTS.items() if k not in STORED}
TEXTS: Mapping[str, str] = {"kind": "VARCHAR", "title": "VARCHAR", "code": "VARCHAR", "folded": "VARCHAR", "words": "VARCHAR"}


def part_id(documents: Sequence[str]) -> str:
    """The name of the part that holds these documents."""
    return hashlib.sha256("\n".join(sorted(documents)).encode()).hexdigest()[:24]


def write_part(folder: Path, parcels: Sequence[Parcel]) -> Path:
    """Writes the part of these documents, synced; the folder that it is. Does nothing where it is there already."""
    target = folder / f"part={part_id([p.document for p in parcels])}"
    if target.exists():
        return target
    aside = folder / f".{uuid4().hex}"
    aside.mkdir(parents=True)
    try:
        for name, (columns, rows) in _tables(parcels).items():
            _write(aside / f"{name}.parquet", columns, rows)
        with contextlib.suppress(OSError):  # another has made the same part meanwhile
            aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if not target.exists():
        raise OSError(f"{target}: not written")
    return target


def _tables(parcels: Sequence[Parcel]) -> dict[str, tuple[Mapping[str, str], list[tuple[object, ...]]]]:
    made: dict[str, tuple[Mapping[str, str], list[tuple[object, ...]]]] = {
        "documents": (HEADS, [tuple({**p.head, "original": None}[k] for k in HEADS) for p in parcels])
    }
    for table, columns in OWNED.items():
        kept = _KEY | {k: v for k, v in columns.items() if k != "doc"}
        made[table] = (kept, [(p.document, *row) for p in parcels for row in p.tables[table]])
    distinct = {(t.kind, t.title, t.code): t for p in parcels for t in p.texts}
    made["texts"] = (TEXTS, [(t.kind, t.title, t.code, t.folded, " ".join(t.words)) for t in distinct.values()])
    return made


def _write(path: Path, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> None:
    import pyarrow.parquet

    with path.open("wb") as file:
        pyarrow.parquet.write_table(arrow_table(columns, rows), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def parts(folder: Path) -> list[Path]:
    """The parts that are whole, in the order of their names."""
    return sorted(p for p in folder.glob("part=*") if p.is_dir())


def documents_in(folder: Path) -> set[str]:
    """The hashes of all documents of the parts."""
    import pyarrow.parquet

    found: set[str] = set()
    for part in parts(folder):
        found.update(pyarrow.parquet.read_table(part / "documents.parquet", columns=["document"])["document"].to_pylist())
    return found


def load(corpus: Corpus, folder: Path) -> int:
    """Takes over into the corpus (opened with `files`) what the parts hold and it has not; how many documents. Each part
    in one transaction."""
    return sum(_load(corpus, part) for part in parts(folder))


def _load(corpus: Corpus, part: Path) -> int:
    with corpus.write() as cursor:
        ((last,),) = cursor.execute("SELECT coalesce(max(doc), 0) FROM documents").fetchall()
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE fresh AS SELECT *, "
            f"({last} + row_number() OVER (ORDER BY name, document))::INTEGER AS doc "
            f"FROM {_source(part, 'documents')} ANTI JOIN documents USING (document)"
        )
        rows = cursor.execute("SELECT doc FROM fresh ORDER BY doc").fetchall()
        docs = [doc for (doc,) in rows]
        if docs:
            now = datetime.now(UTC).replace(tzinfo=None)
            cursor.execute("INSERT INTO documents BY NAME SELECT *, doc AS body, ? AS stored_at FROM fresh ORDER BY doc", [now])
            for table in OWNED:
                chosen = f"SELECT f.doc, t.* EXCLUDE (document) FROM {_source(part, table)} t JOIN fresh f USING (document)"
                cursor.execute(f"INSERT INTO {table} BY NAME {chosen} ORDER BY f.doc")
            index(cursor, _texts(cursor, part))
            settle(cursor, docs)
    return len(docs)


def _source(part: Path, table: str) -> str:
    path = str(part / f"{table}.parquet").replace("'", "''")
    return f"read_parquet('{path}', hive_partitioning = false)"


def _texts(cursor: Any, part: Path) -> list[Text]:
    rows = cursor.execute(f"SELECT kind, title, code, folded, words FROM {_source(part, 'texts')}").fetchall()
    return [Text(kind, title, code, folded, tuple(words.split())) for kind, title, code, folded, words in rows]
