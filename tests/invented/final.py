"""Final accounts (决算) of invented bodies: figures drawn from a seed and consistent by construction, in the layouts in use.

`Way` is how a body prints: the national layout (行次 and 栏次, economic items in three blocks, 预算数 and 决算数 one behind the
other) or a district's (no counts, two blocks, pairs), codes in one cell or in three, zeros or blanks, totals above or below.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CellText = str | tuple[str, int, int] | None  # words, or (words, row span, column span); None: covered by a span
Rows = list[list[CellText]]

CLASSES = {
    "201": "一般公共服务支出",
    "202": "外交支出",
    "203": "国防支出",
    "204": "公共安全支出",
    "205": "教育支出",
    "206": "科学技术支出",
    "207": "文化旅游体育与传媒支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "211": "节能环保支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
    "214": "交通运输支出",
    "215": "资源勘探工业信息等支出",
    "216": "商业服务业等支出",
    "217": "金融支出",
    "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出",
    "221": "住房保障支出",
    "222": "粮油物资储备支出",
    "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出",
    "229": "其他支出",
}
LATER = ("债务还本支出", "债务付息支出", "抗疫特别国债安排的支出")
GROUPS = {
    "20805": "行政事业单位养老支出",
    "21011": "行政事业单位医疗",
    "21103": "污染防治",
    "21104": "自然生态保护",
    "22102": "住房改革支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "22301": "解决历史遗留问题及改革成本支出",
}
ITEMS = {
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "2101101": "行政单位医疗",
    "2110301": "大气",
    "2110302": "水体",
    "2110401": "生态保护",
    "2110406": "自然保护地",
    "2210201": "住房公积金",
    "2210203": "购房补贴",
}
FUND, CAPITAL = ("2120803", "城市建设支出"), ("2230105", "国有企业退休人员社会化管理补助支出")
PERSONNEL = {
    "301": "工资福利支出",
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30107": "绩效工资",
    "30113": "住房公积金",
    "303": "对个人和家庭的补助",
    "30302": "退休费",
}
OPERATING = {
    "302": "商品和服务支出",
    "30201": "办公费",
    "30206": "电费",
    "30211": "差旅费",
    "30217": "公务接待费",
    "30231": "公务用车运行维护费",
    "310": "资本性支出",
    "31002": "办公设备购置",
}
NUMERALS = "一 二 三 四 五 六 七 八 九 十".split()  # noqa: SIM905


def numeral(n: int) -> str:
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


@dataclass(frozen=True, slots=True)
class Way:
    """How a body prints its forms."""

    counts: bool = False  # 行次 and 栏次
    blocks: int = 2  # of economic items side by side
    pairs: bool = True  # 预算数 and 决算数 beside each other
    digits: bool = False  # 类, 款 and 项 in three columns of the header, with the total in its last row
    zeros: bool = False
    below: bool = False  # the total row of forms 2, 3 and 5
    revenue: bool = True  # the ninth form gives revenue too
    squeezed: bool = True  # the total row of forms 8 and 9 stands in the header's last row
    twice: bool = False  # 决算数 once more under every column of forms 2 and 3
    apart: bool = False  # the economic codes in two columns, 类 and 款

    @classmethod
    def drawn(cls, seed: int) -> Way:
        rng = random.Random(f"way{seed}")
        counts = rng.random() < 0.5
        return cls(
            counts,
            3 if counts else 2,
            not counts,
            rng.random() < 0.5,
            rng.random() < 0.5,
            not counts and rng.random() < 0.5,
            not counts,
            not counts and rng.random() < 0.5,
            not counts and rng.random() < 0.5,
            not counts and rng.random() < 0.5,
        )


@dataclass(frozen=True, slots=True)
class Account:
    """A final account in cents of 万元. `spent`: item → (basic, project) of the general budget."""

    name: str
    year: int
    whole: bool  # of a department
    spent: Mapping[str, tuple[int, int]]
    other: tuple[str, int]  # an item and what was spent on it from operating income
    fund: int
    capital: int
    begin: int
    personnel: Mapping[str, int]
    operating: Mapping[str, int]
    budget: tuple[int, int, int]  # of the three public expenses: vehicles bought, run, receptions
    final: tuple[int, int, int]

    @classmethod
    def drawn(cls, seed: int, year: int = 2025) -> Account:
        rng = random.Random(seed)
        codes = sorted(rng.sample(sorted(ITEMS), rng.randint(5, 8)))

        def amount(high: int = 900_000) -> int:
            return rng.randint(1_000, high)

        spent = {c: (amount(), amount() if c.startswith("211") else 0) for c in codes}
        basic = sum(b for b, _ in spent.values())
        running, reception = amount(3_000), rng.randint(10, 400)
        operating = {c: amount(4_000) for c in OPERATING if len(c) == 5} | {"30231": running, "30217": reception}
        personnel = {c: rng.randint(50, 9_000) for c in PERSONNEL if len(c) == 5}
        personnel["30101"] += basic - sum(personnel.values()) - sum(operating.values())
        final = (0, running + rng.randint(0, 500), reception + rng.randint(0, 90))
        budget = (rng.choice((0, 18_000)), final[1] + rng.randint(0, 2_000), final[2] + rng.randint(0, 300))
        city, seat = rng.choice(("云川", "溪阳", "松原溪", "河州川")), rng.choice(("观澜", "白石"))
        name = f"{city}市{seat}区{rng.choice(('湿地', '档案', '园林'))}管理局"
        return cls(
            name,
            year,
            rng.random() < 0.5,
            spent,
            (codes[0], amount(50_000) if rng.random() < 0.5 else 0),
            amount() if rng.random() < 0.6 else 0,
            amount(9_000) if rng.random() < 0.4 else 0,
            amount(20_000) if rng.random() < 0.5 else 0,
            personnel,
            operating,
            budget,
            final,
        )

    @property
    def general(self) -> int:
        return sum(b + p for b, p in self.spent.values())

    @property
    def fiscal(self) -> int:
        return self.general + self.fund + self.capital

    @property
    def year_total(self) -> int:
        return self.fiscal + self.other[1]

    def items(self) -> dict[str, tuple[int, int, int]]:
        """Item → (basic, project, from operating income), all budgets."""
        out = {c: (b, p, self.other[1] if c == self.other[0] else 0) for c, (b, p) in self.spent.items()}
        if self.fund:
            out[FUND[0]] = (0, self.fund, 0)
        if self.capital:
            out[CAPITAL[0]] = (0, self.capital, 0)
        return dict(sorted(out.items()))


def wan(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02d}"


class Printer:
    """The nine forms of an account as tables: `forms` gives title and rows of each."""

    def __init__(self, account: Account, way: Way) -> None:
        self.of, self.way = account, way

    def money(self, cents: int) -> str:
        return wan(cents) if cents or self.way.zeros else ""

    def forms(self) -> list[tuple[str, Rows]]:
        capital = "国有资本经营预算财政拨款收入支出决算表" if self.way.revenue else "国有资本经营预算财政拨款支出决算表"
        return [
            ("收入支出决算总表", self.first()),
            ("收入决算表", self.second()),
            ("支出决算表", self.third()),
            ("财政拨款收入支出决算总表", self.fourth()),
            ("一般公共预算财政拨款支出决算表", self.fifth()),
            ("一般公共预算财政拨款基本支出决算表", self.sixth()),
            ("财政拨款“三公”经费支出决算表", self.seventh()),
            ("政府性基金预算财政拨款收入支出决算表", self.account(FUND, self.of.fund, True)),
            (capital, self.account(CAPITAL, self.of.capital, self.way.revenue)),
        ]

    def classes(self) -> list[tuple[str, tuple[int, int, int, int]]]:
        """Every class as printed, with all money, and what of it is general, fund and capital."""
        out = []
        own, bad = self.of, {FUND[0]: 2, CAPITAL[0]: 3}
        for n, (code, name) in enumerate(CLASSES.items(), 1):
            sums = [0, 0, 0, 0]
            for item, (basic, project, other) in own.items().items():
                if item.startswith(code):
                    sums[0] += basic + project + other
                    sums[bad.get(item, 1)] += basic + project
            out.append((f"{numeral(n)}、{name}", (sums[0], sums[1], sums[2], sums[3])))
        later = LATER if self.way.counts else LATER[2:]
        out += [(f"{numeral(24 + n)}、{name}", (0, 0, 0, 0)) for n, name in enumerate(later)]
        return out

    def sided(self, left: Sequence[tuple[str, ...]], right: Sequence[tuple[str, ...]], head: Rows, wide: int) -> Rows:
        """Two sides as rows; with 行次 counted on where the body prints it."""
        rows: Rows = [*head]
        for n in range(max(len(left), len(right))):
            one = left[n] if n < len(left) else ("", "")
            two = right[n] if n < len(right) else ("", *[""] * wide)
            if self.way.counts:
                rows.append([one[0], str(n + 1), one[1], two[0], str(len(left) + n + 1), *two[1:]])
            else:
                rows.append([*one, *two])
        return rows

    def first(self) -> Rows:
        own, m = self.of, self.money
        names = "一般公共预算财政拨款收入 政府性基金预算财政拨款收入 国有资本经营预算财政拨款收入 上级补助收入"
        names += " 事业收入 经营收入 附属单位上缴收入 其他收入"
        amounts = (own.general, own.fund, own.capital, 0, own.other[1], 0, 0, 0)
        left = [(f"{numeral(n)}、{name}", m(a)) for n, (name, a) in enumerate(zip(names.split(), amounts, strict=True), 1)]
        right = [(name, m(sums[0])) for name, sums in self.classes()]
        left += [("", "")] * (len(right) - len(left))
        total = own.year_total + own.begin
        left += [
            ("本年收入合计", m(own.year_total)),
            ("使用非财政拨款结余", m(0)),
            ("年初结转和结余", m(own.begin)),
            ("总计", m(total)),
        ]
        right += [("本年支出合计", m(own.year_total)), ("结余分配", m(0)), ("年末结转和结余", m(own.begin)), ("总计", m(total))]
        if self.way.counts:
            head: Rows = [
                [("收入", 1, 3), ("支出", 1, 3)],
                ["项目", "行次", "金额", "项目（按功能分类）", "行次", "金额"],
                ["栏次", "", "1", "栏次", "", "2"],
            ]
        else:
            head = [[("收入", 1, 2), ("支出", 1, 2)], ["项目", "决算数", "项目", "决算数"]]
        return self.sided(left, right, head, 1)

    def fourth(self) -> Rows:
        own, m = self.of, self.money
        three = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
        left = [(f"{'一二三'[n]}、{name}", m((own.general, own.fund, own.capital)[n])) for n, name in enumerate(three)]
        right = [(name, m(sum(s[1:])), *(m(x) for x in s[1:])) for name, s in self.classes()]
        left += [("", "")] * (len(right) - len(left))
        begin = own.begin // 2
        left += [("本年收入合计", m(own.fiscal)), ("年初财政拨款结转和结余", m(begin))]
        right += [
            ("本年支出合计", m(own.fiscal), m(own.general), m(own.fund), m(own.capital)),
            ("年末财政拨款结转和结余", m(begin), m(begin), m(0), m(0)),
        ]
        marks = ("", "", "") if self.way.counts else ("一、", "二、", "三、")
        left += [(f"{marks[n]}{name}", m((begin, 0, 0)[n])) for n, name in enumerate(three)]
        right += [("", "", "", "", "")] * 3
        left += [("总计", m(own.fiscal + begin))]
        right += [("总计", m(own.fiscal + begin), m(own.general + begin), m(own.fund), m(own.capital))]
        if self.way.counts:
            head: Rows = [
                [("收入", 1, 3), ("支出", 1, 6)],
                ["项目", "行次", "金额", "项目（按功能分类）", "行次", "合计", *three],
                ["栏次", "", "1", "栏次", "", "2", "3", "4", "5"],
            ]
        else:
            head = [[("收入", 1, 2), ("支出", 1, 5)], ["项目", "决算数", "项目", "合计", *three]]
        return self.sided(left, right, head, 4)

    def tree(self, items: Mapping[str, tuple[int, ...]]) -> list[tuple[str, str, tuple[int, ...]]]:
        """Classes, groups and items in order with their amounts; the first of all is the total."""
        wide = len(next(iter(items.values())))
        names = {**CLASSES, **GROUPS, **ITEMS, FUND[0]: FUND[1], CAPITAL[0]: CAPITAL[1]}
        codes = sorted({c[:n] for c in items for n in (3, 5, 7)})
        rows = [("", "合计", tuple(sum(v[i] for v in items.values()) for i in range(wide)))]
        for code in codes:
            sums = tuple(sum(v[i] for c, v in items.items() if c.startswith(code)) for i in range(wide))
            rows.append((code, names[code], sums))
        return rows

    def by_function(
        self, heads: Sequence[str], items: Mapping[str, tuple[int, ...]], top: str = "", bare: bool = False
    ) -> Rows:
        """A form by functional classification."""
        way, wide = self.way, len(heads)
        tree = self.tree(items)
        code = 3 if way.digits else 1
        if top:
            below = 2 if way.digits else 1
            head: Rows = [[("项目", 1, code + 1), (top, 1, wide)]]
            head.append([("功能分类科目编码", 1, code), ("科目名称", below, 1), *((h, below, 1) for h in heads)])
            if way.digits:
                head.append(["类", "款", "项"])
        else:
            head = [[("项目", 1, code + 1), *((h, 2, 1) for h in heads)], [("功能分类科目编码", 1, code), "科目名称"]]
            if way.twice:
                head.append([*[""] * (code + 1), *["决算数"] * wide])
        if way.counts:
            head.append([("栏次", 1, code + 1), *(str(n + 1) for n in range(wide))])
        (_, label, sums), *rest = tree
        total: list[CellText]
        if way.digits and not way.counts and not top:
            total = ["类", "款", "项", label, *(self.money(a) for a in sums)]
        else:
            total = [(label, 1, code + 1), *(self.money(a) for a in sums)]
        body: Rows = []
        for number, name, amounts in rest:
            cells: list[CellText] = [number, "", ""] if way.digits else [number]
            body.append([*cells, name, *(self.money(a) for a in amounts)])
        if way.below:
            if way.digits and not top:
                head.append(["类", "款", "项", "", *[""] * wide])
            return [*head, *body, [(label, 1, code + 1), *(self.money(a) for a in sums)]]
        return [*head, total, *body]

    def second(self) -> Rows:
        heads = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
        items = {c: (b + p + o, b + p, 0, o, 0, 0, 0) for c, (b, p, o) in self.of.items().items()}
        return self.by_function(heads, items)

    def third(self) -> Rows:
        heads = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
        items = {c: (b + p + o, b + o, p, 0, 0, 0) for c, (b, p, o) in self.of.items().items()}
        return self.by_function(heads, items)

    def fifth(self) -> Rows:
        items = {c: (b + p, b, p) for c, (b, p) in self.of.spent.items()}
        top = "本年支出" if self.way.counts else "一般公共预算财政拨款支出决算数"
        return self.by_function(["小计" if self.way.counts else "合计", "基本支出", "项目支出"], items, top)

    def sixth(self) -> Rows:
        own, blocks = self.of, self.way.blocks

        def lines(names: Mapping[str, str], amounts: Mapping[str, int]) -> list[tuple[str, str, str]]:
            def of(code: str) -> int:
                return amounts[code] if len(code) == 5 else sum(a for c, a in amounts.items() if c.startswith(code))

            return [(c, n, self.money(of(c))) for c, n in names.items()]

        left, right = lines(PERSONNEL, own.personnel), lines(OPERATING, own.operating)
        half = (len(right) + 1) // 2 if blocks == 3 else len(right)
        columns = [left, right[:half], *([right[half:]] if blocks == 3 else [])]
        high = max(map(len, columns))
        rows: Rows = []
        if self.way.apart:
            rows.append([("经济分类科目编码", 1, 2), ("科目名称", 2, 1), ("决算数", 2, 1)] * blocks)
            rows.append(["类", "款"] * blocks)
        else:
            if blocks == 3:
                rows.append([("人员经费", 1, 3), ("公用经费", 1, 6)])
            rows.append(["经济分类科目编码", "科目名称", "决算数"] * blocks)
        for n in range(high):
            row: list[CellText] = []
            for column in columns:
                code, name, amount = column[n] if n < len(column) else ("", "", "")
                row += [code[:3], code[3:], name, amount] if self.way.apart else [code, name, amount]
            rows.append(row)
        people, work = sum(own.personnel.values()), sum(own.operating.values())
        wide = 4 if self.way.apart else 3
        left_end, right_end = wide - 1, wide * (blocks - 1) - 1
        rows.append([("人员经费合计", 1, left_end), self.money(people), ("公用经费合计", 1, right_end), self.money(work)])
        return rows

    def seventh(self) -> Rows:
        budget, final = ((b + r + e, 0, b + r, b, r, e) for b, r, e in (self.of.budget, self.of.final))
        cars = ["小计", "公务用车购置费", "公务用车运行维护费"]
        top = "公务用车购置及运行维护费"
        if self.way.pairs:
            pair = [m for b, f in zip(budget, final, strict=True) for m in (wan(b), wan(f))]
            return [
                [("财政拨款“三公”经费", 1, 12)],
                [("合计", 2, 2), ("因公出国（境）费", 2, 2), (top, 1, 6), ("公务接待费", 2, 2)],
                [*((c, 1, 2) for c in cars)],
                ["预算数", "决算数"] * 6,
                [*pair],
            ]
        half: list[CellText] = [("合计", 2, 1), ("因公出国（境）费", 2, 1), (top, 1, 3), ("公务接待费", 2, 1)]
        rows: Rows = [[("预算数", 1, 6), ("决算数", 1, 6)], [*half, *half], [*cars, *cars]]
        if self.way.counts:
            rows.append([str(n) for n in range(1, 13)])
        return [*rows, [wan(a) for a in (*budget, *final)]]

    def account(self, item: tuple[str, str], spent: int, revenue: bool) -> Rows:
        """Forms 8 and 9."""
        nature = ["合计" if self.way.squeezed else "小计", "基本支出", "项目支出"]
        if not revenue:
            items = {item[0]: (spent, 0, spent)} if spent else {}
            if items:
                return self.by_function(nature, items, "本年支出")
            return [[("项目", 1, 2), ("本年支出", 1, 3)], ["科目编码", "科目名称", *nature], ["合计", "", "", "", ""]]
        tree = self.tree({item[0]: (0, spent, spent, 0, spent, 0)}) if spent else []
        body: Rows = [[c, n, *(self.money(a) for a in sums)] for c, n, sums in tree[1:]]
        tops = [("年初结转和结余", 2, 1), ("本年收入", 2, 1), ("本年支出", 2, 3), ("年末结转和结余", 2, 1)]
        if self.way.squeezed:
            head: Rows = [[("项目", 1, 2), *tops], ["功能分类科目编码", "科目名称"]]
            total: list[CellText] = [("合计", 1, 2), self.money(0), self.money(spent), *nature, self.money(0)]
            return [*head, total, *body]
        tops = [(t, 2 if w == 1 else 1, w) for t, _, w in tops]
        head = [[("项目", 1, 2), *tops], ["功能分类科目编码", "科目名称", *nature]]
        if self.way.counts:
            head.append([("栏次", 1, 2), *(str(n) for n in range(1, 7))])
        sums = [self.money(a) for a in tree[0][2]] if tree else [""] * 6
        return [*head, [("合计", 1, 2), *sums], *body]
