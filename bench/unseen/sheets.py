# ruff: noqa: E501  (sentences and tables read better whole)
"""The forms of a case as tables: header with spans, rows of cells; how a body prints them is drawn at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from bench.unseen import names
from bench.unseen.case import Aim, Case, Work, names_of
from gouji.model.disclosure import Form, Row, RowKind
from gouji.standards.template import Column, FormTemplate, Line

NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十".split()  # noqa: SIM905
LEVELS = ("成本指标", "产出指标", "效益指标", "满意度指标")


@dataclass(frozen=True, slots=True)
class Span:
    """A header cell: its row, column, how many rows and columns it covers, its words."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(slots=True)
class Sheet:
    """A form as printed: captions above, a header, rows, a remark. `widths` are relative widths of columns."""

    number: str
    title: str
    owner: str
    unit: str
    spans: list[Span]
    rows: list[list[str]]
    remark: str = ""
    heads: int = 0
    width: int = 0
    merges: list[Span] = field(default_factory=list)

    def header(self) -> list[list[str]]:
        """The header's rows with every span's words in its first cell."""
        out = [[""] * self.width for _ in range(self.heads)]
        for span in self.spans:
            out[span.row][span.column] = span.text
        return out


@dataclass(slots=True)
class Way:
    """How a body prints: thousands separators, blanks, header variants, captions."""

    rng: random.Random
    separators: bool
    blank: str
    variants: float
    numbered: bool
    title_first: bool
    glued: bool
    in_yuan: bool
    per_project: bool
    remark: bool

    @classmethod
    def of(cls, rng: random.Random) -> Way:
        return cls(
            rng, rng.random() < 0.4, rng.choice(("", "", "", "", "0.00", "-", "—", "0")), rng.choice((0, 0, 0.3)), rng.random() < 0.7,
            rng.random() < 0.3, rng.random() < 0.3, rng.random() < 0.5, rng.random() < 0.4, rng.random() < 0.7,
        )  # fmt: skip

    def money(self, amount: Decimal | None) -> str:
        if amount is None:
            return self.blank
        return f"{amount:,f}" if self.separators else f"{amount:f}"


def sheets(case: Case, rng: random.Random) -> list[Sheet]:
    """All forms of the case, in order."""
    way, out = Way.of(rng), []
    for n, form in enumerate(case.forms, 1):
        template = case.template.forms[form.kind]
        if form.kind == "department_performance":
            made = [_whole(case, form, way)]
        elif form.kind == "project_performance":
            made = [_one(case, w, way) for w in case.works] if way.per_project else [_matrix(case, template, way)]
        else:
            made = [_form(case, form, template, way)]
        for sheet in made:
            sheet.number = f"预算{n:02d}表" if way.numbered else ""
            out.append(sheet)
    return out


def _wording(column: Column, way: Way) -> str:
    official = column.path.rsplit("/", 1)[-1] or column.headers[0]
    if len(column.headers) > 1 and way.rng.random() < way.variants:
        return way.rng.choice(column.headers[1:])
    return official


def _spans(roots: Sequence[Column], way: Way, top: int, deep: int, at: int) -> Iterator[Span]:
    """Header cells of these columns, `deep` rows deep from row `top`, from column `at`."""
    for root in roots:
        wide = len(list(root.leaves()))
        yield Span(top, at, 1 if root.children else deep, wide, _wording(root, way))
        yield from _spans(root.children, way, top + 1, deep - 1, at)
        at += wide


def depth(roots: Sequence[Column]) -> int:
    return max((1 + depth(c.children) for c in roots), default=0)


def _caption(case: Case, template: FormTemplate, way: Way) -> tuple[str, str, str]:
    who = "部门" if case.several else "单位"
    title = template.titles[0].replace("三公", "“三公”")
    if template.kind.startswith(("revenue", "expenditure")):
        title = who + title
    return title, f"{who}名称：{case.body}", "单位：万元"


def _form(case: Case, form: Form, template: FormTemplate, way: Way) -> Sheet:
    title, owner, unit = _caption(case, template, way)
    if template.layout == "sides":
        spans, rows = _sides(form, template, way)
    else:
        spans = list(_spans(template.columns, way, 0, depth(template.columns), 0))
        rows = [_row(case, form.kind, row, template, way) for row in form.rows if row.cells or row.kind is RowKind.TOTAL]
    sheet = Sheet("", title, owner, unit, spans, rows, "注：报表金额单位转换时可能存在四舍五入尾数误差。" if way.remark else "")
    sheet.heads = max(s.row + s.rows for s in spans)
    sheet.width = max(s.column + s.columns for s in spans)
    return sheet


def _row(case: Case, kind: str, row: Row, template: FormTemplate, way: Way) -> list[str]:
    out = []
    words = "economics" if template.layout == "economics" else template.layout
    for column in template.leaves():
        last = column.key.rsplit(".", 1)[-1]
        text = ""
        if column.role == "amount":
            text = way.money(row.cells[column.path].amount if column.path in row.cells else None)
        elif column.role == "label":
            text = row.label
            if kind == "project_expenditure" and row.kind is RowKind.TOTAL:
                text = ""
            elif kind == "project_expenditure" and row.kind is RowKind.DEPARTMENT:
                text = row.codes["agency"]
            elif words == "economics" and row.kind is RowKind.TOTAL and not case.several and kind != "operating_cost":
                text = ""
        elif column.role == "text":
            text = row.texts.get(column.path, "")
            if words == "economics" and row.kind is RowKind.TOTAL and not case.several:
                text = "合计"
            elif words == "economics" and "government_economic" in row.codes:
                text = names_of("government_economic").get(row.codes["government_economic"], "其他支出")
            elif kind == "project_expenditure" and last == "agency" and row.kind in (RowKind.TOTAL, RowKind.DEPARTMENT):
                text = row.label
            elif words == "projects" and last == "kind" and row.kind is RowKind.DEPARTMENT and kind != "project_expenditure":
                text = row.codes["agency"]
        elif column.role in row.codes:
            code = row.codes[column.role]
            text = {"class": code[:3], "group": code[3:5], "item": code[5:] if column.role == "function" else code[3:]}.get(
                last, code
            )
        elif column.role == "department_economic" and "agency" in row.codes and last in ("class", "code"):
            text = row.codes["agency"]
        out.append(text)
    return out


def numbered(lines: Sequence[Line], shown: set[str], nested: bool) -> dict[str, str]:
    """Printed label of each line, with its outline number."""
    out, n, m = {}, 0, 0
    for line in lines:
        if line.key not in shown:
            continue
        if line.part:
            out[line.key] = f"其中：{line.labels[0].removeprefix('其中:')}"
        elif line.total:
            out[line.key] = line.labels[0]
        elif nested and line.parent:
            m += 1
            out[line.key] = f"（{line.ordinal or NUMERALS[m - 1]}）{line.labels[0]}"
        elif line.key.split(".")[-1] in ("carried", "left") and not nested:
            out[line.key] = line.labels[0]
        else:
            n, m = n + 1, 0
            out[line.key] = f"{line.ordinal or NUMERALS[n - 1]}、{line.labels[0]}"
    return out


def _sides(form: Form, template: FormTemplate, way: Way) -> tuple[list[Span], list[list[str]]]:
    nested = form.kind == "fiscal_appropriation_summary"
    blocks: list[tuple[list[list[str]], list[list[str]]]] = []
    spans: list[Span] = []
    at, deep = 0, max(depth(s.columns) for s in template.sides)
    for side in template.sides:
        by = {r.item: r for r in form.rows if r.side == side.name}
        shown = {x.key for x in side.lines if by[x.key].cells or not (x.optional or x.key.endswith("made_up"))}
        labels = numbered(side.lines, shown, nested)
        amounts = template.amounts(side.name)
        wide = 1 + len(amounts)
        spans.append(Span(0, at, 1, wide, side.name))
        spans += _spans(side.columns, way, 1, deep, at)
        at += wide
        rows = []
        for line in side.lines:
            if line.key in shown:
                cells = by[line.key].cells
                rows.append(
                    [labels[line.key], *(way.money(cells[c.path].amount if c.path in cells else None) for c in amounts)]
                )
        ends = 1 if nested else 3
        blocks.append((rows[:-ends], rows[-ends:]))
    (left, left_ends), (right, right_ends) = blocks
    rows = [[*(a or [""] * len(left[0])), *(b or [""] * len(right[0]))] for a, b in zip_longest(left, right)]
    return spans, [*rows, *([*a, *b] for a, b in zip(left_ends, right_ends, strict=True))]


def _matrix(case: Case, template: FormTemplate, way: Way) -> Sheet:
    unit = "元" if way.in_yuan else "万元"
    spans = list(_spans(template.columns[:2], way, 0, 3, 0))
    leaves = list(template.columns[2].children)
    spans.append(Span(0, 2, 1, len(leaves), f"项目金额（{unit}）"))
    spans += [Span(1, 2 + i, 2, 1, c.path.rsplit("/", 1)[-1]) for i, c in enumerate(leaves)]
    at = 2 + len(leaves)
    spans.append(Span(0, at, 1, 8, "绩效目标"))
    for i, level in enumerate(LEVELS):
        spans += [
            Span(1, at + 2 * i, 1, 2, level),
            Span(2, at + 2 * i, 1, 1, "三级指标"),
            Span(2, at + 2 * i + 1, 1, 1, "指标值"),
        ]
    rows = []
    sums = [sum((w.amounts[i] for w in case.works), Decimal(0)) for i in range(4)]
    owners = [case.department] if case.department else []
    for code, name in owners:
        rows.append([code, name, *(_amount(a, unit, way) for a in sums[: len(leaves)]), *[""] * 8])
    merges = []
    for agency, label in case.agencies.items():
        mine = [w for w in case.works if w.agency == agency]
        own = [sum((w.amounts[i] for w in mine), Decimal(0)) for i in range(4)]
        rows.append([agency, label, *(_amount(a, unit, way) for a in own[: len(leaves)]), *[""] * 8])
        for w in mine:
            quads = list(zip_longest(*([a for a in w.aims if a.level1 == level] for level in LEVELS)))
            for i, quad in enumerate(quads):
                first = (
                    [w.code, w.name, *(_amount(a, unit, way) for a in w.amounts[: len(leaves)])]
                    if i == 0
                    else [""] * (2 + len(leaves))
                )
                rows.append([*first, *(t for a in quad for t in ((a.name, a.value) if a else ("", "")))])
            merges += [Span(len(rows) - len(quads), c, len(quads), 1, "") for c in range(2 + len(leaves))]
    sheet = Sheet(
        "",
        f"{case.year}年{'部门' if case.several else '单位'}预算项目绩效目标汇总表",
        f"部门名称：{case.department[1]}",
        "",
        spans,
        rows,
        "",
        3,
        at + 8,
        merges,
    )
    return sheet


def _amount(amount: Decimal, unit: str, way: Way) -> str:
    if not amount:
        return ""
    value = amount.quantize(Decimal("0.1")) if unit == "元" else (amount / 10000).quantize(Decimal("0.01"))
    return f"{value:,f}" if way.separators else f"{value:f}"


def _one(case: Case, work: Work, way: Way) -> Sheet:
    def line(*cells: str) -> list[str]:
        return [*cells, *[""] * (5 - len(cells))]

    ten = [_amount(a, "万元", way) for a in work.amounts]
    rows = [
        line("项目名称", work.name), line("部门名称", case.department[1]), line("单位名称", case.agencies[work.agency]),
        line("项目资金（万元）", "年度资金总额", "", ten[0]), line("", "其中：政府预算资金", "", ten[1]), line("", "财政专户管理资金", "", ten[2]),
        line("", "单位资金", "", ten[3]), line("年度目标", "按时完成年度工作任务，提高公共服务水平，确保资金安全高效使用。"), line("分解目标"),
        line("一级指标", "二级指标", "三级指标", "指标值", "指标值说明"),
    ]  # fmt: skip
    seen = ""
    for a in work.aims:
        rows.append([a.level1 if a.level1 != seen else "", a.level2, a.name, a.value, ""])
        seen = a.level1
    return Sheet("", "本级部门预算项目绩效目标表", f"（{case.year}年度）", "", [], rows, "", 0, 5)


def _whole(case: Case, form: Form, way: Way) -> Sheet:
    def line(*cells: str) -> list[str]:
        return [*cells, *[""] * (5 - len(cells))]

    values = {r.item: way.money(next(iter(r.cells.values())).amount) if r.cells else "" for r in form.rows}
    rows = [
        line("部门（单位）名称", case.body),
        line("年度履职目标", "坚持稳中求进，推动事业高质量发展。"),
        line("年度主要任务", "任务名称", "主要内容"),
    ]
    rows += [line("", n, t) for n, t in names.TASKS]
    rows += [
        line("预算情况", "部门预算总额（万元）", "", values["total"]), line("", "1、资金来源：（1）政府预算资金", "", values["sources.government"]),
        line("", "（2）财政专户管理资金", "", values["sources.special_account"]), line("", "（3）单位资金", "", values["sources.own"]),
        line("", "2、资金结构：（1）基本支出", "", values["structure.basic"]), line("", "（2）项目支出", "", values["structure.project"]),
        line("一级指标", "二级指标", "三级指标", "指标值", "指标值说明"),
    ]  # fmt: skip
    seen: tuple[str, str] = ("", "")
    for a in case.whole:
        rows.append(
            [
                a.level1 if a.level1 != seen[0] else "",
                a.level2 if (a.level1, a.level2) != seen else "",
                a.name,
                a.value,
                a.explanation,
            ]
        )
        seen = (a.level1, a.level2)
    return Sheet("", f"{'部门' if case.several else '单位'}整体绩效目标表", f"（{case.year}年度）", "", [], rows, "", 0, 5)


__all__ = ["Aim", "Sheet", "Span", "Way", "sheets"]
