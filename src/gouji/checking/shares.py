"""What a department's document says of its units beside what they say themselves: every amount that disagrees, and which of
them disagree by one and the same amount, hence for one reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.checking.family import LABELLED, Family, Member, RowKey, is_row_of, mark_of, rows_by_mark
from gouji.model.amount import COUNTERS, MONEY_UNITS, Amount
from gouji.model.disclosure import Claim, Disclosure, Form, Row, RowKind
from gouji.model.finding import Spot

ITSELF = frozenset({RowKind.AGENCY, RowKind.DEPARTMENT, RowKind.TOTAL})  # where the rows of a unit in its department's form end
NAMED = frozenset({"code", "project"})  # the rows that bodies have or have not, by their marks
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Apart:
    """An amount of the department's document and the sum of its units' (`total`, in the base unit). `unit` is the one unit
    that it is the amount of, where the form says so; `room` is what rounding allows; `leaf` a single item, no total.
    `lacks`: the row stands on one side only."""

    form: str
    row: str
    column: str
    own: Amount
    total: Decimal
    room: Decimal
    leaf: bool
    spots: tuple[Spot, ...]
    unit: Member | None = None
    lacks: bool = False

    @property
    def by(self) -> Decimal:
        """The department's amount less its units', in the base unit."""
        return self.own.base - self.total


@dataclass(frozen=True, slots=True)
class Cause:
    """Amounts of one department that are off by the same, all its units' or those of one `unit`."""

    department: Member
    units: tuple[Member, ...]
    complete: bool
    held: tuple[Apart, ...]

    @property
    def unit(self) -> Member | None:
        """The unit that it concerns, where one of the amounts is that of a single unit."""
        return next((a.unit for a in self.held if a.unit is not None), None)


def causes(family: Family) -> Iterator[Cause]:
    """Why departments are not the sums of their units: what is off by one amount is one cause, told once. Where some units
    are not given, nobody knows by how much, and all is one."""
    for member, units, complete in family.departments():
        groups: list[list[Apart]] = []
        for one in _apart(member, units, complete):
            same = next((g for g in groups if _alike(g[0], one, complete)), None)
            if same is None:
                groups.append([one])
            else:
                same.append(one)
        for group in groups:
            yield Cause(member, units, complete, tuple(sorted(group, key=lambda a: (a.unit is None, not a.leaf))))


def _alike(a: Apart, b: Apart, complete: bool) -> bool:
    if not complete and a.unit is None and b.unit is None:
        return True
    return abs(abs(a.by) - abs(b.by)) <= a.room + b.room


def _apart(member: Member, units: tuple[Member, ...], complete: bool) -> Iterator[Apart]:
    for form in member.disclosure.forms:
        parts = [(u, f) for u in units if (f := u.disclosure.form(form.kind)) is not None]
        if form.status == "present":
            for unit, own in parts:
                yield from _of_unit(member, form, unit, own)
            if len(parts) == len(units):
                yield from _summed(member, form, parts, complete)
                yield from _absent(member, form, parts, complete)
    if complete:
        yield from _said(member, units)


def _summed(member: Member, form: Form, parts: list[tuple[Member, Form]], complete: bool) -> Iterator[Apart]:
    """The cells of a department's form that its units' do not add up to."""
    held = [rows_by_mark(p) for _, p in parts]
    for mark, row in rows_by_mark(form).items():
        theirs = [(unit, part, rows.get(mark)) for (unit, part), rows in zip(parts, held, strict=True)]
        if mark[0] in NAMED and not any(r for *_, r in theirs):
            continue
        for column, cell in row.cells.items():
            if column in row.unreadable or any(r is not None and column in r.unreadable for *_, r in theirs):
                continue
            own = Amount(cell.amount, form.unit)
            there = [(u, p, r) for u, p, r in theirs if r is not None and column in r.cells]
            amounts = [Amount(r.cells[column].amount, p.unit) for _, p, r in there]
            total, room = sum((a.base for a in amounts), NOTHING), own.half + sum((a.half for a in amounts), NOTHING)
            by = own.base - total
            if abs(by) > room and (complete or (amounts and by < 0)):
                spots = (member.spot(_spot(form, row, column)), *(u.spot(_spot(p, r, column)) for u, p, r in there))
                yield Apart(_name(form), row.label or "合计", column, own, total, room, _leaf(row), spots)


def _absent(member: Member, form: Form, parts: list[tuple[Member, Form]], complete: bool) -> Iterator[Apart]:
    """Rows by code or by project's name that only the department has (where all units are given), or only a unit; where the
    other side has rows of such a kind at all. Told by their first amount."""
    here = _named(form)
    there = [(unit, part, _named(part)) for unit, part in parts]
    of_units = {shape: marks for *_, named in there for shape, marks in named.items()}
    everywhere = {mark for *_, named in there for marks in named.values() for mark in marks}
    for shape, rows in here.items() if complete else ():
        for mark, row in rows.items() if shape in of_units else ():
            if mark not in everywhere:
                yield from _lone(member, form, row, ours=True)
    for unit, part, named in there:
        for shape, rows in named.items():
            for mark, row in rows.items() if shape in here else ():
                if mark not in here[shape]:
                    yield from _lone(unit, part, row, ours=False)


def _named(form: Form) -> dict[RowKey, dict[RowKey, Row]]:
    """The form's rows by code or project, by what kind of row it is (which codes, how long)."""
    found: dict[RowKey, dict[RowKey, Row]] = {}
    for row in form.rows:
        mark = mark_of(row)
        if row.kind in LABELLED and mark[0] in NAMED:
            shape = mark[:1] if mark[0] == "project" else tuple(f"{m.partition('=')[0]}{len(m)}" for m in mark)
            found.setdefault(shape, {}).setdefault(mark, row)
    return found


def _lone(member: Member, form: Form, row: Row, ours: bool) -> Iterator[Apart]:
    column = next((c for c, cell in row.cells.items() if cell.amount and c not in row.unreadable), None)
    if column is None:
        return
    amount = Amount(row.cells[column].amount, form.unit)
    own, total = (amount, NOTHING) if ours else (Amount(NOTHING, form.unit), amount.base)
    spots = (member.spot(_spot(form, row, column)),)
    codes = "、".join(code for of, code in sorted(row.codes.items()) if of != "agency")
    name = f"{row.label}（{codes}）" if codes else row.label
    yield Apart(_name(form), name, column, own, total, amount.half, True, spots, None if ours else member, lacks=True)


def _of_unit(member: Member, form: Form, unit: Member, own: Form) -> Iterator[Apart]:
    """A unit's rows in the department's form against those of the unit's own form."""
    block = _block(form, unit.disclosure)
    total = next((r for r in own.rows if r.kind is RowKind.TOTAL), None)
    if not block or total is None:
        return
    theirs = {mark: [r for r in own.rows if mark_of(r) == mark and r.kind not in ITSELF] for mark in map(mark_of, own.rows)}
    for row in block:
        beside = [total] if row is block[0] else theirs.get(mark_of(row), [])
        if len(beside) != 1:  # a row that the unit does not have is seen in the sums
            continue
        for column, cell in row.cells.items():
            there = beside[0].cells.get(column)
            if there is None or column in row.unreadable or column in beside[0].unreadable:
                continue
            a, b = Amount(cell.amount, form.unit), Amount(there.amount, own.unit)
            if not a.interval.meets(b.interval):
                spots = (member.spot(_spot(form, row, column)), unit.spot(_spot(own, beside[0], column)))
                leaf = row is not block[0] and _leaf(row)
                yield Apart(_name(form), row.label, column, a, b.base, a.half + b.half, leaf, spots, unit)


def _block(form: Form, unit: Disclosure) -> list[Row]:
    """The unit's own row in the department's form and those below it, without codes that stand twice there. Only the first
    where a unit of the form has none below: then the list after the last unit is everybody's."""
    blocks: list[list[Row]] = []
    inside = False
    for row in form.rows:
        if row.kind is RowKind.AGENCY:
            blocks.append([row])
        elif inside and row.kind not in ITSELF:
            blocks[-1].append(row)
        inside = row.kind is RowKind.AGENCY or (inside and row.kind not in ITSELF)
    own = next((b for b in blocks if is_row_of(unit, b[0])), [])
    if any(len(b) == 1 for b in blocks):
        return own[:1]
    marks = [mark_of(r) for r in own]
    return [r for r, m in zip(own, marks, strict=True) if r is own[0] or marks.count(m) == 1]


def _said(member: Member, units: Sequence[Member]) -> Iterator[Apart]:
    """Amounts and numbers of the prose that all documents state, each with one value."""
    own, theirs = _stated(member.disclosure), [_stated(u.disclosure) for u in units]
    for quantity, claim in own.items():
        parts = [t.get(quantity) for t in theirs]
        if any(p is None for p in parts):
            continue
        whole = _amount(claim)
        amounts = [_amount(p) for p in parts if p is not None]
        total, room = sum((a.base for a in amounts), NOTHING), whole.half + sum((a.half for a in amounts), NOTHING)
        if abs(whole.base - total) > room:
            spots = (
                member.spot(_quote(claim)),
                *(u.spot(_quote(p)) for u, p in zip(units, parts, strict=True) if p is not None),
            )
            yield Apart("", quantity.replace(".", "·"), claim.quote, whole, total, room, False, spots)


def _stated(disclosure: Disclosure) -> dict[str, Claim]:
    """Money and numbers of things by quantity; none that the document states with two values, no changes and no shares."""
    held: dict[str, list[Claim]] = {}
    for claim in disclosure.claims:
        last = claim.quantity.rpartition(".")[2]
        counted = (claim.unit or "") in MONEY_UNITS | COUNTERS
        if claim.quantity and claim.amount is not None and counted and not last.startswith(("较上年", "占比", "上年")):
            held.setdefault(claim.quantity, []).append(claim)
    return {q: claims[0] for q, claims in held.items() if len({_amount(c).base for c in claims}) == 1}


def _amount(claim: Claim) -> Amount:
    return Amount(claim.amount or NOTHING, claim.unit or "")


def _quote(claim: Claim) -> Spot:
    return Spot("", claim.quantity, claim.section, str(claim.amount), claim.place)


def _spot(form: Form, row: Row, column: str) -> Spot:
    return Spot(form.kind, row.label, column, str(row.cells[column].amount), row.cells[column].place)


def _leaf(row: Row) -> bool:
    return row.kind is RowKind.ITEM and not row.item


def _name(form: Form) -> str:
    return form.number or form.title
