"""A scan → a page of characters and ruling lines in points, as the reader of PDFs takes it, and how sure each piece is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import cv2
import numpy as np
from numpy.typing import NDArray

from gouji.sources.ocr.engine import Engine, Mark, Picture, Words
from gouji.sources.ocr.picture import Box, Scan, ink_of
from gouji.sources.ocr.rulings import rulings
from gouji.sources.ocr.stamps import stamps, uncovered
from gouji.sources.pdf.grid import CellBox, Table, tables
from gouji.sources.pdf.page import Char, Edge, Page

POINTS = 72.0  # to the inch
DOUBTFUL = 0.9  # a character with a lower score may be another
_SEALED = 0.5  # how sure at most what stands under a seal is
_INK = 60  # ink (of 255) of a letter
_SPECK = 8  # pixels of ink that hang together: fewer are dirt
_LEAST, _MOST = 0.05, 0.4  # inches: how high a lost letter is
_READINGS = 8  # other readings of one piece at most
_SAME_LINE = 0.45  # pieces whose middles are nearer than this share of their height stand on one line
_ILLEGIBLE = 0.6  # a digit of a sentence with a lower score cannot be told
_NUMBER = frozenset("0123456789.,，")
_POINTS = frozenset(".,:;·'、，：；。．")  # what one small mark of ink may be taken for
_PAD = 3  # pixels of paper around a piece
UNREAD = "□"  # what stands for ink in a cell that could not be read
GONE = "〓"  # what stands for a digit of a sentence that could not be told: no form prints it as a placeholder
_WIDE = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "："}
_SAYS = re.compile(r"[0-9\u3400-\u9fff]")
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Recognised words in a box of points: how sure, and what else they might be."""

    box: Box
    text: str
    sure: float
    readings: tuple[str, ...] = ()
    doubts: tuple[int, ...] = ()  # the positions of doubtful characters in the text


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page as it was recognised."""

    page: Page
    pieces: tuple[Piece, ...]


def recognised(scan: Scan, dpi: float, page: Page, engine: Engine) -> Recognised:
    """Fills `page` with the characters and lines of a scan at `dpi`; x and y in points from the scan's top left."""
    ink = ink_of(scan.picture)
    ruled, dark = rulings(ink, dpi, _boxes(scan.lines)), stamps(ink, dpi)
    scale = POINTS / dpi
    across, down = uncovered(ruled.across, dark, dpi, False), uncovered(ruled.down, dark, dpi, True)
    page.horizontal = [Edge(e.at * scale, e.low * scale, e.high * scale) for e in across]
    page.vertical = [Edge(e.at * scale, e.low * scale, e.high * scale) for e in down]
    found = tables(page.horizontal, page.vertical) if across and down else []
    spots = list(_spots(_boxes(scan.lines), found, ruled.ink, scale, dark))
    words = engine.read([_cut(scan.picture, spot.box) for spot in spots])
    pieces = []
    for line in _in_lines(_read(spots, words, scale, scan.seals, dark)):
        low = max(one.box[3] for one, _ in line)
        for piece, marks in line:
            pieces.append(piece)
            page.chars.extend(_chars(piece, marks, low))
    return Recognised(page, tuple(pieces))


@dataclass(frozen=True, slots=True)
class _Spot:
    """A box of pixels to be read. `sought`: the detector saw no text there, but there is ink in an otherwise blank cell."""

    box: Box
    home: int  # which cell of the page it is in, -1 outside all tables
    sought: bool = False


def _boxes(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """The upright boxes (n × 4) around corners (n × 4 × 2)."""
    if not len(corners):
        return np.zeros((0, 4), np.float32)
    return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)


def _scaled(box: Box, scale: float) -> Box:
    x0, y0, x1, y1 = box
    return x0 * scale, y0 * scale, x1 * scale, y1 * scale


def _spots(
    boxes: NDArray[np.float32], found: Sequence[Table], ink: NDArray[np.uint8], scale: float, dark: Sequence[Box]
) -> Iterator[_Spot]:
    """What is to be read: each line of text, cut where it crosses a ruling; and ink in cells where no line was seen."""
    cells = _Cells(found, scale)
    within: dict[int, list[Box]] = {}
    for box in boxes.tolist():
        for part, home in cells.parts((box[0], box[1], box[2], box[3])):
            if home < 0:
                yield _Spot(part, -1)
            else:
                within.setdefault(home, []).append(part)
    for home, box in enumerate(cells.boxes):
        parts = within.get(home, [])
        for part in parts:
            alone = not any(other is not part and _beneath(part, other) for other in parts)
            for inked in _inked((box[0], part[1], box[2], part[3]) if alone else part, ink):
                yield _Spot(inked, home)
        if not parts:
            for inked in _inked(box, ink):
                if _LEAST * POINTS / scale <= inked[3] - inked[1] <= _MOST * POINTS / scale or _over_any(inked, dark):
                    yield _Spot(inked, home, sought=True)


def _beneath(a: Box, b: Box) -> bool:
    """Whether two boxes have rows of pixels in common: then what stands beside the one may be the other."""
    return min(a[3], b[3]) - max(a[1], b[1]) > 0.2 * min(a[3] - a[1], b[3] - b[1])


class _Cells:
    """The cells of all tables of a page, in pixels, their borders left out."""

    def __init__(self, found: Sequence[Table], scale: float) -> None:
        self.boxes: list[Box] = []
        self._tables: list[tuple[Table, int]] = []
        self.scale = scale
        for table in sorted(found, key=lambda t: t.area):
            self._tables.append((table, len(self.boxes)))
            self.boxes.extend(_inside(cell, scale) for cell in table.cells)

    def parts(self, box: Box) -> Iterator[tuple[Box, int]]:
        """The box cut by the cells that it lies over, each with the cell's number; whole, with -1, outside all tables."""
        middle = (box[0] + box[2]) / 2 * self.scale, (box[1] + box[3]) / 2 * self.scale
        for table, first in self._tables:
            x0, y0, x1, y1 = table.box
            if not (x0 <= middle[0] <= x1 and y0 <= middle[1] <= y1):
                continue
            lap = min((box[3] - box[1]) * 0.35, 12.0)
            for number in range(first, first + len(table.cells)):
                cell = self.boxes[number]
                part = max(box[0], cell[0]), max(box[1], cell[1]), min(box[2], cell[2]), min(box[3], cell[3])
                if part[2] - part[0] > min(lap, (box[2] - box[0]) / 2) and part[3] - part[1] > lap:
                    yield part, number
            return
        yield box, -1


def _inside(cell: CellBox, scale: float) -> Box:
    return cell.x0 / scale + _PAD, cell.y0 / scale + _PAD, cell.x1 / scale - _PAD, cell.y1 / scale - _PAD


def _inked(box: Box, ink: NDArray[np.uint8]) -> Iterator[Box]:
    """The box drawn together to the ink in it; nothing where there is none."""
    x0, y0, x1, y1 = (max(round(v), 0) for v in box)
    part = ink[y0:y1, x0:x1]
    if min(part.shape, default=0) < 3:
        return
    count, _, stats, _ = cv2.connectedComponentsWithStats((part > _INK).astype(np.uint8), connectivity=8)
    marks = stats[1:count][stats[1:count, 4] >= _SPECK]
    if len(marks):
        left, top = marks[:, 0].min(), marks[:, 1].min()
        right, bottom = (marks[:, 0] + marks[:, 2]).max(), (marks[:, 1] + marks[:, 3]).max()
        yield (
            float(max(x0 + left - _PAD, x0)),
            float(max(y0 + top - _PAD, y0)),
            float(min(x0 + right + _PAD, x1)),
            float(min(y0 + bottom + _PAD, y1)),
        )


def _cut(picture: Picture, box: Box) -> Picture:
    """The box's pixels with some paper around them."""
    x0, y0, x1, y1 = (max(round(v), 0) for v in box)
    part = picture[y0:y1, x0:x1]
    if min(part.shape[:2]) == 0:
        return np.zeros((0, 0, 3), np.uint8)
    edge = _margin(y1 - y0)
    return np.asarray(cv2.copyMakeBorder(part, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(255, 255, 255)), np.uint8)


def _margin(height: float) -> int:
    """Pixels of paper that are put around a piece of that height."""
    return max(int(height) // 8, _PAD)


def _read(
    spots: Sequence[_Spot], words: Sequence[Words], scale: float, seals: Sequence[Box], dark: Sequence[Box]
) -> Iterator[tuple[int, Piece, tuple[Mark, ...]]]:
    """The pieces, each with its cell and its marks (blanks at the ends left out)."""
    for spot, found in zip(spots, words, strict=True):
        marks = _trimmed(once(_in_box(found.marks, spot.box)))
        box = _scaled(spot.box, scale)
        veiled = spot.home >= 0 and _over_any(spot.box, dark)
        sealed = veiled or _over_any(spot.box, (*seals, *dark))
        if (spot.sought or (veiled and not marks)) and min((m.sure for m in marks), default=0.0) < 0.5:
            if veiled or spot.box[2] - spot.box[0] >= spot.box[3] - spot.box[1]:  # specks and strokes are no number
                yield spot.home, Piece(box, UNREAD, 0.0), (Mark(UNREAD, 0.5, 0.0, ""),)
            continue
        if not marks:
            continue
        if veiled and not _SAYS.search("".join(m.text for m in marks)):  # a stroke of the stamp, with what is under it
            yield spot.home, Piece(box, UNREAD, 0.0), (Mark(UNREAD, 0.5, 0.0, ""),)
            continue
        if spot.home < 0:
            marks = _masked(_widened(marks), _under(marks, spot.box, dark))
        sure = min(m.sure for m in marks)
        doubts = tuple(i for i, m in enumerate(marks) if m.sure < DOUBTFUL)
        text = "".join(m.text for m in marks)
        piece = Piece(box, text, min(sure, _SEALED) if sealed else sure, tuple(_readings(marks)), doubts)
        yield spot.home, piece, marks


def _in_box(marks: tuple[Mark, ...], box: Box) -> tuple[Mark, ...]:
    """The marks with their middles in the box, without the paper around it."""
    width, edge = max(box[2] - box[0], 1.0), _margin(round(box[3]) - round(box[1]))
    return tuple(m._replace(at=min(max((m.at * (width + 2 * edge) - edge) / width, 0.0), 1.0)) for m in marks)


def once(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Two marks of punctuation beside each other, both in doubt and the one what the other might be, are one, read twice.

    The recogniser goes over a line in steps: a point that the steps take for a colon first is “:.” otherwise.
    """
    out: list[Mark] = []
    for mark in marks:
        before = out[-1] if out else None
        if before and {before.text, mark.text} <= _POINTS and max(before.sure, mark.sure) < DOUBTFUL:
            if before.rival == mark.text:
                out[-1] = before._replace(text=mark.text, sure=mark.sure, rival=before.text)
                continue
            if mark.rival == before.text:
                out[-1] = before._replace(rival=mark.text)
                continue
        out.append(mark)
    return tuple(out)


def _trimmed(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    while marks and not marks[0].text.strip():
        marks = marks[1:]
    while marks and not marks[-1].text.strip():
        marks = marks[:-1]
    return marks


def _widened(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Marks beside Chinese letters in their full width: from a picture the recogniser cannot tell which one was typed."""
    out = list(marks)
    for i, mark in enumerate(marks):
        beside = "".join(m.text for m in marks[max(i - 1, 0) : i + 2] if m is not mark)
        if mark.text in _WIDE and _CJK.search(beside):
            out[i] = mark._replace(text=_WIDE[mark.text])
    return tuple(out)


def _under(marks: tuple[Mark, ...], box: Box, dark: Sequence[Box]) -> tuple[bool, ...]:
    """Whether each mark of a line stands under a dark stamp."""
    over = [stamp for stamp in dark if _over(box, stamp)]
    places = (box[0] + mark.at * (box[2] - box[0]) for mark in marks)
    return tuple(any(stamp[0] <= x <= stamp[2] for stamp in over) for x in places)


def _masked(marks: tuple[Mark, ...], under: Sequence[bool] = ()) -> tuple[Mark, ...]:
    """Numbers of a sentence with a digit that cannot be told, or `under` a stamp, are not given: nothing there could say
    what they are."""
    out = list(marks)
    start = 0
    while start < len(out):
        end = start
        while end < len(out) and out[end].text in _NUMBER:
            end += 1
        if any(m.sure < _ILLEGIBLE and m.rival for m in out[start:end]) or any(under[start:end]):
            out[start:end] = [m._replace(text=GONE, rival="") for m in out[start:end]]
        start = max(end, start + 1)
    return tuple(out)


def _over_any(box: Box, others: Sequence[Box]) -> bool:
    return any(_over(box, other) for other in others)


def _over(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _readings(marks: Sequence[Mark]) -> Iterator[str]:
    """What else the marks may say: every doubtful one in turn replaced by its rival, and all ways together."""
    ways = [(m.text, m.rival) if m.rival else (m.text,) for m in marks]
    text = "".join(m.text for m in marks)
    given = 0
    for way in product(*ways):
        other = "".join(way).strip()
        if other != text:
            given += 1
            yield other
        if given >= _READINGS:
            return


def _in_lines(
    found: Iterator[tuple[int, Piece, tuple[Mark, ...]]],
) -> Iterator[list[tuple[Piece, tuple[Mark, ...]]]]:
    """The pieces of each cell, and those outside all tables, by the lines that they stand on."""
    homes: dict[int, list[tuple[Piece, tuple[Mark, ...]]]] = {}
    for home, piece, marks in found:
        homes.setdefault(home, []).append((piece, marks))
    for together in homes.values():
        line: list[tuple[Piece, tuple[Mark, ...]]] = []
        for one in sorted(together, key=lambda pair: pair[0].box[1] + pair[0].box[3]):
            if line and not _on_line(line, one[0].box):
                yield line
                line = []
            line.append(one)
        if line:
            yield line


def _on_line(line: Sequence[tuple[Piece, tuple[Mark, ...]]], box: Box) -> bool:
    first = line[0][0].box
    height = min(first[3] - first[1], box[3] - box[1])
    near = abs((box[1] + box[3]) - (first[1] + first[3])) / 2 < _SAME_LINE * height
    return near and not any(_beside(one.box, box) for one, _ in line)


def _beside(a: Box, b: Box) -> bool:
    """Whether two boxes take the same stretch of a line."""
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.5 * min(a[2] - a[0], b[2] - b[0])


def _chars(piece: Piece, marks: Sequence[Mark], low: float) -> Iterator[Char]:
    """The characters of a piece, its width shared among them by their middles; all on the baseline `low`."""
    x0, top, x1, bottom = piece.box
    middles = [x0 + mark.at * (x1 - x0) for mark in marks]
    for i in range(1, len(middles)):  # never backwards
        middles[i] = max(middles[i], middles[i - 1] + 0.01)
    edges = [x0, *((a + b) / 2 for a, b in pairwise(middles)), max(x1, middles[-1])]
    spaced = False
    for mark, (left, right) in zip(marks, pairwise(edges), strict=True):
        if not mark.text.strip():
            spaced = True
            continue
        yield Char(mark.text, left, right, low, top, bottom, spaced)
        spaced = False


__all__ = ["DOUBTFUL", "GONE", "UNREAD", "Piece", "Recognised", "once", "recognised"]
