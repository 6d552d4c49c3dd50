"""Answer keys turned back into what their units must have entered: budget lines from which the printed forms follow.

The forms give sums over the lines only. A unit of money in a group (basic expenditure of a class; projects of this year or
carried over) lies in one function, one economic class, one project: laid end to end, the forms' rows cut the group into
lines. Printed figures are rounded, so the lines' cents are then moved until every printed figure is its sum, rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from gouji.drafting.declaration import declaration
from gouji.drafting.lines import BudgetLine
from gouji.drafting.projection import Bodies, forms
from gouji.model.disclosure import Disclosure, Form, Row, RowKind
from gouji.standards.template import Template

WAN = Decimal(10_000)
Part = tuple[tuple[str, ...], Decimal]  # what it is, and how much (万元)


def cell(row: Row, path: str) -> Decimal:
    held = row.cells.get(path)
    return held.amount if held else Decimal(0)


def identity(row: Row) -> tuple[str, ...]:
    """What a row is, whoever printed it."""
    if row.item:
        return ("line", row.item)
    if row.kind in (RowKind.TOTAL, RowKind.DEPARTMENT, RowKind.AGENCY):
        return (row.kind.value,)
    codes = tuple(row.codes.get(k, "") for k in ("function", "department_economic", "government_economic"))
    return codes if any(codes) else ("label", row.label)


def _form(key: Disclosure, kind: str) -> Form:
    found = key.form(kind)
    assert found is not None
    return found


def _items(form: Form) -> list[Row]:
    return [r for r in form.rows if r.kind in (RowKind.ITEM, RowKind.PROJECT)]


def _laid(lists: Sequence[Sequence[Part]]) -> Iterable[tuple[tuple[str, ...], Decimal]]:
    """The lists laid end to end beside each other: every stretch between two cuts, with what it is in each list."""
    at, left = [0] * len(lists), [parts[0][1] if parts else Decimal(0) for parts in lists]
    while all(at[i] < len(parts) for i, parts in enumerate(lists)):
        step = min(left)
        if step > 0:
            yield tuple(word for i, parts in enumerate(lists) for word in parts[at[i]][0]), step
        for i, parts in enumerate(lists):
            left[i] -= step
            if left[i] <= 0:
                at[i] += 1
                left[i] = parts[at[i]][1] if at[i] < len(parts) else Decimal(0)


def lines_of(key: Disclosure, agency: str) -> list[BudgetLine]:
    """Lines whose sums are the printed figures, as far as rows that are rounded one by one allow."""
    spent, general = _form(key, "expenditure_summary"), _form(key, "general_budget_expenditure")
    basic, economic = _form(key, "general_budget_basic_expenditure"), _form(key, "economic_classification_summary")
    out = []
    for path, code, kind in (
        ("基本支出/人员经费/工资福利支出", "301", "personnel"),
        ("基本支出/人员经费/对个人和家庭的补助", "303", "personnel"),
        ("基本支出/公用经费/商品和服务支出", "302", "operating"),
        ("基本支出/公用经费/资本性支出", "310", "operating"),
    ):
        functions = [((r.codes["function"],), cell(r, path)) for r in _items(spent)]
        pairs = [(_pair(r), cell(r, "合计")) for r in _items(basic) if r.codes["department_economic"].startswith(code)]
        for (function, dep, gov), amount in _laid([_full(functions), _full(pairs)]):
            out.append(BudgetLine(agency, function, dep, gov, "fiscal", kind, amount * WAN))
    paid = {_pair(r): cell(r, "合计") for r in _items(basic)}
    this_year = {r.codes["function"]: r for r in _items(general)}
    for carried in (False, True):
        column = "财政拨款结转结余/一般公共预算" if carried else "本年拨款/一般公共预算"
        projects, functions, pairs = [], [], []
        for name, kind, path in (
            ("其他运转类", "running", "项目支出/其他运转类"),
            ("特定目标类", "target", "项目支出/特定目标类"),
        ):
            rows = [r for r in _items(_form(key, "project_expenditure")) if r.texts.get("类型") == name]
            projects += [((kind, r.label), cell(r, column)) for r in rows]
            for r in _items(spent):
                same = this_year.get(r.codes["function"])
                now = cell(same, path) if same else Decimal(0)
                functions.append(((r.codes["function"],), cell(r, path) - now if carried else now))
        for r in _items(economic):
            if carried:
                pairs.append(((*_pair(r), "fiscal"), cell(r, "上年结转结余")))
                continue
            fiscal = cell(r, "一般公共预算/其中：财政拨款")
            pairs.append(((*_pair(r), "fiscal"), fiscal - paid.get(_pair(r), Decimal(0))))
            pairs.append(((*_pair(r), "levied"), cell(r, "一般公共预算/小计") - fiscal))
        for (kind, name, function, dep, gov, source), amount in _laid([_full(projects), _full(functions), _full(pairs)]):
            out.append(BudgetLine(agency, function, dep, gov, source, kind, amount * WAN, carried, name))
    return out


def _pair(row: Row) -> tuple[str, str]:
    return row.codes["department_economic"], row.codes["government_economic"]


def _full(parts: Iterable[Part]) -> list[Part]:
    return [p for p in parts if p[1] > 0]


def settled(
    lines: Sequence[BudgetLine], key: Disclosure, template: Template, bodies: Bodies, but: set[tuple]
) -> list[BudgetLine]:
    """The lines with their cents moved until every printed figure (`but` those named) is its exact sum, rounded."""
    declared = declaration(template)
    probe = Decimal(10**10)
    member: dict[tuple, list[int]] = {}
    for n, line in enumerate(lines):
        for form in forms([replace(line, amount=probe)], bodies, template, declared, {}):
            for row in form.rows:
                for path in row.cells:
                    member.setdefault((form.kind, identity(row), path), []).append(n)
    wanted = {
        (form.kind, identity(row), path): float(held.amount * WAN)
        for form in key.forms
        for row in form.rows
        for path, held in row.cells.items()
    }
    amounts = [float(line.amount) for line in lines]
    for _ in range(4000):
        moved = False
        for where, value in wanted.items():
            inside = member.get(where, [])
            if where in but or not inside:
                continue
            off = sum(amounts[n] for n in inside) - value
            excess = off - 49 if off > 49 else off + 49 if off < -49 else 0.0
            if excess:
                moved = True
                for n in inside:
                    amounts[n] -= 1.2 * excess / len(inside)
        if not moved:
            break
    return [replace(line, amount=Decimal(round(a * 100)) / 100) for line, a in zip(lines, amounts, strict=True)]
