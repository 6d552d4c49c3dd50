"""The ruling lines of a page: strokes along an axis and filled shapes thin enough to be lines, in forms too."""

from __future__ import annotations

import ctypes
from itertools import pairwise, repeat
from typing import Any

import pypdfium2.raw as pdfium

from gouji.sources.limits import TooManyObjects
from gouji.sources.pdf import raw
from gouji.sources.pdf.page import Edge, Page

THIN = 3.0  # a filled rectangle thinner than this is a ruling line, not a background
DOT = 0.5  # a thin shape whose sides differ by less than this factor is a dot
MAX_DEPTH = 6  # nesting of form objects that is followed
_RECTANGLE = 5  # segments of a path that is one rectangle
_FAR = 1e6  # a coordinate beyond this stands on no page

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def add_rulings(handle: Any, max_objects: int, page: Page) -> None:
    """Note the lines and count the images of pdfium's page `handle`. Raises TooManyObjects."""
    _Walk(page, max_objects).objects(handle, _IDENTITY, 0)


class _Walk:
    """A walk through a page's objects; `budget` is how many objects and path segments may still come."""

    def __init__(self, page: Page, budget: int) -> None:
        self.page = page
        self.budget = budget
        self.numbers = (ctypes.c_float * 6)()  # for pdfium to write into
        start, step = ctypes.addressof(self.numbers), ctypes.sizeof(ctypes.c_float)
        self.at = tuple(range(start, start + 6 * step, step))
        self.flags = (ctypes.c_int * 2)()
        self.flags_at = ctypes.addressof(self.flags), ctypes.addressof(self.flags) + ctypes.sizeof(ctypes.c_int)

    def spend(self, count: int, what: str) -> None:
        self.budget -= max(count, 0)
        if self.budget < 0:
            raise TooManyObjects(what)

    def objects(self, holder: Any, matrix: Matrix, depth: int) -> None:
        """The objects of a page (depth 0) or of a form in it, which `matrix` puts on the page."""
        count = (pdfium.FPDFFormObj_CountObjects if depth else pdfium.FPDFPage_CountObjects)(holder)
        self.spend(count, "objects")
        fetch = raw.form_object if depth else raw.page_object
        found = list(map(fetch, repeat(holder), range(max(count, 0))))
        kinds = list(map(raw.object_type, found))
        path, image, form = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
        for i in [i for i, kind in enumerate(kinds) if kind in (path, image, form)]:
            if kinds[i] == path:
                self.path(found[i], matrix, depth)
            elif kinds[i] == image:
                self.page.images += 1
            elif depth < MAX_DEPTH:
                item = ctypes.cast(found[i], pdfium.FPDF_PAGEOBJECT)
                self.objects(item, _multiply(self._matrix(found[i]), matrix), depth + 1)

    def path(self, item: int, outer: Matrix, depth: int) -> None:
        """A path; `item` is its address."""
        raw.draw_mode(item, *self.flags_at)
        fill, stroke = self.flags
        if not fill and not stroke:
            return
        count = raw.segments(item)
        self.spend(count, "path segments")
        if depth == 0 and not stroke and count <= _RECTANGLE:
            self._filled(item)
        else:
            self._segments(item, count, _multiply(self._matrix(item), outer), bool(stroke))

    def _filled(self, item: int) -> None:
        """A fill of one rectangle: its bounds say all, in one call."""
        if raw.object_bounds(item, *self.at[:4]):
            left, bottom, right, top = self.numbers[:4]
            self._lines([self.page.turn.point(left, bottom), self.page.turn.point(right, top)], False)

    def _segments(self, item: int, count: int, matrix: Matrix, stroked: bool) -> None:
        a, b, c, d, e, f = matrix
        numbers, at_x, at_y = self.numbers, self.at[0], self.at[1]
        points: list[tuple[float, float]] = []
        turned = self.page.turn.point
        for index in range(count):
            segment = raw.segment(item, index)
            raw.segment_point(segment, at_x, at_y)
            x, y = numbers[0], numbers[1]
            if points and raw.segment_type(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                self._lines(points, stroked)
                points = []
            points.append(turned(a * x + c * y + e, b * x + d * y + f))
            if raw.segment_closes(segment):
                points.append(points[0])
        self._lines(points, stroked)

    def _matrix(self, item: int) -> Matrix:
        raw.object_matrix(item, self.at[0])
        a, b, c, d, e, f = self.numbers
        return a, b, c, d, e, f

    def _lines(self, points: list[tuple[float, float]], stroked: bool) -> None:
        """Note the lines of one subpath. A thin shape is one line along its middle, filled or stroked."""
        if len(points) < 2:
            return
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if not (-_FAR < x0 <= x1 < _FAR and -_FAR < y0 <= y1 < _FAR):  # also where a coordinate is no number
            return
        page = self.page
        if y1 - y0 <= THIN or x1 - x0 <= THIN:
            # A dot (thin both ways) may belong to a dotted line of either direction.
            if x1 - x0 >= y1 - y0 or x1 - x0 > THIN / 3 or x1 - x0 > DOT * (y1 - y0):
                page.horizontal.append(Edge((y0 + y1) / 2, x0, x1))
            if y1 - y0 >= x1 - x0 or y1 - y0 > THIN / 3 or y1 - y0 > DOT * (x1 - x0):
                page.vertical.append(Edge((x0 + x1) / 2, y0, y1))
        elif stroked:
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ay - by) < 0.5:
                    page.horizontal.append(Edge((ay + by) / 2, min(ax, bx), max(ax, bx)))
                elif abs(ax - bx) < 0.5:
                    page.vertical.append(Edge((ax + bx) / 2, min(ay, by), max(ay, by)))


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    a, b, c, d, e, f = m
    g, h, i, j, k, l = n  # noqa: E741
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)
