"""Documents of many bodies, or of one over years, side by side: last year's column, and what stands apart from its peers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from gouji.checking.family import Family, Member, body, joint, rows_by_mark
from gouji.checking.outlying import PEERS, outlying
from gouji.checking.registry import Found
from gouji.checking.together import CARRIED, consecutive
from gouji.model.amount import Amount
from gouji.model.disclosure import Form, Row, RowKind
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import rests

_LAST = re.compile(r"(上年|去年)(度)?(预算)?(数|金额)?")
_NOT_BUDGET = re.compile(r"执行|决算|结转|结余|完成|比|增|减")
_TOTAL = ("合计", "总计")
TOLD = 3  # rows of one form that are told; the others are counted


@joint(
    id="TOGETHER-LAST-COLUMN",
    severity=Severity.ERROR,
    title=("表中的上年数与上年公开的数不符", "Last year's column is not what last year's document says"),
    basis=CARRIED,
    example="今年的表“上年预算数”列写580.00万元，上年公开的同一行是540.00万元",
)
def last_column(family: Family) -> Iterator[Found]:
    """A column that gives last year's budget (上年预算数) has, in every row, what last year's document of the same body gives
    in its own column for the same row of the same form."""
    for now, before in consecutive(family):
        for form in now.disclosure.forms:
            old = _same_form(form, before)
            wrong = list(_unlike(form, old, now.disclosure.fiscal_year or 0)) if old else []
            if old is None or not wrong:
                continue
            lines = [
                family.say(
                    f"“{row.label or '合计'}”行“{column}”列写{a}，上年公开的是{b}",
                    f"row “{row.label}”, column “{column}”: {a} against {b}",
                )
                for row, column, a, b, _ in wrong[:TOLD]
            ]
            more = len(wrong) - TOLD
            rest = family.say(f"；另有{more}处", f"; {more} more") if more > 0 else ""
            row, column, a, b, there = wrong[0]
            name = form.number or form.title
            yield Found(
                message=family.say(
                    f"{now.name}的{name}与{before.name}不符：{'；'.join(lines)}{rest}。",
                    f"{name} of {now.name} against {before.name}: {'; '.join(lines)}{rest}.",
                ),
                places=(
                    now.spot(Spot(form.kind, row.label, column, str(a.value), row.cells[column].place)),
                    before.spot(there),
                ),
                stated=a.value,
                expected=b.base / a.factor,
                difference=(a.base - b.base) / a.factor,
                unit=a.unit,
            )


def _same_form(form: Form, before: Member) -> Form | None:
    if form.kind != "unknown":
        return before.disclosure.form(form.kind)
    return next((f for f in before.disclosure.forms if f.kind == "unknown" and fold(f.title) == fold(form.title)), None)


def _unlike(form: Form, old: Form, year: int) -> Iterator[tuple[Row, str, Amount, Amount, Spot]]:
    theirs = rows_by_mark(old)
    for mark, row in rows_by_mark(form).items():
        there = theirs.get(mark)
        for column, cell in row.cells.items():
            path = _of_then(column, there, year) if there is not None and column not in row.unreadable else None
            if there is None or path is None or path in there.unreadable:
                continue
            a, b = Amount(cell.amount, form.unit), Amount(there.cells[path].amount, old.unit)
            if not a.interval.meets(b.interval):
                yield row, column, a, b, Spot(old.kind, there.label, path, str(b.value), there.cells[path].place)


def _of_then(column: str, there: Row, year: int) -> str | None:
    """The column of last year's row that this column repeats; None where it is not last year's, or cannot be told."""
    parts = column.split("/")
    for i, part in enumerate(parts):
        plain = fold(part)
        dated = plain.startswith(f"{year - 1}年")
        if _NOT_BUDGET.search(plain) or not (dated or _LAST.fullmatch(plain)):
            continue
        rest = [fold(p) for p in (*parts[:i], *parts[i + 1 :])]
        wanted = (["本年", "今年", f"{year - 1}年", ""], rest)
        found = [p for p in there.cells if _is_own(p, *wanted)]
        return found[0] if len(found) == 1 else None
    return None


def _is_own(path: str, marks: list[str], rest: list[str]) -> bool:
    """Whether a column is the form's own of its year: the same words without last year's, with 本年 or the year instead."""
    parts = [fold(p) for p in path.split("/")]
    if any(_LAST.fullmatch(p) for p in parts):
        return False
    plain = [
        p for p in parts if not (any(m and p.startswith(m) for m in marks) and not _NOT_BUDGET.search(p)) and p != "预算数"
    ]
    return plain == rest or (not rest and plain in ([t] for t in _TOTAL))


@joint(
    id="TOGETHER-OUTLIER",
    severity=Severity.INFO,
    title=("与同类单位相差悬殊", "Far from its peers"),
    basis=rests("itself"),
    example="五个县医疗保障局的“城乡医疗救助”占支出的两成上下，其中一个占八成",
)
def outlier(family: Family) -> Iterator[Found]:
    """The share of its expenditure that a unit spends on a function (seven digits) is compared with the shares of the other
    units of the same year and level, where five or more spend on it: one is named that lies more than five robust standard
    deviations (1.4826 × the median absolute deviation, of logarithms) from the median, and is three times the median or a
    third of it. No mistake in itself: something to look at."""
    for (_, _, code), held in _shares(family).items():
        if len({mark for mark, *_ in held}) < PEERS:
            continue
        for at, middle in outlying([share for _, _, _, share, _ in held]):
            _, member, row, share, spot = held[at]
            yield Found(
                message=family.say(*apart(member.name, row.label, code, share, middle, len(held))),
                places=(member.spot(spot),),
                stated=percent(share),
                expected=percent(middle),
            )


Share = tuple[tuple[str, str], Member, Row, Decimal, Spot]


def _shares(family: Family) -> dict[tuple[int, str, str], list[Share]]:
    """Every unit's shares by year, level and function."""
    found: dict[tuple[int, str, str], list[Share]] = {}
    for member in family.members:
        disclosure, mark = member.disclosure, body(member.disclosure)
        form = disclosure.form("expenditure_summary")
        if member.whole or form is None or mark is None or disclosure.fiscal_year is None:
            continue
        total = next((r for r in form.rows if r.kind is RowKind.TOTAL), None)
        column = next((p for p in (total.cells if total else ()) if p in _TOTAL), None)
        if total is None or column is None or total.cells[column].amount <= 0:
            continue
        whole = total.cells[column].amount
        for row in form.rows:
            code, cell = row.codes.get("function", ""), row.cells.get(column)
            if row.kind is RowKind.ITEM and len(code) == 7 and cell is not None and cell.amount > 0:
                spot = Spot(form.kind, row.label, column, str(cell.amount), cell.place)
                key = (disclosure.fiscal_year, disclosure.issuer.level or "", code)
                found.setdefault(key, []).append((mark, member, row, cell.amount / whole, spot))
    return found


def apart(name: str, label: str, code: str, share: Decimal, middle: Decimal, count: int) -> tuple[str, str]:
    """The message on a share that stands apart, in Chinese and English."""
    return (
        f"{name}的“{label}”（{code}）占支出的{percent(share)}，同类{count}个单位的中位数是{percent(middle)}。",
        f"{name} spends {percent(share)} on “{label}” ({code}); the median of {count} bodies is {percent(middle)}.",
    )


def percent(share: Decimal) -> str:
    """A share in words: 12.3%."""
    return f"{(share * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
