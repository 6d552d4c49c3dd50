"""The ruling lines of a page: strokes along an axis and filled shapes thin enough to be lines, in forms too."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Sequence
from itertools import compress, pairwise, repeat
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

_PATHS, _FORMS = (bytes(i == kind for i in range(256)) for kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM))

Matrix = tuple[float, float, float, float, float, float]
_Six = ctypes.c_float * 6
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def add_rulings(handle: Any, max_objects: int, page: Page) -> None:
    """Note the lines and count the images of pdfium's page `handle`. Raises TooManyObjects."""
    _Walk(page, max_objects).objects(handle, _IDENTITY, 0)


class _Walk:
    """A walk through a page's objects; `budget` is how many objects and path segments may still come."""

    def __init__(self, page: Page, budget: int) -> None:
        self.page = page
        self.budget = budget
        self.numbers = _Six()  # for pdfium to write into
        start, step = ctypes.addressof(self.numbers), ctypes.sizeof(ctypes.c_float)
        self.at = tuple(range(start, start + 6 * step, step))

    def spend(self, count: int, what: str) -> None:
        self.budget -= max(count, 0)
        if self.budget < 0:
            raise TooManyObjects(what)

    def objects(self, holder: Any, matrix: Matrix, depth: int) -> None:
        """The objects of a page (depth 0) or of a form in it, which `matrix` puts on the page."""
        count = max((pdfium.FPDFFormObj_CountObjects if depth else pdfium.FPDFPage_CountObjects)(holder), 0)
        self.spend(count, "objects")
        fetch = raw.form_object if depth else raw.page_object
        found = list(map(fetch, repeat(raw.as_argument(holder)), range(count)))
        kinds = bytes(map(raw.object_type, found))  # mostly text: what else there is, is told for all at once
        self.page.images += kinds.count(pdfium.FPDF_PAGEOBJ_IMAGE)
        self.paths(list(compress(found, kinds.translate(_PATHS))), matrix, depth)
        if depth < MAX_DEPTH and pdfium.FPDF_PAGEOBJ_FORM in kinds:
            for form in compress(found, kinds.translate(_FORMS)):
                item = ctypes.cast(form, pdfium.FPDF_PAGEOBJECT)
                self.objects(item, _multiply(self._matrix(form), matrix), depth + 1)

    def paths(self, paths: Sequence[int], outer: Matrix, depth: int) -> None:
        """Paths, by their addresses."""
        flags = raw.Written("i", len(paths), 2)
        deque(map(raw.draw_mode, paths, *flags.at), 0)
        boxes = []
        for item, count, fill, stroke in zip(paths, map(raw.segments, paths), *flags.columns(), strict=True):
            if not fill and not stroke:
                continue
            self.spend(count, "path segments")
            if depth == 0 and not stroke and count <= _RECTANGLE:
                boxes.append(item)
            else:
                self._segments(item, count, _multiply(self._matrix(item), outer), bool(stroke))
        self._filled(boxes)

    def _filled(self, paths: Sequence[int]) -> None:
        """Fills of one rectangle: their bounds say all, in one call for each."""
        bounds = raw.Written("f", len(paths), 4)
        known = list(map(raw.object_bounds, paths, *bounds.at))
        point = self.page.turn.point
        for left, bottom, right, top in compress(zip(*bounds.columns(), strict=True), known):
            (ax, ay), (bx, by) = point(left, bottom), point(right, top)
            self._thin(min(ax, bx), max(ax, bx), min(ay, by), max(ay, by))

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
        if self._thin(min(xs), max(xs), min(ys), max(ys)) or not stroked:
            return
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ay - by) < 0.5:
                self.page.horizontal.append(Edge((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) < 0.5:
                self.page.vertical.append(Edge((ax + bx) / 2, min(ay, by), max(ay, by)))

    def _thin(self, x0: float, x1: float, y0: float, y1: float) -> bool:
        """Note a shape that is thin as a line along its middle; whether that is all (it is, too, for what is on no page)."""
        if not (-_FAR < x0 <= x1 < _FAR and -_FAR < y0 <= y1 < _FAR):  # also where a coordinate is no number
            return True
        width, height = x1 - x0, y1 - y0
        if height > THIN and width > THIN:
            return False
        # A dot (thin both ways) may belong to a dotted line of either direction.
        if width >= height or width > THIN / 3 or width > DOT * height:
            self.page.horizontal.append(Edge((y0 + y1) / 2, x0, x1))
        if height >= width or height > THIN / 3 or height > DOT * width:
            self.page.vertical.append(Edge((x0 + x1) / 2, y0, y1))
        return True


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    a, b, c, d, e, f = m
    g, h, i, j, k, l = n  # noqa: E741
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)
