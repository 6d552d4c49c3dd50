"""A picture as a file (PNG, JPEG, TIFF with its pages, GIF, BMP, WebP) → a Document, recognised page by page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING

from gouji.model.disclosure import Source
from gouji.sources.document import Block, Document, SourceError
from gouji.sources.limits import LIMITS, Limits, TooManyObjects
from gouji.sources.ocr import available

if TYPE_CHECKING:
    from PIL import Image

    from gouji.sources.ocr.engine import Picture

_PAPER = 11.69  # inches: the longer side of a page whose picture does not say how large it is (A4)
_DPI = 200.0
_SENSIBLE = (72.5, 1200.0)  # dots per inch that a scanner may have meant; 72 is what programs write without knowing
_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")


def read(data: bytes, source: Source, limits: Limits = LIMITS) -> Document:
    """The document in a picture. Raises SourceError without the extra, and for a damaged or oversized file."""
    name = source.name
    if not available():
        raise SourceError(
            f"{name}：这是图片；安装文字识别后可读：pip install 'gouji[ocr]'",
            f"{name}: a picture; pip install 'gouji[ocr]' reads it",
        )
    from gouji.sources.ocr.scans import Scans

    blocks: list[Block] = []
    ends: tuple[float, ...] = ()
    with _opened(data, name) as image:
        count = min(getattr(image, "n_frames", 1), limits.pages)
        scans = Scans(limits, count)
        for number in range(1, count + 1):
            found, ends = scans.picture(lambda n=number: _frame(image, n, limits), number, ends)  # type: ignore[misc]
            blocks += found
        media = image.get_format_mimetype() if hasattr(image, "get_format_mimetype") else None
    damage, unread, seen = tuple(scans.told()), tuple(scans.unread), tuple(scans.read)
    source = replace(source, media_type=media or "image/*", pages=count, unread_pages=tuple(sorted(scans.lost())))
    return Document(source, tuple(blocks), damage, (), unread, seen)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Image.Image]:
    """The picture; whatever its library says against it becomes one line."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            yield image
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise SourceError(
            f"{name}：图片已损坏、不完整或过大，读不了", f"{name}: the picture is damaged, cut off or too large"
        ) from error


def _frame(image: Image.Image, number: int, limits: Limits) -> tuple[Picture, float]:
    """A page of the picture in blue, green, red, and its dots per inch. Raises TooManyObjects for too many pixels."""
    import numpy as np

    image.seek(number - 1)
    if image.width * image.height > limits.picture_pixels:
        raise TooManyObjects(f"{image.width} × {image.height}")
    told = image.info.get("dpi", (0, 0))[0]
    dpi = float(told) if _SENSIBLE[0] < told <= _SENSIBLE[1] else max(image.size) / _PAPER
    scale = min(_DPI / dpi, sqrt(limits.scan_pixels / (image.width * image.height)))
    size = max(round(image.width * scale), 8), max(round(image.height * scale), 8)
    if size[0] * size[1] > 2 * limits.scan_pixels:
        raise TooManyObjects(f"{image.width} × {image.height}")
    rgb = _on_paper(image).resize(size)
    return np.ascontiguousarray(np.asarray(rgb, np.uint8)[:, :, ::-1]), dpi * scale


def _on_paper(image: Image.Image) -> Image.Image:
    """The picture in colours, what is transparent white."""
    from PIL import Image as Images

    if "A" in image.getbands() or "transparency" in image.info:
        shown = image.convert("RGBA")
        paper = Images.new("RGBA", shown.size, "white")
        return Images.alpha_composite(paper, shown).convert("RGB")
    return image.convert("RGB")
