"""What pages and reports ask of a corpus: bodies with their years, documents, findings, targets. Rows are plain dictionaries.

Amounts are Decimal, in 元. Only current documents count unless a function says otherwise. All functions may be called from
any thread (see store).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gouji.corpus.error import CorpusError
from gouji.corpus.rows import unpacked
from gouji.corpus.schema import DIMENSIONS
from gouji.corpus.store import Corpus
from gouji.corpus.words import folded
from gouji.model.disclosure import Disclosure

Rows = list[dict[str, Any]]
MAX_PAGE = 1000
_DOC = "(SELECT doc FROM documents WHERE document = ?)"
Cut = Mapping[str, str | int]
_HEAD = (
    "document, name, media_type, pages, size, issuer, agency, department, division, province, level, year, kind, template, "
    "profile, revenue, expenditure, basic, projects, errors, warnings, infos, tested, held, untestable, damage, original, "
    "doc, body, stored_at, superseded_by, rules"
)


def holdings(corpus: Corpus) -> dict[str, Any]:
    """How much the corpus holds: documents, superseded, bodies, divisions, first_year, last_year, facts, claims, projects,
    targets, errors, warnings (facts and so on of all documents that are stored)."""
    (row,) = corpus.rows(
        "SELECT count(*) AS documents, count(superseded_by) AS superseded, count(DISTINCT body) AS bodies, "
        "count(DISTINCT division) AS divisions, min(year) AS first_year, max(year) AS last_year, "
        "coalesce(sum(errors) FILTER (superseded_by IS NULL), 0)::BIGINT AS errors, "
        "coalesce(sum(warnings) FILTER (superseded_by IS NULL), 0)::BIGINT AS warnings FROM documents"
    )
    for table in ("facts", "claims", "projects", "targets"):
        row |= corpus.rows(f"SELECT count(*) AS {table} FROM {table}")[0]
    return row


def bodies(
    corpus: Corpus, cut: Cut | None = None, order: str = "-expenditure", page: int = 1, size: int = 100, name: str = ""
) -> Rows:
    """Each body with its latest year: body, issuer, agency, division, level, year, years, documents, revenue, expenditure,
    basic, projects, errors, warnings, tested (those of the latest year).
    `cut` by division (prefix with *), province, level, year, kind; `name`: a part of what the body is or was called."""
    condition, values = _condition(cut or {}, {"division", "province", "level", "year", "kind", "body"})
    if folded(name):
        condition += f"{' AND' if condition else ' WHERE'} body IN (SELECT body FROM documents WHERE contains(issuer_key, ?))"
        values.append(folded(name))
    plain = order.removeprefix("-")
    if plain not in {"issuer", "agency", "division", "year", "expenditure", "revenue", "errors", "warnings", "documents"}:
        raise CorpusError(f"不能按“{plain}”排序", f"cannot order by “{plain}”")
    way = "DESC" if order.startswith("-") else "ASC"
    columns = (
        "issuer",
        "agency",
        "division",
        "level",
        "kind",
        "year",
        "document",
        "revenue",
        "expenditure",
        "basic",
        "projects",
        "errors",
        "warnings",
        "tested",
    )
    latest = ", ".join(f"arg_max({c}, newest) AS {c}" for c in columns)
    return corpus.rows(
        f"SELECT body, count(DISTINCT year)::INTEGER AS years, count(*)::INTEGER AS documents, {latest} FROM "
        "(SELECT *, (coalesce(year, 0), kind = 'unit_budget', kind LIKE '%budget', doc) AS newest "
        f"FROM current{condition}) GROUP BY body "
        f"ORDER BY {plain} {way} NULLS LAST, body{_paging(page, size)}",
        values,
    )


def agency_years(corpus: Corpus, body: int) -> Rows:
    """The current documents of a body, newest year first, with all columns of documents."""
    return corpus.rows(f"SELECT {_HEAD} FROM current WHERE body = ? ORDER BY year DESC NULLS LAST, kind, doc DESC", [body])


def versions(corpus: Corpus, body: int) -> Rows:
    """All documents of a body, those superseded too, newest first."""
    return corpus.rows(f"SELECT {_HEAD} FROM documents WHERE body = ? ORDER BY year DESC NULLS LAST, doc DESC", [body])


def former_names(corpus: Corpus, body: int) -> Rows:
    """issuer, agency, first and last year under each name and code that the body has had, oldest first."""
    return corpus.rows(
        "SELECT issuer, agency, min(year) AS first, max(year) AS last FROM documents WHERE body = ? "
        "GROUP BY ALL ORDER BY first, last",
        [body],
    )


def totals_by_year(corpus: Corpus, cut: Cut | None = None) -> Rows:
    """year, documents, bodies, revenue, expenditure, basic, projects, errors, warnings, oldest year first. Budgets of
    departments are left out where any of its units' stand too, so that nothing is counted twice."""
    condition, values = _condition(cut or {}, {"division", "province", "level", "body"})
    joined = f"{condition} AND " if condition else " WHERE "
    return corpus.rows(
        "SELECT year, count(*)::INTEGER AS documents, count(DISTINCT body)::INTEGER AS bodies, sum(revenue) AS revenue, "
        "sum(expenditure) AS expenditure, sum(basic) AS basic, sum(projects) AS projects, sum(errors)::INTEGER AS errors, "
        f"sum(warnings)::INTEGER AS warnings FROM current d{joined}year IS NOT NULL AND NOT "
        "(kind = 'department_budget' AND EXISTS "
        "(SELECT 1 FROM current u WHERE u.kind = 'unit_budget' AND u.year = d.year AND u.department = d.department "
        "AND u.division IS NOT DISTINCT FROM d.division)) GROUP BY year ORDER BY year",
        values,
    )


def latest_documents(corpus: Corpus, limit: int = 20) -> Rows:
    """The documents stored last, newest first."""
    return corpus.rows(f"SELECT {_HEAD} FROM documents ORDER BY doc DESC LIMIT ?", [max(0, min(limit, MAX_PAGE))])


def document_row(corpus: Corpus, document: str) -> dict[str, Any]:
    """The row of documents. Raises CorpusError where there is none."""
    rows = corpus.rows(f"SELECT {_HEAD} FROM documents WHERE document = ?", [document])
    if not rows:
        raise CorpusError(f"库中没有文件“{document[:80]}”", f"no document “{document[:80]}” in the corpus")
    return rows[0]


def document(corpus: Corpus, key: str) -> Disclosure:
    """The whole reading of a document (about 10 ms: keep it while a page is made). Raises CorpusError where there is none."""
    rows = corpus.cursor.execute(f"SELECT reading FROM readings WHERE doc = {_DOC}", [key]).fetchall()
    if not rows:
        raise CorpusError(f"库中没有文件“{key[:80]}”", f"no document “{key[:80]}” in the corpus")
    return unpacked(rows[0][0])


def original(corpus: Corpus, key: str) -> bytes | None:
    """The file as it was published; None where it was too large to be kept. Its name and type are in `document_row`."""
    row = document_row(corpus, key)
    return None if row["original"] is None else corpus.originals.read(key, row["original"])


def facts_of(corpus: Corpus, key: str, form: str | None = None) -> Rows:
    """The amounts of one document in its order, with place (JSON), origin and how many relations vouch for each."""
    chosen = " AND form = ?" if form else ""
    return corpus.rows(
        f"SELECT * FROM facts WHERE doc = {_DOC}{chosen} ORDER BY form_position, row_position",
        [key, *([form] if form else [])],
    )


def projects_of(corpus: Corpus, key: str) -> Rows:
    """The projects of one document with their amounts; their targets by `targets(corpus, {"document": key})`."""
    return corpus.rows(f"SELECT * FROM projects WHERE doc = {_DOC} ORDER BY position", [key])


_FINDING_CUTS = {"document", "body", "division", "province", "level", "year", "kind", "rule", "severity", "key", "form"}


def findings(corpus: Corpus, cut: Cut | None = None, page: int = 1, size: int = 100) -> Rows:
    """Findings with their document's issuer, body, year …; errors first, then the latest documents. `details` is the whole
    finding (gouji/findings/1). A cut by `document` shows superseded documents too."""
    condition, values = _condition(cut or {}, _FINDING_CUTS)
    source = (
        "finding_list"
        if "document" not in (cut or {})
        else (f"(SELECT {DIMENSIONS}, f.* FROM findings f JOIN documents d USING (doc))")
    )
    return corpus.rows(
        f"SELECT * FROM {source}{condition} ORDER BY array_position(['error', 'warning', 'info'], severity), doc DESC, position"
        f"{_paging(page, size)}",
        values,
    )


def finding_keys(corpus: Corpus, document: str) -> Rows:
    """Every stored finding of one document in its order: key, severity, title, message, and these in English."""
    return corpus.rows(
        f"SELECT key, severity, title, message, title_en, message_en FROM findings WHERE doc = {_DOC} ORDER BY position",
        [document],
    )


def finding_counts(corpus: Corpus, by: str = "rule", cut: Cut | None = None) -> Rows:
    """How many findings and documents by rule, severity, body, issuer, year, division or form; most first."""
    if by not in {"rule", "severity", "body", "issuer", "year", "division", "form"}:
        raise CorpusError(f"没有“{by}”这个维度", f"no dimension “{by}”")
    condition, values = _condition(cut or {}, _FINDING_CUTS)
    more = ", any_value(title) AS title, any_value(severity) AS severity" if by == "rule" else ""
    return corpus.rows(
        f"SELECT {by}{more}, count(*)::INTEGER AS findings, count(DISTINCT doc)::INTEGER AS documents "
        f"FROM finding_list{condition} GROUP BY {by} ORDER BY findings DESC, {by}",
        values,
    )


def changed_findings(corpus: Corpus, document: str) -> dict[str, Rows]:
    """What changed against the version before: {"new": …, "gone": …, "kept": …}, by the findings' lasting keys. All are new
    where there is no version before."""
    row = document_row(corpus, document)
    before = corpus.rows(
        "SELECT document FROM documents WHERE body = ? AND year IS NOT DISTINCT FROM ? AND kind IS NOT DISTINCT FROM ? "
        "AND doc < ? ORDER BY doc DESC LIMIT 1",
        [row["body"], row["year"], row["kind"], row["doc"]],
    )
    now = findings(corpus, {"document": document}, size=MAX_PAGE)
    then = findings(corpus, {"document": before[0]["document"]}, size=MAX_PAGE) if before else []
    new, old = {f["key"] for f in now}, {f["key"] for f in then}
    return {
        "new": [f for f in now if f["key"] not in old],
        "gone": [f for f in then if f["key"] not in new],
        "kept": [f for f in now if f["key"] in old],
    }


def targets(corpus: Corpus, cut: Cut | None = None, page: int = 1, size: int = 100) -> Rows:
    """Targets with body, issuer, year, project, level1, level2, name, raw, comparator, value, unit, place, and `project_yuan`,
    what their project costs. `cut` by name, project, level1, document, body, division, year …; measurable=0 or 1."""
    held = dict(cut or {})
    measurable = held.pop("measurable", None)
    condition, values = _condition(
        held, {"name", "project", "level1", "level2", "unit", "document", "body", "division", "province", "level", "year"}
    )
    if measurable is not None:
        condition += (" AND " if condition else " WHERE ") + f"value IS {'NOT ' if int(measurable) else ''}NULL"
    return corpus.rows(
        f"SELECT t.*, p.yuan AS project_yuan FROM (SELECT * FROM target_list{condition} "
        f"ORDER BY year DESC NULLS LAST, doc DESC, position"
        f"{_paging(page, size)}) t LEFT JOIN projects p ON p.doc = t.doc AND p.position = t.project_position "
        "ORDER BY t.year DESC NULLS LAST, t.doc DESC, t.position",
        values,
    )


def indicator_counts(corpus: Corpus, cut: Cut | None = None, page: int = 1, size: int = 100) -> Rows:
    """Indicators by name: how many targets, bodies, how many of them measurable, least, middle and greatest value by unit."""
    condition, values = _condition(cut or {}, {"name", "level1", "level2", "body", "division", "province", "level", "year"})
    return corpus.rows(
        "SELECT name, any_value(level1) AS level1, unit, count(*)::INTEGER AS targets, "
        "count(DISTINCT body)::INTEGER AS bodies, count(value)::INTEGER AS measurable, "
        "min(value) AS least, quantile_disc(value, 0.5) AS middle, max(value) AS greatest "
        f"FROM target_list{condition} GROUP BY name, unit ORDER BY targets DESC, name{_paging(page, size)}",
        values,
    )


def _condition(cut: Cut, allowed: set[str]) -> tuple[str, list[object]]:
    """A WHERE of equalities; a text that ends in * is a beginning. Raises CorpusError for a name that is not allowed."""
    parts: list[str] = []
    values: list[object] = []
    for name, value in cut.items():
        if name not in allowed:
            raise CorpusError(f"不能按“{name}”筛选", f"cannot cut by “{name}”")
        begun = isinstance(value, str) and value.endswith("*")
        parts.append(f"starts_with({name}, ?)" if begun else f"{name} = ?")
        values.append(str(value)[:-1] if begun else value)
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _paging(page: int, size: int) -> str:
    if page < 1 or not 1 <= size <= MAX_PAGE:
        raise CorpusError(f"页码从1起，每页1到{MAX_PAGE}条", f"pages count from 1, with 1 to {MAX_PAGE} rows")
    return f" LIMIT {int(size)} OFFSET {(int(page) - 1) * int(size)}"
