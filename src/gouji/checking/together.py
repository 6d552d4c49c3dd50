"""Several documents together: a department against its units, this year's against last year's, projects of two agencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from gouji.checking.family import Family, Member, agencies, body, is_row_of, joint, joint_checks, row_of
from gouji.checking.figures import number
from gouji.checking.registry import Found
from gouji.checking.statements import AMOUNT, WORDS, accounts, money, spot, value
from gouji.model.amount import Amount
from gouji.model.disclosure import Disclosure, Form, Project, Row, RowKind
from gouji.model.finding import Finding, Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import rests

SUMMED = rests("arithmetic", "notice-29")
CARRIED = rests("notice-143", "itself")
LABELLED = frozenset({RowKind.CLASS, RowKind.ITEM})
TOLD = 3  # rows of one form that are told; the others are counted

RowKey = tuple[str, ...]


def check_together(documents: Sequence[tuple[str, Disclosure]], lang: str = "zh") -> tuple[Finding, ...]:
    """What the documents, each under the name that the user gave it, say against each other; worst first."""
    family = Family(tuple(Member(name, d) for name, d in documents), lang)
    found: list[Finding] = []
    for rule in joint_checks():
        for one in rule.run(family):
            found.append(
                Finding(
                    rule=rule.id,
                    severity=one.severity or rule.severity,
                    title=family.say(*rule.title),
                    message=one.message,
                    places=one.places,
                    stated=one.stated,
                    expected=one.expected,
                    difference=one.difference,
                    unit=one.unit,
                    basis=family.say(*rule.basis),
                )
            )
    order = list(Severity)
    return tuple(sorted(found, key=lambda f: order.index(f.severity)))


@joint(
    id="TOGETHER-SUM",
    severity=Severity.ERROR,
    title=("部门预算不等于所属单位之和", "A department is not the sum of its units"),
    basis=SUMMED,
    example="部门支出合计1200万元，所属两家单位合计1180万元",
)
def sums(family: Family) -> Iterator[Found]:
    """Every amount of a department's form is the sum of those of its units in the same form, row by row. Where not all units
    are among the documents, the units' sum is at most the department's."""
    for member, units, complete in family.departments():
        for form in member.disclosure.forms:
            parts = [(u, f) for u in units if (f := u.disclosure.form(form.kind)) is not None]
            if form.status != "present" or len(parts) < len(units):
                continue
            wrong = list(_unequal(form, [f for _, f in parts], complete))
            if wrong:
                yield _apart(family, member, form, parts, wrong, complete)


Unequal = tuple[Row, str, Amount, Decimal]


def _unequal(form: Form, parts: list[Form], complete: bool) -> Iterator[Unequal]:
    """The cells of a department's form that its units' do not add up to: row, column, amount, their sum in the base unit."""
    rows = [rows_by_mark(p) for p in parts]
    for mark, row in rows_by_mark(form).items():
        for column, cell in row.cells.items():
            own = Amount(cell.amount, form.unit)
            total, room, known = Decimal(0), own.half, False
            for part, held in zip(parts, rows, strict=True):
                theirs = held.get(mark)
                other = theirs.cells.get(column) if theirs else None
                if theirs is not None and column in theirs.unreadable:
                    break
                if other is not None:
                    amount = Amount(other.amount, part.unit)
                    total, room, known = total + amount.base, room + amount.half, True
            else:
                apart = own.base - total
                if abs(apart) > room and (complete or (known and apart < 0)) and column not in row.unreadable:
                    yield row, column, own, total


def _apart(
    family: Family, member: Member, form: Form, parts: list[tuple[Member, Form]], wrong: list[Unequal], complete: bool
) -> Found:
    lines = []
    for row, column, own, total in wrong[:TOLD]:
        should = number(total / own.factor)
        lines.append(
            family.say(
                f"“{row.label or '合计'}”行“{column}”列部门写{number(own.value)}{own.unit}，"
                f"{len(parts)}个单位合计{should}{own.unit}，相差{number(own.value - total / own.factor)}{own.unit}",
                f"row “{row.label}”, column “{column}”: {number(own.value)}{own.unit} against {should}{own.unit} of the units",
            )
        )
    more = len(wrong) - TOLD
    rest = family.say(f"；另有{more}处", f"; {more} more") if more > 0 else ""
    word = family.say("不等于" if complete else "小于", "is not the sum of" if complete else "is below")
    name = form.number or form.title
    row, column, own, total = wrong[0]
    return Found(
        message=family.say(
            f"{member.name}的{name}{word}所属单位之和：{'；'.join(lines)}{rest}。",
            f"{name} of {member.name} {word} its units': {'; '.join(lines)}{rest}.",
        ),
        places=(
            member.spot(Spot(form.kind, row.label, column, str(own.value), row.cells[column].place)),
            *_there(parts, row, column),
        ),
        stated=own.value,
        expected=total / own.factor,
        difference=own.value - total / own.factor,
        unit=own.unit,
    )


def _there(parts: list[tuple[Member, Form]], row: Row, column: str) -> Iterator[Spot]:
    """The same cell in the units' forms."""
    for unit, form in parts:
        theirs = rows_by_mark(form).get(_key(row))
        cell = theirs.cells.get(column) if theirs else None
        if theirs is not None and cell is not None:
            yield unit.spot(Spot(form.kind, theirs.label, column, str(cell.amount), cell.place))


def rows_by_mark(form: Form) -> Mapping[RowKey, Row]:
    """A form's rows by what they are: the total, a fixed item, a code. Rows of agencies and projects are left out, as are
    those that occur twice."""
    found: dict[RowKey, list[Row]] = {}
    for row in form.rows:
        if row.kind in LABELLED or row.kind is RowKind.TOTAL:
            found.setdefault(_key(row), []).append(row)
    return {mark: rows[0] for mark, rows in found.items() if len(rows) == 1}


def _key(row: Row) -> RowKey:
    if row.item:
        return ("item", row.side or "", row.item)
    codes = tuple(f"{k}={v}" for k, v in sorted(row.codes.items()) if k != "agency")
    if codes:
        return ("code", *codes)
    return (
        "total" if row.kind is RowKind.TOTAL else "label",
        row.side or "",
        "" if row.kind is RowKind.TOTAL else fold(row.label),
    )


@joint(
    id="TOGETHER-AGENCY",
    severity=Severity.ERROR,
    title=("部门表中的单位数与单位自己的表不同", "A unit's amount in the department's form is not the unit's own"),
    basis=SUMMED,
    example="部门收入总表中“市服务中心”620万元，该中心自己的收入总计602万元",
)
def agency(family: Family) -> Iterator[Found]:
    """The row of a unit in a department's form has the amounts of the total of the unit's own form."""
    for member, units, _ in family.departments():
        for unit in units:
            for form in member.disclosure.forms:
                own = unit.disclosure.form(form.kind)
                row = next((r for r in form.rows if r.kind is RowKind.AGENCY and is_row_of(unit.disclosure, r)), None)
                total = next((r for r in own.rows if r.kind is RowKind.TOTAL), None) if own else None
                if own is None or row is None or total is None:
                    continue
                for column, cell in row.cells.items():
                    there = total.cells.get(column)
                    a = Amount(cell.amount, form.unit)
                    b = Amount(there.amount, own.unit) if there else None
                    if there is None or b is None or a.interval.meets(b.interval):
                        continue
                    yield Found(
                        message=family.say(
                            f"{member.name}的{form.number or form.title}中“{row.label}”的“{column}”写{a}，"
                            f"{unit.name}自己写{b}。",
                            f"{member.name} gives “{row.label}” {a} ({column}); {unit.name} itself says {b}.",
                        ),
                        places=(
                            member.spot(Spot(form.kind, row.label, column, str(a.value), cell.place)),
                            unit.spot(Spot(own.kind, total.label, column, str(b.value), there.place)),
                        ),
                        stated=a.value,
                        expected=b.base / a.factor,
                        unit=a.unit,
                    )
                    break


@joint(
    id="TOGETHER-LAST-YEAR",
    severity=Severity.ERROR,
    title=("与上年公开的数不符", "A change that last year's document contradicts"),
    basis=CARRIED,
    example="今年写“收入总计比上年增加60万元”（上年即540万元），上年公开的收入总计是580万元",
)
def last_year(family: Family) -> Iterator[Found]:
    """This year's amount less its change is what last year's document of the same body says (a warning where the accounts
    compare with what was executed)."""
    for now, before in consecutive(family):
        old = {a.base: a.amount for a in accounts(before.disclosure) if a.amount is not None}
        for account in accounts(now.disclosure):
            then = old.get(account.base)
            present, past = account.amount, money(then)
            if present is None or then is None or past is None or not account.claims:
                continue
            own, change = money(present), money(account.change)
            if own is None or (change is None and account.direction != "持平"):
                continue
            sign = -1 if account.direction == "减少" else 1
            base = own.base - sign * (change.base if change else 0)
            room = own.half + past.half + (change.half if change else 0)
            if abs(base - past.base) <= room:
                continue
            executed = any("执行" in c.quote or "决算" in c.quote for c in account.claims)
            should = number(base / past.factor)
            said = account.claims[0].quote
            yield Found(
                message=family.say(
                    f"{now.name}写“{present.quote}”、“{said}”，推算上年为{should}{past.unit}；"
                    f"{before.name}写“{then.quote}”，相差{number(abs(base - past.base) / past.factor)}{past.unit}。",
                    f"{now.name}: “{present.quote}”, “{said}”, hence {should}{past.unit} last year; "
                    f"{before.name}: “{then.quote}”.",
                ),
                places=(now.spot(spot(account.claims[0])), before.spot(spot(then))),
                stated=base / past.factor,
                expected=past.value,
                unit=past.unit,
                severity=Severity.WARNING if executed else None,
            )


def consecutive(family: Family) -> Iterator[tuple[Member, Member]]:
    """Documents of one body, of a year and of the year before."""
    for same in family.bodies():
        by_year = {m.disclosure.fiscal_year: m for m in reversed(same) if m.disclosure.fiscal_year is not None}
        for year, now in by_year.items():
            before = by_year.get((year or 0) - 1)
            if before is not None:
                yield now, before


@joint(
    id="TOGETHER-PROJECT",
    severity=Severity.WARNING,
    title=("同一项目列在两个单位", "One project in two agencies"),
    basis=rests("one-system"),
    example="项目编码4115…1234既在甲单位的表中，又在乙单位的表中",
)
def project(family: Family) -> Iterator[Found]:
    """A project, by its code (or by name and amount), stands with one agency."""
    held: dict[tuple[object, ...], tuple[Member, Project]] = {}
    for member in family.members:
        year, body_ = member.disclosure.fiscal_year, body(member.disclosure)
        for one in member.disclosure.projects if not member.whole else ():
            marks: list[tuple[object, ...]] = [(year, one.code)] if one.code else []
            marks += [(year, fold(one.name), one.amount)] if one.amount and len(fold(one.name)) > 4 else []
            firsts = [held.setdefault(mark, (member, one)) for mark in marks]
            there = next(((m, p) for m, p in firsts if m is not member and body(m.disclosure) != body_), None)
            if there is None:
                continue
            first, same = there
            coded = same.code is not None and same.code == one.code
            yield Found(
                message=family.say(
                    f"项目“{one.name}”（{one.code or one.amount}）同时列在{first.name}和{member.name}。",
                    f"Project “{one.name}” stands both in {first.name} and in {member.name}.",
                ),
                places=(
                    member.spot(Spot("project_performance", one.name, place=one.place)),
                    first.spot(Spot("project_performance", same.name, place=same.place)),
                ),
                severity=Severity.ERROR if coded else None,
            )


@joint(
    id="TOGETHER-SAME",
    severity=Severity.WARNING,
    title=("同一单位同一年度有两份文件", "Two documents of one body and year"),
    basis=rests("notice-143"),
    example="两份文件都是某中心2024年单位预算，收入总计不同",
)
def same(family: Family) -> Iterator[Found]:
    """A body publishes one budget a year: two that differ in their totals contradict each other (error)."""
    for a, b in ((a, b) for held in family.bodies() for a, b in pairwise(sorted(held, key=_year))):
        one, two = a.disclosure, b.disclosure
        if one.fiscal_year != two.fiscal_year:
            continue
        left, right = ({x.quantity: value(x) for x in d.claims if x.quantity and x.amount is not None} for d in (one, two))
        differ = [q for q in left if q in right and left[q] != right[q] and q.rpartition(".")[2] not in (AMOUNT, WORDS)]
        told = family.say(f"，{len(differ)}个数字不同（如{differ[0]}）", f", {len(differ)} figures differ") if differ else ""
        yield Found(
            message=family.say(
                f"{a.name}与{b.name}都是{one.issuer.name}{one.fiscal_year or ''}年的预算{told}。",
                f"{a.name} and {b.name} are both the budget of {one.issuer.name} of {one.fiscal_year}{told}.",
            ),
            places=(a.spot(Spot()), b.spot(Spot())),
            severity=Severity.ERROR if differ else None,
        )


def _year(member: Member) -> int:
    return member.disclosure.fiscal_year or 0


@joint(
    id="TOGETHER-MISSING-UNIT",
    severity=Severity.INFO,
    title=("部门的单位没有给全", "Not all units of the department are here"),
    basis=SUMMED,
    example="部门表中有三家单位，只给了两家的文件",
)
def missing(family: Family) -> Iterator[Found]:
    """Where some units of a department are checked with it, the sums can only be tested when all are."""
    for member, units, complete in family.departments():
        expected = agencies(member.disclosure)
        given = {row_of(u.disclosure, expected) for u in units}
        absent = [label for label in expected if label not in given]
        if not complete and absent:
            yield Found(
                message=family.say(
                    f"{member.name}的单位中没有给出{'、'.join(absent)}的文件，不能核对合计。",
                    f"Of the units of {member.name} {', '.join(absent)} are not here.",
                ),
                places=(member.spot(Spot()),),
            )
