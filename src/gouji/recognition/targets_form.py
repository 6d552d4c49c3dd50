"""One form a project (项目绩效目标表): captions with their values, the block of funds, the goal, and the indicator list.

A grid's cells may be shifted, repeated or missing, so a value is what follows its caption in the row; text lines without
columns are read as the same captions one after another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.model.amount import parse_number
from gouji.model.disclosure import Damage, Indicator, Project
from gouji.model.place import Place
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_amounts import FoundAmount, is_amount_part
from gouji.recognition.targets_fields import Field, FieldRow, field_rows
from gouji.recognition.targets_form_lines import FormLines, read_lines
from gouji.recognition.targets_grid_list import ListReader
from gouji.recognition.targets_matrix_lines import header_unit
from gouji.recognition.targets_result import Targets, amount_paths, known_amounts, loose_form, loose_row, unread
from gouji.sources.document import Grid
from gouji.standards.fold import fold

NAME = ("项目名称",)
GOAL = ("年度目标", "年度绩效目标", "绩效目标", "总体目标", "项目年度绩效目标", "年度总体目标", "实施期目标")
CAPTIONS = (
    "部门名称",
    "单位名称",
    "主管部门",
    "预算单位",
    "实施单位",
    "项目单位",
    "项目编码",
    "项目类型",
    "项目属性",
    "项目期",
)
_CODE = re.compile(r"\d{20,21}")


@dataclass(slots=True)
class _Form:
    """A project's form while it is being read."""

    name: str
    place: Place
    code: str | None = None
    goal: str = ""
    unit: str | None = None
    found: list[tuple[str, FoundAmount]] = field(default_factory=list)
    aims: tuple[Indicator, ...] = ()
    damage: list[Damage] = field(default_factory=list)


def read(segment: FormSegment) -> Targets:
    """The project (or projects) of one segment."""
    gridded = any(isinstance(b, Grid) for b in segment.blocks)
    forms = _from_grid(segment) if gridded else [_from_lines(f, segment) for f in read_lines(segment)]
    return _targets(_once(forms), segment, gridded)


def _once(forms: Sequence[_Form]) -> list[_Form]:
    """The forms, one whose head a new page repeats (the same name, no funds and no goal) joined to what it goes on with."""
    out: list[_Form] = []
    for form in forms:
        before = out[-1] if out else None
        if before is not None and fold(before.name) == fold(form.name) and not form.found and not form.goal:
            before.aims += form.aims
            before.damage += form.damage
        else:
            out.append(form)
    return out


def _targets(forms: Sequence[_Form], segment: FormSegment, gridded: bool) -> Targets:
    projects, rows = [], []
    damage = [d for f in forms for d in f.damage]
    unit = next((f.unit for f in forms if f.unit), None) or segment.unit
    for form in forms:
        found, hints = [a for _, a in form.found], [path for path, _ in form.found]
        total = next((a.value for path, a in form.found if path == amount_paths(segment)[:1][0]), None) if form.found else None
        rows.append(loose_row(form.code or "", form.name, found, hints, form.place))
        damage += unread(found, form.name)
        projects.append(
            Project(
                form.name,
                form.code,
                None,
                total,
                form.unit or segment.unit,
                form.aims,
                form.goal or None,
                form.place,
                known_amounts(found, hints),
            )
        )
    loose = (loose_form(segment, unit, rows, gridded),) if rows else ()
    return Targets(tuple(projects), None, loose, tuple(damage))


def _from_lines(found: FormLines, segment: FormSegment) -> _Form:
    form = _Form(found.name, found.place, found.code, found.goal, found.unit, aims=found.aims, damage=list(found.damage))
    form.found = [(path, amount) for path, amount in found.amounts if path in amount_paths(segment)]
    return form


def _from_grid(segment: FormSegment) -> list[_Form]:
    forms: list[_Form] = []
    listing: ListReader | None = None
    in_goal = False
    for row in field_rows(segment.blocks):
        words = [f.folded for f in row.fields]
        if not words:
            continue
        name_at = next((k for k, w in enumerate(words) if w in NAME), None)
        if name_at is not None:
            _close(forms, listing)
            listing, in_goal = None, False
            forms.append(_Form(_after(row, name_at), row.place))
        if not forms:
            continue
        form = forms[-1]
        _captions(form, row, segment)
        goal_at = next((k for k, w in enumerate(words) if w in GOAL), None)
        if ListReader.is_header(words):
            in_goal, listing = False, listing or ListReader(row)
        elif listing is not None:
            listing.add(row)
        elif goal_at is not None:
            in_goal = True
            form.goal += "".join(row.texts[goal_at + 1 :])
        elif in_goal and len(words) == 1 and "分解目标" not in words[0]:
            form.goal += row.texts[0]
    _close(forms, listing)
    return forms


def _close(forms: Sequence[_Form], listing: ListReader | None) -> None:
    if forms and listing is not None:
        forms[-1].aims, lost = listing.finish()
        forms[-1].damage += lost


def _after(row: FieldRow, at: int) -> str:
    return row.fields[at + 1].text if at + 1 < len(row.fields) else ""


def _captions(form: _Form, row: FieldRow, segment: FormSegment) -> None:
    """Funds, unit and code that a row gives: a label of the template's amount columns, and the number after it."""
    columns = segment.template.amounts() if segment.template else ()
    for k, cell in enumerate(row.fields):
        form.unit = form.unit or header_unit(cell.text.replace("资金", "金额"))
        if form.code is None and _CODE.fullmatch(cell.folded):
            form.code = cell.folded
        path = next((c.path for c in columns if cell.folded in c.headers), None)
        number = _number(row.fields[k + 1 :]) if path else None
        if path and number and path not in [p for p, _ in form.found]:
            form.found.append((path, number))


def _number(fields: Sequence[Field]) -> FoundAmount | None:
    """The first number of these cells, up to the next caption."""
    for cell in fields:
        if is_amount_part(cell.folded):
            return FoundAmount(parse_number(cell.folded), cell.text, cell.place)
        if fold(cell.text) and not cell.folded[0].isdigit():
            return None
    return None
