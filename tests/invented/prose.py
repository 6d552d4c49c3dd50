"""The words of an invented disclosure: part one to three, every number taken from the plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.invented.forms import money
from tests.invented.plan import Plan

FORMS = (
    "单位收支总体情况表", "单位收入总体情况表", "单位支出总体情况表", "财政拨款收支总体情况表", "一般公共预算支出情况表",
    "一般公共预算基本支出情况表", "支出经济分类汇总表", "一般公共预算“三公”经费支出情况表", "政府性基金预算支出情况表",
    "项目支出预算表", "单位预算项目绩效目标表",
)  # fmt: skip
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document (第一部分 …): its title and its paragraphs; headings are paragraphs too."""

    title: str
    paragraphs: tuple[str, ...]


def figure(amount: Decimal) -> str:
    return format(amount, "f") if amount else "0"


def share(part: Decimal, whole: Decimal) -> str:
    return f"{(part * 100 / whole).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def change(now: Decimal, before: Decimal) -> str:
    """“增加1.20万元，增长2.94%”, or the like for less, or 持平."""
    more = now - before
    if not more:
        return "持平"
    rate = share(abs(more), before)
    return f"增加{money(more)}万元，增长{rate}" if more > 0 else f"减少{money(-more)}万元，下降{rate}"


def contents(plan: Plan) -> list[str]:
    """The contents list."""
    name = plan.agency[1]
    return [
        f"第一部分 {name}概况",
        "一、主要职责",
        "二、机构设置情况",
        f"第二部分 {name}{plan.year}年单位预算情况说明",
        "第三部分 名词解释",
        f"附件：{name}{plan.year}年单位预算表",
        *(f"{n}、{form}" for n, form in zip(NUMERALS, FORMS, strict=True)),
    ]


def parts(plan: Plan) -> tuple[Part, Part, Part]:
    """The three parts of the prose."""
    name = plan.agency[1]
    return (
        Part(f"第一部分 {name}概况", _about(plan)),
        Part(f"第二部分 {name}{plan.year}年单位预算情况说明", (*_budget(plan), *_other(plan))),
        Part("第三部分 名词解释", _terms()),
    )


def _about(plan: Plan) -> tuple[str, ...]:
    return (
        "一、主要职责",
        "（一）看护市域内的雨量站和水位站，保证汛期数据不断档。",
        "（二）汇总雨情水情，按时报送值班快报，向县区发出预警。",
        "（三）为小型水库的安全运行提供监测服务。",
        "二、机构设置情况",
        f"{plan.agency[1]}是{plan.department[1]}所属的事业单位，没有下级预算单位。本预算只含本单位。",
    )


def _budget(plan: Plan) -> tuple[str, ...]:
    name, year, last = plan.agency[1], plan.year, plan.year - 1
    basics, works = plan.basic("3"), plan.project()
    works_general = plan.project(what=lambda p: p.general)
    fiscal, fiscal_works = plan.general + plan.carried, plan.general
    people, running = plan.basic("301", "303"), plan.basic("302", "310")
    moved = change(plan.total, plan.before)
    return (
        "一、收入支出预算总体情况说明",
        f"{name}{year}年收入总计{figure(plan.total)}万元，支出总计{figure(plan.total)}万元。与{last}年预算相比，"
        f"收入{moved}，主要原因：新增了观测设施项目；支出{moved}，主要原因：新增了观测设施项目。",
        "二、收入预算总体情况说明",
        f"{name}{year}年收入合计{figure(plan.total)}万元，其中：一般公共预算{figure(plan.general)}万元；"
        f"政府性基金预算拨款收入{figure(plan.fund)}万元；国有资本经营预算拨款收入0万元；财政专户管理资金收入0万元；"
        f"事业收入{figure(plan.own)}万元；上年结转结余{figure(plan.carried)}万元。",
        "三、支出预算总体情况说明",
        f"{name}{year}年支出合计{figure(plan.total)}万元，其中：基本支出{figure(basics)}万元，占{share(basics, plan.total)}；"
        f"项目支出{figure(works)}万元，占{share(works, plan.total)}。",
        "四、财政拨款收入支出总体情况说明",
        f"{name}{year}年一般公共预算收支预算{figure(fiscal)}万元，政府性基金收支预算{figure(plan.fund)}万元，"
        f"国有资本经营收支预算0万元。",
        "五、一般公共预算支出情况说明",
        f"{name}{year}年一般公共预算支出年初预算为{figure(fiscal_works)}万元。其中：基本支出{figure(basics)}万元，"
        f"占{share(basics, fiscal_works)}；项目支出{figure(works_general)}万元，占{share(works_general, fiscal_works)}。",
        "六、一般公共预算基本支出情况说明",
        f"{name}{year}年一般公共预算基本支出年初预算为{figure(basics)}万元。其中：人员经费支出{figure(people)}万元，"
        f"占{share(people, basics)}；公用经费支出{figure(running)}万元，占{share(running, basics)}。",
        "七、“三公”经费支出情况说明",
        f"{name}{year}年“三公”经费预算为{figure(plan.reception + plan.cars)}万元，与{last}年持平。具体情况如下：",
        f"（一）因公出国（境）费0万元。预算数与{last}年持平。",
        f"（二）公务接待费{figure(plan.reception)}万元，主要用于上级检查和邻市来访的接待。预算数与{last}年持平。",
        f"（三）公务用车购置及运行费{figure(plan.cars)}万元，其中：公务用车购置费0万元，公务用车运行维护费"
        f"{figure(plan.cars)}万元，主要用于巡站用车的燃油、保险和维修。预算数与{last}年持平。",
        "八、政府性基金预算支出情况说明",
        f"{name}{year}年政府性基金预算支出{figure(plan.fund)}万元，其中：基本支出0万元，项目支出{figure(plan.fund)}万元。",
    )


def _other(plan: Plan) -> tuple[str, ...]:
    name, year = plan.agency[1], plan.year
    running = plan.basic("302", "310")
    first = plan.projects[0]
    return (
        "九、其他重要事项情况说明",
        "（一）机构运转经费",
        f"{name}{year}年机构运转经费支出预算{figure(running)}万元，主要用于办公、水电、差旅和车辆运行。"
        f"比上年{change(running, plan.operating_before)}，主要原因：更换了旧电脑。",
        "（二）政府采购支出情况",
        f"{year}年政府采购预算安排160.00万元，其中：政府采购货物预算118.50万元、政府采购工程预算20.00万元、"
        f"政府采购服务预算21.50万元。",
        "（三）预算绩效情况说明",
        f"{year}年，我单位纳入预算绩效管理的项目支出{figure(plan.project())}万元，涉及项目{len(plan.projects)}个。",
        f"重点项目：{first.name}项目，年初预算安排{figure(first.of())}万元，主要用于站点巡检和设备租用。",
        "（四）国有资产占用情况",
        f"{year - 1}年期末，本单位共有车辆2辆，其中：一般公务用车0辆，一般执法执勤用车0辆，特种专业技术用车2辆，"
        "其他用车0辆；单价50万元以上通用设备1台（套），单位价值100万元以上专用设备0台（套）。",
    )


def _terms() -> tuple[str, ...]:
    return (
        "一、财政拨款：本级财政当年拨给本单位的钱。",
        "二、基本支出：单位为维持运转和完成日常任务必须花的钱，分人员经费和公用经费。",
        "三、项目支出：在基本支出之外，为完成特定任务花的钱。",
        "四、“三公”经费：用财政拨款开支的因公出国（境）费、公务用车购置及运行费和公务接待费。",
    )


__all__ = ["FORMS", "Part", "change", "contents", "figure", "parts", "share"]
