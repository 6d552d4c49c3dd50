"""A disclosure and its report as rows of the corpus's tables. Pure: what is stored is decided here, in the worker."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from gouji.checking import Report
from gouji.checking.stamp import rules_stamp
from gouji.corpus.totals import main_columns, totals
from gouji.corpus.words import folded, segmented
from gouji.model import serial
from gouji.model.amount import MONEY_UNITS, Amount
from gouji.model.disclosure import Disclosure, Indicator, RowKind
from gouji.model.finding import Finding, Severity
from gouji.model.place import Place
from gouji.reconcile.bound import Key
from gouji.reporting.findings_json import figure_text, finding_json

Row = tuple[object, ...]
_CODES = ("function", "department_economic", "government_economic", "agency", "project")
MOST = {6: Decimal(10) ** 18, 4: Decimal(10) ** 14}  # what the columns hold: printed amounts, amounts in 元
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
MAX_READING = 256 << 20  # bytes of one reading unpacked: a row of the store that says more is damaged


@dataclass(frozen=True, slots=True)
class Text:
    """A wording that the search finds: `kind` is body, project, indicator or item (of `code`); `words` its segmentation."""

    kind: str
    title: str
    code: str
    folded: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything of one document, by table; rows are without the number that the store gives the document."""

    document: str
    head: Mapping[str, object]  # of documents, but for what the store fills
    tables: Mapping[str, tuple[Row, ...]]
    texts: tuple[Text, ...]


def parcel(disclosure: Disclosure, report: Report, size: int | None = None, english: Sequence[Finding | None] = ()) -> Parcel:
    """The document's rows. Amounts stay exact decimals; `yuan` is the amount in 元. `size`: bytes of the file. `report` is in
    Chinese, `english` its findings in English, in their order, where they are known (checking.report.translated)."""
    return Parcel(
        disclosure.source.sha256,
        _head(disclosure, report, size),
        {
            "facts": tuple(_facts(disclosure, report)),
            "claims": tuple(_claims(disclosure)),
            "projects": tuple(_projects(disclosure)),
            "targets": tuple(_targets(disclosure)),
            "findings": tuple(_findings(report, english)),
            "readings": ((packed(disclosure),),),
        },
        segmented_texts(disclosure),
    )


def packed(disclosure: Disclosure) -> bytes:
    """The reading as the store keeps it: gouji/disclosure/1, compressed."""
    return zlib.compress(_json(serial.to_json(disclosure)).encode())


def unpacked(data: bytes) -> Disclosure:
    """The disclosure that `packed` kept."""
    return serial.from_json(json.loads(zlib.decompressobj().decompress(data, MAX_READING)))


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def _head(disclosure: Disclosure, report: Report, size: int | None) -> dict[str, object]:
    issuer, source = disclosure.issuer, disclosure.source
    return {
        "document": source.sha256,
        "name": source.name,
        "media_type": source.media_type,
        "pages": source.pages,
        "size": size,
        "issuer": issuer.name,
        "agency": issuer.agency,
        "department": issuer.department,
        "division": issuer.division,
        "province": (issuer.division or "")[:2] or None,
        "level": issuer.level,
        "year": disclosure.fiscal_year,
        "kind": disclosure.kind,
        "template": disclosure.template,
        "profile": disclosure.profile,
        **{name: _fits(value, 4) for name, value in totals(disclosure).items()},
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "tested": report.tally.tested,
        "held": report.tally.held,
        "untestable": report.tally.untestable,
        "damage": len(disclosure.damage),
        "issuer_key": folded(issuer.name),
        "rules": rules_stamp(),
    }


def _fits(value: Decimal | None, scale: int) -> Decimal | None:
    """The value with at most `scale` decimals (finer than 分: no printed budget is); None where it is beyond any budget."""
    if value is None or abs(value) >= MOST[scale]:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -scale:
        with localcontext(prec=60):
            return value.quantize(Decimal(1).scaleb(-scale))
    return value


def _yuan(value: Decimal | None, unit: str | None) -> Decimal | None:
    if value is None or unit not in MONEY_UNITS:
        return None
    with localcontext(prec=60):
        return _fits(Amount(value, unit).base, 4)


def _place(place: Place) -> str:
    return _json(place.to_json())


def _facts(disclosure: Disclosure, report: Report) -> Iterator[Row]:
    for f, form in enumerate(disclosure.forms):
        main = main_columns(form)
        for r, row in enumerate(form.rows):
            codes = tuple(row.codes.get(k) for k in _CODES)
            head = (form.kind, f, r, row.kind.value, row.side, row.label, row.item, *codes)
            for path, cell in row.cells.items():
                exponent = cell.amount.as_tuple().exponent
                decimals = max(0, -exponent) if isinstance(exponent, int) else 0
                known = (_fits(cell.amount, 6), form.unit, _yuan(cell.amount, form.unit), decimals, cell.origin.value)
                vouched = report.coverage.get(Key("form", f, r, path), 0)
                yield (*head, path, path == main.get(row.side), *known, vouched, _place(cell.place))


def _claims(disclosure: Disclosure) -> Iterator[Row]:
    for n, c in enumerate(disclosure.claims):
        amount = _fits(c.amount, 6)
        told = (c.words, c.direction, c.section, c.quote, _place(c.place))
        yield n, c.quantity, amount, c.unit, _yuan(c.amount, c.unit), *told


def _projects(disclosure: Disclosure) -> Iterator[Row]:
    for n, p in enumerate(disclosure.projects):
        money = (_fits(p.amount, 6), p.unit, _yuan(p.amount, p.unit))
        yield n, p.code, p.name, p.agency, *money, p.goal, len(p.indicators), _place(p.place)


def _targets(disclosure: Disclosure) -> Iterator[Row]:
    owners: list[tuple[int | None, str | None, tuple[Indicator, ...]]]
    owners = [(n, p.name, p.indicators) for n, p in enumerate(disclosure.projects)]
    if disclosure.department_performance is not None:
        owners.append((None, None, disclosure.department_performance.indicators))
    position = 0
    for number, owner, indicators in owners:
        for i in indicators:
            t = i.target
            base = (position, number, owner, i.level1, i.level2, i.name, t.raw, t.comparator)
            yield (*base, _fits(t.value, 6), _fits(t.upper, 6), t.unit, _place(i.place))
            position += 1


def _findings(report: Report, english: Sequence[Finding | None]) -> Iterator[Row]:
    for n, finding in enumerate(report.findings):
        other = english[n] if n < len(english) else None
        spot = finding.places[0] if finding.places else None
        where = (spot.form, spot.row, spot.column) if spot else (None, None, None)
        figures = tuple(figure_text(v) for v in (finding.stated, finding.expected, finding.difference))
        yield (
            *(n, finding_key(finding), finding.rule, finding.severity.value, finding.title, finding.message, *where),
            *(*figures, finding.unit, finding.accepted, _place(spot.place) if spot else None),
            _json(finding_json(finding)),
            *((other.title, other.message) if other else (None, None)),
        )


def finding_key(finding: Finding) -> str:
    """What stays the same of a finding when its document is published anew with other lines: rule, figures, rows, columns."""
    spots: list[Any] = [(s.form, s.row, s.column, s.stated) for s in finding.places]
    told = _json([finding.rule, figure_text(finding.stated), figure_text(finding.expected), spots])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def segmented_texts(disclosure: Disclosure) -> tuple[Text, ...]:
    """What the search shall find of a document: its body, projects, indicators, and the names of its codes; each once."""
    performance = disclosure.department_performance
    owned = [i for p in disclosure.projects for i in p.indicators] + list(performance.indicators if performance else ())
    named: list[tuple[str, str, str]] = [("body", disclosure.issuer.name, "")]
    named += [("project", p.name, "") for p in disclosure.projects]
    named += [("indicator", i.name, "") for i in owned]
    for form in disclosure.forms:
        for row in form.rows:
            code = next((row.codes[k] for k in _CODES[:3] if k in row.codes), None)
            if code is not None and row.kind in (RowKind.ITEM, RowKind.CLASS):
                named.append(("item", row.label, code))
    return tuple(Text(kind, title, code, *segmented(title)) for kind, title, code in dict.fromkeys(named) if title.strip())
