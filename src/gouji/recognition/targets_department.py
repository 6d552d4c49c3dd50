"""The whole-department performance form (部门整体绩效目标表): goal, tasks, budget block and indicators."""

from __future__ import annotations

from gouji.recognition import targets_department_grid, targets_department_lines
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_result import Targets
from gouji.sources.document import Grid


def read(segment: FormSegment) -> Targets:
    """The form of one segment, by what the source kept of its table."""
    gridded = sum(len(row) for b in segment.blocks if isinstance(b, Grid) for row in b.rows)
    lines = sum(1 for b in segment.blocks if not isinstance(b, Grid))
    return targets_department_grid.read(segment) if gridded > lines else targets_department_lines.read(segment)
