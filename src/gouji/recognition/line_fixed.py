"""The fixed lines of a form: which of them a printed wording is, by label, outline number, side and order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from gouji.recognition.fold import fold
from gouji.recognition.grid_lines import LineFinder
from gouji.standards.template import FormTemplate, Line, Side

_STRAY = "()*,、.:-"  # what may hang on a label without being part of it


@dataclass(frozen=True, slots=True)
class Found:
    """A printed wording as understood: `line` is None where the template has no such line."""

    label: str
    side: str
    line: Line | None


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A label folded, without marks that hang on its ends."""
    folded = fold(text)
    bare = folded.strip(_STRAY)
    return bare + ")" if bare.count("(") > bare.count(")") and folded.endswith(")") else bare


class Wordings:
    """All wordings of a form's fixed lines, for cutting runs of words."""

    def __init__(self, form: FormTemplate) -> None:
        self._lines: dict[str, list[Line]] = defaultdict(list)
        self._first: set[str] = set()
        groups = [side.lines for side in form.sides] or [form.lines]
        for lines in groups:
            for position, line in enumerate(lines):
                for label in line.labels:
                    self._lines[plain(label)].append(line)
                    if not position:
                        self._first.add(plain(label))
        self._longest = max((len(k) for k in self._lines), default=0) + 4

    def knows(self, text: str, ordinal: str | None) -> bool:
        """Whether some fixed line is worded so (and, where both state one, has this outline number)."""
        lines = self._lines.get(plain(text), ())
        return any(fits(line, ordinal) for line in lines)

    def opening(self, text: str) -> bool:
        """Whether the words begin with the form's first fixed line of a side."""
        folded = plain(text)
        return any(folded.startswith(first) for first in self._first)

    def longest(self, text: str, ordinal: str | None) -> int:
        """How many characters at the start of `text` are the longest wording of a fixed line; 0 for none."""
        for end in range(min(len(text), self._longest * 2), 1, -1):
            if self.knows(text[:end], ordinal):
                return end
        return 0

    def split(self, text: str, ordinal: str | None) -> list[int]:
        """The lengths of the half lines that a run without further outline numbers holds: fixed lines side by side.

        What no wording explains stays in one piece, with the wording before it where that alone is none.
        """
        out: list[int] = []
        rest = text
        while rest:
            known = len(rest) if self.knows(rest, ordinal) else self.longest(rest, ordinal)
            if not known or not plain(rest[known:]):
                out.append(len(rest))
                break
            following = self.longest(rest[known:], None)
            if not following:
                # Words that go on: a longer label than the template knows, or the rest of another half line.
                out.append(len(rest))
                break
            out.append(known)
            rest, ordinal = rest[known:], None
        return out


def fits(line: Line, ordinal: str | None) -> bool:
    """Whether a line can carry that outline number; lines and prints without one fit any."""
    return ordinal is None or line.ordinal is None or line.ordinal == ordinal


class Fixed:
    """Hands out the fixed lines of a form one after the other, each once."""

    def __init__(self, form: FormTemplate) -> None:
        self._sides: tuple[Side, ...] = form.sides or (Side("", "", form.columns, form.lines),)
        self._at = {side.name: -1 for side in self._sides}
        self._used: set[str] = set()
        self._last = self._sides[0].name if self._sides else ""

    def take(self, text: str, ordinal: str | None, beside: str | None) -> Found:
        """The line that a printed wording is. `beside`: the side of the wording before it on the same printed line.

        The next line of a side in the template's order comes before one that was passed; of two sides that both fit, the
        one that is not taken on this printed line.
        """
        label = plain(text)
        best: tuple[tuple[bool, ...], int, Side, int, Line] | None = None
        for side in self._sides:
            for position, line in enumerate(side.lines):
                if line.key in self._used or not fits(line, ordinal) or all(plain(w) != label for w in line.labels):
                    continue
                passed = position <= self._at[side.name]
                rank = (
                    passed,
                    line.ordinal is None and ordinal is not None and side is not self._sides[0],
                    side.name == beside,
                )
                distance = position - self._at[side.name] if not passed else len(side.lines)
                if best is None or (rank, distance) < best[:2]:
                    best = rank, distance, side, position, line
        if best is None:
            return self._alike(text, ordinal) or Found(self._unnumbered(text), self._guess(label, beside), None)
        _, _, side, position, line = best
        return self._taken(text, side, position)

    def _taken(self, text: str, side: Side, position: int) -> Found:
        line = side.lines[position]
        self._used.add(line.key)
        self._at[side.name] = max(self._at[side.name], position)
        self._last = side.name
        return Found(self._unnumbered(text), side.name, line)

    def _alike(self, text: str, ordinal: str | None) -> Found | None:
        """The line whose outline number or wording a printed wording nearly has, where only one side has such a line."""
        numbered = f"{ordinal}、{text}" if ordinal else text
        found = [(match.sure, side, match) for side in self._sides if (match := self._finder(side).match(numbered))]
        found = [f for f in found if f[2].line.key not in self._used and fits(f[2].line, ordinal)]
        best = max((sure for sure, _, _ in found), default=0)
        likeliest = [(side, match) for sure, side, match in found if sure == best]
        if len(likeliest) != 1:
            return None
        (side, match) = likeliest[0]
        return self._taken(text, side, match.position)

    def _finder(self, side: Side) -> LineFinder:
        finder = LineFinder(side)
        finder.at = self._at[side.name]
        return finder

    def _guess(self, label: str, beside: str | None) -> str:
        """The side of an unknown wording: by the words 收入 and 支出, by what stands on the same line, else the last one."""
        named = [s.name for s in self._sides if s.name and s.name in label]
        if len(named) == 1:
            return named[0]
        others = [s.name for s in self._sides if s.name != beside]
        return others[-1] if beside is not None and others else self._last

    @staticmethod
    def _unnumbered(text: str) -> str:
        """The printed wording without blanks and without marks that hang on it."""
        bare = "".join(text.split())
        while bare and bare[-1] in "(（*、,，-":
            bare = bare[:-1]
        return bare.lstrip("、.．-")
