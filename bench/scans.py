"""Scans: real PDFs as pictures of their pages (clean, tilted, noisy), recognised and compared with the digital reading.

python bench/scans.py [FILE.pdf ...]       (by default ../shared/pdfs; needs the extra ocr)

An amount is right where the same form, row (code, or label) and column has the same amount as the digital reading. A wrong or
missing one is flagged where its row has an unreadable or ambiguous cell, or damage is reported on its page's figures.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from gouji.checking import check
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Severity
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

DPI = 200


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is made a picture: degrees of tilt, standard deviation of the noise (of 255), JPEG quality."""

    name: str
    tilt: float = 0.0
    noise: float = 0.0
    quality: int = 95


WAYS = (Way("clean"), Way("tilt 0.7°, noise", 0.7, 12, 75), Way("tilt -1°, more noise", -1.0, 18, 60))


def scanned(path: Path, way: Way, out: Path) -> None:
    """Writes a PDF of nothing but pictures of the pages at DPI."""
    noise = np.random.default_rng(1)
    pages = []
    for page in pypdfium2.PdfDocument(path):
        picture = np.ascontiguousarray(page.render(scale=DPI / 72).to_numpy()[:, :, :3])
        height, width = picture.shape[:2]
        if way.tilt:
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), way.tilt, 1)
            picture = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
        if way.noise:
            picture = np.clip(picture + noise.normal(0, way.noise, picture.shape), 0, 255).astype(np.uint8)
        pages.append(Image.fromarray(picture[:, :, ::-1]))
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=way.quality)


def amounts(disclosure: Disclosure) -> Counter[tuple[object, ...]]:
    """Every amount with its form, row and column."""
    out: Counter[tuple[object, ...]] = Counter()
    for form in disclosure.forms:
        for row in form.rows:
            who = tuple(sorted(row.codes.items())) or row.label
            for column, cell in row.cells.items():
                out[form.kind, who, row.side, column, cell.amount] += 1
    return out


def flagged(disclosure: Disclosure) -> set[tuple[object, ...]]:
    """The cells that the reading itself says are not to be relied on."""
    out: set[tuple[object, ...]] = set()
    for form in disclosure.forms:
        for row in form.rows:
            who = tuple(sorted(row.codes.items())) or row.label
            doubtful = {*row.unreadable, *(column for one in row.ambiguous for column in one.columns)}
            out |= {(form.kind, who, row.side, column) for column in doubtful}
    return out


def errors(disclosure: Disclosure) -> int:
    template = load(disclosure.template, disclosure.profile) if disclosure.template else None
    return check(disclosure, template).count(Severity.ERROR)


def main() -> None:
    paths = [Path(p) for p in sys.argv[1:]] or sorted((Path(__file__).parents[2] / "shared" / "pdfs").glob("*.pdf"))
    heads = ("file", "way", "pages", "amounts", "right", "wrong, flagged", "wrong, not flagged", "claims alike")
    print("|", " | ".join((*heads, "errors digital/scan", "s/page (CPU)")), "|")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            digital = read(open_document(path))
            wanted = amounts(digital)
            for way in WAYS:
                scan = Path(folder) / path.name
                scanned(path, way, scan)
                wall, cpu = time.perf_counter(), time.process_time()
                document = open_document(scan)
                found = read(document)
                wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
                got, doubts = amounts(found), flagged(found)
                wrong = (wanted - got) + (got - wanted)
                told = sum(n for key, n in wrong.items() if key[:4] in doubts)
                claims = Counter((c.quantity, c.amount) for c in digital.claims)
                alike = claims & Counter((c.quantity, c.amount) for c in found.claims)
                pages = document.source.pages or 1
                right = sum((wanted & got).values())
                total["amounts"] += sum(wanted.values())
                total["right"] += right
                total["silent"] += sum(wrong.values()) - told
                print(
                    f"| {path.stem} | {way.name} | {pages} | {sum(wanted.values())} | {right} | {told} "
                    f"| {sum(wrong.values()) - told} | {sum(alike.values())}/{sum(claims.values())} "
                    f"| {errors(digital)}/{errors(found)} | {wall / pages:.1f} ({cpu / pages:.1f}) |",
                    flush=True,
                )
    print(f"\n{total['right']} of {total['amounts']} amounts right ({total['right'] / total['amounts']:.2%}), ", end="")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{total['silent']} wrong ones not flagged; peak memory {peak} MB")


if __name__ == "__main__":
    main()
