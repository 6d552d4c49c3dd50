"""The matrix of all projects' targets (项目绩效目标汇总表) from text lines whose columns are lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gouji.model.disclosure import Damage, Indicator, Project
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets_columns import MAX_BODY, Found, solve
from gouji.recognition.targets_pieces import Piece, joined, pieces, span
from gouji.recognition.targets_result import Targets, amount_paths, indicator, known_amounts, loose_form, loose_row, unread
from gouji.recognition.targets_rows import Row, split
from gouji.reconcile.loose import LooseRow
from gouji.standards.fold import fold
from gouji.standards.indicators import Indicators, Level, indicators

DEFAULT_LEVELS = ("成本指标", "产出指标", "效益指标", "满意度指标")
_UNIT = re.compile(r"金额\((元|千元|万元|亿元)\)|单位:(元|千元|万元|亿元)")


def read(segment: FormSegment) -> Targets:
    """The projects of one matrix, in order, with their amounts as a loose form. Never raises on damaged text."""
    header, rows = split(pieces(segment.blocks))
    unit = header_unit(joined(header)) or segment.unit
    levels = header_levels(joined(header), indicators())
    projects = [r for r in rows if r.is_project]
    solved = solve([r.body for r in projects], levels)
    damage: list[Damage] = []
    if not rows and len(header) > 30:
        damage.append(Damage(segment.place, "没有找到项目编码，绩效目标未能读出"))
    loose: list[LooseRow] = []
    out: list[Project] = []
    agency: str | None = None
    for row in rows:
        hints = amount_hints(row, amount_paths(segment))
        place = span(row.head)
        loose.append(loose_row(row.code, row.name, row.amounts, hints, place))
        damage += unread(row.amounts, row.name or row.code)
        if not row.is_project:
            agency = row.code
            damage += [Damage(p.place, f"“{p.text}”不属于任何项目") for p in row.body[:1]]
            continue
        found = solved[len(out)]
        if len(row.body) > MAX_BODY:
            damage.append(Damage(row.body[MAX_BODY].place, f"“{row.name}”的绩效指标过长，只读了开头"))
        aims, lost = _indicators(row, found, levels)
        damage += lost
        out.append(
            Project(
                row.name,
                row.code,
                agency,
                row.amounts[0].value if row.amounts else None,
                unit,
                aims,
                place=place,
                amounts=known_amounts(row.amounts, hints),
            )
        )
    return Targets(tuple(out), None, (loose_form(segment, unit, loose, False),), tuple(damage))


def header_unit(text: str) -> str | None:
    """The unit that a header states: 项目金额（元）."""
    found = _UNIT.search(fold(text))
    return next((g for g in found.groups() if g), None) if found else None


def header_levels(text: str, words: Indicators) -> tuple[Level, ...]:
    """The first levels that a header prints, in its order; the usual four where it prints fewer than two."""
    folded = fold(text)
    # Two glyphs tell a level, and are more often whole than the word where the header was recognised from an image
    found = {name: folded.find(name[:2]) for name in DEFAULT_LEVELS}
    printed = sorted((at, name) for name, at in found.items() if at >= 0)
    names = [name for _, name in printed] if len(printed) > 1 else DEFAULT_LEVELS
    return tuple(words.levels[name] for name in names)


def amount_hints(row: Row, paths: Sequence[str]) -> list[str | None]:
    """The columns that are sure: the first is the total, and all where a row has an amount in every column."""
    count = len(row.amounts)
    if count and count == len(paths):
        return list(paths)
    return [paths[0] if paths and k == 0 else None for k in range(count)]


def _indicators(row: Row, found: Sequence[Found], levels: Sequence[Level]) -> tuple[tuple[Indicator, ...], list[Damage]]:
    rests = _rests(row, found, levels)
    damage = [
        Damage(p.place, f"跨页的“{p.text}”没有归属") for at, p in row.rests if (at, p) not in {(a, q) for a, q, _ in rests}
    ]
    out = []
    for k, one in enumerate(found):
        if one.pair is None:
            piece = row.body[one.at]
            damage.append(Damage(piece.place, f"“{piece.text}”没有归属"))
            continue
        name = one.pair.name_text + "".join(p.text for _, p, owner in rests if owner == k)
        value = one.pair.value.text if one.pair.value else ""
        place = span(row.body[one.pair.name.start : one.pair.end])
        if not value:
            damage.append(Damage(place, f"指标“{name}”没有读到指标值"))
        if one.other is not None:
            column, other = levels[one.column].name, levels[one.other].name
            damage.append(Damage(place, f"原文丢了列：指标“{name}”读作{column}，也可能是{other}"))
        out.append(indicator(levels[one.column].name, name, value, place))
    return tuple(out), damage


def _rests(row: Row, found: Sequence[Found], levels: Sequence[Level]) -> list[tuple[int, Piece, int]]:
    """Ends of names that a page cut, with the pair that each belongs to: the pair of the row above the cut that only
    becomes a whole name with it, else the last one."""
    ends = indicators().name_ends
    out: list[tuple[int, Piece, int]] = []
    for at, piece in row.rests:
        before = [k for k, f in enumerate(found) if f.pair is not None and f.pair.end <= at]
        last_row: list[int] = []
        for k in reversed(before):
            if last_row and found[k].column >= found[last_row[-1]].column:
                break
            last_row.append(k)
        fitting = [
            k
            for k in last_row
            if (p := found[k].pair) and not ends.search(fold(p.name_text)) and ends.search(fold(p.name_text + piece.text))
        ]
        if fitting or last_row:
            out.append((at, piece, (fitting or last_row)[0]))
    return out
