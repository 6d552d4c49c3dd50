"""Chinese text broken into lines: between any two characters, but never inside a number and never before punctuation."""

from __future__ import annotations

import re

from rich.cells import cell_len

# A number with its unit, a rule's name, a word in Latin letters: what must stay whole. Then any single character,
# with the closing punctuation that must not begin a line.
_PIECES = re.compile(
    r"[（《“(]*[-+≤≥<>]?[\d,]*\d(?:\.\d+)?(?:万元|亿元|%|元)?[，。、；：！？）》”…,.;:!?)]*"
    r"|[（《“(]*[A-Za-z0-9_/.-]+[，。、；：！？）》”…,.;:!?)]*"
    r"|[（《“(]*[^\s（《“(][，。、；：！？）》”…,.;:!?)]*"
    r"|\s+|."
)


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` terminal cells (a piece that is longer by itself keeps its own line)."""
    lines: list[str] = []
    line, used = "", 0
    for match in _PIECES.finditer(text):
        piece, size = match[0], cell_len(match[0])
        if line and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
            if piece.isspace():
                continue
        line, used = line + piece, used + size
    return [*lines, line.rstrip()] if line or not lines else lines
