"""Bodies and years side by side: the same quantity of each, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gouji.corpus.query import CODES, DIMENSIONS
from gouji.corpus.store import Corpus, CorpusError

if TYPE_CHECKING:
    import polars


def compare(
    corpus: Corpus, issuers: Sequence[str], form: str = "expenditure_summary", by: str = "function", years: Sequence[int] = ()
) -> polars.DataFrame:
    """One row a value of `by` (a dimension, or `function:3` for a level), one column a body and year, in 元.

    Amounts are those of the form's own total column, leaf rows only, so that each is counted once.
    """
    plain, _, level = by.partition(":")
    if plain not in DIMENSIONS or (level and (plain not in CODES or not level.isdecimal())):
        raise CorpusError(f"没有“{by}”这个维度", f"no dimension “{by}”")
    if not issuers:
        raise CorpusError("请给出要比较的单位", "name the bodies to compare")
    expression = f"substr({plain}, 1, {int(level)})" if level else plain
    marks = ", ".join("?" for _ in issuers)
    chosen = f" AND year IN ({', '.join(str(int(y)) for y in years)})" if years else ""
    rows = corpus.sql(
        f"SELECT {expression} AS {plain}, any_value(label) AS label, issuer || ' ' || coalesce(year::VARCHAR, '') AS body, "
        f"sum(yuan) AS yuan FROM amounts WHERE form = ? AND issuer IN ({marks}){chosen} AND row_kind IN ('item', 'project') "
        f"AND main AND {plain} IS NOT NULL GROUP BY 1, 3 ORDER BY 1",
        [form, *issuers],
    )
    return rows.pivot(on="body", index=[plain, "label"] if not level else [plain], values="yuan", aggregate_function="sum")
