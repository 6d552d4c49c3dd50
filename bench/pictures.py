"""Ways of making a page a picture, as scanners, copiers and cameras do it: for bench/scans.py."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[Any]  # height × width × 3: blue, green, red


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is made a picture.

    `tilt` in degrees, `noise` its standard deviation (of 255), `quality` of JPEG, `paper` how light paper is (of 255; it
    gets darker by a tenth towards one side), `lean` by how much of the width the far edge is narrower (a page photographed
    at an angle), `quarters` turns counter-clockwise, `seal` the colour (blue, green, red) of round stamps over the figures,
    `two_up` two pages side by side, `bilevel` black or white only (fax compression).
    """

    name: str
    dpi: int = 200
    tilt: float = 0.0
    noise: float = 0.0
    quality: int = 95
    paper: int = 255
    lean: float = 0.0
    quarters: int = 0
    seal: tuple[int, int, int] | None = None
    two_up: bool = False
    bilevel: bool = False


USUAL = (Way("clean"), Way("tilt 0.7°, noise", tilt=0.7, noise=12, quality=75), Way("tilt -1°, more noise", 200, -1.0, 18, 60))
MORE = (
    Way("150 dpi", dpi=150),
    Way("300 dpi", dpi=300),
    Way("grey paper", paper=200, noise=6),
    Way("JPEG 40", quality=40),
    Way("leaning", lean=0.015),
    Way("sideways", quarters=1),
    Way("upside down", quarters=2),
    Way("black seal", seal=(40, 40, 40)),
    Way("red seal", seal=(50, 40, 210)),
    Way("two-up", two_up=True),
    Way("1 bit", bilevel=True),
)


def scanned(path: Path, way: Way, out: Path) -> None:
    """Writes a PDF of nothing but pictures of the pages."""
    noise = np.random.default_rng(1)
    pages = [_page(page.render(scale=way.dpi / 72).to_numpy()[:, :, :3], way, noise) for page in pypdfium2.PdfDocument(path)]
    if way.two_up:
        pages = [_beside(*pair) for pair in zip_longest(pages[::2], pages[1::2])]
    made = [_coloured(page, way) for page in pages]
    jpeg = {} if way.bilevel else {"quality": way.quality}
    made[0].save(out, "PDF", save_all=True, append_images=made[1:], resolution=way.dpi, **jpeg)


def _coloured(picture: Picture, way: Way) -> Image.Image:
    image = Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1]))
    return image.convert("L").point(lambda v: 255 * (v > 160)).convert("1") if way.bilevel else image


def _page(drawn: Picture, way: Way, noise: np.random.Generator) -> Picture:
    picture = np.ascontiguousarray(drawn)
    height, width = picture.shape[:2]
    if way.seal:
        _stamp(picture, way, noise)
    if way.lean:
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        in_ = way.lean * width
        shown = corners + np.array([[in_, in_], [-in_, in_ / 2], [0, 0], [0, 0]], np.float32)
        picture = _warped(picture, cv2.getPerspectiveTransform(corners, shown), cv2.warpPerspective)
    if way.tilt:
        picture = _warped(picture, cv2.getRotationMatrix2D((width / 2, height / 2), way.tilt, 1), cv2.warpAffine)
    if way.paper < 255:
        picture = picture * (np.linspace(way.paper, way.paper * 0.9, width) / 255)[None, :, None]
    if way.noise:
        picture = picture + noise.normal(0, way.noise, picture.shape)
    return np.rot90(np.clip(picture, 0, 255).astype(np.uint8), way.quarters)


def _warped(picture: Picture, matrix: Any, warp: Any) -> Picture:
    height, width = picture.shape[:2]
    return np.asarray(warp(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)))


def _stamp(picture: Picture, way: Way, chance: np.random.Generator) -> None:
    """A round seal of 40 mm with a star's worth of strokes in it, somewhere in the page's middle; ink over ink is darker."""
    height, width = picture.shape[:2]
    at = int(width * chance.uniform(0.35, 0.75)), int(height * chance.uniform(0.25, 0.6))
    radius = int(20 / 25.4 * way.dpi)
    seal = np.full_like(picture, 255)
    colour = way.seal or (0, 0, 0)
    cv2.circle(seal, at, radius, colour, max(way.dpi // 50, 2), cv2.LINE_AA)
    for turn in range(5):
        a, b = (np.pi * (0.4 * (turn + step) - 0.5) for step in (0, 2))
        ends = [(int(at[0] + radius * 0.4 * np.cos(t)), int(at[1] + radius * 0.4 * np.sin(t))) for t in (a, b)]
        cv2.line(seal, ends[0], ends[1], colour, max(way.dpi // 60, 2), cv2.LINE_AA)
    np.minimum(picture, seal, out=picture)


def _beside(left: Picture, right: Picture | None) -> Picture:
    """Two pages as one; the shorter one with white paper below."""
    other = np.full_like(left, 255) if right is None else right
    height = max(left.shape[0], other.shape[0])
    both = [
        cv2.copyMakeBorder(p, 0, height - p.shape[0], 0, 0, cv2.BORDER_CONSTANT, value=(255, 255, 255)) for p in (left, other)
    ]
    return np.concatenate(both, axis=1)
