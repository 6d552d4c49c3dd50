"""Arithmetic: every root cause of broken relations, and the relations that hold only because of rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from gouji.checking.blame import suspect_of, told_act, told_change
from gouji.checking.cut import Cut
from gouji.checking.figures import Speaker
from gouji.checking.legibility import is_overflow
from gouji.checking.recode import results_of
from gouji.checking.registry import Found, Subject, check
from gouji.checking.rewrite import rewritten
from gouji.checking.scale import misunits
from gouji.checking.sentences import printed_of, sentence, spots_of, unit_of
from gouji.checking.slipped import unexplained
from gouji.model.disclosure import Origin
from gouji.model.finding import Outcome, Severity
from gouji.reconcile.bound import Key, Result
from gouji.reconcile.localisation import Change, Diagnosis, localise

ARITHMETIC = ("算术", "arithmetic")
LIKELY = Decimal("0.5")  # an explanation that is surer than this is named as the wrong figure; a tie of two is not
TOLD = 3  # relations that are told in full as evidence, and explanations that are named beside the first
GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@check(id="RELATION", severity=Severity.ERROR, title=("勾稽关系不成立", "A relation does not hold"), basis=ARITHMETIC)
def broken(subject: Subject) -> Iterator[Found]:
    """Every relation that the template declares must hold within the printed precision of its figures. Relations that one
    wrong figure breaks are one finding, with all of them as evidence."""
    speaker = Speaker(subject.names(), subject.lang)
    restored, lost = _damaged(subject)
    cut = Cut(subject)
    # CODE-BREAKS tells of what a wrong code breaks, ROWS-SLIPPED of what amounts in the wrong rows do
    results = unexplained(subject, results_of(subject))
    explained = {id(r) for slip in misunits(results) for r in slip.mended}  # UNIT-OF-FORM tells of them
    told: set[tuple[int, ...]] = set()
    for cause in localise([r for r in results if id(r) not in explained], restored):
        evidence = tuple(id(r) for r in cause.results)
        if evidence not in told:  # a second change with the same evidence only keeps whole what the first would break
            told.add(evidence)
            yield _found(subject, speaker, cause, lost, cut.touches(cause.results))


@check(id="ROUNDING", severity=Severity.INFO, title=("四舍五入尾差", "Rounding differences"), basis=ARITHMETIC)
def rounding(subject: Subject) -> Iterator[Found]:
    """A relation that holds only within what the printed decimals allow is told with its difference, so that every
    deviation can be found at its place."""
    speaker = Speaker(subject.names(), subject.lang)
    for result in _apart(subject.ended(Outcome.ROUNDING)):
        title = result.relation.named(subject.lang)
        told = sentence(subject, speaker, result)
        yield Found(
            message=subject.say(
                f"只差末位，在四舍五入的范围内成立（{title}）：{told}",
                f"Differs in the last place only, within rounding ({title}): {told}",
            ),
            places=tuple(dict.fromkeys(spots_of(result.relation))),
            stated=printed_of(result),
            expected=result.expected,
            difference=result.difference,
            unit=unit_of(result.relation),
            relations=(result.relation.id,),
        )


def _found(subject: Subject, speaker: Speaker, cause: Diagnosis, lost: frozenset[object], cut: bool) -> Found:
    first = cause.results[0]
    relations = tuple(dict.fromkeys(r.relation.id for r in cause.results))
    severity = min((Severity(r.relation.severity) for r in cause.results), key=GRAVITY.index)
    # a figure that the source garbled says nothing against the issuer: a person must look at the original
    garbled = cut or _garbled(cause, lost)
    severity = max(severity, Severity.WARNING, key=GRAVITY.index) if garbled else severity
    change = cause.changes[0] if cause.changes and cause.act is None and cause.confidence > LIKELY and not garbled else None
    spots = [s for r in cause.results for s in spots_of(r.relation)]
    act = cause.act if not garbled else None
    plain = Found(
        rule=first.relation.id,
        severity=severity,
        title=first.relation.named(subject.lang),
        message=_message(subject, speaker, cause, change, garbled, cut),
        places=tuple(dict.fromkeys([*(act.spots if act else ()), *spots])),
        stated=printed_of(first),
        expected=first.expected,
        difference=first.difference,
        unit=unit_of(first.relation),
        basis=first.relation.basis,
        relations=relations,
        suspect=None if garbled else suspect_of(subject, cause),
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
        rewrite=_rewrite(subject, change),
    )


def _rewrite(subject: Subject, change: Change) -> str | None:
    """For a claim of the prose: its sentence with the right number."""
    key, claims = change.figure.key, subject.disclosure.claims
    if key.owner != "claim" or key.index >= len(claims):
        return None
    return rewritten(claims[key.index], change.should_be)


def _damaged(subject: Subject) -> tuple[frozenset[Key], frozenset[object]]:
    """The cells that were restored from garbled ones, and the lines that the source damaged."""
    cells = (
        Key("form", f, r, path)
        for f, form in enumerate(subject.disclosure.forms)
        for r, row in enumerate(form.rows)
        for path, cell in row.cells.items()
        if cell.origin is Origin.REPAIRED
    )
    damage = (d for d in subject.disclosure.damage if d.place.line is not None and not is_overflow(d))
    return frozenset(cells), frozenset((d.place.page, d.place.line) for d in damage)


def _garbled(cause: Diagnosis, lost: frozenset[object]) -> bool:
    """Whether what is blamed stands where the source is damaged, or a garbled figure takes part."""
    if any(f.damaged for r in cause.results for f in r.relation.figures):
        return True
    if not cause.changes:
        return any((f.spot.place.page, f.spot.place.line) in lost for r in cause.results for f in r.relation.figures)
    place = cause.changes[0].figure.spot.place
    return (place.page, place.line) in lost


def _message(subject: Subject, speaker: Speaker, cause: Diagnosis, change: Change | None, garbled: bool, cut: bool) -> str:
    """Line by line: the wrong figure and what it should be; what else it may be; then the relations that show it."""
    results = _apart(cause.results)
    act = cause.act is not None and not garbled
    named = change is not None or act
    shown = [sentence(subject, speaker, r, blame=not named) for r in results[:TOLD]]
    lines = shown
    if act:
        first = told_act(subject, speaker, cause)
        lines = [subject.say(f"{first}。", f"{first}."), *(_because(subject, line) for line in shown)]
    elif change is not None:
        first, *others = (told_change(subject, speaker, c, unit_of(results[0].relation) or "") for c in cause.changes[:TOLD])
        lines = [
            subject.say(f"{first}。", f"{first}."),
            *(subject.say(f"也可能是{other}。", f"Or else {other}.") for other in others),
            *(_because(subject, line) for line in shown),
        ]
    elif len(cause.changes) == 2 and not garbled:
        unit = unit_of(results[0].relation) or ""
        either = [told_change(subject, speaker, c, unit) for c in cause.changes[:TOLD]]
        lines = [*shown, subject.say(f"有一处不对：{'；或者'.join(either)}。", f"One is wrong: {'; or '.join(either)}.")]
    if len(results) > TOLD:
        rest = len(results) - TOLD
        more = subject.say("关系也证明这一点", "more relations show the same") if named else ""
        lines.append(subject.say(f"另有{rest}条{more or '关系不成立'}。", f"{rest} {more or 'more relations do not hold'}."))
    if cut:
        lines.append(
            subject.say("有的页没有读，数字可能在那里：请核对原件。", "Pages were not read; the figure may stand there.")
        )
    elif garbled:
        lines.append(subject.say("来源有损坏，请核对原件。", "The source is garbled here: look at the original."))
    return "\n".join(lines)


def _because(subject: Subject, line: str) -> str:
    return subject.say(f"依据：{line}", f"Because {line}")


def _apart(results: Iterable[Result]) -> list[Result]:
    """The results without repetitions: two rules may say the same of the same figures."""
    seen: dict[object, Result] = {}
    for result in results:
        relation = result.relation
        sides = (frozenset((t.factor, t.figure.key) for t in side) for side in (relation.left, relation.right, relation.by))
        seen.setdefault((relation.compare, relation.ratio, *sides), result)
    return list(seen.values())
