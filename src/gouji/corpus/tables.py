"""What is known of bodies beyond their documents, from CSV files: lineage (renamed, merged) and reference (persons, staff).

Lineage: division, old_code, old_name, new_code, new_name, year, kind (renamed | merged), source; `year` is the first of the
new. Each side needs a name, or a code and the division. Reference: measure, division, agency, year, value, unit, source; a
row without agency holds for the whole division.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from gouji.corpus.error import CorpusError
from gouji.corpus.identity import settle
from gouji.corpus.insert import insert
from gouji.corpus.schema import KEPT
from gouji.corpus.store import Corpus
from gouji.model.amount import parse_number

MOST_BYTES = 64 << 20
KINDS = ("renamed", "merged")
YEARS = range(1900, 2200)
Line = Mapping[str, str | None]


def add_lineage(corpus: Corpus, path: Path) -> int:
    """Adds the file's rows (those that are there already stay once) and matches all bodies anew; how many rows the file has."""
    rows = _read(path, "lineage", _lineage)
    with corpus.write() as cursor:
        held = set(cursor.execute("SELECT * FROM lineage").fetchall())
        insert(cursor, "lineage", [row for row in dict.fromkeys(rows) if row not in held])
        settle(cursor)
    return len(rows)


def add_reference(corpus: Corpus, path: Path) -> int:
    """Adds the file's rows; a row takes the place of an older one of the same measure, division, agency and year."""
    rows = _read(path, "reference", _reference)
    last = {row[:4]: row for row in rows}
    with corpus.write() as cursor:
        held = cursor.execute("SELECT * FROM reference").fetchall()
        cursor.execute("DELETE FROM reference")
        insert(cursor, "reference", list({**{row[:4]: row for row in held}, **last}.values()))
    return len(rows)


def _read(path: Path, table: str, row: Callable[[Line], tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """The file's rows as the table has them. Raises CorpusError with the line that does not fit."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CorpusError(f"{path}：文件太大", f"{path}: the file is too large")
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            lacking = [name for name in KEPT[table] if name not in (lines.fieldnames or ())]
            if lacking:
                raise CorpusError(f"{path}：缺少“{lacking[0]}”列", f"{path}: no column “{lacking[0]}”")
            found = []
            for line in lines:
                try:
                    found.append(row({k: (line[k] or "").strip() or None for k in KEPT[table]}))
                except ValueError as error:
                    told = f"{path}：第{lines.line_num}行：{error}"
                    raise CorpusError(told, f"{path}: line {lines.line_num}: {error}") from None
            return found
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"{path}：读不出来（{error}）", f"{path}: cannot be read ({error})") from None


def _lineage(line: Line) -> tuple[Any, ...]:
    if line["kind"] not in KINDS:
        raise ValueError("kind: renamed | merged")
    for side in ("old", "new"):
        if not line[f"{side}_name"] and not (line[f"{side}_code"] and line["division"]):
            raise ValueError(f"{side}_name, {side}_code + division")
    sides = (line["division"], line["old_code"], line["old_name"], line["new_code"], line["new_name"])
    return *sides, _year(line), line["kind"], _source(line)


def _reference(line: Line) -> tuple[Any, ...]:
    value = parse_number(line["value"] or "")
    if value is None or not Decimal("0.000001") <= value < Decimal(10) ** 18:
        raise ValueError("value > 0")
    if not line["measure"] or not (line["division"] or line["agency"]):
        raise ValueError("measure, division")
    where = (line["measure"], line["division"], line["agency"], _year(line))
    return *where, round(value, 6), line["unit"], _source(line)


def _year(line: Line) -> int:
    text = line["year"] or ""
    if not text.isdecimal() or int(text) not in YEARS:
        raise ValueError("year")
    return int(text)


def _source(line: Line) -> str:
    if not line["source"]:
        raise ValueError("source")
    return line["source"]


def lineage_of(corpus: Corpus, body: int) -> list[dict[str, Any]]:
    """What the lineage table says of a body under any of its names and codes: from what, into what, when, and the source."""
    return corpus.rows(
        "SELECT DISTINCT l.* FROM lineage l JOIN documents d ON d.body = ? AND (l.division IS NULL OR d.division IS NULL "
        "OR l.division = d.division) AND ((coalesce(l.old_name = d.issuer, l.old_code = d.agency) "
        "AND coalesce(l.old_code = d.agency, TRUE)) OR (coalesce(l.new_name = d.issuer, l.new_code = d.agency) "
        "AND coalesce(l.new_code = d.agency, TRUE))) ORDER BY l.year",
        [body],
    )


def measures(corpus: Corpus) -> list[dict[str, Any]]:
    """The measures of the reference table: measure, unit, rows, first and last year, sources."""
    return corpus.rows(
        "SELECT measure, any_value(unit) AS unit, count(*)::INTEGER AS rows, min(year) AS first, max(year) AS last, "
        "list_sort(list(DISTINCT source)) AS sources FROM reference GROUP BY measure ORDER BY measure"
    )
