"""Findings with what reviewers decided on them: listed, counted, compared with the version before.

`states` is an Arrow table (document, key, state, reason, who, at) of the findings of which something was said; all others are
open, those that gouji.toml accepts are accepted. What counts: findings of current documents; where older versions are asked
for too, of those what was corrected since (what was not stands in the new version); of one document that is asked for, all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from gouji.corpus.error import CorpusError
from gouji.corpus.store import Corpus
from gouji.corpus.words import folded

Rows = list[dict[str, Any]]
MAX_PAGE = 200
MOST_CHOSEN = 5000

_STATE = "coalesce(s.state, CASE WHEN f.accepted IS NULL THEN 'open' ELSE 'accepted' END)"
_FROM = "FROM findings f JOIN documents d USING (doc) LEFT JOIN reviewed s ON s.document = d.document AND s.key = f.key WHERE "
_VERSIONS = {"": "d.superseded_by IS NULL", "all": "(d.superseded_by IS NULL OR s.state = 'corrected')"}
VERSIONS = tuple(_VERSIONS)
# A current document and the one that was in force before it.
_PAIRS = (
    "SELECT c.doc AS now, max(o.doc) AS before FROM documents c JOIN documents o ON o.superseded_by = c.document GROUP BY c.doc"
)
_RANK = "array_position(['error', 'warning', 'info'], f.severity)"
ORDERS = {
    "severity": f"{_RANK}, d.doc DESC, f.position",
    "agency": f"d.issuer, d.year DESC NULLS LAST, d.doc, {_RANK}, f.position",
    "year": f"d.year DESC NULLS LAST, {_RANK}, d.doc DESC, f.position",
    "rule": f"f.rule, {_RANK}, d.doc DESC, f.position",
    "changed": f"s.at DESC NULLS LAST, {_RANK}, d.doc DESC, f.position",
}
PARTS = ("state", "severity", "rule", "year")
_TITLES = ("title", "title_en")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings. Empty: all. `agency` is a part of the body's name; `body` a body exactly; `document` one document;
    `versions`: of current documents, or "all", corrected ones too."""

    agency: str = ""
    body: int | None = None
    document: str = ""
    year: int | None = None
    rule: str = ""
    severity: str = ""
    state: str = ""
    versions: str = ""

    def without(self, part: str) -> Wanted:
        """The same, with one of PARTS left open."""
        if part == "year":
            return replace(self, year=None)
        return replace(self, **{part: ""})  # type: ignore[arg-type]  # mypy thinks of year


def listed(corpus: Corpus, states: Any, wanted: Wanted, order: str = "severity", page: int = 1, size: int = 50) -> Rows:
    """A page of findings: document, body, issuer, year, key, rule, severity, title, message (and in English title_en and
    message_en), place, stated, expected, unit, state, reason, who, at, superseded_by. Raises CorpusError for an unknown order
    or page."""
    if order not in ORDERS:
        raise CorpusError(f"不能按“{order[:40]}”排序", f"cannot order by “{order[:40]}”")
    if not 1 <= page <= 1_000_000 or not 1 <= size <= MAX_PAGE:
        raise CorpusError(f"页码从1起，每页1到{MAX_PAGE}条", f"pages count from 1, with 1 to {MAX_PAGE} rows")
    where, values = _where(wanted)
    with _joined(corpus, states):
        # First which ones, then what they say: the order is of numbers and short words only.
        return corpus.rows(
            f"WITH chosen AS MATERIALIZED (SELECT f.doc, f.position {_FROM}{where} ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?) "
            f"SELECT d.document, d.body, d.issuer, d.year, d.kind, d.superseded_by, f.key, f.rule, f.severity, f.title, "
            f"f.message, f.title_en, f.message_en, f.form, f.row_label, f.place, f.stated, f.expected, f.unit, "
            f"{_STATE} AS state, coalesce(s.reason, f.accepted, '') AS reason, coalesce(s.who, '') AS who, s.at "
            "FROM chosen JOIN findings f USING (doc, position) JOIN documents d USING (doc) "
            f"LEFT JOIN reviewed s ON s.document = d.document AND s.key = f.key ORDER BY {ORDERS[order]}",
            [*values, size, (page - 1) * size],
        )


def chosen(corpus: Corpus, states: Any, wanted: Wanted) -> Rows:
    """document, key, rule, title, issuer and state of all such findings, at most MOST_CHOSEN and one more."""
    where, values = _where(wanted)
    with _joined(corpus, states):
        return corpus.rows(
            f"SELECT DISTINCT d.document, f.key, f.rule, f.title, d.issuer, d.year, {_STATE} AS state {_FROM}{where} LIMIT ?",
            [*values, MOST_CHOSEN + 1],
        )


def named(corpus: Corpus, documents: list[str], keys: list[str]) -> Rows:
    """document, key, rule, title, title_en, issuer and year of those findings (pairs, side by side) that are in the corpus."""
    return corpus.rows(
        "SELECT DISTINCT d.document, f.key, f.rule, f.title, f.title_en, d.issuer, d.year FROM "
        "(SELECT unnest(?) AS document, unnest(?) AS key) p JOIN documents d USING (document) "
        "JOIN findings f ON f.doc = d.doc AND f.key = p.key",
        [documents, keys],
    )


def counted(corpus: Corpus, states: Any, wanted: Wanted) -> dict[str, Rows]:
    """How many findings there would be by each of PARTS with that part left open: {part: [{value, findings, …}]}, most first
    (years latest first); {"all": [{findings, documents}]} of what is wanted, {"every": [{findings}]} with the state left open.
    Rules carry their titles. What was corrected is counted in older versions too, where most of it stands."""
    where, values = _where(replace(wanted, state="", severity="", rule="", year=None, versions="all"))
    with _joined(corpus, states):
        cells = corpus.rows(
            f"SELECT {_STATE} AS state, f.severity, f.rule, d.year, d.superseded_by IS NULL AS current, any_value(f.title) AS "
            f"title, any_value(f.title_en) AS title_en, count(*) AS findings {_FROM}{where} GROUP BY ALL",
            values,
        )
        where, values = _where(wanted)
        found = {"all": corpus.rows(f"SELECT count(*) AS findings, count(DISTINCT f.doc) AS documents {_FROM}{where}", values)}
    whole = bool(wanted.versions or wanted.document)
    for part in PARTS:
        open_part = wanted.without(part)
        sums: dict[Any, dict[str, Any]] = {}
        for cell in cells:
            counts = whole or cell["current"] or (part == "state" and cell["state"] == "corrected")
            if counts and all(getattr(open_part, p) in ("", None, cell[p]) for p in PARTS):
                row = sums.setdefault(cell[part], {"value": cell[part], "findings": 0} | {t: cell[t] for t in _TITLES})
                row["findings"] += cell["findings"]
        key = (lambda r: -(r["value"] or 0)) if part == "year" else (lambda r: (-r["findings"], str(r["value"])))
        found[part] = sorted(sums.values(), key=key)
    left = wanted.without("state")
    of = [c for c in cells if (whole or c["current"]) and all(getattr(left, p) in ("", None, c[p]) for p in PARTS)]
    found["every"] = [{"findings": sum(c["findings"] for c in of)}]
    return found


def sheets(corpus: Corpus, states: Any, wanted: Wanted, most: int) -> Rows:
    """The documents of such findings: document, issuer, year, name, original, and how many of its findings are open, sent_back,
    corrected and accepted; at most `most` and one more, by name."""
    where, values = _where(wanted)
    whole = "TRUE" if wanted.document else _VERSIONS["all"]
    counts = ", ".join(f"count(*) FILTER (x.state = '{s}') AS {s}" for s in ("open", "sent_back", "corrected", "accepted"))
    with _joined(corpus, states):
        return corpus.rows(
            f"SELECT d.document, d.issuer, d.year, d.name, d.original, {counts} FROM "
            f"(SELECT f.doc, {_STATE} AS state {_FROM}{whole} AND f.doc IN (SELECT f.doc {_FROM}{where})) x "
            "JOIN documents d USING (doc) GROUP BY ALL ORDER BY d.issuer, d.year, d.document LIMIT ?",
            [*values, most + 1],
        )


def corrections(corpus: Corpus, page: int = 1, size: int = 50) -> Rows:
    """Documents that correct another one, latest first: document, issuer, year, kind, stored_at, `before` (the document
    that was in force), and how many of its findings are gone, kept and new."""
    return corpus.rows(
        f"WITH pairs AS ({_PAIRS} ORDER BY c.doc DESC LIMIT ? OFFSET ?), "
        "n AS (SELECT DISTINCT now, key FROM pairs JOIN findings f ON f.doc = now), "
        "o AS (SELECT DISTINCT now, key FROM pairs JOIN findings f ON f.doc = before), "
        "k AS (SELECT coalesce(n.now, o.now) AS now, count(*) FILTER (n.key IS NULL) AS gone, "
        "count(*) FILTER (o.key IS NULL) AS new, count(*) FILTER (o.key IS NOT NULL AND n.key IS NOT NULL) AS kept "
        "FROM n FULL JOIN o ON n.now = o.now AND n.key = o.key GROUP BY 1) "
        "SELECT d.document, d.issuer, d.body, d.year, d.kind, d.stored_at, b.document AS before, coalesce(gone, 0) AS gone, "
        "coalesce(kept, 0) AS kept, coalesce(new, 0) AS new FROM pairs JOIN documents d ON d.doc = pairs.now "
        "JOIN documents b ON b.doc = pairs.before LEFT JOIN k ON k.now = pairs.now ORDER BY d.doc DESC",
        [size, (page - 1) * size],
    )


def unsettled(corpus: Corpus, states: Any, most: int) -> Rows:
    """Findings of the version before a current document on which something has to be noted: `gone` ones that are open or sent
    back, and those still there that were sent back or accepted, of which nothing was said since. With document, current (the
    one that corrects it), key, rule, title, issuer, year, state, reason, who, gone."""
    with _joined(corpus, states):
        return corpus.rows(
            f"WITH pairs AS ({_PAIRS}), "
            "olds AS (SELECT now, before, f.key, any_value(f.rule) AS rule, any_value(f.title) AS title "
            "FROM pairs JOIN findings f ON f.doc = before GROUP BY ALL) "
            "SELECT b.document, d.document AS current, b.issuer, b.year, olds.key, olds.rule, olds.title, "
            "coalesce(s.state, 'open') AS state, coalesce(s.reason, '') AS reason, coalesce(s.who, '') AS who, "
            "n.doc IS NULL AS gone FROM olds JOIN documents d ON d.doc = now JOIN documents b ON b.doc = before "
            "LEFT JOIN (SELECT DISTINCT doc, key FROM findings) n ON n.doc = now AND n.key = olds.key "
            "LEFT JOIN reviewed s ON s.document = b.document AND s.key = olds.key "
            "LEFT JOIN reviewed t ON t.document = d.document AND t.key = olds.key "
            "WHERE (n.doc IS NULL AND coalesce(s.state, 'open') IN ('open', 'sent_back')) "
            "OR (n.doc IS NOT NULL AND s.state IN ('sent_back', 'accepted') AND t.state IS NULL) "
            "ORDER BY before, olds.key LIMIT ?",
            [most],
        )


def newest(corpus: Corpus) -> int:
    """The number of the document stored last; 0 where there is none."""
    return int(corpus.rows("SELECT coalesce(max(doc), 0) AS doc FROM documents")[0]["doc"])


@contextlib.contextmanager
def _joined(corpus: Corpus, states: Any) -> Iterator[None]:
    """The states as a table `reviewed` of this thread's queries."""
    cursor = corpus.cursor
    cursor.register("reviewed", states)
    try:
        yield
    finally:
        cursor.unregister("reviewed")


def _where(wanted: Wanted) -> tuple[str, list[object]]:
    told: list[tuple[str, object]] = []
    corrected = wanted.state == "corrected"  # most of which stands in older versions
    whole = "TRUE" if wanted.document else _VERSIONS["all" if corrected else wanted.versions]
    if wanted.agency.strip():
        told.append(("contains(d.issuer_key, ?)", folded(wanted.agency.strip())[:200]))
    if wanted.body is not None:
        told.append(("d.body = ?", wanted.body))
    if wanted.document:
        told.append(("d.document = ?", wanted.document))
    if wanted.year is not None:
        told.append(("d.year = ?", wanted.year))
    if wanted.rule:
        told.append(("f.rule = ?", wanted.rule))
    if wanted.severity:
        told.append(("f.severity = ?", wanted.severity))
    if wanted.state:
        told.append((f"{_STATE} = ?", wanted.state))
    return " AND ".join([whole, *(condition for condition, _ in told)]), [value for _, value in told]
