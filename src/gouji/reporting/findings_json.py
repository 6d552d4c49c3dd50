"""Findings as JSON of the schema gouji/findings/1 (INTERFACE.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gouji.checking import Report
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Severity, Spot, Suspect
from gouji.reconcile.binding import Figures
from gouji.reconcile.coverage import counts, unvouched

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
            "accepted": len(report.accepted),
            "identities": {
                "tested": tally.tested,
                "held": tally.held,
                "rounding": tally.rounding,
                "broken": tally.broken,
                "untestable": tally.untestable,
            },
            "untestable": [{"reason": reason, "count": count} for reason, count in report.untested],
        },
        "coverage": _coverage(disclosure, report),
        "findings": [finding_json(f) for f in report.findings],
    }


def _coverage(disclosure: Disclosure, report: Report) -> dict[str, Any]:
    """How many printed amounts how many independent relations vouch for, and those that nothing vouches for."""
    lone = unvouched(disclosure, report.coverage)
    figures = Figures(disclosure)
    return {
        "amounts": sum(len(row.cells) for form in disclosure.forms for row in form.rows),
        "relations": {str(n): count for n, count in counts(disclosure, report.coverage).items()},
        "unvouched": [_spot(figures.figure(key).spot) for key in lone],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding as JSON."""
    out: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "title": finding.title,
        "message": finding.message,
        "stated": figure_text(finding.stated),
        "expected": figure_text(finding.expected),
        "difference": figure_text(finding.difference),
        "unit": finding.unit,
        "places": [_spot(s) for s in finding.places],
        "suspect": _suspect(finding.suspect) if finding.suspect else None,
        "basis": finding.basis,
        "relations": list(finding.relations),
    }
    if finding.accepted is not None:
        out["accepted"] = finding.accepted
    if finding.rewrite is not None:
        out["rewrite"] = finding.rewrite
    return out


def figure_text(value: Decimal | str | None) -> str | None:
    """A figure as JSON carries it: the decimal written out."""
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
