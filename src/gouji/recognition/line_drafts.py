"""A stream of tokens cut into rows: [words] codes [words] [codes [words]] numbers. What the codes mean: `line_codes`.

A row ends with its numbers: words and codes after them begin the next one. Rows without numbers end where the next row's
codes begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gouji.model.amount import parse_number
from gouji.recognition.fold import fold
from gouji.recognition.line_tokens import GOES_ON, Amounts, Kind, Line, Token

TOTALS = frozenset(("合计", "总计", "共计"))
_GLUED = re.compile(r"(\d{7}|\d{6}|\d{5}|\d{3})(?=[\u3400-\u9fff（(“])")
_GLUED_INSIDE = re.compile(r"(?<!\d)(\d{5}|\d{3})(?!\d)(?=[\u3400-\u9fff（(“]|$)")
_NUMBERS = (Kind.AMOUNT, Kind.UNREADABLE, Kind.CUT, Kind.DASH)


@dataclass(slots=True)
class Draft:
    """A row before its codes are understood. `codes[n]` are a code's pieces, `words[n]` the words after it."""

    heads: list[Token] = field(default_factory=list)
    codes: list[list[Token]] = field(default_factory=list)
    words: list[list[Token]] = field(default_factory=list)
    numbers: list[Token] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        """All tokens, in no particular order."""
        return [*self.heads, *(t for g in (*self.codes, *self.words) for t in g), *self.numbers]

    def code(self, position: int) -> str:
        """The digits of the code at that position, "" where there is none."""
        return "".join(t.text for t in self.codes[position]) if position < len(self.codes) else ""

    @property
    def total(self) -> bool:
        """Whether this is a total row (合计): no code, and no other words."""
        return not self.codes and fold("".join(t.text for t in self.heads)) in TOTALS


def stream(lines: Iterable[Line], codes: bool, pairs: bool) -> list[Token]:
    """The tokens of the lines in order, codes glued to words taken apart (`pairs`: also inside words)."""
    out: list[Token] = []
    for line in lines:
        for position, token in enumerate(line.tokens):
            if token.kind is Kind.WORD and codes:
                out.extend(_unglued(token, pairs))
            elif token.kind is Kind.WORD and token.text.strip("-—_") == "":
                continue
            elif _is_zero(line.tokens, position, out):
                out.append(replace(token, kind=Kind.AMOUNT, amount=Decimal(0)))
            else:
                out.append(token)
    return out


def _is_zero(line: Sequence[Token], position: int, before: Sequence[Token]) -> bool:
    """Whether a lone 0 is a cell without money: behind other numbers of its line (behind digits it may be a code's), or
    behind numbers above and before others of its line."""
    token, last = line[position], before[-1] if before else None
    if token.kind is not Kind.DIGITS or token.text != "0" or last is None or last.kind not in _NUMBERS:
        return False
    after = line[position + 1] if position + 1 < len(line) else None
    return last.line == token.line or (after is not None and (after.kind in _NUMBERS or after.text == "0"))


def _unglued(token: Token, pairs: bool) -> list[Token]:
    cuts: list[tuple[int, int]] = []
    pattern = _GLUED_INSIDE if pairs else _GLUED
    for match in pattern.finditer(token.text):
        if (match.start() == 0 or pairs) and not GOES_ON.match(token.text, match.end()):
            cuts.append(match.span(1))
        if not pairs:
            break
    out: list[Token] = []
    done = 0
    for start, end in cuts:
        if start > done:
            out.append(_part(token, Kind.WORD, done, start))
        out.append(_part(token, Kind.DIGITS, start, end))
        done = end
    if done < len(token.text):
        out.append(_part(token, Kind.WORD, done, len(token.text)))
    return out


def _part(token: Token, kind: Kind, start: int, end: int) -> Token:
    place = token.place
    if place.column is not None:
        place = replace(place, column=place.column + start, to_column=place.column + end)
    return replace(token, kind=kind, text=token.text[start:end], place=place, first=token.first and start == 0)


def drafts_of(tokens: Sequence[Token], amounts: Amounts, pairs: bool, opening: bool = False) -> list[Draft]:
    """The rows of a stream. `pairs`: a row may carry two codes, each with its words (the economic forms).

    `opening`: codes stand before a row's words only, so that digits among words are words (names of projects).
    """
    out: list[Draft] = []
    draft = Draft()
    for position, token in enumerate(tokens):
        role = _role(tokens, position, draft, amounts, pairs)
        if opening and role is Kind.DIGITS and not draft.numbers and not draft.total and (draft.heads or any(draft.words)):
            role = Kind.WORD
        if (role is not Kind.AMOUNT and draft.numbers) or (role is Kind.DIGITS and _begins(draft, token, pairs)):
            out.append(draft)
            draft = Draft()
        if role is Kind.AMOUNT:
            if not draft.numbers and not draft.codes and not draft.heads and out and token.kind is Kind.DASH:
                continue
            value = token.amount if token.amount is not None else parse_number(token.text)
            draft.numbers.append(replace(token, amount=value if token.kind is not Kind.CUT else None))
        elif role is Kind.DIGITS:
            _add_code(draft, token)
        elif draft.codes:
            draft.words[-1].append(token)
        else:
            draft.heads.append(token)
    if draft.tokens:
        out.append(draft)
    return _with_totals(out)


def _add_code(draft: Draft, token: Token) -> None:
    if draft.codes and not draft.words[-1]:
        draft.codes[-1].append(token)
    else:
        draft.codes.append([token])
        draft.words.append([])


def _begins(draft: Draft, token: Token, pairs: bool) -> bool:
    """Whether a code begins a new row although the row before has no numbers."""
    if draft.total:
        return True
    if not draft.codes or not draft.words[-1]:
        return False
    # A government economic code begins with 5, a departmental one with 3: classes of the national standard
    # 《支出经济分类科目》, not of any province.
    second = pairs and len(draft.codes) == 1 and draft.code(0).startswith("3") and token.text.startswith("5")
    return not second


def _role(tokens: Sequence[Token], position: int, draft: Draft, amounts: Amounts, pairs: bool) -> Kind:
    """AMOUNT for a token that is a number of the row, DIGITS for (a part of) a code, WORD for the rest."""
    token = tokens[position]
    if token.kind in _NUMBERS:
        return Kind.AMOUNT
    if token.kind is Kind.WORD:
        return Kind.WORD
    before = tokens[position - 1] if position else None
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    beside = before if before is not None and before.line == token.line else None
    follows = after if after is not None and after.line == token.line else None
    in_numbers = beside is not None and beside.kind in _NUMBERS
    if in_numbers and (amounts.decimals is None or token.text == "0"):
        return Kind.AMOUNT
    goes_on = follows is not None and follows.kind is Kind.WORD and GOES_ON.match(follows.text)
    if goes_on and len(token.text) <= 4 and (beside is None or beside.kind is not Kind.DIGITS):  # 2024 年, not 208 05 06 年金
        return Kind.WORD
    worded = beside is not None and beside.kind is Kind.WORD
    second = pairs and len(draft.codes) == 1 and len(token.text) in (3, 5) and token.text.startswith("5")
    named = not draft.codes and len(token.text) in (5, 6, 7)  # a name printed before its code
    if worded and not second and not named and not draft.numbers and (draft.codes or draft.heads):
        if amounts.decimals is None or token.text == "0":
            return Kind.AMOUNT
        return Kind.WORD
    return Kind.DIGITS


def _with_totals(drafts: list[Draft]) -> list[Draft]:
    """Drafts whose words end in 合计 beside the numbers, what stands before it split off: it belongs to the row above."""
    out: list[Draft] = []
    for draft in drafts:
        if not draft.codes and draft.numbers and len(draft.heads) > 1 and fold(draft.heads[-1].text) in TOTALS:
            out.append(Draft(heads=draft.heads[:-1]))
            draft = Draft(heads=draft.heads[-1:], numbers=draft.numbers)
        out.append(draft)
    return out
