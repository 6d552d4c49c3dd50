"""Which row of a form a project of the performance forms is: by code where both print one, else by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from gouji.model.amount import MONEY_UNITS, Amount
from gouji.model.disclosure import Project
from gouji.reconcile.rows import FormRows, Rows
from gouji.standards.fold import fold


def matched(projects: Sequence[Project], form: FormRows) -> dict[int, Rows]:
    """The rows of `form` for each project (by position). Projects of one name as often as rows of it pair in order;
    one project of a name owns all rows of it (its parts by agency); anything else stays unmatched."""
    by_code: dict[str, list[int]] = defaultdict(list)
    for row in form.leaves:
        code = form.code(row, "project")
        if code:
            by_code[code].append(row)
    found: dict[int, Rows] = {}
    named: dict[str, list[int]] = defaultdict(list)
    for position, project in enumerate(projects):
        if project.code and project.code in by_code:
            found[position] = tuple(by_code[project.code])
        else:
            named[fold(project.name)].append(position)
    for name, positions in named.items():
        rows = form.by_name.get(name, ())
        if len(positions) == 1 and rows:
            found[positions[0]] = rows
        elif len(positions) == len(rows):
            found |= {position: (row,) for position, row in zip(positions, rows, strict=True)}
    return found


def amount_of(project: Project, field: str) -> Amount | None:
    """A project's figure: `amount` (资金总额), `cost` (its only money target under 成本指标), or a named part."""
    if field == "amount":
        return Amount(project.amount, project.unit) if project.amount is not None else None
    if field in project.amounts:
        return Amount(project.amounts[field].amount, project.unit)
    if field == "cost":
        targets = [i.target for i in project.indicators if i.level1.startswith("成本")]
        money = [Amount(t.value, t.unit) for t in targets if t.value is not None and t.unit in MONEY_UNITS]
        return money[0] if len(money) == 1 else None
    return None
