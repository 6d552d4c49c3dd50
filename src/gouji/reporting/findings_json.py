"""Findings as JSON of the schema gouji/findings/1 (INTERFACE.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gouji.checking import Report
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Severity, Spot, Suspect

SCHEMA = "gouji/findings/1"


def findings_json(disclosure: Disclosure, report: Report) -> dict[str, Any]:
    """The findings on one document, worst first, with their summary."""
    tally = report.tally
    return {
        "schema": SCHEMA,
        "source": {
            "name": disclosure.source.name,
            "media_type": disclosure.source.media_type,
            "sha256": disclosure.source.sha256,
            "pages": disclosure.source.pages,
        },
        "summary": {
            **{severity.value: report.count(severity) for severity in Severity},
            "identities": {
                "tested": tally.tested,
                "held": tally.held,
                "rounding": tally.rounding,
                "broken": tally.broken,
                "untestable": tally.untestable,
            },
            "untestable": [{"reason": reason, "count": count} for reason, count in report.untested],
        },
        "findings": [_finding(f) for f in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    out: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "title": finding.title,
        "message": finding.message,
        "stated": _figure(finding.stated),
        "expected": _figure(finding.expected),
        "difference": _figure(finding.difference),
        "unit": finding.unit,
        "places": [_spot(s) for s in finding.places],
        "suspect": _suspect(finding.suspect) if finding.suspect else None,
        "basis": finding.basis,
        "relations": list(finding.relations),
    }
    if finding.rewrite is not None:
        out["rewrite"] = finding.rewrite
    return out


def _figure(value: Decimal | str | None) -> str | None:
    return format(value, "f") if isinstance(value, Decimal) else value


def _spot(spot: Spot) -> dict[str, Any]:
    out: dict[str, Any] = {"form": spot.form, "row": spot.row, "column": spot.column, "place": spot.place.to_json()}
    if spot.stated is not None:
        out["stated"] = spot.stated
    return out


def _suspect(suspect: Suspect) -> dict[str, Any]:
    return {
        **_spot(suspect.spot),
        "should_be": suspect.should_be,
        "confidence": float(suspect.confidence),  # a weight between 0 and 1, not money
        "alternatives": [{**_spot(spot), "should_be": value} for spot, value in suspect.alternatives],
    }
