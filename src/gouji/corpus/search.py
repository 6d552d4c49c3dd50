"""Full-text search as one types: bodies, projects, indicators, names of codes, and amounts.

Every word of the query must stand in a wording, the last one may be only begun; a wording that holds the query as it is typed
counts too, whatever its words are. Where nothing does, what comes near counts: a name that has the typed characters in their
order (医保局 of 医疗保障局), else one that has most of its pairs of characters (one of them mistyped). “23.45万元” finds the
figures that can be that amount, those nearest to it first, each once for a document and row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from gouji.corpus.store import Corpus
from gouji.corpus.words import folded, query_words
from gouji.model.amount import MONEY_UNITS, Amount, parse_number

KINDS = ("body", "project", "indicator", "item", "amount", "claim")
WORDED = KINDS[:4]
MOST = 100  # hits
MOST_TYPED = 200  # characters of a query
NEAR_TYPED = 30  # characters up to which what only comes near is looked for
_AMOUNT = re.compile(r"([-+]?[\d,，]+(?:\.\d+)?)\s*([^\d\s]*)")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `title` is the wording or the figure, `detail` where it stands; `document` and `year` those of its
    latest occurrence, `documents` how many current documents have it (0: not counted, for the name of a
    code; its code is `detail`). `amount_yuan` in 元; `place` is JSON. `times`: how often a figure stands in its document;
    `near`: whether it only comes near to what was typed."""

    kind: str
    title: str
    issuer: str | None
    body: int | None
    year: int | None
    document: str | None
    detail: str = ""
    amount_yuan: Decimal | None = None
    documents: int = 1
    place: str | None = None
    times: int = 1
    near: bool = False


def search(corpus: Corpus, text: str, kinds: Collection[str] = KINDS, limit: int = 20) -> tuple[Hit, ...]:
    """The best hits, at most `limit` in all; kinds in the order of KINDS, each with its share. Nothing typed is an error."""
    typed = text.strip()[:MOST_TYPED]
    wanted = [k for k in KINDS if k in kinds]
    limit = max(0, min(limit, MOST))
    if not typed or not wanted or not limit:
        return ()
    found: dict[str, list[Hit]] = {}
    amount = _amount(typed)
    if amount is not None:
        found |= _amounts(corpus, *amount, [k for k in wanted if k not in WORDED], limit)
    worded = [k for k in wanted if k in WORDED]
    if worded:
        found |= _worded(corpus, typed, worded, limit)
    return _fair([found[k] for k in wanted if found.get(k)], limit)


def _fair(groups: Sequence[list[Hit]], limit: int) -> tuple[Hit, ...]:
    """As many of each kind as there is room for: first an equal share, then what the others leave."""
    room, taken = limit, [0] * len(groups)
    while room:
        hungry = [i for i, g in enumerate(groups) if taken[i] < len(g)]
        if not hungry:
            break
        for i in hungry[:room]:
            taken[i] += 1
        room -= len(hungry[:room])
    return tuple(hit for group, n in zip(groups, taken, strict=True) for hit in group[:n])


def _amount(typed: str) -> tuple[Decimal, str] | None:
    match = _AMOUNT.fullmatch(typed)
    value = parse_number(match[1]) if match else None
    if match is None or value is None or (match[2] and match[2] not in MONEY_UNITS):
        return None
    return value, match[2]


def _amounts(corpus: Corpus, value: Decimal, unit: str, kinds: Sequence[str], limit: int) -> dict[str, list[Hit]]:
    """Figures of that amount. Without a unit: printed so, in whichever unit."""
    if unit:
        near = Amount(value, unit).interval
        condition = "x.yuan >= ? AND x.yuan < ?"
        values: list[object] = [near.low, near.high]
        order, exact = "abs(x.yuan - ?)", Amount(value, unit).base
    else:
        condition, values, order, exact = "x.amount = ?", [value], "abs(x.amount - ?)", value
    if abs(value) >= Decimal(10) ** 13:  # no budget's amount
        return {}
    found = {}
    for kind, (table, title, detail) in _FIGURES.items():
        if kind in kinds:
            rows = corpus.rows(
                f"SELECT d.issuer, d.body, d.year, d.document, x.* FROM (SELECT doc, {title} AS title, amount, "
                f"any_value(unit) AS unit, yuan, arg_min(place, x.rowid) AS place, arg_min({detail}, x.rowid) AS detail, "
                f"count(*)::INTEGER AS times FROM {table} x WHERE {condition} GROUP BY doc, title, amount, yuan) x "
                f"JOIN current d USING (doc) ORDER BY {order}, d.year DESC NULLS LAST, d.doc DESC LIMIT ?",
                [*values, exact, limit],
            )
            found[kind] = [_figure(kind, r) for r in rows]
    return found


def _figure(kind: str, row: dict[str, Any]) -> Hit:
    title = f"{row['title']} {row['amount']:f}".rstrip("0").rstrip(".") + (row["unit"] or "")
    where = (row["issuer"], row["body"], row["year"], row["document"])
    return Hit(kind, title.strip(), *where, row["detail"], row["yuan"], 1, row["place"], row["times"])


# Kind → table, its title and detail in SQL.
_FIGURES = {
    "amount": ("facts", "x.label", "x.form || '/' || x.path"),
    "claim": ("claims", "x.quantity", "coalesce(x.quote, '')"),
}


def _worded(corpus: Corpus, typed: str, kinds: Sequence[str], limit: int) -> dict[str, list[Hit]]:
    whole = folded(typed)
    if not whole:
        return {}
    matching, values = _matching(corpus, typed)
    texts = corpus.rows(
        "WITH hit AS (SELECT text FROM texts WHERE contains(folded, ?) OR starts_with(code, ?)"
        f"{matching}), ranked AS (SELECT kind, title, code, row_number() OVER (PARTITION BY kind ORDER BY folded <> ?, "
        "NOT starts_with(folded, ?), NOT contains(folded, ?), length(folded), code, text) AS rank "
        "FROM texts JOIN hit USING (text) WHERE kind IN (SELECT unnest(?))) "
        "SELECT kind, title, code FROM ranked WHERE rank <= ? ORDER BY kind, rank",
        [whole, whole if whole.isdecimal() else "-", *values, whole, whole, whole, list(kinds), limit],
    )
    near = not texts
    if near:
        texts = _near(corpus, whole, kinds, limit)
    found: dict[str, list[Hit]] = {}
    for kind in kinds:
        same = [(t["title"], t["code"]) for t in texts if t["kind"] == kind]
        if same and kind == "item":
            found[kind] = [Hit(kind, title, None, None, None, None, code, documents=0, near=near) for title, code in same]
        elif same:
            hits = _occurrences(corpus, kind, [title for title, _ in same])
            found[kind] = [replace(hit, near=True) for hit in hits] if near else hits
    return found


def _near(corpus: Corpus, whole: str, kinds: Sequence[str], limit: int) -> list[dict[str, Any]]:
    """Wordings that come near: kind, title, code. Short queries and digits are taken by the letter."""
    if not 2 <= len(whole) <= NEAR_TYPED or whole.isdecimal():
        return []
    chosen = "FROM texts WHERE kind IN (SELECT unnest(?))"
    inside = ".*".join(re.escape(c) for c in whole)
    ordered = corpus.rows(
        f"SELECT kind, title, code {chosen} AND regexp_matches(folded, ?) ORDER BY length(folded), code, text LIMIT ?",
        [list(kinds), inside, limit],
    )
    pairs = sorted({whole[i : i + 2] for i in range(len(whole) - 1)})
    if ordered or len(pairs) < 2:
        return ordered
    score = " + ".join("contains(folded, ?)::INTEGER" for _ in pairs)
    return corpus.rows(
        f"SELECT kind, title, code FROM (SELECT *, {score} AS score {chosen}) WHERE score >= ? "
        "ORDER BY score DESC, length(folded), code, text LIMIT ?",
        [*pairs, list(kinds), -(-len(pairs) * 3 // 5), limit],
    )


def _matching(corpus: Corpus, typed: str) -> tuple[str, list[object]]:
    """SQL for the wordings that hold every word of the query, the last one perhaps only begun; "" where there are none."""
    words = query_words(typed)
    if not words:
        return "", []
    rows = corpus.cursor.execute(
        "SELECT word, spelling FROM words WHERE spelling IN (SELECT unnest(?)) OR starts_with(spelling, ?)",
        [list(words), words[-1]],
    ).fetchall()
    each = [[n for n, spelling in rows if spelling == word] for word in words[:-1]]
    each.append([n for n, spelling in rows if spelling.startswith(words[-1])])
    if not all(each):
        return "", []
    every = " INTERSECT ".join("SELECT text FROM postings WHERE word IN (SELECT unnest(?))" for _ in each)
    return f" UNION ({every})", list(each)


# Kind → table, the column that holds the wording, what tells more, its amount and place, in SQL.
_WHERE = {
    "body": ("documents", "issuer", "coalesce(x.agency, '')", "x.expenditure", "NULL"),
    "project": ("projects", "name", "coalesce(x.code, '')", "x.yuan", "x.place"),
    "indicator": ("targets", "name", "x.level1 || ' ' || x.raw", "NULL", "x.place"),
}


def _occurrences(corpus: Corpus, kind: str, titles: Sequence[str]) -> list[Hit]:
    """For each wording its latest occurrence in a current document, and in how many it stands; in the order given."""
    table, column, detail, yuan, place = _WHERE[kind]
    rows = corpus.rows(
        f"WITH found AS (SELECT x.{column} AS title, x.doc, d.year, x.rowid AS row FROM {table} x JOIN current d USING (doc) "
        f"WHERE x.{column} IN (SELECT unnest(?))), "
        "best AS (SELECT title, count(DISTINCT doc) AS documents, arg_max(row, (coalesce(year, 0), doc)) AS row "
        "FROM found GROUP BY title) SELECT b.title, b.documents, d.issuer, d.body, d.year, d.document, "
        f"{detail} AS detail, {yuan} AS yuan, {place} AS place "
        f"FROM best b JOIN {table} x ON x.rowid = b.row JOIN documents d ON d.doc = x.doc",
        [list(titles)],
    )
    by_title = {r["title"]: r for r in rows}
    found = []
    for row in (by_title[t] for t in titles if t in by_title):
        told = (row["issuer"], row["body"], row["year"], row["document"], row["detail"] or "", row["yuan"])
        found.append(Hit(kind, row["title"], *told, row["documents"], row["place"]))
    return found
