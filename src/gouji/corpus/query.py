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
    per: str | None = None,
) -> polars.DataFrame:
    """Sums of 元 and counts of amounts, by the dimensions in `drilldown`.

    A drilldown may name a code's level: `function:3`. A cut's value ending in * is a prefix. `order` is a column, with -
    for descending. `per` names a measure of the reference table: then `per` is 元 for each of it (to 分) and `measure` how
    many that is; both are NULL for a group where one of its documents has no such number. Raises CorpusError for a name that
    is no dimension.
    """
    groups = [_dimension(name) for name in drilldown]
    where, values = _where(cut or {})
    columns = ", ".join(f"{expression} AS {name}" for name, expression in groups)
    names = ", ".join(name for name, _ in groups)
    head = f"{columns}, " if groups else ""
    tail = f" GROUP BY {names}" if groups else ""
    allowed = {name for name, _ in groups} | {"yuan", "amounts"}
    sums, source, ratio = "sum(yuan) AS yuan, count(*) AS amounts", "amounts", ""
    if per is not None:
        sums, source, ratio = f"{sums}, {_MEASURE} AS measure", _MEASURED, f", {_PER} AS per"
        allowed |= {"measure", "per"}
        values = [per, *values]
    inner = f"SELECT {head}{sums} FROM {source}{where}{tail}"
    sort = ", ".join((_order(order, allowed), *(name for name, _ in groups)))
    return corpus.sql(f"SELECT *{ratio} FROM ({inner}) ORDER BY {sort}{_paging(page, size)}", values)


# Amounts with the reference number of their document: that of its agency, else that of its division; `held` tells which one
# it is, so that a group counts each once.
_MEASURED = (
    "(WITH measure AS (SELECT * FROM reference WHERE measure = ?) SELECT a.*, coalesce(own.value, whole.value) AS per_value, "
    "concat_ws('/', a.division, CASE WHEN own.value IS NULL THEN '' ELSE a.agency END, a.year) AS held FROM amounts a "
    "LEFT JOIN measure own ON own.agency = a.agency AND own.division IS NOT DISTINCT FROM a.division AND own.year = a.year "
    "LEFT JOIN measure whole ON whole.agency IS NULL AND whole.division = a.division AND whole.year = a.year)"
)
_MEASURE = (
    "CASE WHEN bool_and(per_value IS NOT NULL) "
    "THEN list_sum(list_transform(list(DISTINCT {'held': held, 'value': per_value}), lambda x: x.value)) END"
)
# 元 for each, to 分: whole numbers throughout, as a division of decimals would go through floats.
_PER = (
    "((2 * (yuan * 10000)::HUGEINT * 10000 + (measure * 1000000)::HUGEINT) // (2 * (measure * 1000000)::HUGEINT))"
    "::DECIMAL(18, 0) * 0.01::DECIMAL(3, 2)"
)


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
    total = f"{sort}, doc, form_position, row_position, path"  # a total order: without it pages overlap
    return corpus.sql(f"SELECT * FROM amounts{where} ORDER BY {total}{_paging(page, size)}", values)


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
