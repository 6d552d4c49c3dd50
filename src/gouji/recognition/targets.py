"""Performance targets (绩效目标) of all layouts: the matrix of projects, one form a project, the whole-department form."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.recognition import targets_department, targets_form, targets_matrix_grid, targets_matrix_lines
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_result import Targets
from gouji.sources.document import Grid
from gouji.standards.fold import fold
from gouji.standards.template import Template

HEAD = 400  # glyphs in which a form shows its layout


def read(segments: Sequence[FormSegment], template: Template) -> Targets:
    """The projects, the whole-department form and the amounts of all performance segments, in their order."""
    return combine([_read(s) for s in segments if s.blocks])


def combine(parts: Sequence[Targets]) -> Targets:
    """All parts as one; the first whole-department form counts."""
    whole = next((p.department_performance for p in parts if p.department_performance is not None), None)
    return Targets(
        tuple(project for p in parts for project in p.projects),
        whole,
        tuple(form for p in parts for form in p.forms),
        tuple(dict.fromkeys(d for p in parts for d in p.damage)),
    )


def _read(segment: FormSegment) -> Targets:
    if segment.template is not None and segment.template.layout == "department_performance":
        return targets_department.read(segment)
    if is_single(segment):
        return targets_form.read(segment)
    return targets_matrix_grid.read(segment) if is_gridded(segment) else targets_matrix_lines.read(segment)


def is_single(segment: FormSegment) -> bool:
    """Whether the segment is one project's own form: it names the project in a field, and 一级指标 heads a column."""
    words = ""
    for block in segment.blocks:
        cells = [c.text for row in block.rows for c in row] if isinstance(block, Grid) else [block.text]
        words += fold("".join(cells))
    at = words.find("项目名称")
    return -1 < at < HEAD and "一级指标" in words and words[at + 4 : at + 5] != ")"


def is_gridded(segment: FormSegment) -> bool:
    """Whether most of the segment is grids: the source kept (some) columns."""
    gridded = sum(len(row) for b in segment.blocks if isinstance(b, Grid) for row in b.rows)
    return gridded > sum(1 for b in segment.blocks if not isinstance(b, Grid))


__all__ = ["Targets", "read"]
