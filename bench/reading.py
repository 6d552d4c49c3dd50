# ruff: noqa: E501  (sentences and tables read better whole)
"""How well documents are read that nobody tuned for: recall and precision of cells, claims and targets by style.

    PYTHONPATH=. .venv/bin/python bench/reading.py [--office] [--browser] [--seeds 0-5] [--keep DIR] [--only STYLE,…] [--show]

Documents are random and invented (bench/unseen); a style is how they reach the reader: clean tabs, the damagers of the
tests, tables as recognition writes a scan's, and with --office what LibreOffice and the PDF extractors make of
the same document in Word, Excel and HTML, with --browser what Chromium prints of it.
Scored with ../shared/score.py where it stands there.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.damager import STYLES

from bench.unseen.browser import marked, pages_of, press, to_pdf
from bench.unseen.case import Case, key, make
from bench.unseen.render import EXTRACTORS, Printed, book, convert, page, printed, tabs, word
from bench.unseen.scanned import scanned
from bench.unseen.sheets import sheets
from gouji.model import serial
from gouji.recognition import read
from gouji.sources import open_document

SCORER = Path(__file__).parent.parent.parent / "shared" / "score.py"
PROFILES = (("11", 2024), ("12", 2024), ("15", 2025))


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain(doc: Printed, folder: Path, rng: random.Random) -> Iterator[tuple[str, Path]]:
    """The styles that need no office suite."""
    clean = tabs(doc)
    texts = {"tabs": clean, **{name: style(clean, rng).text for name, style in STYLES.items()}}
    texts["scan"] = scanned(doc, random.Random(doc.case.name))
    for style, text in texts.items():
        path = folder / f"{doc.case.name}.{style}.txt"
        path.write_text(text, encoding="utf-8")
        yield style, path
    path = folder / f"{doc.case.name}.html"
    path.write_text(page(doc, rng), encoding="utf-8")
    yield "html", path
    word(doc, path.with_suffix(".docx"), rng)
    yield "docx", path.with_suffix(".docx")
    book(doc, path.with_suffix(".xlsx"), rng)
    yield "xlsx", path.with_suffix(".xlsx")


def office(cases: list[Case], folder: Path) -> Iterator[tuple[Case, str, Path]]:
    """What LibreOffice and the extractors make of the Word documents and workbooks in `folder`."""
    for kind in ("docx", "xlsx"):
        made = folder / kind
        made.mkdir(exist_ok=True)
        convert([folder / f"{c.name}.{kind}" for c in cases], "pdf", made)
        for case in cases:
            pdf = made / f"{case.name}.pdf"
            yield case, f"{kind}.pdf", pdf
            for name, extract in EXTRACTORS.items():
                path = made / f"{case.name}.{name}.txt"
                path.write_text(extract(pdf), encoding="utf-8")
                yield case, f"{kind}.pdf.{name}", path
    for to, style in (("txt:Text (encoded):UTF8", "docx.txt"), ("html", "docx.html")):
        made = folder / style
        made.mkdir(exist_ok=True)
        convert([folder / f"{c.name}.docx" for c in cases], to, made)
        for case in cases:
            yield case, style, made / f"{case.name}.{style[5:]}"


def browser(docs: list[Printed], folder: Path) -> Iterator[tuple[Case, str, Path]]:
    """What the browser prints of the documents, as the extractors put it out; `marked`: as dumps of 000's and 002's kind."""
    made = folder / "web"
    made.mkdir(exist_ok=True)
    for doc in docs:
        rng = random.Random(doc.case.name)
        page, pdf = made / f"{doc.case.name}.html", made / f"{doc.case.name}.pdf"
        page.write_text(press(doc, rng), encoding="utf-8")
        to_pdf(page, pdf)
        texts = {name: extract(pdf) for name, extract in EXTRACTORS.items() if name in ("raw", "pdfium", "layout")}
        for name, text in {**texts, "marked": marked(pages_of(pdf), rng)}.items():
            path = made / f"{doc.case.name}.{name}.txt"
            path.write_text(text, encoding="utf-8")
            yield doc.case, f"web.pdf.{name}", path


def measure(score: Any, case: Case, path: Path) -> dict[str, Any]:
    """The scores of one document; a crash counts as nothing read."""
    started = time.perf_counter()
    try:
        found = read(open_document(path))
        reading = json.loads(json.dumps(serial.to_json(found), ensure_ascii=False, default=str))
    except Exception:
        traceback.print_exc()
        reading = {"forms": []}
    result: dict[str, Any] = score.score(key(case), reading)
    origins = [
        (score.number(cell["amount"]), form["kind"], path_, cell["origin"])
        for form in reading["forms"]
        for row in form.get("rows", [])
        for path_, cell in row["cells"].items()
    ]
    result["wrong"] = result["cells"]["reading"] - result["cells"]["matched"]
    result["stated"] = len(reading.get("claims", []))
    result["seconds"] = time.perf_counter() - started
    result["origins"] = len(origins)
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--office", action="store_true")
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--seeds", default="0-3")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true", help="print what was missed and invented")
    options = parser.parse_args()
    first, last = map(int, options.seeds.split("-"))
    score, only = scorer(), set(filter(None, options.only.split(",")))
    table: dict[str, list[int]] = defaultdict(lambda: [0] * 9)

    def add(case: Case, style: str, path: Path) -> None:
        if only and style not in only:
            return
        r = measure(score, case, path)
        c, n, t = r["cells"], r["claims"], r["targets"]
        counts = (1, c["matched"], c["key"], c["reading"], n["matched"], n["key"], t["matched"], t["key"], t["reading"])
        table[style] = [a + b for a, b in zip(table[style], counts, strict=True)]
        if options.show:
            print(f"{case.name} {style}: cells {c['matched']}/{c['key']} of {c['reading']}, claims {n['matched']}/{n['key']}, "
                  f"targets {t['matched']}/{t['key']}, {r['seconds']:.2f} s")  # fmt: skip
            for name in ("missed", "invented", "targets_missed"):
                for line in r[name][:25]:
                    print(f"    {name}: {line}")

    with TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        cases, docs = [], []
        for seed in range(first, last + 1):
            profile, year = PROFILES[seed % len(PROFILES)]
            case = make(seed, profile, year)
            cases.append(case)
            rng = random.Random(seed)
            doc = printed(case, sheets(case, rng), rng)
            docs.append(doc)
            for style, path in plain(doc, folder, rng):
                add(case, style, path)
        if options.office:
            for case, style, path in office(cases, folder):
                add(case, style, path)
        if options.browser:
            for case, style, path in browser(docs, folder):
                add(case, style, path)
    report(table)
    return 0


def report(table: dict[str, list[int]]) -> None:
    """A row for each style: shares in percent, wrong cells and targets as counts."""
    print("| style | documents | cells recall | precision | wrong cells | claims | targets recall | wrong targets |")
    print("|---|---|---|---|---|---|---|---|")
    for style, (n, hit, want, got, c, cs, t, ts, tr) in table.items():

        def share(a: int, b: int) -> str:
            return f"{100 * a / b:.1f}" if b else "–"

        print(
            f"| {style} | {n} | {share(hit, want)} | {share(hit, got)} | {got - hit} | {share(c, cs)} | {share(t, ts)} | {tr - t} |"
        )


if __name__ == "__main__":
    sys.exit(main())
