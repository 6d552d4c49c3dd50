"""What a whole budget comes to, and which column of a form is its own total."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gouji.model.amount import Amount
from gouji.model.disclosure import Disclosure, Form, Row, RowKind

TOTALS = ("合计", "总计", "金额", "预算数")


def main_columns(form: Form) -> Mapping[str | None, str]:
    """For every side of the form (None where it has none) the header path of its own total: the outermost column that is
    called 合计 or the like, else the only column there is."""
    paths: dict[str | None, dict[str, None]] = {}
    for row in form.rows:
        paths.setdefault(row.side, {}).update(dict.fromkeys(row.cells))
    found: dict[str | None, str] = {}
    for side, held in paths.items():
        called = sorted((p for p in held if p.endswith(TOTALS)), key=lambda p: (p.count("/"), not p.endswith("总计")))
        if called or len(held) == 1:
            found[side] = called[0] if called else next(iter(held))
    return found


def totals(disclosure: Disclosure) -> Mapping[str, Decimal | None]:
    """revenue, expenditure, basic and projects in 元: as the summaries state them, else the prose; None where none does."""
    spent = disclosure.form("expenditure_summary")
    row = _total(spent, None) if spent else None
    both = disclosure.form("revenue_expenditure_summary")
    earned = disclosure.form("revenue_summary")
    stated = {c.quantity: Amount(c.amount, c.unit or "").base for c in reversed(disclosure.claims) if c.amount is not None}
    return {
        "revenue": _first(_main(earned, None), _main(both, "收入"), stated.get("收入总计")),
        "expenditure": _first(_main(spent, None), _main(both, "支出"), stated.get("支出总计")),
        "basic": _first(_group(spent, row, "基本支出"), stated.get("支出合计.基本支出")),
        "projects": _first(_group(spent, row, "项目支出"), stated.get("支出合计.项目支出")),
    }


def _first(*values: Decimal | None) -> Decimal | None:
    return next((v for v in values if v is not None), None)


def _total(form: Form, side: str | None) -> Row | None:
    """The form's last total row of that side (收入总计 stands below 本年收入合计)."""
    rows = [r for r in form.rows if r.kind is RowKind.TOTAL and r.side == side]
    return rows[-1] if rows else None


def _main(form: Form | None, side: str | None) -> Decimal | None:
    row = _total(form, side) if form else None
    path = main_columns(form).get(side) if form else None
    if form is None or row is None or path is None or path not in row.cells or path in row.unreadable:
        return None
    return Amount(row.cells[path].amount, form.unit).base


def _group(form: Form | None, row: Row | None, name: str) -> Decimal | None:
    """The total row's amount of a group of columns: its 小计, or the column itself where it has no parts. Blank: none."""
    if form is None or row is None:
        return None
    held = {p: _below(p, name) for p in (*row.cells, *row.unreadable)}
    if any(held[p] is not None for p in row.unreadable):
        return None
    own = next((p for last in ("小计", "", "合计") for p in row.cells if held[p] == last), None)
    if own is not None:
        return Amount(row.cells[own].amount, form.unit).base
    return Decimal(0) if row.cells and all(below is None for below in held.values()) else None


def _below(path: str, name: str) -> str | None:
    """What of a header path stands below the group of that name: "" for the group's own column, None for another's."""
    parts = path.split("/")
    return "/".join(parts[parts.index(name) + 1 :]) if name in parts else None
