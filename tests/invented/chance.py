"""Other invented bodies, by chance: more or fewer codes and projects, large and small amounts, some sources without money."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from tests.invented.plan import Part, Plan, Project
from tests.invented.station import STATION

PLACES = (("317", "白鹭县档案局"), ("205", "青柳市园林管理处"), ("418", "石梁区司法局"), ("066", "平沙市物价监测中心"))
ALWAYS = ("30101", "30217", "30231")  # pay, and what the form of the three public expenses shows too
WORKS = ("档案数字化", "苗木养护", "法律援助", "价格采集点补助", "值班室改造", "业务用车租赁", "志愿者培训", "信息系统运维")


def plan(seed: int) -> Plan:
    """A plan of its own for every seed, as consistent as the station's."""
    chance = random.Random(seed)
    code, name = chance.choice(PLACES)
    size = chance.choice((1, 10, 100))
    basics = tuple(
        replace(b, amount=_money(chance, size))
        for b in STATION.basics
        if chance.random() < 0.8 or b.economic in ("30101", "30217", "30231")
    )
    works = chance.sample(WORKS, chance.randint(1, len(WORKS)))
    projects = tuple(_project(chance, i, work, size) for i, work in enumerate(works))
    made = replace(
        STATION,
        department=(code, name),
        agency=(f"{code}001", f"{name}机关服务中心"),
        basics=basics,
        projects=projects,
        before=_money(chance, size * 8),
        operating_before=_money(chance, size),
    )
    spent = {e: sum((b.amount for b in basics if b.economic == e), Decimal(0)) for e in ("30217", "30231")}
    return replace(made, reception=spent["30217"], cars=spent["30231"])


def _money(chance: random.Random, size: int) -> Decimal:
    return Decimal(chance.randint(1, 9999 * size)) / 100 + Decimal("0.00")


def _project(chance: random.Random, number: int, name: str, size: int) -> Project:
    model = chance.choice(STATION.projects)
    source = chance.choice(("general", "general", "general", "carried", "fund", "own"))
    fund = source == "fund"
    parts = (Part("30227", "50502", **{source: _money(chance, size)}),)
    if not fund and chance.random() < 0.4:
        parts += (Part("31003", "50601", general=_money(chance, size)),)
    cost = sum((p.total for p in parts), Decimal(0))
    return Project(
        code=f"4119002400000000{number + 20000:05d}",
        name=name,
        kind="特定目标类" if fund or chance.random() < 0.5 else "其他运转类",
        function="2120899" if fund else chance.choice(("2130306", "2130313", "2130314")),
        parts=parts,
        aims=tuple(replace(aim, value=f"≤{cost}万元") if aim.level == "成本" else aim for aim in model.aims),
    )
