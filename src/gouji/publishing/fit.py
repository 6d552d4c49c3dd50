"""Column widths and type size that let every number stand on one line, whatever its length."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.publishing.grid import Cell, Table

PADDING = 5.0  # points to the left and right of a cell's words together
LARGEST, SMALLEST = 9.5, 4.0  # points
MOST = 0.8  # of a column's rows
READABLE, SHRUNK = 7.0, 0.8  # how small, in points and of its size, type may be set for the sake of words on one line
DIGIT, ANY_DIGIT = 0.58, 0.66  # ems of a digit in the embedded font; in whatever font a reader's machine puts in its place
HEAD_LINES = 3  # that a header may take where room is scarce
LONGEST, SLACK = 24.0, 0.3  # ems that words are given at most; that they are given beside their own
_BREAK = 11  # digits after which a long code may be broken


def fit(table: Table, width: float, digit: float = DIGIT) -> tuple[float, tuple[float, ...]]:
    """The type size and the columns' widths, in points, for a table `width` points wide.

    `digit` is a digit's width in ems. Numbers and codes are never broken (project codes are, in two). What is left goes to
    headers until they stand in three lines, then to the words of the rows, then to the headers again, at last to all alike.
    Where slightly smaller type gives the words of all rows one line, or of most, it is taken: a form then often needs one
    page less.
    """
    least, heads = [1.0] * table.width, [0.0] * table.width
    words: list[list[float]] = [[0.0] for _ in range(table.width)]
    for index, row in enumerate(table.rows):
        for column, cell in row:
            if cell.column_span == 1 and cell.text:
                head = index < table.header_rows
                least[column] = max(least[column], _least(cell, head, digit))
                length = min(_ems(cell.text, digit) + SLACK, LONGEST)
                if head:
                    heads[column] = max(heads[column], length)
                else:
                    words[column].append(length)
    room = width - PADDING * table.width
    size = max(SMALLEST, min(LARGEST, room / sum(least)))
    broken = [em / HEAD_LINES + 0.5 for em in heads]
    rows = [max(lengths) for lengths in words]
    for wished in (rows, [_most(lengths) for lengths in words]):
        whole = room / sum(max(sizes) for sizes in zip(least, wished, broken, strict=True))
        if whole >= max(READABLE, SHRUNK * size):
            size = min(size, whole)
            break
    ems = least
    for wanted in (broken, rows, heads):
        ems = _raised(ems, wanted, room / size)
    rest = max(room / size - sum(ems), 0.0) / table.width
    widths = [(em + rest) * size + PADDING for em in ems]
    scale = width / sum(widths)
    return size, tuple(w * scale for w in widths)


def _raised(ems: Sequence[float], wanted: Sequence[float], whole: float) -> list[float]:
    """The columns raised towards what they want: all to the same height as far as the whole reaches, so that the short words
    are whole and only the longest are broken."""
    out, spare = list(ems), whole - sum(ems)
    short = [i for i in range(len(out)) if wanted[i] > out[i]]
    while short and spare > 1e-6:
        lowest = min(out[i] for i in short)
        low = [i for i in short if out[i] <= lowest + 1e-9]
        above = [out[i] for i in short if out[i] > lowest + 1e-9]
        step = min(min(wanted[i] for i in low) - lowest, min(above, default=LONGEST + lowest) - lowest, spare / len(low))
        for i in low:
            out[i] += step
        spare -= step * len(low)
        short = [i for i in short if wanted[i] > out[i] + 1e-9]
    return out


def _most(lengths: Sequence[float]) -> float:
    """The length that most of them do not exceed."""
    return sorted(lengths)[int(MOST * (len(lengths) - 1))]


def _least(cell: Cell, head: bool, digit: float) -> float:
    """The ems that a cell needs at least: the whole of a number or code, two characters of a header, four of words."""
    if cell.amount is not None:
        return _ems(cell.text, digit)
    if cell.text.isdigit():
        return _ems(cell.text[:_BREAK], digit)
    return min(_ems(cell.text, digit), 2.2 if head else 4.2)


def _ems(text: str, digit: float) -> float:
    return sum(digit * 0.6 if c in ",. " else digit if c.isascii() else 1.0 for c in text)
