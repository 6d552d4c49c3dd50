"""A Word document (DOCX) → a Document: paragraphs with their counted numbers, tables with merged cells, text boxes, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gouji.model.disclosure import Damage, Source
from gouji.model.place import NOWHERE, Place
from gouji.sources.archive import Container
from gouji.sources.document import Block, Document, Grid, GridCell, Paragraph, SourceError
from gouji.sources.docx.numbering import Numbering, W, whole
from gouji.sources.limits import LIMITS, Limits
from gouji.sources.xml import parse

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{_MC}Fallback"}
_AROUND = {f"{W}sdt", f"{W}sdtContent", f"{W}smartTag", f"{W}customXml", f"{W}ins", f"{W}moveTo"}  # seen through
_MAX_SPAN = 512
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LARGE = 3_600_000  # of 914,400 to the inch: nearly four inches both ways


@dataclass(slots=True)
class _Walk:
    """Where the walk through the body stands."""

    numbering: Numbering
    styles: dict[str, tuple[int | None, tuple[str, int] | None]]
    limits: Limits
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0
    boxes: list[etree._Element] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)
    seen: dict[Place, etree._Element] = field(default_factory=dict)


def places(body: etree._Element, limits: Limits = LIMITS) -> dict[Place, etree._Element]:
    """The paragraphs and cells of a body by the places that `read` gives them."""
    walk = _Walk(Numbering.of(None), {}, limits)
    for _ in _blocks(body, walk, 0):
        pass
    return walk.seen


def read(data: bytes, source: Source, limits: Limits = LIMITS) -> Document:
    """The document in a DOCX file. Raises SourceError for a damaged, protected or oversized one."""
    container = Container(data, source.name, limits)
    root = parse(container.read("word/document.xml"), source.name)
    body = root.find(f"{W}body")
    if body is None:
        raise SourceError(f"{source.name}：Word文件没有正文", f"{source.name}: the Word file has no body")
    walk = _Walk(Numbering.of(_part(container, "word/numbering.xml")), _styles(_part(container, "word/styles.xml")), limits)
    blocks = list(_blocks(body, walk, 0))
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        notes = _part(container, part)
        if notes is not None:
            blocks.extend(b for note in notes if note.get(f"{W}type") is None for b in _blocks(note, walk, 0))
    return Document(source, tuple(blocks), (*walk.damage, *_pictures(body)))


def _pictures(body: etree._Element) -> Iterator[Damage]:
    """A line where the document has pictures of a page's size: a scan put into it is not read."""
    sides = ((whole(e.get("cx")), whole(e.get("cy"))) for e in body.iter(f"{_WP}extent"))
    large = sum(1 for cx, cy in sides if min(cx or 0, cy or 0) >= _LARGE)
    if large:
        says = f"文中有{large}幅整页大小的图片，图片里的内容没有读；如果是扫描的页，请另存为PDF再读"
        yield Damage(NOWHERE, says, f"{large} pictures as large as a page are not read; save scanned pages as a PDF")


def _part(container: Container, member: str) -> etree._Element | None:
    return parse(container.read(member), container.name) if member in container else None


def _styles(root: etree._Element | None) -> dict[str, tuple[int | None, tuple[str, int] | None]]:
    """Style id → (heading level from 1, (list, depth))."""
    out: dict[str, tuple[int | None, tuple[str, int] | None]] = {}
    for style in root.iterfind(f"{W}style") if root is not None else ():
        properties = style.find(f"{W}pPr")
        if properties is not None:
            out[style.get(f"{W}styleId", "")] = (_outline(properties), _list(properties))
    return out


def _value(parent: etree._Element, *path: str) -> str | None:
    found = parent.find("/".join(f"{W}{tag}" for tag in path))
    return None if found is None else found.get(f"{W}val")


def _outline(properties: etree._Element) -> int | None:
    level = whole(_value(properties, "outlineLvl"))
    return level + 1 if level is not None and level < 9 else None


def _list(properties: etree._Element) -> tuple[str, int] | None:
    list_id, depth = _value(properties, "numPr", "numId"), _value(properties, "numPr", "ilvl")
    return None if list_id is None else (list_id, whole(depth) or 0)


def _blocks(parent: etree._Element, walk: _Walk, depth: int) -> Iterator[Block]:
    """The blocks among the children of a body, cell, note or text box, in order."""
    if depth > walk.limits.depth:
        return
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, walk, depth)
        elif child.tag == f"{W}tbl":
            yield from _table(child, walk, depth)
        elif child.tag in _AROUND:
            yield from _blocks(child, walk, depth + 1)


def _paragraph(element: etree._Element, walk: _Walk, depth: int) -> Iterator[Block]:
    walk.paragraphs += 1
    place = Place(paragraph=walk.paragraphs)
    walk.seen[place] = element
    properties = element.find(f"{W}pPr")
    heading, counted, page = None, None, False
    if properties is not None:
        heading, counted = walk.styles.get(_value(properties, "pStyle") or "", (None, None))
        heading, counted = _outline(properties) or heading, _list(properties) or counted
        page = properties.find(f"{W}pageBreakBefore") is not None
    mark = len(walk.boxes)
    text = _text(element, walk, 0)
    if counted and text.strip():
        text = walk.numbering.next(*counted) + text
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(line.strip(), place, hard=True, page_start=page, heading=heading)
            page = False
    boxes, walk.boxes = walk.boxes[mark:], walk.boxes[:mark]
    for box in boxes:
        yield from _blocks(box, walk, depth + 1)


def _text(element: etree._Element, walk: _Walk, depth: int) -> str:
    """The visible text of a paragraph or run; text boxes in it are put aside as blocks of their own."""
    if depth > walk.limits.depth:
        return ""
    out = []
    for child in element:
        tag = child.tag
        if tag in _SKIPPED:
            continue
        if tag == f"{W}t":
            out.append(child.text or "")
        elif tag in (f"{W}tab", f"{W}ptab"):
            out.append("\t")
        elif tag in (f"{W}br", f"{W}cr"):
            out.append("\n")
        elif tag == f"{W}noBreakHyphen":
            out.append("-")
        elif tag == f"{W}txbxContent":
            walk.boxes.append(child)
        elif isinstance(tag, str):
            out.append(_text(child, walk, depth + 1))
    return "".join(out)


def _table(element: etree._Element, walk: _Walk, depth: int) -> Iterator[Block]:
    """The table as a grid; the tables nested in its cells follow it as grids of their own."""
    walk.tables += 1
    number = walk.tables
    rows: list[list[GridCell]] = []
    above: dict[int, tuple[int, int]] = {}  # column → (row, index) of the cell that a vertical merge goes on with
    nested: list[Block] = []
    for line in _inside(element, f"{W}tr"):
        row: list[GridCell] = []
        column = _count(line.find(f"{W}trPr"), "gridBefore", 0)
        for cell in _inside(line, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            span = _count(properties, "gridSpan", 1)
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            walk.cells += 1
            if walk.cells > walk.limits.cells:
                walk.damage.append(Damage(Place(table=number), f"第{number}个表格之后单元格过多，没有读"))
                yield from _finish(rows, number, nested)
                return
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in above:
                origin, index = above[column]
                rows[origin][index] = _taller(rows[origin][index])
            else:
                inner = list(_blocks(cell, walk, depth + 1))
                nested.extend(b for b in inner if isinstance(b, Grid))
                text = "\n".join(b.text for b in inner if isinstance(b, Paragraph))
                place = Place(table=number, row=len(rows) + 1, column=column + 1)
                walk.seen[place] = cell
                above[column] = (len(rows), len(row))
                row.append(GridCell(text, len(rows), column, 1, span, place))
                if merge is None:
                    del above[column]
            column += span
        rows.append(row)
    yield from _finish(rows, number, nested)


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row: its own, and those in content controls and the like around them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _inside(child, tag)


def _count(properties: etree._Element | None, tag: str, default: int) -> int:
    value = whole(_value(properties, tag)) if properties is not None else None
    return default if value is None else min(value, _MAX_SPAN)


def _taller(cell: GridCell) -> GridCell:
    return GridCell(cell.text, cell.row, cell.column, cell.row_span + 1, cell.column_span, cell.place)


def _finish(rows: list[list[GridCell]], number: int, nested: list[Block]) -> Iterator[Block]:
    width = max((c.column + c.column_span for row in rows for c in row), default=0)
    if width:
        yield Grid(tuple(map(tuple, rows)), width, True, Place(table=number), (width,) * len(rows))
    yield from nested
