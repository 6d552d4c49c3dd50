"""How a document falls apart: issuer and year, contents list, template, forms, and prose by heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gouji.recognition import headings, issuer, profile
from gouji.recognition.agreement import columns_weight
from gouji.recognition.announced import Announced
from gouji.recognition.captions import parse
from gouji.recognition.contents import Contents, read_contents
from gouji.recognition.fold import fold
from gouji.recognition.forms import Cut, Cutter
from gouji.recognition.heads import Head, read_head
from gouji.recognition.items import Item, items
from gouji.recognition.notes import begins_note
from gouji.recognition.profile import Evidence
from gouji.recognition.prose import read_prose
from gouji.recognition.running import without_running_lines
from gouji.recognition.segment import Outline
from gouji.recognition.titles import Titles
from gouji.sources.document import Document, Grid
from gouji.standards.remembered import Remembered
from gouji.standards.template import FormTemplate, Template

_TERMS = ("收入", "支出", "财政拨款", "一般公共预算", "基本支出", "项目支出", "三公", "政府性基金", "收支")
_ENOUGH = 3
_NO_TITLES = Titles(())
_titles = Remembered[tuple[FormTemplate, ...], Titles](Titles)
_titles_of = Remembered(Titles.of)
_TOP = 3  # rows of a grid in which captions may stand


def outline(document: Document) -> Outline:
    """The document told apart. `template` is None where no template covers its province; forms are then only those that
    the general names of forms tell, without template."""
    anywhere = _titles(profile.every_form())
    found = _items(document, anywhere)
    known = issuer.names(found)
    names = frozenset(known.votes)
    contents = read_contents(found, anywhere, names)
    heads = _heads(found, contents, anywhere, names)
    divisions = issuer.divisions(found)
    year = issuer.fiscal_year(_years(heads), found)
    announced = Announced((fold(entry.title) for entry in contents.entries), names)
    evidence = _evidence(heads, contents, divisions, year, names)
    template, cut = _choose(found, contents, evidence, announced)
    told = read_prose(cut.rest, announced)
    sort = template.document if template else issuer.document(found)
    kind = issuer.kind(found, (f.title for f in cut.forms), sort)
    return Outline(
        template=template,
        issuer=issuer.issuer(known, kind, divisions),
        fiscal_year=year,
        kind=kind,
        sections=told.sections,
        prose=told.prose,
        forms=cut.forms,
        contents=contents.entries,
        damage=(*cut.damage, *told.damage),
        owners=issuer.owners(found),
    )


def _choose(found: Sequence[Item], contents: Contents, evidence: Evidence, announced: Announced) -> tuple[Template | None, Cut]:
    """The template for which most speaks, titles, codes and headers together, and the document cut by it; None where more
    speaks for a province that no template covers."""
    best: tuple[float, Template | None, Cut | None] = (0.0, None, None)
    for candidate in profile.candidates(evidence):
        template = candidate.load()
        cut = _cut(found, contents, template, evidence.names, announced)
        weight = candidate.weight + columns_weight(cut.forms)
        if weight > best[0]:
            best = (weight, template, cut)
    return best[1], best[2] or _cut(found, contents, None, evidence.names, announced)


def looks_like_budget(document: Document) -> bool:
    """Whether anything in the document speaks of a body's budget or final account: forms' titles, or terms of accounts."""
    titles = _titles(profile.every_form())
    found = _items(document, titles)
    if any(item.text and titles.match(item.text) for item in found):
        return True
    text = "".join(item.text for item in found)
    cells = "".join(c.text for i in found if isinstance(i.block, Grid) for row in i.block.rows for c in row)
    terms = sum(term in text or term in cells for term in _TERMS)
    return (
        terms >= _ENOUGH
        and sum(t.count(w) for t in (text, cells) for w in ("预算", "决算")) >= _ENOUGH
        and "元" in text + cells
    )


def _cut(
    found: Sequence[Item], contents: Contents, template: Template | None, names: frozenset[str], announced: Announced
) -> Cut:
    titles = _titles_of(template) if template else _NO_TITLES
    return Cutter(found, contents.taken, template, titles, names, announced).cut()


def _items(document: Document, titles: Titles) -> list[Item]:
    def comes_out(cells: Sequence[str], index: int) -> int:
        """How many cells of a row are no cells of a table: captions, a title, a note, a heading; with a page number."""
        if len(cells) == 2 and len(cells[1]) <= 3 and cells[1].isdigit():
            return int(titles.match(cells[0]) is not None or headings.names_section(cells[0]))
        return len(cells) if all(_outside(cell, index, titles) for cell in cells) else 0

    return without_running_lines(items(document.blocks, comes_out))


def _outside(text: str, index: int, titles: Titles) -> bool:
    caption = parse(text)
    if caption and not caption.rest and not caption.is_empty:
        # A name or year alone is a caption only above the table; further down it is one of its cells.
        return index < _TOP or caption.number is not None or caption.unit is not None
    return titles.match(text) is not None or begins_note(text) or headings.ends_form(text)


def _heads(found: list[Item], contents: Contents, titles: Titles, names: frozenset[str]) -> list[Head]:
    out = []
    at = 0
    while at < len(found):
        head = None if at in contents.taken or found[at].is_grid else read_head(found, at, titles, names)
        if head:
            out.append(head)
        at = head.end if head else at + 1
    return out


def _years(heads: list[Head]) -> list[int]:
    stated = [(h.title.year if h.title else None) or h.caption.year for h in heads]
    return [year for year in stated if year]


def _evidence(
    heads: Sequence[Head], contents: Contents, divisions: Counter[str], year: int | None, names: frozenset[str]
) -> Evidence:
    return Evidence(
        divisions=divisions,
        year=year,
        announced=tuple(fold(entry.title) for entry in contents.entries),
        titled=tuple((h.title.text if h.title else fold(h.words), profile.number_of(h)) for h in heads if h.words),
        names=names,
    )


__all__ = ["looks_like_budget", "outline"]
