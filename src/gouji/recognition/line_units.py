"""Where a project's name ends and its unit (项目单位) begins, when both are words without a mark between them.

Told by the units that the form names elsewhere: in its coded rows, and at the end of other projects' words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gouji.recognition.fold import fold
from gouji.recognition.line_labels import fragments, wording
from gouji.recognition.line_tokens import Token

_ENDS = "局委办院心所站校馆队会室处厅部社园团司府科库台署庭关场段行中级)）"  # how names of public bodies end
_MOST_PIECES = 6  # printed pieces of a unit's name
_OPENING = 2  # characters that the names of one place's bodies share


def units_of(rows: Sequence[Sequence[Token]], names: Sequence[str]) -> tuple[str, ...]:
    """The names of units that a form's projects can belong to, longest first: `names` of its coded rows, and shared endings."""
    counts: Counter[str] = Counter()
    for tokens in rows:
        ending = ""
        for token in reversed(tokens[1:][-_MOST_PIECES:]):
            ending = token.text + ending
            counts[ending] += 1
    known = {fold(n): n for n in names if n}
    for ending, times in counts.items():
        if times > 1 and ending[-1] in _ENDS and len(ending) > 3:
            known.setdefault(fold(ending), ending)
    return tuple(sorted(known.values(), key=len, reverse=True))


def apart(tokens: Sequence[Token], units: Sequence[str], leading: bool = False) -> tuple[str, str]:
    """A project's words as (name, unit); the unit is "" where nothing tells it apart. `leading`: the unit's column is
    the first."""
    whole = wording(tokens)
    if leading:
        unit = next((u for u in units if whole.startswith(u) and len(whole) > len(u)), "")
        return whole[len(unit) :], unit
    for unit in units:
        if whole.endswith(unit) and len(whole) > len(unit):
            return whole[: len(whole) - len(unit)], unit
    for unit in units:
        taken = _scattered(tokens, fold(unit))
        if taken and len(taken) < len(tokens):
            return _without(tokens, taken)
    return _by_layout(tokens, {fold(u)[:_OPENING] for u in units})


def _scattered(tokens: Sequence[Token], unit: str) -> list[int]:
    """The pieces, printed with others between, that make the unit's name (its last may go on: 本级); [] if they do not."""
    taken: list[int] = []
    matched = 0
    for position, token in enumerate(tokens):
        text = fold(token.text)
        if not text or matched >= len(unit):
            continue
        goes_on = text.startswith(unit[matched:]) and text[-1] in _ENDS
        if unit.startswith(text, matched) or goes_on:
            matched += len(text)
            taken.append(position)
    return taken if matched >= len(unit) else []


def _without(tokens: Sequence[Token], taken: Sequence[int]) -> tuple[str, str]:
    return wording([t for n, t in enumerate(tokens) if n not in taken]), wording([tokens[n] for n in taken])


def _by_layout(tokens: Sequence[Token], openings: set[str]) -> tuple[str, str]:
    """No unit is known: the last column of the printed lines that have two, else the last pieces that look like a unit."""
    whole = wording(tokens)
    lines = fragments(tokens)
    if len(lines) > 1 and sum(len(line) > 1 for line in lines) > 1:
        name = [t for line in lines for t in (line[:-1] if len(line) > 1 else line)]
        unit = [line[-1] for line in lines if len(line) > 1]
        return wording(name), wording(unit)
    if whole and whole[-1] in _ENDS:
        for position in range(1, len(tokens)):
            if fold(tokens[position].text)[:_OPENING] in openings:
                return wording(tokens[:position]), wording(tokens[position:])
    last = tokens[-1].text if tokens else ""
    if len(tokens) > 1 and last[-1] in _ENDS and len(last) > 3:
        return wording(tokens[:-1]), last
    return whole, ""
