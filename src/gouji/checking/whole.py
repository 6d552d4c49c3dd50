"""The whole-department form and the goals of projects: tasks without indicators, empty and copied goals."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.checking.aims import WHOLE, damaged, of_department, project_spot, torn
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Project
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import rests
from gouji.standards.review import review

MANAGED = rests("performance-2018", "itself")
OWN = rests("targets-101")
SHARED = 0.25  # of the pairs of characters of a task's name that its indicators must share: a likeness of wording, no money


@check(
    id="TASK-NO-INDICATOR",
    severity=Severity.WARNING,
    title=("年度主要任务没有对应的指标", "A yearly task without an indicator"),
    basis=MANAGED,
    example="年度任务“推进网络改造”，产出指标中没有与之有关的",
)
def untargeted(subject: Subject) -> Iterator[Found]:
    """Every yearly main task is taken up by an output or benefit indicator, in words that share something with it."""
    whole = subject.disclosure.department_performance
    aims = [a for a in of_department(subject.disclosure) if a.indicator.level1 in ("产出指标", "效益指标")]
    if whole is None or not aims:
        return
    pairs = {p for a in aims for p in _pairs(a.name + "\n" + a.raw + "\n" + fold(a.indicator.explanation or ""))}
    for task in whole.tasks:
        own = _pairs(review().patterns["outline"].sub("", fold(task.name)))
        if len(own) < 3 or len(own & pairs) >= SHARED * len(own) or damaged(subject, task.place):
            continue
        yield Found(
            message=subject.say(
                f"年度主要任务“{task.name}”没有对应的产出或效益指标。", f"The task “{task.name}” has no indicator."
            ),
            places=(Spot(WHOLE, "年度主要任务", task.name, place=task.place),),
        )


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1) if text[i].isalnum() and text[i + 1].isalnum()}


@check(
    id="TASK-TWICE",
    severity=Severity.WARNING,
    title=("年度主要任务重复", "A yearly task is listed twice"),
    basis=MANAGED,
    example="“加强基金监管”列了两次",
)
def task_twice(subject: Subject) -> Iterator[Found]:
    """A task stands once."""
    whole = subject.disclosure.department_performance
    seen: set[str] = set()
    for task in whole.tasks if whole else ():
        name = review().patterns["outline"].sub("", fold(task.name))
        if name in seen and len(name) > 3 and not damaged(subject, task.place):
            yield Found(
                message=subject.say(f"年度主要任务“{task.name}”重复。", f"The task “{task.name}” stands twice."),
                places=(Spot(WHOLE, "年度主要任务", task.name, place=task.place),),
            )
        seen.add(name)


@check(
    id="WHOLE-GOAL-EMPTY",
    severity=Severity.WARNING,
    title=("部门整体绩效目标没有年度履职目标", "The whole-department form has no goal"),
    basis=MANAGED,
    example="部门整体绩效目标表有任务和指标，年度履职目标为空",
)
def no_goal(subject: Subject) -> Iterator[Found]:
    """The whole-department form states the year's goal."""
    whole = subject.disclosure.department_performance
    if whole is not None and whole.indicators and not whole.goal.strip() and not damaged(subject, whole.place):
        yield Found(
            message=subject.say("部门整体绩效目标表没有年度履职目标。", "The whole-department form has no goal."),
            places=(Spot(WHOLE, "年度履职目标", place=whole.place),),
        )


@check(
    id="PROJECT-GOAL-EMPTY",
    severity=Severity.WARNING,
    title=("项目没有年度目标", "A project without a goal"),
    basis=OWN,
    example="其他项目都有年度目标，“设备购置”的为空",
)
def goal_empty(subject: Subject) -> Iterator[Found]:
    """Where the form has a goal for each project, none is blank. A project without any target is told as such."""
    projects = subject.disclosure.projects
    have = [p for p in projects if (p.goal or "").strip()]
    if 2 * len(have) < len(projects) or torn(subject.disclosure):
        return
    for project in projects:
        if not (project.goal or "").strip() and project.indicators and not damaged(subject, project.place):
            yield Found(
                message=subject.say(f"项目“{project.name}”没有年度目标。", f"Project “{project.name}” has no goal."),
                places=(project_spot(project, "年度目标"),),
            )


@check(
    id="PROJECT-GOAL-COPIED",
    severity=Severity.INFO,
    title=("两个项目的年度目标相同", "Two projects with the same goal"),
    basis=OWN,
    example="“设备购置”与“宣传费”的年度目标一字不差",
)
def goal_copied(subject: Subject) -> Iterator[Found]:
    """A goal of more than a phrase belongs to one project."""
    held: dict[str, Project] = {}
    for project in subject.disclosure.projects:
        goal = fold(project.goal or "")
        first = held.setdefault(goal, project) if len(goal) >= 12 else project
        if first is not project and fold(first.name) != fold(project.name):
            yield Found(
                message=subject.say(
                    f"项目“{project.name}”与“{first.name}”的年度目标完全相同。",
                    f"“{project.name}” and “{first.name}” have the same goal.",
                ),
                places=(project_spot(project, "年度目标"), project_spot(first, "年度目标")),
            )


@check(
    id="PROJECT-GOAL-YEAR",
    severity=Severity.WARNING,
    title=("年度目标写的是以前年度", "A goal of an earlier year"),
    basis=rests("targets-101"),
    example="2024年预算的年度目标“2023年底前完成采购”",
)
def goal_year(subject: Subject) -> Iterator[Found]:
    """What a goal promises to finish, it finishes in the budget's year, not in one that is over."""
    fiscal = subject.disclosure.fiscal_year
    for project in subject.disclosure.projects:
        for found in review().patterns["goal_deadline"].finditer(fold(project.goal or "")):
            if fiscal is not None and int(found.group(1)) < fiscal:
                yield Found(
                    message=subject.say(
                        f"项目“{project.name}”的年度目标写“{found.group()}”，预算年度是{fiscal}年。",
                        f"The goal of “{project.name}” says “{found.group()}”; the budget is of {fiscal}.",
                    ),
                    places=(project_spot(project, "年度目标"),),
                    stated=found.group(1),
                    expected=str(fiscal),
                )


@check(
    id="GOAL-PLACE",
    severity=Severity.WARNING,
    title=("目标写成了别的行政区域", "A goal for another place"),
    basis=OWN,
    example="县医疗保障局的年度履职目标“推动全市事业高质量发展”",
)
def place(subject: Subject) -> Iterator[Found]:
    """The goal of a county's body is for the county, that of a city's for the city: “全市” in a county was copied."""
    issuer = fold(subject.disclosure.issuer.name)
    level = next((c for c in issuer[1:8] if any(c == words[0] for words in review().lists["places"])), "")
    whole = subject.disclosure.department_performance
    wrong = [words[1] for words in review().lists["places"] if words[0] == level]
    if whole is None or (level == "县" and "市" in issuer) or damaged(subject, whole.place):
        return
    for word in wrong:
        if word in fold(whole.goal) and f"全{level}" not in fold(whole.goal):
            at = fold(whole.goal).index(word)
            near = fold(whole.goal)[max(0, at - 6) : at + 10]
            yield Found(
                message=subject.say(
                    f"年度履职目标写“{near}”，本单位是{level}级单位，应为“全{level}”。",
                    f"The goal says “{near}”; the body is one of a {level}.",
                ),
                places=(Spot(WHOLE, "年度履职目标", place=whole.place),),
                stated=word,
                expected=f"全{level}",
                rewrite=near.replace(word, f"全{level}"),
            )
