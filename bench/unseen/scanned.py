"""A case as recognition of a scan writes its tables: merged cells in the middle of their rows and cut over them, blanks where
a cell's lines met, pages whose rows lack the columns that are empty there, blanks inside numbers, glyphs of headers apart."""

from __future__ import annotations

import random
import re

from bench.unseen.render import Printed, captions, front
from bench.unseen.sheets import Sheet

AMOUNT = re.compile(r"\d[\d,]*\.\d+")
ROWS = 22  # rows of a page


def scanned(doc: Printed, rng: random.Random) -> str:
    """The whole document; a form of merged cells gets them centred, every form goes over pages."""
    lines = [*front(doc), "", *(x for p in doc.case.paragraphs for x in (p, ""))]
    for sheet in doc.sheets:
        lines += [*captions(doc, sheet), ""]
        header, rows = sheet.header(), _centred(sheet, rng)
        table = [*header, *rows]
        width = rng.randint(5, 12)
        for at in range(0, len(table), ROWS):
            page = table[at : at + ROWS]
            used = [c for c in range(sheet.width) if at == 0 or any(r[c] for r in page)]
            if at and rng.random() < 0.5:
                used = list(range(sheet.width))
            lines += ["\t".join(_cell(r[c], width, rng) for c in range(used[0], used[-1] + 1)) for r in page] + [""]
        lines += [sheet.remark, ""]
    return "\n".join(lines) + "\n"


def _centred(sheet: Sheet, rng: random.Random) -> list[list[str]]:
    """The rows with the words of merged cells in the middle row of their span; a long code is cut over two rows there."""
    rows = [list(r) for r in sheet.rows]
    cut = rng.random() < 0.5
    for span in sheet.merges:
        if span.rows < 2:
            continue
        text = rows[span.row][span.column]
        middle = span.row + (span.rows - 1) // 2
        rows[span.row][span.column] = ""
        if cut and len(text) == 21 and span.rows > 2:
            rows[middle][span.column], rows[middle + 1][span.column] = text[:11], text[11:]
        else:
            rows[middle][span.column] = text
    return rows


def _cell(text: str, width: int, rng: random.Random) -> str:
    """A cell's words with a blank where its lines met, a number with one at its point."""
    if AMOUNT.fullmatch(text):
        lot = rng.random()
        return text.replace(".", ". ") if lot < 0.3 else text.replace(".", " . ") if lot < 0.35 else text
    if len(text) > width and not text.isdecimal() and rng.random() < 0.6:
        return " ".join(text[i : i + width] for i in range(0, len(text), width))
    return text
