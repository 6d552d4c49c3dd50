"""Cells into which the source pasted whole rows: told apart into labels and numbers by the form's fixed lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.recognition.grid_lines import LineFinder
from gouji.recognition.grid_numbers import Reading, is_blank, read_amount, several

_NUMERALS = "一二三四五六七八九十"
_BEGINS = re.compile(rf"(?=(?<![{_NUMERALS}])[{_NUMERALS}]{{1,4}}、|[（(][{_NUMERALS}]{{1,4}}[）)])|(?=其中\s?[:：])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A label, or (where `number` is set) a number with the text that stood there."""

    text: str
    number: Reading | None = None
    raw: str = ""


def pieces(text: str, finders: Sequence[LineFinder]) -> list[Piece]:
    """The labels and numbers of a cell in order: one piece for an ordinary cell, none for a blank one."""
    if is_blank(text):
        return []
    whole = read_amount(text)
    if whole is not None:
        return [Piece("", whole, text)]
    found: list[Piece] = []
    at = 0
    for start, end, value in several(text):
        found += _labels(text[at:start], finders)
        found.append(Piece("", Reading(value), text[start:end]))
        at = end
    return found + _labels(text[at:], finders)


def _labels(text: str, finders: Sequence[LineFinder]) -> list[Piece]:
    """A stretch of words cut into labels at outline numbers, 其中, and totals; words that no line has stay together."""
    if not text.strip():
        return []
    if any((m := f.match(text)) and m.sure >= 3 for f in finders):
        return [Piece(text.strip())]
    parts = [p.strip() for part in _BEGINS.split(text) for p in _totals(part, finders) if p.strip()]
    if len(parts) > 1:
        return [Piece(p) for p in parts if any(f.match(p) for f in finders)] or [Piece(text.strip())]
    return [Piece(text.strip())]


def _totals(text: str, finders: Sequence[LineFinder]) -> list[str]:
    """Lines without an outline number (the totals) that stand behind one another, told apart at blanks."""
    found: list[str] = []
    for word in text.split():
        if not found or any((m := f.match(word)) and m.sure >= 3 for f in finders):
            found.append(word)
        else:
            found[-1] += " " + word
    known = all(any(f.match(p) for f in finders) for p in found)
    return found if len(found) > 1 and known else [text]
