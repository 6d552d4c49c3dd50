"""Books of bodies that do not exist, drawn at random: every source of funds, empty funds, long names, bases of zero."""

from __future__ import annotations

import random
from decimal import Decimal

from gouji.drafting.book import Body, Book, Plan, Transfer
from gouji.drafting.lines import BudgetLine
from gouji.model.disclosure import DepartmentPerformance, Indicator, Task
from gouji.recognition.target_value import parse_target

SOURCES = ("levied", "fund", "capital", "special_account", "undertaking", "business", "superior", "subordinate", "other")
FUNCTIONS = ("2080505", "2089999", "2101101", "2101501", "2101599", "2210201", "2050101")
FUND, CAPITAL = "2120803", "2239999"
NAMES = {
    ("function", FUND): "城市建设支出",
    ("function", CAPITAL): "其他国有资本经营预算支出",
    ("function", "2050101"): "行政运行",
}
ECONOMICS = {
    "personnel": (("30101", "50101"), ("30102", "50101"), ("30108", "50102"), ("30113", "50103"), ("30305", "50901")),
    "operating": (("30201", "50201"), ("30211", "50201"), ("30217", "50206"), ("30231", "50208"), ("31002", "50306")),
    "running": (("30201", "50201"), ("30227", "50205"), ("31002", "50306")),
    "target": (("30227", "50205"), ("30299", "50299"), ("31002", "50306"), ("30212", "50207")),
}
CHANGING = (
    "收入总计", "支出总计", "财政拨款.一般公共预算收支预算", "财政拨款.政府性基金收支预算", "财政拨款.国有资本经营收支预算",
    "机构运转经费", "三公经费", "三公经费.因公出国（境）费", "三公经费.公务接待费", "三公经费.公务用车购置及运行费",
)  # fmt: skip


def _amount(dice: random.Random) -> Decimal:
    """From a few 元 to a few 亿元, whole hundreds or odd cents."""
    value = dice.randint(1, 10 ** dice.randint(3, 10))
    return Decimal(value * 100 if dice.random() < 0.3 else value) / 100


def _plans(dice: random.Random, agencies: list[str]) -> list[Plan]:
    out = []
    for n in range(dice.choice((0, 1, 5, 40))):
        long = "乡镇雨量站点设施设备更新改造及数据传输保障" * dice.randint(1, 3) if dice.random() < 0.1 else "事项"
        aims = (
            Indicator("成本指标", "成本超支率", parse_target("≤5%"), "经济成本指标"),
            Indicator("效益指标", "雨情到报率", parse_target("≥95%"), "社会效益指标"),
            Indicator("产出指标", f"完成第{n}类任务", parse_target("≥3次"), "数量指标"),
            Indicator("满意度指标", "群众满意度", parse_target("≥90%"), "服务对象满意度指标"),
        )
        code = f"41990024000000{n:07d}"
        out.append(Plan(dice.choice(agencies), f"{long}{n}号", code, "按时完成", "日常保障", n == 0, aims))
    return out


def _line(dice: random.Random, agencies: list[str], plans: list[Plan], pool: list[str]) -> BudgetLine:
    plan = dice.choice(plans) if plans and dice.random() < 0.4 else None
    kind = dice.choice(("personnel", "operating"))
    agency = dice.choice(agencies)
    if plan is not None:
        kind, agency = ("running", "target")[len(plan.name) % 2], plan.agency
    source = dice.choice(pool)
    function = {"fund": FUND, "capital": CAPITAL}.get(source) or dice.choice(FUNCTIONS)
    economic, government = dice.choice(ECONOMICS[kind])
    transfer = source == "fiscal" and dice.random() < 0.1
    amount = _amount(dice) + (1000 if economic in ("30231", "30101") else 0)
    carried, name = dice.random() < 0.15, plan.name if plan else ""
    return BudgetLine(agency, function, economic, government, source, kind, amount, carried, name, transfer)


def _left(dice: random.Random, agencies: list[str], pool: list[str]) -> BudgetLine:
    """What is received, or was carried over, and not spent this year."""
    return BudgetLine(dice.choice(agencies), "", "", "", dice.choice(pool), "left", _amount(dice), dice.random() < 0.3)


def book(seed: int, profile: str = "11", year: int = 2024, most: int = 400) -> Book:
    """A book from a seed: 1 to `most` lines, 0 to 40 projects, one to three agencies."""
    dice = random.Random(seed)
    agencies = [f"12600{n + 1}" for n in range(dice.choice((1, 1, 2, 3)))]
    plans = _plans(dice, agencies)
    pool = ["fiscal", *dice.sample(SOURCES, dice.choice((0, 2, 9)))] if dice.random() < 0.95 else ["undertaking"]
    lines = tuple(_line(dice, agencies, plans, pool) for _ in range(dice.choice((1, 3, 30, most))))
    if seed % 11 == 10:  # after all else is drawn: books without it stay as they were
        lines += tuple(_left(dice, agencies, pool) for _ in range(seed % 3 + 1))
    used = {(n.agency, n.project) for n in lines}
    driven = any(n.economic == "30231" and n.source in ("fiscal", "levied") and not n.carried for n in lines)
    last = {q: dice.choice((Decimal("0.00"), Decimal(dice.randint(1, 10**7)) / 100)) for q in CHANGING}
    last["支出总计"] = last["收入总计"]
    return Book(
        f"henan/{year}",
        profile,
        year,
        Body("云川市雨情监测中心", agencies[0], "126", "云川市水利局", "419900", staff={"事业编制": 30, "在职职工": 28}),
        lines,
        tuple(p for p in plans if (p.agency, p.name) in used),
        DepartmentPerformance("看护好雨量站", (Task("监测", "按时报送"),), (plans[0].indicators if plans else ())),
        last,
        dict.fromkeys(CHANGING, "工作任务有调整"),
        dict.fromkeys(CHANGING, "日常工作需要"),
        {"货物": Decimal("1.20"), "工程": Decimal("0.00"), "服务": Decimal("3.05")} if dice.random() < 0.7 else {},
        {
            "车辆": {"一般公务用车": int(driven), "其他用车": 0},
            "设备": {"单价50万元以上通用设备": 1, "单价100万元以上专用设备": 0},
        },
        tuple(
            Transfer(f"{what}补助", Decimal(n) + Decimal("0.25"))
            for n, what in enumerate(("雨量", "水位", "值守")[: dice.choice((0, 1, 3))])
        ),
        {"duties": "（一）看护雨量站点。\n（二）报送雨情。", "institutions": "云川市雨情监测中心是事业单位，没有下设机构。"},
        agencies={a: f"第{n}监测站" for n, a in enumerate(agencies, 1)} if len(agencies) > 1 else {},
        names=NAMES,
    )
