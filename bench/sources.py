"""Pages a second to Document and to Disclosure beside pdfplumber and camelot, documents a second beside one process,
growth with pages, peak memory: all on the same files in the same run.

    python bench/sources.py [FILE.pdf ...] [--camelot PYTHON] [--copies 8]

By default the files in ../shared/pdfs. camelot is no dependency of ours: `--camelot` names the Python of an environment that
has it (python -m venv /tmp/c && /tmp/c/bin/pip install camelot-py). Without it the table says that it was not measured.
Reading is measured in processor time (the least of several runs), a whole check too (the median), folders in time on the clock.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import pypdfium2

from gouji.jobs import examine
from gouji.model.disclosure import Source
from gouji.recognition import read as recognise
from gouji.sources import open_document
from gouji.sources.pdf import read

SHARED = Path(__file__).parents[2] / "shared" / "pdfs"
CAMELOT = """
import sys, time, warnings, logging
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import camelot
started = time.process_time()
camelot.read_pdf(sys.argv[1], pages="all", flavor="lattice")
print(time.process_time() - started)
"""


def seconds(work: Callable[[], object], times: int) -> list[float]:
    """The processor time of each of several runs."""
    out = []
    for _ in range(times):
        started = time.process_time()
        work()
        out.append(time.process_time() - started)
    return out


def best(work: Callable[[], object], times: int = 7) -> float:
    """The least of several runs: what the machine's other work did not disturb."""
    return min(seconds(work, times))


def checked(path: Path) -> None:
    """A whole check, which must not end with a problem."""
    problem = examine(path).problem
    if problem:
        sys.exit(problem)


def plumbed(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as book:
        for page in book.pages:
            page.extract_text()
            page.extract_tables()


def camelot_seconds(path: Path, python: str) -> float | None:
    """Processor time of camelot (lattice) for all pages; None where that Python does not have it."""
    ended = subprocess.run([python, "-c", CAMELOT, str(path)], capture_output=True, text=True, check=False)
    return float(ended.stdout.split()[-1]) if ended.returncode == 0 else None


def repeated(path: Path, times: int) -> bytes:
    """The file's pages several times over."""
    made, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    source = pypdfium2.PdfDocument(path)
    for _ in range(times):
        made.import_pages(source)
    made.save(out)
    return out.getvalue()


def reading(path: Path, camelot: str) -> str:
    """A row of the table of reading."""
    document = open_document(path)
    pages = document.source.pages or 1
    ours, whole = best(lambda: open_document(path)), best(lambda: recognise(open_document(path)), 5)
    plumber, lattice = best(lambda: plumbed(path), 1), camelot_seconds(path, camelot)
    other = f"{pages / lattice:.1f} ({lattice / ours:.0f}×)" if lattice else "not installed"
    return (
        f"| {path.stem} | {pages} | {pages / ours:.0f} | {pages / whole:.0f} | {pages / plumber:.0f} ({plumber / ours:.1f}×) "
        f"| {other} | {median(seconds(lambda: checked(path), 7)):.2f} s |"
    )


def linear(path: Path) -> str:
    """Milliseconds for the pages of a file once, twice and four times, and what a page costs."""
    out = []
    for times in (1, 2, 4):
        data = repeated(path, times)
        out.append(best(lambda d=data: read(d, Source("x")), 5) * 1000)  # type: ignore[misc]
    each = ", ".join(f"{ms / times / out[0]:.2f}" for ms, times in zip(out, (1, 2, 4), strict=True))
    return f"pages of {path.stem} ×1, ×2, ×4: {', '.join(f'{ms:.0f}' for ms in out)} ms; cost of a page, ×1 = 1: {each}"


def folders(paths: Sequence[Path], copies: int) -> str:
    """Documents a second of `gouji check FOLDER` with one worker and with two."""
    with tempfile.TemporaryDirectory(prefix="gouji-bench-") as folder:
        for path in paths:
            for copy in range(copies):
                shutil.copy(path, Path(folder) / f"{path.stem}-{copy}.pdf")
        count, took = len(paths) * copies, []
        for jobs in ("1", "2"):
            command = [sys.executable, "-m", "gouji.cli", "check", folder, "--jobs", jobs]
            started = time.perf_counter()
            ended = subprocess.run(command, capture_output=True, check=False)
            took.append(time.perf_counter() - started)
            if ended.returncode not in (0, 1):  # 1: findings
                sys.exit(ended.stderr.decode())
    one, two = took
    rates = f"--jobs 1 {count / one:.2f}, --jobs 2 {count / two:.2f} files a second ({one / two:.2f}×)"
    return f"gouji check FOLDER, {count} files: {rates}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--camelot", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--copies", type=int, default=8)
    given = parser.parse_args()
    paths = given.files or sorted(SHARED.glob("*.pdf"))
    if not paths:
        sys.exit("no files: name some, or put ../shared/pdfs there")
    if given.camelot == sys.executable and importlib.util.find_spec("camelot") is None:
        print("camelot is not installed here: not measured (--camelot)\n")
    print("| file | pages | Document, pages/s | Disclosure, pages/s | pdfplumber | camelot | whole check, median |")
    print("|---|---|---|---|---|---|---|")
    for path in paths:
        print(reading(path, given.camelot), flush=True)
    print()
    print(linear(paths[0]), flush=True)
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)
    print(folders(paths, given.copies))


if __name__ == "__main__":
    main()
