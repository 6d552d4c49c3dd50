"""Forms of invented bodies printed as text dumps print them: blank cells gone, cells cut over lines, headers in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import strategies as st

from gouji.model.place import Place
from gouji.recognition.line_rows import LinesRead, read_lines
from gouji.sources.document import Paragraph
from gouji.standards.loader import load
from gouji.standards.template import FormTemplate

TEMPLATE = load("henan/2024")


def form(kind: str) -> FormTemplate:
    """A form of the template that the tests read with."""
    return TEMPLATE.forms[kind]


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of a dump; a form feed begins a page."""
    lines = text.strip("\n").split("\n")
    return [Paragraph(t.lstrip("\f"), Place(line=n), page_start=t.startswith("\f")) for n, t in enumerate(lines, 1)]


def read_text(kind: str, text: str) -> LinesRead:
    """What the reader makes of a dump."""
    return read_lines(paragraphs(text), form(kind))


@dataclass
class Printed:
    """A row as it should be read back: words and codes in printed order are in `cells`."""

    cells: list[str]
    numbers: list[str]
    label: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


WORDS = (
    "河道",
    "防汛",
    "水文",
    "监测",
    "管护",
    "灌区",
    "泵站",
    "堤防",
    "宣教",
    "培训",
    "巡查",
    "清淤",
    "抗旱",
    "移民",
    "节水",
    "渔政",
)
INSIDE = ("（二期）", "2024年", "DIP", "“十四五”", "、", "3号", "110")


@st.composite
def names(draw: st.DrawFn, inside: bool = False) -> str:
    """A label: Chinese words, and where `inside` also digits, brackets and letters within."""
    parts = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True))
    if inside and len(parts) > 1 and draw(st.booleans()):
        parts.insert(draw(st.integers(1, len(parts) - 1)), draw(st.sampled_from(INSIDE)))
    return "".join(parts)


@st.composite
def amounts(draw: st.DrawFn) -> str:
    """An amount as printed, with two decimals, with or without separators."""
    value = draw(st.integers(1, 99_999_999))
    return f"{value // 100:,}.{value % 100:02}" if draw(st.booleans()) else f"{value // 100}.{value % 100:02}"


def numbers(most: int) -> st.SearchStrategy[list[str]]:
    """The numbers of a row that has up to `most` columns."""
    return st.lists(amounts(), min_size=1, max_size=most)


@st.composite
def cut(draw: st.DrawFn, text: str) -> list[str]:
    """A cell's text over one to four lines."""
    if len(text) < 3 or not draw(st.booleans()):
        return [text]
    places = draw(st.lists(st.integers(1, len(text) - 1), min_size=1, max_size=3, unique=True))
    bounds = [0, *sorted(places), len(text)]
    return [text[a:b] for a, b in pairwise(bounds)]


@st.composite
def cut_number(draw: st.DrawFn, text: str) -> list[str]:
    """A number over two lines, cut where the first piece alone is no number."""
    places = [n for n in range(1, len(text)) if not text[:n].isdigit()]
    if draw(st.integers(0, 7)) != 7 or not places:
        return [text]
    place = draw(st.sampled_from(places))
    return [text[:place], text[place:]]


@st.composite
def dump(draw: st.DrawFn, header: Sequence[str], rows: Sequence[Printed], cut_cells: Sequence[int]) -> str:
    """The rows printed cell by cell; cells whose position is in `cut_cells` may be cut, and then have lines of their own."""
    lines = list(header)
    for row in rows:
        if lines[len(header) :] and draw(st.integers(0, 12)) == 0:
            lines += [f"\f{header[0]}", *header[1:]] if header else []
        line: list[str] = []
        for position, cell in enumerate(row.cells):
            pieces = draw(cut(cell)) if position in cut_cells else [cell]
            if len(pieces) == 1:
                line.append(cell)
            else:
                lines += [" ".join(line), *pieces]
                line = []
        for number in row.numbers:
            pieces = draw(cut_number(number))
            line.append(pieces[0])
            if len(pieces) > 1:
                lines.append(" ".join(line))
                line = [pieces[1]]
        lines.append(" ".join(line))
    blank = draw(st.booleans())
    return "\n".join(f"{t}\n" if blank else t for t in lines if t)
