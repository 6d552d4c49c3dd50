"""The tables of a corpus. A fact is one amount with everything needed to find it again in its source.

`doc` is a document's number in this corpus (documents.doc); its lasting name is `document`, the SHA-256 of the file.
"""

from __future__ import annotations

from collections.abc import Mapping

VERSION = 3  # see migrate

DOC = "INTEGER NOT NULL"

# Table → column → type. Order counts: rows are written as tuples.
DOCUMENTS: Mapping[str, str] = {
    "document": "VARCHAR PRIMARY KEY",  # SHA-256 of the file
    "name": "VARCHAR NOT NULL",
    "media_type": "VARCHAR",
    "pages": "INTEGER",
    "size": "BIGINT",  # bytes of the file
    "issuer": "VARCHAR NOT NULL",
    "agency": "VARCHAR",
    "department": "VARCHAR",
    "division": "VARCHAR",
    "province": "VARCHAR",  # first two digits of the division
    "level": "VARCHAR",
    "year": "INTEGER",
    "kind": "VARCHAR",
    "template": "VARCHAR",
    "profile": "VARCHAR",
    "revenue": "DECIMAL(18,4)",  # 收入总计, 支出总计, 基本支出, 项目支出 in 元, from the forms; NULL where no form tells
    "expenditure": "DECIMAL(18,4)",
    "basic": "DECIMAL(18,4)",
    "projects": "DECIMAL(18,4)",
    "errors": "INTEGER NOT NULL",
    "warnings": "INTEGER NOT NULL",
    "infos": "INTEGER NOT NULL",
    "tested": "INTEGER NOT NULL",
    "held": "INTEGER NOT NULL",
    "untestable": "INTEGER NOT NULL",
    "damage": "INTEGER NOT NULL",
    "issuer_key": "VARCHAR NOT NULL",  # the issuer's name, folded
    "original": "VARCHAR",  # the suffix under which the file itself is kept beside the corpus; NULL where it is not
    "doc": DOC,  # order of storing, from 1: of two versions the later one counts
    "body": DOC,  # who published: the least `doc` of that body (see bodies)
    "stored_at": "TIMESTAMP NOT NULL",  # UTC
    "superseded_by": "VARCHAR",  # the document that corrects this one
    "rules": "VARCHAR",  # by which rules it was checked (checking.stamp); NULL: by those of before there were stamps
}
STORED = ("doc", "body", "stored_at", "superseded_by")  # columns of documents that the store itself fills

# Tables of one document's rows; the first column, `doc`, is put there by the store.
OWNED: Mapping[str, Mapping[str, str]] = {
    "facts": {
        "doc": DOC,
        "form": "VARCHAR NOT NULL",
        "form_position": "INTEGER NOT NULL",
        "row_position": "INTEGER NOT NULL",
        "row_kind": "VARCHAR NOT NULL",
        "side": "VARCHAR",
        "label": "VARCHAR NOT NULL",
        "item": "VARCHAR",
        "function": "VARCHAR",
        "department_economic": "VARCHAR",
        "government_economic": "VARCHAR",
        "row_agency": "VARCHAR",
        "project": "VARCHAR",
        "path": "VARCHAR NOT NULL",
        "main": "BOOLEAN NOT NULL",  # whether `path` is the form's own total column (of that side)
        "amount": "DECIMAL(24,6)",  # NULL where what is printed fits no budget (more than 18 digits before the point)
        "unit": "VARCHAR NOT NULL",
        "yuan": "DECIMAL(18,4)",
        "decimals": "INTEGER NOT NULL",  # printed precision
        "origin": "VARCHAR NOT NULL",
        "vouched": "INTEGER NOT NULL",  # how many independent relations vouch for it
        "place": "VARCHAR NOT NULL",  # JSON
    },
    "claims": {
        "doc": DOC,
        "position": "INTEGER NOT NULL",
        "quantity": "VARCHAR NOT NULL",
        "amount": "DECIMAL(24,6)",
        "unit": "VARCHAR",
        "yuan": "DECIMAL(18,4)",  # NULL for what is no money
        "words": "VARCHAR",
        "direction": "VARCHAR",
        "section": "VARCHAR",
        "quote": "VARCHAR",
        "place": "VARCHAR NOT NULL",
    },
    "projects": {
        "doc": DOC,
        "position": "INTEGER NOT NULL",
        "code": "VARCHAR",
        "name": "VARCHAR NOT NULL",
        "agency": "VARCHAR",
        "amount": "DECIMAL(24,6)",
        "unit": "VARCHAR",
        "yuan": "DECIMAL(18,4)",
        "goal": "VARCHAR",
        "indicators": "INTEGER NOT NULL",
        "place": "VARCHAR NOT NULL",
    },
    "targets": {
        "doc": DOC,
        "position": "INTEGER NOT NULL",
        "project_position": "INTEGER",  # projects.position; NULL for the department as a whole
        "project": "VARCHAR",
        "level1": "VARCHAR NOT NULL",
        "level2": "VARCHAR",
        "name": "VARCHAR NOT NULL",
        "raw": "VARCHAR NOT NULL",
        "comparator": "VARCHAR",
        "value": "DECIMAL(24,6)",
        "upper": "DECIMAL(24,6)",
        "unit": "VARCHAR",
        "place": "VARCHAR NOT NULL",
    },
    "findings": {
        "doc": DOC,
        "position": "INTEGER NOT NULL",
        "key": "VARCHAR NOT NULL",  # the same for the same finding in another version of the document
        "rule": "VARCHAR NOT NULL",
        "severity": "VARCHAR NOT NULL",
        "title": "VARCHAR NOT NULL",
        "message": "VARCHAR NOT NULL",
        "form": "VARCHAR",
        "row_label": "VARCHAR",
        "path": "VARCHAR",
        "stated": "VARCHAR",
        "expected": "VARCHAR",
        "difference": "VARCHAR",
        "unit": "VARCHAR",
        "accepted": "VARCHAR",
        "place": "VARCHAR",
        "details": "VARCHAR NOT NULL",  # the whole finding as JSON (gouji/findings/1)
        "title_en": "VARCHAR",  # title and message in English; NULL where it was checked by an older program
        "message_en": "VARCHAR",
    },
    "readings": {"doc": DOC, "reading": "BLOB NOT NULL"},  # gouji/disclosure/1, compressed
}

# What is known of bodies beyond their documents, and what the search looks up: kept by their own modules.
KEPT: Mapping[str, Mapping[str, str]] = {
    "lineage": {
        "division": "VARCHAR",
        "old_code": "VARCHAR",
        "old_name": "VARCHAR",
        "new_code": "VARCHAR",
        "new_name": "VARCHAR",
        "year": "INTEGER NOT NULL",  # the first year of the new
        "kind": "VARCHAR NOT NULL",  # renamed | merged
        "source": "VARCHAR NOT NULL",
    },
    "reference": {
        "measure": "VARCHAR NOT NULL",  # 参保人数, 常住人口, 编制人数 …
        "division": "VARCHAR",
        "agency": "VARCHAR",
        "year": "INTEGER NOT NULL",
        "value": "DECIMAL(24,6) NOT NULL",
        "unit": "VARCHAR",
        "source": "VARCHAR NOT NULL",
    },
    "joint_findings": {
        "rule": "VARCHAR NOT NULL",
        "severity": "VARCHAR NOT NULL",
        "title": "VARCHAR NOT NULL",
        "message": "VARCHAR NOT NULL",
        "body": "INTEGER",
        "year": "INTEGER",
        "documents": "VARCHAR NOT NULL",  # JSON list of the documents that it speaks of
        "key": "VARCHAR NOT NULL",
        "details": "VARCHAR NOT NULL",  # JSON
        "title_en": "VARCHAR",
        "message_en": "VARCHAR",
    },
    "texts": {
        "text": "INTEGER NOT NULL",
        "kind": "VARCHAR NOT NULL",  # body | project | indicator | item
        "title": "VARCHAR NOT NULL",
        "code": "VARCHAR NOT NULL",  # of an item: its function or economic code; else ""
        "folded": "VARCHAR NOT NULL",
    },
    "words": {"word": "INTEGER NOT NULL", "spelling": "VARCHAR NOT NULL"},
    "postings": {"word": "INTEGER NOT NULL", "text": "INTEGER NOT NULL"},
}

TABLES: Mapping[str, Mapping[str, str]] = {"documents": DOCUMENTS, **OWNED, **KEPT}
EXPORTED = ("documents", "facts", "claims", "projects", "targets", "findings")

DIMENSIONS = "d.document, d.body, d.issuer, d.agency, d.department, d.division, d.province, d.level, d.year, d.kind"
VIEWS: Mapping[str, str] = {
    "current": "SELECT * FROM documents WHERE superseded_by IS NULL",
    "amounts": f"SELECT {DIMENSIONS}, f.* FROM facts f JOIN current d USING (doc)",
    "statements": f"SELECT {DIMENSIONS}, c.* FROM claims c JOIN current d USING (doc)",
    "project_list": f"SELECT {DIMENSIONS}, p.* RENAME (agency AS owner) FROM projects p JOIN current d USING (doc)",
    "target_list": f"SELECT {DIMENSIONS}, t.* FROM targets t JOIN current d USING (doc)",
    "finding_list": f"SELECT {DIMENSIONS}, f.* FROM findings f JOIN current d USING (doc)",
}


def statements() -> list[str]:
    """What makes an empty corpus."""
    made = [f"CREATE TABLE IF NOT EXISTS {name} ({_columns(columns)})" for name, columns in TABLES.items()]
    made.append("CREATE TABLE IF NOT EXISTS meta (version INTEGER NOT NULL)")
    made += [f"CREATE OR REPLACE VIEW {name} AS {query}" for name, query in VIEWS.items()]
    return made


def _columns(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())
