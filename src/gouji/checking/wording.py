"""The prose beside the forms: names of functional items that no form has, and comparisons with different bases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from gouji.checking.figures import Speaker, number
from gouji.checking.registry import Found, Subject, check
from gouji.checking.sayings import told_of
from gouji.model.amount import Amount
from gouji.model.disclosure import Claim
from gouji.model.finding import Severity, Spot
from gouji.reconcile.names import Names
from gouji.reconcile.rows import FormRows
from gouji.reconcile.shapes import Book
from gouji.standards.chart import CLASS_DIGITS, lookup
from gouji.standards.fold import fold
from gouji.standards.law import rests

SPENT = "支出"  # the end of a class's name, which prose may leave off
_CHANGES = ("较上年变动额", "较上年变动率", "较上年")
ARITHMETIC = ("算术", "arithmetic")


@check(
    id="FUNCTION-NAME",
    severity=Severity.WARNING,
    title=("说明中的科目名称与表不符", "The prose names a functional item that no form has"),
    basis=("政府收支分类科目", "the classification of revenue and expenditure"),
)
def names(subject: Subject) -> Iterator[Found]:
    """A functional item that the prose names by class, group and item must stand in the forms under these names."""
    prefix = f"{_data(subject, 'functions').get('quantity', '')}."
    if prefix == ".":
        return
    disclosure = subject.disclosure
    book = Book(
        subject.template, [(f.kind if f.status != "missing" else "", f.rows, f.status == "empty") for f in disclosure.forms]
    )
    forms = [form for form in book.all.values() if any(r.codes.get("function") for r in form.rows)]
    if not forms:
        return
    known = Names(forms, disclosure.fiscal_year)
    for claim in disclosure.claims:
        path = claim.quantity.removeprefix(prefix)
        if path == claim.quantity or "." in path or known.code(path.split("/")) is not None:
            continue
        meant = _meant(subject, forms, known, claim, path.split("/"))
        also = f"{meant[0]}“{'/'.join(known.path(meant[0]))}”" if meant else ""
        yield Found(
            message=subject.say(
                f"{Speaker(subject.names()).spot(_spot(claim))}写的科目“{path}”在表中没有。"
                + (f"表中相近的是{also}。" if also else ""),
                f"The prose names the functional item “{path}”, which no form has."
                + (f" The nearest is {also}." if also else ""),
            ),
            places=(_spot(claim), *((meant[1],) if meant else ())),
            stated=path,
            expected="/".join(known.path(meant[0])) if meant else None,
        )


def _meant(subject: Subject, forms: list[FormRows], known: Names, claim: Claim, names: list[str]) -> tuple[str, Spot] | None:
    """The code that a wrong name most probably means: the one that shares a name with it and has its amount."""
    near = known.near(names)
    amount = Amount(claim.amount, claim.unit or "") if claim.amount is not None else None
    found: list[tuple[str, Spot]] = []
    for form in forms:
        printed = subject.disclosure.forms[form.position]
        for position, row in enumerate(printed.rows):
            code = form.code(position, "function")
            for column, cell in row.cells.items():
                value = Amount(cell.amount, printed.unit)
                if code in near and (amount is None or value.interval.meets(amount.interval)):
                    found.append((code or "", Spot(printed.kind, row.label, column, str(cell.amount), cell.place)))
    return found[0] if len({code for code, _ in found}) == 1 else None


@check(
    id="CLASS-NAME-OLD",
    severity=Severity.WARNING,
    title=("说明中的类级科目用了旧名称", "The prose calls a functional class by a former name"),
    basis=rests("accounts", "itself"),
    example="说明写“文化体育与传媒支出82.51万元”，表中是“文化旅游体育与传媒支出”",
)
def former(subject: Subject) -> Iterator[Found]:
    """A functional class whose amount the prose states bears the name that it has in the forms, none that it has given up."""
    held = {r.codes["function"][:CLASS_DIGITS]: r for f in subject.disclosure.forms for r in f.rows if r.codes.get("function")}
    for code in held:
        entry = lookup("function", code, subject.disclosure.fiscal_year)
        if entry is None or not entry.former_names:
            continue
        today = fold(entry.name).removesuffix(SPENT)
        for name in sorted({fold(n).removesuffix(SPENT) for n in entry.former_names}, key=len, reverse=True):
            if name in today or today in name:
                continue
            pattern = re.compile(
                rf"(?:^|(?<=[,;。:、.)\d])){re.escape(name)}(?:{SPENT})?(?:\(类\))?[^,;。]{{0,4}}?(?=\d[\d,.]*(?:万|亿)?元)"
            )
            found = next(((t, m) for t in told_of(subject.disclosure) for m in pattern.finditer(t.text)), None)
            if found is not None:
                told, match = found
                words = told.quote(match.start(), match.end())
                yield Found(
                    message=subject.say(
                        f"“{told.section.title}”写“{words}”，是旧名称，现为“{entry.name}”。",
                        f"“{told.section.title}” says “{words}”, a former name of “{entry.name}”.",
                    ),
                    places=(told.at(match.start(), match.end()),),
                    stated=words,
                    expected=entry.name,
                )
                break


@check(
    id="BASIS-MIXED",
    severity=Severity.WARNING,
    title=("比较口径不一致", "Changes are measured against different bases"),
    basis=("同一说明中增减变动应当口径一致", "changes within one account need one basis"),
)
def bases(subject: Subject) -> Iterator[Found]:
    """Changes that one section of the prose states must all be against the same figure of the year before: the budget, what
    was executed, or the final accounts."""
    words = _bases(_data(subject, "bases"))
    if words is None:
        return
    speaker = Speaker(subject.names(), subject.lang)
    sections: dict[str, dict[str, list[Claim]]] = {}
    for claim in subject.disclosure.claims:
        found = words.search(fold(claim.quote)) if claim.quantity.rpartition(".")[2] in _CHANGES else None
        if found is not None and found.lastgroup:
            name = list(_data(subject, "bases"))[int(found.lastgroup[1:])]
            sections.setdefault(claim.section, {}).setdefault(name, []).append(claim)
    for section, by in sections.items():
        if len(by) < 2:
            continue
        told = [f"{speaker.spot(_spot(claims[0]))}“{claims[0].quote}”（{len(claims)}处）" for claims in by.values()]
        yield Found(
            message=subject.say(
                f"“{section}”中的增减变动有的比{'，有的比'.join(by)}：{'；'.join(told)}。",
                f"In “{section}” changes are measured against {' and '.join(by)}: {'; '.join(told)}.",
            ),
            places=tuple(_spot(c) for claims in by.values() for c in claims),
            stated="、".join(by),
        )


def _bases(data: Mapping[str, object]) -> re.Pattern[str] | None:
    """“比2024年预算执行数”: a comparison with an earlier year that names what is compared with."""
    if not data:
        return None
    inner = "|".join(
        f"(?P<b{i}>{'|'.join(re.escape(fold(w)) for w in sorted(str(words).split('|'), key=len, reverse=True))})"
        for i, words in enumerate(data.values())
    )
    return re.compile(rf"(?:比|较|与|同|和)(?:上年|去年|上一年|上年度|20\d\d年)度?(?:的|年初)?(?:{inner})")


def _data(subject: Subject, key: str) -> Mapping[str, object]:
    """A mapping of the template's `claims`; empty where there is none."""
    claims = subject.template.extra.get("claims")
    found = claims.get(key) if isinstance(claims, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _spot(claim: Claim) -> Spot:
    amount: Decimal | None = claim.amount
    return Spot("", claim.quantity, claim.section, number(amount) if amount is not None else claim.words, claim.place)
