"""Every cell of the three real PDFs, and of drawn ones, is the one that pdfplumber finds, slowly."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import pytest
from tests.sources.drawn import STYLES, Line, pdf, plain
from tests.sources.test_pdf_drawn import TEXTS, ruled

from gouji.model.disclosure import Source
from gouji.sources import Grid, GridCell, open_document
from gouji.sources.pdf import read

pdfplumber = pytest.importorskip("pdfplumber")
SHARED = Path(__file__).parents[3] / "shared" / "pdfs"
PDFS = sorted(SHARED.glob("*.pdf"))


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def theirs(source: io.BytesIO | Path) -> list[tuple[int, list[tuple[tuple[float, float, float, float], str]]]]:
    """The tables with words in them: page, and each cell's box and text. A table of one column is a list."""
    out = []
    with pdfplumber.open(source) as book:
        for page in book.pages:
            for table in page.find_tables():
                texts = table.extract()
                cells = [
                    (box, squeezed(text))
                    for row, line in zip(table.rows, texts, strict=True)
                    for box, text in zip(row.cells, line, strict=True)
                    if box is not None
                ]
                if max(len(row.cells) for row in table.rows) > 1 and any(text for _, text in cells):
                    out.append((page.page_number, cells))
    return out


def same(ours: list[Grid], tables: list[tuple[int, list[tuple[tuple[float, float, float, float], str]]]]) -> int:
    """How many cells were compared; fails at the first that differs."""
    assert [g.place.page for g in ours] == [page for page, _ in tables]
    compared = 0
    for grid, (page, cells) in zip(ours, tables, strict=True):
        mine = [cell for row in grid.rows for cell in row]
        assert len(mine) == len(cells), page
        for box, text in cells:
            compared += 1
            (match,) = [c for c in mine if _near(c, box)]
            assert squeezed(match.text) == text, (page, box)
    return compared


def _near(cell: GridCell, box: tuple[float, float, float, float]) -> bool:
    assert cell.place.box is not None
    return max(abs(a - b) for a, b in zip(cell.place.box, box, strict=True)) < 2.5


@pytest.mark.parametrize("path", PDFS or [None], ids=lambda p: p.stem if p else "none")
def test_every_cell_of_the_real_pdfs(path: Path | None) -> None:
    if path is None:
        pytest.skip("../shared not here")
    ours = [b for b in open_document(path).blocks if isinstance(b, Grid)]
    assert same(ours, theirs(path)) > 800


@pytest.mark.parametrize("line", [STYLES["stroke"], STYLES["fill"]], ids=["stroke", "fill"])
def test_every_cell_of_drawn_ones(line: Line) -> None:
    data = pdf(partial(ruled, table=plain(TEXTS), line=line))
    ours = [b for b in read(data, Source("a.pdf")).blocks if isinstance(b, Grid)]
    assert same(ours, theirs(io.BytesIO(data))) == 9
