"""The picture of a page made ready: turned upright, levelled, seals faded; and where its pixels stand on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gouji.sources.ocr.engine import Engine, Picture

Box = tuple[float, float, float, float]
_STEEPEST = 6.0  # degrees of tilt that are undone
_COARSE, _FINE = 0.5, 0.05  # steps of the search for the tilt, in degrees
_LEVEL = 0.03  # less tilt than this is none
_SEAL = 0.55  # inches: red ink that hangs together over more than this both ways is a seal, not writing
_RED = 60  # how much redder than green and blue the ink of a seal is, of 255
_SAMPLE = 6  # lines that tell which way up a page is
_UNSURE = 0.93  # lines read with less than this on the mean may be upside down: the other way is tried too


@dataclass(frozen=True, slots=True)
class Scan:
    """A page's picture, upright and level. `lines` are the corners of its lines of text, `seals` boxes in its pixels.

    `quarter`: the quarter turns clockwise that were needed; `back`: from its pixels to those of the picture as it was
    turned, before levelling (2 × 3).
    """

    picture: Picture
    lines: NDArray[np.float32]
    quarter: int
    back: NDArray[np.float64]
    seals: tuple[Box, ...]

    def unlevelled(self, x: float, y: float) -> tuple[float, float]:
        """Where a pixel stood before the page was levelled."""
        a = self.back
        return float(a[0, 0] * x + a[0, 1] * y + a[0, 2]), float(a[1, 0] * x + a[1, 1] * y + a[1, 2])


def scan(picture: Picture, dpi: float, engine: Engine) -> Scan:
    """The picture made ready for reading."""
    clean, seals = without_seals(picture, dpi)
    quarter, lines = _upright(clean, engine)
    turned: Any = np.ascontiguousarray(np.rot90(clean, -quarter))
    seals = tuple(_turned_box(box, quarter, clean.shape) for box in seals)
    angle = tilt(turned)
    height, width = turned.shape[:2]
    forward: Any = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    if abs(angle) >= _LEVEL:
        turned = cv2.warpAffine(turned, forward, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
        lines = np.asarray(cv2.transform(lines, forward), np.float32) if len(lines) else lines
    else:
        forward = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    back = np.asarray(cv2.invertAffineTransform(forward), np.float64)
    return Scan(_picture(turned), lines, quarter, back, seals)


def _picture(found: Any) -> Picture:
    return np.asarray(found, np.uint8)


def without_seals(picture: Picture, dpi: float) -> tuple[Picture, tuple[Box, ...]]:
    """The picture with its seals (red ink that hangs together over a wide area) faded, and the boxes where they were.

    What is printed black under the seal stays: red ink is white in the red channel. Red writing is no seal and stays.
    """
    blue, green, red = (picture[:, :, i].astype(np.int16) for i in range(3))
    ink = (red - np.maximum(green, blue) > _RED).astype(np.uint8)
    if not ink.any():
        return picture, ()
    joined = cv2.dilate(ink, np.ones((5, 5), np.uint8))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = []
    for i in range(1, count):
        x, y, w, h = (int(v) for v in stats[i, :4])
        if min(w, h) >= _SEAL * dpi:
            boxes.append((x, y, x + w, y + h))
    if not boxes:
        return picture, ()
    out = picture.copy()
    for x0, y0, x1, y1 in boxes:
        part = out[y0:y1, x0:x1]
        reddish = cv2.dilate(ink[y0:y1, x0:x1], np.ones((3, 3), np.uint8)) > 0
        for channel in range(3):
            part[:, :, channel][reddish] = part[:, :, 2][reddish]
    return out, tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in boxes)


def _upright(picture: Picture, engine: Engine) -> tuple[int, NDArray[np.float32]]:
    """The quarter turns clockwise that set the page upright, and its lines of text in the turned picture."""
    lines = engine.find(picture)
    quarter = 0
    if _sideways(lines):
        quarter = 1
        lines = engine.find(np.ascontiguousarray(np.rot90(picture, -1)))
    if len(lines) and (best := _quality(np.rot90(picture, -quarter), lines, engine)) < _UNSURE:
        height, width = np.rot90(picture, -quarter).shape[:2]
        other = np.array([width, height], np.float32) - lines[:, [2, 3, 0, 1], :]
        if _quality(np.rot90(picture, -quarter - 2), other, engine) > best:
            return (quarter + 2) % 4, other
    return quarter, lines


def _sideways(lines: NDArray[np.float32]) -> bool:
    """Whether most lines of text that are long enough to tell run from top to bottom."""
    if not len(lines):
        return False
    size = lines.max(axis=1) - lines.min(axis=1)
    long = size.max(axis=1) > 2 * size.min(axis=1)
    down = size[:, 1] > size[:, 0]
    return int((long & down).sum()) > int((long & ~down).sum())


def _quality(picture: Picture, lines: NDArray[np.float32], engine: Engine) -> float:
    """How well the longest lines can be read: the mean of all characters' scores."""
    boxes = np.concatenate([lines.min(axis=1), lines.max(axis=1)], axis=1).astype(int)
    longest = sorted(boxes.tolist(), key=lambda b: b[0] - b[2])[:_SAMPLE]
    found = engine.read([np.ascontiguousarray(picture[max(b[1], 0) : b[3], max(b[0], 0) : b[2]]) for b in longest])
    sure = [mark.sure for words in found for mark in words.marks]
    return sum(sure) / len(sure) if sure else 0.0


def _turned_box(box: Box, quarter: int, shape: tuple[int, ...]) -> Box:
    height, width = float(shape[0]), float(shape[1])
    x0, y0, x1, y1 = box
    for _ in range(quarter):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        height, width = width, height
    return x0, y0, x1, y1


def ink_of(picture: Picture) -> NDArray[np.uint8]:
    """How much darker than the paper around it each pixel is (0 to 255): shading behind a row is paper."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    paper = cv2.medianBlur(cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 21)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(paper, grey), np.uint8)


def tilt(picture: Picture) -> float:
    """The degrees by which the page must be turned counter-clockwise to be level: where its lines stand out most."""
    ink = ink_of(picture)
    small = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    coarse = _best(cv2.resize(ink, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 0.0, _STEEPEST, _COARSE)
    return _best(small, coarse, _COARSE, _FINE)


def _best(ink: Any, around: float, reach: float, step: float) -> float:
    height, width = ink.shape[:2]
    top, best = -1.0, 0.0
    for i in range(round(-reach / step), round(reach / step) + 1):
        angle = around + i * step
        # Shearing rows down does for small angles what turning does, and leaves the sums of rows comparable.
        shear = np.array([[1.0, 0.0, 0.0], [-np.tan(np.radians(angle)), 1.0, np.tan(np.radians(angle)) * width / 2]])
        rows = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1, dtype=np.float64)
        sharp = float((np.diff(rows) ** 2).sum())
        if sharp > top * (1 + 1e-9) or (sharp == top and abs(angle) < abs(best)):
            top, best = sharp, angle
    return best
