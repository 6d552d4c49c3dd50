"""Findings as SARIF 2.1.0, which code hosts and editors show beside the document.

Regions carry lines and columns of a text; where a format has pages, sheets or tables the whole place is in `properties`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from gouji import __version__
from gouji.model.finding import Finding, Severity, Spot
from gouji.model.place import Place
from gouji.reporting.findings_json import figure_text
from gouji.reporting.material import Material

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(material: Material) -> dict[str, Any]:
    """The log of one run over one document."""
    found = material.report.findings
    rules = list(dict.fromkeys(f.rule for f in found))
    index = {rule: i for i, rule in enumerate(rules)}
    first = {f.rule: f for f in reversed(found)}
    source = material.disclosure.source
    artifact: dict[str, Any] = {"location": _uri(source.name), "mimeType": source.media_type}
    if source.sha256:
        artifact["hashes"] = {"sha-256": source.sha256}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "gouji", "version": __version__, "rules": [_rule(first[rule]) for rule in rules]}},
                "language": "en" if material.lang == "en" else "zh-CN",
                "columnKind": "unicodeCodePoints",
                "artifacts": [artifact],
                "results": [_result(f, index[f.rule], source.name) for f in found],
            }
        ],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    out: dict[str, Any] = {"id": finding.rule, "shortDescription": {"text": finding.title or finding.rule}}
    if finding.basis:
        out["help"] = {"text": finding.basis}
    return out


def _result(finding: Finding, rule: int, name: str) -> dict[str, Any]:
    here = [_location(spot, name) for spot in finding.places] or [{"physicalLocation": {"artifactLocation": _uri(name)}}]
    properties = {
        "stated": figure_text(finding.stated),
        "expected": figure_text(finding.expected),
        "difference": figure_text(finding.difference),
        "unit": finding.unit,
        "rewrite": finding.rewrite,
    }
    out: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": here[:1],
        "properties": {key: value for key, value in properties.items() if value is not None},
    }
    if finding.accepted is not None:
        out["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.accepted}]
    if here[1:]:
        out["relatedLocations"] = [{"id": i, **location} for i, location in enumerate(here[1:], start=1)]
    return out


def _location(spot: Spot, name: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _uri(name)}
    region = _region(spot.place)
    if region:
        physical["region"] = region
    place = spot.place.to_json()
    if place:
        physical["properties"] = {"place": place}
    named = ".".join(part for part in (spot.form, spot.row, spot.column if spot.form else "") if part)
    return {"physicalLocation": physical, **({"logicalLocations": [{"fullyQualifiedName": named}]} if named else {})}


def _region(place: Place) -> dict[str, int]:
    """Lines and columns as SARIF counts them: from 1, and `endColumn` is the one after the last."""
    if place.line is None:
        return {}
    region = {"startLine": place.line}
    if place.to_line is not None and place.to_line > place.line:
        region["endLine"] = place.to_line
    elif place.column is not None:
        region["startColumn"] = place.column
        region["endColumn"] = (place.to_column or place.column) + 1
    return region


def _uri(name: str) -> dict[str, str]:
    return {"uri": quote(name, safe="/")}
