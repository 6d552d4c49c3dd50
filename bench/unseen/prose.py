# ruff: noqa: E501  (sentences and tables read better whole)
"""Part one to three in the words of several bureaus; a number between ⟦ and ⟧ is one that the document states."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from tests.generate import Line

if TYPE_CHECKING:
    from bench.unseen.case import Case

STATED = re.compile(r"⟦([\d,.]+)\s*([^⟧]*)⟧")
SOURCES = (("general", "一般公共预算"), ("fund", "政府性基金"), ("capital", "国有资本经营"), ("special_account", "财政专户管理资金"),
           ("undertaking", "事业"), ("business", "事业单位经营"), ("superior", "上级补助"), ("subordinate", "附属单位上缴"), ("other", "其他"))  # fmt: skip


class Words:
    """How this body writes numbers and changes."""

    def __init__(self, rng: random.Random, year: int) -> None:
        self.rng, self.year = rng, year
        self.gap = rng.choice(("", "", " "))
        self.last = rng.choice((f"{year - 1}年", f" {year - 1} 年", "上年", f"{year - 1}年预算"))
        self.reason = rng.choice(
            ("主要原因：人员增加", "主要原因是项目调整", "主要原因是压减一般性支出3项", "主要是因为政策变化")
        )

    def ten(self, amount: Decimal) -> str:
        """An amount of 万元 as stated."""
        value = f"{amount:.2f}" if amount else "0"
        return f"{self.gap}⟦{value}{self.gap}万元⟧"

    def share(self, part: Decimal, whole: Decimal) -> str:
        return f"⟦{(part * 100 / whole).quantize(Decimal('0.01'), ROUND_HALF_UP) if whole else Decimal(0)}%⟧"

    def change(self, now: Decimal, words: tuple[str, str] | None = None) -> str:
        """A change against last year, in one of the ways that bodies write it."""
        up, down = words or self.rng.choice((("增加", "减少"), ("增长", "下降"), ("增加了", "减少了")))
        lot = self.rng.random()
        if lot < 0.25 or not now:
            return self.rng.choice(("持平", "无变化", "无增减变化", "持平，无增减变动"))
        before = (now * Decimal(self.rng.randint(60, 140)) / 100).quantize(Decimal("0.01"))
        if before == now or not before:
            return "持平"
        rate = self.share(abs(now - before), before)
        word = up if now > before else down
        way = self.rng.choice(("{w}{a}，{r}{s}，{why}", "{w}{a}，{r}{s}。{why}", "{w}{a}，{r}{s}"))
        return way.format(w=word, a=self.ten(abs(now - before)), r="增长" if now > before else "下降", s=rate, why=self.reason)


def prose(case: Case, lines: Iterable[Line], rng: random.Random) -> tuple[list[str], list[tuple[str, str]]]:
    """The paragraphs and the (value, unit) pairs stated in them."""
    lines = list(lines)
    marked = [
        *_about(case),
        f"第二部分 {case.body}{case.year}年{_kind(case)}情况说明",
        *_accounts(case, lines, rng),
        "第三部分 名词解释",
        *_terms(),
    ]
    claims = [(m[1].replace(",", ""), re.sub(r"\s", "", m[2])) for p in marked for m in STATED.finditer(p)]
    return [p.replace("⟦", "").replace("⟧", "") for p in marked], claims


def _kind(case: Case) -> str:
    return "部门预算" if case.several else "单位预算"


def _about(case: Case) -> list[str]:
    listed = [f"{i}．{name}" for i, name in enumerate(case.agencies.values(), 1)]
    return [
        f"第一部分 {case.body}概况",
        "一、主要职责",
        "（一）贯彻落实上级方针政策，组织实施行业规划。",
        "（二）负责本行业监督管理和公共服务工作。",
        "二、机构设置情况",
        "本预算为汇总预算，纳入预算编制范围的单位包括：" if case.several else "本预算为本单位预算，无所属单位预算。",
        *(listed if case.several else []),
    ]


def _sum(lines: Iterable[Line], *sources: str, **is_: object) -> Decimal:
    """The sum in 万元, two decimals, of lines of these sources."""
    found = [n for n in lines if not sources or n.source in sources]
    if "basic" in is_:
        found = [n for n in found if (n.project is None) is is_["basic"]]
    if "codes" in is_:
        found = [n for n in found if n.economic.startswith(is_["codes"])]  # type: ignore[arg-type]
    return (Decimal(sum(n.amount for n in found)) / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _accounts(case: Case, lines: list[Line], rng: random.Random) -> list[str]:
    w, year, body = Words(rng, case.year), case.year, case.body
    we = rng.choice((body, "我单位", "本部门", ""))
    total, basic, project = _sum(lines), _sum(lines, basic=True), _sum(lines, basic=False)
    general, fund, capital = (_sum(lines, k, f"c.{k}") for k in ("general", "fund", "capital"))
    gb, gp = _sum(lines, "general", basic=True), _sum(lines, "general", "c.general", basic=False)
    people, running = (_sum(lines, "general", basic=True, codes=c) for c in (("301", "303"), ("302", "310")))
    head = rng.choice((f"{we}{year}年", f"{year}年{we}", f"{year}年，{we}"))
    moved = w.change(total)
    one = rng.choice((
        f"{head}收入总计{w.ten(total)}，支出总计{w.ten(total)}，与{w.last}相比，收、支总计各{moved}。",
        f"{head}收入总计{w.ten(total)}，支出总计{w.ten(total)}。与{w.last}相比，收入{moved}；支出{w.change(total)}。",
        f"{head}收、支总预算均为{w.ten(total)}，较{w.last}{moved}。",
        f"{head}预算收入总计{w.ten(total)}、支出总计{w.ten(total)}，比{w.last}收支总计各{moved}。",
    ))  # fmt: skip
    parts = [(name, _sum(lines, k)) for k, name in SOURCES if rng.random() < 0.5 or _sum(lines, k) or k == "general"]
    carried = _sum(lines, *(f"c.{k}" for k in ("general", "fund", "capital", "special_account", "own")))
    income = rng.choice(("收入", "拨款收入", ""))
    listed = [f"{n}{'' if n.endswith('资金') else income or '收入'}{w.ten(v)}" for n, v in parts] + [
        f"上年结转结余{w.ten(carried)}"
    ]
    two = f"{head}{rng.choice(('收入合计', '预算收入合计', '本年收入预算合计'))}{w.ten(total)}，其中：{rng.choice(('；', '、', '，')).join(listed)}。"
    bs, ps = w.share(basic, total), w.share(project, total)
    three = rng.choice((
        f"{head}支出合计{w.ten(total)}，其中：基本支出{w.ten(basic)}，占{bs}；项目支出{w.ten(project)}，占{ps}。",
        f"{head}支出合计{w.ten(total)}。其中：基本支出{w.ten(basic)}，占支出合计的{bs}；项目支出{w.ten(project)}，占支出合计的{ps}。",
        f"{head}支出预算合计{w.ten(total)}，其中基本支出{w.ten(basic)}（占{bs}），项目支出{w.ten(project)}（占{ps}）。",
        f"{head}支出合计{w.ten(total)}，其中：基本支出和项目支出分别为{w.ten(basic)}、{w.ten(project)}。",
    ))  # fmt: skip
    four = rng.choice((
        f"{head}一般公共预算收支预算{w.ten(general)}，政府性基金收支预算{w.ten(fund)}，国有资本经营收支预算{w.ten(capital)}。"
        f"与{w.last}相比，一般公共预算收支预算{w.change(general)}。",
        f"{head}一般公共预算收支预算{w.ten(general)}，与{w.last}相比{w.change(general)}。政府性基金收支预算{w.ten(fund)}，与{w.last}相比{w.change(fund)}。"
        f"国有资本经营收支预算{w.ten(capital)}。",
        f"{head}财政拨款收支预算{w.ten(general + fund + capital)}，其中：一般公共预算{w.ten(general)}，政府性基金{w.ten(fund)}，国有资本经营预算{w.ten(capital)}。",
    ))  # fmt: skip
    classes = sorted({n.function[:3] for n in lines if n.source in ("general", "c.general")})
    from bench.unseen.case import names_of

    by_class = [
        f"{names_of('function')[c]}{w.ten(v)}，占{w.share(v, general)}"
        for c in classes
        if (v := _sum([n for n in lines if n.function.startswith(c)], "general", "c.general"))
    ]
    five = rng.choice((
        f"{head}一般公共预算支出年初预算为{w.ten(gb + gp)}。其中：基本支出{w.ten(gb)}，占{w.share(gb, gb + gp)}；项目支出{w.ten(gp)}，占{w.share(gp, gb + gp)}。",
        f"{head}一般公共预算支出年初预算为{w.ten(gb + gp)}，主要用于以下方面：{'；'.join(by_class)}。",
        f"{head}一般公共预算支出{w.ten(gb + gp)}，比{w.last}{w.change(gb + gp)}。其中基本支出{w.ten(gb)}，项目支出{w.ten(gp)}。",
    ))  # fmt: skip
    six = rng.choice((
        f"{head}一般公共预算基本支出年初预算为{w.ten(gb)}。其中：人员经费支出{w.ten(people)}，占{w.share(people, gb)}；公用经费支出{w.ten(running)}，占{w.share(running, gb)}。",
        f"{head}一般公共预算基本支出{w.ten(gb)}，其中：人员经费{w.ten(people)}，主要包括：基本工资、津贴补贴、奖金；公用经费{w.ten(running)}，主要包括：办公费、差旅费。",
        f"{head}一般公共预算基本支出预算{w.ten(gb)}，其中，人员经费和公用经费分别为{w.ten(people)}和{w.ten(running)}。",
    ))  # fmt: skip
    titles = rng.choice((("情况说明",), ("预算情况说明",)))[0]
    out = [f"一、收入支出预算总体{'情况说明'}", one, f"二、收入预算总体{'情况说明'}", two, "三、支出预算总体情况说明", three,
           f"四、财政拨款收入支出{'预算' if rng.random() < 0.5 else ''}总体情况说明", four, f"五、一般公共预算支出{titles}", five,
           f"六、一般公共预算基本支出{titles}", six]  # fmt: skip
    return [*out, *_three_public(case, lines, w, head), *_fund(fund, w, head), *_other(case, lines, w, head, running, project)]


def _three_public(case: Case, lines: list[Line], w: Words, head: str) -> list[str]:
    abroad, reception, buy, run = (_sum(lines, "general", codes=c) for c in ("30212", "30217", "31013", "30231"))
    cars = buy + run
    return [
        w.rng.choice(("七、“三公”经费支出情况说明", "七、一般公共预算“三公”经费支出预算情况说明", "七、“三公”经费支出预算情况说明")),
        w.rng.choice((
            f"{head}“三公”经费预算为{w.ten(abroad + reception + cars)}。{case.year}年“三公”经费支出预算数与{w.last}相比{w.change(abroad + reception + cars)}。",
            f"{head}“三公”经费支出预算{w.ten(abroad + reception + cars)}，比{w.last}{w.change(abroad + reception + cars)}。",
            f"{head}一般公共预算“三公”经费支出预算为{w.ten(abroad + reception + cars)}，较{w.last}{w.change(abroad + reception + cars)}。",
        )),
        "具体支出情况如下：",
        f"（一）因公出国（境）费{w.ten(abroad)}，主要用于单位工作人员公务出国（境）的住宿费、旅费。预算数比{w.last}{w.change(abroad)}。",
        *w.rng.choice((
            (f"（二）公务用车购置及运行费{w.ten(cars)}，其中，公务用车购置费{w.ten(buy)}；公务用车运行维护费{w.ten(run)}，主要用于开展工作所需公务用车的燃料费、维修费。"
             f"预算数比{w.last}{w.change(cars)}。", f"（三）公务接待费{w.ten(reception)}，主要用于按规定开支的各类公务接待支出。预算数比{w.last}{w.change(reception)}。"),
            (f"（二）公务接待费{w.ten(reception)}，较{w.last}{w.change(reception)}。", f"（三）公务用车购置及运行费{w.ten(cars)}。",
             f"1.公务用车购置费{w.ten(buy)}，与{w.last}相比{w.change(buy)}。", f"2.公务用车运行费{w.ten(run)}，与{w.last}相比{w.change(run)}。"),
        )),
    ]  # fmt: skip


def _fund(fund: Decimal, w: Words, head: str) -> list[str]:
    none = (f"{head}没有使用政府性基金预算拨款安排的支出。", f"{head}政府性基金预算支出年初预算为{w.ten(fund)}。")
    some = (f"{head}政府性基金预算支出{w.ten(fund)}，其中：基本支出{w.ten(Decimal(0))}，项目支出{w.ten(fund)}。", none[1])
    return ["八、政府性基金预算支出情况说明", w.rng.choice(some if fund else none)]


def _other(case: Case, lines: list[Line], w: Words, head: str, running: Decimal, project: Decimal) -> list[str]:
    year, rng = case.year, w.rng
    goods, works, serve = (Decimal(rng.choice((0, 0, rng.randint(100, 90000)))) / 100 for _ in range(3))
    bought = goods + works + serve
    cars = [rng.randint(0, 4) for _ in range(4)]
    run_title, run_word = rng.choice((
        ("（一）机关运行经费", "机关运行经费支出预算"), ("（一）行政（事业）单位机构运转经费", "机构运转经费支出预算"),
        ("（一）机关（机构）运行经费支出情况", "机关运行经费预算安排"), ("（一）机关运行经费安排情况", "机关运行经费"),
    ))  # fmt: skip
    return [
        rng.choice(("九、其他重要事项情况说明", "九、其他重要事项的情况说明")),
        run_title,
        f"{head}{run_word}{w.ten(running)}，主要保障机构正常运转需要的办公费、水电费等支出。比{w.last}{w.change(running)}。",
        "（二）政府采购支出情况",
        rng.choice((
            f"{year}年政府采购预算安排{w.ten(bought)}，其中：政府采购货物预算{w.ten(goods)}、政府采购工程预算{w.ten(works)}、政府采购服务预算{w.ten(serve)}。",
            f"{head}政府采购预算总额{w.ten(bought)}，其中：货物类{w.ten(goods)}、工程类{w.ten(works)}、服务类{w.ten(serve)}。",
        )),
        "（三）预算绩效情况说明" if rng.random() < 0.5 else "（三）绩效目标设置情况",
        rng.choice((
            f"{year}年，我单位纳入预算绩效管理的项目支出{w.ten(project)}，涉及项目⟦{len(case.works)}{w.gap}个⟧。",
            f"我部门{year}年预算项目共⟦{len(case.works)}{w.gap}个⟧，资金总额{w.ten(project)}，均按要求设置了绩效目标。",
        )),
        "（四）国有资产占用情况",
        f"{year - 1}年期末，我单位共有车辆⟦{sum(cars)}{w.gap}辆⟧，其中：一般公务用车⟦{cars[0]}{w.gap}辆⟧，一般执法执勤用车⟦{cars[1]}{w.gap}辆⟧，特种专业技术用车⟦{cars[2]}{w.gap}辆⟧，"
        f"其他用车⟦{cars[3]}{w.gap}辆⟧；单价50万元以上通用设备⟦{rng.randint(0, 3)}台（套）⟧，单位价值100万元以上专用设备⟦{rng.randint(0, 2)}台（套）⟧。",
    ]  # fmt: skip


def _terms() -> list[str]:
    return [
        "一、财政拨款收入：是指财政当年拨付的资金。",
        "二、基本支出：指为保障机构正常运转、完成日常工作任务所必需的开支。",
        "三、项目支出：是指在基本支出之外，为完成特定任务所发生的支出。",
    ]
