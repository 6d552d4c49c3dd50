"""A disclosure and its report as rows of the corpus's tables. Pure: what is stored is decided here, in the worker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from gouji.checking import Report
from gouji.model import serial
from gouji.model.amount import Amount
from gouji.model.disclosure import Disclosure, Indicator
from gouji.model.finding import Severity
from gouji.model.place import Place

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything of one document, by table. `version` names what a later document of the same body and year corrects."""

    document: str
    version: tuple[str, int | None, str | None]
    head: Row  # of documents, without sequence and superseded_by
    tables: dict[str, tuple[Row, ...]]


def parcel(disclosure: Disclosure, report: Report) -> Parcel:
    """The document's rows. Amounts stay exact decimals; `yuan` is the amount in 元."""
    key = disclosure.source.sha256
    issuer = disclosure.issuer
    body = issuer.agency or issuer.department or issuer.name
    return Parcel(
        key,
        (f"{issuer.division or ''}/{body}/{issuer.name}", disclosure.fiscal_year, disclosure.kind),
        (
            key,
            disclosure.source.name,
            disclosure.source.media_type,
            issuer.name,
            issuer.agency,
            issuer.department,
            issuer.division,
            (issuer.division or "")[:2] or None,
            issuer.level,
            disclosure.fiscal_year,
            disclosure.kind,
            disclosure.template,
            disclosure.profile,
            report.count(Severity.ERROR),
            report.count(Severity.WARNING),
            report.count(Severity.INFO),
            report.tally.tested,
            report.tally.held,
            report.tally.untestable,
            len(disclosure.damage),
        ),
        {
            "facts": tuple(_facts(disclosure)),
            "claims": tuple(_claims(disclosure)),
            "projects": tuple(_projects(disclosure)),
            "targets": tuple(_targets(disclosure)),
            "findings": tuple(_findings(key, report)),
            "readings": ((key, json.dumps(serial.to_json(disclosure), ensure_ascii=False, separators=(",", ":"))),),
        },
    )


def _place(place: Place) -> str:
    return json.dumps(place.to_json(), ensure_ascii=False, separators=(",", ":"))


def _facts(disclosure: Disclosure) -> Iterator[Row]:
    key = disclosure.source.sha256
    for f, form in enumerate(disclosure.forms):
        for r, row in enumerate(form.rows):
            codes = tuple(
                row.codes.get(k) for k in ("function", "department_economic", "government_economic", "agency", "project")
            )
            for path, cell in row.cells.items():
                amount = Amount(cell.amount, form.unit)
                exponent = cell.amount.as_tuple().exponent
                decimals = max(0, -exponent) if isinstance(exponent, int) else 0
                head = (key, form.kind, f, r, str(row.kind), row.side, row.label, row.item, *codes, path)
                yield (*head, cell.amount, form.unit, amount.base, decimals, str(cell.origin), _place(cell.place))


def _claims(disclosure: Disclosure) -> Iterator[Row]:
    key = disclosure.source.sha256
    for c in disclosure.claims:
        yield key, c.quantity, c.amount, c.unit, c.words, c.direction, c.section, c.quote, _place(c.place)


def _projects(disclosure: Disclosure) -> Iterator[Row]:
    key = disclosure.source.sha256
    for n, p in enumerate(disclosure.projects):
        yuan = Amount(p.amount, p.unit).base if p.amount is not None else None
        yield key, n, p.code, p.name, p.agency, p.amount, p.unit, yuan


def _targets(disclosure: Disclosure) -> Iterator[Row]:
    owners: list[tuple[str | None, tuple[Indicator, ...]]] = [(p.name, p.indicators) for p in disclosure.projects]
    if disclosure.department_performance is not None:
        owners.append((None, disclosure.department_performance.indicators))
    for owner, indicators in owners:
        for i in indicators:
            t = i.target
            base = (disclosure.source.sha256, owner, i.level1, i.level2, i.name)
            yield (*base, t.raw, t.comparator, t.value, t.unit, _place(i.place))


def _findings(key: str, report: Report) -> Iterator[Row]:
    for n, finding in enumerate(report.findings):
        spot = finding.places[0] if finding.places else None
        stated, expected = (None if v is None else str(v) for v in (finding.stated, finding.expected))
        where = _place(spot.place) if spot else None
        form = spot.form if spot else None
        yield key, n, finding.rule, str(finding.severity), finding.title, finding.message, form, stated, expected, where
