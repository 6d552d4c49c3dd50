"""Where something stands in its source. Every figure keeps its place from reading to report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

Box = tuple[float, float, float, float]


def writers(kind: type) -> list[Callable[[object, object], None]]:
    """What writes each field of a frozen dataclass with slots, in their order: for an __init__ of its own, where it is made
    by the ten thousand. It takes half the time of the one that dataclasses gives."""
    return [getattr(kind, field.name).__set__ for field in fields(kind)]


@dataclass(frozen=True, slots=True, init=False)
class Place:
    """A place in a source; which fields are set depends on the format (INTERFACE.md, `place`).

    Lines, columns, pages, tables, rows and paragraphs count from 1. `box` is [x0, y0, x1, y1] in points from the
    page's top left (coordinates on a page, not money: floats are right here). `file` names the member of an archive.
    """

    page: int | None = None
    box: Box | None = None
    line: int | None = None
    to_line: int | None = None
    column: int | None = None
    to_column: int | None = None
    table: int | None = None
    row: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None
    file: str | None = None

    def __init__(
        self,
        page: int | None = None,
        box: Box | None = None,
        line: int | None = None,
        to_line: int | None = None,
        column: int | None = None,
        to_column: int | None = None,
        table: int | None = None,
        row: int | None = None,
        paragraph: int | None = None,
        sheet: str | None = None,
        cell: str | None = None,
        file: str | None = None,
    ) -> None:
        _set_page(self, page)
        _set_box(self, box)
        _set_line(self, line)
        _set_to_line(self, to_line)
        _set_column(self, column)
        _set_to_column(self, to_column)
        _set_table(self, table)
        _set_row(self, row)
        _set_paragraph(self, paragraph)
        _set_sheet(self, sheet)
        _set_cell(self, cell)
        _set_file(self, file)

    def of_row(self) -> Place:
        """The place of the row that a cell stands in: without the cell's own columns."""
        return Place(
            page=self.page,
            line=self.line,
            to_line=self.to_line,
            table=self.table,
            row=self.row,
            paragraph=self.paragraph,
            sheet=self.sheet,
            file=self.file,
        )

    def to_json(self) -> dict[str, object]:
        """The fields that are set, as JSON (a box as a list)."""
        out: dict[str, object] = {}
        for name in _FIELDS:
            value = getattr(self, name)
            if value is not None:
                out[name] = list(value) if name == "box" else value
        return out

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Place:
        """The place that `to_json` wrote; unknown keys are ignored. Raises ValueError, with the key, where a value does not
        fit."""
        values = {k: v for k, v in data.items() if k in _FIELDS and v is not None}
        for name, value in values.items():
            if not (_is_box(value) if name == "box" else isinstance(value, str if name in _NAMES else int)):
                raise ValueError(f"{name}: {value!r}")
        return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})  # type: ignore[arg-type]


def _is_box(value: object) -> bool:
    return (
        isinstance(value, list | tuple) and len(value) == 4 and all(isinstance(v, int | float) and abs(v) < _FAR for v in value)
    )


(
    _set_page,
    _set_box,
    _set_line,
    _set_to_line,
    _set_column,
    _set_to_column,
    _set_table,
    _set_row,
    _set_paragraph,
    _set_sheet,
    _set_cell,
    _set_file,
) = writers(Place)
_FIELDS = tuple(f.name for f in fields(Place))
_FAR = 10**9  # points: no page is so wide
_NAMES = ("sheet", "cell", "file")  # the others are numbers
NOWHERE = Place()
