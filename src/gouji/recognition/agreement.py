"""Whether a document's tables have a template's columns: many provinces name their forms alike and rule them differently.

The answer is a weight of evidence: how much likelier the headers are under the template than under “another province's
forms”, as a logarithm. It adds to the weights of titles and codes (`profile`); nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.recognition.fold import fold
from gouji.recognition.forms import HEADER_CELLS, first_words
from gouji.recognition.grid_cells import raw_rows
from gouji.recognition.grid_counts import without_counts
from gouji.recognition.grid_unknown import header_rows
from gouji.recognition.items import Item
from gouji.recognition.profile import weigh
from gouji.recognition.segment import FormSegment
from gouji.sources.document import Grid, Paragraph
from gouji.standards.template import Column, FormTemplate

# How often a column that a template asks for is named in the header: under that template (printed ones all, a bad scan 62%),
# and where the forms are another province's (29 … 50% measured). The same for a header's own words, of clean sources only.
ASKED, ASKED_ELSEWHERE = 0.8, 0.45
PRINTED, PRINTED_ELSEWHERE = 0.9, 0.5

_LAYOUTS_WITHOUT = ("project_performance", "department_performance")  # their columns differ from body to body
_SUMS = frozenset({"合计", "小计", "总计", "金额", "预算数"})  # columns of any table, which tell nothing
_HEADED = 2  # a form without rules of which fewer columns are named has lost its header and says nothing


def columns_weight(segments: Sequence[FormSegment]) -> float:
    """The weight of evidence of the segments' headers for their templates; 0 where no form has kept its header."""
    weight = 0.0
    for segment in segments:
        form = segment.template
        if form is None or form.layout in _LAYOUTS_WITHOUT or not segment.blocks:
            continue
        named, asked = _named(form, segment)
        known, strange = _printed(form, segment)
        if named < _HEADED and not known + strange:
            continue
        weight += weigh(named, asked - named, ASKED, ASKED_ELSEWHERE) + weigh(known, strange, PRINTED, PRINTED_ELSEWHERE)
    return weight


def _named(form: FormTemplate, segment: FormSegment) -> tuple[int, int]:
    """How many of a form's amount columns its header names, and how many there are."""
    items = [Item(b, fold(b.text) if isinstance(b, Paragraph) else "") for b in segment.blocks[:HEADER_CELLS]]
    text = "".join(first_words(items))
    columns = [column for column in form.amounts() if not _SUMS.issuperset(column.headers)]
    return sum(any(fold(word) in text for word in column.headers) for column in columns), len(columns)


def _printed(form: FormTemplate, segment: FormSegment) -> tuple[int, int]:
    """How many of a ruled header's words the form knows, and how many it does not."""
    grid = next((b for b in segment.blocks if isinstance(b, Grid)), None)
    if grid is None or not grid.exact:
        return 0, 0
    known = {word for column in _all(form) for word in column.headers} | {fold(s.name) for s in form.sides}
    words = {fold(c.text) for row in header_rows(without_counts(raw_rows([grid]))) for c in row.cells if not c.carried}
    words = {w for w in words if w and w not in _SUMS}
    hits = sum(w in known or any(w.endswith(fold(s.name)) for s in form.sides) for w in words)
    return hits, len(words) - hits


def _all(form: FormTemplate) -> Iterator[Column]:
    """Every column of a form, groups too."""
    stack = [*form.columns, *(c for side in form.sides for c in side.columns)]
    while stack:
        column = stack.pop()
        yield column
        stack += column.children
