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
class _Flow:
    """Where text goes: the page itself, or an open cell of a table. `lines` are its finished paragraphs and tables."""

    lines: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    start: Place | None = None
    heading: int | None = None

    def end_line(self) -> None:
        text = " ".join("".join(self.text).split())
        if text and self.start is not None:
            self.lines.append(Paragraph(text, self.start, hard=True, heading=self.heading))
        self.text, self.start = [], None


@dataclass(slots=True)
class _Table:
    """A table being read. `taken` holds the positions that cells from rows above reach down into."""

    place: Place
    rows: list[list[GridCell]] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)  # column → first row that is free again
    cell: tuple[Place, int, int] | None = None  # place, row span, column span of the open cell
    flow: _Flow = field(default_factory=_Flow)  # of the open cell
    lines: list[Block] = field(default_factory=list)  # what stands in all cells, in order

    def close_cell(self) -> bool:
        """End the open cell; whether there was one."""
        if self.cell is None:
            return False
        self.flow.end_line()
        place, down, across = self.cell
        row, column = len(self.rows) - 1, 0
        while self.taken.get(column, 0) > row:
            column += 1
        text = "\n".join(line.text for line in self.flow.lines if isinstance(line, Paragraph))
        self.rows[row].append(GridCell(text, row, column, down, across, place))
        for at in range(column, column + across):
            self.taken[at] = row + down
        self.lines += self.flow.lines
        self.cell, self.flow = None, _Flow()
        return True

    def blocks(self) -> list[Block]:
        """The table as a grid, those in its cells after it; where it only lays out the page, what stands in its cells."""
        width = max((c.column + c.column_span for row in self.rows for c in row), default=0)
        inner = [line for line in self.lines if isinstance(line, Grid)]
        own = sum(1 for row in self.rows for c in row if c.text)
        if not width or (width == 1 and own) or (inner and own <= sum(len(row) for grid in inner for row in grid.rows)):
            return self.lines
        return [Grid(tuple(map(tuple, self.rows)), width, True, self.place, (width,) * len(self.rows)), *inner]


class _Reader(HTMLParser):
    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.page = _Flow()
        self.tables: list[_Table] = []
        self.silent: list[str] = []
        self.cells = 0
        self.full = False

    def place(self) -> Place:
        line, offset = self.getpos()
        return Place(line=line, column=offset + 1)

    @property
    def flow(self) -> _Flow:
        """Where text goes now. What stands in a table but in none of its cells is shown before the table."""
        return next((t.flow for t in reversed(self.tables) if t.cell is not None), self.page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        if self.silent:
            return
        if tag in ("table", "tr", "td", "th"):
            self._table_start(tag, dict(attrs))
        elif tag in _BREAKS:
            self.flow.end_line()
            self.flow.heading = _HEADINGS.get(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.silent and tag in _BREAKS:
            self.flow.end_line()

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                del self.silent[self.silent.index(tag) :]
            return
        if tag in ("td", "th") and self.tables:
            self._close_cell()
        elif tag == "table" and self.tables:
            self.close_table()
        elif tag in _BREAKS:
            self.flow.end_line()
            self.flow.heading = None

    def handle_data(self, data: str) -> None:
        if self.silent or self.full:
            return
        flow = self.flow
        if flow.start is None and data.strip():
            flow.start = self.place()
        flow.text.append(data)

    def _table_start(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "table":
            if len(self.tables) < self.limits.depth:
                self.flow.end_line()
                self.tables.append(_Table(self.place()))
        elif self.tables:
            self._close_cell()
            table = self.tables[-1]
            if tag == "tr" or not table.rows:
                table.rows.append([])
            if tag != "tr":
                table.cell = (self.place(), _span(attrs.get("rowspan")), _span(attrs.get("colspan")))

    def _close_cell(self) -> None:
        if self.tables[-1].close_cell():
            self.cells += 1
            self.full = self.full or self.cells > self.limits.cells

    def close_table(self) -> None:
        self._close_cell()
        found = self.tables.pop().blocks()
        self.flow.end_line()
        self.flow.lines += found


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
    reader.page.end_line()
    damage = (Damage(Place(), "单元格过多，后面的没有读"),) if reader.full else ()
    return Document(source, tuple(reader.page.lines), damage)
