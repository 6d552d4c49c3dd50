"""The whole-department performance form from text lines: its fixed words part it, the cells between follow each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.model.disclosure import Damage, DepartmentPerformance, Task
from gouji.model.place import NOWHERE
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_budget import budget_rows
from gouji.recognition.targets_cells import name_score
from gouji.recognition.targets_kinds import START, Kind, solve
from gouji.recognition.targets_list import read_list
from gouji.recognition.targets_pieces import Piece, joined, pieces, span
from gouji.recognition.targets_result import Targets, loose_form
from gouji.standards.fold import fold

GOAL = ("年度履职目标", "年度绩效目标", "年度总体目标", "整体绩效目标")
TASKS = ("年度主要任务", "任务名称")
BUDGET = ("预算情况", "部门预算总额")
LIST = ("一级指标", "绩效指标", "分解目标")
_ORDINAL = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．]|任务\d")
_CAPTION = re.compile(
    r"任务名称|主要内容|年度主要任务|对应项目|备注|指标值说明|[一二三]级指标|指标值|说明|年度绩效指标|绩效指标|分解目标"
)


def read(segment: FormSegment) -> Targets:
    """Goal, tasks, amounts and indicators of the form; parts whose captions are missing stay empty."""
    stream = pieces(segment.blocks)
    goal_at, tasks_at, budget_at, list_at = _anchors(stream)
    goal = joined(stream[goal_at + 1 : _least(len(stream), tasks_at, budget_at, list_at)]) if goal_at >= 0 else ""
    tasks, damage = _tasks(stream[tasks_at : _least(len(stream), budget_at, list_at)]) if tasks_at >= 0 else ((), [])
    rows = budget_rows(stream[budget_at : _least(len(stream), list_at)], segment) if budget_at >= 0 else ()
    explained = "说明" in fold(joined(stream[list_at : list_at + 12])) if list_at >= 0 else False
    aims, lost = read_list(_after_captions(stream[list_at:]), explained) if list_at >= 0 else ((), [])
    if list_at < 0:
        damage = [*damage, Damage(segment.place, "没有找到绩效指标的表头，整体绩效指标未能读出")]
    form = DepartmentPerformance(goal, tasks, aims, segment.place)
    return Targets((), form, (loose_form(segment, segment.unit, rows, False),), (*damage, *lost))


def _least(end: int, *positions: int) -> int:
    return min((p for p in positions if p >= 0), default=end)


def _anchors(stream: Sequence[Piece]) -> tuple[int, int, int, int]:
    """Where goal, tasks, budget and list begin (-1 where the caption is not there), each after the one before."""
    found = []
    at = 0
    for captions in (GOAL, TASKS, BUDGET, LIST):
        here = next((i for i in range(at, len(stream)) if fold(stream[i].text).startswith(captions)), -1)
        found.append(here)
        at = here + 1 if here >= 0 else at
    return found[0], found[1], found[2], found[3]


def _after_captions(stream: Sequence[Piece]) -> Sequence[Piece]:
    """The stream without the captions at its start and those that a page repeats."""
    out: list[Piece] = []
    for i, piece in enumerate(stream):
        head = not out or piece.page or (i > 0 and out[-1:] != [stream[i - 1]])
        if head and _CAPTION.fullmatch(fold(piece.text)):
            continue
        out.append(piece)
    return out


def _tasks(stream: Sequence[Piece]) -> tuple[tuple[Task, ...], list[Damage]]:
    """Tasks as name and content, in the order of the stream."""
    body = _after_captions(stream)
    kinds = [Kind("name", _task_name, (START, "content", "name"), 8), Kind("content", _task_content, ("name",), 40)]
    out: list[Task] = []
    damage = []
    for read in solve(body, kinds):
        if read.kind == "?":
            piece = body[read.cell.start]
            damage.append(Damage(piece.place, f"“{piece.text}”没有归属"))
            continue
        place = span(body[read.cell.start : read.cell.end]) if read.cell.end > read.cell.start else NOWHERE
        if read.kind == "name":
            out.append(Task(read.cell.text, "", place))
        elif out:
            out[-1] = Task(out[-1].name, read.cell.text, out[-1].place)
    return tuple(out), damage


def _task_name(text: str, before: str) -> float:
    inner = 3.0 * len([m for m in _ORDINAL.finditer(text) if m.start() > 0])
    return (6.0 if _ORDINAL.match(text) else 0.0) + 0.5 * name_score(text) - inner - 0.05 * len(text)


def _task_content(text: str, before: str) -> float:
    inside = 6.0 if re.search(r"(?<!^)[（(][一二三四五六七八九十]{1,3}[）)]", text) else 0.0
    return 1.0 + min(2.0, 0.05 * len(text)) - (4.0 if _ORDINAL.match(text) else 0.0) - inside
