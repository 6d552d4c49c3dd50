"""The ruling lines of a page's picture: long straight runs of ink, found by morphology."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gouji.sources.pdf.page import Edge

_FAINT = 28  # ink (of 255) that a line has at least all along
_EVEN = 9  # pixels along a line whose mean counts as its ink there
_LONG, _HIGH = 0.35, 0.15  # inches: the shortest piece of a line across, and of one down
_THICK = 0.045  # inches: thicker runs of ink are areas, not lines
_RIND = 2  # pixels of blur beside a line
_RIM = 0.15  # of the height of a line of text: what runs there may be a ruling that touches it
_STEM = 1.5  # a line down that stands in a line of text and is not longer than this many of its heights is a letter's


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines across and the lines down in pixels, and the ink of the page without what belongs to lines."""

    across: list[Edge]
    down: list[Edge]
    ink: NDArray[np.uint8]


def rulings(ink: NDArray[np.uint8], dpi: float, lines: NDArray[np.float32]) -> Rulings:
    """The ruling lines in a page's ink. `lines`: boxes (n × 4) of the lines of text, whose strokes are none."""
    across, down, rest = [], [], ink.copy()
    for x0, y0, x1, y1 in _runs(ink, dpi, False):
        if not _bar(x0, y0, x1, y1, lines):
            across.append(Edge((y0 + y1) / 2, x0, x1))
            _wipe(rest, x0, y0, x1, y1)
    for x0, y0, x1, y1 in _runs(ink, dpi, True):
        if not _stem(x0, y0, x1, y1, lines):
            down.append(Edge((x0 + x1) / 2, y0, y1))
            _wipe(rest, x0, y0, x1, y1)
    return Rulings(across, down, rest)


def _wipe(ink: NDArray[np.uint8], x0: float, y0: float, x1: float, y1: float) -> None:
    """Takes a line and its blurred rim out of the ink."""
    ink[max(int(y0) - _RIND, 0) : int(y1) + _RIND, max(int(x0) - _RIND, 0) : int(x1) + _RIND] = 0


def _runs(ink: NDArray[np.uint8], dpi: float, down: bool) -> list[tuple[float, float, float, float]]:
    length = max(int(dpi * (_HIGH if down else _LONG)), 3)

    def kernel(long: int) -> tuple[int, int]:
        return (1, long) if down else (long, 1)

    even = cv2.blur(ink, kernel(_EVEN))  # noise evens out along a line, and dots join
    opened = cv2.morphologyEx(even, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel(length)))
    line = (np.asarray(opened) > _FAINT).astype(np.uint8)
    thick = max(int(dpi * _THICK), 2)
    area: Any = cv2.morphologyEx(line, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    line = np.asarray(cv2.subtract(line, cv2.dilate(area, np.ones((3, 3), np.uint8))), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(line, connectivity=8)
    out = []
    for x, y, w, h, _ in stats[1:count].tolist():
        if (h if down else w) >= length:
            out.append((float(x), float(y), float(x + w), float(y + h)))
    return out


def _stem(x0: float, y0: float, x1: float, y1: float, lines: NDArray[np.float32]) -> bool:
    """Whether a line down is a stroke of a letter."""
    if not len(lines):
        return False
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    over = (lines[:, 0] < x) & (x < lines[:, 2]) & (lines[:, 1] < y) & (y < lines[:, 3])
    return bool((over & (y1 - y0 <= _STEM * (lines[:, 3] - lines[:, 1]))).any())


def _bar(x0: float, y0: float, x1: float, y1: float, lines: NDArray[np.float32]) -> bool:
    """Whether a line across is made of strokes of letters: most of it runs through the middle of lines of text."""
    if not len(lines):
        return False
    y, height = (y0 + y1) / 2, lines[:, 3] - lines[:, 1]
    through = (lines[:, 1] + _RIM * height < y) & (y < lines[:, 3] - _RIM * height)
    shared = np.minimum(lines[:, 2], x1) - np.maximum(lines[:, 0], x0)
    return float(shared[through & (shared > 0)].sum()) > (x1 - x0) / 2
