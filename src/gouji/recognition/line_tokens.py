"""Printed lines as tokens: words, digits, amounts, each with its exact place. What a token means is decided by the row readers.

A dump glues and cuts: `办公经费2.00`, `26.8326.83`, `22,48⏎0.92`. Here glued pieces come apart; `line_cuts` joins what was cut.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from gouji.model.amount import parse_number
from gouji.model.place import Place
from gouji.sources.document import Paragraph

MAX_LINE = 20_000  # characters of one line that are read: a longer one is no row of a form
_WIDTHS = str.maketrans("０１２３４５６７８９．－−", "0123456789.--") | {ord(c): " " for c in "\u200b\u200c\u200d\u2060\ufeff"}
_PIECE = re.compile(r"\S+")
_DECIMALS = re.compile(r"(?<![\d.])\d[\d,]*\.(\d{1,6})(?![\d.%％]|,\d)")
_RUN = re.compile(
    r"(?<!\S)(?:-?\d[\d,]*?\.\d\d){2,}(?=[-—–\s]|$)"
)  # numbers of neighbouring columns without a blank between them
_CONTINUES = re.compile(r"\s*[\d.,，]")
_BLANK_MARKS = frozenset(("-", "--", "—", "——", "–", "/", "\\", "―"))
_UNREADABLE = re.compile(r"[#＃]{2,}|[*＊]{3,}|[·•]+")
_BLANK_BEHIND = re.compile(r"(.*[\u3400-\u9fff)）])(0|[-—–]{1,2})")
_CUT = re.compile(r"-?[\d,，]*\d[\d,，]*\.?\d*|\.\d+")
# What only cutting leaves between blanks: `38939.`, `.57`, `18,43`.
_FRAGMENT = re.compile(r"(?<!\S)(?:-?\d[\d,]*\.|\.\d{1,2}|-?\d{1,3}(?:,\d{3})*,\d{1,2})(?!\S)")
_FRAGMENTS = 3  # so many of them say that the form's numbers are cut
_PRINTED = 2  # decimals of a form in 万元
GOES_ON = re.compile(r"[年月日号届期级个项类%％‰℃.、）)．]")  # what follows digits inside words
_AFTER_AMOUNT = re.compile(r"[%％‰倍万亿元]")


class Kind(StrEnum):
    """What a token looks like."""

    WORD = "word"
    DIGITS = "digits"  # a bare run of digits: a code, a part of one, or a number without decimals
    AMOUNT = "amount"  # a number with the form's decimals
    CUT = "cut"  # digits, points and commas that are no well-formed number
    UNREADABLE = "unreadable"  # ####
    DASH = "dash"  # a blank cell that prints a mark


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a printed line. `line` counts the segment's lines from 0; `gap` is how many blanks stand before it."""

    kind: Kind
    text: str
    place: Place
    line: int
    gap: int = 0
    first: bool = False  # the first token of its line
    amount: Decimal | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its tokens, and whether a page begins with it."""

    index: int
    text: str
    tokens: tuple[Token, ...]
    page_start: bool = False


def lines_of(paragraphs: Iterable[Paragraph]) -> tuple[tuple[str, Place, bool], ...]:
    """The printed lines of the paragraphs that hold anything: text, the place of its first character, page start."""
    out: list[tuple[str, Place, bool]] = []
    page = False
    for paragraph in paragraphs:
        page = page or paragraph.page_start
        for number, text in enumerate(paragraph.text.replace("\r\n", "\n").split("\n")):
            if text.strip():
                place = paragraph.place
                if number and place.line is not None:
                    place = replace(place, line=place.line + number, column=None)
                out.append((text[:MAX_LINE].translate(_WIDTHS), place, page))
                page = False
    return tuple(out)


def decimals_of(texts: Sequence[str]) -> int | None:
    """How many decimals the amounts of a form have; None where they vary (25.5, 100) and a bare integer may be an amount.

    A number at a line's end before a line that begins with digits may be cut there, and says nothing. Where numbers are
    cut all over, what is left of them varies, and the form does not.
    """
    found: Counter[int] = Counter()
    cut = False
    for text, below in zip(texts, [*texts[1:], ""], strict=False):
        doubtful = _CONTINUES.match(below) is not None
        end = len(text.rstrip())
        for match in _DECIMALS.finditer(text):
            if doubtful and match.end() == end:
                cut = True
            else:
                found[len(match.group(1))] += 1
    if not found:
        return _PRINTED if cut or any(_RUN.search(t) for t in texts) else None
    decimals, times = found.most_common(1)[0]
    if times * 10 < sum(found.values()) * 8 and found[_PRINTED] and sum(len(_FRAGMENT.findall(t)) for t in texts) >= _FRAGMENTS:
        return _PRINTED
    if decimals == 1:
        return None  # 60.5 beside 100: no form prints one decimal throughout
    # A decimal inside a name must not turn a whole form's rule over.
    return decimals if times * 10 >= sum(found.values()) * 8 else None


class Amounts:
    """Tells amounts of a form from other digits. `decimals` as from `decimals_of`."""

    def __init__(self, decimals: int | None) -> None:
        self.decimals = decimals
        tail = rf"\.\d{{{decimals}}}" if decimals else r"\.\d{1,6}"
        number = rf"-?(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d{{1,15}}){tail}"
        times = "{1,40}" if decimals else "{1}"  # only fixed decimals say where one number ends and the next begins
        self.inside = re.compile(rf"(?<![\d.,])(?:{number}){times}(?!\d)")
        self._single = re.compile(number)
        self._heads = re.compile(rf"(?:{number}){{1,40}}(?=\d[\d,]*\.\d*$)")
        self._separated = re.compile(r"-?\d{1,3}(?:[,，]\d{3})+")

    def value(self, text: str) -> Decimal | None:
        """The amount that `text` is as a whole, else None."""
        if self._single.fullmatch(text) or (self.decimals is None and self._separated.fullmatch(text)):
            return parse_number(text)
        return None

    def before(self, text: str) -> int:
        """How many characters of `text` are whole amounts before the head of a cut one: 8 of `14966.869479.5`."""
        found = self._heads.match(text) if self.decimals else None
        return found.end() if found else 0

    def parts(self, text: str) -> list[str]:
        """The amounts of a stretch that `inside` matched: several where no blank stands between them."""
        return self._single.findall(text)


def tokenise(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Line, ...], Amounts]:
    """The tokens of the printed lines, and how the form prints its amounts."""
    found = lines_of(paragraphs)
    amounts = Amounts(decimals_of([text for text, _, _ in found]))
    lines = tuple(Line(n, text, tuple(_tokens(text, place, n, amounts)), page) for n, (text, place, page) in enumerate(found))
    return lines, amounts


def with_integers(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Bare digits as amounts, for forms that print no codes; digits that words go on with (2023 年结转) stay words."""
    out = []
    for line in lines:
        turned = []
        tokens = [part for token in line.tokens for part in _unglued_blank(token)]
        for token, after in zip(tokens, [*tokens[1:], None], strict=False):
            if token.kind is Kind.DIGITS and not (after is not None and after.kind is Kind.WORD and GOES_ON.match(after.text)):
                token = replace(token, kind=Kind.AMOUNT, amount=parse_number(token.text))
            turned.append(token)
        out.append(replace(line, tokens=tuple(turned)))
    return tuple(out)


def _unglued_blank(token: Token) -> list[Token]:
    """A label, and what stands for an empty cell glued to its end: 外交支出0, 外交支出—."""
    found = _BLANK_BEHIND.fullmatch(token.text) if token.kind is Kind.WORD else None
    if found is None:
        return [token]
    words, mark = found.groups()
    place = token.place
    if place.column is not None and place.to_column is not None:
        place = replace(place, column=place.to_column - len(mark) + 1)
    behind = Kind.DIGITS if mark == "0" else Kind.DASH
    return [replace(token, text=words), replace(token, kind=behind, text=mark, place=place, gap=0, first=False)]


def _tokens(text: str, place: Place, line: int, amounts: Amounts) -> Iterator[Token]:
    end = 0
    first = True
    for match in _PIECE.finditer(text):
        gap = match.start() - end
        end = match.end()
        for kind, start, piece in _apart(match.group(), amounts):
            column = (place.column or 1) + match.start() + start
            where = place if place.line is None else replace(place, column=column, to_column=column + len(piece))
            value = amounts.value(piece) if kind is Kind.AMOUNT else None
            yield Token(kind, piece, where, line, gap, first, value)
            first, gap = False, 0


def _apart(piece: str, amounts: Amounts) -> Iterator[tuple[Kind, int, str]]:
    """A piece between blanks, as (kind, offset, text): one token, or several that were glued."""
    if amounts.value(piece) is not None:
        yield Kind.AMOUNT, 0, piece
    elif piece.isascii() and piece.isdigit():
        yield Kind.DIGITS, 0, piece
    elif piece in _BLANK_MARKS:
        yield Kind.DASH, 0, piece
    elif _UNREADABLE.fullmatch(piece):
        yield Kind.UNREADABLE, 0, piece
    elif amounts.inside.fullmatch(piece):
        yield from _amounts(piece, 0, amounts)
    elif (glued := amounts.before(piece)) and _CUT.fullmatch(piece, glued):
        yield from _amounts(piece[:glued], 0, amounts)
        yield Kind.DIGITS if piece[glued:].isdecimal() else Kind.CUT, glued, piece[glued:]
    elif _CUT.fullmatch(piece):
        yield Kind.CUT, 0, piece
    else:
        yield from _words(piece, amounts)


def _amounts(text: str, offset: int, amounts: Amounts) -> Iterator[tuple[Kind, int, str]]:
    for part in amounts.parts(text):
        yield Kind.AMOUNT, offset, part
        offset += len(part)


def _words(piece: str, amounts: Amounts) -> Iterator[tuple[Kind, int, str]]:
    """Words with amounts glued to them: an amount that a percent sign or a unit follows stays in the words."""
    done = 0
    for match in amounts.inside.finditer(piece):
        if _AFTER_AMOUNT.match(piece, match.end()):
            continue
        if match.start() > done:
            yield Kind.WORD, done, piece[done : match.start()]
        yield from _amounts(match.group(), match.start(), amounts)
        done = match.end()
    if done < len(piece):
        yield Kind.WORD, done, piece[done:]
