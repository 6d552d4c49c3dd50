"""The corpus as Parquet files, partitioned by year and province: readable by any engine."""

from __future__ import annotations

from pathlib import Path

from gouji.corpus.schema import EXPORTED
from gouji.corpus.store import Corpus


def export(corpus: Corpus, folder: Path) -> tuple[Path, ...]:
    """Writes `folder/<table>/year=…/province=…/*.parquet` for every table; the folders written. The corpus must have been
    opened with `files`."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in EXPORTED:
        target = folder / table
        chosen = (
            "SELECT * FROM documents"
            if table == "documents"
            else (f"SELECT d.document, t.*, d.year, d.province FROM {table} t JOIN documents d USING (doc)")
        )
        where = str(target).replace("'", "''")
        corpus.cursor.execute(
            f"COPY ({chosen}) TO '{where}' "
            "(FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year, province), OVERWRITE_OR_IGNORE)"
        )
        written.append(target)
    return tuple(written)
