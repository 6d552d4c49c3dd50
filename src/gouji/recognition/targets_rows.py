"""Where the projects of a matrix without columns begin: code, name and amounts, then the indicators up to the next code.

A code may be cut over lines and even over a page; a page may repeat the header. Nothing here knows an indicator.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.recognition.line_tokens import GOES_ON
from gouji.recognition.target_value import is_measured, parse_target
from gouji.recognition.targets_amounts import MAX_PARTS, FoundAmount, is_amount_part, is_whole_amount, leading
from gouji.recognition.targets_pieces import SAME_LINE, Piece, joined

FULL_CODE = (20, 21)
MOST = 0.7  # of a header's glyphs that its repetition in other pieces holds
MAX_NAME = 40
LONG_RUN = 8  # header words in a row that are its repetition where no page is known to begin
_OPENING = re.compile(r"(单位|项目)编码?")
_PAGE_NUMBER = re.compile(r"[-—–]+\d{1,4}[-—–]+|第\d{1,4}页(共\d{1,4}页)?")
_OPEN_VALUE = re.compile(r"(≥|≤|>|<|=|>=|<=|﹥|﹤)[\d,.]*|[\d,]+")


@dataclass(slots=True)
class Row:
    """A project (code of 20 or 21 digits) or a department or agency (3 to 9), with the pieces that follow its amounts."""

    code: str
    head: list[Piece]
    name: str = ""
    amounts: tuple[FoundAmount, ...] = ()
    body: list[Piece] = field(default_factory=list)
    cut: bool = False  # the code goes on after a page break
    rests: list[tuple[int, Piece]] = field(default_factory=list)  # ends of cells that a page cut, with their position in `body`

    @property
    def is_project(self) -> bool:
        return len(self.code) > 9


def split(stream: Sequence[Piece]) -> tuple[list[Piece], list[Row]]:
    """The header's pieces, and the rows with their bodies."""
    start = next((i for i in range(len(stream)) if _begins(stream, i) and _body_code(stream, i)), len(stream))
    header = list(stream[:start])
    rest = _without_headers(stream[start:], header)
    rows: list[Row] = []
    i = 0
    while i < len(rest):
        if _begins(rest, i):
            # A code of 20 digits may be whole, or lack its last one
            one_short = bool(rows) and len(rows[-1].code) == FULL_CODE[0] and len(rest[i].text) == 1
            if rows and (rows[-1].cut or one_short) and rest[i].page:
                i = _finish(rest, i, rows[-1])
                continue
            taken = _code(rest, i, after_amount=bool(rows) and not rows[-1].body)
            if taken is not None:
                row = Row(joined(rest[i:taken]), list(rest[i:taken]), cut=9 < len(joined(rest[i:taken])) < FULL_CODE[0])
                i = _read_head(rest, taken, row)
                rows.append(row)
                continue
        if rows:
            rows[-1].body.append(rest[i])
        i += 1
    return header, rows


def _begins(stream: Sequence[Piece], i: int) -> bool:
    return stream[i].digits and (i == 0 or stream[i].gap != SAME_LINE)


def _body_code(stream: Sequence[Piece], i: int) -> bool:
    """Whether the table's body begins here: digits that are no year of a title."""
    follows = stream[i + 1].text if i + 1 < len(stream) else ""
    return len(stream[i].text) >= 3 and not follows.startswith(("年", "月"))


def _without_headers(stream: Sequence[Piece], header: Sequence[Piece]) -> list[Piece]:
    """The stream without what a page repeats of the header, and without page numbers."""
    words = [p.text for p in header]
    out: list[Piece] = []
    i = 0
    while i < len(stream):
        skipped = _repeated(stream, i, words)
        if skipped < (4 if stream[i].page else LONG_RUN):
            skipped = _resembles(stream, i, words)
        if skipped:
            i += skipped
            continue
        if _PAGE_NUMBER.fullmatch(stream[i].text) is None:
            out.append(stream[i])
        i += 1
    return out


def _repeated(stream: Sequence[Piece], i: int, words: Sequence[str]) -> int:
    """How many pieces from `i` repeat a run of header words, at most."""
    longest = 0
    for begin in (k for k, w in enumerate(words) if w == stream[i].text):
        n = 0
        while i + n < len(stream) and begin + n < len(words) and stream[i + n].text == words[begin + n]:
            n += 1
        longest = max(longest, n)
    return longest


def _resembles(stream: Sequence[Piece], i: int, words: Sequence[str]) -> int:
    """How many pieces from `i` repeat most of the header in other pieces: glued, cut elsewhere, a word displaced."""
    opening = next((k for k, w in enumerate(words) if _OPENING.match(w)), len(words))
    if not _OPENING.match(stream[i].text):
        return 0
    left = Counter("".join(words[opening:]))
    size = sum(left.values())
    met, end = 0, i
    while end < len(stream):
        text = stream[end].text
        gained = sum(min(n, left[c]) for c, n in Counter(text).items())
        if gained * 4 < len(text) * 3:
            break
        left.subtract(text)
        met, end = met + gained, end + 1
    return end - i if met > size * MOST else 0


def _code(stream: Sequence[Piece], i: int, after_amount: bool = False) -> int | None:
    """Where the code that begins at `i` ends, or None where these digits are no code."""
    end, length = i, 0
    while end < len(stream) and stream[end].digits and length + len(stream[end].text) <= FULL_CODE[1]:
        length += len(stream[end].text)
        end += 1
    if length in FULL_CODE:
        return end
    after_value = not after_amount and i > 0 and _OPEN_VALUE.fullmatch(stream[i - 1].text) is not None
    if after_value or not (3 <= length < FULL_CODE[0]):
        return None
    if end < len(stream) and stream[end].gap == SAME_LINE and GOES_ON.match(stream[end].text):
        return None  # 2024 年, in a name that begins a line with its year
    return end if _leads_to_amount(stream, end) else None


def _leads_to_amount(stream: Sequence[Piece], i: int) -> bool:
    """Whether a name and an amount follow, with no target value before them."""
    for k in range(i, min(i + MAX_NAME, len(stream))):
        text = stream[k].text
        if is_whole_amount(text) or (is_amount_part(text) and "," in text) or _amount_starts(stream, k):
            return True
        if stream[k].digits and len(text) >= 3 and k > i and stream[k].gap != SAME_LINE and k + 1 < len(stream):
            return is_amount_part(stream[k + 1].text) and not stream[k + 1].digits
        if _is_value(text):
            return False
    return False


def _read_head(stream: Sequence[Piece], i: int, row: Row) -> int:
    """Takes name and amounts from `i` on; returns where the body begins."""
    name_end = i
    while name_end < len(stream) and name_end - i < MAX_NAME and not _amount_starts(stream, name_end):
        if _is_value(stream[name_end].text) or (name_end > i and _begins(stream, name_end) and _code(stream, name_end)):
            name_end = _wrapped_end(stream, i, name_end)
            break
        name_end += 1
    row.name = joined(stream[i:name_end])
    count, row.amounts = leading(stream[name_end : name_end + MAX_PARTS + 1], _amount_ends(stream, name_end))
    end = name_end + count
    row.head += stream[i:end]
    return end


def _is_value(text: str) -> bool:
    """Whether `text` can only be a target value: it has a comparator or is a percentage (a name may begin with a year)."""
    return text[0] in "≥≤><=﹥﹤" or (text[-1] in "%％" and is_measured(parse_target(text)))


def _wrapped_end(stream: Sequence[Piece], i: int, end: int) -> int:
    """Where a name without amounts ends: its lines are full but for the last."""
    widest = stream[i].width
    for k in range(i + 1, end):
        if stream[k].gap == SAME_LINE or stream[k - 1].width < widest - 1:
            return k
        widest = max(widest, stream[k].width)
    return end


def _amount_starts(stream: Sequence[Piece], i: int) -> bool:
    """Whether an amount begins at `i`. Digits alone are one where another number or a new line follows, not 2024 年."""
    text = stream[i].text
    if not is_amount_part(text):
        return False
    if not stream[i].digits:
        return True
    after = stream[i + 1] if i + 1 < len(stream) else None
    if len(text) < 2 or after is None:
        return False
    beside = is_whole_amount(after.text) or (after.gap == SAME_LINE and after.digits)
    return (len(text) >= 3 and beside) or _stacked(stream, i)


def _stacked(stream: Sequence[Piece], i: int) -> bool:
    """Whether the pieces below the one at `i` make an amount with it: 10327⏎900⏎.0."""
    text = stream[i].text
    for below in stream[i + 1 : i + 5]:
        if below.gap == SAME_LINE or not is_amount_part(below.text) or below.width > stream[i].width + 1:
            return False
        text += below.text
        if is_whole_amount(text):
            return text.count(".") == 1 and text[0] != "0"
    return False


def _amount_ends(stream: Sequence[Piece], first: int) -> list[int]:
    """How many pieces from `first` the row's amounts may take: up to words, or up to digits that the next code begins with."""
    out: list[int] = []
    for i in range(first, min(first + MAX_PARTS, len(stream)) + 1):
        if i == len(stream) or not is_amount_part(stream[i].text):
            return [*out, i - first]
        if i > first and _begins(stream, i) and _code(stream, i, after_amount=True) is not None:
            out.append(i - first)
    return out


def _finish(stream: Sequence[Piece], i: int, row: Row) -> int:
    """After a page break: the rest of the row's code, and the rest of its name that stands on the next line."""
    row.cut = False
    code = row.code
    while i < len(stream) and stream[i].digits and len(code) + len(stream[i].text) <= FULL_CODE[1]:
        code += stream[i].text
        row.head.append(stream[i])
        i += 1
    if len(code) not in FULL_CODE:
        return i
    row.code = code
    # What follows on one line, without a target value, are the rests of the row's cells: the name's first.
    end = i + 1
    while end < len(stream) and stream[end].gap == SAME_LINE:
        end += 1
    if end - i > 1 and not any(_is_value(p.text) for p in stream[i:end]):
        row.name += stream[i].text
        row.head.append(stream[i])
        row.rests += [(len(row.body), p) for p in stream[i + 1 : end]]
        return end
    return i
