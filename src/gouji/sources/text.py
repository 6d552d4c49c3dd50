"""Plain text → Document: a paragraph for each line that is not blank, a grid for each run of table rows.

Line numbers are those of the file (line feeds; other separators do not count). Text of a paragraph is the raw line, so
that a column is an index into it plus the paragraph's own column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gouji.model.disclosure import Damage, Source
from gouji.model.place import Place
from gouji.sources.document import Block, Document, Paragraph, SourceError
from gouji.sources.encoding import Decoded, decode
from gouji.sources.limits import Limits
from gouji.sources.rows import Line, grid, is_indented, is_piped, is_row

# Controls that are neither tab nor line feed nor form feed; separators that only some programs take for line ends.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\u2028\u2029]")
_PAGE = re.compile(r" [^\s]")  # how a dump of a PDF marks a page's first line
_BULLET = re.compile(r"\s*[-*•·]\s")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENDS = "。！？；：.!?;:"
_PROSE = 18  # a line of at least so many characters is prose, where most of them are Han


def read(data: bytes, source: Source, limits: Limits) -> Document:
    """The document in a text file. Raises SourceError where the bytes are no text in a known encoding, or only blanks."""
    decoded = decode(data)
    if decoded is None:
        raise SourceError(
            f"{source.name}：不是文本，或者编码无法识别（可读 UTF-8、GB18030、UTF-16）",
            f"{source.name}: no text, or in an unknown encoding (UTF-8, GB18030 and UTF-16 can be read)",
        )
    damage = _lost(decoded)
    lines = list(_pages(_lines(decoded.text, limits, damage)))
    if not lines:
        raise SourceError(f"{source.name}：文件里没有文字", f"{source.name}: the file holds no words")
    blocks = tuple(_blocks(lines, limits, damage))
    pages = sum(line.page_start for line in lines)
    return Document(replace(source, pages=pages or None), blocks, tuple(damage))


def _lost(decoded: Decoded) -> list[Damage]:
    """What decoding itself lost."""
    damage = []
    if decoded.lost:
        at = decoded.text.find("\ufffd")
        line = decoded.text.count("\n", 0, at) + 1
        damage.append(Damage(Place(line=line), f"有 {decoded.lost} 处字节不是有效的 {decoded.encoding} 编码，已略去"))
    return damage


def _lines(text: str, limits: Limits, damage: list[Damage]) -> Iterator[Line]:
    """The lines that are not blank, within the limits; what is cut off is added to `damage`. A form feed begins a page."""
    rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", limits.lines)
    if len(rest) > limits.lines:
        damage.append(Damage(Place(line=limits.lines + 1), f"超过 {limits.lines} 行，其后的内容没有读取"))
        rest.pop()
    fed = False
    for number, raw in enumerate(rest, 1):
        if len(raw) > limits.line_characters:
            kept = limits.line_characters
            damage.append(_too_long(number, len(raw), kept))
            raw = raw[:kept]
        at = 1
        for index, piece in enumerate(raw.split("\f")):
            fed = fed or index > 0
            if piece.strip():
                yield Line(number, _CONTROLS.sub(" ", piece), at, fed)
                fed = False
            at += len(piece) + 1


def _too_long(number: int, length: int, most: int) -> Damage:
    return Damage(
        Place(line=number, column=most + 1),
        f"这一行太长：有 {length} 个字符，上限 {most}，其余没有读取",
        f"the line is too long: {length} characters, limit {most}; the rest was not read",
    )


def _pages(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines with their page starts: by form feeds, or, in a dump of a PDF, by the single blank that begins a page."""
    found = list(lines)
    if found and not any(line.page_start for line in found):
        marked = _marked(found)
        yield from (replace(line, page_start=True) if mark else line for line, mark in zip(found, marked, strict=True))
    else:
        yield from found


def _marked(lines: Sequence[Line]) -> list[bool]:
    """Which lines begin a page, by a single blank before their first word; none, where that is not this text's habit."""
    marked = [bool(_PAGE.match(line.text)) and not _BULLET.match(line.text) for line in lines]
    habit = marked[0] or _is_wrapped([line for line in lines if not is_row(line.text)])
    if not habit or sum(marked) > 1 + len(lines) // 5:
        return [False] * len(lines)
    # Where blank lines stand between the lines, none stands before a new page.
    close = [mark and lines[i].number == lines[i - 1].number + 1 for i, mark in enumerate(marked)]
    if sum(close[1:]) * 2 < sum(marked[1:]):
        return marked
    return [marked[0], *close[1:]]


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether lines are a page's lines and not paragraphs: most of the long ones end in the middle of a sentence."""
    prose = [t for line in lines if len(t := line.text.strip()) >= _PROSE and len(_HAN.findall(t)) * 5 > len(t) * 3]
    return sum(t.endswith(tuple(_ENDS)) for t in prose) * 2 < len(prose)


def _blocks(lines: Sequence[Line], limits: Limits, damage: list[Damage]) -> Iterator[Block]:
    """Paragraphs and grids in order. Runs of rows end at a blank line, at a new page and where the separator changes."""
    wrapped = _is_wrapped([line for line in lines if not is_row(line.text)])
    cells, numbers, at = 0, 0, 0
    while at < len(lines):
        run = _run(lines, at)
        fits = 0
        for line in run:
            numbers += _digit_runs(line.text)
            cells += _width(line.text, limits)
            fits += numbers <= limits.numbers and cells <= limits.cells
        if fits < len(run):
            says = f"数字或单元格太多（上限 {limits.numbers}、{limits.cells}），从这里起没有读取"
            damage.append(Damage(Place(line=run[fits].number), says))
            lines, run = lines[: at + fits], run[:fits]
        if not run:
            return
        if is_row(run[0].text) and not is_indented(run):
            _report_wide(run, limits, damage)
            yield grid(run, limits.columns)
        else:
            following = (*run[1:], lines[at + len(run)] if at + len(run) < len(lines) else None)
            for line, after in zip(run, following, strict=True):
                yield _paragraph(line, after, wrapped)
        at += len(run)


def _run(lines: Sequence[Line], at: int) -> Sequence[Line]:
    """The row lines that stand together from `at` on; a line that is no row stands alone."""
    end = at + 1
    if is_row(lines[at].text):
        piped = is_piped(lines[at].text)
        while end < len(lines) and _joins(lines[end - 1], lines[end], piped):
            end += 1
    return lines[at:end]


def _joins(before: Line, line: Line, piped: bool) -> bool:
    return line.number == before.number + 1 and not line.page_start and is_row(line.text) and is_piped(line.text) == piped


def _paragraph(line: Line, after: Line | None, wrapped: bool) -> Paragraph:
    place = Place(line=line.number, column=line.column, to_column=line.column + len(line.text) - 1)
    ends = after is None or after.number > line.number + 1 or bool(_BULLET.match(after.text)) or is_row(after.text)
    return Paragraph(line.text, place, hard=ends and not wrapped, page_start=line.page_start)


def _report_wide(run: Sequence[Line], limits: Limits, damage: list[Damage]) -> None:
    for line in run:
        if _width(line.text, None) > limits.columns:
            says = f"这一行超过 {limits.columns} 格，其余没有读取"
            english = f"the line has more than {limits.columns} cells; the rest was not read"
            damage.append(Damage(Place(line=line.number), says, english))


def _width(text: str, limits: Limits | None) -> int:
    width = text.count("|") - 1 if is_piped(text) else text.count("\t") + 1
    return min(width, limits.columns) if limits else width


_DIGITS = re.compile(r"\d+")


def _digit_runs(text: str) -> int:
    return sum(1 for _ in _DIGITS.finditer(text))
