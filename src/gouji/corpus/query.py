"""Facts, members and aggregates over a corpus: cut, drill down, order, page. Names are checked, values are parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gouji.corpus.store import Corpus, CorpusError

if TYPE_CHECKING:
    import polars

DIMENSIONS = (
    "document",
    "body",
    "issuer",
    "agency",
    "department",
    "division",
    "province",
    "level",
    "year",
    "kind",
    "form",
    "row_kind",
    "side",
    "label",
    "function",
    "department_economic",
    "government_economic",
    "row_agency",
    "project",
    "path",
    "main",
)
CODES = {"function": (3, 5, 7), "department_economic": (3, 5), "government_economic": (3, 5), "division": (2, 4, 6)}
MAX_PAGE = 10_000

Cut = Mapping[str, str | int]


def aggregate(
    corpus: Corpus,
    drilldown: Sequence[str] = (),
    cut: Cut | None = None,
    order: str = "-yuan",
    page: int = 1,
    size: int = 100,
) -> polars.DataFrame:
    """Sums of 元 and counts of amounts, by the dimensions in `drilldown`.

    A drilldown may name a code's level: `function:3`. A cut's value ending in * is a prefix. `order` is a column, with -
    for descending. Raises CorpusError for a name that is no dimension.
    """
    groups = [_dimension(name) for name in drilldown]
    where, values = _where(cut or {})
    columns = ", ".join(f"{expression} AS {name}" for name, expression in groups)
    names = ", ".join(name for name, _ in groups)
    head = f"{columns}, " if groups else ""
    tail = f" GROUP BY {names}" if groups else ""
    sort = _order(order, {name for name, _ in groups} | {"yuan", "amounts"})
    paging = _paging(page, size)
    query = f"SELECT {head}sum(yuan) AS yuan, count(*) AS amounts FROM amounts{where}{tail} ORDER BY {sort}{paging}"
    return corpus.sql(query, values)


def members(corpus: Corpus, dimension: str, cut: Cut | None = None, page: int = 1, size: int = 100) -> polars.DataFrame:
    """The values of a dimension and how many amounts each has."""
    name, expression = _dimension(dimension)
    where, values = _where(cut or {})
    query = f"SELECT {expression} AS {name}, count(*) AS amounts FROM amounts{where} GROUP BY 1 ORDER BY 1{_paging(page, size)}"
    return corpus.sql(query, values)


def facts(corpus: Corpus, cut: Cut | None = None, order: str = "doc", page: int = 1, size: int = 100) -> polars.DataFrame:
    """Single amounts with all their dimensions."""
    where, values = _where(cut or {})
    sort = _order(order, {*DIMENSIONS, "yuan", "doc"})
    return corpus.sql(f"SELECT * FROM amounts{where} ORDER BY {sort}, form_position, row_position{_paging(page, size)}", values)


def _dimension(name: str) -> tuple[str, str]:
    """Its column name and SQL expression."""
    plain, _, level = name.partition(":")
    if plain not in DIMENSIONS:
        raise CorpusError(f"没有“{plain}”这个维度，可用：{'、'.join(DIMENSIONS)}", f"no dimension “{plain}”")
    if not level:
        return plain, plain
    if plain not in CODES or not level.isdecimal() or int(level) not in CODES[plain]:
        raise CorpusError(f"“{plain}”没有{level}位这一级", f"“{plain}” has no level of {level} digits")
    return f"{plain}_{level}", f"substr({plain}, 1, {int(level)})"


def _where(cut: Cut) -> tuple[str, list[object]]:
    conditions: list[str] = []
    values: list[object] = []
    for name, value in cut.items():
        plain, expression = _dimension(name)
        if isinstance(value, str) and value.endswith("*") and plain in CODES:
            conditions.append(f"starts_with({expression}, ?)")
            values.append(value[:-1])
        else:
            conditions.append(f"{expression} = ?")
            values.append(value)
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), values


def _order(order: str, allowed: set[str]) -> str:
    plain = order.removeprefix("-")
    if plain not in allowed:
        raise CorpusError(f"不能按“{plain}”排序", f"cannot order by “{plain}”")
    return f"{plain} {'DESC' if order.startswith('-') else 'ASC'} NULLS LAST"


def _paging(page: int, size: int) -> str:
    if page < 1 or not 1 <= size <= MAX_PAGE:
        raise CorpusError(f"页码从1起，每页1到{MAX_PAGE}条", f"pages count from 1, with 1 to {MAX_PAGE} rows")
    return f" LIMIT {int(size)} OFFSET {(int(page) - 1) * int(size)}"
