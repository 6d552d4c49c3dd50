"""What stands before the first part of a Word document: cover, contents list with page numbers; and the feet of its pages."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from gouji.publishing.pages import Publication

DEPTH = 2  # levels of headings that the contents list shows
PREFIX = "_Toc"  # of bookmarks of headings, as Word itself names them


class Marks:
    """Bookmarks of the headings in the order of the contents list, so that its entries find their pages."""

    def __init__(self) -> None:
        self.count = 0

    def put(self, heading: Any) -> None:
        """Marks the next heading."""
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self.count))
        start.set(qn("w:name"), f"{PREFIX}{self.count}")
        runs = heading._p.findall(qn("w:r"))
        runs[0].addprevious(start)
        runs[-1].addnext(end)
        self.count += 1


def cover(document: Any, publication: Publication, draft: bool) -> None:
    """The title in two lines, the body's name above the year."""
    head, year, tail = publication.title.partition(f"{publication.year}年")
    title = document.add_paragraph(style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(200)
    title.add_run(head).add_break()
    title.add_run(year + tail)
    if draft:
        document.add_paragraph("草稿", style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_page_break()


def contents(document: Any, publication: Publication) -> None:
    """The contents list: a field that Word can write anew, its entries in place, each with a field for its page."""
    heading = document.add_paragraph("目　录", style="Title")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.runs[0].font.size = Pt(18)
    entries = publication.contents
    for position, (level, words) in enumerate(entries):
        paragraph = document.add_paragraph(style=f"toc {level}")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"{PREFIX}{position}")
        paragraph._p.append(link)
        _run(link, words)
        _run(link).append(OxmlElement("w:tab"))
        _field(link, "begin", f"PAGEREF {PREFIX}{position} \\h")
        _field(link, "end")
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    document.settings.element.append(update)


def entry_style(style: Any, level: int, width: int) -> None:
    """An entry of the contents list: its page at the right margin behind a line of dots."""
    layout = style.paragraph_format
    layout.left_indent, layout.space_after = Pt(18 * (level - 1)), Pt(2)
    layout.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def page_numbers(section: Any) -> None:
    """Counts the pages from this section on, at the foot: — 1 —."""
    counting = OxmlElement("w:pgNumType")
    counting.set(qn("w:start"), "1")
    section._sectPr.append(counting)
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    _field(paragraph._p, "begin", "PAGE")
    _field(paragraph._p, "end")
    paragraph.add_run(" —")


def _run(parent: Any, words: str = "") -> Any:
    run = OxmlElement("w:r")
    if words:
        text = OxmlElement("w:t")
        text.set(qn("xml:space"), "preserve")
        text.text = words
        run.append(text)
    parent.append(run)
    return run


def _field(parent: Any, kind: str, instruction: str = "") -> None:
    """Begins a field with its instruction (its result follows), or ends it."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    _run(parent).append(mark)
    if not instruction:
        return
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = instruction
    _run(parent).append(words)
    _field(parent, "separate")
