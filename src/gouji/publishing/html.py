"""One self-contained HTML page: readable on a phone, by keyboard and by a screen reader; no script, nothing fetched.

Every paragraph and every row of a table is a line of the file, so that “line 540” tells a place in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from gouji.model.disclosure import Disclosure
from gouji.publishing import drawings
from gouji.publishing.grid import Cell, Table
from gouji.publishing.pages import Publication, Sheet
from gouji.standards.template import Template

STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--rule:#b8b8b8;--soft:#f3f4f6;--accent:#0b5394;--faint:#5a5f68}
@media (prefers-color-scheme:dark){
:root{--ink:#e8e8e8;--paper:#16181b;--rule:#4a4f55;--soft:#22262b;--accent:#8ab4f8;--faint:#a5abb4}}
*{box-sizing:border-box}body{margin:0 auto;max-width:76rem;padding:1rem;color:var(--ink);background:var(--paper);
font:1rem/1.75 "Noto Serif SC","Noto Serif CJK SC","Songti SC",SimSun,serif}
h1,h2,h3{font-family:"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;line-height:1.4}
h1{text-align:center;font-size:1.7rem;margin:2rem 0}h2{font-size:1.35rem;margin-top:2.5rem}h3{font-size:1.1rem}
p{text-indent:2em;margin:.4rem 0}a{color:var(--accent)}nav ul{list-style:none;padding-left:1rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{border:1px solid var(--rule);padding:.25rem .4rem;vertical-align:middle}
th{background:var(--soft);font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.captions{display:flex;justify-content:space-between;flex-wrap:wrap;font-size:.85rem}.captions p,.note{text-indent:0}
.note{font-size:.85rem}.draft{position:fixed;inset:0;display:grid;place-items:center;pointer-events:none;font-size:18vw;opacity:.12}
@media print{nav{break-after:page}section.form{break-before:page}body{max-width:none}}
"""


def html(publication: Publication, disclosure: Disclosure, template: Template, draft: bool = False) -> bytes:
    """The page, UTF-8. `draft` prints the watermark 草稿 across it."""
    title = escape(publication.title)
    parts = [
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>',
        '<meta name="viewport" content="width=device-width,initial-scale=1"><style>',
        f"{STYLE}{drawings.STYLE}</style></head><body>",
        '<div class="draft" aria-hidden="true">草稿</div>' if draft else "",
        f"<header><h1>{title}</h1></header>",
        *_contents(publication),
        *drawings.charts(disclosure, template),
        "<main>",
        *_prose(publication),
        f"<h2>{escape(publication.attachment)}</h2>",
        *(part for n, sheet in enumerate(publication.sheets, 1) for part in _sheet(n, sheet)),
        "</main></body></html>\n",
    ]
    return "\n".join(part for part in parts if part).encode()


def _contents(publication: Publication) -> Iterator[str]:
    yield '<nav aria-label="目录"><h2>目录</h2><ul>'
    for n, section in enumerate(publication.sections):
        if section.level <= 2:
            yield f'<li><a href="#s{n}">{escape(section.title)}</a></li>'
    yield f"<li>{escape(publication.attachment)}</li>"
    for n, sheet in enumerate(publication.sheets, 1):
        yield f'<li><a href="#f{n}">{escape(sheet.title)}</a></li>'
    yield "</ul></nav>"


def _prose(publication: Publication) -> Iterator[str]:
    for n, section in enumerate(publication.sections):
        level = min(section.level + 1, 4)
        yield f'<h{level} id="s{n}">{escape(section.title)}</h{level}>'
        for line in section.text.splitlines():
            if line.strip():
                yield f"<p>{escape(line.strip())}</p>"


def _sheet(n: int, sheet: Sheet) -> Iterator[str]:
    yield f'<section class="form" id="f{n}" aria-label="{escape(sheet.title)}">'
    yield f"<p class=note>{escape(sheet.number)}</p>" if sheet.number else ""
    yield f"<h3>{escape(sheet.title)}</h3>"
    yield f"<p class=note>{escape(sheet.subtitle)}</p>" if sheet.subtitle else ""
    yield '<div class="captions">'
    yield from (f"<p>{escape(words)}</p>" for words in (sheet.issuer_line, sheet.unit_line) if words)
    yield '</div><div class="scroll" tabindex="0"><table>'
    yield from _rows(sheet.table)
    yield "</table></div>"
    yield from (f'<p class="note">{escape(note)}</p>' for note in sheet.notes)
    yield "</section>"


def _rows(table: Table) -> Iterator[str]:
    for tag, rows in (("thead", table.rows[: table.header_rows]), ("tbody", table.rows[table.header_rows :])):
        if rows:
            yield f"<{tag}>"
            yield from ("<tr>" + "".join(_cell(cell, tag == "thead") for _, cell in row) + "</tr>" for row in rows)
            yield f"</{tag}>"


def _cell(cell: Cell, head: bool) -> str:
    spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
        f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    )
    if head:
        return f'<th scope="{"colgroup" if cell.column_span > 1 else "col"}"{spans}>{escape(cell.text)}</th>'
    number = ' class="n"' if cell.amount is not None else ""
    return f"<td{spans}{number}>{escape(cell.text)}</td>"
