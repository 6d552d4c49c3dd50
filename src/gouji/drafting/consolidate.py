"""Several units' books → their department's book: the same lines, so that the department's forms are the sums of the units'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from gouji.drafting.book import Book
from gouji.drafting.problems import Problem, WorkbookProblems
from gouji.drafting.sheets import UNIT

N = TypeVar("N", int, Decimal)


def consolidate(books: Sequence[Book], name: str | None = None) -> Book:
    """The department's book. The first is the department's own organ (本级): words that are no figures come from it.

    `name` is how the department is called in its document; by default as the first book says. A quantity of last year is
    the sum of the units', and left out where a unit does not give it. Raises WorkbookProblems where they do not belong.
    """
    first = books[0]
    problems = [p for book in books[1:] for p in _strangers(first, book)]
    codes = [book.body.agency for book in books]
    problems += [
        Problem(UNIT, "B4", f"单位代码{c}用了两次", f"the code {c} stands twice")
        for c in sorted(set(codes))
        if codes.count(c) > 1
    ]
    if problems:
        raise WorkbookProblems(problems)
    body = replace(first.body, name=name or first.body.department_name, staff=_summed(b.body.staff for b in books))
    shared = [q for q in first.last if all(q in b.last for b in books)]
    groups = {g for b in books for g in b.assets}
    return replace(
        first,
        body=body,
        lines=tuple(line for b in books for line in b.lines),
        projects=tuple(p for b in books for p in b.projects),
        last={q: sum((b.last[q] for b in books), Decimal(0)) for q in shared},
        reasons=_joined([b.reasons for b in books]),
        uses=_joined([b.uses for b in books], all_of=False),
        procurement=_summed(b.procurement for b in books),
        assets={g: _summed(b.assets.get(g, {}) for b in books) for g in sorted(groups, reverse=True)},
        transfers=tuple(t for b in books for t in b.transfers),
        agencies={b.body.agency: b.body.name for b in books},
        names={k: v for b in reversed(books) for k, v in b.names.items()},
    )


def _strangers(first: Book, book: Book) -> Iterable[Problem]:
    """Why a unit does not belong to the first one's department."""
    name = book.body.name
    if book.body.department != first.body.department:
        yield Problem(UNIT, "B6", f"{name}的部门代码不同", f"{name} belongs to another department")
    if (book.template, book.profile, book.year) != (first.template, first.profile, first.year):
        yield Problem(UNIT, "B10", f"{name}的模板、表套或年度不同", f"{name} has another template, list of forms or year")
    if book.rounding is not first.rounding or book.performance_unit != first.performance_unit:
        yield Problem(UNIT, "B13", f"{name}的取整方式或金额单位不同", f"{name} rounds differently or uses another unit")


def _summed(held: Iterable[Mapping[str, N]]) -> dict[str, N]:
    out: dict[str, N] = {}
    for one in held:
        for key, value in one.items():
            out[key] = out[key] + value if key in out else value
    return out


def _joined(held: Sequence[Mapping[str, str]], all_of: bool = True) -> dict[str, str]:
    """The different words of the units, one after the other; or the first unit's."""
    out: dict[str, list[str]] = {}
    for one in held:
        for key, words in one.items():
            said = words.strip().rstrip("。；;")
            if said and said not in out.setdefault(key, []):
                out[key].append(said)
    return {key: "；".join(words if all_of else words[:1]) for key, words in out.items()}
