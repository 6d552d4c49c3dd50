"""What must hold between the parts of a workbook before it is drafted: each rule names the cell that has to change."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gouji.drafting import sheets
from gouji.drafting.book import Book
from gouji.drafting.cells import Row, Tables
from gouji.drafting.declaration import Declaration
from gouji.drafting.figures import Figures
from gouji.drafting.lines import total
from gouji.drafting.projection import Bodies, forms
from gouji.drafting.rounding import Rounding, rounded
from gouji.model.amount import MONEY_UNITS, Amount
from gouji.standards import chart
from gouji.standards.template import Template


def examine(book: Book, declared: Declaration, template: Template, tables: Tables, where: Mapping[object, Row]) -> None:
    """Notes every contradiction between lines, projects, targets, last year's figures and reasons."""
    _lines(book, declared, where)
    _projects(book, declared, template, where)
    _ceilings(book, where)
    if not any(p.sheet in (sheets.UNIT, sheets.LINES) for p in tables.problems):  # else the forms cannot be computed
        _reasons(book, declared, template, where)
    if "department_performance" in template.forms and book.performance is None:
        tables.say(sheets.TARGETS, "", "没有写整体绩效目标", "the targets of the department as a whole are missing")


def _lines(book: Book, declared: Declaration, where: Mapping[object, Row]) -> None:
    for n, line in enumerate(book.lines):
        if line.kind not in declared.kinds:
            continue  # told already
        row, kind = where[("line", n)], declared.kinds[line.kind]
        if kind.economic and line.economic and not line.economic.startswith(kind.economic):
            row.wrong("economic", f"{kind.name}不能用科目{line.economic}", f"{line.economic} is no class of {kind.name}")
        if kind.project and not line.project:
            row.wrong("project", "项目支出没有写项目名称", "project expenditure without its project")
        if kind.unspent:
            continue
        allowed = {m.government for m in chart.correspondence(line.economic)}
        if allowed and line.government not in allowed:
            told = "、".join(sorted(allowed))
            row.wrong("government", f"{line.economic}对应的政府经济科目是{told}", f"{line.economic} belongs to {told}")


def _projects(book: Book, declared: Declaration, template: Template, where: Mapping[object, Row]) -> None:
    kinds: dict[tuple[str, str], set[str]] = {}
    first: dict[tuple[str, str], Row] = {}
    for n, line in enumerate(book.lines):
        if line.kind in declared.projects:
            key = (line.agency, line.project)
            kinds.setdefault(key, set()).add(line.kind)
            first.setdefault(key, where[("line", n)])
    plans = {(p.agency, p.name): p for p in book.projects}
    for key, row in first.items():
        if key not in plans and key[1]:  # without a name: told already
            row.wrong("project", f"“项目”表中没有“{key[1]}”", f"no project “{key[1]}” in the sheet of projects")
        if len(kinds[key]) > 1:
            row.wrong("kind", f"项目“{key[1]}”有两种类别", f"the project “{key[1]}” has two kinds")
    for key, plan in plans.items():
        row = where[("project", *key)]
        if key not in first:
            row.wrong(
                "name",
                f"项目“{plan.name}”没有预算：在“{sheets.LINES}”写上它的金额，今年没有这个项目的删去这一行",
                f"the project “{plan.name}” has no budget line: enter its money, or delete this row",
            )
        if not plan.indicators:
            row.wrong("name", f"项目“{plan.name}”没有绩效目标", f"the project “{plan.name}” has no targets")
        amount = total(n for n in book.lines if (n.agency, n.project) == key)
        if book.performance_unit == "元" and amount % 100:
            row.wrong("name", "金额不是整百元，绩效目标表请用万元", "not in whole hundreds: print the target form in 万元")


def _ceilings(book: Book, where: Mapping[object, Row]) -> None:
    """A ceiling on a project's total cost cannot lie above what the budget gives it."""
    for plan in book.projects:
        amount = total(n for n in book.lines if (n.agency, n.project) == (plan.agency, plan.name))
        if not amount:
            continue  # told already: a project without budget
        for n, indicator in enumerate(plan.indicators):
            target = indicator.target
            ceiling = target.comparator in ("<=", "<") and target.value is not None and target.unit in MONEY_UNITS
            whole = indicator.level1 == "成本指标" and any(w in indicator.name for w in ("总成本", "项目成本", "总金额"))
            if ceiling and whole and Amount(target.value or Decimal(0), target.unit or "").base > amount:
                row = where[("target", plan.name, n)]
                row.wrong(
                    "value",
                    f"成本上限{target.raw}高于项目金额{amount}元",
                    f"the ceiling {target.raw} is above the project's amount, {amount}元",
                )


def _reasons(book: Book, declared: Declaration, template: Template, where: Mapping[object, Row]) -> None:
    """A figure that differs from last year's needs its reason."""
    lines = rounded(book.lines) if book.rounding is Rounding.ADDITIVE else book.lines
    bodies = Bodies(book.body.department, book.body.department_name, book.units)
    figures = Figures(forms(lines, bodies, template, declared, {}), template)
    for quantity in ("收入总计", "支出总计"):
        if quantity not in book.last and quantity in where:
            where[quantity].wrong(
                "amount", "没有写上年数；上年没有预算的写0", "last year's figure is missing: 0 where there was none"
            )
    for quantity, last in book.last.items():
        now = figures.value(quantity)
        row = where.get(quantity)
        if now is not None and now != last and not book.reasons.get(quantity) and row is not None:
            row.wrong(
                "reason", f"“{quantity}”由{last}变为{now}万元，没有写原因", f"{quantity}: {last} → {now}, no reason given"
            )
