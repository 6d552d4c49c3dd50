"""Cars and purchases: what a body owns or buys against what it pays for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import first, spot
from gouji.model.disclosure import Claim, RowKind
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import rests
from gouji.standards.review import review

RUNNING = ("三公经费.公务用车运行维护费", "三公经费.公务用车运行费")
BUYING = ("三公经费.公务用车购置费",)
CARS, BOUGHT = "国有资产.车辆", "国有资产.购置车辆"
AGREE = rests("notice-143", "itself")


@check(
    id="CARS-NONE-RUNNING",
    severity=Severity.WARNING,
    title=("没有车辆却有公务用车运行费", "Running costs without vehicles"),
    basis=AGREE,
    example="共有车辆0辆；公务用车运行维护费4万元",
)
def running_without(subject: Subject) -> Iterator[Found]:
    """Running costs of official vehicles need a vehicle, owned or to be bought."""
    cars, cost, bought = _first(subject, CARS), _first(subject, *RUNNING), _first(subject, *BUYING)
    if cars is None or cost is None or cars.amount != 0 or not cost.amount:
        return
    if bought is None or not bought.amount:
        yield _found(
            subject,
            f"公务用车运行费{cost.amount}{cost.unit}，国有资产却写车辆0辆。",
            f"Running costs of {cost.amount}{cost.unit}, but no vehicles.",
            cost,
            cars,
        )


@check(
    id="CARS-WITHOUT-RUNNING",
    severity=Severity.WARNING,
    title=("有公务用车却没有运行费", "Official vehicles without running costs"),
    basis=AGREE,
    example="一般公务用车2辆；公务用车运行维护费0万元",
)
def without_running(subject: Subject) -> Iterator[Found]:
    """A body with vehicles for official use has running costs, or should say who pays for them."""
    kinds = [
        c for c in subject.disclosure.claims if c.quantity.startswith(f"{CARS}.") and "公务用车" in c.quantity and c.amount
    ]
    cost = _first(subject, *RUNNING)
    if kinds and cost is not None and cost.amount == 0:
        yield _found(
            subject,
            f"“{kinds[0].quote}”，公务用车运行费却是0。",
            f"“{kinds[0].quote}”, but the running costs are 0.",
            cost,
            kinds[0],
        )


@check(
    id="CARS-BOUGHT",
    severity=Severity.WARNING,
    title=("购置车辆与购置费不符", "Vehicles to be bought against their cost"),
    basis=AGREE,
    example="公务用车购置费15万元；预算安排购置车辆0辆",
)
def bought(subject: Subject) -> Iterator[Found]:
    """Where the budget buys vehicles there is a cost of buying, and the other way round."""
    cost, cars = _first(subject, *BUYING), _first(subject, BOUGHT)
    if cost is None or cars is None or bool(cost.amount) == bool(cars.amount):
        return
    special = [
        c for c in subject.disclosure.claims if c.quantity.startswith(f"{BOUGHT}.") and c.amount and "公务" not in c.quantity
    ]
    if cars.amount and special and not cost.amount and any("专业技术" in c.quantity or "执法" in c.quantity for c in special):
        return  # special vehicles are paid for as equipment
    yield _found(
        subject,
        f"公务用车购置费{cost.amount}{cost.unit}，预算安排购置车辆{cars.amount}{cars.unit}，两者不符。",
        f"Buying costs of {cost.amount}{cost.unit} against {cars.amount} vehicles to be bought.",
        cost,
        cars,
    )


@check(
    id="PROCUREMENT-NONE",
    severity=Severity.WARNING,
    title=("有政府购买服务项目却没有政府采购预算", "A project that buys services, but nothing to be procured"),
    basis=rests("procurement-law", "notice-143"),
    example="项目“政府购买服务”30.84万元；政府采购预算0万元",
)
def procurement(subject: Subject) -> Iterator[Found]:
    """A project named after the procurement of services is part of the procurement budget."""
    claim = _first(subject, "政府采购")
    form = subject.disclosure.form("project_expenditure")
    if claim is None or claim.amount != 0 or form is None:
        return
    for row in form.rows:
        if row.kind is RowKind.PROJECT and review().has("services_project", fold(row.label)) and row.cells:
            column, cell = next(iter(row.cells.items()))
            yield Found(
                message=subject.say(
                    f"项目“{row.label}”{cell.amount}{form.unit}是政府购买服务，说明却写“{claim.quote}”。",
                    f"Project “{row.label}” buys services, but the prose says “{claim.quote}”.",
                ),
                places=(spot(claim), Spot(form.kind, row.label, column, str(cell.amount), cell.place)),
            )


@check(
    id="THREE-PUBLIC-BASE",
    severity=Severity.WARNING,
    title=("机构运行经费小于公务接待费与公务用车运行费之和", "Operating cost below what reception and vehicles take of it"),
    basis=rests("arithmetic"),
    example="机构运转经费3万元；公务接待费2万元、公务用车运行费4万元",
)
def operating(subject: Subject) -> Iterator[Found]:
    """Reception and vehicles are paid from operating expenditure or from projects: where there is no project, the operating
    cost cannot be smaller than both together."""
    cost = _first(subject, "机构运转经费", "机关运行经费")
    project = _first(subject, "支出合计.项目支出")
    if cost is None or project is None or project.amount != 0 or cost.amount is None:
        return
    parts = [
        c for c in (_first(subject, "三公经费.公务接待费"), _first(subject, *RUNNING)) if c is not None and c.unit == cost.unit
    ]
    total = sum((c.amount for c in parts if c.amount is not None), Decimal(0))
    if total > cost.amount:
        yield _found(
            subject,
            f"“{cost.quote}”，小于其中的公务接待费与公务用车运行费之和{total}{cost.unit}。",
            f"“{cost.quote}” is below reception and vehicles together ({total}{cost.unit}).",
            cost,
            *parts,
        )


def _first(subject: Subject, *quantities: str) -> Claim | None:
    return first(subject.disclosure, *quantities)


def _found(subject: Subject, chinese: str, english: str, *claims: Claim) -> Found:
    return Found(message=subject.say(chinese, english), places=tuple(spot(c) for c in claims))
