"""A row under a wrong code: one slip that breaks every relation in which its form looks for the right code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from gouji.checking.aims import damaged
from gouji.checking.classification import DETAIL, ENGLISH, KIND, bare, same, spot
from gouji.checking.figures import Speaker
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Disclosure, Form, Row
from gouji.model.finding import Outcome, Severity
from gouji.reconcile.binding import bind
from gouji.reconcile.bound import Result
from gouji.reconcile.evaluation import evaluate
from gouji.standards import chart
from gouji.standards.law import rests

MOST = 4  # rows that are tried: each costs a binding of the whole document
NAMED = 3  # letters of a name below which it may be anything


@dataclass(frozen=True, slots=True)
class Miscode:
    """A row of a form under another code than the same row of another form; which broken relations hold once it has that
    code, and how all relations end then. `sure` where the others' code is the right one rather than theirs wrong too."""

    form: Form
    row: Row
    kind: str
    right: str
    there: tuple[Form, Row]
    mended: tuple[Result, ...]
    results: tuple[Result, ...]
    sure: bool


_LAST: list[tuple[tuple[Result, ...], Miscode | None]] = []


def miscode(subject: Subject) -> Miscode | None:
    """The row whose other code mends most broken relations and breaks none; None where there is none. The last answer is
    remembered, as several rules ask."""
    if not _LAST or _LAST[0][0] is not subject.results:
        _LAST[:] = [(subject.results, _find(subject))]
    return _LAST[0][1]


def results_of(subject: Subject) -> tuple[Result, ...]:
    """How the relations end, a row under a wrong code put right: what it breaks is told as that."""
    slip = miscode(subject)
    return slip.results if slip else subject.results


def _find(subject: Subject) -> Miscode | None:
    broken = {_mark(r): r for r in subject.results if r.outcome is Outcome.BROKEN}
    if not broken:
        return None
    found: list[Miscode] = []
    for f, r, kind, right, there in islice(_candidates(subject), MOST):
        held = subject.disclosure
        row = held.forms[f].rows[r]
        other = replace(row, codes={**row.codes, kind: right}, kind=there[1].kind)
        after = tuple(evaluate(bind(_with(held, f, r, other), subject.template)))
        still = {_mark(x) for x in after if x.outcome is Outcome.BROKEN}
        if not still <= broken.keys():
            continue
        mended = tuple(x for mark, x in broken.items() if mark not in still)
        if mended:
            found.append(Miscode(held.forms[f], row, kind, right, there, mended, after, True))
    found.sort(key=_weight, reverse=True)
    if not found:
        return None
    alike = len(found) > 1 and _weight(found[1]) == _weight(found[0]) and found[1].there[1] is found[0].row
    return replace(found[0], sure=not alike)


def _weight(slip: Miscode) -> tuple[int, bool, bool]:
    """How much speaks for a slip: what it mends, and whether the chart has the new code, and not the old one, by that name."""
    own = _charted(slip.kind, slip.row.codes[slip.kind], slip.row)
    return len(slip.mended), _charted(slip.kind, slip.right, slip.row), not own


def _charted(kind: str, code: str, row: Row) -> bool:
    entry = chart.lookup(kind, code)
    return entry is not None and same(row.label, entry)


def _mark(result: Result) -> tuple[str, str]:
    return result.relation.id, result.relation.scope


def _with(disclosure: Disclosure, f: int, r: int, row: Row) -> Disclosure:
    form = disclosure.forms[f]
    held = replace(form, rows=(*form.rows[:r], row, *form.rows[r + 1 :]))
    return replace(disclosure, forms=(*disclosure.forms[:f], held, *disclosure.forms[f + 1 :]))


def _candidates(subject: Subject) -> Iterator[tuple[int, int, str, str, tuple[Form, Row]]]:
    """Rows whose name another form has, with an amount of theirs, under a code that this form lacks; those whose own code
    stands nowhere else first."""
    forms = subject.disclosure.forms
    for kind, length in DETAIL.items():
        named: dict[str, list[tuple[int, int, Row]]] = defaultdict(list)
        inside: list[set[str]] = [{row.codes.get(kind, "") for row in form.rows} for form in forms]
        for f, form in enumerate(forms):
            for r, row in enumerate(form.rows):
                if row.codes.get(kind) and len(name := bare(row.label)) >= NAMED and not row.unreadable:
                    named[name].append((f, r, row))
        found = []
        for rows in named.values():
            for f, r, row in rows:
                for g, _, other in rows:
                    code, right = row.codes[kind], other.codes[kind]
                    if f == g or len(right) != length or right in inside[f] or code in inside[g]:
                        continue
                    if _amounts(row) & _amounts(other) and not damaged(subject, row.place):
                        elsewhere = sum(code in codes for codes in inside)
                        found.append((elsewhere, (f, r, kind, right, (forms[g], other))))
        yield from (one for _, one in sorted(found, key=lambda x: x[0]))


def _amounts(row: Row) -> set[object]:
    return {c.amount for c in row.cells.values() if c.amount}


@check(
    id="CODE-BREAKS",
    severity=Severity.ERROR,
    title=("科目编码写错，勾稽关系因此不成立", "A wrong code, by which relations fail"),
    basis=rests("accounts", "arithmetic"),
    example="一般公共预算支出表“水文测报”写2130331，支出总表是2130313：按2130313勾稽关系都成立",
)
def breaks(subject: Subject) -> Iterator[Found]:
    """Where relations between forms fail because one form has a row under another code than the others have it, and all of
    them hold with the others' code, the code is wrong: one mistake, with the relations as its evidence."""
    slip = miscode(subject)
    if slip is None:
        return
    speaker, (form, row) = Speaker(subject.names(), subject.lang), slip.there
    first, second = speaker.spot(spot(slip.form, slip.row)), speaker.spot(spot(form, row))
    wrong, count = slip.row.codes[slip.kind], len(slip.mended)
    yield Found(
        message=subject.say(
            f"{first}的{KIND[slip.kind]}编码写作{wrong}，{second}是{slip.right}，"
            + (f"应为{slip.right}：" if slip.sure else "必有一处写错：")
            + f"{count}条勾稽关系因此不成立，按{slip.right}都成立。",
            f"{first} has the {ENGLISH[slip.kind]} code {wrong}, {second} has {slip.right}: "
            + (f"it should be {slip.right}; " if slip.sure else "one of them is wrong; ")
            + f"{count} relations fail by it, and all hold with {slip.right}.",
        ),
        places=(spot(slip.form, slip.row, wrong), spot(form, row, slip.right)),
        stated=wrong,
        expected=slip.right if slip.sure else None,
        relations=tuple(dict.fromkeys(r.relation.id for r in slip.mended)),
    )
