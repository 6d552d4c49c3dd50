"""One form a project, from text lines without columns: captions, their values, and the list, one after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Damage, Indicator
from gouji.model.place import Place
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_amounts import FoundAmount, amounts, is_amount_part
from gouji.recognition.targets_list import first_of, read_list
from gouji.recognition.targets_pieces import SAME_LINE, Piece, joined, pieces, span
from gouji.standards.fold import fold

_NAME = re.compile(r"项目名称:?(.*)")
_CODE = re.compile(r"\d{20,21}")
_UNIT = re.compile(r"资金(?:总额)?\((元|千元|万元|亿元)\)")
_CAPTIONS = (
    "部门名称",
    "单位名称",
    "主管部门",
    "预算单位",
    "实施单位",
    "项目单位",
    "项目编码",
    "项目类型",
    "项目属性",
    "项目资金",
)
_FUNDS = ("项目资金", "年度资金总额", "资金总额")
_GOAL = ("年度目标", "年度绩效目标", "总体目标", "年度总体目标")
_LIST = ("一级指标", "分解目标")
_HEADS = re.compile(r"分解目标|[一二三]级指标|指标值|指标值?说明|备注")


@dataclass(frozen=True, slots=True)
class FormLines:
    """A project's form as read from lines; `amounts` by the path of their column."""

    name: str
    place: Place
    code: str | None
    goal: str
    unit: str | None
    amounts: tuple[tuple[str, FoundAmount], ...]
    aims: tuple[Indicator, ...]
    damage: tuple[Damage, ...]


def read_lines(segment: FormSegment) -> list[FormLines]:
    """The forms of a segment: each begins at 项目名称."""
    stream = pieces(segment.blocks)
    starts = [i for i, p in enumerate(stream) if _NAME.match(fold(p.text)) and not fold(p.text).startswith("项目名称)")]
    return [_form(stream[a:b], segment) for a, b in zip(starts, [*starts[1:], len(stream)], strict=True)]


def _form(stream: Sequence[Piece], segment: FormSegment) -> FormLines:
    name_end = _next(stream, 1, (*_CAPTIONS, *_FUNDS, *_GOAL, *_LIST))
    glued = _NAME.match(fold(stream[0].text))
    name = (glued[1] if glued else "") + joined(stream[1:name_end])
    list_at = _next(stream, name_end, _LIST)
    if list_at == len(stream):  # the page before has the list's header
        list_at = next((i for i in range(name_end, len(stream)) if first_of(stream[i].text) is not None), list_at)
    goal_at = _next(stream[:list_at], name_end, _GOAL)
    funds = stream[name_end:goal_at]
    explained = "说明" in fold(joined(stream[list_at : list_at + 10]))
    at = list_at
    while at < len(stream) and _HEADS.fullmatch(fold(stream[at].text)):
        at += 1
    aims, damage = read_list(stream[at:], explained)
    unit = _UNIT.search(fold(joined(funds)))
    code = next((p.text for p in stream[:goal_at] if _CODE.fullmatch(p.text)), None)
    return FormLines(
        name,
        span(stream[:name_end]),
        code,
        joined(stream[goal_at + 1 : list_at]),
        unit[1] if unit else None,
        tuple(_amounts(funds, segment)),
        tuple(i for i in aims if i.target.raw or i.name),
        tuple(damage),
    )


def _next(stream: Sequence[Piece], start: int, words: tuple[str, ...]) -> int:
    return next((i for i in range(start, len(stream)) if fold(stream[i].text).startswith(words)), len(stream))


def _amounts(stream: Sequence[Piece], segment: FormSegment) -> list[tuple[str, FoundAmount]]:
    """Numbers that follow the label of an amount column, on its line or the next."""
    columns = segment.template.amounts() if segment.template else ()
    out: list[tuple[str, FoundAmount]] = []
    path: str | None = None
    label = ""
    for piece in stream:
        if is_amount_part(piece.text):
            if path is not None:
                out += [(path, f) for f in amounts([piece])]
            path, label = None, ""
            continue
        label = fold(piece.text) if piece.gap == SAME_LINE or not label else label + fold(piece.text)
        path = next(
            (c.path for c in columns if any(label.endswith(h) for h in c.headers)), path if piece.gap == SAME_LINE else None
        )
    return out
