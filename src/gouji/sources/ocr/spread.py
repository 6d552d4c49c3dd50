"""Two pages copied side by side onto one: told by the blank band between them, and read one after the other."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from gouji.sources.ocr.picture import Scan, ink_of

_WIDER = 1.15  # than high, at least
_MIDDLE = (0.4, 0.6)  # of the width: where the band is
_BAND = 0.25  # inches: how wide it is at least
_SMALL = 0.25  # of the picture: noise evens out
_INK = 24  # ink (of 255) of what is printed, at that size
_LINES = 3  # of text that each of two pages has


def parts(scan: Scan, dpi: float) -> list[tuple[Scan, int]]:
    """The pages of a picture from left to right, each with the pixel at which it begins: one, or two side by side.

    A table or a line of one wide page crosses its middle; between two pages nothing is printed from top to bottom.
    """
    height, width = scan.picture.shape[:2]
    at = _band(scan, dpi) if width >= _WIDER * height else None
    if at is None:
        return [(scan, 0)]
    middles = scan.lines[:, :, 0].mean(axis=1) if len(scan.lines) else np.zeros(0)
    if min(int((middles < at).sum()), int((middles >= at).sum())) < _LINES:
        return [(scan, 0)]
    return [(_cut(scan, 0, at), 0), (_cut(scan, at, width), at)]


def _band(scan: Scan, dpi: float) -> int | None:
    """The middle (pixels) of the widest blank band in the middle of the picture; None where none is wide enough."""
    small = cv2.resize(ink_of(scan.picture), None, fx=_SMALL, fy=_SMALL, interpolation=cv2.INTER_AREA)
    low, high = (round(share * small.shape[1]) for share in _MIDDLE)
    blank = [not column.any() for column in np.asarray(small[:, low:high] > _INK).T]
    best, start = (0, 0), None
    for i, free in enumerate([*blank, False]):
        if free and start is None:
            start = i
        elif not free and start is not None:
            best, start = max(best, (i - start, start)), None
    size, begin = best
    return round((low + begin + size / 2) / _SMALL) if size / _SMALL >= _BAND * dpi else None


def _cut(scan: Scan, left: int, right: int) -> Scan:
    """The part of a picture between two of its columns; its places count from `left`."""
    shift = np.array([left, 0], np.float32)
    lines = [line - shift for line in scan.lines if left <= line[:, 0].mean() < right]
    seals = tuple((x0 - left, y0, x1 - left, y1) for x0, y0, x1, y1 in scan.seals if x0 < right and x1 > left)
    found = np.asarray(lines, np.float32) if lines else np.zeros((0, 4, 2), np.float32)
    return replace(scan, picture=np.ascontiguousarray(scan.picture[:, left:right]), lines=found, seals=seals)
