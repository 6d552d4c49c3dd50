"""HTML → Document. The standard library's parser is used because it alone tells line and column of what it reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from gouji.model.disclosure import Damage, Source
from gouji.model.place import Place
from gouji.sources.document import Block, Document, Grid, GridCell, Paragraph, SourceError
from gouji.sources.encoding import decode
from gouji.sources.limits import LIMITS, Limits

_SILENT = frozenset(("script", "style", "head", "template", "noscript", "svg", "select", "iframe", "object"))
_FLOW = ("p", "div", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "section", "article")
_PARTS = ("header", "footer", "main", "nav", "aside", "blockquote", "pre", "form", "figure", "figcaption", "address", "center")
_BREAKS = frozenset((*_FLOW, *_PARTS, "caption", "title", "body"))
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_MAX_SPAN = 512


@dataclass(slots=True)
class _Table:
    """A table being read. `taken` holds the positions that cells from rows above reach down into."""

    place: Place
    rows: list[list[GridCell]] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)  # column → first row that is free again
    cell: tuple[Place, int, int] | None = None  # place, row span, column span of the open cell
    text: list[str] = field(default_factory=list)
    nested: list[Block] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.blocks: list[Block] = []
        self.tables: list[_Table] = []
        self.text: list[str] = []
        self.start: Place | None = None
        self.heading: int | None = None
        self.silent: list[str] = []
        self.cells = 0
        self.full = False

    def place(self) -> Place:
        line, offset = self.getpos()
        return Place(line=line, column=offset + 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        if self.silent:
            return
        if tag in ("table", "tr", "td", "th"):
            self._table_start(tag, dict(attrs))
        elif tag in _BREAKS:
            self.break_line()
            self.heading = _HEADINGS.get(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.silent and tag in _BREAKS:
            self.break_line()

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                del self.silent[self.silent.index(tag) :]
            return
        if tag in ("td", "th") and self.tables:
            self.close_cell()
        elif tag == "table" and self.tables:
            self.close_table()
        elif tag in _BREAKS:
            self.break_line()
            self.heading = None

    def handle_data(self, data: str) -> None:
        if self.silent or self.full:
            return
        if self.tables:
            if self.tables[-1].cell is not None:
                self.tables[-1].text.append(data)
            return
        if self.start is None and data.strip():
            self.start = self.place()
        self.text.append(data)

    def _table_start(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "table":
            if len(self.tables) < self.limits.depth:
                if not self.tables:
                    self.break_line()
                self.tables.append(_Table(self.place()))
        elif self.tables:
            self.close_cell()
            if tag == "tr":
                self.tables[-1].rows.append([])
            else:
                if not self.tables[-1].rows:
                    self.tables[-1].rows.append([])
                self.tables[-1].cell = (self.place(), _span(attrs.get("rowspan")), _span(attrs.get("colspan")))

    def break_line(self) -> None:
        """End the paragraph, or put a line break into the open cell."""
        if self.tables:
            if self.tables[-1].cell is not None:
                self.tables[-1].text.append("\n")
            return
        text = " ".join("".join(self.text).split())
        if text and self.start is not None:
            self.blocks.append(Paragraph(text, self.start, hard=True, heading=self.heading))
        self.text, self.start = [], None

    def close_cell(self) -> None:
        table = self.tables[-1]
        if table.cell is None:
            return
        place, down, across = table.cell
        row = len(table.rows) - 1
        column = 0
        while table.taken.get(column, 0) > row:
            column += 1
        text = "\n".join(filter(None, (" ".join(part.split()) for part in "".join(table.text).split("\n"))))
        table.rows[row].append(GridCell(text, row, column, down, across, place))
        for at in range(column, column + across):
            table.taken[at] = row + down
        table.cell, table.text = None, []
        self.cells += 1
        self.full = self.full or self.cells > self.limits.cells

    def close_table(self) -> None:
        self.close_cell()
        table = self.tables.pop()
        width = max((c.column + c.column_span for row in table.rows for c in row), default=0)
        found: list[Block] = []
        if width:
            found.append(Grid(tuple(map(tuple, table.rows)), width, True, table.place, (width,) * len(table.rows)))
        found += table.nested
        if self.tables:
            self.tables[-1].nested += found
        else:
            self.blocks += found


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MAX_SPAN) if value and value.strip().isdecimal() and len(value) < 6 else 1


def read(data: bytes, source: Source, limits: Limits = LIMITS) -> Document:
    """The document in an HTML page: nothing in it is run, fetched or followed. Raises SourceError for an unknown encoding."""
    if len(data) > limits.text_bytes:
        raise SourceError(f"{source.name}：网页过大，没有读", f"{source.name}: the page is too large; not read")
    decoded = decode(data)
    if decoded is None:
        raise SourceError(f"{source.name}：网页的文字编码无法辨认", f"{source.name}: the encoding of the page is unknown")
    reader = _Reader(limits)
    reader.feed(decoded.text)
    reader.close()
    while reader.tables:
        reader.close_table()
    reader.break_line()
    damage = (Damage(Place(), "单元格过多，后面的没有读"),) if reader.full else ()
    return Document(source, tuple(reader.blocks), damage)
