"""Whether a document's tables have a template's columns: many provinces name their forms alike and rule them differently."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.recognition.fold import fold
from gouji.recognition.forms import HEADER_CELLS, first_words
from gouji.recognition.items import Item
from gouji.recognition.segment import FormSegment
from gouji.sources.document import Paragraph
from gouji.standards.template import FormTemplate

_LAYOUTS_WITHOUT = ("project_performance", "department_performance")  # their columns differ from body to body
_SUMS = frozenset({"合计", "小计", "总计", "金额", "预算数"})  # columns of any table, which tell nothing
_HEADED = 2  # a form of which fewer columns are named has lost its header and says nothing


def columns_agree(segments: Sequence[FormSegment]) -> bool:
    """Whether three in five of the columns that the segments' templates ask for are named in their headers.

    True where no form has kept its header. A scan's garbled headers still name so many (measured on
    the seeds: 62%; printed ones all; another province's forms 50%).
    """
    known, asked = 0, 0
    for segment in segments:
        form = segment.template
        if form is None or form.layout in _LAYOUTS_WITHOUT or not segment.blocks:
            continue
        named, all_ = _named(form, segment)
        if named >= _HEADED:
            known, asked = known + named, asked + all_
    return known * 5 >= asked * 3


def _named(form: FormTemplate, segment: FormSegment) -> tuple[int, int]:
    """How many of a form's amount columns its header names, and how many there are."""
    items = [Item(b, fold(b.text) if isinstance(b, Paragraph) else "") for b in segment.blocks[:HEADER_CELLS]]
    text = "".join(first_words(items))
    columns = [column for column in form.amounts() if not _SUMS.issuperset(column.headers)]
    return sum(any(fold(word) in text for word in column.headers) for column in columns), len(columns)
