"""Indicators given twice, with two targets, or copied from project to project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji.checking.aims import Aim, by_project, damaged, of_department, of_projects
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import rests
from gouji.standards.review import review

ONE_NAME = ("同一指标、同一事项应当用同一名称", "one thing, one name")
ONCE = rests("targets-101", "itself")
LEAST = 6  # characters of a name before it tells one indicator from others


@check(
    id="TARGET-TWICE",
    severity=Severity.WARNING,
    title=("同一项目中指标重复", "An indicator twice in one project"),
    basis=ONCE,
    example="“培训次数≥2次”在同一项目中出现两次",
)
def twice(subject: Subject) -> Iterator[Found]:
    """Within one project an indicator stands once, with one target."""
    for project, aims in by_project(subject.disclosure):
        held: dict[tuple[str, str], Aim] = {}
        for aim in aims:
            first = held.setdefault((aim.level + (aim.indicator.level2 or ""), aim.name), aim)
            if first is aim or damaged(subject, aim.indicator.place) or first.indicator.place == aim.indicator.place:
                continue
            same = first.raw == aim.raw
            yield Found(
                message=subject.say(
                    f"项目“{project.name}”的指标“{aim.indicator.name}”出现两次："
                    f"{first.indicator.target.raw}、{aim.indicator.target.raw}。",
                    f"Project “{project.name}” has “{aim.indicator.name}” twice: {first.raw}, {aim.raw}.",
                ),
                places=(aim.spot, first.spot),
                severity=Severity.INFO if same and review().has("vague_name", aim.name) else None,
            )


@check(
    id="TARGET-SAME-NAME",
    severity=Severity.WARNING,
    title=("同一指标的目标值不同", "One indicator with two targets"),
    basis=rests("performance-2018", "itself"),
    example="整体绩效目标“参保群众满意度≥95%”，项目“参保群众满意度≥86%”",
)
def same_name(subject: Subject) -> Iterator[Found]:
    """The whole department and a project set the same target for the same indicator, by name."""
    whole = {a.name: a for a in of_department(subject.disclosure) if a.indicator.target.value is not None}
    for aim in of_projects(subject.disclosure):
        other = whole.get(aim.name)
        if other is None or aim.indicator.target.value is None or review().has("vague_name", aim.name):
            continue
        if len(aim.name) < LEAST or other.indicator.target.value == aim.indicator.target.value or aim.name == "预算执行率":
            continue
        if aim.name.startswith("服务对象"):
            continue  # each project serves others
        yield Found(
            message=subject.say(
                f"{aim.told(subject)}与{other.told(subject)}不一致。", f"{aim.told(subject)} and {other.told(subject)} differ."
            ),
            places=(other.spot, aim.spot),
            stated=aim.indicator.target.raw,
            expected=other.indicator.target.raw,
        )


@check(
    id="TARGET-ODD-WORD",
    severity=Severity.INFO,
    title=("同一指标的目标值与其他项目不同", "One project words a target differently"),
    basis=ONE_NAME,
    example="“集中带量采购落实情况”两个项目写“完成”，一个写“稳步提升”",
)
def odd(subject: Subject) -> Iterator[Found]:
    """Where two or more projects give one indicator the same word, another word in a single project should be looked at."""
    groups: dict[str, list[Aim]] = {}
    for aim in of_projects(subject.disclosure):
        if aim.indicator.target.value is None and aim.raw and not damaged(subject, aim.indicator.place):
            groups.setdefault(aim.name, []).append(aim)
    for same in groups.values():
        counts = Counter(a.raw for a in same).most_common()
        if len(counts) == 2 and counts[0][1] >= 2 and counts[1][1] == 1:
            lone = next(a for a in same if a.raw == counts[1][0])
            yield Found(
                message=subject.say(
                    f"{lone.told(subject)}，其他{counts[0][1]}个项目写“{counts[0][0]}”。",
                    f"{lone.told(subject)}; {counts[0][1]} others say “{counts[0][0]}”.",
                ),
                places=(lone.spot,),
                expected=counts[0][0],
            )


@check(
    id="TARGET-SAME-OUTPUT",
    severity=Severity.INFO,
    title=("几个项目的产出数量相同", "Several projects claim the same output"),
    basis=rests("targets-101"),
    example="四个项目都写“资助人次数≥30000人次”",
)
def same_output(subject: Subject) -> Iterator[Found]:
    """The same large number under the same name in several projects may be one output counted several times."""
    groups: dict[tuple[str, str], list[Aim]] = {}
    for aim in of_projects(subject.disclosure):
        target = aim.indicator.target
        large = (
            target.value is not None
            and target.value >= review().limits["large_output"]
            and target.unit not in ("%", "元", "万元")
        )
        if large and target.unit and not target.unit.endswith(("分钟", "天", "日", "元")):
            groups.setdefault((aim.name, aim.raw), []).append(aim)
    for (_, raw), same in groups.items():
        projects = {id(a.project) for a in same}
        if len(projects) > 1:
            yield Found(
                message=subject.say(
                    f"{len(projects)}个项目的“{same[0].indicator.name}”都是{raw}，产出可能重复计算。",
                    f"{len(projects)} projects claim “{same[0].indicator.name}” {raw}.",
                ),
                places=tuple(a.spot for a in same),
            )


@check(
    id="TARGET-COPIED",
    severity=Severity.INFO,
    title=("两个项目的指标完全相同", "Two projects with the same targets"),
    basis=rests("targets-101"),
    example="两个不同项目的全部指标和指标值一字不差",
)
def copied(subject: Subject) -> Iterator[Found]:
    """All targets of a project but its cost, word for word those of another, were copied."""
    held: dict[tuple[tuple[str, str], ...], tuple[str, Spot]] = {}
    for project, aims in by_project(subject.disclosure):
        mark = tuple(sorted((a.name, a.raw) for a in aims if a.level != "成本指标"))
        if len(mark) < review().limits["copied_names"]:
            continue
        spot = Spot("project_performance", project.name, place=project.place)
        name, first = held.setdefault(mark, (project.name, spot))
        if first is not spot and fold(name) != fold(project.name):
            yield Found(
                message=subject.say(
                    f"项目“{project.name}”与“{name}”的绩效指标完全相同。",
                    f"“{project.name}” and “{name}” have the same targets.",
                ),
                places=(spot, first),
            )
