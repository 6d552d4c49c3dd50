"""A table's rows as lists of filled cells, whatever the block: what the readers of forms with captions work on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gouji.model.place import Place
from gouji.sources.document import Block, Grid
from gouji.standards.fold import fold


@dataclass(frozen=True, slots=True)
class Field:
    """A filled cell: its text without blanks, folded wording, column (from 0), the rows it spans, and its place."""

    text: str
    folded: str
    column: int
    rows: int
    place: Place


@dataclass(frozen=True, slots=True)
class FieldRow:
    """The filled cells of a row; `width` counts its cells in the source, `block` the block it stands in."""

    fields: tuple[Field, ...]
    width: int
    block: int
    place: Place
    paragraph: bool = False

    @property
    def texts(self) -> list[str]:
        return [f.text for f in self.fields]


def field_rows(blocks: Iterable[Block]) -> list[FieldRow]:
    """All rows of all blocks; a paragraph is a row of its pieces between tabs (usually one)."""
    out: list[FieldRow] = []
    for number, block in enumerate(blocks):
        if not isinstance(block, Grid):
            parts = [p for p in block.text.split("\t") if p.strip()]
            fields = tuple(_field(p, k, 1, block.place) for k, p in enumerate(parts))
            out.append(FieldRow(fields, len(fields), number, block.place, True))
            continue
        for r, row in enumerate(block.rows):
            filled = tuple(_field(c.text, c.column, c.row_span, c.place) for c in row if c.text.strip())
            wide = block.widths[r] if r < len(block.widths) else block.width
            out.append(FieldRow(filled, wide, number, row[0].place if row else block.place))
    return out


def _field(text: str, column: int, rows: int, place: Place) -> Field:
    plain = "".join(text.replace("**", "").split())
    return Field(plain, fold(plain), column, rows, place)
