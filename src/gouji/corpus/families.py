"""Which few documents of a corpus have to do with each other: departments with units, a body's years, projects listed twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gouji.corpus.browse import Rows
from gouji.corpus.store import Corpus

_COLUMNS = "d.document, d.doc, d.body, d.issuer, d.year, d.kind"
_UNITS = (
    "d.kind = 'unit_budget' AND d.year = $year AND (d.division IS NULL OR $division::VARCHAR IS NULL "
    "OR d.division = $division) AND ((d.department = $department AND d.division = $division) OR d.issuer_key = $name "
    "OR d.issuer IN (SELECT label FROM facts WHERE doc = $doc AND row_kind = 'agency') OR (d.division = $division "
    "AND d.agency IN (SELECT row_agency FROM facts WHERE doc = $doc AND row_kind = 'agency')))"
)
_LISTED_TWICE = (
    "SELECT list(DISTINCT doc) AS docs FROM project_list WHERE kind <> 'department_budget' AND year IS NOT NULL "
    "AND length(code) > 7 GROUP BY year, code HAVING count(DISTINCT body) > 1 "
    "UNION SELECT list(DISTINCT doc) FROM project_list WHERE kind <> 'department_budget' AND year IS NOT NULL "
    "AND yuan > 0 AND length(name) > 4 AND division IS NOT NULL "
    "GROUP BY year, division, name, yuan HAVING count(DISTINCT body) > 1"
)


def departments(corpus: Corpus) -> Iterator[Rows]:
    """Each department's document with the units of its year that it names, or that bear its code."""
    wholes = corpus.rows(
        f"SELECT {_COLUMNS}, division, department, issuer_key FROM current d WHERE kind = 'department_budget' "
        "AND year IS NOT NULL ORDER BY doc"
    )
    for whole in wholes:
        values = {k: whole[k] for k in ("year", "division", "department", "doc")} | {"name": whole["issuer_key"]}
        units = corpus.rows(f"SELECT {_COLUMNS} FROM current d WHERE {_UNITS} ORDER BY doc", values)
        if units:
            yield [whole, *units]


def years(corpus: Corpus) -> Iterator[Rows]:
    """Each body's documents of two years, one after the other."""
    rows = corpus.rows(
        f"SELECT {_COLUMNS} FROM current d WHERE year IS NOT NULL AND (issuer_key <> '' OR agency IS NOT NULL) "
        "ORDER BY body, kind, year, doc"
    )
    for before, now in pairwise(rows):
        if (before["body"], before["kind"], before["year"] + 1) == (now["body"], now["kind"], now["year"]):
            yield [before, now]


def projects(corpus: Corpus) -> Iterator[Rows]:
    """The documents of units that list a project of one code in one year, or in one place of the same name and amount."""
    for docs in sorted({tuple(sorted(g["docs"])) for g in corpus.rows(_LISTED_TWICE)}):
        yield corpus.rows(f"SELECT {_COLUMNS} FROM current d WHERE doc IN (SELECT unnest(?)) ORDER BY doc", [list(docs)])
