"""Text that kept the cells of all its tables: there a figure stands where its issuer put it.

A converter that loses or adds cells does so in many rows: some row of the document is then wider or narrower than its header.
Where no row of any table is, and nearly all rows add up as they stand, nothing was shifted. A figure in the wrong column or a
row that stands twice is the issuer's mistake then, and is reported and not put right in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gouji.model.amount import parse_number
from gouji.recognition import grid_rows
from gouji.recognition.grid_cells import RawRow, raw_rows
from gouji.recognition.grid_header import align
from gouji.recognition.grid_pages import Page, pages
from gouji.recognition.grid_sides import line_labels
from gouji.recognition.grid_words import leaves, vocabulary
from gouji.recognition.segment import FormSegment
from gouji.reconcile.candidates import hinted
from gouji.reconcile.loose import LooseForm
from gouji.reconcile.puzzle import Puzzle
from gouji.sources.document import Grid
from gouji.standards.template import FormTemplate, Template

RARE = 10  # an issuer misplaces figures in fewer rows than one of so many


@dataclass(frozen=True, slots=True)
class _Counts:
    """Rows with relations of their own, as they stand: how many satisfy them and how many do not."""

    right: int
    wrong: int


def as_they_stand(
    segments: Sequence[FormSegment], template: Template, loosely: Callable[[FormSegment], LooseForm]
) -> tuple[LooseForm, ...]:
    """The forms of a document, read by their own columns where the text kept the cells of all its tables; else `loosely`."""
    # Where a source gives positions, the loose reader believes them: there may be nothing left to do.
    found = [loosely(s) for s in segments] if any(_positioned(s) for s in segments) else None
    kept = None if found is not None and all(form.exact for form in found) else _kept(segments)
    if kept is None:
        return tuple(map(loosely, segments) if found is None else found)
    stand = [grid_rows.read(segment, template, rows) for segment, rows in zip(segments, kept, strict=True)]
    counts = [_counts(form, template) for form in stand]
    right, wrong = sum(c.right for c in counts), sum(c.wrong for c in counts)
    if RARE * wrong >= right or not all(_clean(form) for form in stand):
        return tuple(map(loosely, segments) if found is None else found)
    pairs = zip(segments, stand, counts, strict=True)
    # A header that is moved against its rows is wrong for all of them: most rows of the form must speak for it.
    return tuple(own if not count.wrong or count.wrong < count.right else loosely(segment) for segment, own, count in pairs)


def _positioned(segment: FormSegment) -> bool:
    return any(isinstance(block, Grid) and block.exact for block in segment.blocks)


def _kept(segments: Sequence[FormSegment]) -> list[list[RawRow]] | None:
    """The rows of each form by their own columns, where every row has as many cells as its header, and every column of the
    header is named; None where that is not so of all forms."""
    out: list[list[RawRow]] = []
    for segment in segments:
        form = segment.template
        if form is None or not any(isinstance(b, Grid) for b in segment.blocks):
            return None
        out.append(raw_rows(tuple(replace(b, exact=True) if isinstance(b, Grid) else b for b in segment.blocks)))
        printed = raw_rows(segment.blocks) if any(cell.carried for row in out[-1] for cell in row.cells) else out[-1]
        rows = [row for row in printed if row.width > 1]
        if len({row.width for row in rows}) > 1 or not (form.sides or _named(rows, form)):
            return None
    return out


def _named(rows: Sequence[RawRow], form: FormTemplate) -> bool:
    words = leaves(form)
    found = pages(rows, vocabulary(form), line_labels(form))
    return bool(found) and bool(found[0].header) and all(_whole(page, len(words), form) for page in found)


def _whole(page: Page, count: int, form: FormTemplate) -> bool:
    """Whether a page's header (if it prints one) is the template's, column for column."""
    if not page.header:
        return True
    header = align(page.header, leaves(form))
    return header.width == count and all(header.leaf.get(i) == i and i in header.known for i in range(count))


def _clean(form: LooseForm) -> bool:
    """Whether every number is printed whole and stands in a column of amounts of its own."""
    for row in form.rows:
        hints = [n.hint for n in row.numbers]
        if None in hints or len(set(hints)) < len(hints):
            return False
        if any(n.damaged or parse_number(n.raw) is None for n in row.numbers):
            return False
    return True


def _counts(form: LooseForm, template: Template) -> _Counts:
    rows = [row for row in Puzzle([form], template).rows if row.relations and len(row.options) > 1]
    right = sum(any(all(r.allows(c) for r in row.relations) for c in hinted(row)) for row in rows)
    return _Counts(right, len(rows) - right)
