"""One DuckDB file that holds many disclosures. A document is stored in one transaction: wholly, once, or not at all.

A corpus may be read by any number of threads while one of them stores: every thread has its own cursor, readers see the
corpus as it was committed last, and storing is one at a time.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from gouji.corpus.error import CorpusError, missing
from gouji.corpus.identity import settle
from gouji.corpus.index import index
from gouji.corpus.insert import insert
from gouji.corpus.migrate import STEPS, migrated
from gouji.corpus.originals import Originals
from gouji.corpus.rows import Parcel
from gouji.corpus.schema import DOCUMENTS, OWNED, TABLES, VERSION, VIEWS, statements
from gouji.corpus.serving import in_use

if TYPE_CHECKING:
    import polars

__all__ = ["Corpus", "CorpusError", "open_corpus"]
DEFAULT = Path("gouji.duckdb")


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise missing() from None
    return duckdb


def open_corpus(path: str | Path = DEFAULT, read_only: bool = False, files: bool = False) -> Corpus:
    """The corpus in the file at `path`, made where there is none. `files`: whether its SQL may read and write other files.

    Raises CorpusError for a file that is none, or is in use.
    """
    return Corpus(Path(path), read_only, files)


class Corpus:
    """A corpus that is open. Use it as a context manager, or close it. May be shared by threads."""

    def __init__(self, path: Path, read_only: bool = False, files: bool = False) -> None:
        duckdb = _duckdb()
        if read_only and not path.exists():
            raise CorpusError(f"{path}：没有这个语料库", f"{path}: no such corpus")
        # A query sees the corpus and nothing else: no file, no network, no variable of the program. Export alone writes files.
        config = {"python_enable_replacements": False, "enable_external_access": files}
        with _told(f"{path}：打不开", f"{path}: cannot be opened"):
            if not read_only and not (path.exists() and path.stat().st_size):
                _make(path)
            try:
                self._connection = duckdb.connect(str(path), read_only=read_only, config=config)
            except duckdb.IOException as error:
                raise in_use(path, str(error)) or error from None
        self.path = path
        self.read_only = read_only
        self.originals = Originals(path.with_name(f"{path.name}.originals"))
        self._local = threading.local()
        self._writing = threading.Lock()
        self.commits = 0  # since it was opened: what was asked before the last one may have another answer now
        try:
            self._check_version()
        except BaseException:
            self._connection.close()
            raise

    def _check_version(self) -> None:
        run = self._connection.execute
        tables = {name for (name,) in run("SELECT table_name FROM duckdb_tables()").fetchall()}
        versions = run("SELECT version FROM meta").fetchall() if "meta" in tables else []
        if len(versions) == 1 and not self.read_only and migrated(self._connection, versions[0][0]):
            return
        if len(versions) == 1 and self.read_only and versions[0][0] in STEPS:
            raise CorpusError(
                f"{self.path}：旧版语料库，先运行一次 gouji corpus check --corpus {self.path}，它会改成新版，内容不变",
                f"{self.path}: an older corpus; run gouji corpus check --corpus {self.path} once, which brings it up to date",
            )
        if versions != [(VERSION,)]:
            raise CorpusError(
                f"{self.path}：不是本版本的语料库，请用新文件重新入库",
                f"{self.path}: a corpus of another version; add the files anew",
            )

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, for all threads."""
        self._connection.close()

    @property
    def cursor(self) -> Any:
        """This thread's own DuckDB cursor. For reading; what changes the corpus goes through `write`."""
        cursor = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        return cursor

    @contextlib.contextmanager
    def write(self) -> Iterator[Any]:
        """A transaction of the one writer: committed where the block ends, nothing of it where the block raises."""
        with self._writing:
            cursor = self.cursor
            cursor.execute("BEGIN")
            try:
                yield cursor
                cursor.execute("COMMIT")
                self.commits += 1
            except BaseException:
                with contextlib.suppress(_duckdb().Error):  # a commit that failed has ended the transaction already
                    cursor.execute("ROLLBACK")
                raise

    def documents(self) -> frozenset[str]:
        """The hashes of all documents that are stored."""
        return frozenset(row["document"] for row in self.rows("SELECT document FROM documents"))

    def store(self, parcels: Sequence[Parcel], suffixes: Mapping[str, str | None] | None = None) -> tuple[str, ...]:
        """Stores the documents that are not there yet, all in one transaction; which those were.

        `suffixes`: document → the suffix under which its original is kept already. When this returns they are on disk;
        where it is interrupted, none of them is. Raises CorpusError where the disk or the file fails.
        """
        with _told(f"{self.path}：写不进去", f"{self.path}: cannot be written"), self.write() as cursor:
            return self._store(cursor, parcels, suffixes or {})

    def _store(self, cursor: Any, parcels: Sequence[Parcel], suffixes: Mapping[str, str | None]) -> tuple[str, ...]:
        known = _known(cursor, [p.document for p in parcels])
        fresh = list({p.document: p for p in parcels if p.document not in known}.values())
        if not fresh:
            return ()
        ((last,),) = cursor.execute("SELECT coalesce(max(doc), 0) FROM documents").fetchall()
        now = datetime.now(UTC).replace(tzinfo=None)
        numbered = list(enumerate(fresh, last + 1))
        own = {"stored_at": now, "superseded_by": None}
        heads = [{**p.head, "original": suffixes.get(p.document), "doc": n, "body": n, **own} for n, p in numbered]
        insert(cursor, "documents", [tuple(head[k] for k in DOCUMENTS) for head in heads])
        for table in OWNED:
            insert(cursor, table, [(n, *row) for n, p in numbered for row in p.tables[table]])
        index(cursor, [text for p in fresh for text in p.texts])
        settle(cursor, [n for n, _ in numbered])
        return tuple(p.document for p in fresh)

    def sql(self, query: str, parameters: Iterable[object] = ()) -> polars.DataFrame:
        """The result of a query as a Polars frame. Raises CorpusError with the engine's own words where it fails."""
        import polars

        with _told("查询出错", "the query failed"):
            found = self.cursor.sql(query, params=list(parameters))
            if found is not None:
                return polars.DataFrame(found.to_arrow_table())
        raise CorpusError("这不是查询语句", "this is no query")

    def rows(self, query: str, parameters: Iterable[object] | Mapping[str, object] = ()) -> list[dict[str, Any]]:
        """The result of a query as one dictionary a row: for a few rows faster than a frame. Parameters are ?, or $name."""
        with _told("查询出错", "the query failed"):
            result = self.cursor.execute(query, dict(parameters) if isinstance(parameters, Mapping) else list(parameters))
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def frame(self, table: str) -> polars.DataFrame:
        """A whole table or view (documents, current, facts, amounts, claims, projects, targets, findings, …)."""
        if table not in (*TABLES, *VIEWS):
            raise CorpusError(f"没有“{table}”这张表", f"no table “{table}”")
        return self.sql(f"SELECT * FROM {table}")


def _make(path: Path) -> None:
    """An empty corpus, made aside and renamed when it is whole: a disk that is full, or a kill, leaves no file that cannot be
    opened. Raises the engine's errors."""
    aside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with _duckdb().connect(str(aside)) as connection:
            for statement in statements():
                connection.execute(statement)
            connection.execute("INSERT INTO meta VALUES (?)", [VERSION])
            connection.execute("CHECKPOINT")  # closing does so too, but says nothing when it fails
        if path.exists() and path.stat().st_size:
            return  # another has made it meanwhile
        aside.replace(path)
    except OSError as error:
        raise CorpusError(f"{path}：{error.strerror}", f"{path}: {error.strerror}") from None
    finally:
        for left in (aside, aside.with_name(f"{aside.name}.wal")):
            left.unlink(missing_ok=True)


def _known(cursor: Any, documents: Sequence[str]) -> set[str]:
    marks = ", ".join("?" for _ in documents) or "NULL"
    rows = cursor.execute(f"SELECT document FROM documents WHERE document IN ({marks})", list(documents)).fetchall()
    return {document for (document,) in rows}


@contextlib.contextmanager
def _told(chinese: str, english: str) -> Iterator[None]:
    """The engine's errors as one line each."""
    try:
        yield
    except _duckdb().Error as error:
        reason = str(error).split("\n", 1)[0]
        raise CorpusError(f"{chinese}（{reason}）", f"{english} ({reason})") from None
