"""The tables of a corpus. A fact is one amount with everything needed to find it again in its source."""

from __future__ import annotations

from collections.abc import Mapping

VERSION = 1

# Table → column → type. Order counts: rows are written as tuples.
TABLES: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "document": "VARCHAR PRIMARY KEY",  # SHA-256 of the file
        "name": "VARCHAR NOT NULL",
        "media_type": "VARCHAR",
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
        "errors": "INTEGER NOT NULL",
        "warnings": "INTEGER NOT NULL",
        "infos": "INTEGER NOT NULL",
        "tested": "INTEGER NOT NULL",
        "held": "INTEGER NOT NULL",
        "untestable": "INTEGER NOT NULL",
        "damage": "INTEGER NOT NULL",
        "sequence": "BIGINT NOT NULL",  # order of storing: of two versions the later one counts
        "superseded_by": "VARCHAR",  # the document that corrects this one
    },
    "facts": {
        "document": "VARCHAR NOT NULL",
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
        "amount": "DECIMAL(24,6) NOT NULL",
        "unit": "VARCHAR NOT NULL",
        "yuan": "DECIMAL(24,4) NOT NULL",
        "decimals": "INTEGER NOT NULL",  # printed precision
        "origin": "VARCHAR NOT NULL",
        "place": "VARCHAR NOT NULL",  # JSON
    },
    "claims": {
        "document": "VARCHAR NOT NULL",
        "quantity": "VARCHAR NOT NULL",
        "amount": "DECIMAL(24,6)",
        "unit": "VARCHAR",
        "words": "VARCHAR",
        "direction": "VARCHAR",
        "section": "VARCHAR",
        "quote": "VARCHAR",
        "place": "VARCHAR NOT NULL",
    },
    "projects": {
        "document": "VARCHAR NOT NULL",
        "position": "INTEGER NOT NULL",
        "code": "VARCHAR",
        "name": "VARCHAR NOT NULL",
        "agency": "VARCHAR",
        "amount": "DECIMAL(24,6)",
        "unit": "VARCHAR",
        "yuan": "DECIMAL(24,4)",
    },
    "targets": {
        "document": "VARCHAR NOT NULL",
        "project": "VARCHAR",  # NULL for the department as a whole
        "level1": "VARCHAR NOT NULL",
        "level2": "VARCHAR",
        "name": "VARCHAR NOT NULL",
        "raw": "VARCHAR NOT NULL",
        "comparator": "VARCHAR",
        "value": "DECIMAL(24,6)",
        "unit": "VARCHAR",
        "place": "VARCHAR NOT NULL",
    },
    "findings": {
        "document": "VARCHAR NOT NULL",
        "position": "INTEGER NOT NULL",
        "rule": "VARCHAR NOT NULL",
        "severity": "VARCHAR NOT NULL",
        "title": "VARCHAR NOT NULL",
        "message": "VARCHAR NOT NULL",
        "form": "VARCHAR",
        "stated": "VARCHAR",
        "expected": "VARCHAR",
        "place": "VARCHAR",
    },
    "readings": {"document": "VARCHAR PRIMARY KEY", "reading": "VARCHAR NOT NULL"},
}


def statements() -> list[str]:
    """What makes an empty corpus."""
    made = [f"CREATE TABLE IF NOT EXISTS {name} ({_columns(columns)})" for name, columns in TABLES.items()]
    made.append("CREATE TABLE IF NOT EXISTS meta (version INTEGER NOT NULL)")
    made.append("CREATE OR REPLACE VIEW current AS SELECT * FROM documents WHERE superseded_by IS NULL")
    dimensions = "d.issuer, d.agency, d.department, d.division, d.province, d.level, d.year, d.kind"
    made.append(f"CREATE OR REPLACE VIEW amounts AS SELECT {dimensions}, f.* FROM facts f JOIN current d USING (document)")
    return made


def _columns(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())
