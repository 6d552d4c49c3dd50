# ruff: noqa: E501  (sentences and tables read better whole)
"""A case on paper: text as exports write it, a Word document, a workbook, a web page; and what tools make of them."""

from __future__ import annotations

import html
import random
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.unseen.case import Case
from bench.unseen.sheets import Sheet, Span

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Printed:
    """A case with its sheets and how they are set."""

    case: Case
    sheets: list[Sheet]
    contents: bool
    title_first: bool
    glued: bool


def printed(case: Case, made: list[Sheet], rng: random.Random) -> Printed:
    return Printed(case, made, rng.random() < 0.6, rng.random() < 0.3, rng.random() < 0.3)


def front(doc: Printed) -> list[str]:
    """Title and contents list."""
    case = doc.case
    kind = "部门" if case.several else "单位"
    out = [case.body, f"{case.year}年{kind}预算公开"]
    if doc.contents:
        out += [
            "目  录",
            f"第一部分 {case.body}概况",
            f"第二部分 {case.body}{case.year}年{kind}预算情况说明",
            "第三部分 名词解释",
        ]
        numerals = "一二三四五六七八九十"
        titles = list(dict.fromkeys(s.title for s in doc.sheets))
        for i, title in enumerate(titles, 1):
            out.append(f"{numerals[i - 1] if i <= 10 else '十' + numerals[i - 11]}、{title}")
    return out


def captions(doc: Printed, sheet: Sheet) -> list[str]:
    """The lines above a form."""
    owner = [f"{sheet.unit}{sheet.owner}"] if doc.glued and sheet.unit else [x for x in (sheet.owner, sheet.unit) if x]
    names = [x for x in (sheet.number, sheet.title) if x]
    if doc.glued:
        return [*owner, *names]
    return [*(reversed(names) if doc.title_first else names), *owner]


def tabs(doc: Printed) -> str:
    """The text that an honest export writes: a tab between cells."""
    lines = [
        *front(doc),
        "",
        *(x for p in doc.case.paragraphs for x in (p, "")),
        f"附件：{doc.case.body}{doc.case.year}年预算表",
        "",
    ]
    for sheet in doc.sheets:
        lines += [*captions(doc, sheet), "", *("\t".join(r) for r in [*sheet.header(), *sheet.rows]), "", sheet.remark, ""]
    return "\n".join(lines) + "\n"


def covered(sheet: Sheet) -> tuple[dict[tuple[int, int], Span], set[tuple[int, int]]]:
    """Cells where a span begins, and cells that one covers."""
    starts = {
        (s.row, s.column): s
        for s in [*sheet.spans, *(Span(sheet.heads + m.row, m.column, m.rows, m.columns, "") for m in sheet.merges)]
    }
    hidden = {(s.row + i, s.column + j) for s in starts.values() for i in range(s.rows) for j in range(s.columns)} - set(starts)
    return starts, hidden


def widths(sheet: Sheet, rng: random.Random, whole: int) -> list[int]:
    """Column widths by what stands in them, shaken, so that cells wrap differently in every document."""
    rows = [*sheet.header(), *sheet.rows]
    need = [max(2.5, min(12.0, max(len(r[c]) for r in rows) * 0.8)) * rng.uniform(0.8, 1.3) for c in range(sheet.width)]
    return [int(whole * n / sum(need)) for n in need]


def page(doc: Printed, rng: random.Random) -> str:
    """A web page."""
    out = ["<html><head><meta charset='utf-8'><title>预算公开</title></head><body>"]
    out += [f"<p>{html.escape(x)}</p>" for x in [*front(doc), *doc.case.paragraphs]]
    for sheet in doc.sheets:
        out += [f"<p>{html.escape(x)}</p>" for x in captions(doc, sheet)] + ["<table border=1>"]
        starts, hidden = covered(sheet)
        for i, row in enumerate([*sheet.header(), *sheet.rows]):
            out.append("<tr>")
            for j, text in enumerate(row):
                if (i, j) not in hidden:
                    span = starts.get((i, j))
                    size = f" rowspan={span.rows} colspan={span.columns}" if span else ""
                    out.append(f"<td{size}>{html.escape(text)}</td>")
            out.append("</tr>")
        out += ["</table>", f"<p>{sheet.remark}</p>"]
    return "\n".join([*out, "</body></html>"])


def word(doc: Printed, path: Path, rng: random.Random) -> None:
    """A Word document: prose on upright pages, forms across."""
    size = rng.choice((14, 16, 18, 20))
    font = rng.choice(("Noto Serif CJK SC", "Noto Sans CJK SC"))

    def run(text: str, half: int) -> str:
        fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
        return f'<w:r><w:rPr>{fonts}<w:sz w:val="{half}"/></w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'

    def para(text: str, half: int = 30) -> str:
        return f"<w:p>{run(text, half)}</w:p>"

    wide = rng.random() < 0.7
    a, b = (16838, 11906) if wide else (11906, 16838)

    def section(x: int, y: int) -> str:
        way = ' w:orient="landscape"' if x > y else ""
        return f'<w:sectPr><w:pgSz w:w="{x}" w:h="{y}"{way}/><w:pgMar w:top="1000" w:bottom="1000" w:left="900" w:right="900"/></w:sectPr>'

    body = [para(x) for x in [*front(doc), *doc.case.paragraphs, f"附件：{doc.case.body}{doc.case.year}年预算表"]]
    body.append(f"<w:p><w:pPr>{section(11906, 16838)}</w:pPr></w:p>")
    for sheet in doc.sheets:
        body += [para(x, 24) for x in captions(doc, sheet)]
        starts, hidden = covered(sheet)
        sizes = widths(sheet, rng, a - 1800)
        rows = []
        for i, row in enumerate([*sheet.header(), *sheet.rows]):
            cells, j = [], 0
            while j < sheet.width:
                span = starts.get((i, j))
                above = next((s for s in starts.values() if s.column == j and s.row < i < s.row + s.rows), None)
                wide_by = (span or above).columns if span or above else 1  # type: ignore[union-attr]
                props = f'<w:tcW w:w="{sum(sizes[j : j + wide_by])}" w:type="dxa"/>'
                props += f'<w:gridSpan w:val="{wide_by}"/>' if wide_by > 1 else ""
                props += "<w:vMerge/>" if above else '<w:vMerge w:val="restart"/>' if span and span.rows > 1 else ""
                cells.append(f"<w:tc><w:tcPr>{props}</w:tcPr>{para('' if (i, j) in hidden else row[j], size)}</w:tc>")
                j += wide_by
            head = "<w:trPr><w:tblHeader/></w:trPr>" if i < sheet.heads else ""
            rows.append(f"<w:tr>{head}{''.join(cells)}</w:tr>")
        grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in sizes)
        edges = "".join(f'<w:{e} w:val="single" w:sz="4"/>' for e in ("top", "left", "bottom", "right", "insideH", "insideV"))
        props = f'<w:tblPr><w:tblLayout w:type="fixed"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
        body.append(f"<w:tbl>{props}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{para(sheet.remark, 20)}")
        body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
    text = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{"".join(body)}{section(a, b)}</w:body></w:document>'
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    package = "application/vnd.openxmlformats-package.relationships+xml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{package}"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        out.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        out.writestr("word/document.xml", text)


def book(doc: Printed, path: Path, rng: random.Random) -> None:
    """A workbook: the prose on its first sheet, then a sheet for each form; amounts are numbers."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as out:
        plain = out.add_format(
            {"text_wrap": True, "border": 1, "font_size": rng.choice((8, 9, 10)), "font_name": "Noto Sans CJK SC"}
        )
        money = out.add_format({"num_format": "#,##0.00", "border": 1, "font_size": 9})
        first = out.add_worksheet("说明")
        first.set_column(0, 0, 90)
        for i, text in enumerate([*front(doc), *doc.case.paragraphs]):
            first.write_string(i, 0, text, out.add_format({"text_wrap": True}))
        for n, sheet in enumerate(doc.sheets):
            page = out.add_worksheet(f"{n + 1:02d}")
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            sizes = [max(4, w) for w in widths(sheet, rng, 140)]
            for c, w in enumerate(sizes):
                page.set_column(c, c, w)
            top = captions(doc, sheet)
            for i, text in enumerate(top):
                page.write_string(i, 0, text)
            starts, hidden = covered(sheet)
            for i, row in enumerate([*sheet.header(), *sheet.rows]):
                page.set_row(len(top) + i, 15 * max(-(-2 * len(t) // w) for t, w in zip(row, sizes, strict=True)) + 3)
                for j, text in enumerate(row):
                    span, at = starts.get((i, j)), len(top) + i
                    if span and span.rows * span.columns > 1:
                        page.merge_range(at, j, at + span.rows - 1, j + span.columns - 1, text, plain)
                    elif (i, j) not in hidden:
                        number = text.replace(",", "")
                        if "." in text and number.replace(".", "", 1).isdigit() and i >= sheet.heads:
                            page.write_number(at, j, float(number), money)
                        else:
                            page.write_string(at, j, text, plain)
            page.write_string(len(top) + sheet.heads + len(sheet.rows), 0, sheet.remark)


def convert(paths: list[Path], to: str, folder: Path) -> None:
    """LibreOffice's conversion, in a profile of its own."""
    with TemporaryDirectory() as profile:
        command = [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(folder),
        ]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=400)


def poppler(*options: str) -> Callable[[Path], str]:
    def extract(path: Path) -> str:
        return subprocess.run(["pdftotext", *options, str(path), "-"], check=True, capture_output=True).stdout.decode()

    return extract


def pdfium(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(str(path))
    return "\n".join(page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document)


def miner(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(str(path))


EXTRACTORS: dict[str, Callable[[Path], str]] = {
    "pdftotext": poppler(),
    "layout": poppler("-layout"),
    "raw": poppler("-raw"),
    "pdfium": pdfium,
    "pdfminer": miner,
}
