"""PDF by typst: tagged, searchable, fonts embedded as subsets, the contents as bookmarks, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from gouji.publishing.fit import fit
from gouji.publishing.grid import TOGETHER, Cell, Table, chinese
from gouji.publishing.pages import Publication, Sheet

if TYPE_CHECKING:
    from typst import Compiler

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
)
POINTS = 72 / 2.54  # of a centimetre
ROOM, WIDE_ROOM = (21.0 - 2 * 1.8) * POINTS, (29.7 - 2 * 1.4) * POINTS  # what the margins of _sheet leave a table
PREAMBLE = f"""
#set text(font: ("{SERIF}", "{SANS}"), size: 12pt, lang: "zh", region: "cn")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.9em)
#set page(paper: "a4", margin: (x: 2.2cm, y: 2.2cm), numbering: none)
#show heading: set text(font: ("{SANS}", "{SERIF}"))
#show heading: set par(first-line-indent: 0pt)
#show heading: set block(above: 1.5em, below: 1em)
#show heading.where(level: 1): set align(center)
#show heading.where(level: 1): set text(18pt)
#show heading.where(level: 2): set text(14pt)
#show outline.entry: it => link(it.element.location(), it.indented(it.prefix(), it.inner(), gap: 0pt))
#set table(stroke: 0.5pt, inset: (x: 2.5pt, y: 3pt))
#set heading(outlined: true, bookmarked: true)
"""


# Pages are counted from the first part on; the contents list gives the bare numbers that the feet of the pages print.
FROM_HERE = """
#set page(numbering: "1", footer: align(center, text(10.5pt)[— #context counter(page).display("1") —]))
#counter(page).update(1)
"""
USUAL = 3.0  # points above and below a row's words
TIGHTER = (2.5, 2.0, 1.5, 1.2)  # what is tried first where few rows stand on a form's last page: to need a page less
LOOSER = (3.5, 4.0, 4.5, 5.0, 5.5, 6.0)  # what is tried then where the end would stand alone: others go over with it
FEW = 6
LONG_CODE = 11  # digits that a column holds; longer codes are broken


class FontMissing(Exception):
    """No Chinese font that may be embedded was found; the message names the package to install."""


def pdf(publication: Publication, draft: bool = False) -> bytes:
    """The publication as a PDF. Raises FontMissing where no suitable Chinese font is installed."""
    import typst

    folders = [str(folder) for folder in FONT_FOLDERS if folder.is_dir()]
    fonts = typst.Fonts(include_system_fonts=True, font_paths=folders)
    if not set(fonts.families()) & {SERIF, SANS}:
        raise FontMissing(f"没有找到可以嵌入PDF的中文字体（{SERIF}）。请安装：apt-get install fonts-noto-cjk")
    rooms = [_Room() for _ in publication.sheets]
    while True:
        source = "".join(_document(publication, draft, [room.points for room in rooms])).encode()
        compiler = typst.Compiler(source, font_paths=fonts)
        if not [n for n, ends in _ends(compiler).items() if rooms[n].moved(ends)]:
            return cast("bytes", compiler.compile(source, format="pdf", timestamp=0))


@dataclass(slots=True)
class _Room:
    """What room the rows of a form are given, tried until so many of its last rows stand together with its notes."""

    points: float = USUAL
    rows: int = FEW
    left: list[tuple[float, int]] | None = None

    def moved(self, ends: Sequence[tuple[int, int]]) -> bool:
        """Whether another is to be tried. `ends`: of the last rows (0 the last one, or notes) their pages."""
        if _together(ends, self.rows):
            return False
        if self.left is None:
            looser = () if _together(ends, TOGETHER) else LOOSER
            self.left = [*((points, FEW) for points in TIGHTER), *((points, TOGETHER) for points in looser), (USUAL, 0)]
        self.points, self.rows = self.left.pop(0)
        return True


def _together(ends: Sequence[tuple[int, int]], rows: int) -> bool:
    return len({page for row, page in ends if row < rows}) <= 1


def _ends(compiler: Compiler) -> dict[int, list[tuple[int, int]]]:
    """By the position of the form: of its last rows, and of its notes, which is it (from the end) and its page."""
    ends: dict[int, list[tuple[int, int]]] = {}
    for n, row, page in json.loads(compiler.query("<end>", field="value")):
        ends.setdefault(int(n), []).append((int(row), int(page)))
    return ends


def _document(publication: Publication, draft: bool, rooms: Sequence[float]) -> Iterator[str]:
    yield f"#set document(title: {_text(publication.title)}, author: {_text(publication.issuer)}, date: none)\n"
    if draft:
        yield '#set page(foreground: rotate(-35deg, text(120pt, fill: rgb("#00000018"))[草稿]))\n'
    yield PREAMBLE
    head, year, tail = publication.title.partition(f"{publication.year}年")
    cover = f"#text(26pt, font: {_text(SANS)})[#{_text(head)} #linebreak() #{_text(year + tail)}]"
    yield f"#v(28%)\n#align(center)[#par(first-line-indent: 0pt, leading: 1.2em)[{cover}]]\n"
    yield "#pagebreak()\n#outline(title: [目#h(1em)录], depth: 2, indent: 1em)\n"
    yield FROM_HERE
    for n, section in enumerate(publication.sections):
        if section.level == 1 and n:
            yield "#pagebreak(weak: true)\n"
        yield f"#heading(level: {min(section.level, 4)})[#{_text(section.title)}]\n"
        for line in section.text.splitlines():
            if line.strip():
                yield f"#par[#{_text(line.strip())}]\n"
    for n, sheet in enumerate(publication.sheets):
        yield from _sheet(sheet, n, publication.attachment if n == 0 else "", rooms[n])


def _text(words: str) -> str:
    """A typst string literal."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "").replace("\t", " ")
    return f'"{escaped}"'


def _sheet(sheet: Sheet, position: int, attachment: str, room: float) -> Iterator[str]:
    wide = sheet.table.wide
    yield f"#page(flipped: {'true' if wide else 'false'}, margin: {'1.4cm' if wide else '1.8cm'})[\n"
    yield "#set par(first-line-indent: 0pt, leading: 0.5em, justify: false)\n"
    yield "#show heading: set align(center)\n"
    yield f"#heading(level: 1)[#{_text(attachment)}]\n" if attachment else ""
    yield f"#text(10pt)[#{_text(sheet.number)}]\n" if sheet.number else ""
    # the contents list numbers the forms, their own pages do not
    yield f'#show heading.where(level: 2): it => block(it.body)\n#let ordinal(..n) = "{chinese(position + 1)}、"\n'
    yield f"#heading(level: 2, numbering: ordinal)[#{_text(sheet.title)}]\n"
    yield f"#align(center)[#text(10pt)[#{_text(sheet.subtitle)}]]\n" if sheet.subtitle else ""
    yield f"#text(10pt)[#{_text(sheet.issuer_line)} #h(1fr) #{_text(sheet.unit_line)}]\n\n"
    yield f"#set table(inset: (x: 2.5pt, y: {room}pt))\n"
    yield from _table(sheet.table, position)
    yield f"{_end(position, 0)}\n" if sheet.notes and len(sheet.table.rows) > sheet.table.header_rows else ""
    for note in sheet.notes:
        yield f"\n#text(9pt)[#{_text(note)}]\n"
    yield "]\n"


def _end(position: int, row: int) -> str:
    """What tells the page on which it comes to stand: in the rows at a form's end, from 0 for the last one, and the notes."""
    return f"#context [#metadata(({position}, {row}, here().page()))<end>]"


def _table(table: Table, position: int) -> Iterator[str]:
    size, widths = fit(table, WIDE_ROOM if table.wide else ROOM)
    columns = ", ".join(f"{w:.2f}pt" for w in widths)
    yield f"#[#set text({size:.2f}pt)\n#table(columns: ({columns}), align: horizon,\n"
    head, body = table.rows[: table.header_rows], table.rows[table.header_rows :]
    if head:
        cells = "".join(_cell(cell, column, y, True) for y, row in enumerate(head) for column, cell in row)
        yield f"table.header(\n{cells}),\n"
    for y, row in enumerate(body, len(head)):
        left = len(table.rows) - 1 - y
        for k, (column, cell) in enumerate(row):
            yield _cell(cell, column, y, False, _end(position, left) if left < FEW and k == 0 else "")
    yield ")]\n"


def _cell(cell: Cell, column: int, row: int, head: bool, mark: str = "") -> str:
    align = "center" if head else "right" if cell.amount is not None else "left"
    spans = (f", colspan: {cell.column_span}" if cell.column_span > 1 else "") + (
        f", rowspan: {cell.row_span}" if cell.row_span > 1 else ""
    )
    words = f"*#{_text(cell.text)}*" if head else f"#{_text(_breakable(cell.text))}"
    words = f"#box[{words}]" if cell.amount is not None else words
    inner = f"#h({cell.indent}em){words}" if cell.indent else words
    return f"table.cell(x: {column}, y: {row}, align: {align} + horizon{spans})[{mark}{inner if cell.text else ''}],\n"


def _breakable(text: str) -> str:
    """A project's code may be broken anywhere; other words break by themselves."""
    return "\u200b".join(text) if text.isdigit() and len(text) > LONG_CODE else text
