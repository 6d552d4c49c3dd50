"""What extraction does to an honest text: each style of damage as a function from clean text and chance to damaged text.

The clean text has a tab between cells and a line for each row (tests/invented/document.py). A style never changes what the
issuer wrote except where it says so in `Damaged.garbled`: the lines whose figures it cut or misread.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

AMOUNT = re.compile(r"\d[\d,]*\.\d+")
FIGURE = re.compile(r"\d[\d,]*\.\d+|^\d{3,}$")
DIGIT = re.compile(r"[\d.,]")
LABEL = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
WIDTH = 29  # characters of a printed line of prose
PAGE = 44  # lines of a printed page


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text, and in which of its lines (from 1) a figure was garbled or doubled."""

    text: str
    garbled: frozenset[int] = frozenset()


Style = Callable[[str, random.Random], Damaged]


def is_row(line: str) -> bool:
    return "\t" in line


def header_rows(lines: list[str]) -> set[int]:
    """The indices of header rows: the first rows of each table, down to the first that carries a figure or a line's label."""
    found: set[int] = set()
    inside = False  # in the body of a table
    for i, line in enumerate(lines):
        if not is_row(line):
            inside = False
            continue
        cells = [c for c in line.split("\t") if c.strip()]
        inside = inside or cells == ["合计"] or any(FIGURE.search(c) or LABEL.match(c) for c in cells)
        if not inside:
            found.add(i)
    return found


def pdf_dump(text: str, chance: random.Random) -> Damaged:
    """A PDF's text: blank cells gone, header words a line each, prose cut at the page's width, blank lines between lines,
    a blank before the first line of a page, the table's header again after a page break, labels cut over lines."""
    out: list[str] = []
    header: list[str] = []
    left = PAGE
    lines = text.split("\n")
    heads = header_rows(lines)
    for n, line in enumerate(lines):
        if not line.strip():
            header = []
            continue
        if n in heads:
            words = _header_words(line, chance)
            header += words
            out += words
            continue
        printed = _dumped_row(line, chance) if is_row(line) else _wrapped(line)
        for i, piece in enumerate(printed):
            left -= 1
            if left <= 0:
                left = PAGE
                out += [f" {w}" if j == 0 else w for j, w in enumerate(header)] if is_row(line) and i == 0 else []
                piece = piece if is_row(line) and i == 0 and header else f" {piece}"
            out.append(piece)
            if chance.random() < 0.9:
                out.append("")
    return Damaged("\n".join(out) + "\n")


def _header_words(line: str, chance: random.Random) -> list[str]:
    """Header words a line each; a long word in pieces, as narrow columns print it."""
    words: list[str] = []
    for word in (c for c in line.split("\t") if c.strip()):
        size = chance.choice((3, 4)) if len(word) > 6 else len(word)
        words += [word[i : i + size] for i in range(0, len(word), size)]
    return words


def _dumped_row(line: str, chance: random.Random) -> list[str]:
    """A row with its blank cells gone; now and then its first long label is cut over two lines."""
    cells = [c for c in line.split("\t") if c.strip()]
    long = next((i for i, c in enumerate(cells) if len(c) > 12 and not DIGIT.search(c)), None)
    if long is None or chance.random() < 0.6 or sum(bool(re.search(r"[\u4e00-\u9fff]", c)) for c in cells) > 1:
        return [" ".join(cells)]
    cut = len(cells[long]) // 2 + 1
    before, after = [*cells[:long], cells[long][:cut]], [cells[long][cut:], *cells[long + 1 :]]
    return [" ".join(before), " ".join(after)]


def _wrapped(line: str) -> list[str]:
    """Prose cut hard at the page's width; never inside a number, as a PDF keeps those whole."""
    out: list[str] = []
    while len(line) > WIDTH:
        cut = WIDTH
        while cut > 1 and DIGIT.match(line[cut - 1]) and DIGIT.match(line[cut]):
            cut -= 1
        out.append(line[:cut])
        line = line[cut:]
    return [*out, line]


def shifted_tabs(text: str, chance: random.Random) -> Damaged:
    """A converter's tabs: data rows a blank cell wider or narrower than their header, bold marks, blanks inside words."""
    out: list[str] = []
    lines = text.split("\n")
    heads = header_rows(lines)
    for n, line in enumerate(lines):
        if is_row(line) and AMOUNT.search(line) and chance.random() < 0.25:
            line = _shifted(line, chance)
        elif not is_row(line) and line.startswith(("（", "一、")) and chance.random() < 0.2:
            line = f"**{line}**"
        elif n in heads and chance.random() < 0.5:
            line = re.sub(r"([\u4e00-\u9fff]{3})([\u4e00-\u9fff]{3})", r"\1 \2", line)
        out.append(line)
    return Damaged("\n".join(out))


def _shifted(line: str, chance: random.Random) -> str:
    cells = line.split("\t")
    blanks = [i for i, c in enumerate(cells) if not c.strip()]
    if not blanks:
        return line
    i = chance.choice(blanks)
    if chance.random() < 0.5:
        del cells[i]
    else:
        cells.insert(i, "")
    return "\t".join(cells)


def ocr(text: str, chance: random.Random) -> Damaged:
    """A scan's text: blanks inside numbers, blanks inside labels; a few figures cut and a few rows doubled with misread
    digits (those are garbled)."""
    out: list[str] = []
    garbled: set[int] = set()
    for line in text.split("\n"):
        if not (is_row(line) and AMOUNT.search(line)):
            out.append(line)
            continue
        found = list(AMOUNT.finditer(line))
        lot = chance.random()
        if lot < 0.04 and len(found) > 1:
            last = found[-1]
            line = line[: last.end() - 1] + line[last.end() :]
            garbled.add(len(out) + 1)
        elif lot < 0.08 and len(found) > 1:
            out.append(_spaced(line, chance))
            line = _misread(line, chance)
            garbled |= {len(out), len(out) + 1}
        out.append(_spaced(line, chance))
    return Damaged("\n".join(out), frozenset(garbled))


def _spaced(line: str, chance: random.Random) -> str:
    def space(match: re.Match[str]) -> str:
        number = match[0]
        lot = chance.random()
        return number.replace(".", ". ") if lot < 0.5 else number.replace(".", " . ") if lot < 0.6 else number

    return AMOUNT.sub(space, line)


def _misread(line: str, chance: random.Random) -> str:
    """One digit of one figure taken for another that looks like it."""
    match = chance.choice(list(AMOUNT.finditer(line)))
    digits = [i for i in range(match.start(), match.end()) if line[i].isdigit()]
    at = chance.choice(digits)
    alike = {"0": "8", "1": "7", "2": "7", "3": "8", "4": "9", "5": "6", "6": "5", "7": "1", "8": "3", "9": "4"}
    return line[:at] + alike[line[at]] + line[at + 1 :]


STYLES: dict[str, Style] = {"pdf_dump": pdf_dump, "shifted_tabs": shifted_tabs, "ocr": ocr}
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


def encodings(text: str) -> Iterator[tuple[str, bytes]]:
    """The text in every encoding that published texts come in."""
    for name in ENCODINGS:
        yield name, text.encode(name)
