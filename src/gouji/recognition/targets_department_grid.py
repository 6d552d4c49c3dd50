"""The whole-department performance form from a grid whose cells may be shifted, cut or displaced."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.disclosure import Damage, DepartmentPerformance, Task
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_budget import budget_rows
from gouji.recognition.targets_department_lines import BUDGET, GOAL
from gouji.recognition.targets_fields import Field, FieldRow, field_rows
from gouji.recognition.targets_grid_list import ListReader
from gouji.recognition.targets_pieces import NEXT_LINE, SAME_LINE, Piece, width
from gouji.recognition.targets_result import Targets, loose_form
from gouji.sources.document import Grid

_TASK_HEAD = ("任务名称", "主要内容")
_SKIPPED = ("年度主要任务", "年度履职目标", "部门名称", "部门(单位)名称", "单位名称", "预算情况")


def read(segment: FormSegment) -> Targets:
    """Goal, tasks, amounts and indicators of the form; parts that are not there stay empty."""
    rows = [r for r in field_rows(segment.blocks) if r.fields]
    words = ["".join(f.folded for f in r.fields) for r in rows]
    tasks_at = _find(words, 0, _TASK_HEAD)
    budget_at = _find(words, max(tasks_at, 0), BUDGET)
    list_at = next((i for i, r in enumerate(rows) if ListReader.is_header([f.folded for f in r.fields])), -1)
    goal = _goal(rows[: _least(len(rows), tasks_at, budget_at, list_at)])
    tasks = _tasks(rows[tasks_at : _least(len(rows), budget_at, list_at)]) if tasks_at >= 0 else ()
    budget = budget_rows(_stream(rows[budget_at : _least(len(rows), list_at)]), segment) if budget_at >= 0 else ()
    damage: list[Damage] = []
    aims: tuple = ()  # type: ignore[type-arg]
    if list_at >= 0:
        listing = ListReader(rows[list_at])
        for row in rows[list_at + 1 :]:
            if not ListReader.is_header([f.folded for f in row.fields]):
                listing.add(row)
        aims, damage = listing.finish()
    else:
        damage.append(Damage(segment.place, "没有找到绩效指标的表头，整体绩效指标未能读出"))
    exact = all(b.exact for b in segment.blocks if isinstance(b, Grid))
    form = DepartmentPerformance(goal, tasks, aims, segment.place)
    return Targets((), form, (loose_form(segment, segment.unit, budget, exact),), tuple(damage))


def _least(end: int, *positions: int) -> int:
    return min((p for p in positions if p >= 0), default=end)


def _find(words: Sequence[str], start: int, captions: Sequence[str]) -> int:
    return next((i for i in range(start, len(words)) if any(c in words[i] for c in captions)), -1)


def _goal(rows: Sequence[FieldRow]) -> str:
    """The words above the tasks; from the goal's caption on where it can be read, without the row of the body's name."""
    begin = next((i for i, r in enumerate(rows) if any(f.folded in GOAL for f in r.fields)), None)
    if begin is None:
        begin = next((i + 1 for i, r in enumerate(rows) if any("名称" in f.folded for f in r.fields)), 0)
    return "".join(f.text for r in rows[begin:] for f in r.fields if f.folded not in GOAL and f.folded not in _SKIPPED)


def _tasks(rows: Sequence[FieldRow]) -> tuple[Task, ...]:
    """Name and content of each row; the header's first column tells where contents begin."""
    head = rows[0]
    split = next((f.column for f in head.fields if "任务名称" in f.folded), 1)
    out = []
    for row in rows[1:]:
        cells = [f for f in row.fields if f.folded not in _SKIPPED]
        name = [f for f in cells if f.column <= split]
        content = [f for f in cells if f.column > split]
        if name and not content and len(name) > 1:
            name, content = name[:-1], name[-1:]
        if name or content:
            out.append(Task("".join(f.text for f in name), "".join(f.text for f in content), row.place))
    return tuple(out)


def _stream(rows: Sequence[FieldRow]) -> list[Piece]:
    """The cells of rows as pieces."""
    return [_piece(f, k == 0) for r in rows for k, f in enumerate(r.fields)]


def _piece(cell: Field, first: bool) -> Piece:
    return Piece(cell.text, cell.place, NEXT_LINE if first else SAME_LINE, False, width(cell.text), cell.text.isdecimal())
