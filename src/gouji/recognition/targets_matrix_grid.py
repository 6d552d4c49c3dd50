"""The matrix of all projects' targets from grids, exact or recognised: pages may be shifted, and code, name and amounts may
stand in the middle of their project's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gouji.model.disclosure import Damage, Indicator, Project
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_fields import FieldRow, field_rows
from gouji.recognition.targets_grid_blocks import Head, blocks_of, heads_of
from gouji.recognition.targets_grid_columns import Parted, part
from gouji.recognition.targets_grid_doubles import merge, without_doubles
from gouji.recognition.targets_matrix_lines import header_levels, header_unit
from gouji.recognition.targets_result import Targets, amount_paths, indicator, known_amounts, loose_form, loose_row, unread
from gouji.recognition.targets_rows import FULL_CODE
from gouji.sources.document import Grid
from gouji.standards.indicators import Level, indicators

_NOISE = re.compile(r"[^一-鿿\d%≥≤<>=#/]{0,2}")


def read(segment: FormSegment) -> Targets:
    """The projects of one matrix with their amounts as a loose form. Never raises on damaged grids."""
    rows = [r for r in field_rows(segment.blocks) if r.fields]
    start = next((k for k, r in enumerate(rows) if _in_body(r)), len(rows))
    header = "".join(f.text for r in rows[:start] for f in r.fields)
    levels = header_levels(header, indicators())
    body = [r for r in rows[start:] if not _is_header(r)]
    damage = _noise(body)
    body = [_clean(r) for r in body]
    parted = part(body, len(levels), levels)
    heads = heads_of(parted, len(amount_paths(segment)))
    exact = all(b.exact for b in segment.blocks if isinstance(b, Grid))
    return _targets(segment, header_unit(header) or segment.unit, heads, parted, levels, exact, damage)


def _noise(rows: Sequence[FieldRow]) -> list[Damage]:
    """What recognition made of ruling lines and specks: cells of one or two signs that are no word and no number."""
    return [
        Damage(f.place, f"“{f.text}”不成文字")
        for r in rows
        for f in r.fields
        if _NOISE.fullmatch(f.folded) and f.folded.strip("|-—_.·")
    ]


def _clean(row: FieldRow) -> FieldRow:
    return replace(row, fields=tuple(f for f in row.fields if not _NOISE.fullmatch(f.folded)))


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
    segment: FormSegment,
    unit: str,
    heads: Sequence[Head],
    parted: Sequence[Parted],
    levels: Sequence[Level],
    exact: bool,
    damage: list[Damage],
) -> Targets:
    loose, projects = [], []
    agency: str | None = None
    paths = amount_paths(segment)
    blocks = blocks_of(heads, parted)
    owned, doubled = (list(zip(heads, blocks, strict=True)), []) if exact else merge(heads, blocks)
    damage += doubled
    for head, (begin, end) in owned:
        hints = [paths[c] if c < len(paths) else None for c, _ in head.amounts]
        found = [a for _, a in head.amounts]
        whole = head.code if not head.is_project or len(head.code) in FULL_CODE else ""
        loose.append(loose_row(whole, head.name, found, hints, head.place))
        damage += unread(found, head.name or head.code)
        if not head.is_project:
            agency = head.code
            continue
        code = head.code if len(head.code) in FULL_CODE else None
        if code is None:
            damage.append(Damage(head.place, f"项目“{head.name}”的编码不全：“{head.code}”"))
        aims = [x for row in parted[begin:end] for x in _indicators(row, levels, damage)]
        total = next((a.value for c, a in head.amounts if c == 0), None)
        if total is None and not exact and found and all(a.value is not None for a in found):
            # The total is the sum of the rest; where recognition lost it, the rest still tells it
            total = sum((a.value for a in found if a.value is not None), Decimal(0))
        projects.append(
            Project(
                head.name,
                code,
                agency,
                total,
                unit,
                without_doubles(aims, bool(doubled)),
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
