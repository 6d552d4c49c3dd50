"""Numbers that were cut: over two lines (`22,48⏎0.92`), cell by cell or all of a line's at once, or by a stray blank.

Pieces are joined only where the whole is a well-formed amount of the form and the pieces alone are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.recognition.fold import fold
from gouji.recognition.line_drafts import TOTALS
from gouji.recognition.line_tokens import Amounts, Kind, Line, Token

_MOST_PIECES = 6
_CODES = (3, 5, 6, 7)  # lengths of codes of bodies, functions and economic classes
_NUMERIC = (Kind.DIGITS, Kind.CUT, Kind.AMOUNT)


def join_cuts(lines: Sequence[Line], amounts: Amounts, bare: bool) -> tuple[Line, ...]:
    """The lines with cut numbers joined (the whole stands where its first piece stood).

    `bare`: digits without a separator may be the head of a cut number even after words (no code can stand there).
    """
    rows = [list(line.tokens) for line in lines]
    for number, row in enumerate(rows):
        _join_inside(row, amounts)
        if number + 1 < len(rows):
            _join_columns(row, rows[number + 1], amounts)
        _join_end(rows, number, amounts, bare)
    return tuple(replace(line, tokens=tuple(row)) for line, row in zip(lines, rows, strict=True))


def _whole(pieces: Sequence[Token], amounts: Amounts) -> Token | None:
    """The amount that the pieces make together, or None."""
    text = "".join(p.text for p in pieces)
    digits = text.lstrip("-")
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        return None
    value = amounts.value(text)
    if value is None:
        return None
    first, last = pieces[0].place, pieces[-1].place
    to_line = last.line if last.line != first.line else None
    place = replace(first, to_line=to_line, to_column=last.to_column) if first.line is not None else first
    return replace(pieces[0], kind=Kind.AMOUNT, text=text, amount=value, place=place)


def _join_inside(row: list[Token], amounts: Amounts) -> None:
    """`132465. 29`: a piece that is no number and the one after the blank."""
    position = 0
    while position + 1 < len(row):
        head, tail = row[position], row[position + 1]
        if head.kind is Kind.CUT and tail.kind in (Kind.DIGITS, Kind.CUT):
            whole = _whole((head, tail), amounts)
            if whole is not None:
                row[position : position + 2] = [whole]
        position += 1


def _join_columns(row: list[Token], below: list[Token], amounts: Amounts) -> None:
    """`22,48 22,48⏎0.92 0.92`: all cells of a line cut at once, their tails side by side on the next line."""
    cuts = [n for n, token in enumerate(row) if token.kind is Kind.CUT]
    if cuts and len(below) == len(cuts) and all(t.kind in _NUMERIC for t in below):
        # Wherever in the line they stand: the line below holds a tail for each, and nothing else.
        joined = [_whole((row[n], tail), amounts) for n, tail in zip(cuts, below, strict=True)]
        if all(joined):
            for n, whole in zip(cuts, joined, strict=True):
                row[n] = whole or row[n]
            below.clear()
            return
    heads = 0
    while heads < len(row) and row[-1 - heads].kind is Kind.CUT:
        heads += 1
    if heads < 2 or len(below) < heads or any(t.kind not in _NUMERIC for t in below[:heads]):
        return
    wholes = [_whole(pair, amounts) for pair in zip(row[-heads:], below[:heads], strict=True)]
    if all(wholes):
        row[-heads:] = [w for w in wholes if w is not None]
        del below[:heads]


def _join_end(rows: list[list[Token]], number: int, amounts: Amounts, bare: bool) -> None:
    """A number cut at the line's end: the next line, or the next few, begin with its other pieces."""
    row = rows[number]
    if not row or row[-1].kind not in (Kind.CUT, Kind.DIGITS):
        return
    pieces = [row[-1]]
    for below in rows[number + 1 : number + _MOST_PIECES]:
        if not below or below[0].kind not in _NUMERIC:
            return
        pieces.append(below[0])
        whole = _whole(pieces, amounts)
        if whole is not None:
            if not (_is_head(row, pieces, amounts, bare) or _goes_down(rows, number, pieces, amounts, bare)):
                return
            row[-1] = whole
            for used in range(1, len(pieces)):
                del rows[number + used][0]
            return
        if len(below) > 1:
            return


def _is_head(row: Sequence[Token], pieces: Sequence[Token], amounts: Amounts, bare: bool) -> bool:
    """Whether a line's last token can only be the head of a number: it is none itself, and no code can stand there."""
    last = row[-1]
    if last.kind is Kind.CUT:
        return True
    before = row[-2] if len(row) > 1 else None
    if amounts.decimals is None or before is None:
        return False
    if pieces[1].text.startswith("."):
        return True  # no code goes on with a point
    if before.kind is Kind.WORD and not bare:
        # A second code may stand after words, but it has a code's length and no point behind it
        return len(last.text) not in _CODES or fold(before.text) in TOTALS
    return before.kind in (Kind.AMOUNT, Kind.WORD, Kind.DASH)


def _goes_down(rows: Sequence[list[Token]], number: int, pieces: Sequence[Token], amounts: Amounts, bare: bool) -> bool:
    """Whether digits alone on their line are a number's head and no code: their column is as narrow as the pieces, and
    nothing but a number ends in a point.

    `1493⏎6.02` is one number: a cell's lines are full but for the last, a code comes before a row's words, and no code has
    four digits. Digits that could be a code after words are none only where their rest begins with the point.
    """
    if amounts.decimals is None or len(rows[number]) > 1:
        return False
    lengths = [len(p.text) for p in pieces]
    if max(lengths[1:]) > lengths[0] + 1 or any(n < lengths[0] - 1 for n in lengths[:-1]):
        return False
    before = next((row[-1] for row in reversed(rows[:number]) if row), None)
    if before is None or before.kind is Kind.DIGITS:
        return False
    code = lengths[0] in _CODES and not (bare and before.kind is Kind.WORD)
    return not code or pieces[1].text.startswith(".") or before.kind in (Kind.AMOUNT, Kind.DASH)
