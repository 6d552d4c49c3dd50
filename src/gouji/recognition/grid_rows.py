"""Rows of a form from the grids of its segment: labels, codes, and numbers with their columns where those can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gouji.model.disclosure import Damage, RowKind
from gouji.recognition.grid_beside import below_one_another, parted
from gouji.recognition.grid_cells import RawRow, peeled, raw_rows
from gouji.recognition.grid_counts import without_counts
from gouji.recognition.grid_header import NO_HEADER, align
from gouji.recognition.grid_join import Draft, join
from gouji.recognition.grid_left import Identity, identify
from gouji.recognition.grid_names import ChartNames, Names
from gouji.recognition.grid_numbers import decimals
from gouji.recognition.grid_pages import Page, pages
from gouji.recognition.grid_settle import settle
from gouji.recognition.grid_shape import NumberCell, Shape, ShapedRow, page_rows, shape, shaped
from gouji.recognition.grid_sides import SidesReader, line_labels
from gouji.recognition.grid_words import Leaf, leaves, vocabulary
from gouji.recognition.segment import FormSegment
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow
from gouji.standards.template import FormTemplate, Template

_PRINTED = 2  # decimals that forms in 万元 print
_ENOUGH = 3  # numbers with the usual decimals that a form must print before fewer decimals mean a cut


def read(segment: FormSegment, template: Template, printed: Sequence[RawRow] | None = None) -> LooseForm:
    """The rows of a segment whose blocks are grids (lines between them count as rows of one cell). `printed`: its rows, where
    the caller has them already.

    A number's `hint` is set only where header and layout agree on its column. What was lost or garbled is in `damage`.
    """
    raw = without_counts(raw_rows(segment.blocks) if printed is None else printed)
    exact = any(row.exact for row in raw) and all(row.exact for row in raw if row.width > 1)
    form = segment.template
    if form is None:
        rows, damage = _plain(raw, ChartNames(template.year))
    elif form.sides:
        rows, damage = _sides(raw, form)
    else:
        rows, damage = _single_sided(raw, form, ChartNames(template.year))
    rows = tuple(r for r in rows if r.label or r.numbers or r.codes)
    return LooseForm(
        kind=form.kind if form else "unknown",
        title=segment.title,
        rows=rows if exact else _cut_decimals(rows),
        number=segment.number,
        unit=segment.unit,
        note=segment.note,
        place=segment.place,
        exact=exact,
        number_printed=segment.number_printed,
        damage=tuple(dict.fromkeys(damage)),
    )


def _sides(raw: Sequence[RawRow], form: FormTemplate) -> tuple[tuple[LooseRow, ...], tuple[Damage, ...]]:
    words = leaves(form)
    known = vocabulary(form)
    reader = SidesReader(form, words, known)
    header = NO_HEADER
    for page in pages(raw, known, line_labels(form)):
        header = align(page.header, words) if page.header else header
        reader.page(page, header)
    result = reader.result()
    return result.rows, result.damage


def _single_sided(raw: Sequence[RawRow], form: FormTemplate, names: Names) -> tuple[tuple[LooseRow, ...], tuple[Damage, ...]]:
    words = leaves(form)
    drafts: list[Draft] = []
    header = NO_HEADER
    first = next((i for i, leaf in enumerate(words) if leaf.is_amount), 0)
    known = vocabulary(form)
    whole = parted([peeled(row, first) for row in below_one_another(raw, words)], known)
    for number, page in enumerate(pages(whole, known, line_labels(form))):
        on = shape(page, words, header)
        header = on.header
        drafts += [_draft(row, on, form, names, number) for row in page_rows(page, on)]
    return settle(join(drafts, names, all(row.exact for row in raw)), form, words)


def _draft(row: ShapedRow, on: Shape, form: FormTemplate, names: Names, page: int) -> Draft:
    who = identify(row.left, on.leaves, form, names)
    if row.raw.squeezed and form.lines:
        who.kind, who.item = RowKind.NOTE, form.lines[0].key
    numbers = [(n.cell.column, _number(n.cell.text, n, on.leaves)) for n in row.numbers]
    if not numbers and _outside(row, on):
        who = Identity(RowKind.ITEM, "", notes=[f"表外的文字“{c.text[:30]}”没有读入" for c, _ in row.left])
    draft = Draft(who, numbers, row.raw.place, {c.column: c.text for c, _ in row.left}, page=page)
    draft.damage += [f"金额栏里有无法识别的文字“{c.text[:20]}”" for c in row.stray]
    draft.damage += [f"“{n.cell.text[:20]}”旁有多余的符号" for n in row.numbers if n.reading.stray]
    return draft


def _outside(row: ShapedRow, on: Shape) -> bool:
    """Whether a row is a line of words beside the table: one cell where the table's first column has no words."""
    first = on.leaves[0].column.role if on.leaves else "label"
    return row.raw.width == 1 and first not in ("label", "text") and bool(on.begins)


def _number(raw: str, found: NumberCell, words: Sequence[Leaf]) -> LooseNumber:
    hint = words[found.leaf].column.path if found.leaf is not None else None
    return LooseNumber(found.reading.amount, raw, found.cell.place, hint, found.reading.damaged, found.reading.others)


def _plain(raw: Sequence[RawRow], names: Names) -> tuple[tuple[LooseRow, ...], tuple[Damage, ...]]:
    """Rows of a table that no template knows: first words as label, numbers in order."""
    page = Page((), tuple(raw))
    on = shape(page, ())
    rows = []
    for row in page.rows:
        told = shaped(row, on)
        who = identify(told.left, (), None, names)
        rows.append(
            LooseRow(RowKind.ITEM, who.label, numbers=tuple(_number(n.cell.text, n, ()) for n in told.numbers), place=row.place)
        )
    return tuple(rows), ()


def with_cuts(forms: Sequence[LooseForm]) -> tuple[LooseForm, ...]:
    """The forms of one document, with cut decimals marked also where a form has no zero at an end, but the others do."""
    amounts = [n.amount for f in forms if not f.exact for row in f.rows for n in row.numbers if n.amount]
    if not any(str(a).endswith("0") for a in amounts if decimals(a) == _PRINTED):
        return tuple(forms)
    return tuple(f if f.exact else replace(f, rows=_cut_decimals(f.rows, keeps_zeros=True)) for f in forms)


def _cut_decimals(rows: Sequence[LooseRow], keeps_zeros: bool = False) -> tuple[LooseRow, ...]:
    """Marks numbers with fewer decimals than nearly all others of the form print: their last digits were cut off.

    Only where the form prints zeros at the end (130.00): a form that drops them prints 107.4 for 107.40.
    """
    amounts = [n.amount for row in rows for n in row.numbers if n.amount is not None and n.amount]
    printed = Counter(decimals(a) for a in amounts)
    usual, often = printed.most_common(1)[0] if printed else (0, 0)
    keeps_zeros = keeps_zeros or any(str(a).endswith("0") for a in amounts if decimals(a) == usual)
    if not usual or often < _ENOUGH or often * 4 < len(amounts) * 3 or not keeps_zeros:
        return tuple(rows)
    return tuple(replace(row, numbers=tuple(_marked(n, usual) for n in row.numbers)) if row.numbers else row for row in rows)


def _marked(number: LooseNumber, usual: int) -> LooseNumber:
    if number.amount is None or not number.amount or decimals(number.amount) >= usual:
        return number
    return replace(number, damaged=True)
