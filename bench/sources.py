"""Pages a second to Document and to Disclosure, beside pdfplumber on the same files in the same run; growth with pages.

python bench/sources.py [FILE.pdf ...]       (by default ../shared/pdfs)
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pypdfium2

from gouji.checking import check
from gouji.model.disclosure import Source
from gouji.recognition import read as recognise
from gouji.sources import open_document
from gouji.sources.pdf import read
from gouji.standards.loader import load


def best(work: Callable[[], object], times: int = 5) -> float:
    """The least processor time of several runs: what the machine's other work did not disturb."""
    out = []
    for _ in range(times):
        started = time.process_time()
        work()
        out.append(time.process_time() - started)
    return min(out)


def plumbed(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as book:
        for page in book.pages:
            page.extract_text()
            page.extract_tables()


def whole(path: Path) -> None:
    disclosure = recognise(open_document(path))
    if disclosure.template:
        check(disclosure, load(disclosure.template, disclosure.profile))


def repeated(path: Path, times: int) -> bytes:
    """The file's pages several times over."""
    import io

    made, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    source = pypdfium2.PdfDocument(path)
    for _ in range(times):
        made.import_pages(source)
    made.save(out)
    return out.getvalue()


def main() -> None:
    paths = [Path(p) for p in sys.argv[1:]] or sorted((Path(__file__).parents[2] / "shared" / "pdfs").glob("*.pdf"))
    for path in paths:
        pages = open_document(path).source.pages or 1
        ours, other = best(lambda p=path: open_document(p)), best(lambda p=path: plumbed(p), 1)  # type: ignore[misc]
        wall = []
        for _ in range(5):
            started = time.perf_counter()
            whole(path)
            wall.append(time.perf_counter() - started)
        print(
            f"{path.name}: {pages} pages; Document {pages / ours:.0f} pages/s, pdfplumber {pages / other:.0f} "
            f"({other / ours:.1f}×); whole check median {median(wall):.2f} s"
        )
    for times in (1, 2, 4):
        data = repeated(paths[0], times)
        seconds = best(lambda d=data: read(d, Source("x")), 3)  # type: ignore[misc]
        print(f"{times}× the pages of {paths[0].name}: {seconds * 1000:.0f} ms")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
