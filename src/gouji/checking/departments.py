"""A department's document against those of its units."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.checking.family import Family, agencies, joint, row_of
from gouji.checking.figures import number
from gouji.checking.registry import Found
from gouji.checking.shares import Apart, Cause, causes
from gouji.model.finding import Severity, Spot
from gouji.standards.law import rests

SUMMED = rests("arithmetic", "notice-29")
TOLD = 3  # amounts of one cause that are told; the others are counted


@joint(
    id="TOGETHER-SUM",
    severity=Severity.ERROR,
    title=("部门预算不等于所属单位之和", "A department is not the sum of its units"),
    basis=SUMMED,
    example="部门支出合计1200万元，所属两家单位合计1180万元",
)
def sums(family: Family) -> Iterator[Found]:
    """Every amount of a department's form is the sum of those of its units in the same form, row by row. Where not all units
    are among the documents, the units' sum is at most the department's. So it is with the amounts and numbers of the prose
    (a warning where only the prose differs). What is off by the same amount is told once; where one unit's own row is off,
    it is TOGETHER-AGENCY that tells it."""
    for cause in causes(family):
        if cause.unit is None:
            prose = all(not a.form for a in cause.held)
            yield _found(family, cause, Severity.WARNING if prose else None)


@joint(
    id="TOGETHER-AGENCY",
    severity=Severity.ERROR,
    title=("部门表中的单位数与单位自己的表不同", "A unit's amount in the department's form is not the unit's own"),
    basis=SUMMED,
    example="部门收入总表中“市服务中心”620万元，该中心自己的收入总计602万元",
)
def agency(family: Family) -> Iterator[Found]:
    """The rows of a unit in a department's form (its total, and the rows below it) have the amounts of the unit's own form.
    All that is off by the same amount is told once, the sums over all units among it."""
    for cause in causes(family):
        if cause.unit is not None:
            yield _found(family, cause)


def _found(family: Family, cause: Cause, severity: Severity | None = None) -> Found:
    first = cause.held[0]
    shown = _shown(cause)
    told = ("; " if family.lang == "en" else "；").join(_line(family, cause, a) for a in shown)
    more = len(cause.held) - len(shown)
    forms = [
        *sorted({a.form for a in cause.held} - {""}),
        *([family.say("正文", "the prose")] if any(not a.form for a in cause.held) else []),
    ]
    rest = ""
    if more > 0:
        rest = family.say(
            f"；另有{more}处相差同样的数（{'、'.join(forms)}）", f"; {more} more by the same amount ({', '.join(forms)})"
        )
    return Found(
        message=f"{_head(family, cause)}{told}{rest}{family.say('。', '.')}",
        places=tuple(dict.fromkeys(spot for apart in (shown if first.lacks else [first]) for spot in apart.spots)),
        stated=first.own.value,
        expected=first.total / first.own.factor,
        difference=first.by / first.own.factor,
        unit=first.own.unit,
        severity=severity,
    )


def _shown(cause: Cause) -> list[Apart]:
    """What is told of a cause: the plainest of each form, and a row that one side lacks beside what the other has instead."""
    held: dict[tuple[object, ...], Apart] = {}
    for apart in cause.held:
        held.setdefault((apart.form, apart.lacks, apart.by > 0 and apart.lacks), apart)
    return list(held.values())[:TOLD]


def _head(family: Family, cause: Cause) -> str:
    """Who differs from whom by how much; nothing where rows are only called something else."""
    first, name = cause.held[0], cause.department.name
    if first.lacks:
        return ""
    other = cause.unit.name if cause.unit is not None else family.say("所属单位之和", "the sum of its units")
    by = f"{number(abs(first.by) / first.own.factor)}{first.own.unit}"
    if first.by > 0:
        return family.say(f"{name}比{other}多{by}：", f"{name} is {by} above {other}: ")
    return family.say(f"{name}比{other}少{by}：", f"{name} is {by} below {other}: ")


def _lacking(family: Family, cause: Cause, apart: Apart) -> str:
    """A row that stands on one side only."""
    amount = f"{number(abs(apart.by) / apart.own.factor)}{apart.own.unit}"
    if apart.unit is not None:
        return family.say(
            f"{apart.unit.name}的{apart.form}有“{apart.row}”（{amount}），{cause.department.name}的表中没有这一行",
            f"{apart.form} of {apart.unit.name} has “{apart.row}” ({amount}), that of {cause.department.name} has no such row",
        )
    return family.say(
        f"{cause.department.name}的{apart.form}有“{apart.row}”（{amount}），各单位的表中都没有这一行",
        f"{apart.form} of {cause.department.name} has “{apart.row}” ({amount}), no unit has such a row",
    )


def _line(family: Family, cause: Cause, apart: Apart) -> str:
    if apart.lacks:
        return _lacking(family, cause, apart)
    own, should = f"{number(apart.own.value)}{apart.own.unit}", f"{number(apart.total / apart.own.factor)}{apart.own.unit}"
    theirs = (
        family.say(f"该单位自己写{should}", f"the unit itself says {should}")
        if apart.unit is not None
        else family.say(f"{len(cause.units)}个单位合计{should}", f"{should} of the units")
    )
    if not apart.form:
        return family.say(f"正文“{apart.row}”部门写{own}，{theirs}", f"prose, “{apart.row}”: {own} against {theirs}")
    where = family.say(
        f"{apart.form}“{apart.row}”行“{apart.column}”列", f"{apart.form}, row “{apart.row}”, column “{apart.column}”:"
    )
    return family.say(f"{where}部门写{own}，{theirs}", f"{where} {own} against {theirs}")


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
