"""Books of twenty thousand bodies that do not exist, one from a number: other names, staff, functions, lines, projects, years.

A body has two years, one after the other: the later one states the earlier one's figures as they were published.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from gouji.drafting.book import Body, Book, Plan, Transfer
from gouji.drafting.charts import default, entries
from gouji.drafting.lines import BudgetLine
from gouji.model.disclosure import DepartmentPerformance, Indicator, Task
from gouji.recognition.target_value import parse_target

PROVINCE, YEARS = "henan", (2024, 2025)
FIRST = "云青白河柳松竹梅兰石沙金银铜铁东西南北中"  # × SECOND: 400 places
SECOND = ("溪县", "岗县", "湾县", "林县", "岭县", "山县", "亭县", "桥县", "滩县", "川县",
          "陵县", "湖区", "坡区", "屏区", "塘区", "和区", "泉市", "原市", "浦市", "漳市")  # fmt: skip
OFFICES = (  # noqa: SIM905
    "医疗保障局 水利局 教育局 司法局 档案馆 文化馆 自然资源局 市场监督管理局 交通运输局 农业农村局 民政局 审计局 统计局 "
    "林业局 信访局 财政局 科学技术局 气象局 城市管理局 应急管理局 退役军人事务局 卫生健康委员会 住房和城乡建设局 "
    "发展和改革委员会 文化广电和旅游局"
).split()
WORKS = (  # noqa: SIM905
    "信息系统运维 业务用房维修 基层站所设备购置 法律援助 档案数字化 苗木养护 价格采集补助 志愿者培训 河道清淤 校舍改造 "
    "监测站点运行 执法车辆租赁 困难群众救助 乡村道路养护 农产品抽检 普查经费 宣传印刷 安全生产检查 人才引进补贴 第三方评估 "
    "绿化补植 物资储备 应急演练 社区服务 数字化平台建设 驻村帮扶 老旧小区整治 疫苗冷链维护 文物保护 图书购置"
).split()
PAY = ("30101", "30102", "30103", "30108", "30110", "30112", "30113", "30305", "30399")
RUNNING = ("30201", "30202", "30207", "30211", "30213", "30216", "30217", "30228", "30231", "30239", "30299")
COSTS = ("30201", "30202", "30213", "30214", "30216", "30226", "30227", "30299", "31002")
AIMS = {
    "产出指标": (("数量指标", "服务农户数", ("≥{n}户",)), ("数量指标", "组织活动场次", ("≥{n}场次", "{n}场次")),
              ("数量指标", "印制资料", ("≥{n}00份",)), ("数量指标", "绿化面积", ("≥{n}平方公里", "≥{n}.6亩")),
              ("质量指标", "验收合格率", ("100%", "≥9{d}%")), ("时效指标", "完成时间", ("{y}年12月底前", "≤{n}天", "及时")),
              ("质量指标", "是否达到设计标准", ("是", "达到")), ("数量指标", "聘用辅助人员人数", ("{n}人",))),
    "效益指标": (("社会效益指标", "群众出行条件", ("明显改善", "改善")), ("经济效益指标", "带动增收", ("≥{n}万元", "有所提高")),
              ("社会效益指标", "受益人口", ("≥{n}000人",)), ("生态效益指标", "水质达标率", ("≥8{d}%",)),
              ("社会效益指标", "保障单位正常运转", ("保障",))),
    "满意度指标": (("服务对象满意度指标", "服务对象满意度", ("≥9{d}%",)), ("服务对象满意度指标", "师生满意度", ("≥95%",))),
}  # fmt: skip
COST = Indicator("成本指标", "资金控制率", parse_target("≤100%"), "社会成本指标")
OTHERS = ("special_account", "undertaking", "business", "superior", "subordinate", "other")
FUND = "2120803"
FORMS = ("11",) * 8 + ("12", "15")
LINES, PROJECTS = 400, 40
REASON = "工作任务有调整"
COMPARED = ("收入总计", "支出总计", "财政拨款.一般公共预算收支预算", "三公经费", "三公经费.公务接待费")


def book(number: int, year: int, last: Mapping[str, Decimal]) -> Book:
    """The book of body `number` in that year; `last`: last year's figures as published (none: the year before is unknown)."""
    body = random.Random(f"body {number}")
    dice = random.Random(f"{number} in {year}")
    place, office = number % 400, number // 400 % len(OFFICES)
    town = FIRST[place // 20] + SECOND[place % 20]
    name = town + OFFICES[office]
    division = f"41{place // 20 + 1:02d}{place % 20 + 1:02d}"
    department = f"{101 + office}"
    several = body.random() < 0.05
    agencies = {f"{department}{n + 1:03d}": f"{name}{words}" for n, words in enumerate(("机关", "服务中心", "执法大队"))}
    units = dict(list(agencies.items())[: body.choice((2, 3))]) if several else {}
    codes = list(units) or [f"{department}001"]
    functions = body.sample(_functions(), 3)
    size = body.choice((1, 4, 20))
    plans = tuple(_plans(dice, codes, division, year, body.choice((0, 2, 3, 4, 6, 10, PROJECTS))))
    lines = tuple(_lines(dice, codes, functions, plans, size))
    used = {(line.agency, line.project) for line in lines}
    cars = any(line.economic == "30231" and line.source in ("fiscal", "levied") and not line.carried for line in lines)
    aims = tuple(replace(a, name=f"年度{a.name}") for a in _aims(dice, year))  # two aims of one name would have to agree
    compared = last or dict.fromkeys(COMPARED, Decimal(dice.randint(1, 10**7)) / 100)
    return Book(
        f"{PROVINCE}/{year}",
        body.choice(FORMS),
        year,
        Body(name, codes[0], department, name, division, "county", body.choice(("organ", "institution")), _staff(dice, size)),
        lines,
        tuple(p for p in plans if (p.agency, p.name) in used),
        DepartmentPerformance("完成年度各项工作任务", tuple(Task(a.name, f"落实{a.name}") for a in aims[1:4]), aims),
        compared,
        dict.fromkeys(compared, REASON),
        {"三公经费.公务接待费": "上级检查接待"},
        {"货物": Decimal(dice.randint(0, 900)) / 100, "服务": Decimal(dice.randint(0, 9000)) / 100},
        {"车辆": {"一般公务用车": int(cars) * dice.randint(1, 4), "其他用车": 0}},
        tuple(Transfer(f"{w}补助", Decimal(dice.randint(1, 10**6)) / 100) for w in dice.sample(WORKS, dice.choice((0, 0, 2)))),
        {"duties": f"（一）承担{name}的各项工作。", "institutions": f"{name}没有下设机构。"},
        agencies=units,
        names={("function", FUND): "城市建设支出"},
    )  # fmt: skip


def _staff(dice: random.Random, size: int) -> dict[str, int]:
    seats = dice.randint(5, 30 * size)
    return {"行政编制": seats, "在职职工": seats - dice.randint(0, 4), "离退休人员": dice.randint(0, seats)}


@cache
def _functions() -> list[str]:
    """The functional codes of the general public budget at the lowest level that the chart knows."""
    return sorted(e.code for e in entries("function", YEARS[0]) if e.level == "项" and e.detail == "一般公共预算")


def _plans(dice: random.Random, agencies: list[str], division: str, year: int, count: int) -> Iterator[Plan]:
    for n in range(count):
        work = WORKS[n % len(WORKS)] if n < len(WORKS) else f"{WORKS[n % len(WORKS)]}（第二批）"
        name = f"{year}年{work}项目" if dice.random() < 0.3 else f"{work}经费"
        code = f"{division}{year % 100}{int(agencies[0]):010d}{n:03d}"
        yield Plan(dice.choice(agencies), name, code, f"完成{work}年度任务", work, n == 0, _aims(dice, year))


def _aims(dice: random.Random, year: int) -> tuple[Indicator, ...]:
    """An indicator or two of each kind."""
    out = [COST]
    for level, offered in AIMS.items():
        for kind, name, values in dice.sample(offered, 2 if level == "产出指标" else 1):
            said = dice.choice(values).format(n=dice.randint(2, 90), d=dice.randint(0, 9), y=year)
            out.append(Indicator(level, name, parse_target(said), kind))
    return tuple(out)


def _lines(
    dice: random.Random, agencies: list[str], functions: list[str], plans: tuple[Plan, ...], size: int
) -> Iterator[BudgetLine]:
    """1 to 400 budget lines, as often 4 to 40 as 40 to 400: pay, running costs, then each project's; one source or more."""
    count = max(1, round(LINES ** dice.uniform(0, 1)))
    pool = (
        ["fiscal"] * 8 + (["levied"] if dice.random() < 0.2 else []) + (dice.sample(OTHERS, 2) if dice.random() < 0.3 else [])
    )
    for n in range(count):
        plan = plans[n % len(plans)] if plans and (n < len(plans) or dice.random() < 0.3) and n * 3 > count else None
        kind = "personnel" if n * 2 < count else "operating"
        source, function = dice.choice(pool), dice.choice(functions)
        agency = plan.agency if plan else dice.choice(agencies)
        if plan is not None:
            kind = ("running", "target")[len(plan.name) % 2]
            source, function = ("fund", FUND) if dice.random() < 0.05 else (source, function)
        economic = dice.choice(PAY if kind == "personnel" else RUNNING if kind == "operating" else COSTS)
        yuan = dice.randint(1000, 10 ** dice.randint(4, 6)) * size
        amount = Decimal(yuan * 100 + (dice.randint(0, 99) if dice.random() < 0.3 else 0)) / 100
        government = default(economic, "organ") or "50299"
        carried = plan is not None and dice.random() < 0.1
        yield BudgetLine(agency, function, economic, government, source, kind, amount, carried, plan.name if plan else "")
