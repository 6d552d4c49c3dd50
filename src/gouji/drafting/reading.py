"""Reads an input workbook into a Book. Every problem is told at once, each with its sheet and cell; nothing is guessed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from gouji.drafting import charts, sheets
from gouji.drafting.book import Body, Book, Plan, Transfer
from gouji.drafting.cells import Row, Tables
from gouji.drafting.declaration import Declaration, declaration
from gouji.drafting.examine import examine
from gouji.drafting.lines import BudgetLine
from gouji.drafting.problems import Problem, WorkbookProblems
from gouji.drafting.rounding import Rounding
from gouji.model.disclosure import DepartmentPerformance, Indicator, Task
from gouji.recognition.target_value import parse_target
from gouji.standards.error import TemplateError
from gouji.standards.loader import load
from gouji.standards.template import Template

_AGENCY, _PROJECT = re.compile(r"\d{6}"), re.compile(r"\d{6}[0-9A-Z]{14,15}")
MAX_BYTES = 50_000_000


def read(path: Path) -> Book:
    """The book of a workbook. Raises WorkbookProblems with all that is wrong, or OSError where the file cannot be opened."""
    if path.stat().st_size > MAX_BYTES or not zipfile.is_zipfile(path):
        raise WorkbookProblems([Problem(path.name, "", "不是 Excel 工作簿（.xlsx）", "no Excel workbook (.xlsx)")])
    return _Reader(Tables(path)).book()


def _position(problem: Problem) -> tuple[int, int, str]:
    """Where a problem stands in the workbook: by sheet, row and column, as a clerk goes through it."""
    order = (sheets.UNIT, *sheets.TABLES)
    letters = problem.cell.rstrip("0123456789")
    sheet = order.index(problem.sheet) if problem.sheet in order else len(order)
    return sheet, int(problem.cell[len(letters) :] or 0), letters


class _Reader:
    """One workbook being read; problems are kept until the end."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.say = tables.say
        self.names: dict[tuple[str, str], str] = {}
        self.where: dict[object, Row] = {}  # what was read → the row that it stands in

    def book(self) -> Book:
        """The whole book."""
        fields = self.tables.fields()
        template = self._template(fields)
        declared = declaration(template)
        if "year" in fields and fields["year"].text("value") not in ("", str(template.year)):
            fields["year"].wrong("value", f"模板是{template.year}年的", f"the template is of {template.year}")
        body = self._body(fields, declared)
        lines = self._lines(body, declared, template.year)
        last: dict[str, Decimal] = {}
        reasons: dict[str, str] = {}
        uses: dict[str, str] = {}
        for name in (sheets.LAST, sheets.PUBLIC):
            for row in self.tables.rows(name):
                quantity = row.text("name")
                self.where[quantity] = row
                amount = row.money("amount", 2)
                if amount is not None:
                    last[quantity] = amount
                reasons[quantity], uses[quantity] = row.text("reason"), row.text("use")
        book = Book(
            template=template.id,
            profile=template.profile,
            year=template.year,
            body=body,
            lines=lines,
            projects=self._projects(body),
            performance=self._whole(),
            last=last,
            reasons=reasons,
            uses=uses,
            procurement=self._procurement(),
            assets=self._assets(),
            transfers=self._transfers(),
            texts=self._texts(declared),
            rounding=self._rounding(fields),
            performance_unit=self._choice(fields, "performance_unit", ("万元", "元")),
            names=self.names,
        )
        examine(book, declared, template, self.tables, self.where)
        if self.tables.problems:
            raise WorkbookProblems(sorted(self.tables.problems, key=_position))
        return book

    def _template(self, fields: Mapping[str, Row]) -> Template:
        """The template and profile; without them nothing else can be judged."""
        try:
            return load(fields["template"].text("value"), fields["profile"].text("value") or None)
        except (KeyError, TemplateError) as error:
            told = str(error) if isinstance(error, TemplateError) else "没有写模板"
            self.say(sheets.UNIT, "", told, told)
            raise WorkbookProblems(self.tables.problems) from None

    def _body(self, fields: Mapping[str, Row], declared: Declaration) -> Body:
        def text(key: str) -> str:
            return fields[key].text("value") if key in fields else ""

        for key, what, english in (
            ("name", "没有写单位名称", "the unit's name is missing"),
            ("department_name", "没有写部门名称", "the department's name is missing"),
        ):
            if not text(key) and key in fields:
                fields[key].wrong("value", what, english)
        if not _AGENCY.fullmatch(text("agency")) and "agency" in fields:
            fields["agency"].wrong("value", "单位代码应是6位数字", "an agency's code has six digits")
        if not text("agency").startswith(text("department")) or not text("department").isdecimal():
            fields["department"].wrong("value", "部门代码应是单位代码的开头", "the department's code begins the agency's")
        if text("division") and not _AGENCY.fullmatch(text("division")):
            fields["division"].wrong("value", "行政区划代码应是6位数字", "a division's code has six digits")
        kind = {v: k for k, v in sheets.TYPES.items()}.get(text("type"))
        if kind is None and "type" in fields:
            fields["type"].wrong("value", "单位类型从列表中选", "choose the type of unit from the list")
        staff = {}
        for name in declared.inputs.staff:
            row = fields.get(name)
            count = row.count("value") if row else None
            if count is not None:
                staff[name] = count
        return Body(
            text("name"),
            text("agency"),
            text("department"),
            text("department_name"),
            text("division") or None,
            type=kind or "organ",
            staff=staff,
        )

    def _choice(self, fields: Mapping[str, Row], key: str, allowed: tuple[str, ...]) -> str:
        found = fields[key].text("value") if key in fields else ""
        if found and found not in allowed:
            fields[key].wrong("value", f"只能是{'、'.join(allowed)}", f"must be one of {', '.join(allowed)}")
        return found or allowed[0]

    def _rounding(self, fields: Mapping[str, Row]) -> Rounding:
        found = self._choice(fields, "rounding", tuple(sheets.ROUNDINGS.values()))
        return next((key for key, name in sheets.ROUNDINGS.items() if name == found), Rounding.ADDITIVE)

    def _lines(self, body: Body, declared: Declaration, year: int) -> tuple[BudgetLine, ...]:
        out: list[BudgetLine] = []
        for row in self.tables.rows(sheets.LINES):
            agency = row.text("agency") or body.agency
            if row.text("agency") and not _AGENCY.fullmatch(agency):  # the unit's own code is told where it stands
                row.wrong("agency", "单位代码应是6位数字", "an agency's code has six digits")
            source, kind = declared.source_named(row.text("source")), declared.kind_named(row.text("kind"))
            unspent = kind is not None and declared.kinds[kind].unspent
            function, economic, government = self._unspent(row) if unspent else self._codes(row, body, year)
            if source is None:
                row.unknown("source", "资金来源", "source of funds")
            if kind is None:
                row.unknown("kind", "支出类别", "kind of expenditure")
            amount = row.money("amount", 2, needed=True)
            if amount is not None and amount <= 0:
                row.wrong("amount", "金额应大于0", "an amount must be above 0")
            line = BudgetLine(
                agency,
                function,
                economic,
                government,
                source or "",
                kind or "",
                amount or Decimal(0),
                row.flag("carried"),
                row.text("project"),
                row.flag("transfer"),
            )
            self.where[("line", len(out))] = row
            out.append(line)
        if not out:
            self.say(sheets.LINES, "", "没有一笔预算", "there is no budget line")
        return tuple(out)

    def _codes(self, row: Row, body: Body, year: int) -> tuple[str, str, str]:
        """What it is spent on: the codes by function, by the departmental and by the government's economic classes."""
        told = len(self.tables.problems)
        economic = self._code(row, "economic", "department_economic", year)
        given = charts.default(economic, body.type) if len(self.tables.problems) == told else ""  # one cause, one problem
        government = self._code(row, "government", "government_economic", year, given)
        return self._code(row, "function", "function", year), economic, government

    @staticmethod
    def _unspent(row: Row) -> tuple[str, str, str]:
        """What is left at the end of the year has no codes: nobody knows yet what it will be spent on."""
        for key in ("function", "economic", "project"):
            if row.text(key):
                row.wrong(key, "年终结转结余不写科目和项目", "what is left at the end of the year has no code and no project")
        return "", "", ""

    def _code(self, row: Row, key: str, kind: str, year: int, given: str | None = None) -> str:
        """The code of a cell, "" where it is none; one that the chart lacks needs a name beside it. `given` stands where the
        cell is left empty."""
        text = row.text(key)
        if not text:
            if given is None:
                row.wrong(key, f"没有写{charts.KINDS[kind]}", "the code is missing")
            return given or ""
        code, name = charts.split(text)
        if len(code) != charts.DIGITS[kind]:
            digits = charts.DIGITS[kind]
            row.wrong(key, f"“{text[:30]}”：科目编码应是{digits}位数字", f"“{text[:30]}”: a code has {digits} digits")
            return ""
        if charts.label(kind, code, year, {}) != code:
            return code
        other = next((charts.KINDS[k] for k in charts.KINDS if charts.label(k, code, year, {}) != code), None)
        if other:
            row.wrong(key, f"{code}是{other}，这里要写{charts.KINDS[kind]}", f"{code} is a code of another chart ({other})")
            return ""
        if not name:
            row.wrong(key, f"科目表未收录{code}，请在编码后写上科目名称", f"{code} is not in the chart: give its name")
        self.names[(kind, code)] = name
        return code

    def _projects(self, body: Body) -> tuple[Plan, ...]:
        targets: dict[str, list[Indicator]] = {}
        for row in self.tables.rows(sheets.TARGETS):
            name = row.text("project")
            if name != sheets.WHOLE:
                targets.setdefault(name, []).append(self._indicator(row))
                self.where[("target", name, len(targets[name]) - 1)] = row
        out: list[Plan] = []
        for row in self.tables.rows(sheets.PROJECTS):
            name, agency, code = row.text("name"), row.text("agency") or body.agency, row.text("code")
            if code and not _PROJECT.fullmatch(code):
                row.wrong("code", "项目代码应是20或21位", "a project's code has 20 or 21 characters")
            if any(p.name == name and p.agency == agency for p in out):
                row.wrong("name", f"项目“{name}”写了两次", f"the project “{name}” stands twice")
            self.where[("project", agency, name)] = row
            out.append(
                Plan(
                    agency,
                    name,
                    code or None,
                    row.text("goal"),
                    row.text("use"),
                    row.flag("priority"),
                    tuple(targets.get(name, ())),
                )
            )
        known = {p.name for p in out}
        for name in targets.keys() - known:
            self.where[("target", name, 0)].wrong("project", f"“项目”表中没有“{name}”", f"no project “{name}”")
        return tuple(out)

    def _indicator(self, row: Row) -> Indicator:
        for key, what, english in (
            ("level1", "没有写一级指标", "the first level is missing"),
            ("name", "没有写三级指标", "the indicator's name is missing"),
            ("value", "没有写指标值", "the target is missing"),
        ):
            if not row.text(key):
                row.wrong(key, what, english)
        return Indicator(
            row.text("level1"),
            row.text("name"),
            parse_target(row.text("value")),
            row.text("level2") or None,
            row.text("explanation") or None,
        )

    def _whole(self) -> DepartmentPerformance | None:
        rows = [r for r in self.tables.rows(sheets.TARGETS) if r.text("project") == sheets.WHOLE]
        goal = next((r.text("value") for r in rows if r.text("level1") == sheets.GOAL), "")
        tasks = tuple(Task(r.text("name"), r.text("value")) for r in rows if r.text("level1") == sheets.TASK)
        own = (r for r in rows if r.text("level1") not in (sheets.GOAL, sheets.TASK))
        indicators = tuple(self._indicator(r) for r in own)
        return DepartmentPerformance(goal, tasks, indicators) if rows else None

    def _procurement(self) -> dict[str, Decimal]:
        found = {r.text("name"): r.money("amount", 2) for r in self.tables.rows(sheets.PROCUREMENT)}
        if all(amount is None for amount in found.values()):
            return {}
        return {name: amount or Decimal("0.00") for name, amount in found.items()}

    def _assets(self) -> dict[str, dict[str, int]]:
        out: dict[str, dict[str, int]] = {}
        for row in self.tables.rows(sheets.ASSETS):
            out.setdefault(row.text("group"), {})[row.text("name")] = row.count("count") or 0
        return out

    def _transfers(self) -> tuple[Transfer, ...]:
        out = []
        for row in self.tables.rows(sheets.TRANSFERS):
            amount = row.money("amount", 2, needed=True)
            out.append(Transfer(row.text("name"), amount or Decimal(0)))
        return tuple(out)

    def _texts(self, declared: Declaration) -> dict[str, str]:
        keys = {title: key for key, title in declared.inputs.passages.items()}
        out = {}
        for row in self.tables.rows(sheets.PROSE):
            key = keys.get(row.text("name"))
            if key:
                out[key] = row.text("text")
                if not out[key]:
                    row.wrong("text", f"没有写{row.text('name')}", "the text is missing")
        return out
