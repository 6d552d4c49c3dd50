"""One DuckDB file that holds many disclosures. A document is stored in one transaction: wholly, once, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from gouji.corpus.rows import Parcel
from gouji.corpus.schema import TABLES, VERSION, statements

if TYPE_CHECKING:
    import polars

DEFAULT = Path("gouji.duckdb")


class CorpusError(Exception):
    """What stops work on a corpus: one clear line in Chinese, `english` the same in English."""

    def __init__(self, message: str, english: str) -> None:
        super().__init__(message)
        self.english = english


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise CorpusError(
            "语料库功能需要另装：pip install 'gouji[corpus]'", "the corpus needs an extra: pip install 'gouji[corpus]'"
        ) from None
    return duckdb


def open_corpus(path: str | Path = DEFAULT, read_only: bool = False) -> Corpus:
    """The corpus in the file at `path`, made where there is none. Raises CorpusError for a file that is none, or is in use."""
    return Corpus(Path(path), read_only)


class Corpus:
    """A corpus that is open. Use it as a context manager, or close it."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        duckdb = _duckdb()
        if read_only and not path.exists():
            raise CorpusError(f"{path}：没有这个语料库", f"{path}: no such corpus")
        try:
            self._connection = duckdb.connect(str(path), read_only=read_only)
        except duckdb.Error as error:
            reason = str(error).split("\n", 1)[0]
            raise CorpusError(f"{path}：打不开（{reason}）", f"{path}: cannot be opened ({reason})") from None
        self.path = path
        if not read_only:
            self._prepare()

    def _prepare(self) -> None:
        run = self._connection.execute
        run("BEGIN")
        for statement in statements():
            run(statement)
        if not run("SELECT 1 FROM meta").fetchall():
            run("INSERT INTO meta VALUES (?)", [VERSION])
        run("COMMIT")

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def documents(self) -> frozenset[str]:
        """The hashes of all documents that are stored."""
        return frozenset(key for (key,) in self._connection.execute("SELECT document FROM documents").fetchall())

    def store(self, parcels: Sequence[Parcel]) -> int:
        """Stores the documents that are not there yet, all in one transaction; how many those were.

        When this returns they are on disk; where it is interrupted, none of them is.
        """
        known = self.documents()
        fresh = list({p.document: p for p in parcels if p.document not in known}.values())
        if not fresh:
            return 0
        run = self._connection.execute
        run("BEGIN")
        try:
            ((last,),) = run("SELECT coalesce(max(sequence), 0) FROM documents").fetchall()
            heads = [(*p.head, last + n, None) for n, p in enumerate(fresh, 1)]
            self._insert("documents", heads)
            for table in TABLES:
                if table != "documents":
                    self._insert(table, [row for p in fresh for row in p.tables[table]])
            for p in fresh:
                self._supersede(p)
            run("COMMIT")
        except BaseException:
            run("ROLLBACK")
            raise
        return len(fresh)

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Rows go in as one Arrow table: thousands of times faster than one by one."""
        if not rows:
            return
        import pyarrow

        columns = TABLES[table]
        arrays = [
            pyarrow.array([row[i] for row in rows], type=_arrow(pyarrow, kind)) for i, kind in enumerate(columns.values())
        ]
        batch = pyarrow.Table.from_arrays(arrays, names=list(columns))
        self._connection.register("incoming", batch)
        self._connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def _supersede(self, parcel: Parcel) -> None:
        """An older document of the same body, year and kind is marked as corrected by this one; both stay."""
        issuer, division, agency, year, kind = (parcel.head[i] for i in (3, 6, 4, 9, 10))
        self._connection.execute(
            "UPDATE documents SET superseded_by = ? WHERE superseded_by IS NULL AND document <> ? AND issuer = ? "
            "AND division IS NOT DISTINCT FROM ? AND agency IS NOT DISTINCT FROM ? AND year IS NOT DISTINCT FROM ? "
            "AND kind IS NOT DISTINCT FROM ?",
            [parcel.document, parcel.document, issuer, division, agency, year, kind],
        )

    def sql(self, query: str, parameters: Iterable[object] = ()) -> polars.DataFrame:
        """The result of a query as a Polars frame. Raises CorpusError with the engine's own words where it fails."""
        import polars

        duckdb = _duckdb()
        try:
            table = self._connection.sql(query, params=list(parameters)).to_arrow_table()
        except duckdb.Error as error:
            reason = str(error).split("\n", 1)[0]
            raise CorpusError(f"查询出错：{reason}", f"the query failed: {reason}") from None
        return polars.DataFrame(table)

    def frame(self, table: str) -> polars.DataFrame:
        """A whole table (documents, current, facts, amounts, claims, projects, targets, findings)."""
        if table not in (*TABLES, "current", "amounts"):
            raise CorpusError(f"没有“{table}”这张表", f"no table “{table}”")
        return self.sql(f"SELECT * FROM {table}")


def _arrow(pyarrow: Any, kind: str) -> Any:
    plain = kind.split(" ", 1)[0]
    if plain.startswith("DECIMAL"):
        precision, scale = plain[8:-1].split(",")
        return pyarrow.decimal128(int(precision), int(scale))
    return {"VARCHAR": pyarrow.string(), "INTEGER": pyarrow.int32(), "BIGINT": pyarrow.int64()}[plain]
