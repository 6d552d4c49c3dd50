"""Invented target matrices, and the ways in which a PDF's text loses their columns: a generator for property tests."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from gouji.model.place import Place
from gouji.sources.document import Paragraph

LEVELS = ("成本指标", "产出指标", "效益指标", "满意度指标")
# Invented projects of roads, schools, forests, libraries, water …: nothing of the documents that the reader was tried on.
NAMES = {
    "成本指标": [
        ("项目总成本", "≤{n}万元"), ("道路维修成本", "≤{n}元"),
        ("单位绿化成本", "≤{n}元/平方米"), ("生均公用经费标准", "{n}元/人"),
        ("总投资控制数", "≤{n}万元"), ("设备购置费用", "≤{n}万元"),
        ("经济成本", "≤{n}万"), ("人均培训成本", "≤{n}元/人"),
    ],
    "产出指标": [
        ("新建农村公路里程", "≥{n}公里"), ("图书采购册数", "≥{n}册"),
        ("校舍维修面积", "≥{n}平方米"), ("工程验收合格率", "100%"),
        ("植树造林面积", "≥{n}亩"), ("项目按期完成率", "≥9{d}%"),
        ("河道清淤长度", "≥{n}米"), ("举办群众文化活动场次", "≥{n}场"),
        ("消防器材更换及时性", "及时"), ("是否完成年度采购计划", "是"),
        ("桥梁检测数量", "{n}座"), ("资金支付进度", "100%"),
        ("路灯维护响应时间", "≤{n}小时"), ("完工时限", "12月底前"),
        ("水质监测点位覆盖率", "≥9{d}%"), ("乡镇文化站免费开放天数", "≥3{d}0天"),
        ("取水许可证办理件数", "≥{n}件"), ("宣传手册印制数量", "{n}份"),
        ("病虫害防治面积占比", "≥8{d}%"), ("教师培训人次", "≥{n}人次"),
        ("质量达标情况", "达标"), ("巡查频次", "≥{n}次"),
        ("重大安全事故发生数", "0起"), ("开展执法检查", "≥{n}次"),
    ],
    "效益指标": [
        ("改善群众出行条件", "有效改善"), ("提升城市绿化水平", "明显提升"),
        ("带动当地农民增收", "≥{n}万元"), ("保障学校正常运转", "保障"),
        ("对生态环境的持续影响", "长期"), ("公众节水意识", "显著增强"),
        ("促进文化事业发展", "促进"), ("防洪能力提升情况", "有所提升"),
        ("受益群众覆盖面", "≥8{d}%"), ("森林覆盖率提高程度", "稳步提高"),
    ],
    "满意度指标": [
        ("受益群众满意度", "≥9{d}%"), ("师生满意度", "≥9{d}%"),
        ("读者对图书馆服务的满意度", "≥9{d}%"), ("服务对象满意率", "≥9{d}%"),
        ("沿线居民对道路养护工作的满意度", "≥8{d}%"),
    ],
}  # fmt: skip
PROJECTS = [
    "农村公路养护",
    "图书馆免费开放补助资金",
    "城区绿化提升改造工程",
    "中小学校舍维修改造专项资金",
    "河道治理",
    "基层消防站建设",
]


@dataclass
class Made:
    """A project of an invented matrix: its indicators by level, filled from the top."""

    code: str
    name: str
    amount: str
    columns: list[list[tuple[str, str]]] = field(default_factory=list)

    def indicators(self) -> set[tuple[str, str, str]]:
        return {(LEVELS[c], n, v) for c, column in enumerate(self.columns) for n, v in column}


def make(rng: random.Random, count: int) -> list[Made]:
    out = []
    for k in range(count):
        tops = [rng.choice([0, 1, 1, 1, 2]), rng.randint(2, 7), rng.randint(1, 3), rng.choice([1, 1, 1, 2])]
        columns = []
        for level, top in zip(LEVELS, tops, strict=True):
            chosen = rng.sample(NAMES[level], min(top, len(NAMES[level])))
            columns.append([(n, v.format(n=rng.choice([3, 8, 12, 45, 120, 1500]), d=rng.randint(0, 8))) for n, v in chosen])
        code = f"419901240000{rng.randint(0, 10**9 - 1):09}"
        out.append(
            Made(
                code,
                rng.choice(PROJECTS) + ("" if k % 2 else "（提前下达）"),
                f"{rng.randint(1, 900)}.{rng.randint(10, 99)}",
                columns,
            )
        )
    return out


def glyphs(text: str) -> float:
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def wrap(text: str, width: float) -> list[str]:
    """Greedy wrapping, as in a table cell."""
    lines = [""]
    for c in text:
        if lines[-1] and glyphs(lines[-1] + c) > width:
            lines.append("")
        lines[-1] += c
    return lines


@dataclass
class Style:
    """How a dump looks: widths of the name and value columns, of code and project, and how lines are parted."""

    names: list[int]
    values: list[int]
    code: float
    project: int
    parted: bool
    header_again: bool
    dense: bool = False  # no blank line at all
    centred: bool = False  # code, name and amounts stand in the middle of their rows
    without_cost: bool = False
    cents: bool = True  # amounts with decimals; else whole 元 with separators


def style(rng: random.Random) -> Style:
    return Style(
        [rng.randint(4, 12), rng.randint(6, 13), rng.randint(4, 12), rng.randint(4, 12)],
        [rng.randint(3, 6) for _ in range(4)],
        rng.choice([2.5, 5.5, 12.0]),
        rng.choice([4, 8, 12]),
        rng.random() < 0.5,
        rng.random() < 0.3,
        rng.random() < 0.2,
        False,
        rng.random() < 0.2,
        rng.random() < 0.8,
    )


HEADER = ["单位编码（项目编码） 项目单位（项目名称）", "项目金额（万元）", "绩效目标", "成本指标 产出指标 效益指标 满意度指标",
          "资金总额 政府预算资金", "三级指标 指标值 三级指标 指标值 三级指标 指标值 三级指标 指标值"]  # fmt: skip


def fit(projects: list[Made], s: Style) -> list[Made]:
    """The projects as the style can print them: no cost indicators where its header has no such column."""
    if s.without_cost:
        for p in projects:
            p.columns[0] = []
    return projects


def dump(projects: list[Made], s: Style) -> list[str]:
    """The lines of the dump, blank ones included."""
    out: list[str] = []
    header = [h.replace("成本指标 ", "") for h in HEADER] if s.without_cost else HEADER
    _lines(out, header, s, False)
    for number, p in enumerate(projects):
        if s.header_again and number == 1:
            out.append("")
            _lines(out, [" " + header[0], *header[1:]], s, False)
        amount = p.amount if s.cents else f"{int(float(p.amount) * 10000):,}"
        head = [wrap(p.code, s.code), wrap(p.name, s.project), [amount], [amount]]
        depth = max(map(len, p.columns))
        for r in range(depth):
            if r == (depth // 2 if s.centred else 0):
                _row(out, head, s)
            cells = []
            for c, column in enumerate(p.columns):
                if r < len(column):
                    cells += [wrap(column[r][0], s.names[c]), wrap(column[r][1], s.values[c])]
            _row(out, cells, s)
    return out


def _row(out: list[str], cells: list[list[str]], s: Style) -> None:
    """Cells of one line that are neighbours share a line of the dump; a cell of several lines stands by itself."""
    run: list[str] = []
    for cell in cells:
        if len(cell) == 1:
            run.append(cell[0])
            continue
        if run:
            _lines(out, [" ".join(run)], s, True)
            run = []
        _lines(out, cell, s, True)
    if run:
        _lines(out, [" ".join(run)], s, True)
    if not s.parted and not s.dense:
        out.append("")


def _lines(out: list[str], lines: list[str], s: Style, whole: bool) -> None:
    for line in lines:
        out.append(line)
        if s.parted and not s.dense:
            out.append("")
    if whole and not s.parted and not s.dense and len(lines) > 1:
        out.append("")


def paragraphs(lines: list[str]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(text.strip(), Place(line=n), page_start=text.startswith(" "))
        for n, text in enumerate(lines, 1)
        if text.strip()
    )
