"""Page space → the page as one sees it: crop box, page rotation and sideways text undone, y counted from the top."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """`quarter` turns clockwise bring the page space box [x0, y0, x1, y1] into reading orientation."""

    box: Corners
    quarter: int

    @classmethod
    def of(cls, page: Any, text_angle: int) -> Turn:
        """The turn of a pdfium page whose text runs at `text_angle` quarter turns (as pdfium counts, clockwise)."""
        quarter = pdfium.FPDFPage_GetRotation(page)
        if text_angle:
            quarter = -text_angle % 4 if quarter == 0 else quarter
        return cls(_box(page), quarter % 4)

    @property
    def width(self) -> float:
        x0, y0, x1, y1 = self.box
        return y1 - y0 if self.quarter % 2 else x1 - x0

    @property
    def height(self) -> float:
        x0, y0, x1, y1 = self.box
        return x1 - x0 if self.quarter % 2 else y1 - y0

    @property
    def upright(self) -> bool:
        return self.quarter == 0

    @property
    def shift(self) -> tuple[float, float]:
        """What to subtract from x, and to subtract y from, on an upright page."""
        return self.box[0], self.box[3]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of page space stands on the page as one sees it."""
        x0, y0, x1, y1 = self.box
        if self.quarter == 0:
            return x - x0, y1 - y
        if self.quarter == 1:
            return y - y0, x - x0
        if self.quarter == 2:
            return x1 - x, y - y0
        return y1 - y, x1 - x

    def char(
        self, left: float, right: float, bottom: float, top: float, x: float, y: float
    ) -> tuple[float, float, float, float, float]:
        """A glyph's (x0, x1, baseline, top, bottom) as one sees it, from its box and origin in page space."""
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), max(ax, bx), self.point(x, y)[1], min(ay, by), max(ay, by)


def _box(page: Any) -> Corners:
    values = [ctypes.c_float() for _ in range(4)]
    for fetch in (pdfium.FPDFPage_GetCropBox, pdfium.FPDFPage_GetMediaBox):
        if fetch(page, *values):
            x0, y0, x1, y1 = (v.value for v in values)
            if x1 > x0 and y1 > y0:
                return x0, y0, x1, y1
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if pdfium.FPDFPage_GetRotation(page) % 2:
        width, height = height, width
    return 0.0, 0.0, width, height
