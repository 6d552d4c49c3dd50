"""PDF tables as producers draw them, with what they say kept beside: thin fills, strokes, borders per cell, dots, none."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))
WIDTH, HEIGHT = 595.0, 842.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text and its place in the grid."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Drawing:
    """A table to draw: its column and row lines (y from the top of the page) and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]

    def box(self, cell: Cell) -> tuple[float, float, float, float]:
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.column_span],
            self.ys[cell.row + cell.row_span],
        )


def plain(texts: Sequence[Sequence[str]], left: float = 60, top: float = 100, column: float = 80, row: float = 20) -> Drawing:
    """A table without merged cells."""
    width = max(map(len, texts))
    cells = tuple(Cell(text, r, c) for r, line in enumerate(texts) for c, text in enumerate(line))
    xs = tuple(left + column * i for i in range(width + 1))
    return Drawing(xs, tuple(top + row * i for i in range(len(texts) + 1)), cells)


Line = Callable[[Canvas, float, float, float, float], None]  # from (x0, y0) to (x1, y1), y from the page's top


def stroke(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.setLineWidth(0.6)
    canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)


def fill(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """A line as a filled rectangle half a point thick, as spreadsheets export it."""
    canvas.rect(x0 - 0.25, HEIGHT - y1 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)


def dots(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """A line as a row of small squares, as word processors export a dotted border."""
    steps = max(int(max(x1 - x0, y1 - y0) / 2), 1)
    for i in range(steps + 1):
        x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
        canvas.rect(x - 0.4, HEIGHT - y - 0.4, 0.8, 0.8, stroke=0, fill=1)


def double(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Two thin lines close together."""
    for shift in (-0.8, 0.8):
        across, down = (shift, 0.0) if x0 == x1 else (0.0, shift)
        stroke(canvas, x0 + across, y0 + down, x1 + across, y1 + down)


STYLES: dict[str, Line] = {"stroke": stroke, "fill": fill, "dots": dots, "double": double}


def rule(canvas: Canvas, table: Drawing, line: Line, open_sides: bool = False, shift: float = 0.0) -> None:
    """The borders of every cell, each drawn by itself (neighbours draw theirs over it, `shift` points beside)."""
    for cell in table.cells:
        x0, y0, x1, y1 = table.box(cell)
        line(canvas, x0, y0, x1, y0)
        line(canvas, x0, y1 + shift, x1, y1 + shift)
        if not open_sides or cell.column > 0:
            line(canvas, x0, y0, x0, y1)
        if not open_sides or cell.column + cell.column_span < len(table.xs) - 1:
            line(canvas, x1 + shift, y0, x1 + shift, y1)


def write(canvas: Canvas, table: Drawing, size: float = 9.0) -> None:
    """The texts: words on the left, numbers on the right, lines below one another."""
    for cell in table.cells:
        x0, y0, x1, _ = table.box(cell)
        for i, text in enumerate(cell.text.split("\n")):
            y = HEIGHT - y0 - (i + 1) * (size + 2) - 1
            if text.replace(",", "").replace(".", "").isdigit():
                canvas.setFont("Helvetica", size)
                canvas.drawRightString(x1 - 2, y, text)
            else:
                canvas.setFont(SONG, size)
                canvas.drawString(x0 + 2, y, text)


def pdf(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF whose pages `draw` draws (it calls showPage itself, but for the last)."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), **options)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
