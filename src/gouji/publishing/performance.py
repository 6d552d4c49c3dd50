"""The performance forms laid out as tables: the matrix of all projects, and the whole-department form."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.disclosure import DepartmentPerformance, Form, Indicator, Project, Row, RowKind
from gouji.publishing.grid import Cell, Table, header, money
from gouji.standards.template import FormTemplate

LEVELS = ("成本指标", "产出指标", "效益指标", "满意度指标")
PAIR = ("三级指标", "指标值")
Placed = tuple[int, Cell]


def matrix(form: Form, template: FormTemplate, projects: Sequence[Project]) -> Table:
    """All projects with their amounts and indicators; each project's cells span the rows of its longest column."""
    leaves = template.leaves()
    width, head = header(template.columns)
    depth = max(len(head), 3)
    head += [[] for _ in range(depth - len(head))]
    unit = projects[0].unit if projects else form.unit
    head = [_deeper(row, level, depth, template, unit) for level, row in enumerate(head)]
    head[0].append((width, Cell("绩效目标", column_span=2 * len(LEVELS))))
    for position, level in enumerate(LEVELS):
        head[1].append((width + 2 * position, Cell(level, column_span=2)))
        for offset, words in enumerate(PAIR):
            head[depth - 1].append((width + 2 * position + offset, Cell(words, row_span=1)))
    body: list[list[Placed]] = []
    left = list(projects)
    for index, row in enumerate(form.rows):
        if row.kind is not RowKind.PROJECT:
            body.append([*_owner(row, index, leaves, 1), *((width + i, Cell("")) for i in range(2 * len(LEVELS)))])
            continue
        project = _taken(row, left)
        body.extend(_project(project.indicators if project else (), row, index, leaves, width))
    return Table(width + 2 * len(LEVELS), depth, tuple(map(tuple, (*head, *body))))


def _taken(row: Row, left: list[Project]) -> Project | None:
    """The project of a row, taken off those that are left: by its code, else by its name."""
    code = row.codes.get("project")
    same = [p for p in left if p.code == code and p.name == row.label] or [p for p in left if p.name == row.label]
    if not same:
        return None
    left.remove(same[0])
    return same[0]


def _deeper(row: list[Placed], level: int, depth: int, template: FormTemplate, unit: str) -> list[Placed]:
    """Header cells stretched down to the depth that the indicators' header needs; the amounts' header states the unit."""
    deepest = max(1 + _height(c.children) for c in template.columns)
    out = []
    for at, cell in row:
        bottom = level + cell.row_span == deepest
        stated = f"（{unit}）" if template.unit_in and cell.text == template.unit_in else ""
        span = depth - level if bottom else cell.row_span
        out.append((at, Cell(cell.text + stated, span, cell.column_span)))
    return out


def _height(children: Sequence[object]) -> int:
    return max((1 + _height(getattr(c, "children", ())) for c in children), default=0)


def _owner(row: Row, index: int, leaves: Sequence[object], span: int) -> list[Placed]:
    cells: list[Placed] = []
    for at, column in enumerate(leaves):
        role, path = getattr(column, "role", ""), getattr(column, "path", "")
        if role == "amount":
            found = row.cells.get(path)
            cells.append(
                (at, Cell(money(found.amount), span, 1, found.amount, index, path) if found else Cell("", span, form_row=index))
            )
        elif role == "label":
            cells.append((at, Cell(row.label, span)))
        else:
            cells.append((at, Cell(row.codes.get("project") or row.codes.get("agency", ""), span)))
    return cells


def _project(indicators: Sequence[Indicator], row: Row, index: int, leaves: Sequence[object], width: int) -> list[list[Placed]]:
    lists = [[i for i in indicators if i.level1 == level] for level in LEVELS]
    height = max(1, *(len(found) for found in lists))
    rows: list[list[Placed]] = [[] for _ in range(height)]
    rows[0].extend(_owner(row, index, leaves, height))
    for line in range(height):
        for position, found in enumerate(lists):
            at = width + 2 * position
            name, value = _pair(found[line]) if line < len(found) else ("", "")
            rows[line] += [(at, Cell(name)), (at + 1, Cell(value))]
    return rows


def _pair(indicator: Indicator) -> tuple[str, str]:
    return indicator.name, indicator.target.raw


def whole(form: Form, template: FormTemplate, performance: DepartmentPerformance) -> Table:
    """The whole-department form: goal, tasks, budget block, indicators; five columns."""
    rows: list[list[Placed]] = [[(0, Cell("年度履职目标")), (1, Cell(performance.goal, column_span=4))]]
    tasks = performance.tasks
    rows.append(
        [
            (0, Cell("年度主要任务", row_span=len(tasks) + 1)),
            (1, Cell("任务名称", column_span=2)),
            (3, Cell("主要内容", column_span=2)),
        ]
    )
    rows += [[(1, Cell(task.name, column_span=2)), (3, Cell(task.content, column_span=2))] for task in tasks]
    rows += _budget(form, template)
    rows.append([(i, Cell(w)) for i, w in enumerate(("一级指标", "二级指标", "三级指标", "指标值", "指标值说明"))])
    rows += _indicators(performance.indicators)
    return Table(5, 0, tuple(map(tuple, rows)))


def _budget(form: Form, template: FormTemplate) -> list[list[Placed]]:
    """The budget block: total, sources, structure, with the numbers that the form prints before its lines."""
    path = template.amounts()[0].path
    found = {row.item: (i, row.cells.get(path)) for i, row in enumerate(form.rows) if row.item}
    lines = [line for line in template.lines if line.total or line.parent is not None]
    groups = [line for line in template.lines if line.parent is None and not line.total]
    out: list[list[Placed]] = []
    for line in lines:
        index, cell = found.get(line.key, (None, None))
        label = f"{line.labels[0]}（{form.unit}）" if line.total else _numbered(line.key, line.labels[0], lines)
        parent = next((g for g in groups if g.key == line.parent), None)
        first = parent is not None and next(x for x in lines if x.parent == line.parent) is line
        lead = f"{groups.index(parent) + 1}、{parent.labels[0]}：" if first and parent is not None else ""
        amount = cell.amount if cell else None
        shown = Cell(money(amount) if amount is not None else "", 1, 2, amount, index, path)
        words = [(1, Cell(label, column_span=2))] if line.total else [(1, Cell(lead)), (2, Cell(label))]
        out.append([*words, (3, shown)])
    if out:
        out[0].insert(0, (0, Cell("预算情况", row_span=len(out))))
    return out


def _numbered(key: str, label: str, lines: Sequence[object]) -> str:
    parent = key.rpartition(".")[0]
    siblings = [line for line in lines if getattr(line, "parent", None) == parent]
    position = next((i for i, line in enumerate(siblings, 1) if getattr(line, "key", "") == key), 1)
    return f"（{position}）{label}"


def _indicators(indicators: Sequence[Indicator]) -> list[list[Placed]]:
    """One row an indicator; equal first and second levels that follow each other are one merged cell."""
    out: list[list[Placed]] = []
    for at, indicator in enumerate(indicators):
        row: list[Placed] = []
        for column, level in ((0, "level1"), (1, "level2")):
            same = [getattr(i, level) for i in indicators[at:]]
            outer = [i.level1 for i in indicators[at:]]
            value = getattr(indicator, level)
            begins = at == 0 or getattr(indicators[at - 1], level) != value or indicators[at - 1].level1 != indicator.level1
            if begins:
                span = next(
                    (n for n, (v, o) in enumerate(zip(same, outer, strict=True)) if v != value or o != indicator.level1),
                    len(same),
                )
                row.append((column, Cell(value or "", row_span=span)))
        row += [(2, Cell(indicator.name)), (3, Cell(indicator.target.raw)), (4, Cell(indicator.explanation or ""))]
        out.append(row)
    return out
