"""Writes the input workbook: Chinese, with drop-down lists from the chart of accounts, protected structure, no macros."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from gouji.drafting import sheets
from gouji.drafting.book import Book
from gouji.drafting.charts import KINDS, entries, label, labelled, mappings
from gouji.drafting.declaration import Declaration, declaration
from gouji.drafting.helpers import helpers
from gouji.drafting.sheets import FIRST_ROW, HEADER_ROW, Heading
from gouji.publishing.zipped import FIXED, settled
from gouji.standards.loader import available, load

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 500  # rows prepared for input on a table that grows
_WHAT = {
    sheets.LINES: "一行写一笔：谁、用什么钱、花在哪个科目、多少元。表和说明都由这里算出，不要写合计。灰色斜体是例子，不读入。",
    sheets.PROJECTS: "每个项目一行；金额由“预算明细”自动合计。",
    sheets.TARGETS: "每个项目都要有绩效目标；对象写“整体”的是整体绩效目标（一级指标可用“年度总体目标”“年度主要任务”）。",
    sheets.LAST: "上年公开的数字（万元）。没有上年数的留空，说明中就不写增减；写0表示上年没有。",
    sheets.PUBLIC: "本年数由“预算明细”中接待、用车、出国等经济科目算出，这里只写上年数、用途和原因。",
    sheets.PROCUREMENT: "没有政府采购的全部留空。",
    sheets.ASSETS: "上年末的实有数量。",
    sheets.TRANSFERS: "由本单位负责管理的专项转移支付；没有的留空。",
    sheets.PROSE: "主要职责、机构设置等文字。",
}
_EXAMPLES: dict[str, list[list[Any]]] = {
    sheets.LINES: [
        ["例", "", "2130311 水文测报", "30101 基本工资", "", "（从列表选）", "否", "（从列表选）", "", 1284000, "否"],
        [
            "例",
            "",
            "2130311 水文测报",
            "30227 委托业务费",
            "",
            "（从列表选）",
            "否",
            "（从列表选）",
            "雨量站点更新",
            180000.5,
            "否",
        ],
    ],
    sheets.PROJECTS: [["例", "", "雨量站点更新", "419900240000000010042", "更新完老旧站点", "购置雨量计", "否"]],
    sheets.TARGETS: [["例", "雨量站点更新", "成本指标", "经济成本指标", "项目总成本", "≤18.01万元"]],
    sheets.TRANSFERS: [["例", "小型水库监测补助", 12.5]],
}


def workbook(book: Book) -> bytes:
    """The workbook of a book: its input filled in where it has any, else empty with examples. The same book, the same bytes."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    declared = declaration(load(book.template, book.profile))
    out = Workbook()
    out.properties.created = out.properties.modified = FIXED
    _Writer(out, book, declared).write()
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:  # Workbook.save would write the time of day
        ExcelWriter(out, archive).save()
    return settled(held.getvalue())


class _Writer:
    """One workbook being written."""

    def __init__(self, out: Workbook, book: Book, declared: Declaration) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill, Protection

        self.out, self.book, self.declared = out, book, declared
        self.bold, self.title = Font(bold=True), Font(bold=True, size=14)
        self.grey = Font(italic=True, color="808080")
        self.head = PatternFill("solid", fgColor="DDE7F0")
        self.input = PatternFill("solid", fgColor="FFFBE6")
        self.open = Protection(locked=False)
        self.wrap = Alignment(wrap_text=True, vertical="top")

    def write(self) -> None:
        """All sheets, the lists last; the structure is protected without a password."""
        from openpyxl.workbook.protection import WorkbookProtection

        self._unit()
        for name, rows in self._contents().items():
            self._table(name, rows)
        helpers(self.out, self.book.year)
        self._lists()
        self.out.security = WorkbookProtection(lockStructure=True)

    def _unit(self) -> None:
        sheet: Any = self.out.active
        sheet.title = sheets.UNIT
        sheet["A1"], sheet["A1"].font = "单位与人员", self.title
        sheet["A2"] = "黄色的格子填写；其余由程序使用。"
        body = self.book.body
        values: Mapping[str, Any] = {
            "name": body.name, "agency": body.agency, "department_name": body.department_name, "department": body.department,
            "division": body.division, "type": sheets.TYPES[body.type], "year": self.book.year, "template": self.book.template,
            "profile": self.book.profile, "performance_unit": self.book.performance_unit,
            "rounding": sheets.ROUNDINGS[self.book.rounding],
        }  # fmt: skip
        rows: list[tuple[str, Any, str | None]] = [(text, values[key], chosen) for key, text, chosen in sheets.FIELDS]
        rows += [(f"{name}（人）", body.staff.get(name), None) for name in self.declared.inputs.staff]
        for at, (text, value, chosen) in enumerate(rows, HEADER_ROW):
            sheet.cell(at, 1, text).font = self.bold
            cell = sheet.cell(at, 2, value)
            cell.protection, cell.fill = self.open, self.input
            if "代码" in text:
                cell.number_format = "@"
            if chosen:
                self._pick(sheet, chosen, f"B{at}")
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 44
        sheet.protection.sheet = True

    def _contents(self) -> dict[str, list[list[Any]]]:
        """The rows that are there already, by sheet."""
        book, inputs, name = self.book, self.declared.inputs, self.declared
        year = book.year

        def changes(quantities: Iterable[str]) -> list[list[Any]]:
            return [[q, book.last.get(q), book.reasons.get(q), book.uses.get(q)] for q in quantities]

        flag = {True: sheets.YES, False: sheets.NO}

        def other(agency: str) -> str | None:
            return agency if agency != book.body.agency else None

        def named(kind: str, code: str) -> str:
            return label(kind, code, year, book.names)

        lines: list[list[Any]] = [
            [
                n,
                other(line.agency),
                named("function", line.function) or None,
                named("department_economic", line.economic) or None,
                named("government_economic", line.government) or None,
                name.sources[line.source].name,
                flag[line.carried],
                name.kinds[line.kind].name,
                line.project or None,
                line.amount,
                flag[line.transfer],
            ]
            for n, line in enumerate(book.lines, 1)
        ]
        projects: list[list[Any]] = [
            [n, other(p.agency), p.name, p.code, p.goal or None, p.use or None, flag[p.priority]]
            for n, p in enumerate(book.projects, 1)
        ]
        return {
            sheets.LINES: lines,
            sheets.PROJECTS: projects,
            sheets.TARGETS: self._targets(),
            sheets.LAST: changes(inputs.last_year),
            sheets.PUBLIC: changes(inputs.public),
            sheets.PROCUREMENT: [[n, book.procurement.get(n)] for n in inputs.procurement],
            sheets.ASSETS: [
                [group, n, book.assets.get(group, {}).get(n)]
                for group, names in (("车辆", inputs.cars), ("设备", inputs.equipment))
                for n in names
            ],
            sheets.TRANSFERS: [[n, t.name, t.amount] for n, t in enumerate(book.transfers, 1)],
            sheets.PROSE: [[title, book.texts.get(key)] for key, title in inputs.passages.items()],
        }

    def _targets(self) -> list[list[Any]]:
        rows: list[list[Any]] = []
        whole = self.book.performance
        if whole is not None:
            rows.append([sheets.WHOLE, sheets.GOAL, None, None, whole.goal])
            rows += [[sheets.WHOLE, sheets.TASK, None, t.name, t.content] for t in whole.tasks]
            rows += [[sheets.WHOLE, i.level1, i.level2, i.name, i.target.raw, i.explanation] for i in whole.indicators]
        for p in self.book.projects:
            rows += [[p.name, i.level1, i.level2, i.name, i.target.raw, i.explanation] for i in p.indicators]
        return [[n, *row] for n, row in enumerate(rows, 1)]

    def _table(self, name: str, rows: Sequence[Sequence[Any]]) -> None:
        from openpyxl.utils import get_column_letter

        sheet = self.out.create_sheet(name)
        columns = sheets.TABLES[name]
        sheet["A1"], sheet["A1"].font = name, self.title
        sheet["A2"] = _WHAT[name]
        for at, column in enumerate(columns, 1):
            cell = sheet.cell(HEADER_ROW, at, column.title)
            cell.font, cell.fill, cell.alignment = self.bold, self.head, self.wrap
            sheet.column_dimensions[get_column_letter(at)].width = column.width
        grows = columns[0].key == "mark"
        examples = _EXAMPLES.get(name, []) if not rows else []
        for at, row in enumerate(examples, FIRST_ROW):
            for k, value in enumerate(row, 1):
                sheet.cell(at, k, value).font = self.grey
        first = FIRST_ROW + len(examples)
        last = first + max(len(rows), ROWS if grows else 0) - 1
        for at in range(first, last + 1):
            self._row(sheet, at, columns, rows[at - first] if at - first < len(rows) else ())
        for k, column in enumerate(columns, 1):
            if column.list and last >= first:
                self._pick(sheet, column.list, f"{get_column_letter(k)}{first}:{get_column_letter(k)}{last}")
        sheet.freeze_panes = sheet.cell(FIRST_ROW, 1)
        sheet.protection.sheet, sheet.protection.formatColumns, sheet.protection.formatRows = True, False, False

    def _row(self, sheet: Worksheet, at: int, columns: Sequence[Heading], row: Sequence[Any]) -> None:
        for k, column in enumerate(columns, 1):
            value = row[k - 1] if k <= len(row) else None
            if value is None and column.formula:
                value = _FORMULAS.get((sheet.title, column.key), "").format(r=at) or None
            cell = sheet.cell(at, k)
            if value is not None:
                cell.value = value
                if isinstance(value, str) and value.startswith("=") and not column.formula:
                    cell.data_type = "s"  # words of a user are never a formula
            fixed = column.key in ("checked",) or (column.key in ("name", "group") and sheet.title in _FIXED)
            if not fixed and not (sheet.title == sheets.PROJECTS and column.key == "amount"):
                cell.protection, cell.fill = self.open, self.input
            if column.key in ("amount", "count"):
                cell.number_format = "0" if column.key == "count" else "#,##0.00"
            elif column.key in ("agency", "code", "value"):
                cell.number_format = "@"
            if column.key in ("text", "goal", "value", "reason", "use"):
                cell.alignment = self.wrap

    def _pick(self, sheet: Worksheet, chosen: str, cells: str) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        # Codes that the list lacks may be typed (the chart is incomplete): a warning only.
        style: Any = "warning" if chosen in ("功能科目", "部门经济科目", "政府经济科目", "项目名称", "一级指标") else "stop"
        rule = DataValidation("list", formula1=f"={chosen}", allow_blank=True)
        rule.errorStyle = style
        rule.errorTitle, rule.error = "不在列表中", "列表中没有这一项，请从下拉列表中选择。"
        sheet.add_data_validation(rule)
        rule.add(cells)

    def _lists(self) -> None:
        """The hidden sheet: named ranges for the lists, and the mapping of economic codes for organs and institutions."""
        from openpyxl.utils import get_column_letter
        from openpyxl.workbook.defined_name import DefinedName

        sheet = self.out.create_sheet(sheets.LISTS)
        year = self.book.year
        lists: dict[str, Sequence[Any]] = {
            **{KINDS[kind]: [labelled(e) for e in entries(kind, year)] for kind in KINDS},
            "资金来源": [s.name for s in self.declared.sources.values()],
            "支出类别": [k.name for k in self.declared.kinds.values()],
            "项目类别": [k.name for k in self.declared.kinds.values() if k.project],
            "不支出类别": [k.name for k in self.declared.kinds.values() if k.unspent],
            "是否": [sheets.YES, sheets.NO],
            "单位类型": list(sheets.TYPES.values()),
            "表套": [p.profile for p in available() if p.id == self.book.template],
            "金额单位": ["万元", "元"],
            "取整方式": list(sheets.ROUNDINGS.values()),
            "一级指标": [sheets.GOAL, sheets.TASK, "成本指标", "产出指标", "效益指标", "满意度指标"],
        }  # fmt: skip
        mapped = mappings(year)
        tables: dict[str, Sequence[Any]] = {
            "对应部门科目": [m[0] for m in mapped],
            "对应行政": [m[1] for m in mapped],
            "对应事业": [m[2] for m in mapped],
        }
        for at, (name, values) in enumerate({**lists, **tables}.items(), 1):
            sheet.cell(1, at, name)
            for row, value in enumerate(values, 2):
                sheet.cell(row, at, value)
            letter = get_column_letter(at)
            where = f"'{sheets.LISTS}'!${letter}$2:${letter}${len(values) + 1}"
            self.out.defined_names[name] = DefinedName(name, attr_text=where)
        names = f"'{sheets.PROJECTS}'!$C${FIRST_ROW}:$C${FIRST_ROW + ROWS}"
        self.out.defined_names["项目名称"] = DefinedName("项目名称", attr_text=names)
        sheet.sheet_state = "hidden"
        sheet.protection.sheet = True


_FIXED = (sheets.LAST, sheets.PUBLIC, sheets.PROCUREMENT, sheets.ASSETS, sheets.PROSE)
_TYPE_CELL = f"'{sheets.UNIT}'!$B${HEADER_ROW + [key for key, _, _ in sheets.FIELDS].index('type')}"
_FORMULAS: dict[tuple[str, str], str] = {
    (sheets.LINES, "government"): '=IF(D{r}="","",IFERROR(INDEX(IF('
    + _TYPE_CELL
    + '="事业",对应事业,对应行政),MATCH(LEFT(D{r},5),对应部门科目,0)),""))',
    (
        sheets.LINES,
        "checked",
    ): '=IF(J{r}="","",IF(AND(E{r}="",COUNTIF(不支出类别,H{r})=0),"缺政府经济科目",IF(AND(COUNTIF(项目类别,H{r})>0,I{r}=""),'
    '"缺项目名称","")))',
    (sheets.PROJECTS, "amount"): f'=IF(C{{r}}="","",SUMIF({sheets.LINES}!$I:$I,C{{r}},{sheets.LINES}!$J:$J))',
}
