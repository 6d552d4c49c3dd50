"""Rows into a table as one Arrow table: thousands of times faster than one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from gouji.corpus.schema import TABLES


def insert(cursor: Any, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Inserts the rows, each with a value for every column of the table, in its order."""
    if not rows:
        return
    cursor.register("incoming", arrow_table(TABLES[table], rows))
    try:
        cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    finally:
        cursor.unregister("incoming")


def arrow_table(columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> Any:
    """The rows as an Arrow table with those columns and types."""
    import pyarrow

    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pyarrow.array(held, type=_arrow(kind)) for held, kind in zip(by_column, columns.values(), strict=True)]
    return pyarrow.Table.from_arrays(arrays, names=list(columns))


@cache
def _arrow(kind: str) -> Any:
    import pyarrow

    plain = kind.split(" ", 1)[0]
    if plain.startswith("DECIMAL"):
        precision, scale = plain[8:-1].split(",")
        return pyarrow.decimal128(int(precision), int(scale))
    types = {"VARCHAR": "string", "INTEGER": "int32", "BIGINT": "int64", "BOOLEAN": "bool_", "BLOB": "binary"}
    return pyarrow.timestamp("us") if plain == "TIMESTAMP" else getattr(pyarrow, types[plain])()
