"""Stamps that cannot be faded (black ones, photocopies): ink that hangs together over a wide area and is no ruling.

Letters hang together over less, and rulings over one direction only. What such ink crosses may be misread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gouji.sources.ocr.picture import Box
from gouji.sources.pdf.page import Edge

_WIDE = 0.55  # inches both ways
LONG = 1.0  # inches: a straight run of so much ink is a ruling, whatever it crosses
_INK, _FAINT = 60, 28  # ink (of 255) of a stroke; that a ruling has at least all along
_EVEN = 9  # pixels along a ruling whose mean counts as its ink there
_RIM = 2  # pixels of blur beside a ruling
_REACH = 4  # pixels from a ruling within which a stroke that crosses it is seen on either side


def stamps(ink: NDArray[np.uint8], dpi: float) -> tuple[Box, ...]:
    """The boxes (pixels) of the stamps in a page's ink."""
    strokes = np.asarray(ink > _INK, np.uint8)
    ruled = [_ruled(ink, dpi, down) for down in (False, True)]
    rest = cv2.subtract(strokes, cv2.bitwise_or(*ruled))
    wide = 2 * (_REACH + _RIM) + 1
    for lines, kernel in zip(ruled, ((3, wide), (wide, 3)), strict=True):  # what crosses a ruling goes on behind it
        rest = cv2.bitwise_or(rest, cv2.bitwise_and(cv2.dilate(rest, cv2.getStructuringElement(cv2.MORPH_RECT, kernel)), lines))
    joined: Any = cv2.dilate(rest, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = ((float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, _ in stats[1:count].tolist())
    return tuple(box for box in boxes if min(box[2] - box[0], box[3] - box[1]) >= _WIDE * dpi)


def _ruled(ink: NDArray[np.uint8], dpi: float, down: bool) -> Any:
    """The pixels of long rulings, with their rims."""

    def kernel(long: int, across: int = 1) -> tuple[int, int]:
        return (across, long) if down else (long, across)

    even = np.asarray(cv2.blur(ink, kernel(_EVEN)) > _FAINT, np.uint8)
    opened = cv2.morphologyEx(even, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel(round(LONG * dpi))))
    return cv2.dilate(opened, cv2.getStructuringElement(cv2.MORPH_RECT, kernel(1, 2 * _RIM + 1)))


def uncovered(edges: Sequence[Edge], found: Sequence[Box], dpi: float, down: bool) -> list[Edge]:
    """The rulings (pixels) as they were before the stamps: without the stamps' own straight strokes (short, within a box,
    no piece of a ruling outside it), and going on beneath a stamp where both sides of it have a piece."""
    if not found:
        return list(edges)
    sure = [e for e in edges if e.high - e.low >= LONG * dpi or not any(_within(e, box, down) for box in found)]
    kept = sorted(e for e in edges if any(abs(e.at - one.at) <= _REACH for one in sure))
    beneath = [Edge((a.at + b.at) / 2, a.high, b.low) for a in kept for b in kept if a.high < b.low and _one(a, b)]
    beneath = [e for e in beneath if any(_within(e, box, down) for box in found)]
    return [*kept, *beneath]


def _one(a: Edge, b: Edge) -> bool:
    return abs(a.at - b.at) <= _REACH


def _within(edge: Edge, box: Box, down: bool) -> bool:
    left, top, right, bottom = box
    at, ends = ((left, right), (top, bottom)) if down else ((top, bottom), (left, right))
    return at[0] <= edge.at <= at[1] and ends[0] - _RIM <= edge.low and edge.high <= ends[1] + _RIM
