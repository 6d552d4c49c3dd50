"""The matrix of all projects' targets from grids, exact or recognised: pages may be shifted, and code, name and amounts may
stand in the middle of their project's rows."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.model.disclosure import Damage, Indicator, Project
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_fields import FieldRow, field_rows
from gouji.recognition.targets_grid_blocks import Head, blocks_of, heads_of
from gouji.recognition.targets_grid_columns import Parted, part
from gouji.recognition.targets_matrix_lines import header_levels, header_unit
from gouji.recognition.targets_result import Targets, amount_paths, indicator, known_amounts, loose_form, loose_row, unread
from gouji.sources.document import Grid
from gouji.standards.indicators import Level, indicators


def read(segment: FormSegment) -> Targets:
    """The projects of one matrix with their amounts as a loose form. Never raises on damaged grids."""
    rows = [r for r in field_rows(segment.blocks) if r.fields]
    start = next((k for k, r in enumerate(rows) if _in_body(r)), len(rows))
    header = "".join(f.text for r in rows[:start] for f in r.fields)
    levels = header_levels(header, indicators())
    body = [r for r in rows[start:] if not _is_header(r)]
    parted = part(body, len(levels), levels)
    heads = heads_of(parted, len(amount_paths(segment)))
    exact = all(b.exact for b in segment.blocks if isinstance(b, Grid))
    return _targets(segment, header_unit(header) or segment.unit, heads, parted, levels, exact)


def _in_body(row: FieldRow) -> bool:
    """Whether a row is below the header: it begins with a code, or has a number."""
    return not _is_header(row) and any(f.folded.isdecimal() and len(f.folded) >= 3 for f in row.fields)


def _is_header(row: FieldRow) -> bool:
    words = [f.folded for f in row.fields]
    return any(
        w in ("三级指标", "指标值", "资金总额", "绩效目标", "单位编码", "项目单位", "成本指标", "产出指标", "满意度指标")
        for w in words
    )


def _targets(
    segment: FormSegment, unit: str, heads: Sequence[Head], parted: Sequence[Parted], levels: Sequence[Level], exact: bool
) -> Targets:
    damage: list[Damage] = []
    loose, projects = [], []
    agency: str | None = None
    paths = amount_paths(segment)
    owned = blocks_of(heads, parted)
    for head, (begin, end) in zip(heads, owned, strict=True):
        hints = [paths[c] if c < len(paths) else None for c, _ in head.amounts]
        found = [a for _, a in head.amounts]
        loose.append(loose_row(head.code, head.name, found, hints, head.place))
        damage += unread(found, head.name or head.code)
        if not head.is_project:
            agency = head.code
            continue
        aims = [x for row in parted[begin:end] for x in _indicators(row, levels, damage)]
        total = next((a.value for c, a in head.amounts if c == 0), None)
        projects.append(
            Project(
                head.name,
                head.code or None,
                agency,
                total,
                unit,
                tuple(aims),
                place=head.place,
                amounts=known_amounts(found, hints),
            )
        )
    if parted and not heads:
        damage.append(Damage(segment.place, "没有找到项目编码和金额，绩效目标未能读出"))
    return Targets(tuple(projects), None, (loose_form(segment, unit, loose, exact),), tuple(damage))


def _indicators(row: Parted, levels: Sequence[Level], damage: list[Damage]) -> list[Indicator]:
    out = []
    for k, level in enumerate(levels):
        name, value = row.cells.get(2 * k), row.cells.get(2 * k + 1)
        if name is None and value is not None:
            damage.append(Damage(value.place, f"指标值“{value.text}”没有指标名称"))
        if name is None:
            continue
        if value is None:
            damage.append(Damage(name.place, f"指标“{name.text}”没有读到指标值"))
        out.append(indicator(level.name, name.text, value.text if value else "", name.place))
    return out
