"""Arithmetic: every root cause of broken relations, and the relations that hold only because of rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from gouji.checking.figures import Speaker, number
from gouji.checking.registry import Found, Subject, check
from gouji.checking.sentences import printed_of, sentence, spots_of, unit_of
from gouji.model.finding import Outcome, Severity, Spot, Suspect
from gouji.reconcile.bound import Result
from gouji.reconcile.localisation import Change, Diagnosis, localise
from gouji.reconcile.slips import OTHER

ARITHMETIC = ("算术", "arithmetic")
LIKELY = Decimal("0.5")  # an explanation that is surer than this is named as the wrong figure; a tie of two is not
TOLD = 3  # relations that are told in full as evidence, and explanations that are named beside the first
GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@check(id="RELATION", severity=Severity.ERROR, title=("勾稽关系不成立", "A relation does not hold"), basis=ARITHMETIC)
def broken(subject: Subject) -> Iterator[Found]:
    """Every relation that the template declares must hold within the printed precision of its figures. Relations that one
    wrong figure breaks are one finding, with all of them as evidence."""
    speaker = Speaker(subject.names(), subject.lang)
    for cause in causes(localise(subject.results)):
        yield _found(subject, speaker, cause)


@check(id="ROUNDING", severity=Severity.INFO, title=("四舍五入尾差", "Rounding differences"), basis=ARITHMETIC)
def rounding(subject: Subject) -> Iterator[Found]:
    """Relations that hold only within what the printed decimals allow: those of one row are told together, each with its
    difference, so that every deviation can be found at its place."""
    speaker = Speaker(subject.names(), subject.lang)
    rows: dict[object, list[Result]] = {}
    for i, result in enumerate(subject.ended(Outcome.ROUNDING)):
        left = result.relation.left
        rows.setdefault(_row(left[0].figure.spot) if left else i, []).append(result)
    for results in rows.values():
        first, *more = _apart(results)
        title = first.relation.title
        told = sentence(subject, speaker, first)
        also = subject.say(f"同一行另有{len(more)}条。", f"{len(more)} more in this row.") if more else ""
        yield Found(
            message=subject.say(
                f"只差末位，在四舍五入的范围内成立（{title}）：{told}{also}",
                f"Differs in the last place only, within rounding ({title}): {told}{also}",
            ),
            places=tuple(dict.fromkeys(term.figure.spot for r in results for term in r.relation.left[:1])),
            stated=printed_of(first),
            expected=first.expected,
            difference=first.difference,
            unit=unit_of(first.relation),
            relations=tuple(dict.fromkeys(r.relation.id for r in results)),
        )


def _row(spot: Spot) -> object:
    """What tells one row from another: a form's row, or the quantity that a sentence states."""
    place = spot.place
    return spot.form, spot.row, place.page, place.line, place.row, place.box[1] if place.box else None


def causes(diagnoses: Iterable[Diagnosis]) -> list[Diagnosis]:
    """The diagnoses, those of one printed figure together: a project's amount is a cell of its form as well."""
    groups: dict[object, list[Diagnosis]] = {}
    for i, diagnosis in enumerate(diagnoses):
        groups.setdefault(_figure(diagnosis) or i, []).append(diagnosis)
    return [
        replace(max(same, key=lambda d: d.confidence), results=tuple(r for d in same for r in d.results))
        for same in groups.values()
    ]


def _figure(diagnosis: Diagnosis) -> object:
    """What tells one printed figure from another: its line, what stands there and what should; None where none is blamed."""
    if not diagnosis.changes:
        return None
    change = diagnosis.changes[0]
    place, amount = change.figure.spot.place, change.figure.amount
    if place.line is None or amount is None:
        return None
    return place.page, place.line, amount.base, change.should_be * amount.factor


def _found(subject: Subject, speaker: Speaker, cause: Diagnosis) -> Found:
    first = cause.results[0]
    relations = tuple(dict.fromkeys(r.relation.id for r in cause.results))
    # a figure that the source garbled says nothing against the issuer: a person must look at the original
    garbled = any(f.damaged for r in cause.results for f in r.relation.figures)
    severity = min((Severity(r.relation.severity) for r in cause.results), key=GRAVITY.index)
    severity = max(severity, Severity.WARNING, key=GRAVITY.index) if garbled else severity
    change = cause.changes[0] if cause.changes and cause.confidence > LIKELY else None
    spots = [s for r in cause.results for s in spots_of(r.relation)]
    plain = Found(
        rule=first.relation.id,
        severity=severity,
        title=first.relation.title,
        message=_message(subject, speaker, cause, change, garbled),
        places=tuple(dict.fromkeys(spots)),
        stated=printed_of(first),
        expected=first.expected,
        difference=first.difference,
        unit=unit_of(first.relation),
        basis=first.relation.basis,
        relations=relations,
        suspect=_suspect(cause) if cause.changes else None,
    )
    if change is None:
        return plain
    amount = change.figure.amount
    return replace(
        plain,
        places=tuple(dict.fromkeys([change.figure.spot, *spots])),
        stated=amount.value if amount else None,
        expected=change.should_be,
        difference=(amount.value if amount else Decimal(0)) - change.should_be,
        unit=amount.unit if amount else plain.unit,
    )


def _message(subject: Subject, speaker: Speaker, cause: Diagnosis, change: Change | None, garbled: bool) -> str:
    """Line by line: the wrong figure and what it should be; what else it may be; then the relations that show it."""
    results = _apart(cause.results)
    shown = [sentence(subject, speaker, r, blame=change is None) for r in results[:TOLD]]
    lines = shown
    if change is not None:
        first, *others = (_change(subject, speaker, c, unit_of(results[0].relation) or "") for c in cause.changes[:TOLD])
        lines = [
            subject.say(f"{first}。", f"{first}."),
            *(subject.say(f"也可能是{other}。", f"Or else {other}.") for other in others),
            *(subject.say(f"依据：{line}", f"Because {line}") for line in shown),
        ]
    if len(results) > TOLD:
        rest = len(results) - TOLD
        lines.append(subject.say(f"另有{rest}条关系不成立。", f"{rest} more relations do not hold."))
    if garbled:
        lines.append(subject.say("来源有损坏，请核对原件。", "The source is garbled here: look at the original."))
    return "\n".join(lines)


def _change(subject: Subject, speaker: Speaker, change: Change, unit: str) -> str:
    """A figure and what it should be: “…写42.17万元，应为41.27万元（相邻两位数字颠倒）”. `unit` is that of a blank cell."""
    amount = change.figure.amount
    where = speaker.spot(change.figure.spot)
    should = f"{number(change.should_be, amount.value if amount else None)}{amount.unit if amount else unit}"
    how = f"（{change.slip.name}）" if change.slip is not OTHER else ""
    if amount is None:
        return subject.say(f"{where}是空白，应为{should}", f"{where} is blank, it should be {should}")
    stated = speaker.amount(change.figure)
    return subject.say(f"{where}写{stated}，应为{should}{how}", f"{where} says {stated}, it should be {should}")


def _suspect(cause: Diagnosis) -> Suspect:
    first, *others = cause.changes
    return Suspect(
        spot=_spot(first),
        should_be=format(first.should_be, "f"),
        confidence=cause.confidence,
        alternatives=tuple((_spot(c), format(c.should_be, "f")) for c in others),
    )


def _spot(change: Change) -> Spot:
    amount = change.figure.amount
    return replace(change.figure.spot, stated=format(amount.value, "f") if amount else None)


def _apart(results: Iterable[Result]) -> list[Result]:
    """The results without repetitions: two rules may say the same of the same figures."""
    seen: dict[object, Result] = {}
    for result in results:
        relation = result.relation
        sides = (frozenset((t.factor, t.figure.key) for t in side) for side in (relation.left, relation.right, relation.by))
        seen.setdefault((relation.compare, relation.ratio, *sides), result)
    return list(seen.values())
