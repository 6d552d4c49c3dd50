"""Targets at the wrong level, in unmeasurable words, or measured against nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.checking.aims import SATISFACTION, Aim, by_project, damaged, everywhere, of_department, of_projects
from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import first, spot
from gouji.model.finding import Severity
from gouji.standards.fold import fold
from gouji.standards.law import rests
from gouji.standards.review import review

LEVELS = rests("targets-101")
MEASURABLE = rests("targets-101")
NAMED = 6  # of a project's words that cannot be measured at most this many are quoted


@check(
    id="TARGET-SECOND-LEVEL",
    severity=Severity.WARNING,
    title=("指标放错了二级指标", "An indicator under the wrong second level"),
    basis=LEVELS,
    example="社会成本指标：资金控制率≤95%；生态效益指标：合格率≥95%",
)
def second_level(subject: Subject) -> Iterator[Found]:
    """A rate of use or control is no social cost, a pass rate no ecological benefit."""
    yield from _misplaced(subject, "second_levels")


@check(
    id="TARGET-LEVEL-VAGUE",
    severity=Severity.INFO,
    title=("指标与二级指标不尽相符", "An indicator that hardly fits its second level"),
    basis=LEVELS,
    example="数量指标：各项工作完成率100%；经济效益指标：合格率≥95%",
)
def soft_level(subject: Subject) -> Iterator[Found]:
    """A rate is no quantity, and a pass rate hardly an economic benefit."""
    yield from _misplaced(subject, "soft_second_levels")


def _misplaced(subject: Subject, table: str) -> Iterator[Found]:
    for aim in of_projects(subject.disclosure):
        for level, *words in review().lists[table]:
            if fold(aim.indicator.level2 or "") != level or not any(_ends(aim.name, w) for w in words):
                continue
            yield Found(
                message=subject.say(
                    f"{aim.told(subject)}放在“{aim.indicator.level2}”下，与该类指标不符。",
                    f"{aim.told(subject)} does not belong under {aim.indicator.level2}.",
                ),
                places=(aim.spot,),
                stated=aim.indicator.level2,
            )


def _ends(name: str, word: str) -> bool:
    return name.endswith(word.removesuffix("$")) if word.endswith("$") else word in name


@check(
    id="TARGET-NOT-SATISFACTION",
    severity=Severity.INFO,
    title=("满意度指标下不是满意度", "Something else under satisfaction"),
    basis=LEVELS,
    example="满意度指标：政策知晓率≥85%",
)
def not_satisfaction(subject: Subject) -> Iterator[Found]:
    """Under satisfaction stands satisfaction: awareness is a benefit."""
    for aim in everywhere(subject.disclosure):
        if SATISFACTION not in (aim.level, f"{aim.indicator.level2}指标") or review().has("satisfaction", aim.name):
            continue
        if review().has("not_satisfaction", aim.name) and not damaged(subject, aim.indicator.place):
            yield Found(
                message=subject.say(
                    f"{aim.told(subject)}不是满意度，应放在效益指标下。", f"{aim.told(subject)} is not satisfaction."
                ),
                places=(aim.spot,),
            )


@check(
    id="TARGET-MISPLACED-SATISFACTION",
    severity=Severity.INFO,
    title=("满意度放在其他指标下", "Satisfaction under another level"),
    basis=LEVELS,
    example="产出指标：服务对象满意度≥90%",
)
def misplaced(subject: Subject) -> Iterator[Found]:
    """Satisfaction stands under satisfaction."""
    for aim in of_projects(subject.disclosure):
        if aim.name.endswith("满意度") and aim.level not in (SATISFACTION, "") and "满意" not in (aim.indicator.level2 or ""):
            if damaged(subject, aim.indicator.place):
                continue
            yield Found(
                message=subject.say(
                    f"{aim.told(subject)}是满意度，应放在满意度指标下。", f"{aim.told(subject)} belongs under satisfaction."
                ),
                places=(aim.spot,),
            )


@check(
    id="TARGET-VERDICT",
    severity=Severity.INFO,
    title=("指标值只是重复指标名称", "A verdict word for a target"),
    basis=MEASURABLE,
    example="活动开展及时=及时；保障医保基金安全=保障",
)
def verdict(subject: Subject) -> Iterator[Found]:
    """A word that only repeats the indicator's name measures nothing. Told once a project."""
    for _, aims in by_project(subject.disclosure):
        echo = [a for a in aims if _echo(a)]
        if echo:
            yield _grouped(subject, echo, "指标值只重复指标名称，无法衡量", "targets that only repeat their names")


@check(
    id="TARGET-UNMEASURABLE",
    severity=Severity.INFO,
    title=("指标值无法衡量", "Unmeasurable targets"),
    basis=MEASURABLE,
    example="医保经办服务能力=有所提升；改革推进=稳步推进",
)
def unmeasurable(subject: Subject) -> Iterator[Found]:
    """“有所提升”, “规范”, “稳步推进” cannot be measured. Told once a project."""
    for _, aims in by_project(subject.disclosure):
        vague = [
            a
            for a in aims
            if a.indicator.target.value is None
            and not _echo(a)
            and not review().has("rate_name", a.name)
            and (review().has("verdicts", a.raw) or review().has("unmeasurable", a.raw))
        ]
        if vague:
            yield _grouped(subject, vague, "指标值无法衡量", "targets that cannot be measured")


def _echo(aim: Aim) -> bool:
    plain = aim.indicator.target.value is None and review().has("verdicts", aim.raw)
    rate = review().has("rate_name", aim.name)
    return plain and not rate and (aim.raw in aim.name or aim.raw == "是" or aim.name.startswith("是否"))


def _grouped(subject: Subject, aims: list[Aim], chinese: str, english: str) -> Found:
    shown = "、".join(f"{a.indicator.name}={a.indicator.target.raw}" for a in aims[:NAMED])
    more = subject.say(f"等{len(aims)}个", f" and others ({len(aims)})") if len(aims) > NAMED else ""
    owner = aims[0].project.name if aims[0].project else ""
    return Found(
        message=subject.say(f"项目“{owner}”的{chinese}：{shown}{more}。", f"Project “{owner}” has {english}: {shown}{more}."),
        places=tuple(a.spot for a in aims),
    )


@check(
    id="TARGET-VAGUE-NAME",
    severity=Severity.INFO,
    title=("指标名称没有说明对象", "An indicator that does not say of what"),
    basis=MEASURABLE,
    example="合格率≥95%；满意度≥95%",
)
def vague_name(subject: Subject) -> Iterator[Found]:
    """“合格率” alone does not say what passes. Told once a project."""
    for _, aims in by_project(subject.disclosure):
        vague = [a for a in aims if review().has("vague_name", a.name)]
        if vague:
            yield _grouped(subject, vague, "指标名称没有说明衡量的对象", "indicators that do not say of what")


@check(
    id="TARGET-BASE-ZERO",
    severity=Severity.WARNING,
    title=("指标的分母为零", "An indicator measured against nothing"),
    basis=MEASURABLE,
    example="政府采购执行率≥90%，政府采购预算0万元",
)
def base_zero(subject: Subject) -> Iterator[Found]:
    """A rate of execution of a budget that is 0 cannot be measured."""
    for aim in everywhere(subject.disclosure):
        for name, *quantities in review().lists["bases"]:
            claim = first(subject.disclosure, *quantities) if fold(name) in aim.name else None
            if claim is not None and claim.amount == Decimal(0):
                yield Found(
                    message=subject.say(
                        f"{aim.told(subject)}的分母为0（说明写“{claim.quote}”），无法衡量。",
                        f"{aim.told(subject)} is measured against 0 (“{claim.quote}”).",
                    ),
                    places=(aim.spot, spot(claim)),
                )


@check(
    id="TARGET-FORMULA",
    severity=Severity.INFO,
    title=("指标的计算公式有误", "A formula that cannot be right"),
    basis=rests("itself"),
    example="预算调整率=（预算调整数-年初预算数）/年初预算数，预算调整数又是调整资金之和",
)
def formula(subject: Subject) -> Iterator[Found]:
    """The printed formula of a prescribed indicator must be the one that its own words define."""
    for aim in of_department(subject.disclosure):
        for name, wrong, right in review().lists["formulas"]:
            text = fold(aim.indicator.explanation or "").replace("(", "").replace(")", "")
            if fold(name) in aim.name and fold(wrong) in text.split("。", 1)[0]:
                yield Found(
                    message=subject.say(
                        f"{aim.told(subject)}的公式“{wrong}”与其定义不符，应为“{right}”。",
                        f"The formula of {aim.told(subject)} contradicts its definition; it should be {right}.",
                    ),
                    places=(aim.spot,),
                    stated=wrong,
                    expected=right,
                )
