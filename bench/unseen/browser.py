# ruff: noqa: E501  (styles read better whole)
"""A case printed by a browser: fixed columns that cut numbers, codes and words, rows that pages cut; and its text as tools copy it."""

from __future__ import annotations

import html
import random
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.unseen.render import Printed, captions, covered, front, widths

CHROMIUM = "chromium"


def press(doc: Printed, rng: random.Random) -> str:
    """The page that the browser prints: prose upright, forms across, every form with column widths of its own."""
    size, align = rng.choice((8, 9, 10, 11, 12)), rng.choice(("middle", "middle", "top"))
    repeated, whole = rng.random() < 0.6, rng.random() < 0.5
    style = (
        "@page{size:A4 landscape;margin:14mm}body{font-family:'Noto Serif CJK SC';font-size:13px}"
        f"table{{border-collapse:collapse;table-layout:fixed;width:100%;font-size:{size}px;page-break-after:always}}"
        f"td{{border:1px solid;padding:1px;word-break:break-all;vertical-align:{align};text-align:{rng.choice(('left', 'center'))}}}"
        f"thead{{display:{'table-header-group' if repeated else 'table-row-group'}}}tr{{break-inside:{'avoid' if whole else 'auto'}}}"
    )
    out = [f"<html><head><meta charset='utf-8'><title>预算公开</title><style>{style}</style></head><body>"]
    out += [f"<p>{html.escape(x)}</p>" for x in [*front(doc), *doc.case.paragraphs]]
    for sheet in doc.sheets:
        out += [f"<div>{html.escape(x)}</div>" for x in captions(doc, sheet)]
        sizes = widths(sheet, rng, 1000)
        out.append("<table><colgroup>" + "".join(f"<col style='width:{w / 10:.1f}%'>" for w in sizes) + "</colgroup><thead>")
        starts, hidden = covered(sheet)
        for i, row in enumerate([*sheet.header(), *sheet.rows]):
            out.append("</thead><tbody><tr>" if i == sheet.heads else "<tr>")
            for j, text in enumerate(row):
                if (i, j) not in hidden:
                    span = starts.get((i, j))
                    across = f" rowspan={span.rows} colspan={span.columns}" if span else ""
                    out.append(f"<td{across}>{html.escape(text)}</td>")
            out.append("</tr>")
        out += ["</tbody></table>", f"<div>{sheet.remark}</div>"]
    return "\n".join([*out, "</body></html>"])


def to_pdf(page: Path, pdf: Path) -> None:
    """What the browser prints of a page."""
    with TemporaryDirectory() as profile:
        command = [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
        ]
        subprocess.run([*command, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True, timeout=120)


def marked(pages: list[str], rng: random.Random) -> str:
    """Pages as dumps write them: a blank before a page's first line, blank lines between lines, captions glued."""
    parted = rng.choice((0.0, 0.6, 0.95))
    out = []
    for page in pages:
        for i, line in enumerate(page.strip().split("\n")):
            out.append(f" {line}" if i == 0 else line)
            if rng.random() < parted:
                out.append("")
    return "\n".join(out) + "\n"


def pages_of(pdf: Path) -> list[str]:
    """The text of each page in the order of the content stream."""
    import pypdfium2

    return [p.get_textpage().get_text_bounded().replace("\r\n", "\n") for p in pypdfium2.PdfDocument(str(pdf))]
