"""The rows and units of one form against those of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from gouji.checking.aims import damaged
from gouji.checking.classification import DETAIL, ENGLISH, KIND, bare, spot
from gouji.checking.figures import Speaker
from gouji.checking.recode import miscode
from gouji.checking.registry import Found, Subject, check
from gouji.checking.scale import misunits
from gouji.model.disclosure import Form, Row
from gouji.model.finding import Severity, Spot
from gouji.standards import chart
from gouji.standards.law import rests

NAMED = 3  # letters of a name below which it may be anything (其他)


@dataclass(frozen=True, slots=True)
class _Coded:
    """A row with a code down to the last level."""

    form: Form
    row: Row
    code: str

    @property
    def amounts(self) -> set[Decimal]:
        return {c.amount for c in self.row.cells.values() if c.amount}


@check(
    id="CODE-DIFFERS",
    severity=Severity.WARNING,
    title=("同一科目在两张表中的编码不同", "One subject has two codes in two forms"),
    basis=rests("accounts", "itself"),
    example="支出总体情况表“水文测报”2130377，一般公共预算支出情况表“水文测报”2130313，金额相同",
)
def differs(subject: Subject) -> Iterator[Found]:
    """A subject of the same name and amount has the same code in every form. The code is told that fewer forms have, or that
    the chart does not list. One name under several codes of one form (行政运行 of two classes) is no matter."""
    for kind in DETAIL:
        held: dict[str, list[_Coded]] = {}
        for coded in _coded(subject, kind):
            if len(name := bare(coded.row.label)) >= NAMED:
                held.setdefault(name, []).append(coded)
        for rows in held.values():
            yield from _differing(subject, kind, rows)


def _coded(subject: Subject, kind: str) -> Iterator[_Coded]:
    """The rows with a code of the last level and a name, in the document's order; none that the source garbled."""
    for form in subject.disclosure.forms:
        for row in form.rows:
            code = row.codes.get(kind, "")
            named = row.label and not bare(row.label).isdigit() and not row.unreadable
            if len(code) == DETAIL[kind] and named and not damaged(subject, row.place):
                yield _Coded(form, row, code)


def _differing(subject: Subject, kind: str, rows: list[_Coded]) -> Iterator[Found]:
    inside = {id(r.form): {o.code for o in rows if o.form is r.form} for r in rows}
    spread = Counter(code for codes in inside.values() for code in codes)
    slip = miscode(subject)
    told = {slip.row.codes[kind]} if slip is not None and slip.kind == kind else set()  # CODE-BREAKS tells of it
    for one, other in combinations(rows, 2):
        here, there = inside[id(one.form)], inside[id(other.form)]
        if one.form is other.form or one.code in there or other.code in here or not one.amounts & other.amounts:
            continue
        wrong, right = sorted((one, other), key=lambda c: (spread[c.code], _known(kind, c)))
        if wrong.code in told:
            continue
        told.add(wrong.code)
        speaker = Speaker(subject.names(), subject.lang)
        sure = spread[wrong.code] < spread[right.code] or _known(kind, wrong) < _known(kind, right)
        first, second = speaker.spot(spot(wrong.form, wrong.row)), speaker.spot(spot(right.form, right.row))
        yield Found(
            message=subject.say(
                f"{first}的{KIND[kind]}编码写作{wrong.code}，{second}是{right.code}，"
                + (f"应为{right.code}。" if sure else "必有一处写错。"),
                f"{first} has the {ENGLISH[kind]} code {wrong.code}, {second} has {right.code}"
                + (f": it should be {right.code}." if sure else ": one of them is wrong."),
            ),
            places=(spot(wrong.form, wrong.row, wrong.code), spot(right.form, right.row, right.code)),
            stated=wrong.code,
            expected=right.code if sure else None,
        )


@check(
    id="CODE-NAMES",
    severity=Severity.WARNING,
    title=("同一编码在两张表中的名称不同", "One code has two names in two forms"),
    basis=rests("accounts", "itself"),
    example="支出总体情况表2130314“抗旱”，一般公共预算支出情况表2130314“防汛”",
)
def two_names(subject: Subject) -> Iterator[Found]:
    """A code that our chart does not list stands with one name in every form. The rarer name is told; a name that is only
    cut, or lacks 支出, is the same."""
    for kind in DETAIL:
        held: dict[str, list[_Coded]] = {}
        for coded in _coded(subject, kind):
            if len(bare(coded.row.label)) > 1:
                held.setdefault(coded.code, []).append(coded)
        for code, rows in held.items():
            counted = Counter(bare(r.row.label) for r in rows)
            (usual, _), *others = counted.most_common()
            for other in (n for n, _ in others if n not in usual and usual not in n):
                wrong = next(r for r in rows if bare(r.row.label) == other)
                right = next(r for r in rows if bare(r.row.label) == usual)
                if wrong.form is right.form or chart.lookup(kind, code) is not None:
                    continue  # ROW-TWICE tells of it; where the chart has a name, CODE-NAME does
                speaker = Speaker(subject.names(), subject.lang)
                first, second = speaker.spot(spot(wrong.form, wrong.row)), speaker.spot(spot(right.form, right.row))
                yield Found(
                    message=subject.say(
                        f"{KIND[kind]}编码{code}在{first}叫“{wrong.row.label}”，{second}叫“{right.row.label}”，应当一致。",
                        f"The {ENGLISH[kind]} code {code} is “{wrong.row.label}” in {first}, “{right.row.label}” in {second}.",
                    ),
                    places=(spot(wrong.form, wrong.row, wrong.row.label), spot(right.form, right.row, right.row.label)),
                    stated=wrong.row.label,
                    expected=right.row.label if counted[other] < counted[usual] else None,
                )


def _known(kind: str, coded: _Coded) -> bool:
    return chart.lookup(kind, coded.code) is not None


@check(
    id="FORM-UNIT",
    severity=Severity.INFO,
    title=("表的金额单位与规定不同", "A form is not in the prescribed unit"),
    basis=rests("form-143", "province"),
    example="其他各表都是“单位：万元”，一张表写“单位：元”",
)
def unit(subject: Subject) -> Iterator[Found]:
    """A form is in the unit that the province prescribes for it. Where most forms of the document are in another unit, the
    document has its own way and nothing is said. Target forms that state the unit in their header are TARGET-FORM-UNIT's."""
    known = [
        (form, prescribed)
        for form in subject.disclosure.forms
        if (prescribed := subject.template.forms.get(form.kind)) and form.status == "present" and not prescribed.unit_in
    ]
    odd = [(form, prescribed) for form, prescribed in known if form.rows and form.unit != prescribed.unit]
    if 2 * len(odd) >= len(known):
        return
    wrong = {id(subject.disclosure.forms[m.index]) for m in misunits(subject.results)}  # UNIT-OF-FORM tells of them
    odd = [(form, prescribed) for form, prescribed in odd if id(form) not in wrong]
    speaker = Speaker(subject.names(), subject.lang)
    for form, prescribed in odd:
        yield Found(
            message=subject.say(
                f"{speaker.form(form.kind)}写的单位是“{form.unit}”，应为“{prescribed.unit}”；金额请一并核对。",
                f"{speaker.form(form.kind)} is in {form.unit}; {prescribed.unit} is prescribed: look at its amounts too.",
            ),
            places=(Spot(form=form.kind, place=form.place),),
            stated=form.unit,
            expected=prescribed.unit,
        )


@check(
    id="FORM-NUMBER-TWICE",
    severity=Severity.INFO,
    title=("两张表用同一表号", "Two forms bear the same number"),
    basis=rests("form-143", "itself"),
    example="政府性基金表和项目支出表都印“预算09表”",
)
def number_twice(subject: Subject) -> Iterator[Found]:
    """Each kind of form has a number of its own; a form that goes on over pages bears the same one again."""
    held: dict[str, Form] = {}
    for form in subject.disclosure.forms:
        if form.status == "missing" or not form.number or not form.number_printed:
            continue
        before = held.setdefault(form.number, form)
        if before.kind != form.kind:
            yield Found(
                message=subject.say(
                    f"“{form.title}”与“{before.title}”都印着“{form.number}”。",
                    f"“{form.title}” and “{before.title}” both bear “{form.number}”.",
                ),
                places=(Spot(form=form.kind, place=form.place), Spot(form=before.kind, place=before.place)),
                stated=form.number,
            )
