"""Relations that name claims by pattern: every rate, the parts of a whole, the project at hand."""

from __future__ import annotations

from decimal import Decimal

from gouji.model.disclosure import Claim, Disclosure, Issuer, Project, Source
from gouji.model.finding import Outcome
from gouji.model.place import Place
from gouji.reconcile.binding import bind
from gouji.reconcile.evaluation import evaluate
from gouji.standards.loader import load


def claim(quantity: str, amount: str, unit: str = "万元", section: str = "一", direction: str | None = None) -> Claim:
    return Claim(quantity, Decimal(amount), unit, quantity, section, Place(line=1), direction)


def outcomes(claims: list[Claim], ids: str, projects: tuple[Project, ...] = ()) -> list[tuple[str, Outcome]]:
    """How the relations whose id begins so end, with the quantity that each is bound at."""
    disclosure = Disclosure(
        Source("x"), Issuer("河阳县供销社"), 2024, "unit_budget", "henan/2024", claims=tuple(claims), projects=projects
    )
    results = evaluate(bind(disclosure, load("henan/2024")))
    return [(r.relation.scope, r.outcome) for r in results if r.relation.id.startswith(ids)]


def test_every_rate_is_held_against_its_own_change_and_amount() -> None:
    stated = [
        claim("政府采购", "90"),
        claim("政府采购.较上年变动额", "10", direction="减少"),
        claim("政府采购.较上年变动率", "10", "%", direction="减少"),
        claim("机构运转经费", "90"),
        claim("机构运转经费.较上年变动额", "10", direction="减少"),
        claim("机构运转经费.较上年变动率", "11.11", "%", direction="减少"),
    ]
    assert outcomes(stated, "HN-T-RATE") == [
        ("政府采购.较上年变动率", Outcome.HELD),
        ("机构运转经费.较上年变动率", Outcome.BROKEN),
    ]


def test_a_rate_against_the_direction_of_its_change_is_broken() -> None:
    stated = [
        claim("政府采购", "110"),
        claim("政府采购.较上年变动额", "10", direction="增加"),
        claim("政府采购.较上年变动率", "10", "%", direction="减少"),
    ]
    assert outcomes(stated, "HN-T-RATE") == [("政府采购.较上年变动率", Outcome.BROKEN)]


def test_a_whole_is_the_sum_of_the_parts_named_with_it() -> None:
    def cars(*parts: tuple[str, str]) -> list[Claim]:
        return [claim("国有资产.车辆", "3", "辆"), *(claim(f"国有资产.车辆.{n}", v, "辆") for n, v in parts)]

    assert [o for _, o in outcomes(cars(("一般公务用车", "2"), ("洒水车", "1")), "HN-T-VEHICLES")] == [Outcome.HELD]
    assert [o for _, o in outcomes(cars(("一般公务用车", "2"), ("洒水车", "2")), "HN-T-VEHICLES")] == [Outcome.BROKEN]
    # One part alone does not claim to be all of them, and parts of another section are not meant.
    assert outcomes(cars(("一般公务用车", "2")), "HN-T-VEHICLES") == []
    other = claim("国有资产.车辆.其他用车", "9", "辆", section="二")
    assert [o for _, o in outcomes([*cars(("一般公务用车", "2"), ("洒水车", "1")), other], "HN-T-VEHICLES")] == [Outcome.HELD]


def test_what_is_said_of_a_part_is_no_part() -> None:
    stated = [
        claim("收入合计", "10"),
        claim("收入合计.一般公共预算", "8"),
        claim("收入合计.事业收入", "2"),
        claim("收入合计.较上年变动额", "5", direction="增加"),
        claim("收入合计.上年数", "5"),
        claim("收入合计.一般公共预算.财政拨款", "7"),
    ]
    assert [o for _, o in outcomes(stated, "HN-T-REVENUE-SUM")] == [Outcome.HELD]


def test_a_main_project_is_held_against_the_target_form_of_its_name() -> None:
    projects = (
        Project("冷库改造项目", amount=Decimal("300000.0"), unit="元"),
        Project("仓房租金", amount=Decimal("12"), unit="万元"),
    )
    stated = [claim("重点项目.冷库改造", "30"), claim("重点项目.仓房租金", "10")]
    assert [o for _, o in outcomes(stated, "HN-T-PRIORITY", projects)] == [Outcome.HELD, Outcome.BROKEN]
