"""The cost ceilings of targets against the amounts of their projects, across units and printed precision."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.checking.aims import Aim, amount_of, by_project, is_total_cost, listed, of_projects, project_spot, whole
from gouji.checking.aims import key as key_of
from gouji.checking.figures import number
from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import broken
from gouji.model.amount import FACTORS, Amount
from gouji.model.disclosure import Project
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import rests
from gouji.standards.review import review

MONEY = rests("targets-101", "itself")
NATURE = rests("targets-101")


def ceilings(subject: Subject) -> Iterator[tuple[Project, Aim, Amount, Amount]]:
    """Each project's total cost ceiling with the project's amount: its own, or the project form's where that is finer."""
    finer = {key_of(r.label): a for r in listed(subject.disclosure) if (a := whole(r)) is not None}
    form = subject.disclosure.form("project_expenditure")
    doubted = {(page, line) for _, page, line in broken(subject)}
    for project, aims in by_project(subject.disclosure):
        own = amount_of(project)
        if own is None or own.unit not in FACTORS or (project.place.page, project.place.line) in doubted:
            continue  # an amount that broken relations speak of is told there
        exact = finer.get(key_of(project.name))
        if exact is not None and form is not None:
            other = Amount(exact, form.unit)
            own = other if other.half < own.half and other.interval.meets(own.interval) else own
        costs = [a for a in aims if is_total_cost(a) and a.amount is not None]
        if not costs:
            single = [a for a in aims if a.level == "成本指标" and a.amount is not None]
            costs = [a for a in single if not review().has("part_cost", a.name)] if len(single) == 1 else []
        for aim in costs:
            if aim.amount is not None and aim.indicator.target.comparator in ("<=", "<", "=", None):
                yield project, aim, own, aim.amount


@check(
    id="TARGET-CEILING-ABOVE",
    severity=Severity.ERROR,
    title=("成本指标大于项目金额", "The cost ceiling is above the project's amount"),
    basis=MONEY,
    example="项目金额425000元，项目成本≤52.5万元",
)
def above(subject: Subject) -> Iterator[Found]:
    """The ceiling of a project's total cost is not above the project's amount. Of a cost whose name does not say that it is
    the project's whole cost this is a warning."""
    for project, aim, own, cap in ceilings(subject):
        if cap.interval.low >= own.interval.high or (cap.base > own.base and not cap.interval.meets(own.interval)):
            yield _found(subject, project, aim, own, cap, None if is_total_cost(aim) else Severity.WARNING)


@check(
    id="TARGET-CEILING-BELOW",
    severity=Severity.WARNING,
    title=("成本指标小于项目金额", "The cost ceiling is below the project's amount"),
    basis=MONEY,
    example="项目金额30.32万元，项目总成本≤300000元，其他项目的成本都等于金额",
)
def below(subject: Subject) -> Iterator[Found]:
    """A ceiling of the total cost below the project's amount leaves money without a purpose; where all other projects'
    ceilings equal their amounts it is a mistake (error)."""
    held = [(p, a, own, cap) for p, a, own, cap in ceilings(subject) if is_total_cost(a)]
    low = [h for h in held if h[3].base < h[2].base and not h[3].interval.meets(h[2].interval)]
    same = sum(1 for *_, own, cap in held if cap.interval.meets(own.interval))
    severity = Severity.ERROR if same >= 3 and same >= 4 * len(low) else Severity.WARNING
    for project, aim, own, cap in low:
        yield _found(subject, project, aim, own, cap, severity)


@check(
    id="TARGET-CEILING-ROUNDED",
    severity=Severity.INFO,
    title=("成本指标与项目金额只差尾数", "Ceiling and amount differ by rounding"),
    basis=MONEY,
    example="项目金额576.36万元，项目总成本≤5763580元",
)
def rounded(subject: Subject) -> Iterator[Found]:
    """A ceiling that differs from the amount only in what the coarser of the two does not print."""
    for project, aim, exact, cap in ceilings(subject):
        own = amount_of(project)
        if own is None or cap.base == own.base or not cap.interval.meets(own.interval):
            continue
        if exact.base != cap.base:
            yield _found(subject, project, aim, own, cap, None)
            continue
        yield Found(
            message=subject.say(
                f"项目“{project.name}”的金额写{own}，项目支出表和成本指标为{cap}，应写{cap}。",
                f"“{project.name}”: the amount is printed as {own}; the project form and the ceiling say {cap}.",
            ),
            places=(project_spot(project, "资金总额"), aim.spot),
            stated=own.value,
            expected=cap.base / own.factor,
            unit=own.unit,
        )


def _found(subject: Subject, project: Project, aim: Aim, own: Amount, cap: Amount, severity: Severity | None) -> Found:
    should = own.base / cap.factor
    unit = cap.unit
    raw = aim.indicator.target.raw
    text = f"{number(should.normalize() if should != should.to_integral_value() else should.quantize(Decimal(1)), None)}{unit}"
    gap = number(abs(cap.base - own.base) / Decimal(10_000)) if abs(cap.base - own.base) >= 10_000 else None
    apart = f"{gap}万元" if gap else f"{number(abs(cap.base - own.base))}元"
    word = "大" if cap.base > own.base else "小"
    return Found(
        message=subject.say(
            f"{aim.told(subject)}比项目金额{number(own.value)}{own.unit}{word}{apart}，应为{text}。",
            f"{aim.told(subject)} differs from the project's amount of {number(own.value)}{own.unit}; it should be {text}.",
        ),
        places=(aim.spot, project_spot(project, "资金总额")),
        stated=cap.value,
        expected=should,
        difference=cap.value - should,
        unit=unit,
        severity=severity,
        rewrite=raw.replace(format(cap.value, "f"), text.removesuffix(unit).replace(",", ""), 1),
    )


@check(
    id="TARGET-COST-PERCENT",
    severity=Severity.ERROR,
    title=("成本指标的值是百分比", "A cost in percent"),
    basis=NATURE,
    example="项目总成本≤25%",
)
def percent(subject: Subject) -> Iterator[Found]:
    """A cost is an amount of money: a percentage cannot be its target (a rate of cost can)."""
    for aim in of_projects(subject.disclosure):
        if aim.indicator.target.unit == "%" and review().has("money_name", aim.name):
            own = amount_of(aim.project) if aim.project else None
            value = aim.indicator.target.value
            fits = own is not None and value is not None and any(value * FACTORS[u] == own.base for u in ("万元", "元"))
            unit = "万元" if own is not None and value is not None and value * FACTORS["万元"] == own.base else "元"
            should = aim.indicator.target.raw.replace("%", unit).replace("％", unit) if fits else ""
            yield Found(
                message=subject.say(
                    f"{aim.told(subject)}是百分比，成本应写金额{f'，应为{should}' if should else ''}。",
                    f"{aim.told(subject)}: a cost cannot be a percentage.",
                ),
                places=(aim.spot, *((project_spot(aim.project),) if aim.project else ())),
                stated=aim.indicator.target.raw,
                expected=should or None,
                rewrite=should or None,
            )


@check(
    id="TARGET-COST-UNIT",
    severity=Severity.WARNING,
    title=("成本没有单位", "A cost without a unit"),
    basis=NATURE,
    example="项目成本≤25",
)
def no_unit(subject: Subject) -> Iterator[Found]:
    """A cost says whether it is in 元 or in 万元."""
    for aim in of_projects(subject.disclosure):
        target = aim.indicator.target
        if target.value is not None and not target.unit and aim.level == "成本指标" and review().has("money_name", aim.name):
            yield Found(
                message=subject.say(f"{aim.told(subject)}没有单位。", f"{aim.told(subject)} has no unit."),
                places=(aim.spot,),
                stated=target.raw,
            )


@check(
    id="TARGET-CEILING-UNITS",
    severity=Severity.INFO,
    title=("成本指标与项目金额的单位不同", "Ceilings in another unit than the amounts"),
    basis=rests("form-143", "itself"),
    example="项目金额（万元）30.32，项目总成本≤300000元",
)
def units(subject: Subject) -> Iterator[Found]:
    """Ceilings in 元 beside amounts in 万元 (or the other way round) hide slips. Told once for the document."""
    other = [(p, a, cap) for p, a, _, cap in ceilings(subject) if fold(cap.unit) not in (p.unit, p.unit.removesuffix("元"))]
    if other:
        project, _, cap = other[0]
        yield Found(
            message=subject.say(
                f"项目金额的单位是{project.unit}，{len(other)}个成本指标的单位是{cap.unit}，应统一。",
                f"Amounts are in {project.unit}, {len(other)} cost ceilings in {cap.unit}.",
            ),
            places=tuple(a.spot for _, a, _ in other),
        )


@check(
    id="TARGET-FORM-UNIT",
    severity=Severity.INFO,
    title=("绩效目标表的金额单位与其他表不同", "The target form is in another unit than the others"),
    basis=rests("form-143", "itself"),
    example="项目支出表以万元为单位，绩效目标表“项目金额（元）”",
)
def form_unit(subject: Subject) -> Iterator[Found]:
    """The amounts of the target form are in the unit of the project form."""
    form = subject.disclosure.form("project_expenditure")
    first = next((p for p in subject.disclosure.projects if p.amount is not None), None)
    target = subject.disclosure.form("project_performance")
    if form is not None and first is not None and first.unit != form.unit and first.unit in FACTORS:
        yield Found(
            message=subject.say(
                f"绩效目标表的金额单位是{first.unit}，项目支出表是{form.unit}。",
                f"The target form is in {first.unit}, the project form in {form.unit}.",
            ),
            places=(Spot("project_performance", place=target.place if target else first.place),),
        )


@check(
    id="TARGET-COST-NAME",
    severity=Severity.INFO,
    title=("成本指标的名称不统一", "The cost indicator has two names"),
    basis=rests("itself"),
    example="十个项目写“项目总成本”，两个写“项目总金额”",
)
def cost_name(subject: Subject) -> Iterator[Found]:
    """Where most projects call their total cost by one name, all should."""
    totals = [a for a in of_projects(subject.disclosure) if is_total_cost(a)]
    names = {n: [a for a in totals if a.name == n] for n in dict.fromkeys(a.name for a in totals)}
    common = max(names.values(), key=len, default=[])
    rest = [a for a in totals if a not in common]
    if len(common) >= 4 and rest and len(common) >= 3 * len(rest):
        said = "、".join(dict.fromkeys(a.indicator.name for a in rest))
        yield Found(
            message=subject.say(
                f"{len(common)}个项目的成本指标叫“{common[0].indicator.name}”，{len(rest)}个叫“{said}”，应统一。",
                f"{len(common)} projects say “{common[0].indicator.name}”, {len(rest)} “{said}”.",
            ),
            places=tuple(a.spot for a in rest),
            expected=common[0].indicator.name,
        )
