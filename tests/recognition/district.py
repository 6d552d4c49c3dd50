"""A disclosure in the nine-form format of a district, about an invented body with invented figures, as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

NAME = "云溪市观澜区湿地管理所"
YEAR = 2025
# class, group, item → names and (basic, project) in 元
ITEMS: Mapping[str, tuple[str, str, str, int, int]] = {
    "2050803": ("教育支出", "进修及培训", "培训支出", 0, 36_512),
    "2080505": ("社会保障和就业支出", "行政事业单位养老支出", "机关事业单位基本养老保险缴费支出", 412_345, 0),
    "2110402": ("节能环保支出", "自然生态保护", "农村环境保护", 3_456_789, 1_200_000),
    "2110406": ("节能环保支出", "自然生态保护", "自然保护地", 0, 2_345_678),
}
WAGES, GOODS = 3_300_000, 569_134  # the basic expenditure by economic class
PUBLIC = {"abroad": "0.00", "reception": "1.20", "purchase": "0.00", "running": "4.30", "operating": "56.91"}


def wan(yuan: int) -> str:
    return f"{(Decimal(yuan) / 10_000).quantize(Decimal('0.01')):,}"


def total() -> int:
    return sum(b + p for *_, b, p in ITEMS.values())


def items(dashes: bool = False) -> list[str]:
    """The numbered items of the account, in one of the two wordings in use."""
    out = []
    for n, (one, two, three, basic, project) in enumerate(ITEMS.values(), 1):
        name = f"{one}-{two}-{three}" if dashes else f"{one}（类）{two}（款）{three}（项）"
        out.append(f"{n}. “{name}”科目{wan(basic + project)}万元，主要用于湿地养护。")
    return out


def prose(dashes: bool = False) -> list[str]:
    t = wan(total())
    return [
        f"{YEAR}年部门预算编制说明",
        f"{YEAR}年，{NAME}收入预算{t}万元，其中：财政拨款收入{t}万元，比{YEAR - 1}年预算增加20.50万元；"
        "事业收入0万元；事业单位经营收入0万元；其他收入0万元。",
        f"支出预算{t}万元，其中：财政拨款支出预算{t}万元，比{YEAR - 1}年预算增加20.50万元。财政拨款支出预算中，"
        f"一般公共预算拨款支出预算{t}万元，比{YEAR - 1}年预算增加20.50万元；"
        f"政府性基金拨款支出预算0万元，比{YEAR - 1}年预算持平；国有资本经营预算拨款支出预算0万元，比{YEAR - 1}年预算持平。",
        "财政拨款支出主要内容如下：",
        *items(dashes),
    ]


OTHER = (
    "其他相关情况说明",
    f"一、{YEAR}年“三公”经费预算情况说明",
    f"{YEAR}年“三公”经费预算数为5.50万元，比{YEAR - 1}年预算减少0.70万元，主要原因是少用一辆车。其中：",
    f"（一）因公出国（境）费0万元，比{YEAR - 1}年预算持平。",
    f"（二）公务用车购置及运行费4.30万元，比{YEAR - 1}年预算减少0.70万元，主要原因是少用一辆车。"
    f"其中：公务用车购置费0万元，与{YEAR - 1}年预算持平；"
    f"公务用车运行费4.30万元，比{YEAR - 1}年预算减少0.70万元，主要原因是少用一辆车。",
    "（三）公务接待费1.20万元。",
    "二、机关运行经费预算",
    f"{YEAR}年{NAME}下属1家机关和2家事业单位财政拨款的机关运行经费预算为56.91万元。",
    "三、政府采购预算情况",
    f"{YEAR}年本部门政府采购预算90.50万元，其中：政府采购货物预算10.50万元、政府采购工程预算0万元、政府采购服务预算80.00万元。",
    f"{YEAR}年本部门面向中小企业预留政府采购项目预算金额60万元，其中，预留给小型和微型企业的政府采购项目预算为30万元。",
    "四、绩效目标设置情况",
    f"本部门3个预算单位开展了{YEAR}年项目预算绩效目标编报工作，编报绩效目标的项目4个，涉及项目预算资金358.21万元。",
    "五、国有资产占有使用情况",
    f"截至{YEAR - 1}年8月31日，{NAME}共有车辆3辆，其中：部级领导干部用车0辆、执法执勤用车2辆、其他用车1辆；"
    "单价100万元（含）以上设备（不含车辆）0台（套）。",
    f"{YEAR}年部门预算安排购置车辆1辆，其中：执法执勤用车0辆、其他用车1辆。",
    "湿地修复项目经费情况说明",
    "一、项目概况",
    "规划建筑面积约为1200平方米，其中地上建筑面积为900平方米（其中计容面积870平方米，不计容面积30平方米），地下建筑面积为300平方米。",
    "六、年度预算安排",
    f"{YEAR}年度项目总预算120.00万，其中支持补植增长70.00万，巡护50.00万。",
)


def table(rows: Sequence[Sequence[object]]) -> str:
    """An HTML table; a cell is its text or (text, row span, column span), None where a span covers it."""

    def cell(c: object) -> str:
        if isinstance(c, tuple):
            return f'<td rowspan="{c[1]}" colspan="{c[2]}">{c[0]}</td>'
        return "" if c is None else f"<td>{c}</td>"

    return "<table>" + "".join(f"<tr>{''.join(cell(c) for c in row)}</tr>" for row in rows) + "</table>"


def money(yuan: int) -> str:
    return f"{yuan:,}" if yuan else ""


def by_function(top: str, columns: Sequence[str], blank: bool = False) -> str:
    """A form by functional classification; `columns` are two or four behind 合计."""
    wide = len(columns) + 1
    head: list[Sequence[object]] = [
        [("项目", 1, 4), (top, 1, wide)],
        [("功能分类科目编码", 1, 3), ("功能分类科目名称", 2, 1), ("合计", 2, 1), *((c, 2, 1) for c in columns)],
        ["类", "款", "项"],
    ]
    rows: list[Sequence[object]] = []
    seen: set[str] = set()
    sums = {n: [0, 0] for n in ("", *{c[:3] for c in ITEMS}, *{c[:5] for c in ITEMS}, *ITEMS)}
    for code, (*_, basic, project) in ITEMS.items():
        for n in ("", code[:3], code[:5], code):
            sums[n][0] += basic
            sums[n][1] += project

    def amounts(code: str) -> list[str]:
        basic, project = sums[code]
        rest = [money(basic), money(project)] if wide == 3 else [money(basic + project), "", "", ""]
        return [money(basic + project), *rest]

    for code, names in ITEMS.items():
        for depth, digits in enumerate((3, 5, 7)):
            part = code[:digits]
            if part not in seen:
                seen.add(part)
                rows.append([part[:3], part[3:5], part[5:7], names[depth], *amounts(part)])
    rows.append([("合计", 1, 4), *amounts("")])
    return table([*head, *([] if blank else rows)])


def forms() -> list[tuple[str, str]]:
    """The nine forms: title and table."""
    t, names = money(total()), list(dict.fromkeys(v[0] for v in ITEMS.values()))
    by = {n: money(sum(b + p for one, *_, b, p in ITEMS.values() if one == n)) for n in names}
    left = [
        ("一、财政拨款收入", t),
        ("1. 一般公共预算资金", t),
        ("2. 政府性基金", ""),
        ("3. 国有资本经营预算", ""),
        ("二、事业收入", ""),
    ]
    right = [(f"{'一二三四五'[i]}、{n}", by[n]) for i, n in enumerate(names)] + [("", "")] * 5
    both = [[*left[i], *right[i]] for i in range(5)] + [["三、事业单位经营收入", "", "", ""], ["四、其他收入", "", "", ""]]
    first = table(
        [[("本年收入", 1, 2), ("本年支出", 1, 2)], ["项目", "预算数", "项目", "预算数"], *both, ["收入总计", t, "支出总计", t]]
    )
    fiscal_left = [("一、一般公共预算资金", t), ("二、政府性基金", ""), ("三、国有资本经营预算", ""), ("", "")]
    head = ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"]
    lines = [[*fiscal_left[i], right[i][0], right[i][1], right[i][1], "", ""] for i in range(4)]
    fourth = table([[("财政拨款收入", 1, 2), ("财政拨款支出", 1, 5)], head, *lines, ["收入总计", t, "支出总计", t, t, "", ""]])
    economic = [
        [("项目", 1, 3), ("一般公共预算基本支出", 1, 3)],
        [
            ("部门预算经济分类科目编码", 1, 2),
            ("经济分类科目名称", 2, 1),
            ("合计", 2, 1),
            ("人员经费", 2, 1),
            ("公用经费", 2, 1),
        ],
        ["类", "款"],
        ["301", "", "工资福利支出", money(WAGES), money(WAGES), ""],
        ["301", "01", "基本工资", money(WAGES), money(WAGES), ""],
        ["302", "", "商品和服务支出", money(GOODS), "", money(GOODS)],
        ["302", "01", "办公费", money(GOODS), "", money(GOODS)],
        [("合计", 1, 3), money(WAGES + GOODS), money(WAGES), money(GOODS)],
    ]
    public = [
        [("“三公”经费预算数", 1, 6), ("机关运行经费预算数", 3, 1)],
        [("合计", 2, 1), ("因公出国（境）费", 2, 1), ("公务接待费", 2, 1), ("公务用车购置及运行费", 1, 3)],
        ["小计", "购置费", "运行费"],
        ["5.50", PUBLIC["abroad"], PUBLIC["reception"], "4.30", PUBLIC["purchase"], PUBLIC["running"], PUBLIC["operating"]],
    ]
    nature = ["基本支出", "项目支出"]
    return [
        ("财务收支预算总表", first),
        ("收入预算总表", by_function("收入预算", ["财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"])),
        ("支出预算总表", by_function("支出预算", nature)),
        ("财政拨款收支预算总表", fourth),
        ("一般公共预算支出功能分类预算表", by_function("一般公共预算支出", nature)),
        ("政府性基金预算支出功能分类预算表", by_function("政府性基金预算支出", nature, blank=True)),
        ("国有资本经营预算支出功能分类预算表", by_function("国有资本经营预算支出", nature, blank=True)),
        ("一般公共预算基本支出部门预算经济分类预算表", table(economic)),
        ("“三公”经费和机关运行经费预算表", table(public)),
    ]


def html(dashes: bool = False, division: str | None = None, year: int = YEAR) -> str:
    """The whole disclosure: contents list, parts, account, nine forms, other matters."""
    listed = ["一、部门主要职能", "二、部门机构设置", "三、名词解释", "四、部门预算编制说明", "五、部门预算表"]
    listed += [f"{n}. {YEAR}年部门{title}" for n, (title, _) in enumerate(forms(), 1)]
    listed += ["六、其他相关情况说明", "七、项目经费情况说明"]
    code = [f"项目代码{division}000000000012345"[:24]] if division else []
    before = [
        f"{NAME}{YEAR}年区级部门预算",
        "目录",
        *listed,
        f"{NAME}主要职能",
        "负责湿地的养护。",
        f"{NAME}机构设置",
        "本部门3家预算单位。",
    ]
    body = [f"<p>{p}</p>" for p in (*before, "名词解释", "（一）财政拨款收入：是指从财政取得的拨款。", *code, *prose(dashes))]
    for n, (title, grid) in enumerate(forms(), 1):
        unit = "万元" if n == 9 else "元"
        body.append(f"<p>{YEAR}年部门{title}</p><p>编制部门：{NAME} 单位：{unit}</p>{grid}")
        if n in (6, 7):
            body.append(f"<p>注：本部门{YEAR}年没有这项预算安排，故本表为空表。</p>")
    body += [f"<p>{p}</p>" for p in OTHER]
    return f"<html><body>{''.join(body)}</body></html>".replace(f"{YEAR}年", f"{year}年").replace(
        f"{YEAR - 1}年", f"{year - 1}年"
    )
