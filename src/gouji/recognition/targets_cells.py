"""Cells that the pieces of a column-less matrix may form: a name and its value, with what speaks for and against them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gouji.recognition.target_value import is_measured, parse_target
from gouji.recognition.targets_pieces import SAME_LINE, Piece, head_width
from gouji.standards.fold import fold as _fold
from gouji.standards.indicators import Level, indicators

MAX_CELL = 18  # pieces
MAX_LINES_GIVEN = -8.0  # below this the lines cannot be one cell's
MAX_PAIRS, MAX_WORSE = 9, 10.0  # pairs kept that begin at one piece, and how much worse than the best they may be
ECHO = 4.0  # for a value that repeats a word of its name
TAIL = 1.5  # against a value that stands beside its name's inner line
LONGEST_WORDS = 24  # glyphs of a value in set words
EXACT, UNEVEN = 0.2, 0.6  # how far a line of full-width glyphs, and of mixed ones, may fall short of its column
WRAP = 4.0  # against a line that ends too early
_SCRIPTS = re.compile(r"[\dA-Za-z]$|^[\dA-Za-z]")
_OPEN = re.compile(r"(≥|≤|>|<|=|﹥|﹤)$")
_STOPS = "，。、；：,.;:）)％%！？】》”"
_MARKS = "≥≤﹥﹤＝"


fold = lru_cache(maxsize=32768)(_fold)  # the same cells are judged again and again


@dataclass(frozen=True, slots=True)
class Cell:
    """Pieces [start, end) read as one cell. `lines` are its lines' widths, `heads` the unbreakable width each begins with;
    `slack` is what punctuation may be squeezed; `wrap` what its own lines say against it; `gaps` how its pieces follow."""

    start: int
    end: int
    text: str
    lines: tuple[float, ...]
    heads: tuple[float, ...]
    slack: float
    wrap: float
    gaps: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and its value (None where it is blank). `end` is where the next pair begins; `tail` a cell that ends the name
    after the value, where a centred value was printed beside the name's first lines. `base` is the score without column."""

    name: Cell
    value: Cell | None
    end: int
    base: float
    tail: Cell | None = None

    @property
    def name_text(self) -> str:
        return self.name.text + (self.tail.text if self.tail else "")


def cells(stream: Sequence[Piece], start: int, stop: int, limit: int = MAX_CELL) -> list[Cell]:
    """All cells that may begin at `start`, shortest first; ends at the first join that no cell has."""
    out: list[Cell] = []
    text, lines, heads = "", [], []
    gaps = [0, 0, 0]
    for end in range(start, min(start + limit, stop)):
        piece = stream[end]
        if end > start:
            if piece.gap == SAME_LINE and not _may_join(text, piece.text):
                break
            gaps[piece.gap] += 1
        text += piece.text
        if end == start or piece.gap != SAME_LINE:
            lines.append(piece.width)
            heads.append(head_width(piece.text))
        else:
            lines[-1] += piece.width
        # Full-width glyphs fill a line exactly; others are wider or narrower than the half that they are counted as
        slack = (EXACT if text.isidentifier() and not any(map(str.isascii, text)) else UNEVEN) + 0.5 * (
            sum(c in "、，（）" for c in text) // len(lines)
        )
        wrap = wrap_penalty(lines, heads, max(lines), slack)
        if wrap < MAX_LINES_GIVEN:
            break
        out.append(Cell(start, end + 1, text, tuple(lines), tuple(heads), slack, wrap, (gaps[0], gaps[1], gaps[2])))
    return out


def _may_join(before: str, after: str) -> bool:
    """Whether a blank inside a line can stand inside a cell: between scripts, or after a bare comparator."""
    return bool(
        _OPEN.search(before) or (_SCRIPTS.search(before[-1:]) is not None) != (_SCRIPTS.search(after[:1]) is not None)
    ) and (before[-1] not in "%％" and after[0] not in _MARKS)


def wrap_penalty(lines: Sequence[float], heads: Sequence[float], column: float, slack: float) -> float:
    """What speaks against these lines in a column `column` wide: lines that end though the next glyph had room, or overflow."""
    penalty = 0.0
    for k, line in enumerate(lines):
        if k + 1 < len(lines) and line + heads[k + 1] <= column - slack + 0.1:
            penalty -= WRAP
        if line > column + slack:
            penalty -= 3.0
    return penalty


def pairs(stream: Sequence[Piece], start: int, stop: int, cache: dict[int, list[Cell]]) -> list[Pair]:
    """The most plausible pairs that begin at `start`."""

    def at(i: int) -> list[Cell]:
        if i not in cache:
            cache[i] = cells(stream, i, stop)
        return cache[i]

    out: list[Pair] = []
    for name in at(start):
        base = name.wrap + name_score(name.text)
        if base < -12:
            continue
        out.append(Pair(name, None, name.end, base - 7.0))
        if name.end >= stop:
            continue
        for value in at(name.end):
            score = base + value.wrap + value_beside(name.text, value.text)
            out.append(Pair(name, value, value.end, score))
        out += _with_tail(stream, name, stop, at(name.end), at)
    out.sort(key=lambda p: -p.base)
    return [p for p in out[:MAX_PAIRS] if p.base > out[0].base - MAX_WORSE]


def _with_tail(stream: Sequence[Piece], name: Cell, stop: int, values: Sequence[Cell], at) -> list[Pair]:  # type: ignore[no-untyped-def]
    """Pairs whose value stands beside an inner line of the name: `基金累计结余 ≤15%⏎率`."""
    value = values[0]
    if (
        value.end >= stop
        or stream[value.start].gap == 2
        or stream[value.end].gap != 1
        or not is_measured(parse_target(value.text))
    ):
        return []
    out = []
    for tail in at(value.end)[:4]:
        lines, heads = (*name.lines, *tail.lines), (*name.heads, *tail.heads)
        wrap = wrap_penalty(lines, heads, max(lines), max(name.slack, tail.slack))
        text = name.text + tail.text
        # Rare where the name was whole without it
        rare = TAIL * (2.0 if indicators().name_ends.search(fold(name.text)) else 1.0)
        score = wrap + name_score(text) + value_score(value.text) - rare
        whole = Cell(name.start, name.end, name.text, lines, heads, max(name.slack, tail.slack), wrap, name.gaps)
        out.append(Pair(whole, value, tail.end, score, tail))
    return out


def value_beside(name: str, value: str) -> float:
    """How much `value` looks like the value of `name`: it often repeats the name's verb (解决…问题 → 解决)."""
    score = value_score(value)
    return max(score, ECHO) if 2 <= len(value) <= 6 and value in name and value != name else score


@lru_cache(maxsize=8192)
def value_score(text: str) -> float:
    """How much `text` looks like a whole target value."""
    target = parse_target(text)
    if is_measured(target):
        if target.deadline:
            return 6.0
        if target.unit is None:
            return 1.5
        if indicators().units.fullmatch(target.unit):
            return 6.0
        return 2.0 if len(target.unit) <= 3 and "%" not in target.unit else -6.0
    if text[0] in _STOPS:
        return -8.0
    if any(m in text[1:] for m in _MARKS):
        return -9.0
    words = indicators()
    folded = fold(text)
    if len(folded) <= LONGEST_WORDS and words.qualitative.search(folded):
        return 4.0
    ended = -1.5 if words.name_ends.search(folded) else 0.0
    return -4.0 - 0.07 * len(text) + ended


@lru_cache(maxsize=8192)
def name_score(text: str) -> float:
    """How much `text` looks like a whole indicator name."""
    if text[0] in _MARKS or is_measured(parse_target(text)):
        return -9.0
    folded = fold(text)
    if not folded:
        return -9.0
    words = indicators()
    score = -0.02 * len(text)
    if any(m in text for m in _MARKS + "%"):
        score -= 5.0
    if text[0] in _STOPS or text[0] == "/":
        score -= 4.0
    if len(folded) <= LONGEST_WORDS and words.qualitative.search(folded):
        score -= 3.0
    if len(folded) <= 2:
        score -= 4.0 if len(folded) == 1 else 1.5
    return score + (1.5 if words.name_ends.search(folded) else 0.0)


def level_scores(levels: tuple[Level, ...], name: str, value: str) -> tuple[float, ...]:
    """What the words say for each level: the strongest evidence counts whole, the rest half."""
    return tuple(map(_weigh, _name_evidence(levels, name), _value_evidence(levels, value)))


def _weigh(by_name: tuple[float, ...], by_value: tuple[float, ...]) -> float:
    found = by_name + by_value
    if not found:
        return 0.0
    strongest = max(found, key=abs)
    return strongest + 0.5 * (sum(found) - strongest)


@lru_cache(maxsize=8192)
def _name_evidence(levels: tuple[Level, ...], text: str) -> tuple[tuple[float, ...], ...]:
    folded = fold(text)
    return tuple(tuple(e.weight for e in level.names if e.pattern.search(folded)) for level in levels)


@lru_cache(maxsize=8192)
def _value_evidence(levels: tuple[Level, ...], text: str) -> tuple[tuple[float, ...], ...]:
    folded = fold(text)
    return tuple(tuple(e.weight for e in level.values if e.pattern.search(folded)) for level in levels)
