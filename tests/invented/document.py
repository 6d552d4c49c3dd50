"""An invented disclosure as text: prose, then the forms with a tab between cells, as an honest export writes them."""

from __future__ import annotations

from collections.abc import Sequence

from tests.invented.forms import Sheet, sheets
from tests.invented.plan import Plan
from tests.invented.prose import contents, parts


def document(plan: Plan, forms: Sequence[Sheet] | None = None) -> str:
    """The whole disclosure. `forms` replaces the plan's own, for those who plant mistakes in them."""
    name = plan.agency[1]
    lines = [name, f"{plan.year}年单位预算公开", "", "目 录", "", *contents(plan), ""]
    for part in parts(plan):
        lines += [part.title, ""]
        for paragraph in part.paragraphs:
            lines += [paragraph, ""]
    lines += [f"附件：{name}{plan.year}年单位预算表", ""]
    for sheet in forms if forms is not None else sheets(plan):
        lines += form_lines(plan, sheet)
    return "\n".join(lines).rstrip() + "\n"


def form_lines(plan: Plan, sheet: Sheet) -> list[str]:
    """A form: its number and title, who publishes it and in which unit, its rows, its remark."""
    owner = f"部门名称：{plan.department[1]}" if "绩效" in sheet.title else f"单位名称：{plan.agency[1]}"
    unit = [] if "绩效" in sheet.title else ["单位：万元"]
    rows = ["\t".join(row) for row in sheet.rows]
    return [sheet.number, sheet.title, owner, *unit, "", *rows, "", *([sheet.remark, ""] if sheet.remark else [])]
