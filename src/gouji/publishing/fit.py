"""Column widths and type size that let every number stand on one line, whatever its length."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.publishing.grid import Cell, Table

PADDING = 5.0  # points to the left and right of a cell's words together
LARGEST, SMALLEST = 9.5, 4.0  # points
DIGIT, ANY_DIGIT = 0.58, 0.66  # ems of a digit in the embedded font; in whatever font a reader's machine puts in its place
_BREAK = 11  # digits after which a long code may be broken


def fit(table: Table, width: float, digit: float = DIGIT) -> tuple[float, tuple[float, ...]]:
    """The type size and the columns' widths, in points, for a table `width` points wide.

    `digit` is a digit's width in ems. Numbers and codes are never broken (project codes are, in two); words share what is
    left by how much they say.
    """
    least = [1.0] * table.width
    wanted = [0.0] * table.width
    for index, row in enumerate(table.rows):
        for column, cell in row:
            if cell.column_span == 1 and cell.text:
                least[column] = max(least[column], _least(cell, index < table.header_rows, digit))
                wanted[column] = max(wanted[column], min(_ems(cell.text, digit), 24.0))
    room = width - PADDING * table.width
    size = max(SMALLEST, min(LARGEST, room / sum(least)))
    spare = max(room / size - sum(least), 0.0)
    missing = [max(w - low, 0.0) for w, low in zip(wanted, least, strict=True)]
    shares = _shares(spare, missing)
    widths = [(low + share) * size + PADDING for low, share in zip(least, shares, strict=True)]
    scale = width / sum(widths)
    return size, tuple(w * scale for w in widths)


def _shares(spare: float, missing: Sequence[float]) -> list[float]:
    """The spare room by what each column lacks; what none lacks goes to all alike."""
    lacking = sum(missing)
    given = min(spare, lacking)
    rest = (spare - given) / len(missing)
    return [(given * m / lacking if lacking else 0.0) + rest for m in missing]


def _least(cell: Cell, head: bool, digit: float) -> float:
    """The ems that a cell needs at least: the whole of a number or code, two characters of a header, four of words."""
    if cell.amount is not None:
        return _ems(cell.text, digit)
    if cell.text.isdigit():
        return _ems(cell.text[:_BREAK], digit)
    return min(_ems(cell.text, digit), 2.2 if head else 4.2)


def _ems(text: str, digit: float) -> float:
    return sum(digit * 0.6 if c in ",. " else digit if c.isascii() else 1.0 for c in text)
