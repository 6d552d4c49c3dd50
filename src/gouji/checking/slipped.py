"""A form whose amounts slipped against its rows (错行): many relations fail, and it is one mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gouji.checking.classification import spot
from gouji.checking.figures import Speaker
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Form, Row
from gouji.model.finding import Outcome, Severity
from gouji.reconcile.bound import Result
from gouji.standards.law import rests

LEAST = 5  # rows that follow one another, each with the amounts of another row at the same distance
DIFFERENT = 3  # amounts among them that differ: equal rows look slipped wherever they stand
FARTHEST = 12  # rows by which a form may be out of step
_CODE = "function"
Amounts = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Slipped:
    """Rows `first` … `last` of a form hold the amounts that `other` gives for rows further on (`by` > 0) or before."""

    form: int
    other: int
    first: int
    last: int
    by: int


def slipped(subject: Subject) -> Slipped | None:
    """The longest stretch of slipped rows of the document's forms; None where there is none."""
    if not any(r.outcome is Outcome.BROKEN for r in subject.results):
        return None
    forms = subject.disclosure.forms
    coded = [n for n, form in enumerate(forms) if _is_listed(subject, form)]
    found = [s for f in coded for g in coded if f != g for s in _stretches(f, g, forms[f], forms[g])]
    own = {s.form: _broken_inside(subject, s.form) for s in found}  # of two forms the one that contradicts itself slipped
    return max(found, key=lambda s: (own[s.form], s.last - s.first, -abs(s.by)), default=None)


def _broken_inside(subject: Subject, form: int) -> int:
    """How many relations fail whose figures all stand in one form."""
    broken = (r.relation for r in subject.results if r.outcome is Outcome.BROKEN)
    return sum(all(t.figure.key.owner == "form" and t.figure.key.index == form for t in (*r.left, *r.right)) for r in broken)


def unexplained(subject: Subject, results: tuple[Result, ...]) -> tuple[Result, ...]:
    """The relations that slipped rows do not explain: those whose figures do not stand in the form from there on."""
    slip = slipped(subject)
    if slip is None:
        return results
    return tuple(r for r in results if r.outcome is not Outcome.BROKEN or not _touches(r, slip))


def _touches(result: Result, slip: Slipped) -> bool:
    terms = (*result.relation.left, *result.relation.right)
    keys = [t.figure.key for t in terms]
    return any(k.owner == "form" and k.index == slip.form and k.row >= slip.first for k in keys)


def _is_listed(subject: Subject, form: Form) -> bool:
    known = subject.template.forms.get(form.kind)
    return form.status == "present" and known is not None and known.layout == "functions"


def _amounts(row: Row) -> Amounts:
    """What a row holds in order, the first column (its total) at the beginning; blanks and zeros left out."""
    return tuple(c.amount for c in row.cells.values() if c.amount)


def _stretches(f: int, g: int, form: Form, other: Form) -> Iterator[Slipped]:
    """Stretches of a form's rows whose amounts the other form gives for rows at a constant distance."""
    theirs = {row.codes[_CODE]: _amounts(row) for row in other.rows if _CODE in row.codes}
    rows = [(n, row.codes[_CODE], _amounts(row)) for n, row in enumerate(form.rows) if row.codes.get(_CODE) in theirs]
    for by in (d for d in range(-FARTHEST, FARTHEST + 1) if d):
        run: list[int] = []
        for at in range(len(rows) + 1):
            if at < len(rows) and 0 <= at + by < len(rows) and rows[at][2] == theirs[rows[at + by][1]] != ():
                run.append(at)
                continue
            telling = [i for i in run if rows[i][2] != theirs[rows[i][1]]]  # the others have these amounts in any case
            if len(telling) >= LEAST and len({rows[i][2] for i in telling}) >= DIFFERENT:
                yield Slipped(f, g, rows[telling[0]][0], rows[telling[-1]][0], by)
            run = []


@check(
    id="ROWS-SLIPPED",
    severity=Severity.ERROR,
    title=("金额与科目错行", "Amounts stand in the wrong rows"),
    basis=rests("itself", "arithmetic"),
    example="支出决算表各科目的金额与一般公共预算支出决算表差两行：每一行写的是下面第2行的金额",
)
def rows(subject: Subject) -> Iterator[Found]:
    """Where row after row of a form has the amounts that another form gives for the row so many rows further on, the
    amounts slipped against the rows: one mistake, however many relations fail by it."""
    slip = slipped(subject)
    if slip is None:
        return
    form, other = subject.disclosure.forms[slip.form], subject.disclosure.forms[slip.other]
    first, last = form.rows[slip.first], form.rows[slip.last]
    speaker, count = Speaker(subject.names(), subject.lang), slip.last - slip.first + 1
    mended = {r.relation.id for r in subject.results if r.outcome is Outcome.BROKEN and _touches(r, slip)}
    way = ("下面", "further down") if slip.by > 0 else ("上面", "further up")
    yield Found(
        message=subject.say(
            f"{speaker.spot(spot(form, first))}起{count}行（到“{last.label}”）的金额错行：与{speaker.form(other.kind)}对照，"
            f"写的都是{way[0]}第{abs(slip.by)}行科目的金额。以下各行也请逐行核对。",
            f"From {speaker.spot(spot(form, first))} on {count} rows (to “{last.label}”) hold the amounts that "
            f"{speaker.form(other.kind)} gives for the row {abs(slip.by)} {way[1]}. Check every row below too.",
        ),
        places=(spot(form, first), spot(form, last)),
        relations=tuple(sorted(mended)),
    )
