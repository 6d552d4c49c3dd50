"""A Word document as an office would publish it: real styles, contents, landscape where wide, header rows repeated."""

from __future__ import annotations

import io
from typing import Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from gouji.publishing import docx_front as front
from gouji.publishing.fit import ANY_DIGIT, fit
from gouji.publishing.grid import TOGETHER, Cell, Table
from gouji.publishing.pages import Publication, Sheet
from gouji.publishing.zipped import FIXED, settled

BODY, HEADING, LATIN = "宋体", "黑体", "Times New Roman"
A4 = (Cm(21.0), Cm(29.7))
SIDE, FORM_SIDE = Cm(2.2), (Cm(1.6), Cm(1.4))  # margins: of the text; of upright and of wide forms
BLACK = RGBColor(0, 0, 0)
CAPTION = "Caption"  # the style of what stands around a form: its number, unit line and notes


def docx(publication: Publication, draft: bool = False) -> bytes:
    """The document. Its contents list is a field with its entries in place: Word brings the page numbers up to date."""
    document = new_document()
    _styles(document)
    _properties(document, publication)
    _page(document.sections[0], wide=False, side=SIDE)
    front.cover(document, publication, draft)
    front.contents(document, publication)
    counted = document.add_section(WD_SECTION.NEW_PAGE)
    front.page_numbers(counted)
    marks = front.Marks()
    for n, section in enumerate(publication.sections):
        heading = document.add_heading(section.title, min(section.level, 4))
        heading.paragraph_format.page_break_before = section.level == 1 and n > 0
        if section.level <= front.DEPTH:
            marks.put(heading)
        for line in section.text.splitlines():
            if line.strip():
                document.add_paragraph(line.strip(), style="Body Text")
    for n, sheet in enumerate(publication.sheets):
        _page(document.add_section(WD_SECTION.NEW_PAGE), sheet.table.wide, FORM_SIDE[sheet.table.wide])
        if n == 0:
            marks.put(document.add_heading(publication.attachment, 1))
        _sheet(document, sheet, marks)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue())


def _styles(document: Any) -> None:
    for level in range(1, front.DEPTH + 1):
        document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
    sizes = {"Normal": (BODY, 12), "Body Text": (BODY, 12), "Title": (HEADING, 26), CAPTION: (BODY, 10)}
    sizes |= {f"toc {level}": (BODY, 12) for level in range(1, front.DEPTH + 1)}
    sizes |= {f"Heading {n}": (HEADING, size) for n, size in ((1, 18), (2, 15), (3, 13), (4, 12))}
    for name, (font, size) in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]  # a theme's font would be chosen before the named one
        fonts.set(qn("w:eastAsia"), font)
        style.font.color.rgb = BLACK
    title = document.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    document.styles["Title"].font.bold = True
    document.styles["Title"].paragraph_format.line_spacing = 1.5
    caption = document.styles[CAPTION]
    caption.font.bold, caption.paragraph_format.space_after = False, Pt(3)
    for level in range(1, front.DEPTH + 1):
        front.entry_style(document.styles[f"toc {level}"], level, A4[0] - 2 * SIDE)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # else a reader's machine may choose glyphs of another country
    document.styles["Body Text"].paragraph_format.first_line_indent = Pt(24)
    document.styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _properties(document: Any, publication: Publication) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = publication.title, publication.issuer, ""
    properties.created = properties.modified = FIXED
    properties.last_modified_by = publication.issuer


def _page(section: Any, wide: bool, side: int) -> None:
    width, height = A4
    for counting in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(counting)  # a new section is a copy of the one before: it goes on counting
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if wide else (width, height)
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = side


def _sheet(document: Any, sheet: Sheet, marks: front.Marks) -> None:
    if sheet.number:
        document.add_paragraph(sheet.number, style=CAPTION)
    heading = document.add_heading(sheet.title, 2)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    marks.put(heading)
    if sheet.subtitle:
        document.add_paragraph(sheet.subtitle, style=CAPTION).alignment = WD_ALIGN_PARAGRAPH.CENTER
    section = document.sections[-1]
    width = section.page_width - section.left_margin - section.right_margin
    captions = document.add_paragraph(sheet.issuer_line, style=CAPTION)
    captions.paragraph_format.tab_stops.add_tab_stop(width, alignment=2)
    if sheet.unit_line:
        captions.add_run("\t" + sheet.unit_line)
    document.element.body.insert(-1, _table(sheet.table, width, bool(sheet.notes)))
    for n, note in enumerate(sheet.notes):
        paragraph = document.add_paragraph(note, style=CAPTION)
        paragraph.paragraph_format.space_before = Pt(6 if n == 0 else 0)


def _table(table: Table, width: int, followed: bool) -> Any:
    """The table's XML, written cell by cell: several times faster than merging cells one after the other.

    Its last rows stay together; `followed`: notes stand under it, and go with them to the next page.
    """
    made = OxmlElement("w:tbl")
    made.append(_table_properties())
    points, columns = fit(table, width / 12700, ANY_DIGIT)
    widths = [round(20 * w) for w in columns]  # twentieths of a point
    grid = OxmlElement("w:tblGrid")
    for each in widths:
        column = OxmlElement("w:gridCol")
        column.set(qn("w:w"), str(each))
        grid.append(column)
    made.append(grid)
    size = round(2 * points - 0.5)  # half points
    open_cells: dict[int, tuple[Cell, int]] = {}  # column → (cell, rows that it still reaches down)
    for index, row in enumerate(table.rows):
        last = len(table.rows) - 1 - index
        kept = followed if last == 0 else last < TOGETHER
        made.append(_row(row, index < table.header_rows, open_cells, table.width, widths, size, kept))
    return made


def _table_properties() -> Any:
    properties = OxmlElement("w:tblPr")
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "auto")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    layout = OxmlElement("w:tblLayout")
    layout.set(qn("w:type"), "fixed")
    properties.append(borders)
    properties.append(layout)
    margins = OxmlElement("w:tblCellMar")
    for side, room in (("top", "12"), ("left", "40"), ("bottom", "12"), ("right", "40")):
        _append(margins, f"w:{side}", {"w:w": room, "w:type": "dxa"})
    properties.append(margins)
    return properties


def _row(
    row: tuple[tuple[int, Cell], ...],
    head: bool,
    open_cells: dict[int, tuple[Cell, int]],
    width: int,
    widths: list[int],
    size: int,
    kept: bool,
) -> Any:
    made = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    made.append(properties)
    begins = dict(row)
    column = 0
    while column < width:
        cell = begins.get(column)
        if cell is not None:
            merge = "restart" if cell.row_span > 1 else None
            if merge:
                open_cells[column] = (cell, cell.row_span - 1)
            made.append(_cell(cell, cell.text, merge, head, sum(widths[column : column + cell.column_span]), size, kept))
            column += cell.column_span
            continue
        above, left = open_cells.get(column, (Cell(""), 0))
        if left == 1:
            del open_cells[column]
        elif left > 1:
            open_cells[column] = (above, left - 1)
        merge = "continue" if left else None
        made.append(_cell(above, "", merge, head, sum(widths[column : column + above.column_span]), size, kept))
        column += above.column_span
    return made


def _cell(cell: Cell, text: str, merge: str | None, head: bool, width: int, size: int, kept: bool) -> Any:
    made = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    _append(properties, "w:tcW", {"w:w": str(width), "w:type": "dxa"})
    if cell.column_span > 1:
        _append(properties, "w:gridSpan", {"w:val": str(cell.column_span)})
    if merge:
        _append(properties, "w:vMerge", {"w:val": merge})
    _append(properties, "w:vAlign", {"w:val": "center"})
    made.append(properties)
    paragraph = OxmlElement("w:p")
    layout = OxmlElement("w:pPr")
    if kept:
        layout.append(OxmlElement("w:keepNext"))
    _append(layout, "w:spacing", {"w:before": "0", "w:after": "0", "w:line": "240", "w:lineRule": "auto"})
    align = "center" if head else "right" if cell.amount is not None else "left"
    if cell.indent and not head:
        _append(layout, "w:ind", {"w:firstLineChars": str(100 * cell.indent), "w:firstLine": str(10 * size * cell.indent)})
    _append(layout, "w:jc", {"w:val": align})
    mark = OxmlElement("w:rPr")
    _append(mark, "w:sz", {"w:val": str(size)})  # an empty row is no higher than one with words
    layout.append(mark)
    paragraph.append(layout)
    if text:
        run = OxmlElement("w:r")
        style = OxmlElement("w:rPr")
        if head:
            style.append(OxmlElement("w:b"))
        _append(style, "w:sz", {"w:val": str(size)})
        run.append(style)
        words = OxmlElement("w:t")
        words.set(qn("xml:space"), "preserve")
        words.text = text
        run.append(words)
        paragraph.append(run)
    made.append(paragraph)
    return made


def _append(parent: Any, tag: str, attributes: dict[str, str]) -> None:
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(key), value)
    parent.append(made)
