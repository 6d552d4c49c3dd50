"""Rows of the two-sided forms (01, 04), whose lines the template fixes: a printed line may hold either half or both.

Words between two numbers are one run, which may span many lines; it is cut at outline numbers (一、 （一） 其中：) and at the
template's own wordings, and each piece is matched with a fixed line of either side. Numbers belong to the piece before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gouji.model.disclosure import Damage, RowKind
from gouji.recognition.fold import fold
from gouji.recognition.grid_lines import NUMERALS
from gouji.recognition.line_fixed import Fixed, Found, Wordings
from gouji.recognition.line_header import without_repeats
from gouji.recognition.line_numbers import numbers_of, spot
from gouji.recognition.line_tokens import Kind, Line, Token
from gouji.reconcile.loose import LooseRow
from gouji.standards.template import FormTemplate

_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|其中[:：]")
_MOST_RUN = 4000  # characters of words without a number between: more is no two-sided form


@dataclass(slots=True)
class Piece:
    """The words of one printed half line, and the numbers after it."""

    text: str
    tokens: list[Token]
    ordinal: str | None = None
    numbers: list[Token] = field(default_factory=list)
    found: Found | None = None


def read_sides(lines: Sequence[Line], form: FormTemplate) -> tuple[list[LooseRow], list[Damage]]:
    """The rows of a two-sided form in printed order; a half line that the template does not know keeps item None."""
    wordings = Wordings(form)
    start = _start(lines, wordings)
    body = [*lines[start : start + 1], *without_repeats(lines[:start], lines[start + 1 :])] if start else list(lines)
    pieces = _mended(_pieces(body, wordings), wordings)
    first = next((n for n, p in enumerate(pieces) if p.ordinal == "一"), None)
    if first is None:
        first = next((n for n, p in enumerate(pieces) if p.numbers and wordings.knows(p.text, p.ordinal)), len(pieces))
    damage: list[Damage] = []
    rows: list[LooseRow] = []
    fixed = Fixed(form)
    beside: tuple[int, str] | None = None
    for piece in pieces[first:]:
        line = piece.tokens[0].line
        other = beside[1] if beside is not None and beside[0] == line else None
        piece.found = fixed.take(piece.text, piece.ordinal, other)
        beside = (line, piece.found.side)
        numbers, lost = numbers_of(piece.numbers, form, piece.found.side)
        damage.extend(lost)
        if piece.found.line is None and not numbers and piece.ordinal is None:
            damage.append(Damage(spot(piece.tokens), f"“{piece.text[:40]}”不是本表的项目，未采用"))
            continue
        kind = RowKind.TOTAL if piece.found.line is not None and piece.found.line.total else RowKind.ITEM
        item = piece.found.line.key if piece.found.line is not None else None
        place = spot([*piece.tokens, *piece.numbers])
        rows.append(LooseRow(kind, _label(piece, piece.found), piece.found.side, {}, numbers, {}, item, place))
    return rows, damage


def _label(piece: Piece, found: Found) -> str:
    """The wording without its outline number; with it where the wording itself begins with a numeral (see `row_label`)."""
    if not piece.ordinal or found.label[:1] not in NUMERALS:
        return found.label
    inner = found.line is not None and found.line.parent is not None
    return f"（{piece.ordinal}）{found.label}" if inner else f"{piece.ordinal}、{found.label}"


def _start(lines: Sequence[Line], wordings: Wordings) -> int:
    """The first line with the form's first item (一、…), or the first with a known item and a number."""
    known = None
    for number, line in enumerate(lines):
        words = "".join(t.text for t in line.tokens if t.kind is Kind.WORD)
        match = _ORDINAL.search(words)
        if match and fold(match.group()).strip("()、.") == "一":
            return number
        if known is None and any(t.kind is Kind.AMOUNT for t in line.tokens) and wordings.opening(words):
            known = number
    return known or 0


def _pieces(lines: Sequence[Line], wordings: Wordings) -> list[Piece]:
    """The half lines with their numbers, in printed order."""
    out: list[Piece] = []
    run: list[Token] = []
    size = 0
    for line in lines:
        for token in line.tokens:
            if token.kind is Kind.WORD or (token.kind is Kind.DIGITS and token.text.strip("0")):
                run.append(token)
                size += len(token.text)
                if size > _MOST_RUN:
                    out.extend(_cut(run, wordings))
                    run, size = [], 0
                continue
            out.extend(_cut(run, wordings))
            run, size = [], 0
            if out and token.kind is not Kind.DASH:
                out[-1].numbers.append(token)
    out.extend(_cut(run, wordings))
    return out


def _cut(run: Sequence[Token], wordings: Wordings) -> Iterator[Piece]:
    """A run of words as half lines: cut at outline numbers, then at the template's wordings."""
    text = "".join(t.text for t in run)
    owners = [t for t in run for _ in t.text]
    starts = [0, *(m.start() for m in _ORDINAL.finditer(text) if m.start())]
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        match = _ORDINAL.match(text, begin, end)
        mark = fold(match.group()).strip("()、.:") if match else None
        ordinal = mark if mark != "其中" else None
        body = match.end() if match and ordinal else begin
        lead = body
        for length in wordings.split(text[body:end], ordinal):
            tokens = list(dict.fromkeys(owners[lead : lead + length]))
            if tokens:
                yield Piece(text[lead : lead + length], tokens, ordinal)
            lead += length
            ordinal = None


def _mended(pieces: list[Piece], wordings: Wordings) -> list[Piece]:
    """Half lines broken over printed lines whose rest stands behind the other half: `三、国有资本 三、国防⏎预算收入`."""
    out: list[Piece] = []
    for piece in pieces:
        if wordings.knows(piece.text, piece.ordinal):
            out.append(piece)
            continue
        # The rest may be glued to the end of another half line, or stand alone.
        known = wordings.longest(piece.text, piece.ordinal)
        rest = piece.text[known:]
        broken = next((p for p in reversed(out[-4:]) if not wordings.knows(p.text, p.ordinal)
                       and wordings.knows(p.text + rest, p.ordinal)), None)  # fmt: skip
        if broken is None or not rest or (piece.ordinal and not known):
            out.append(piece)
            continue
        broken.text += rest
        broken.tokens.extend(piece.tokens if not known else [])
        if known:
            piece.text = piece.text[:known]
            out.append(piece)
        elif piece.numbers:
            broken.numbers.extend(piece.numbers)
    return out
