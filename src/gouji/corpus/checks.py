"""What the documents of a corpus say against each other: the rules over several documents (gouji.checking.together, .peers),
each run on the few documents that it concerns.

A department with its units of the year; a body's document with that of the year before (a renamed body too); the bodies that
list one project; and what stands apart among peers, by share and, with a reference table, for each person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from gouji.checking.family import joint_checks
from gouji.checking.outlying import PEERS, outlying
from gouji.checking.peers import apart, percent
from gouji.checking.together import check_together
from gouji.corpus.browse import Rows, document
from gouji.corpus.families import departments, projects, years
from gouji.corpus.insert import insert
from gouji.corpus.store import Corpus
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Severity, Spot
from gouji.model.place import Place
from gouji.reporting.findings_json import figure_text, finding_json

DEPARTMENT = frozenset({"TOGETHER-SUM", "TOGETHER-AGENCY", "TOGETHER-MISSING-UNIT"})
YEARS = frozenset({"TOGETHER-LAST-YEAR", "TOGETHER-LAST-COLUMN"})
PROJECT = frozenset({"TOGETHER-PROJECT"})
OUTLIER = "TOGETHER-OUTLIER"
MOST = 10_000  # findings that a report shows
HELD = 64  # readings kept in memory between families


@dataclass(frozen=True, slots=True)
class Joint:
    """A finding over several documents, in Chinese and English: whose body and year it is listed under, and the documents that
    it speaks of."""

    finding: Finding
    english: Finding
    body: int
    year: int | None
    documents: tuple[str, ...]


def check(corpus: Corpus) -> int:
    """Checks all current documents against each other and stores what is found in place of what was found before; how many."""
    found = list({_key(j): j for j in joint_findings(corpus)}.values())
    with corpus.write() as cursor:
        cursor.execute("DELETE FROM joint_findings")
        insert(cursor, "joint_findings", [_row(j) for j in found])
    return len(found)


def joint_findings(corpus: Corpus) -> Iterator[Joint]:
    """What the documents say against each other, not stored."""

    @lru_cache(maxsize=HELD)
    def reading(key: str) -> Disclosure:
        return document(corpus, key)

    for rules, families in ((DEPARTMENT, departments(corpus)), (YEARS, years(corpus)), (PROJECT, projects(corpus))):
        for rows in families:
            yield from _together(rows, rules, reading)
    yield from _shares(corpus)
    yield from _per_person(corpus)


def _together(rows: Rows, rules: frozenset[str], reading: Any) -> Iterator[Joint]:
    """The rules' findings on a family; in English only where there are any."""
    named, chinese = _in(rows, rules, reading, "zh")
    if not chinese:
        return
    english_named, english = _in(rows, rules, reading, "en")
    if [f.rule for f in english] != [f.rule for f in chinese]:
        english_named, english = named, chinese
    for finding, other in zip(chinese, english, strict=True):
        spoken = [named[s.place.file] for s in finding.places if s.place.file in named]
        first = spoken[0] if spoken else rows[0]
        keys = tuple(dict.fromkeys(r["document"] for r in spoken)) or (first["document"],)
        pair = _with_documents(finding, named), _with_documents(other, english_named)
        yield Joint(*pair, first["body"], first["year"], keys)


def _in(rows: Rows, rules: frozenset[str], reading: Any, lang: str) -> tuple[dict[str, dict[str, Any]], list[Finding]]:
    """The family's documents by what they are called, and the findings. All documents of one body go under its latest name, so
    that renamed ones meet."""
    named: dict[str, dict[str, Any]] = {}
    members: list[tuple[str, Disclosure]] = []
    latest = {r["body"]: r["issuer"] for r in sorted(rows, key=lambda r: (r["year"] or 0, r["doc"]))}
    for row in rows:
        kind = (" department" if lang == "en" else "部门预算") if row["kind"] == "department_budget" else ""
        name = f"{_named(row, lang)}{kind}"
        while name in named:
            name += f"（{row['document'][:8]}）"
        named[name] = row
        found = reading(row["document"])
        members.append((name, replace(found, issuer=replace(found.issuer, name=latest[row["body"]]))))
    return named, [f for f in check_together(members, lang) if f.rule in rules]


def _with_documents(finding: Finding, named: dict[str, dict[str, Any]]) -> Finding:
    """The finding with every place's file named by its document's hash, which pages can open."""
    places = tuple(
        replace(s, place=replace(s.place, file=named[s.place.file]["document"])) if s.place.file in named else s
        for s in finding.places
    )
    return replace(finding, places=places)


_SPENT = (
    "SELECT a.document, a.body, a.issuer, a.year, coalesce(a.level, '') AS level, a.division, a.function, "
    "any_value(a.label) AS label, sum(a.yuan) AS yuan, any_value(a.place) AS place, any_value(a.path) AS path, "
    "any_value(d.expenditure) AS whole "
    "FROM amounts a JOIN documents d USING (doc) WHERE a.kind <> 'department_budget' AND a.form = 'expenditure_summary' "
    "AND a.main AND a.row_kind = 'item' AND length(a.function) = 7 AND a.yuan > 0 AND a.year IS NOT NULL "
    "GROUP BY a.document, a.body, a.issuer, a.year, a.level, a.division, a.function"
)


def _shares(corpus: Corpus) -> Iterator[Joint]:
    rows = corpus.rows(f"SELECT * FROM ({_SPENT}) WHERE whole > 0 ORDER BY year, level, function, body")
    for same in _grouped(rows, ("year", "level", "function")):
        if len({r["body"] for r in same}) < PEERS:
            continue
        shares = [r["yuan"] / r["whole"] for r in same]
        for at, middle in outlying(shares):
            row = same[at]
            told = (row["label"], row["function"], shares[at], middle, len(same))
            words = apart(_named(row, "zh"), *told)[0], apart(_named(row, "en"), *told)[1]
            yield _outlier(row, words, percent(shares[at]), percent(middle))


def _per_person(corpus: Corpus) -> Iterator[Joint]:
    """By every measure of divisions: functions that one body in each division spends on, 元 for each person."""
    rows = corpus.rows(
        f"SELECT s.*, r.measure, r.value FROM ({_SPENT}) s JOIN reference r ON r.division = s.division AND r.agency IS NULL "
        "AND r.year = s.year ORDER BY measure, s.year, level, function, body"
    )
    for same in _grouped(rows, ("measure", "year", "level", "function")):
        if len({r["division"] for r in same}) < max(PEERS, len(same)):
            continue
        each = [r["yuan"] / r["value"] for r in same]
        for at, middle in outlying(each):
            row = same[at]
            a, b = (f"{v.quantize(Decimal('0.01')):,f}元" for v in (each[at], middle))
            chinese = f"{_named(row, 'zh')}的“{row['label']}”（{row['function']}）按{row['measure']}平均每人{a}，"
            words = (
                f"{chinese}{len(same)}个地方的中位数是{b}。",
                f"{_named(row, 'en')}: “{row['label']}” ({row['function']}) is {a} for each of {row['measure']}; "
                f"the median of {len(same)} places is {b}.",
            )
            yield _outlier(row, words, a, b)


def _grouped(rows: Rows, names: tuple[str, ...]) -> Iterable[Rows]:
    groups: dict[tuple[Any, ...], Rows] = {}
    for row in rows:
        groups.setdefault(tuple(row[n] for n in names), []).append(row)
    return groups.values()


def _named(row: dict[str, Any], lang: str) -> str:
    return f"{row['issuer']} {row['year']}" if lang == "en" else f"{row['issuer']}{row['year']}年"


def _outlier(row: dict[str, Any], messages: tuple[str, str], stated: str, expected: str) -> Joint:
    rule = next(r for r in joint_checks() if r.id == OUTLIER)
    place = replace(Place.from_json(json.loads(row["place"])), file=row["document"])
    spot = Spot("expenditure_summary", row["label"], row["path"], figure_text(row["yuan"]), place)

    def said(n: int) -> Finding:
        return Finding(
            rule=rule.id,
            severity=rule.severity,
            title=rule.title[n],
            message=messages[n],
            places=(spot,),
            stated=stated,
            expected=expected,
            basis=rule.basis[n],
        )

    return Joint(said(0), said(1), row["body"], row["year"], (row["document"],))


def _key(joint: Joint) -> str:
    told = [joint.finding.rule, joint.body, joint.year, joint.finding.message]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def _row(joint: Joint) -> tuple[object, ...]:
    f = joint.finding
    details = json.dumps(finding_json(f), ensure_ascii=False, separators=(",", ":"))
    head = (f.rule, f.severity.value, f.title, f.message, joint.body, joint.year)
    return *head, json.dumps(joint.documents), _key(joint), details, joint.english.title, joint.english.message


def stored(corpus: Corpus, body: int | None = None, page: int = 1, size: int = 100) -> Rows:
    """The findings over several documents of the last check: rule, severity, title, message, title_en, message_en, body, year,
    documents (a list of hashes), key, details (gouji/findings/1; a place's `file` is the document's hash). Of one body, or of
    all; worst first."""
    chosen, values = (" WHERE body = ?", [body]) if body is not None else ("", [])
    rows = corpus.rows(
        f"SELECT * FROM joint_findings{chosen} ORDER BY array_position(['error', 'warning', 'info'], severity), year DESC, "
        "rule, key LIMIT ? OFFSET ?",
        [*values, size, (page - 1) * size],
    )
    return [{**r, "documents": json.loads(r["documents"])} for r in rows]


def found(corpus: Corpus, lang: str = "zh") -> tuple[Finding, ...]:
    """The findings of the last check for a report: severity, title and message; worst first."""
    own = "_en" if lang == "en" else ""
    return tuple(
        Finding(r["rule"], Severity(r["severity"]), r[f"title{own}"] or r["title"], r[f"message{own}"] or r["message"])
        for r in stored(corpus, size=MOST)
    )
