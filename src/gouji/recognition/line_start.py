"""Where the rows begin: the header before them is skipped, since a dump prints it in no useful order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gouji.recognition.fold import fold
from gouji.recognition.line_drafts import TOTALS
from gouji.recognition.line_header import without_repeats
from gouji.recognition.line_tokens import Kind, Line, Token
from gouji.standards.template import FormTemplate

_NUMBERS = (Kind.AMOUNT, Kind.UNREADABLE, Kind.CUT)
_REACH = 40  # tokens that may stand between a row's code and its first number


def rows_of(lines: Sequence[Line], form: FormTemplate) -> list[Line]:
    """The lines from the first row on, without the header and its repetitions."""
    start = _start(lines, form)
    if start is None:
        return _only_total(lines)
    number, position = start
    header = [*lines[:number]]
    first = lines[number]
    if position:
        header.append(replace(first, text="".join(t.text for t in first.tokens[:position]), tokens=first.tokens[:position]))
    body = [replace(first, tokens=first.tokens[position:]), *lines[number + 1 :]]
    return [body[0], *without_repeats(header, body[1:])] if header else body


def _start(lines: Sequence[Line], form: FormTemplate) -> tuple[int, int] | None:
    flat = [(n, p, t) for n, line in enumerate(lines) for p, t in enumerate(line.tokens)]
    kinds = tuple(fold(k) for k in form.kinds) if form.layout == "projects" else ()
    for position, (number, place, token) in enumerate(flat):
        if _total_here(flat, position):
            return number, place
        code = token.kind is Kind.DIGITS and token.first and _code_here(flat, position, form)
        if code or (token.first and _begins_kind(flat, position, kinds)):
            return number, place
    return None


def _total_here(flat: Sequence[tuple[int, int, Token]], position: int) -> bool:
    """合计, in one piece or as 合 计, and a number after it (or a line of its own before the first code)."""
    line, _, token = flat[position]
    if token.kind is not Kind.WORD:
        return False
    ahead = [t for n, _, t in flat[position : position + 3]]
    for length in (1, 2):
        # 合 计 with a blank between, or below one another where the column is as narrow as a glyph
        near = all(n == line or (t.first and len(t.text) == 1) for n, _, t in flat[position : position + length])
        if not near or len(ahead) < length or fold("".join(t.text for t in ahead[:length])) not in TOTALS:
            continue
        following = ahead[length] if length < len(ahead) else None
        if following is None:
            return False
        if following.kind in _NUMBERS:
            return True
        alone = token.first and following.first
        if alone and following.kind is Kind.DIGITS and len(following.text) in (3, 6):
            return True
        if following.kind is Kind.DIGITS and following.line == line and len(following.text) > 2:
            return True
    return False


def _code_here(flat: Sequence[tuple[int, int, Token]], position: int, form: FormTemplate) -> bool:
    """A code that begins a line, with words and then a number after it."""
    _, _, token = flat[position]
    if len(token.text) not in (3, 5, 6, 7, 10) and not (len(token.text) > 7 and form.layout == "agencies"):
        return False
    words = False
    for _, _, other in flat[position + 1 : position + _REACH]:
        if other.kind in _NUMBERS:
            return words
        if other.kind is Kind.WORD:
            if not words and fold(other.text) in TOTALS:
                return False
            words = True
    return False


def _begins_kind(flat: Sequence[tuple[int, int, Token]], position: int, kinds: Sequence[str]) -> bool:
    text = fold(flat[position][2].text)
    return len(text) > 1 and any(k.startswith(text) or text.startswith(k) for k in kinds)


def _only_total(lines: Sequence[Line]) -> list[Line]:
    """No row carries a number: the form's last line that is 合计 alone, if there is one."""
    for line in reversed(lines):
        if line.tokens and fold("".join(t.text for t in line.tokens)).rstrip("-0") in TOTALS:
            return [line]
    return []
