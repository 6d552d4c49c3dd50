"""Segments for the tests of performance targets, and readings as plain tuples."""

from __future__ import annotations

from gouji.model.disclosure import Indicator
from gouji.model.place import Place
from gouji.recognition import targets
from gouji.recognition.segment import FormSegment
from gouji.recognition.targets import Targets
from gouji.sources.document import Block, Grid, GridCell, Paragraph
from gouji.standards.loader import load

TEMPLATE = load("henan/2024", "12")


def lines(text: str) -> tuple[Paragraph, ...]:
    """A paragraph for each line; a line that begins with a blank begins a page."""
    return tuple(
        Paragraph(t.strip(), Place(line=n), page_start=t[0] == " ") for n, t in enumerate(text.splitlines(), 1) if t.strip()
    )


def grid(text: str, first: int = 1, exact: bool = False) -> Grid:
    """A grid of lines whose cells are parted by |."""
    rows = [line.split("|") for line in text.splitlines()]
    cells = tuple(
        tuple(GridCell(t.strip(), r, c, place=Place(line=first + r)) for c, t in enumerate(row) if t.strip())
        for r, row in enumerate(rows)
    )
    return Grid(cells, max(map(len, rows)), exact, Place(line=first), tuple(map(len, rows)))


def read(kind: str, *blocks: Block, unit: str = "万元") -> Targets:
    return targets.read([FormSegment(TEMPLATE.forms[kind], "绩效目标表", blocks, unit=unit)], TEMPLATE)


def plain(found: tuple[Indicator, ...]) -> list[tuple[str, str, str]]:
    return [(i.level1, i.name, i.target.raw) for i in found]
