"""The corpus as Parquet files, partitioned by year and province: readable by any engine."""

from __future__ import annotations

from pathlib import Path

from gouji.corpus.schema import TABLES
from gouji.corpus.store import Corpus


def export(corpus: Corpus, folder: Path) -> tuple[Path, ...]:
    """Writes `folder/<table>/year=…/province=…/*.parquet` for every table; the folders written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in TABLES:
        target = folder / table
        dimensions = "" if table == "documents" else ", d.year, d.province"
        joined = "documents t" if table == "documents" else f"{table} t JOIN documents d USING (document)"
        where = str(target).replace("'", "''")
        corpus.sql(
            f"COPY (SELECT t.*{dimensions} FROM {joined}) TO '{where}' "
            "(FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year, province), OVERWRITE_OR_IGNORE)"
        )
        written.append(target)
    return tuple(written)
