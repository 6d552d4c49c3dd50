"""Projects of the target forms: the same as in the project form, each once, each with targets of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.checking.aims import (
    BENEFIT,
    COST,
    OUTPUT,
    SATISFACTION,
    Aim,
    amount_of,
    by_project,
    damaged,
    key,
    listed,
    project_spot,
    span,
    torn,
    whole,
)
from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import first, spot
from gouji.model.amount import Amount
from gouji.model.disclosure import Project
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import rests
from gouji.standards.review import review

MANAGED = rests("budget-law-32", "performance-2018")
SAME = rests("itself")


@check(
    id="PROJECT-NO-TARGETS",
    severity=Severity.WARNING,
    title=("项目没有绩效目标", "A project without targets"),
    basis=MANAGED,
    example="项目“结转资金”4.5万元，年度目标和各项指标都是空白",
)
def none(subject: Subject) -> Iterator[Found]:
    """A project in the target form has at least one indicator."""
    held = list(by_project(subject.disclosure))
    if not any(aims for _, aims in held):
        return
    for project, aims in held:
        if not aims and project.amount and not damaged(subject, project.place):
            yield Found(
                message=subject.say(
                    f"项目“{project.name}”（{project.amount}{project.unit}）没有任何绩效指标。",
                    f"Project “{project.name}” has no indicator.",
                ),
                places=(project_spot(project),),
            )


def _lacking(subject: Subject, level: str) -> Iterator[Found]:
    """The projects without an indicator of that level. Where the document hardly sets such indicators at all, that is one
    remark; what the source lost is passed over."""
    held = [(p, a) for p, a in by_project(subject.disclosure) if a]
    have = [p for p, aims in held if any(_is(a, level) for a in aims)]
    if torn(subject.disclosure) or not held:
        return
    lacking = [p for p, aims in held if p not in have and not damaged(subject, span(p, aims))]
    if 2 * len(have) < len(held):
        if lacking:
            yield _seldom(subject, level, lacking)
        return
    for project in lacking:
        also = ""
        if level == COST and project.amount is not None:
            also = subject.say(f"，如“项目成本≤{project.amount}{project.unit}”", "")
        yield Found(
            message=subject.say(
                f"项目“{project.name}”没有{level}{also}（其他{len(have)}个项目有）。",
                f"Project “{project.name}” has no {level}; {len(have)} others have.",
            ),
            places=(project_spot(project, level),),
        )


def _seldom(subject: Subject, level: str, lacking: list[Project]) -> Found:
    count = subject.say(f"等{len(lacking)}个项目", f" and others ({len(lacking)})") if len(lacking) > 1 else ""
    return Found(
        message=subject.say(
            f"项目“{lacking[0].name}”{count}没有{level}，请核对。",
            f"Project “{lacking[0].name}”{count} has no {level}: please look.",
        ),
        places=tuple(project_spot(p, level) for p in lacking),
        severity=Severity.INFO,
    )


def _is(aim: Aim, level: str) -> bool:
    return aim.level == level or (level == SATISFACTION and "满意" in aim.name)


@check(
    id="PROJECT-NO-COST",
    severity=Severity.WARNING,
    title=("项目没有成本指标", "No cost indicator"),
    basis=MANAGED,
    example="其他项目都有“项目成本”，“设备购置”没有",
)
def no_cost(subject: Subject) -> Iterator[Found]:
    """Where a document sets cost targets, every project has one; where it hardly does, that is a remark."""
    return _lacking(subject, COST)


@check(
    id="PROJECT-NO-OUTPUT",
    severity=Severity.WARNING,
    title=("项目没有产出指标", "No output indicator"),
    basis=MANAGED,
    example="“设备购置”只有成本和满意度指标",
)
def no_output(subject: Subject) -> Iterator[Found]:
    """Every project with targets has one for its outputs."""
    return _lacking(subject, OUTPUT)


@check(
    id="PROJECT-NO-BENEFIT",
    severity=Severity.WARNING,
    title=("项目没有效益指标", "No benefit indicator"),
    basis=MANAGED,
    example="“设备购置”没有效益指标",
)
def no_benefit(subject: Subject) -> Iterator[Found]:
    """Where a document sets benefit targets, every project has one."""
    return _lacking(subject, BENEFIT)


@check(
    id="PROJECT-NO-SATISFACTION",
    severity=Severity.WARNING,
    title=("项目没有满意度指标", "No satisfaction indicator"),
    basis=MANAGED,
    example="“设备购置”没有满意度指标",
)
def no_satisfaction(subject: Subject) -> Iterator[Found]:
    """Where a document sets satisfaction targets, every project has one."""
    return _lacking(subject, SATISFACTION)


@check(
    id="PROJECT-UNLISTED",
    severity=Severity.WARNING,
    title=("绩效目标表的项目不在项目支出表", "A target for a project that is not in the project form"),
    basis=SAME,
    example="绩效目标表有“设备更新”，项目支出表没有",
)
def unlisted(subject: Subject) -> Iterator[Found]:
    """Every project of the target form stands in the project form, by its code or its name."""
    rows = listed(subject.disclosure)
    known = {key(r.label) for r in rows} | {r.codes.get("project", "") for r in rows}
    for project in subject.disclosure.projects if rows else ():
        if key(project.name) in known or (project.code and project.code in known) or damaged(subject, project.place):
            continue
        if any(_alike(key(project.name), k) for k in known if k):
            continue
        yield Found(
            message=subject.say(
                f"绩效目标表的项目“{project.name}”在项目支出表中没有。", f"“{project.name}” is not in the project form."
            ),
            places=(project_spot(project),),
        )


@check(
    id="PROJECT-UNTARGETED",
    severity=Severity.WARNING,
    title=("项目支出表的项目没有绩效目标表", "A project of the project form without a target form"),
    basis=SAME,
    example="项目支出表有“设备更新”10万元，绩效目标表没有",
)
def untargeted(subject: Subject) -> Iterator[Found]:
    """Every project of the project form stands in the target form, where there is one."""
    projects = subject.disclosure.projects
    known = {key(p.name) for p in projects} | {p.code for p in projects if p.code}
    for row in listed(subject.disclosure) if projects and not torn(subject.disclosure) else ():
        label = key(row.label)
        if label in known or row.codes.get("project") in known or any(_alike(label, k) for k in known if k):
            continue
        if damaged(subject, row.place) or not whole(row):
            continue
        yield Found(
            message=subject.say(
                f"项目支出表的“{row.label}”（{whole(row)}）没有绩效目标。", f"“{row.label}” of the project form has no targets."
            ),
            places=(Spot("project_expenditure", row.label, place=row.place),),
        )


def _alike(one: str, other: str) -> bool:
    """Whether two names may be one: the one begins with the other, as names are cut in narrow columns."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and long.startswith(short)


@check(
    id="PROJECT-TWICE",
    severity=Severity.ERROR,
    title=("项目重复列示", "A project is listed twice"),
    basis=SAME,
    example="同一项目16万元在绩效目标表列了两次（其中一次在“待分项目”下），项目支出表只有一次",
)
def twice(subject: Subject) -> Iterator[Found]:
    """The target form lists a project once. The same name and amount twice, against once in the project form, is counted
    double; without a project form to tell, a person must look."""
    rows = [key(r.label) for r in listed(subject.disclosure)]
    held: dict[tuple[str, object], Project] = {}
    for project in subject.disclosure.projects:
        own = amount_of(project)
        mark = (key(project.name), own.base if own else None)
        before = held.setdefault(mark, project)
        if before is project or not mark[0] or rows.count(mark[0]) > 1 or damaged(subject, project.place):
            continue
        if before.agency != project.agency and not rows:
            continue
        codes = "、".join(p.code for p in (before, project) if p.code)
        yield Found(
            message=subject.say(
                f"项目“{project.name}”（{project.amount}{project.unit}）在绩效目标表列了两次{f'（{codes}）' if codes else ''}"
                + ("，项目支出表只有一次，绩效目标表多计了一次。" if rows else "。"),
                f"“{project.name}” stands twice in the target form{f' ({codes})' if codes else ''}.",
            ),
            places=(project_spot(project), project_spot(before)),
            severity=Severity.ERROR if mark[0] in rows else Severity.WARNING,
        )


@check(
    id="PROJECT-COUNT",
    severity=Severity.WARNING,
    title=("说明中的项目数与绩效目标表不同", "The prose counts another number of projects than have targets"),
    basis=SAME,
    example="说明写“项目共13个”，没有公开项目支出表，绩效目标表列了12个",
)
def count(subject: Subject) -> Iterator[Found]:
    """Where no project form tells how many projects there are, the target form does: the prose counts as many. With a
    project form this is a relation of the template."""
    claim = first(subject.disclosure, "预算绩效.项目数")
    names = {key(p.name) for p in subject.disclosure.projects if p.name}
    if claim is None or listed(subject.disclosure) or not names or torn(subject.disclosure) or claim.amount == len(names):
        return
    yield Found(
        message=subject.say(
            f"说明写“{claim.quote}”，绩效目标表列了{len(names)}个项目。",
            f"The prose says “{claim.quote}”; the target form lists {len(names)} projects.",
        ),
        places=(spot(claim), project_spot(subject.disclosure.projects[0])),
        stated=claim.amount,
        expected=Decimal(len(names)),
        unit=claim.unit,
    )


@check(
    id="PROJECT-CODE-TWICE",
    severity=Severity.ERROR,
    title=("两个项目用同一编码", "Two projects share a code"),
    basis=rests("one-system"),
    example="“设备购置”与“宣传费”的项目编码都是411500…1234",
)
def code_twice(subject: Subject) -> Iterator[Found]:
    """A project code belongs to one project."""
    held: dict[str, Project] = {}
    for project in subject.disclosure.projects:
        before = held.setdefault(project.code, project) if project.code else project
        same = before is project or _alike(key(before.name), key(project.name))
        if not same and key(before.name) != key(project.name) and not damaged(subject, project.place):
            yield Found(
                message=subject.say(
                    f"“{before.name}”与“{project.name}”的项目编码相同：{project.code}。",
                    f"“{before.name}” and “{project.name}” share the code {project.code}.",
                ),
                places=(project_spot(project), project_spot(before)),
            )


@check(
    id="PROJECT-YEAR",
    severity=Severity.WARNING,
    title=("项目名称是以前年度的", "A project named after an earlier year"),
    basis=rests("itself"),
    example="2024年预算的项目“2023年补助资金（预算安排）”，上年结转为空",
)
def year(subject: Subject) -> Iterator[Found]:
    """A project of an earlier year's fund is carried over, and is called so."""
    fiscal = subject.disclosure.fiscal_year
    for project in subject.disclosure.projects:
        found = review().patterns["name_year"].search(fold(project.name))
        if fiscal is None or found is None or int(found.group(1)) >= fiscal or review().has("carried", fold(project.name)):
            continue
        if any("结转" in column and cell.amount for column, cell in project.amounts.items()) or damaged(subject, project.place):
            continue
        yield Found(
            message=subject.say(
                f"项目“{project.name}”是{found.group(1)}年的，列入{fiscal}年预算而没有注明结转。",
                f"“{project.name}” is of {found.group(1)} but budgeted in {fiscal} without being carried over.",
            ),
            places=(project_spot(project),),
            stated=found.group(1),
            expected=str(fiscal),
        )


@check(
    id="PROJECT-NAME-YEAR",
    severity=Severity.INFO,
    title=("项目名称的年份缺“年”字", "A year without 年 in a project's name"),
    basis=rests("numerals"),
    example="2023医疗补助资金",
)
def bare_year(subject: Subject) -> Iterator[Found]:
    """A year in a project's name is written 20xx年."""
    for project in subject.disclosure.projects:
        found = review().patterns["bare_year"].search(fold(project.name))
        if found is not None and not damaged(subject, project.place):
            yield Found(
                message=subject.say(
                    f"项目“{project.name}”的“{found.group(1)}”后缺“年”。", f"“{project.name}”: {found.group(1)} lacks 年."
                ),
                places=(project_spot(project),),
                rewrite=project.name.replace(found.group(1), f"{found.group(1)}年", 1),
            )


@check(
    id="PROJECT-NAME-SWAPPED",
    severity=Severity.WARNING,
    title=("项目名称的词序不同", "A fund's name with its words swapped"),
    basis=rests("itself"),
    example="“医疗保障与服务能力提升资金”，其他项目写“医疗服务与保障能力提升资金”",
)
def swapped(subject: Subject) -> Iterator[Found]:
    """“甲与乙” in one name and “乙与甲” in the same words of others is one name, written in two ways."""
    projects = subject.disclosure.projects
    prose = "".join(fold(s.text) for s in subject.disclosure.sections)
    names = [fold(p.name) for p in projects]
    for project, text in zip(projects, names, strict=True):
        for found in review().patterns["swapped"].finditer(text):
            a, link, b = found.groups()
            before, after = text[max(0, found.start() - 2) : found.start()], text[found.end() : found.end() + 2]
            other = f"{before}{b}{link}{a}{after}"
            same = sum(n.count(found.group()) for n in names) + prose.count(before + found.group() + after)
            more = sum(n.count(other) for n in names) + prose.count(other)
            if a != b and len(after) == 2 and more > same:
                yield Found(
                    message=subject.say(
                        f"项目“{project.name}”中“{found.group()}”，其他{more}处写“{b}{link}{a}”。",
                        f"“{project.name}” says “{found.group()}”, {more} others “{b}{link}{a}”.",
                    ),
                    places=(project_spot(project),),
                    rewrite=project.name.replace(found.group(), f"{b}{link}{a}", 1),
                )


@check(
    id="PROJECT-GOAL-AMOUNT",
    severity=Severity.WARNING,
    title=("年度目标中的金额与项目金额不同", "The goal names another amount"),
    basis=SAME,
    example="项目70万元，年度目标“每年房租费80万元”，说明写70万元",
)
def goal_amount(subject: Subject) -> Iterator[Found]:
    """The one amount that a goal names for the project is the project's own. Where the prose tells the same sentence with
    another amount, the document contradicts itself (error)."""
    claims = [c for c in subject.disclosure.claims if c.amount is not None and len(c.quote) > 6]
    for project in subject.disclosure.projects:
        own = amount_of(project)
        found = list(review().patterns["money_goal"].finditer(fold(project.goal or "")))
        if own is None or len(found) != 1 or damaged(subject, project.place):
            continue
        named = Amount(Decimal(found[0].group(1).replace(",", "")), found[0].group(2))
        if named.interval.meets(own.interval):
            continue
        goal = fold(project.goal or "")
        lead = goal[max(0, found[0].start(1) - 6) : found[0].start(1)]
        twin = next((c for c in claims if f"{lead}{c.amount}" in fold(c.quote) and c.amount != named.value), None)
        if twin is None and named.base * 2 < own.base:
            continue  # a small part of the project, perhaps
        also = f"，说明写“{twin.quote}”" if twin else ""
        yield Found(
            message=subject.say(
                f"项目“{project.name}”的年度目标写“{found[0].group()}”{also}，项目金额是{own}。",
                f"The goal of “{project.name}” names {named}; the project has {own}.",
            ),
            places=(project_spot(project, "年度目标"), *((spot(twin),) if twin else ())),
            stated=named.value,
            expected=own.base / named.factor,
            unit=named.unit,
            severity=Severity.ERROR if twin else None,
        )
