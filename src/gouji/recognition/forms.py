"""Cutting a document's items into forms and what stands between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gouji.model.disclosure import Damage
from gouji.recognition import headings
from gouji.recognition.announced import NONE, Announced
from gouji.recognition.captions import Caption, official_number, parse
from gouji.recognition.fold import fold
from gouji.recognition.heads import Head, read_head
from gouji.recognition.items import Item, span
from gouji.recognition.notes import begins_note, goes_on
from gouji.recognition.profile import number_of
from gouji.recognition.segment import FormSegment
from gouji.recognition.titles import Titles
from gouji.sources.document import Block, Grid
from gouji.standards.template import FormTemplate, Template

HEADER_CELLS = 80  # texts at a form's beginning in which its header states the unit
_OWN_PROJECT = re.compile(r"项目名称")
_MANY_PROJECTS = re.compile(r"(?:单位|项目)编码|项目单位")


@dataclass(slots=True)
class Draft:
    """A form while it is being collected. `items` are all of its items, captions and notes too."""

    form: FormTemplate | None
    title: str
    caption: Caption
    items: list[Item]
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    in_note: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """The forms, the items that belong to none, and what was seen to be lost."""

    forms: tuple[FormSegment, ...]
    rest: tuple[Item, ...]
    damage: tuple[Damage, ...]


class Cutter:
    """Walks over the items once and deals them out."""

    def __init__(
        self,
        found: Sequence[Item],
        taken: frozenset[int],
        template: Template | None,
        titles: Titles,
        names: frozenset[str],
        announced: Announced = NONE,
    ):
        self._announced = announced
        self._found, self._taken, self._template, self._titles, self._names = found, taken, template, titles, names
        self._drafts: list[Draft] = []
        self._open: Draft | None = None
        self._rest: list[Item] = []
        self._damage: list[Damage] = []

    def cut(self) -> Cut:
        at = 0
        while at < len(self._found):
            if at in self._taken:
                self._open = None
                at += 1
                continue
            at = self._step(at)
        forms = self._finished()
        return Cut(forms, tuple(self._rest), tuple(self._damage))

    def _step(self, at: int) -> int:
        item = self._found[at]
        head = None if item.is_grid else read_head(self._found, at, self._titles, self._names)
        if head and (form := self._form(head)) is not False:
            self._begin(head, form)
            return head.end
        if not item.is_grid and (self._ends(item)):
            self._open = None
            end = self._heading_end(at)
            self._rest += self._found[at:end]
            return end
        if self._open:
            self._take(self._open, item)
        elif item.is_grid:
            self._untitled(item)
        else:
            self._rest.append(item)
        return at + 1

    def _ends(self, item: Item) -> bool:
        """Whether an item is a heading, which ends the form before it."""
        return headings.ends_form(item.text) or headings.opens_page(item) or self._announced(item)

    def _heading_end(self, at: int) -> int:
        """Where a heading that may be cut over lines ends; at the latest where a form's head begins."""
        heading = headings.read_heading(self._found, at, 0)
        end = at + 1
        while heading and end < heading.end and end not in self._taken:
            text = self._found[end].text
            caption = parse(text)
            if (caption and not caption.rest) or self._titles.match(text, self._names):
                break
            end += 1
        return end

    def _form(self, head: Head) -> FormTemplate | bool | None:
        """The form that a head opens: None for one that no template has, False where the head opens nothing."""
        follows = self._found[head.end] if head.end < len(self._found) and head.end not in self._taken else None
        if head.title:
            if head.captioned or (follows is not None and follows.is_grid):
                return head.title.form
            if head.title.ordinal or follows is None or headings.ends_form(follows.text):
                return False
            again = read_head(self._found, head.end, self._titles, self._names)
            bare = again is not None and again.title is not None and not again.captioned
            return False if bare else head.title.form
        if head.words:
            return None
        number = number_of(head)
        if self._template is None or number is None or follows is None:
            return False
        return next((f for f in self._template.forms.values() if f.number == number), False)

    def _begin(self, head: Head, form: FormTemplate | bool | None) -> None:
        assert not isinstance(form, bool)
        items = list(self._found[head.begin : head.end])
        current = self._open
        if current and form and current.form is form and not self._is_new(head, current):
            current.items += items
            current.caption = _merged(current.caption, head.caption)
            current.title = current.title or head.words
            current.in_note = False
            return
        if form and not head.words:
            self._damage.append(
                Damage(span(items), f"表名缺失，按编号{official_number(head.caption.number or '')}认作“{form.titles[0]}”")
            )
        if form and head.garbled:
            self._damage.append(Damage(span(items), f"表名“{head.words}”有字不清，认作“{form.titles[0]}”"))
        self._open = Draft(form, head.words, head.caption, items)
        self._drafts.append(self._open)

    def _is_new(self, head: Head, current: Draft) -> bool:
        """Whether a title that comes again begins a form of its own (one target form a project) and no new page."""
        if not current.blocks or current.form is None or current.form.layout != "project_performance":
            return False
        words = first_words(self._found[head.end : head.end + 20])
        own = any(_OWN_PROJECT.match(w) for w in words)
        return own and not any(_MANY_PROJECTS.match(w) for w in words)

    def _take(self, draft: Draft, item: Item) -> None:
        """An item of the open form: a note, or one of its blocks."""
        draft.items.append(item)
        text = item.text
        if text and (begins_note(text) or (draft.in_note and goes_on(fold(draft.notes[-1]), text))):
            draft.notes.append(item.raw)
            draft.in_note = True
        else:
            draft.blocks.append(item.block)
            draft.in_note = False

    def _untitled(self, item: Item) -> None:
        """A grid in the midst of prose: a table that no caption announces."""
        before = self._rest[-1].text if self._rest else ""
        title = before if before.endswith("表") and len(before) <= 40 else ""
        self._open = None
        self._drafts.append(Draft(None, title, Caption(), [item], [item.block]))

    def _finished(self) -> tuple[FormSegment, ...]:
        parts: Counter[str] = Counter()
        out = []
        for draft in self._drafts:
            if draft.form is None and not any(isinstance(b, Grid) for b in draft.blocks):
                self._rest += draft.items
                if self._template is None and draft.title and not draft.caption.is_empty:
                    says = f"“{draft.title}”没有表格线，也没有适用的模板，各列无法分辨"
                    self._damage.append(Damage(span(draft.items), says))
                continue
            kind = draft.form.kind if draft.form else ""
            parts[kind] += 1
            out.append(_segment(draft, parts[kind], self._template))
        self._rest.sort(key=lambda i: i.line or 0)
        return tuple(out)


def _segment(draft: Draft, part: int, template: Template | None) -> FormSegment:
    form = draft.form
    printed = official_number(draft.caption.number) if draft.caption.number else None
    number = printed or ((form.official or None) if form else None)
    default = form.unit if form else template.unit if template else "万元"
    return FormSegment(
        template=form,
        title=draft.title or (form.titles[0] if form else ""),
        blocks=tuple(draft.blocks),
        number=number,
        number_printed=printed is not None,
        unit=draft.caption.unit or _header_unit(draft, form) or default,
        note="".join(draft.notes) or None,
        place=span(draft.items),
        part=part,
    )


def _header_unit(draft: Draft, form: FormTemplate | None) -> str | None:
    """The unit that a header states: 项目金额（元）."""
    words = [re.escape(fold(form.unit_in))] if form and form.unit_in else []
    pattern = re.compile(rf"(?:{'|'.join([*words, '金额', '资金', '总额'])})\((万元|千元|百元|元)\)")
    text = "".join(first_words([Item(b, fold(getattr(b, "text", ""))) for b in draft.blocks[:HEADER_CELLS]]))
    match = pattern.search(text)
    return match[1] if match else None


def first_words(items: Sequence[Item]) -> list[str]:
    """The texts, folded, with which some items begin: paragraphs, and cells of grids in order."""
    out: list[str] = []
    for item in items:
        if isinstance(item.block, Grid):
            out += [fold(cell.text[:80]) for row in item.block.rows[:12] for cell in row]
        elif item.text:
            out.append(item.text)
        if len(out) >= HEADER_CELLS:
            break
    return out[:HEADER_CELLS]


def _merged(old: Caption, new: Caption) -> Caption:
    return replace(
        old, number=old.number or new.number, unit=old.unit or new.unit, name=old.name or new.name, year=old.year or new.year
    )
