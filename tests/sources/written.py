"""An invented disclosure written as Word, Excel, OpenDocument and HTML files, with merged headers, split tables, stray rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from tests.invented.forms import Sheet
from tests.invented.plan import Plan
from tests.invented.prose import contents, parts

Span = tuple[int, int, int, int]  # row, column, row span, column span


def spans(sheet: Sheet) -> list[Span]:
    """The merged cells of a form's header: a blank right of a heading, or below it, belongs to it."""
    head = sheet.rows[: sheet.head]
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    out = []
    for r, row in enumerate(head):
        for c, text in enumerate(row):
            if not text or (r, c) in owner:
                continue
            right = c + 1
            while right < len(row) and not row[right] and (r, right) not in owner and _same_parent(owner, r, c, right):
                right += 1
            below = r + 1
            while below < len(head) and not any(head[below][c:right]):
                below += 1
            owner |= {(i, j): (r, c) for i in range(r, below) for j in range(c, right)}
            out.append((r, c, below - r, right - c))
    return out


def _same_parent(owner: dict[tuple[int, int], tuple[int, int]], row: int, first: int, other: int) -> bool:
    return row == 0 or owner.get((row - 1, first)) == owner.get((row - 1, other))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a form as one table: its rows, and the merged cells among them."""

    rows: list[list[str]]
    merged: list[Span]


def pieces(sheet: Sheet, split: int | None) -> list[Piece]:
    """The form as one table, or after every `split` data rows a new one with the header repeated."""
    merged, head, data = spans(sheet), sheet.rows[: sheet.head], sheet.rows[sheet.head :]
    step = split or len(data) or 1
    return [Piece([*head, *data[i : i + step]], merged) for i in range(0, max(len(data), 1), step)]


def prose(plan: Plan) -> Iterator[tuple[int, str]]:
    """The words before the forms: heading level (0 for a paragraph) and text."""
    yield 0, plan.agency[1]
    yield 0, f"{plan.year}年单位预算公开"
    yield 0, "目 录"
    for line in contents(plan):
        if line:
            yield 0, line
    for part in parts(plan):
        yield 1, part.title
        for paragraph in part.paragraphs:
            yield 0, paragraph
    yield 1, f"附件：{plan.agency[1]}{plan.year}年单位预算表"


def captions(plan: Plan, sheet: Sheet) -> tuple[str, str, str]:
    """The lines above a form: its number, its title, and whose it is in which unit."""
    if "绩效" in sheet.title:
        return sheet.number, sheet.title, f"部门名称：{plan.department[1]}"
    return sheet.number, sheet.title, f"单位名称：{plan.agency[1]}　　　　单位：万元"


def docx(plan: Plan, forms: Sequence[Sheet], split: int | None = None) -> bytes:
    import docx as word

    document = word.Document()
    for level, text in prose(plan):
        document.add_heading(text, level) if level else document.add_paragraph(text)
    for sheet in forms:
        for text in captions(plan, sheet):
            document.add_paragraph(text)
        for piece in pieces(sheet, split):
            table = document.add_table(len(piece.rows), max(map(len, piece.rows)))
            for r, row in enumerate(piece.rows):
                for cell, text in zip(table.rows[r].cells, row, strict=True):
                    cell.text = text
            for r, c, down, across in piece.merged:
                if down * across > 1:
                    text = piece.rows[r][c]
                    table.cell(r, c).merge(table.cell(r + down - 1, c + across - 1)).text = text
            document.add_paragraph("")
        document.add_paragraph(sheet.remark)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html(plan: Plan, forms: Sequence[Sheet], split: int | None = None) -> bytes:
    """A page whose layout tables wrap everything, as content management systems make them."""
    out = ["<html><head><meta charset='utf-8'><title>预算公开</title><style>td{color:red}</style></head><body>"]
    out.append("<table><tr><td>首页</td></tr><tr><td><div>")
    out += [f"<h{level}>{escape(t)}</h{level}>" if level else f"<p>&nbsp;&emsp;{escape(t)}</p>" for level, t in prose(plan)]
    for sheet in forms:
        out += [f"<p style='x'>{escape(text)}</p>" for text in captions(plan, sheet)]
        for piece in pieces(sheet, split):
            taken: set[tuple[int, int]] = set()
            out.append("<TABLE border=1><tbody>")
            for r, row in enumerate(piece.rows):
                out.append("<tr>")
                for c, text in enumerate(row):
                    if (r, c) in taken:
                        continue
                    down, across = next(((d, a) for i, j, d, a in piece.merged if (i, j) == (r, c)), (1, 1))
                    taken |= {(i, j) for i in range(r, r + down) for j in range(c, c + across)}
                    spanned = (f" rowspan={down}" if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
                    out.append(f"<td{spanned}><p><span>{escape(text) or '&nbsp;'}</span></p></td>")
                out.append("</tr>")
            out.append("</tbody></TABLE>")
        out.append(f"<p>{escape(sheet.remark)}</p>")
    out.append("</div></td></tr></table></body></html>")
    return "\n".join(out).encode()


def _number(text: str) -> float | None:
    try:
        return float(text) if "." in text else None
    except ValueError:
        return None


def _laid_out(plan: Plan, sheet: Sheet, split: int | None) -> Iterator[tuple[list[str], list[Span], bool]]:
    """A sheet's rows from the top: cells, the merged ones that begin in the row (row counted from it), whether captions."""
    width = max(map(len, sheet.rows))
    for text in captions(plan, sheet):
        yield [text], [(0, 0, 1, width)], True
    for piece in pieces(sheet, split):
        for r, row in enumerate(piece.rows):
            yield row, [(0, c, down, across) for i, c, down, across in piece.merged if i == r], False
        yield [""], [], False
    if sheet.remark:
        yield [sheet.remark], [], True


def xlsx(
    plan: Plan,
    forms: Sequence[Sheet],
    split: int | None = None,
    together: bool = False,
    texts: bool = False,
    money: str = "#,##0.00",
) -> bytes:
    """One sheet a form, or all forms on one (`together`). `texts`: numbers stored as text; `money`: else their format."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    hidden = book.create_sheet("旧数据")
    hidden["A1"], hidden.sheet_state = "支出总计 999.99", "hidden"
    tab, at = None, 0
    for sheet in forms:
        if tab is None or not together:
            tab, at = book.create_sheet(sheet.number if not together else "全部"), 0
        for row, merged, _ in _laid_out(plan, sheet, split):
            at += 1
            for c, text in enumerate(row, start=1):
                number = None if texts else _number(text)
                if text:
                    cell = tab.cell(at, c, number if number is not None else text)
                    cell.number_format = money if number is not None else "@"
            for _, c, down, across in merged:
                if down * across > 1:
                    tab.merge_cells(start_row=at, start_column=c + 1, end_row=at + down - 1, end_column=c + across)
        at += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(plan: Plan, forms: Sequence[Sheet], split: int | None = None) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    for sheet in forms:
        tab = book.add_sheet(sheet.number)
        for at, (row, merged, _) in enumerate(_laid_out(plan, sheet, split)):
            inside = {c: (down, across) for _, c, down, across in merged if down * across > 1}
            for c, text in enumerate(row):
                number = _number(text)
                value = number if number is not None else text
                if c in inside:
                    down, across = inside[c]
                    tab.write_merge(at, at + down - 1, c, c + across - 1, value)
                elif text:
                    tab.write(at, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>{}
</office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?><manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry
 manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry
 manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def ods(plan: Plan, forms: Sequence[Sheet], split: int | None = None) -> bytes:
    tables = []
    for sheet in forms:
        rows, covered = [], set()
        for at, (row, merged, _) in enumerate(_laid_out(plan, sheet, split)):
            cells = []
            inside = {c: (down, across) for _, c, down, across in merged}
            for c, text in enumerate(row + [""] * (max(map(len, sheet.rows)) - len(row))):
                if (at, c) in covered:
                    cells.append("<table:covered-table-cell/>")
                    continue
                down, across = inside.get(c, (1, 1))
                covered |= {(i, j) for i in range(at, at + down) for j in range(c, c + across)}
                attributes = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
                number = _number(text)
                kind = f'float" office:value="{number}' if number is not None else "string"
                value = f' office:value-type="{kind}"' if text else ""
                inner = f"<text:p>{escape(text)}</text:p>" if text else ""
                cells.append(f"<table:table-cell{attributes}{value}>{inner}</table:table-cell>")
            rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        tables.append(f'<table:table table:name="{sheet.number}">{"".join(rows)}</table:table>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        container.writestr("content.xml", _ODS.format("".join(tables)))
        container.writestr("META-INF/manifest.xml", _MANIFEST)
    return out.getvalue()
