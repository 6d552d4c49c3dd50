"""HTML → Document. The standard library's parser is used because it alone tells line and column of what it reads."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
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
_UNENDED = 5_000_000  # characters looked through once more for marks without an end, each of which costs the rest of the page


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
    """A table being read. `taken` holds the positions that cells from rows above reach down into; `next` is the first one
    that the open row may still have free. Cells beyond `columns` are left out (`wide`)."""

    place: Place
    columns: int
    next: int = 0
    wide: bool = False
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
        row, column = len(self.rows) - 1, self.next
        while self.taken.get(column, 0) > row:
            column += 1
        if column < self.columns:
            across = min(across, self.columns - column)
            text = "\n".join(line.text for line in self.flow.lines if isinstance(line, Paragraph))
            self.rows[row].append(GridCell(text, row, column, down, across, place))
            for at in range(column, column + across):
                self.taken[at] = row + down
            self.lines += self.flow.lines
            self.next = column + across
        else:
            self.wide, self.next = True, column
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


class _Full(Exception):
    """There are more cells than the limits allow: the rest is not read."""


class _Reader(HTMLParser):
    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.page = _Flow()
        self.tables: list[_Table] = []
        self.silent: list[str] = []
        self.silenced: Counter[str] = Counter()  # what stands in `silent`
        self.cells = 0
        self.full = False
        self.damage: list[Damage] = []

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
            self.silenced[tag] += 1
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
            while self.silenced[tag]:
                self.silenced[self.silent.pop()] -= 1
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
                self.tables.append(_Table(self.place(), self.limits.columns))
        elif self.full:
            raise _Full
        elif self.tables:
            self._close_cell()
            table = self.tables[-1]
            if tag == "tr" or not table.rows:
                table.rows.append([])
                table.next = 0
            if tag != "tr":
                table.cell = (self.place(), _span(attrs.get("rowspan")), _span(attrs.get("colspan")))

    def _close_cell(self) -> None:
        if self.tables[-1].close_cell():
            self.cells += 1
            self.full = self.full or self.cells > self.limits.cells

    def close_table(self) -> None:
        self._close_cell()
        table = self.tables.pop()
        if table.wide:
            self.damage.append(Damage(table.place, f"表格一行超过 {table.columns} 格，其余没有读取"))
        self.flow.end_line()
        self.flow.lines += table.blocks()

    def parse_html_declaration(self, i: int) -> int:
        """As the library does, but “<![” before anything it does not know is a comment (as it is to a browser), no error."""
        try:
            return super().parse_html_declaration(i)
        except AssertionError:
            return self.parse_bogus_comment(i)

    def finish(self) -> None:
        """What stands after a mark that never ends. The library's own close() looks for the end of every “<” up to the
        end of the page, in a time that grows with the square of their number: here only the first ones are looked at."""
        budget = _UNENDED
        while self.cdata_elem is None and budget >= 0:  # None: not in a script without end
            rest = self.rawdata
            budget -= len(rest)
            if not rest.startswith("<"):
                self.close()
                return
            end = rest.find(">", 1) + 1 or max(rest.find("<", 1), 1)
            self.handle_data(rest[:end])
            self.updatepos(0, end)
            self.rawdata = rest[end:]
            self.feed("")
        if self.cdata_elem is None and self.rawdata:
            self.damage.append(Damage(self.place(), "从这里起有许多没有结束的标记，其后没有读取"))


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
    with suppress(_Full):
        reader.feed(decoded.text)
        reader.finish()
    while reader.tables:
        reader.close_table()
    reader.page.end_line()
    if reader.full:
        reader.damage.append(Damage(Place(), "单元格过多，后面的没有读"))
    return Document(source, tuple(reader.page.lines), tuple(reader.damage))
