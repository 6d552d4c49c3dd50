"""Rows of a form whose columns the source has lost: a text dump in which blank cells vanished and cells were cut over lines.

What is left of a row is its codes, its words and fewer numbers than columns, in printed order. The template says what rows
to look for (`layout`); the numbers go on without columns, for placement by arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.model.disclosure import Damage
from gouji.recognition.line_codes import Names, read_coded
from gouji.recognition.line_cuts import join_cuts
from gouji.recognition.line_drafts import drafts_of, stream
from gouji.recognition.line_header import without_furniture
from gouji.recognition.line_projects import read_projects
from gouji.recognition.line_sides import read_sides
from gouji.recognition.line_single import read_single
from gouji.recognition.line_start import rows_of
from gouji.recognition.line_tokens import tokenise, with_integers
from gouji.recognition.line_unwrap import unwrap
from gouji.recognition.segment import FormSegment
from gouji.reconcile.loose import LooseForm, LooseRow
from gouji.sources.document import Grid, Paragraph
from gouji.standards.chart import lookup
from gouji.standards.template import FormTemplate, Template

_FIXED = ("sides", "lines")


@dataclass(frozen=True, slots=True)
class LinesRead:
    """The rows that printed lines hold, and what could not be read of them."""

    rows: tuple[LooseRow, ...]
    damage: tuple[Damage, ...] = ()


def read(segment: FormSegment, template: Template) -> LooseForm:
    """The rows of a segment by its lines; grids inside it are read row by row as if their cells stood side by side."""
    form = segment.template
    found = read_lines(_paragraphs(segment), form, chart(template.year)) if form is not None else LinesRead(())
    return LooseForm(
        kind=form.kind if form is not None else "unknown",
        title=segment.title,
        rows=found.rows,
        number=segment.number,
        unit=segment.unit,
        note=segment.note,
        place=segment.place,
        number_printed=segment.number_printed,
        damage=found.damage,
    )


def _paragraphs(segment: FormSegment) -> list[Paragraph]:
    out: list[Paragraph] = []
    for block in segment.blocks:
        if isinstance(block, Paragraph):
            out.append(block)
        elif isinstance(block, Grid):
            for row in block.rows:
                place = row[0].place if row else block.place
                out.append(Paragraph("  ".join(" ".join(c.text.split()) for c in row), place))
    return out


def read_lines(lines: Sequence[Paragraph], form: FormTemplate, names: Names | None = None) -> LinesRead:
    """The rows that printed lines hold. Works on any stretch of a form, with or without its header; never raises.

    `names` gives the chart's name of a code (kind, code), used only to tell where a label ends: an unknown code is no error.
    """
    # The lines of a form with fixed lines are rows, with or without an amount.
    tokenised, amounts = tokenise(lines if form.layout in _FIXED else unwrap(lines))
    pairs = form.layout == "economics"
    kept = join_cuts(without_furniture(tokenised, form), amounts, bare=not pairs)
    called = names or chart(None)
    if form.layout in _FIXED:
        rows, damage = read_sides(with_integers(kept), form)
        return LinesRead(tuple(rows), tuple(damage))
    coded = form.layout != "projects"
    # Once more without the headers: a row that a page break tears goes on behind the one that is repeated there.
    rows_only = join_cuts(rows_of(kept, form), amounts, bare=not pairs)
    drafts = drafts_of(stream(rows_only, codes=coded, pairs=pairs), amounts, pairs, opening=not coded)
    if not coded:
        rows, damage = read_projects(drafts, form)
    elif form.layout == "single" and not any(d.codes and any(d.words) and d.numbers for d in drafts):
        rows, damage = read_single(with_integers(kept), form)
    else:
        rows, damage = read_coded(drafts, form, called)
    return LinesRead(tuple(rows), tuple(damage))


def chart(year: int | None) -> Names:
    """What the chart of accounts of a year calls a code."""

    def names(kind: str, code: str) -> tuple[str, ...]:
        entry = lookup(kind, code, year) or lookup(kind, code)
        return entry.names if entry is not None else ()

    return names
