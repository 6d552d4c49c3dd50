"""What the pages for citizens and researchers ask of a corpus, beyond browsing: reference numbers, projects with their
targets, bodies and years side by side, what an indicator costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from gouji.corpus.store import Corpus

Rows = list[dict[str, Any]]


def reference_for(corpus: Corpus, row: Mapping[str, Any]) -> Rows:
    """What the reference table counts for a document's body, else for its place, in its year: measure, value, unit, source."""
    return corpus.rows(
        "SELECT measure, arg_max(value, agency IS NOT NULL) AS value, any_value(unit) AS unit, "
        "arg_max(source, agency IS NOT NULL) AS source FROM reference WHERE year = ? AND division IS NOT DISTINCT FROM ? "
        "AND (agency IS NULL OR agency = ?) GROUP BY measure ORDER BY measure",
        [row["year"], row["division"], row["agency"]],
    )


def project_targets(corpus: Corpus, document: str) -> Rows:
    """The projects of a document, dearest first: name, code, yuan, goal, and `targets` (level1, level2, name, raw)."""
    doc = "(SELECT doc FROM documents WHERE document = ?)"
    projects = corpus.rows(
        f"SELECT position, name, code, yuan, goal FROM projects WHERE doc = {doc} ORDER BY yuan DESC NULLS LAST, position",
        [document],
    )
    targets = corpus.rows(
        f"SELECT project_position, level1, level2, name, raw FROM targets WHERE doc = {doc} AND project_position IS NOT NULL "
        "ORDER BY position",
        [document],
    )
    own: dict[int, Rows] = {}
    for target in targets:
        own.setdefault(target["project_position"], []).append(target)
    return [{**project, "targets": own.get(project["position"], [])} for project in projects]


def items_of(corpus: Corpus, docs: Sequence[int], form: str) -> dict[int, dict[str, Decimal]]:
    """Of each of these documents (by number) that has the form: its columns, each with the first item's amount in 元."""
    rows = corpus.rows(
        "SELECT doc, path, arg_min(yuan, row_position) FILTER (row_kind = 'item') AS yuan FROM facts "
        "WHERE doc IN (SELECT unnest(?)) AND form = ? GROUP BY doc, path",
        [list(docs), form],
    )
    found: dict[int, dict[str, Decimal]] = {}
    for row in rows:
        held = found.setdefault(row["doc"], {})
        if row["yuan"] is not None:
            held[row["path"]] = row["yuan"]
    return found


def indicators(corpus: Corpus, text: str = "", measurable: int | None = None, page: int = 1, size: int = 100) -> Rows:
    """Indicators by name, most used first: name, level1, targets, bodies, measurable (how many have a number), units, and a few
    of their targets as printed. `text`: a part of the name. `measurable`: 1 only targets that are numbers, 0 only others."""
    conditions, values = ["TRUE"], []
    if text.strip():
        conditions.append("contains(name, ?)")
        values.append(text.strip())
    if measurable is not None:
        conditions.append(f"value IS {'NOT ' if measurable else ''}NULL")
    return corpus.rows(
        "SELECT name, any_value(level1) AS level1, any_value(level2) AS level2, count(*)::INTEGER AS targets, "
        "count(DISTINCT body)::INTEGER AS bodies, count(value)::INTEGER AS measurable, "
        "list_sort(list(DISTINCT unit) FILTER (unit IS NOT NULL))[:4] AS units, list_sort(list(DISTINCT raw))[:4] AS raws "
        f"FROM target_list WHERE {' AND '.join(conditions)} GROUP BY name ORDER BY targets DESC, name LIMIT ? OFFSET ?",
        [*values, size, (page - 1) * (size - 1)],
    )


def unit_costs(corpus: Corpus, name: str, unit: str, year: int | None = None) -> Rows:
    """Of every project with that indicator in that unit: issuer, body, year, document, project, value, yuan, and `each`, the
    project's 元 for one of it to 分. Only where the target is a number above 0 and the project's amount is known. It is no
    price: a project may pay for other things too."""
    chosen = " AND t.year = ?" if year is not None else ""
    rows = corpus.rows(
        "SELECT t.issuer, t.body, t.year, t.document, t.project, t.level1, t.level2, t.raw, t.value, p.yuan FROM target_list t "
        "JOIN projects p ON p.doc = t.doc AND p.position = t.project_position "
        f"WHERE t.name = ? AND t.unit = ? AND t.value > 0 AND p.yuan > 0{chosen} "
        "ORDER BY t.year DESC, t.issuer, t.position LIMIT 500",
        [name, unit, *([year] if year is not None else [])],
    )
    return [{**r, "each": (r["yuan"] / r["value"]).quantize(Decimal("0.01"))} for r in rows]
