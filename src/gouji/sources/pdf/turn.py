"""Page space → the page as it is read: crop box, page rotation and sideways text undone, y counted from the top."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

import pypdfium2.raw as pdfium

Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """`quarter` turns clockwise bring the page space box [x0, y0, x1, y1] into reading orientation.

    `seen` are the turns that a viewer makes (the page's /Rotate): another number where text is set sideways.
    """

    box: Corners
    quarter: int
    seen: int

    @classmethod
    def of(cls, page: Any, text_angle: int | None) -> Turn:
        """The turn of a pdfium page whose text runs at `text_angle` quarter turns clockwise (None: it has no text)."""
        seen = pdfium.FPDFPage_GetRotation(page) % 4
        return cls(_box(page), seen if text_angle is None else -text_angle % 4, seen)

    @property
    def width(self) -> float:
        x0, y0, x1, y1 = self.box
        return y1 - y0 if self.quarter % 2 else x1 - x0

    @property
    def height(self) -> float:
        x0, y0, x1, y1 = self.box
        return x1 - x0 if self.quarter % 2 else y1 - y0

    @property
    def shift(self) -> tuple[float, float]:
        """What to subtract from x, and to subtract y from, on an upright page."""
        return self.box[0], self.box[3]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of page space stands on the page as it is read."""
        return _turned(self.box, self.quarter, x, y)

    def char(
        self, left: float, right: float, bottom: float, top: float, x: float, y: float
    ) -> tuple[float, float, float, float, float]:
        """A glyph's (x0, x1, baseline, top, bottom) as it is read, from its box and origin in page space."""
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), max(ax, bx), self.point(x, y)[1], min(ay, by), max(ay, by)

    def viewed(self, box: Corners) -> Corners:
        """A box of the page as it is read, where a viewer shows it."""
        turns = (self.seen - self.quarter) % 4
        if not turns:
            return box
        x0, y0, x1, y1 = box
        frame = (0.0, -self.height, self.width, 0.0)  # the page as it is read, with y growing upwards
        ax, ay = _turned(frame, turns, x0, -y0)
        bx, by = _turned(frame, turns, x1, -y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _turned(box: Corners, quarter: int, x: float, y: float) -> tuple[float, float]:
    x0, y0, x1, y1 = box
    if quarter == 0:
        return x - x0, y1 - y
    if quarter == 1:
        return y - y0, x - x0
    if quarter == 2:
        return x1 - x, y - y0
    return y1 - y, x1 - x


UPRIGHT = Turn((0.0, 0.0, 0.0, 0.0), 0, 0)


def _box(page: Any) -> Corners:
    """The part of page space that a viewer shows, whatever boxes the page has or inherits."""
    found = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, found):
        return 0.0, 0.0, 0.0, 0.0
    xs, ys = sorted((found.left, found.right)), sorted((found.bottom, found.top))
    return (xs[0], ys[0], xs[1], ys[1]) if all(map(isfinite, (*xs, *ys))) else (0.0, 0.0, 0.0, 0.0)
