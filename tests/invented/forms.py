"""The eleven forms of a plan, as rows of cells: what a spreadsheet's own export would hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from tests.invented.plan import Part, Plan, Project

Cells = list[str]
CLASSES = (
    "一般公共服务", "外交", "国防", "公共安全", "教育", "科学技术", "文化旅游体育与传媒", "社会保障和就业", "社会保险基金支出",
    "卫生健康", "节能环保", "城乡社区事务", "农林水事务", "交通运输", "资源勘探信息等", "商业服务业等", "金融支出", "",
    "援助其他地区支出", "自然资源海洋气象等支出", "住房保障支出", "粮油物资储备支出", "国有资本经营预算", "灾害防治及应急管理",
)  # fmt: skip
ORDINALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十 二十一 二十二 二十三 二十四".split()  # noqa: SIM905


@dataclass(slots=True)
class Sheet:
    """A form: printed number, title, its rows (header rows first), and the remark below it."""

    number: str
    title: str
    head: int  # how many of the rows are header
    rows: list[Cells]
    remark: str = ""


def money(amount: Decimal) -> str:
    """An amount as printed; a zero is a blank cell."""
    return format(amount, "f") if amount else ""


def sheets(plan: Plan) -> list[Sheet]:
    """All eleven forms, in order."""
    made = [
        totals(plan), revenue(plan), expenditure(plan), appropriation(plan), general(plan), basic(plan), economic(plan),
        three_public(plan), fund(plan), projects(plan), performance(plan),
    ]  # fmt: skip
    for i, sheet in enumerate(made, start=1):
        sheet.number = f"预算{i:02d}表"
    return made


def class_total(plan: Plan, code: str, what: Callable[[Part], Decimal] = lambda p: p.total) -> Decimal:
    return plan.basic("3", function=code) + plan.project(function=code, what=what)


def totals(plan: Plan) -> Sheet:
    g, f, o, c = plan.general, plan.fund, plan.own, plan.carried
    left = [
        ("一、一般公共预算", g), ("其中：财政拨款", g), ("二、政府性基金预算拨款收入", f),
        ("三、国有资本经营预算拨款收入", None), ("四、财政专户管理资金收入", None), ("五、事业收入", o),
        ("六、事业单位经营收入", None), ("七、上级补助收入", None), ("八、附属单位上缴收入", None), ("九、其他收入", None),
    ]  # fmt: skip
    right = [
        (f"{n}、{c}", class_total(plan, f"2{i:02d}")) for i, (n, c) in enumerate(zip(ORDINALS, CLASSES, strict=True), 1) if c
    ]
    rows = [[*_pair(a), *_pair(b)] for a, b in zip_longest(left, right)]
    ends = [("本年收入合计", g + f + o, "本年支出合计", plan.total), ("上年结转结余", c, "年终结转结余", None)]
    ends.append(("收入总计", plan.total, "支出总计", plan.total))
    rows += [[a, money(x), b, money(y) if y else ""] for a, x, b, y in ends]
    return Sheet("", "单位收支总体情况表", 2, [["收入", "", "支出", ""], ["项目", "金额", "项目", "金额"], *rows])


def _pair(entry: tuple[str, Decimal | None] | None) -> Cells:
    return ["", ""] if entry is None else [entry[0], money(entry[1]) if entry[1] else ""]


def revenue(plan: Plan) -> Sheet:
    head1 = ["单位代码", "单位名称", "总计", "本年收入", *[""] * 10, "上年结转结余", *[""] * 5]
    head2 = [
        "", "", "", "合计", "一般公共预算", "", "政府性基金", "国有资本经营预算", "财政专户管理资金收入", "事业收入",
        "事业单位经营收入", "上级补助收入", "附属单位上缴收入", "其他收入", "合计", "一般公共预算", "政府性基金",
        "国有资本经营预算", "财政专户管理资金", "单位资金",
    ]  # fmt: skip
    head3 = ["", "", "", "", "小计", "其中：财政拨款", *[""] * 14]
    year = plan.general + plan.fund + plan.own
    figures = [
        plan.total,
        year,
        plan.general,
        plan.general,
        plan.fund,
        None,
        None,
        plan.own,
        *[None] * 4,
        plan.carried,
        plan.carried,
    ]
    cells = [money(v) if v else "" for v in (*figures, *[None] * 4)]
    rows = [["", "合计", *cells], [*plan.department, *cells], [*plan.agency, *cells]]
    return Sheet("", "单位收入总体情况表", 3, [head1, head2, head3, *rows])


NATURE = [
    ["科目编码", "", "", "单位代码", "单位（科目名称）", "合计", "基本支出", "", "", "", "", "项目支出", "", ""],
    ["类", "款", "项", "", "", "", "小计", "人员经费", "", "公用经费", "", "小计", "其他运转类", "特定目标类"],
    ["", "", "", "", "", "", "", "工资福利支出", "对个人和家庭的补助", "商品和服务支出", "资本性支出", "", "", ""],
]


def _by_nature(plan: Plan, codes: Iterable[str], what: Callable[[Part], Decimal], basic: bool = True) -> list[Cells]:
    def figures(code: str) -> Cells:
        parts = [plan.basic(e, function=code) if basic else Decimal(0) for e in ("301", "303", "302", "310")]
        kinds = [plan.project(k, code, what) for k in ("其他运转类", "特定目标类")]
        sums = (sum(parts) + sum(kinds), sum(parts), *parts, sum(kinds), *kinds)
        return [money(Decimal(v)) for v in sums]

    rows = [[*[""] * 4, "合计", *figures("")], ["", "", "", *plan.department, *figures("")]]
    for code in codes:
        row = [code[:3], code[3:5], code[5:], "", plan.names[code], *figures(code)]
        rows += [row] if row[5] else []
    return rows


def expenditure(plan: Plan) -> Sheet:
    return Sheet("", "单位支出总体情况表", 3, [*NATURE, *_by_nature(plan, plan.functions, lambda p: p.total)])


def general(plan: Plan) -> Sheet:
    rows = _by_nature(plan, plan.functions, lambda p: p.general)
    return Sheet("", "一般公共预算支出情况表", 3, [*NATURE, *rows], "注：本表只含当年一般公共预算安排的支出。")


def fund(plan: Plan) -> Sheet:
    rows = _by_nature(plan, plan.functions, lambda p: p.fund, basic=False)
    remark = "" if plan.fund else f"本单位{plan.year}年没有安排政府性基金支出，故本表为空表。"
    return Sheet("", "政府性基金预算支出情况表", 3, [*NATURE, *rows], remark)


def appropriation(plan: Plan) -> Sheet:
    year = plan.general + plan.fund
    left = [
        ("一、本年收入", year), ("（一）一般公共预算拨款", plan.general), ("其中：财政拨款", plan.general),
        ("（二）政府性基金预算拨款", plan.fund), ("（三）国有资本经营预算拨款", None), ("二、上年结转", plan.carried),
        ("（一）一般公共预算拨款", plan.carried), ("（二）政府性基金预算拨款", None), ("（三）国有资本经营预算拨款", None),
    ]  # fmt: skip
    spent = year + plan.carried
    right = [["一、本年支出", *_sources(plan, "")]]
    right += [
        [f"（{n}）{c}", *_sources(plan, f"2{i:02d}")] for i, (n, c) in enumerate(zip(ORDINALS, CLASSES, strict=True), 1) if c
    ]
    right.append(["二、年终结转结余", *[""] * 5])
    rows = [[*_pair(a), *b] for a, b in zip_longest(left, right, fillvalue=None) if b is not None]
    rows.append(["收入合计", money(spent), "支出合计", *_sources(plan, "")])
    head = [
        ["收入", "", "支出", "", "", "", "", ""],
        ["项目", "金额", "项目", "合计", "一般公共预算", "", "政府性基金", "国有资本经营预算"],
        ["", "", "", "", "小计", "其中：财政拨款", "", ""],
    ]
    return Sheet("", "财政拨款收支总体情况表", 3, [*head, *rows])


def _sources(plan: Plan, code: str) -> Cells:
    budget = class_total(plan, code, lambda p: p.general + p.carried)
    fund = plan.project(function=code, what=lambda p: p.fund)
    return [money(budget + fund), money(budget), money(budget), money(fund), ""]


def basic(plan: Plan) -> Sheet:
    head = [
        ["单位预算支出经济分类科目", "", "政府预算支出经济分类科目编码", "", "本年一般公共预算基本支出", "", ""],
        ["科目编码", "科目名称", "科目编码", "科目名称", "合计", "人员经费", "公用经费"],
    ]
    people, running = plan.basic("301", "303"), plan.basic("302", "310")
    rows = [["", "", "", "合计", money(people + running), money(people), money(running)]]
    for code, government in plan.pairs:
        amount = plan.basic(code)
        two = [money(amount), ""] if code.startswith(("301", "303")) else ["", money(amount)]
        if amount:
            rows.append([code, plan.names[code], government, plan.names[government], money(amount), *two])
    return Sheet("", "一般公共预算基本支出情况表", 2, [*head, *rows])


def economic(plan: Plan) -> Sheet:
    head = [
        ["部门预算经济分类", "", "", "政府预算经济分类", "", "", "总计", "一般公共预算", "", "政府性基金",
         "国有资本经营预算", "上年结转结余", "财政专户管理资金收入", "事业收入", "上级补助收入", "附属单位上缴收入",
         "事业单位经营收入", "其他收入"],
        ["科目编码", "", "科目名称", "科目编码", "", "科目名称", "", "小计", "其中：财政拨款", *[""] * 9],
        ["类", "款", "", "类", "款", *[""] * 13],
    ]  # fmt: skip

    def figures(pairs: Iterable[tuple[str, str]]) -> Cells:
        chosen = set(pairs)
        parts = [part for p in plan.projects for part in p.parts if (part.economic, part.government) in chosen]
        basics = sum((b.amount for b in plan.basics if (b.economic, b.government) in chosen), Decimal(0))
        g, f, c, o = (sum((getattr(p, name) for p in parts), Decimal(0)) for name in ("general", "fund", "carried", "own"))
        values = (basics + g + f + c + o, basics + g, basics + g, f, None, c, None, o, None, None, None, None)
        return [money(v) if v else "" for v in values]

    rows = [["", "", "", "", "", "合计", *figures(plan.pairs)]]
    for e, g in plan.pairs:
        rows.append([e[:3], e[3:], plan.names[e], g[:3], g[3:], plan.names[g], *figures([(e, g)])])
    return Sheet("", "支出经济分类汇总表", 3, [*head, *rows])


def three_public(plan: Plan) -> Sheet:
    head = [
        ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"],
        ["", "", "小计", "公务用车购置费", "公务用车运行费", ""],
    ]
    row = [money(plan.reception + plan.cars), "", money(plan.cars), "", money(plan.cars), money(plan.reception)]
    return Sheet("", "一般公共预算“三公”经费支出情况表", 2, [*head, row])


def projects(plan: Plan) -> Sheet:
    head = [
        [
            "类型",
            "项目名称",
            "项目单位",
            "合计",
            "本年拨款",
            "",
            "",
            "财政拨款结转结余",
            "",
            "",
            "财政专户管理资金",
            "单位资金",
        ],
        [
            "",
            "",
            "",
            "",
            "一般公共预算",
            "政府性基金预算",
            "国有资本经营预算",
            "一般公共预算",
            "政府性基金预算",
            "国有资本经营预算",
            "",
            "",
        ],
    ]

    def figures(of: Callable[[Callable[[Part], Decimal]], Decimal]) -> Cells:
        g, f, c, o = of(lambda p: p.general), of(lambda p: p.fund), of(lambda p: p.carried), of(lambda p: p.own)
        return [money(g + f + c + o), money(g), money(f), "", money(c), "", "", "", money(o)]

    everything = figures(lambda what: plan.project(what=what))
    rows = [["", "", "合计", *everything], ["", *plan.department, *everything]]
    for p in plan.projects:
        rows.append([p.kind, p.name, plan.agency[1], *figures(p.of)])
    return Sheet("", "项目支出预算表", 2, [*head, *rows])


def performance(plan: Plan) -> Sheet:
    levels = ("成本", "产出", "效益", "满意度")
    head = [
        ["单位编码（项目编码）", "项目单位（项目名称）", "项目金额（元）", "", "", "", "绩效目标", *[""] * 7],
        ["", "", "资金总额", "政府预算资金", "财政专户管理资金", "单位资金", *[c for v in levels for c in (f"{v}指标", "")]],
        ["", "", "", "", "", "", *["三级指标", "指标值"] * 4],
    ]

    def funds(all_of: Decimal, own: Decimal) -> Cells:
        return [_yuan(all_of), _yuan(all_of - own), "", _yuan(own)]

    rows = [[*owner, *funds(plan.project(), plan.own), *[""] * 8] for owner in (plan.department, plan.agency)]
    for p in plan.projects:
        rows += _aims(p, levels, [p.code, p.name, *funds(p.of(), p.of(lambda part: part.own))])
    return Sheet("", f"{plan.year}年度单位预算项目绩效目标表", 3, [*head, *rows])


def _aims(project: Project, levels: Iterable[str], first: Cells) -> list[Cells]:
    """The project's rows: its amounts and first targets, then a row for each further target of a level."""
    columns = [[(a.name, a.value) for a in project.aims if a.level == level] for level in levels]
    rows = []
    for i, quad in enumerate(zip_longest(*columns, fillvalue=("", ""))):
        rows.append([*(first if i == 0 else [""] * 6), *[text for pair in quad for text in pair]])
    return rows


def _yuan(amount: Decimal) -> str:
    return f"{amount * 10000:,.1f}" if amount else ""
